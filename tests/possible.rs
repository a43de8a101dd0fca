//! Results have limits: what is not possible ends a run, what is hardly ever seen is remarked upon.

use ofogh::fault::{Place, Source};
use ofogh::language::Language;
use ofogh::model::record::RowKind;
use ofogh::scenario::{Origin, Scenario};
use ofogh::study::{PriceBasis, Report, project};
use ofogh::wording::sentences;

use crate::support::{load, ofogh, root, run, shipped};

/// What the program says to a run of the reference with these settings, and its exit code.
fn said(settings: &[&str], language: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("results.csv").display().to_string();
    let mut arguments = vec!["run", "scenarios/reference.toml", "--lang", language, "--out", &out];
    for setting in settings {
        arguments.extend(["--set", *setting]);
    }
    let done = ofogh(&arguments);
    assert!(done.status.success() || !folder.path().join("results.csv").exists(), "nothing is half written");
    (done.status.code(), String::from_utf8(done.stderr).expect("a text"))
}

#[test]
fn what_is_not_possible_names_variable_year_and_inputs() {
    let (code, text) = said(&["programme.industry.usual_pace=100000"], "en");
    assert_eq!(code, Some(2));
    assert_eq!(
        text,
        "error[impossible]: scenarios/reference.toml: `province.gdp` is −2,513,173 billion toman @1404/year in 1404: less than 0 is not possible
  ╭▸ --set:1:20
  │
1 │ programme.industry.usual_pace = 100000
  │                    ━━━━━━━━━━ drives it most
  │
  ╰ help: these inputs drive it most: `programme.industry.usual_pace` = 100,000 unit/year, `programme.industry.capital` = 76.92 billion toman/unit, `programme.industry.local_share` = 0.4
"
    );
    let (code, text) = said(&["visitors.visits=1"], "fa");
    assert_eq!(code, Some(2));
    assert!(
        text.contains("`visitors.stay` در ۱۴۰۴ برابر ۷۹۷٬۱۶۶ ساعت می‌شود: بیشتر از ۸٬۷۶۰ ممکن نیست"),
        "{text}"
    );
    assert!(text.contains("بیش از همه آن را پیش می‌برند: `visitors.visits` = ۱ بازدید"), "{text}");
}

/// A share of the nation beyond 100 %, fewer jobs than none, unemployment nobody has seen, a stay longer than a year.
#[test]
fn absurd_inputs_are_refused_and_their_drivers_named() {
    for (settings, variable, driver) in [
        (
            &["sector.manufacturing.growth_differential=0.1", "until=1504"][..],
            "province.gdp_share",
            "sector.manufacturing.growth_differential",
        ),
        (&["programme.solar.build_job_years=100000"], "work.offered", "programme.solar.build_job_years"),
        (&["work.opening_unemployment=0.6"], "work.unemployment", "work.opening_unemployment"),
        (&["visitors.visits=1"], "visitors.stay", "visitors.visits"),
        (&["programme.industry.usual_pace=100000"], "province.gdp", "programme.industry.usual_pace"),
    ] {
        let scenario = load(&root().join("scenarios/reference.toml"), settings);
        let wrong = project(scenario).expect_err("impossible");
        assert_eq!(wrong.variable, variable);
        assert_eq!(wrong.drivers[0].0.row.id, driver);
        let (low, high) = wrong.possible;
        assert!(wrong.value < low || wrong.value > high, "{wrong:?}");
    }
}

/// Every input of every shipped scenario at its smallest and its largest: within limits, or refused with the input among
/// what drives it.
#[test]
fn every_input_at_its_ends_gives_a_possible_result_or_a_clear_refusal() {
    let (mut sound, mut refused, mut named) = (0, 0, 0);
    let mut unnamed = Vec::new();
    for path in shipped() {
        let scenario = load(&path, &[]);
        let inputs = scenario.opening.len() + scenario.yearly.len();
        for index in 0..inputs {
            let row = scenario.inputs().nth(index).expect("an input").row.clone();
            if !matches!(row.kind, RowKind::Opening | RowKind::Yearly) {
                continue;
            }
            // Where there is no largest value: a thousand times what is there, and far beyond.
            let now = scenario.inputs().nth(index).expect("an input").values[0];
            let ends = if row.high.is_finite() {
                vec![row.low, row.high]
            } else {
                vec![row.low, now * 1000.0, 1e300]
            };
            for end in ends {
                let mut changed: Scenario = scenario.clone();
                let openings = changed.opening.len();
                let input = if index < openings {
                    &mut changed.opening[index]
                } else {
                    &mut changed.yearly[index - openings]
                };
                input.values.fill(end);
                // As a planner would have set it.
                let place = Place::whole(&Source::new("--set", ""));
                input.origin = Origin::Set { place, overrode: None };
                match project(changed) {
                    Ok(run) => {
                        sound += 1;
                        for values in run.values.iter().chain([&run.opening]) {
                            for (value, variable) in values.iter().zip(&run.scenario.variables) {
                                let rounding = 1e-6 * value.abs().max(1.0);
                                assert!(
                                    *value >= variable.low - rounding && *value <= variable.high + rounding,
                                    "{} = {end}: {} = {value}",
                                    row.id,
                                    variable.id
                                );
                            }
                        }
                    }
                    Err(wrong) => {
                        refused += 1;
                        if wrong.drivers.iter().any(|(input, _)| input.row.id == row.id) {
                            named += 1;
                        } else {
                            let drivers: Vec<&str> =
                                wrong.drivers.iter().map(|(input, _)| input.row.id.as_str()).collect();
                            let (path, variable) = (path.display(), &wrong.variable);
                            unnamed.push(format!("{path}: {} = {end}: {variable} of {drivers:?}", row.id));
                        }
                        assert!(!wrong.drivers.is_empty(), "{} = {end}: {}", row.id, wrong.variable);
                    }
                }
            }
        }
    }
    assert!(sound > 5000 && refused > 100, "{sound} {refused}");
    assert!(
        f64::from(named) >= 0.9 * f64::from(refused),
        "named in {named} of {refused}: {}",
        unnamed.join("\n")
    );
}

#[test]
fn what_is_unlikely_is_remarked_upon_everywhere() {
    // A province whose people grow no more in number, and of whom few are ever out of work.
    let settings = ["work.labour_force_growth=0", "work.minimum_unemployment=0.02"];
    let run = run("scenarios/announced.toml", &settings);
    let report = Report::new(run, PriceBasis::Constant).expect("a report");
    let [en, fa] =
        [Language::English, Language::Persian].map(|language| sentences::unlikely(&report, language));
    assert_eq!(
        en,
        [
            "Unlikely: Work: jobs that nobody can fill is above 0 job in 1408–1414, 43,113 at the furthest.",
            "Unlikely: Work: unemployment is below 3 % in 1408–1414, 2.00 at the furthest.",
        ]
    );
    assert_eq!(fa.len(), 2);
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (json, book) = (path("a.json"), path("a.xlsx"));
    let mut arguments = vec!["run", "scenarios/announced.toml", "--out", &json, "--out", &book];
    arguments.extend(settings.iter().flat_map(|setting| ["--set", *setting]));
    let done = ofogh(&arguments);
    let shown = String::from_utf8(done.stdout).expect("a text");
    assert!(en.iter().all(|sentence| shown.contains(sentence)), "{shown}");
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path("a.json")).expect("a file")).expect("JSON");
    let unlikely = json["scenarios"][0]["unlikely"].as_array().expect("a list");
    assert_eq!(unlikely[1]["variable"], "work.unemployment");
    assert_eq!(unlikely[1]["usual"], serde_json::json!([3.0, 30.0]));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path("a.xlsx")).expect("a workbook");
    let summary = calamine::Reader::worksheet_range(&mut book, "Summary").expect("a sheet");
    let cells: Vec<String> = summary.rows().map(|row| row[0].to_string()).collect();
    assert!(en.iter().all(|sentence| cells.contains(sentence)), "{cells:?}");
}

/// A noise so wide that growth would stand at its limit in many years is refused; one that seldom does is told with its
/// share.
#[test]
fn draws_held_at_a_limit_are_told_and_refused_beyond_a_tenth() {
    let with = |noise: &str, command: &[&str]| {
        let setting = format!("uncertainty.nation.growth={{ noise = [\"{noise} %/year\", 0.4] }}");
        ofogh(&[command, &["scenarios/reference.toml", "--set", &setting]].concat())
    };
    for command in [
        &["ensemble", "--members", "200"][..],
        &["sensitivity", "--rows", "64", "--of", "province.gdp_share@1408"],
        &["discover", "--members", "200", "--goal", "output_share"],
    ] {
        let done = with("60", command);
        assert_eq!(done.status.code(), Some(2), "{command:?}");
        let text = String::from_utf8(done.stderr).expect("a text");
        // Two fifths of a normal number of spread 0.6 lie beyond ±0.5.
        let expected = "`nation.growth:noise` takes `nation.growth` beyond its limits in 4";
        assert!(text.contains(expected), "{text}");
    }
    let done = with("22", &["ensemble", "--members", "2000"]);
    let text = String::from_utf8(done.stdout).expect("a text");
    let told = text.lines().find(|line| line.starts_with("held at a limit")).expect("it is told");
    // Of a normal number of spread 0.22 around growth of a few hundredths, 2.4 % lie beyond ±0.5.
    let share: f64 = told
        .rsplit("` ")
        .next()
        .and_then(|share| share.split(' ').next())
        .expect("a share")
        .parse()
        .expect("a number");
    assert!((1.5..3.5).contains(&share), "{told}");
    let done = with("5", &["ensemble", "--members", "2000"]);
    assert!(!String::from_utf8(done.stdout).expect("a text").contains("held at a limit"));
}

/// From few rows nothing is concluded.
#[test]
fn a_conclusion_is_no_louder_than_its_error() {
    let at = |rows: &str| {
        ofogh(&[
            "sensitivity",
            "scenarios/reference.toml",
            "--set",
            "uncertainty.figures=true",
            "--rows",
            rows,
            "--of",
            "province.gdp_share@1408",
        ])
    };
    let refused = at("2");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).expect("a text").contains("ask for 32 to 1048576 rows"));
    let few = String::from_utf8(at("64").stdout).expect("a text");
    assert!(
        few.contains("too few rows to say where its spread comes from") && !few.contains("would vanish"),
        "{few}"
    );
    let enough = String::from_utf8(at("1024").stdout).expect("a text");
    assert!(enough.contains("90 % (±8) of its spread would vanish if this were known"), "{enough}");
}

/// An ensemble counts the members whose results no province can have, as running each by itself does, in parts too.
#[test]
fn members_outside_the_possible_are_counted_and_told() {
    use ofogh::study::ensemble::{Design, Ensemble, Sampling};
    use ofogh::study::workers::count;
    let settings = ["uncertainty.programme.industry.usual_pace={ points = [[112, 0.7], [100000, 0.3]] }"];
    let scenario = load(&root().join("scenarios/reference.toml"), &settings);
    let members = 400;
    let ensemble = Ensemble::new(scenario, false, Design { members, seed: 3, sampling: Sampling::Random });
    let singly: Vec<bool> =
        (0..members).map(|member| project(ensemble.members.member(member)).is_err()).collect();
    let mut tally = count(&ensemble, (0, 170), Some(2), &());
    tally.merge(&count(&ensemble, (170, members), Some(1), &()));
    let outside = ensemble.outcome(&tally).outside.expect("members outside");
    assert_eq!(outside.members, singly.iter().filter(|wrong| **wrong).count() as u64);
    assert!((80..160).contains(&outside.members), "{outside:?}");
    assert_eq!(outside.first, singly.iter().position(|wrong| *wrong).expect("one") as u64);
    let part = ensemble.part("reference.toml".to_owned(), (0, members), &tally);
    assert_eq!(ensemble.counted(&part).expect("a part").outside, tally.outside);
    let done = ofogh(&[
        "ensemble",
        "scenarios/reference.toml",
        "--set",
        settings[0],
        "--members",
        "400",
        "--seed",
        "3",
        "--sampling",
        "random",
    ]);
    let shown = String::from_utf8(done.stdout).expect("a text");
    let told = format!("not possible: {} members", outside.members);
    assert!(
        shown.contains(&told) && shown.contains(&format!("`{}` in {}", outside.variable, outside.year)),
        "{shown}"
    );
    let calm = Ensemble::new(
        load(&root().join("scenarios/reference.toml"), &["uncertainty.figures=true"]),
        false,
        Design { members, seed: 3, sampling: Sampling::Latin },
    );
    assert_eq!(calm.outcome(&count(&calm, (0, members), None, &())).outside, None);
}
