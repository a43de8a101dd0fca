//! What must hold for every scenario, whatever its numbers.

use proptest::prelude::*;

use ofogh::study::{Projection, bindings, project};

use crate::support::{load, root, run, shipped};

/// All checks that hold for any projection.
fn check(projection: &Projection) {
    let structure = &projection.scenario.structure;
    let at = |row: &[f64], id: &str| row[projection.index(id).unwrap_or_else(|| panic!("{id}"))];
    let mut last = &projection.opening;
    for now in &projection.values {
        for programme in &structure.programmes {
            let id = format!("programme.{}", programme.named.id);
            let of = |row: &[f64], field: &str| at(row, &format!("{id}.{field}"));
            let inside = |row: &[f64]| of(row, "pipeline") + of(row, "operating");
            let idled = if programme.ages_as.is_some() { of(now, "idled") } else { 0.0 };
            let left = of(now, "lapsed") + of(now, "retired") + idled;
            let before = inside(last) + of(now, "entered") - left;
            let size = before.abs().max(1.0);
            assert!(
                (inside(now) - before).abs() < 1e-9 * size,
                "{id} loses units: {} to {before}",
                inside(now)
            );
        }
        for (at, (row, value)) in projection.scenario.variables.iter().zip(now).enumerate() {
            let id = row.id.as_str();
            if id.ends_with(".throttle") || id.ends_with(".fits") || id.ends_with("_share") && row.unit == "1"
            {
                assert!((0.0..=1.0).contains(value), "{id} = {value}");
            }
            let largest = projection.series(at).fold(1.0, |largest: f64, value| largest.max(value.abs()));
            let rounding = 1e-9 * largest;
            assert!(row.low - rounding <= *value && *value <= row.high + rounding, "{id} = {value}");
        }
        for envelope in &structure.envelopes {
            let of = |field: &str| at(now, &format!("envelope.{}.{field}", envelope.named.id));
            assert!(of("used") <= of("available") * (1.0 + 1e-12) + 1e-12, "{}", envelope.named.id);
        }
        last = now;
    }
}

#[test]
fn every_shipped_scenario_keeps_its_units_and_limits() {
    for path in shipped() {
        check(&project(load(&path, &[])).expect("finite results"));
    }
}

/// What may fall below nothing says so where it is declared; all else is at least 0, or, if it is an index, above.
#[test]
fn only_what_is_a_difference_may_be_negative() {
    let may_be_negative = [
        "added",
        "beyond",
        "building",
        "cash",
        "construction",
        "construction_beyond",
        "direct",
        "enterprises",
        "gdp_share_gain",
        "indirect",
        "indirect_jobs",
        "indirect_output",
        "induced",
        "jobs",
        "land",
        "new_output",
        "operation",
        "operation_jobs",
        "present_value",
    ];
    let mut found = std::collections::BTreeSet::new();
    for path in shipped() {
        for row in &load(&path, &[]).variables {
            let field = row.id.rsplit('.').next().expect("a field").to_owned();
            // A sector's value added is what it makes; that of a programme is what it adds to the trend.
            let adds = field == "value_added" && !row.id.starts_with("sector.");
            if adds {
                assert!(row.low < 0.0, "{}", row.id);
            } else if row.low < 0.0 {
                assert!(may_be_negative.contains(&field.as_str()), "{} may be {}", row.id, row.low);
                found.insert(field);
            } else {
                assert!(!may_be_negative.contains(&field.as_str()), "{} is at least {}", row.id, row.low);
            }
        }
    }
    assert!(found.iter().eq(may_be_negative), "{found:?}");
}

/// Nothing is lost on the way: whatever stood or ran at the opening or entered since is somewhere, in every year.
#[test]
fn what_was_and_what_entered_is_somewhere() {
    let (mut programmes, mut classes, mut waited) = (0, 0, 0);
    for path in shipped() {
        let run = project(load(&path, &[])).expect("finite results");
        let structure = &run.scenario.structure;
        let name = |id: &str, year: i32| format!("{}: {id} in {year}", path.display());
        for (p, programme) in structure.programmes.iter().enumerate() {
            let start = &run.start.programmes[p];
            let opened =
                start.stages.iter().map(|stage| stage.flow.stock).sum::<f64>() + start.flow.operating;
            let (mut lapsed, mut retired, mut idled, mut entered) = (0.0, 0.0, 0.0, 0.0);
            for (year, record) in run.years.iter().zip(&run.records) {
                let now = &record.programmes[p];
                assert_eq!(now.ageing.len(), usize::from(programme.ages_as.is_some()));
                entered += now.flow.entered;
                lapsed += now.flow.lapsed;
                retired += now.flow.retired;
                idled += now.ageing.iter().map(|ageing| ageing.idled).sum::<f64>();
                let mut stocks = 0.0;
                for stage in &now.stages {
                    // What is in the last quarter of each step, and what waits behind the stage.
                    let quarters = stage.levels.len() / stage.steps.len();
                    let steps: f64 = stage
                        .levels
                        .iter()
                        .skip(quarters - 1)
                        .step_by(quarters)
                        .map(|level| level.itself)
                        .sum();
                    let waiting: f64 = stage.gate.iter().map(|gate| gate.waiting).sum();
                    let size = opened.max(now.flow.entered_total);
                    assert!(
                        (stage.flow.stock - steps - waiting).abs() <= 1e-9 * size,
                        "{}",
                        name(&programme.named.id, *year)
                    );
                    waited += usize::from(waiting > 1.0);
                    stocks += stage.flow.stock;
                }
                let parts = [stocks, now.flow.operating, lapsed, retired, idled];
                let largest =
                    parts.iter().chain([&opened, &now.flow.entered_total]).fold(0.0, |a: f64, b| a.max(*b));
                let (all, there) = (opened + now.flow.entered_total, parts.iter().sum::<f64>());
                assert!(
                    (all - there).abs() <= 1e-9 * largest,
                    "{}: {all} {parts:?}",
                    name(&programme.named.id, *year)
                );
                assert!((entered - now.flow.entered_total).abs() <= 1e-9 * largest);
                programmes += 1;
            }
        }
        for (c, class) in structure.classes.iter().enumerate() {
            let start = &run.start.classes[c].flow;
            let (mut joined, mut closed) = (0.0, 0.0);
            for (year, record) in run.years.iter().zip(&run.records) {
                let now = &record.classes[c].flow;
                let came = structure.programmes.iter().zip(&record.programmes);
                let came = came.filter(|(kind, _)| kind.ages_as == Some(c));
                let came: f64 = came.flat_map(|(_, now)| &now.ageing).map(|ageing| ageing.idled).sum();
                let name = name(&class.named.id, *year);
                assert_eq!(now.joined, came, "{name}");
                joined += now.joined;
                closed += now.closed;
                let ever = start.active + start.idle + joined;
                let there = now.active + now.idle + closed;
                assert!((ever - there).abs() <= 1e-9 * ever, "{name}: {ever} {there}");
                if class.named.id == "small" {
                    assert!(closed > 0.0 && (joined > 0.0 || *year == run.years[0]), "{name}");
                }
                classes += 1;
            }
        }
    }
    assert!(programmes > 400 && classes > 250 && waited > 30, "{programmes} {classes} {waited}");
}

/// A scenario that changes nothing gives the results of its base, bit for bit.
#[test]
fn a_scenario_equal_to_its_base_gives_equal_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!(
        "based_on = \"{}\"\ntitle = {{ en = \"Same\", fa = \"همان\" }}\nprogramme.solar.stages.licensed.success = \"25 %\"\n",
        root().join("scenarios/reference.toml").display()
    );
    let path = folder.path().join("same.toml");
    std::fs::write(&path, text).expect("a file");
    let (same, reference) =
        (project(load(&path, &[])).expect("finite"), run("scenarios/reference.toml", &[]));
    assert_eq!(same.values, reference.values);
}

/// What binds is what the results say: a throttle below one has a binding, and the other way round.
#[test]
fn bindings_and_throttles_agree() {
    let run = run("scenarios/credit-squeeze.toml", &[]);
    let throttled =
        run.scenario.variables.iter().enumerate().filter(|(_, row)| row.id.ends_with(".throttle"));
    let expected: usize =
        throttled.map(|(index, _)| run.series(index).filter(|value| *value < 1.0).count()).sum();
    assert!(expected > 0);
    assert_eq!(bindings(&run).len(), expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the levers, units are conserved, nothing is negative and no envelope is overdrawn.
    #[test]
    fn random_levers(
        exchange in 0.0..400.0_f64,
        credit in 0.0..40_000.0_f64,
        grid in 0.0..900.0_f64,
        water in 0.0..20.0_f64,
        months in 0.05..120.0_f64,
        success in 0.001..=1.0_f64,
        entries in 0.0..2000.0_f64,
        target in 0.0..500.0_f64,
        idling in 0.0..1.0_f64,
        // An economy that lost a fifth each year would end with fewer jobs than its enterprises lose.
        growth in -0.1..0.2_f64,
        deferral in 0.0..=1.0_f64,
    ) {
        let settings = [
            format!("envelope.exchange.flow={exchange:?}"),
            format!("envelope.credit.flow={credit:?}"),
            format!("envelope.grid.flow={grid:?}"),
            format!("envelope.water.cap={water:?}"),
            format!("programme.solar.stages.executing.months={months:?}"),
            format!("programme.solar.stages.licensed.success={success:?}"),
            format!("programme.industry.entries={entries:?}"),
            format!("class.small.target_units={target:?}"),
            format!("class.small.idling={idling:?}"),
            format!("nation.growth={growth:?}"),
            format!("programme.industry.deferral={deferral:?}"),
        ];
        let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
        check(&run("scenarios/reference.toml", &settings));
    }

    /// Needing half as much of everything never starts less, in any programme that is not held back by those before it.
    #[test]
    fn halving_the_needs_never_starts_less(exchange in 5.0..200.0_f64, credit in 100.0..20_000.0_f64) {
        let limits = [format!("envelope.exchange.flow={exchange:?}"), format!("envelope.credit.flow={credit:?}")];
        let limits: Vec<&str> = limits.iter().map(String::as_str).collect();
        let whole = run("scenarios/reference.toml", &limits);
        let mut settings: Vec<String> = limits.iter().map(|limit| (*limit).to_owned()).collect();
        for input in whole.scenario.yearly.iter().filter(|input| input.row.id.contains(".needs.")) {
            settings.push(format!("{}={:?}", input.row.id, input.values[0] / 2.0));
        }
        let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
        let half = run("scenarios/reference.toml", &settings);
        let total = |projection: &Projection, until: usize| -> f64 {
            let started = projection.scenario.variables.iter().enumerate().filter(|(_, row)| row.id.ends_with(".started"));
            started.map(|(index, _)| projection.series(index).take(until).sum::<f64>()).sum()
        };
        for until in 1..=whole.years.len() {
            prop_assert!(total(&half, until) >= total(&whole, until) * (1.0 - 1e-9));
        }
    }
}
