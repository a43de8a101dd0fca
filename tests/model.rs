//! The model against independent mathematics.

use nalgebra::{DMatrix, DVector};
use ofogh::model::variable_rows;
use ofogh::study::Projection;

use crate::support::{load, root, run, value};

/// The greatest distances of commissioned capacity from the exact solution that docs/model.md states, as shares of everything
/// that was in the chain: the chain of the reference, the first phase of the announced scenario, and any two stages of one
/// to forty-eight months in one to six steps.
const STATED: [f64; 3] = [0.0005, 0.05, 0.02];

/// A stage: mean months, share that goes on, what is in each of its steps at the opening.
type Stage<'a> = (f64, f64, &'a [f64]);

/// Commissioned since the opening of a chain without limits, solved exactly: d/dt step = in − step · steps / residence, as
/// a matrix exponential.
fn exactly(stages: &[Stage<'_>], entries: f64, time: f64) -> f64 {
    let n: usize = stages.iter().map(|stage| stage.2.len()).sum();
    let mut rates = DMatrix::zeros(n + 2, n + 2);
    let mut start = DVector::zeros(n + 2);
    let mut at = 0;
    for (months, success, opening) in stages {
        let rate = 12.0 / months * f64::from(u8::try_from(opening.len()).expect("few"));
        for (step, stock) in opening.iter().enumerate() {
            rates[(at, at)] = -rate;
            rates[(at + 1, at)] = if step + 1 == opening.len() { rate * success } else { rate };
            start[at] = *stock;
            at += 1;
        }
    }
    // The last entry is one for ever: what flows into the first stage.
    rates[(0, n + 1)] = entries;
    start[n + 1] = 1.0;
    ((rates * time).exp() * start)[n]
}

/// The greatest distance of a programme from the exact chain, as a share of all that was in it.
fn distance(run: &Projection, programme: &str, stages: &[Stage<'_>], entries: f64) -> f64 {
    let in_chain: f64 = stages.iter().flat_map(|stage| stage.2).sum();
    let periods = run.years.iter().zip([0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5]);
    let distances = periods.map(|(&year, time)| {
        let found = value(run, &format!("programme.{programme}.commissioned_total"), year);
        (found - exactly(stages, entries, time)).abs() / (in_chain + entries * time)
    });
    distances.fold(0.0, f64::max)
}

const NO_LIMITS: [&str; 3] =
    ["envelope.exchange.flow=1e9", "envelope.credit.flow=1e12", "envelope.grid.flow=1e9"];

#[test]
fn stages_stay_near_the_matrix_exponential() {
    let reference = run("scenarios/reference.toml", &NO_LIMITS);
    let works: [f64; 3] = [0.50, 0.35, 0.15].map(|share| share * 520.0);
    let solar: [Stage<'_>; 4] = [
        (30.0, 0.25, &[1200.0]),
        (12.0, 0.30, &[152.5, 152.5]),
        (9.0, 0.35, &works),
        (4.0, 0.97, &[15.0, 15.0]),
    ];
    let announced = run("scenarios/announced.toml", &NO_LIMITS);
    let first_phase: [Stage<'_>; 3] =
        [(1.0, 1.0, &[250.0, 250.0]), (2.0, 1.0, &[0.0; 3]), (2.0, 1.0, &[0.0; 2])];
    let mut worst = [
        distance(&reference, "solar", &solar, 100.0),
        distance(&announced, "solar_priority", &first_phase, 0.0),
        0.0_f64,
    ];
    for (first, second) in [1.0, 3.0, 6.0, 12.0, 24.0, 48.0]
        .iter()
        .flat_map(|first| [1.0, 3.0, 6.0, 12.0, 24.0, 48.0].map(|second| (*first, second)))
    {
        for (one, other) in [1, 2, 3, 6].iter().flat_map(|one| [1, 2, 3, 6].map(|other| (*one, other))) {
            let equal = |stock: f64, steps: u8| vec![stock / f64::from(steps); usize::from(steps)];
            let settings = [
                "envelope.credit.flow=1e12".to_owned(),
                format!("programme.park.stages.licensed.months={first}"),
                format!("programme.park.stages.licensed.steps={one}"),
                format!("programme.park.stages.building.months={second}"),
                format!("programme.park.stages.building.steps={other}"),
                format!("programme.park.stages.building.opening_by_step={:?}", equal(1.0, other)),
            ];
            let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
            let park = run("tests/small/programme.toml", &settings);
            let (licensed, building) = (equal(100.0, one), equal(10.0, other));
            let chain: [Stage<'_>; 2] = [(first, 0.5, &licensed), (second, 0.9, &building)];
            worst[2] = worst[2].max(distance(&park, "park", &chain, 40.0));
        }
    }
    println!("greatest distances from the exact solution: {worst:?}");
    for (found, stated) in worst.iter().zip(STATED) {
        assert!(*found < stated, "{worst:?}");
        assert!(
            *found > stated / 2.0,
            "docs/model.md states more than twice the distance there is: {worst:?}"
        );
    }
}

/// A chain of one step whose arrivals are steady keeps its level: what comes in goes out.
#[test]
fn a_steady_stage_stays_steady() {
    let settings = [
        "envelope.credit.flow=1e12",
        "programme.park.stages.licensed.opening=40",
        "programme.park.stages.licensed.success=1",
        "programme.park.stages.building.opening=20",
        "programme.park.stages.building.opening_by_step=[0.5, 0.5]",
        "programme.park.stages.building.success=1",
        "programme.park.usual_pace=40",
        "programme.park.additional_share=0",
        "programme.park.retirement=0",
    ];
    let park = run("tests/small/programme.toml", &settings);
    for year in 1404..=1406 {
        for (id, level) in [("licensed", 40.0), ("building", 20.0)] {
            let id = format!("programme.park.stages.{id}.stock");
            crate::support::assert_near(value(&park, &id, year), level, 1e-12, &id);
        }
        // And at its usual pace it adds nothing to what the trend and the opening accounts hold.
        for id in ["beyond", "building", "construction_beyond", "value_added", "operation_jobs"] {
            let id = format!("programme.park.{id}");
            let found = value(&park, &id, year);
            assert!(found.abs() < 1e-9, "{id} in {year}: {found}");
        }
    }
}

/// Every id is one row, once; inputs and variables never share an id, so that a sheet or a formula can name both.
#[test]
fn ids_are_unique() {
    let scenario = load(&root().join("scenarios/four-year-plan.toml"), &[]);
    let mut ids: Vec<String> = scenario.inputs().map(|input| input.row.id.clone()).collect();
    ids.extend(variable_rows(&scenario.structure).into_iter().map(|row| row.id));
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

/// Every input and variable has a name in both languages, a unit that is one, and a meaning.
#[test]
fn everything_is_named() {
    let scenario = load(&root().join("scenarios/four-year-plan.toml"), &[]);
    let rows = scenario.inputs().map(|input| &input.row).chain(&scenario.variables);
    for row in rows {
        assert!(!row.label.en.trim().is_empty() && !row.label.fa.trim().is_empty(), "{}", row.id);
        assert!(row.meaning.trim().ends_with('.'), "{}: {}", row.id, row.meaning);
        ofogh::figure::Unit::parse(&row.unit)
            .unwrap_or_else(|fault| panic!("{}: {}", row.id, fault.message.en));
        assert!(row.label.fa.chars().any(|c| ('آ'..='ی').contains(&c)), "{}: {}", row.id, row.label.fa);
    }
}

/// Inputs that are refilled in place are those that would be built anew.
#[test]
fn refilled_inputs_are_the_inputs() {
    let mut scenario = crate::support::load(&crate::support::root().join("scenarios/reference.toml"), &[]);
    let mut inputs = scenario.numbers();
    for input in scenario.opening.iter_mut().chain(&mut scenario.yearly) {
        input.values.iter_mut().for_each(|value| *value = *value * 0.5 + 0.125);
    }
    assert!(inputs != scenario.numbers());
    scenario.refill(&mut inputs);
    assert!(inputs == scenario.numbers());
}
