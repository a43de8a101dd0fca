//! The model against independent mathematics.

use nalgebra::{DMatrix, DVector};
use ofogh::model::variable_rows;

use crate::support::{load, root, run, value};

/// The greatest distances of commissioned capacity from the exact solution that docs/model.md states: for the chain of
/// the reference as a share of what was commissioned, and for any two stages of one to forty-eight months as a share of
/// everything that was in the chain.
const STATED: [f64; 2] = [0.003, 0.06];

/// Commissioned since the opening of a chain without limits, solved exactly: d/dt stock = in − stock / residence, as a
/// matrix exponential. `stages` holds months, success and opening stock.
fn exactly(stages: &[(f64, f64, f64)], entries: f64, time: f64) -> f64 {
    let n = stages.len();
    let mut rates = DMatrix::zeros(n + 2, n + 2);
    let mut start = DVector::zeros(n + 2);
    for (stage, (months, success, opening)) in stages.iter().enumerate() {
        rates[(stage, stage)] = -12.0 / months;
        rates[(stage + 1, stage)] = 12.0 / months * success;
        start[stage] = *opening;
    }
    // The last entry is one for ever: what flows into the first stage.
    rates[(0, n + 1)] = entries;
    start[n + 1] = 1.0;
    ((rates * time).exp() * start)[n]
}

#[test]
fn cascade_stays_near_the_matrix_exponential() {
    let free = ["envelope.exchange.flow=1e9", "envelope.credit.flow=1e12", "envelope.grid.flow=1e9"];
    let solar = run("scenarios/reference.toml", &free);
    let chain = [(30.0, 0.25, 1200.0), (12.0, 0.6, 305.0), (10.0, 0.85, 550.0)];
    let mut worst = [0.0_f64; 2];
    for (n, year) in (1404..=1414).enumerate() {
        let exact = exactly(&chain, 100.0, f64::from(u8::try_from(n).expect("few")) + 0.5);
        let found = value(&solar, "programme.solar.commissioned_total", year);
        worst[0] = worst[0].max((found - exact).abs() / exact);
    }
    for first in [1.0, 3.0, 6.0, 12.0, 24.0, 48.0] {
        for second in [1.0, 3.0, 6.0, 12.0, 24.0, 48.0] {
            let settings = [
                "envelope.credit.flow=1e12".to_owned(),
                format!("programme.park.stages.licensed.months={first}"),
                format!("programme.park.stages.building.months={second}"),
            ];
            let settings: Vec<&str> = settings.iter().map(String::as_str).collect();
            let park = run("tests/small/programme.toml", &settings);
            let chain = [(first, 0.5, 100.0), (second, 0.9, 10.0)];
            for (time, year) in [(0.5, 1404), (1.5, 1405), (2.5, 1406)] {
                let exact = exactly(&chain, 40.0, time);
                let found = value(&park, "programme.park.commissioned_total", year);
                worst[1] = worst[1].max((found - exact).abs() / (110.0 + 40.0 * time));
            }
        }
    }
    println!(
        "greatest distances from the exact solution: {:.2} % and {:.2} %",
        worst[0] * 100.0,
        worst[1] * 100.0
    );
    for (found, stated) in worst.iter().zip(STATED) {
        assert!(*found < stated, "{worst:?}");
        assert!(
            *found > stated / 2.0,
            "docs/model.md states more than twice the distance there is: {worst:?}"
        );
    }
}

/// The case that docs/model.md works out: 500 MW before two short stages, nothing lapsing.
#[test]
fn a_large_stock_before_short_stages_arrives_late() {
    let settings = [
        "envelope.credit.flow=1e12",
        "programme.park.entries=0",
        "programme.park.stages.licensed.opening=500",
        "programme.park.stages.licensed.months=1",
        "programme.park.stages.licensed.success=1",
        "programme.park.stages.building.opening=0",
        "programme.park.stages.building.months=4",
        "programme.park.stages.building.success=1",
    ];
    let park = run("tests/small/programme.toml", &settings);
    let chain = [(1.0, 1.0, 500.0), (4.0, 1.0, 0.0)];
    let found = [1404, 1405].map(|year| value(&park, "programme.park.commissioned_total", year).round());
    let exact = [0.5, 1.5].map(|time| exactly(&chain, 0.0, time).round());
    assert_eq!((found, exact), ([263.0, 488.0], [352.0, 493.0]));
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
