//! The shipped scenarios say what their summaries claim.

use ofogh::scenario::Scenario;
use ofogh::study::{Projection, bindings, compare_with_observed, goal_results};

use crate::support::{assert_near, root, run, shipped, value};

fn bound(path: &str) -> Vec<String> {
    let run = run(path, &[]);
    bindings(&run)
        .iter()
        .map(|binding| run.scenario.structure.envelopes[binding.envelope].named.id.clone())
        .collect()
}

/// How far a run may lie from what was worked out beside it.
struct Neighbourhood {
    share: f64,
    solar: f64,
    deficit: f64,
    unemployment: f64,
}

/// What the second edition was judged by, before it was built: an independent calculation with the same values.
const NEIGHBOURHOOD: Neighbourhood =
    Neighbourhood { share: 0.005, solar: 0.05, deficit: 5.0, unemployment: 0.2 };

fn assert_within(what: &str, year: i32, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{what} in {year}: {found}, not {expected} ± {tolerance}");
}

/// A stage of both solar programmes; the first phase has no licences.
fn solar(run: &Projection, field: &str, year: i32) -> f64 {
    ["solar", "solar_priority"].iter().map(|id| value(run, &format!("programme.{id}.{field}"), year)).sum()
}

#[test]
fn the_reference_lies_where_the_evidence_points() {
    let run = run("scenarios/reference.toml", &[]);
    let within = NEIGHBOURHOOD;
    // Year, share of national output, solar running, unemployment.
    for (year, share, running, unemployment) in [
        (1404, 1.154, 106.0, 7.1),
        (1405, 1.160, 256.0, 8.3),
        (1406, 1.165, 343.0, 8.4),
        (1408, 1.170, 378.0, 8.5),
        (1410, 1.172, 389.0, 8.7),
        (1414, 1.173, 403.0, 9.3),
    ] {
        assert_within("share", year, value(&run, "province.gdp_share", year), share, within.share);
        assert_within("solar", year, solar(&run, "operating", year), running, within.solar * running);
        let found = value(&run, "work.unemployment", year);
        assert_within("unemployment", year, found, unemployment, within.unemployment);
    }
    // Year, what is missing at noon and in the evening of the peak day.
    for (year, noon, evening) in [
        (1404, 300.0, 213.0),
        (1405, 261.0, 247.0),
        (1406, 240.0, 284.0),
        (1408, 292.0, 364.0),
        (1410, 390.0, 455.0),
        (1414, 631.0, 673.0),
    ] {
        assert_within("noon", year, value(&run, "power.noon", year), noon, within.deficit);
        assert_within("evening", year, value(&run, "power.evening", year), evening, within.deficit);
        let deficit = value(&run, "power.deficit", year);
        assert_within("deficit", year, deficit, noon.max(evening), within.deficit);
    }
    // Year, solar in execution, works and modules, come to run of all so far, outages.
    for (year, executing, works, modules, conversion, outages) in [
        (1404, 494.0, 387.0, 64.0, 4.0, 1.0),
        (1405, 180.0, 129.0, 53.0, 9.3, 0.92),
        (1406, 90.0, 45.0, 12.0, 12.0, 0.88),
        (1408, 48.0, 13.0, 3.0, 12.4, 1.0),
        (1414, 27.0, 6.0, 1.0, 11.0, 1.5),
    ] {
        for (stage, expected) in [("executing", executing), ("works", works), ("modules", modules)] {
            let found = solar(&run, &format!("stages.{stage}.stock"), year);
            // What is left of a stage is given in whole megawatts.
            assert_within(stage, year, found, expected, within.solar * expected + 0.5);
        }
        let all = |field: &str| solar(&run, field, year);
        let came = all("operating") / (all("operating") + all("pipeline") + lapsed_by(&run, year));
        assert_within("conversion", year, 100.0 * came, conversion, within.solar * conversion + 0.05);
        assert_within("outages", year, value(&run, "power.outage_index", year), outages, 0.02);
    }
    // Year, new units opened in the year, beyond what the trend holds, people at work in thousands.
    for (year, opened, beyond, employed) in [
        (1404, 56.0, 20.0, 397.4),
        (1405, 112.0, 58.0, 393.3),
        (1406, 112.0, 95.0, 397.6),
        (1408, 112.0, 165.0, 406.7),
        (1410, 112.0, 229.0, 415.8),
        (1414, 111.0, 342.0, 432.4),
    ] {
        let industry = |field: &str| value(&run, &format!("programme.industry.{field}"), year);
        assert_within("opened", year, industry("commissioned"), opened, 1.0);
        assert_within("beyond the trend", year, industry("beyond"), beyond, 0.02 * beyond + 0.5);
        assert_within("at work", year, value(&run, "work.employment", year) / 1000.0, employed, 1.0);
    }
    let goal =
        goal_results(&run).into_iter().find(|result| result.goal.id == "output_share").expect("the goal");
    assert!(!goal.met && goal.first_met.is_none());
}

/// What lapsed in the solar programmes until the end of a year.
fn lapsed_by(run: &Projection, year: i32) -> f64 {
    run.years.iter().filter(|other| **other <= year).map(|year| solar(run, "lapsed", *year)).sum()
}

/// What officials announced, in the same limits of money.
#[test]
fn the_announced_pace_lies_where_it_was_worked_out() {
    let run = run("scenarios/announced.toml", &[]);
    let within = NEIGHBOURHOOD;
    for (year, running) in [(1404, 293.0), (1405, 835.0), (1408, 2310.0)] {
        assert_within("solar", year, solar(&run, "operating", year), running, within.solar * running);
    }
    for (year, running) in [(1404, 220.0), (1405, 468.0)] {
        let found = value(&run, "programme.solar_priority.operating", year);
        assert_within("the first phase", year, found, running, within.solar * running);
    }
    for (year, share) in [(1406, 1.206), (1408, 1.255), (1414, 1.309)] {
        assert_within("share", year, value(&run, "province.gdp_share", year), share, within.share);
    }
    // At the lowest unemployment there is.
    let lowest = 100.0 * run.inputs.periods[0].work.minimum_unemployment;
    for year in [1408, 1410, 1411, 1412, 1413, 1414] {
        assert_within("unemployment", year, value(&run, "work.unemployment", year), lowest, 1e-9);
    }
    assert_within("unfilled", 1414, value(&run, "work.unfilled", 1414), 22_000.0, 2_200.0);
    let waits = solar(&run, "stages.works.waiting", 1404);
    assert_within("waits for modules", 1404, waits, 650.0, within.solar * 650.0);
}

/// Everything that is planned taken away, and what nobody needs then.
const NO_PROGRAMMES: [&str; 11] = [
    "programme.solar=false",
    "programme.solar_priority=false",
    "programme.industry=false",
    "programme.expansions=false",
    "programme.greenhouses=false",
    "programme.hotels=false",
    "visitors=false",
    "foreign_investment=false",
    "envelope.exchange=false",
    "envelope.grid=false",
    "envelope.water=false",
];

/// Without any programme the trend is left, and what outages take from it.
#[test]
fn without_programmes_the_trend_is_left() {
    let without = |settings: &[&str]| {
        // What the headline of the reference shows is about programmes in part.
        run(
            "scenarios/reference.toml",
            &[&NO_PROGRAMMES[..], &["headline=[\"province.*\"]"], settings].concat(),
        )
    };
    let (run, within) = (without(&[]), NEIGHBOURHOOD);
    assert!(run.scenario.structure.programmes.is_empty());
    assert_within("share", 1414, value(&run, "province.gdp_share", 1414), 1.139, within.share);
    for (year, unemployment) in [(1404, 7.4), (1405, 8.8), (1408, 9.9), (1414, 11.9)] {
        let found = value(&run, "work.unemployment", year);
        assert_within("unemployment", year, found, unemployment, within.unemployment);
    }
    // It only rises: no overshoot.
    let by_year: Vec<f64> = run.years.iter().map(|year| value(&run, "work.unemployment", *year)).collect();
    assert!(by_year.is_sorted(), "{by_year:?}");
    // Where the trend makes as many jobs as there are people more, unemployment stays once that growth has begun.
    let steady = without(&[
        "nation.growth={1404=\"figure:economy.growth_1404\",1405=\"figure:economy.growth_1405\",1406=\"3.25 %/year\",between=\"step\"}",
    ]);
    for year in 1406..=1414 {
        let found = value(&steady, "work.unemployment", year);
        assert!((8.7..=9.0).contains(&found), "{found} in {year}");
    }
}

/// No programmes and no loss by outages: the share stays where it was, to the last digits.
#[test]
fn without_programmes_and_outages_the_share_stays() {
    let settings = ["headline=[\"province.*\"]", "sector.manufacturing.outage_loss=0"];
    let run = run("scenarios/reference.toml", &[&NO_PROGRAMMES[..], &settings].concat());
    let opening = run.start.province.gdp_share;
    for (year, record) in run.years.iter().zip(&run.records) {
        assert_near(record.province.gdp_share, opening, 1e-12, &format!("share in {year}"));
        assert!(record.province.gdp_share_gain.abs() < 1e-12, "{}", record.province.gdp_share_gain);
        assert_eq!(record.province.building, 0.0);
        assert_eq!(
            (record.work.operation, record.work.enterprises, record.work.construction),
            (0.0, 0.0, 0.0)
        );
    }
}

/// A programme that goes on at its usual pace, its stages as full as that pace keeps them, adds nothing to building.
#[test]
fn a_programme_at_its_usual_pace_adds_nothing_to_building() {
    let run = run("scenarios/reference.toml", &[]);
    for (id, until) in [("industry", 1411), ("expansions", 1414), ("hotels", 1414)] {
        let of = |field: &str, year: i32| value(&run, &format!("programme.{id}.{field}"), year);
        for year in 1404..=until {
            let usual = of("works_usual", year);
            let length = run.inputs.periods[usize::try_from(year - 1404).expect("a year")].period.length;
            assert!(usual > 1.0 && of("commissioned", year) > 0.0, "{id}");
            assert_near(of("worked_on", year) / length, usual, 1e-12, &format!("works of {id} in {year}"));
            let all = of("spending", year);
            assert!(of("building", year).abs() <= 1e-12 * all, "{id} in {year}: {}", of("building", year));
            let jobs = (of("construction_beyond", year), of("construction_jobs", year));
            assert!(jobs.0.abs() <= 1e-12 * jobs.1, "{id} in {year}: {jobs:?}");
        }
    }
}

/// Revivals at the usual pace add nothing, in any year, and more or fewer add what they differ by.
#[test]
fn revivals_at_the_usual_pace_add_nothing() {
    let usual = run("scenarios/reference.toml", &[]);
    let of = |run: &Projection, field: &str, year: i32| value(run, &format!("class.small.{field}"), year);
    for year in 1404..=1414 {
        assert!(of(&usual, "revived", year) > 10.0);
        for field in ["beyond", "jobs", "value_added"] {
            assert_eq!(of(&usual, field, year), 0.0, "{field} in {year}");
        }
    }
    for (target, sign) in [("65", 1.0), ("20", -1.0)] {
        let run = run("scenarios/reference.toml", &[&format!("class.small.target_units={target}")]);
        for year in 1404..=1408 {
            for field in ["beyond", "jobs", "value_added"] {
                assert!(sign * of(&run, field, year) > 0.0, "{target}: {field} in {year}");
            }
        }
    }
}

#[test]
fn the_announced_pace_does_not_fit_the_exchange() {
    assert!(bound("scenarios/announced.toml").contains(&"exchange".to_owned()));
    assert!(!bound("scenarios/reference.toml").contains(&"exchange".to_owned()));
}

#[test]
fn the_card_rate_runs_out_of_idle_units() {
    let run = run("scenarios/revival-5.3.toml", &[]);
    assert!(value(&run, "revival.shortfall", 1404) < 1.0);
    assert!(value(&run, "revival.shortfall", 1414) > 10.0);
}

#[test]
fn credit_binds_when_squeezed() {
    assert!(bound("scenarios/credit-squeeze.toml").contains(&"credit".to_owned()));
}

#[test]
fn a_conflict_costs_output_and_time() {
    let (war, peace) = (run("scenarios/renewed-conflict.toml", &[]), run("scenarios/reference.toml", &[]));
    assert!(value(&war, "province.gdp", 1406) < 0.99 * value(&peace, "province.gdp", 1406));
    assert!(
        value(&war, "programme.solar.operating", 1407) < value(&peace, "programme.solar.operating", 1407)
    );
}

#[test]
fn land_for_equity_leaves_the_zone_a_claim() {
    let run = run("scenarios/land-for-equity.toml", &[]);
    assert!(value(&run, "programme.salafchegan.receivable", 1408) > 0.0);
}

#[test]
fn the_hindcast_is_compared_with_what_was_observed() {
    let run = run("scenarios/hindcast-1397.toml", &[]);
    assert_eq!((run.years[0], *run.years.last().expect("years")), (1397, 1404));
    let compared = compare_with_observed(&run);
    assert!(compared.len() >= 6);
    for comparison in &compared {
        assert_eq!(comparison.error, comparison.projected - comparison.observed.value);
    }
}

/// Each scenario but the packages says only what differs, and names itself in both languages.
#[test]
fn scenarios_are_short_and_begin_with_their_schema() {
    for path in shipped() {
        let text = std::fs::read_to_string(&path).expect("a text");
        assert!(text.starts_with("#:schema ../schema/scenario.schema.json\n"), "{}", path.display());
        assert!(text.lines().count() < 330, "{}", path.display());
    }
}

/// A setting on the command line gives what the same line in a file gives.
#[test]
fn a_setting_is_a_line_of_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = root().join("scenarios/reference.toml");
    let path = folder.path().join("mine.toml");
    let text = format!("based_on = \"{}\"\n[envelope.exchange]\nflow = \"40 MUSD/year\"\n", base.display());
    std::fs::write(&path, text).expect("a file");
    let file = Scenario::load(&path, &[]).expect("a scenario");
    let set = Scenario::load(&base, &["envelope.exchange.flow=40 MUSD/year".to_owned()]).expect("a scenario");
    let project = |scenario| ofogh::study::project(scenario).expect("finite").values;
    assert_eq!(project(file), project(set));
}
