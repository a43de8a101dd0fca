//! Numbers and texts as people write them: read as they are meant, or refused with the reason.

use std::collections::BTreeSet;

use ofogh::fault::Fault;
use ofogh::model::record::Accrual;
use ofogh::scenario::Scenario;
use ofogh::tape::{Expression, Operation, Recording, Reference};

use crate::support::{load, root};

/// The reference with some lines of its own.
fn with(lines: &str) -> Result<Scenario, Vec<Fault>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let base = root().join("scenarios/reference.toml");
    std::fs::write(&path, format!("based_on = \"{}\"\n{lines}\n", base.display())).expect("a file");
    Scenario::load(&path, &[])
}

/// What is said of some lines: message and remedy of the one fault they hold.
fn said(lines: &str) -> (String, String) {
    let faults = with(lines).expect_err("a fault");
    let list: Vec<&str> = faults.iter().map(|fault| fault.message.en.as_str()).collect();
    assert_eq!(faults.len(), 1, "{lines}: {list:?}");
    let help = faults[0].help.as_ref().map(|help| help.en.clone()).unwrap_or_default();
    (faults[0].message.en.clone(), help)
}

/// The value of an input in its first year.
fn input(scenario: &Scenario, id: &str) -> f64 {
    scenario.inputs().find(|input| input.row.id == id).unwrap_or_else(|| panic!("{id}")).values[0]
}

/// 1.03^12 = 1.425760886846, and 0.99^12 = 0.886384871716.
#[test]
fn a_rate_that_compounds_is_not_added_up() {
    let grows = "this rate compounds: `3 %/month` makes 42.576089 % a year, not 36 %";
    for id in
        ["prices.inflation", "nation.growth", "power.demand_growth", "sector.mining.growth_differential"]
    {
        let help = "write \"42.576089 %/year\"".to_owned();
        assert_eq!(said(&format!("{id} = \"3 %/month\"")), (grows.to_owned(), help), "{id}");
    }
    let path = "prices.inflation = { grow = { from = \"30 %/year\", rate = \"3 %/month\" } }";
    assert_eq!(said(path).0, grows);
    let (message, help) = said("programme.solar.plant.output_decline = \"1 %/month\"");
    assert_eq!(message, "this rate compounds: `1 %/month` makes 11.361513 % a year, not 12 %");
    assert_eq!(help, "write \"11.361513 %/year\"");
    let (message, help) = said("uncertainty.nation.growth = { noise = [\"1 %/month\", 0.5] }");
    assert_eq!(message, "this rate compounds, so `1 %/month` does not become one a year by adding it up");
    assert_eq!(help, "give it a year, such as \"4 %/year\"");
    assert!(
        said("uncertainty.nation.growth = { as = \"shift\", normal = [\"0 %/year\", \"1 %/month\"] }")
            .0
            .starts_with("this rate")
    );
}

/// Two beds a month are 24 a year, and a hazard or a share that is taken in proportion to time adds up too.
#[test]
fn a_pace_adds_up() {
    for (id, written, a_year) in [
        ("programme.hotels.entries", "2 bed/month", 24.0),
        ("programme.hotels.retirement", "0.25 %/month", 0.03),
        ("class.small.idling", "1 %/month", 0.12),
    ] {
        let found = input(&with(&format!("{id} = \"{written}\"")).expect("a scenario"), id);
        assert!((found - a_year).abs() < 1e-12, "{id}: {found}");
    }
}

/// An input compounds where the equations raise what it adds to one to the power of time, and nowhere else.
#[test]
fn what_is_declared_to_compound_is_what_the_equations_compound() {
    fn raised(expression: &Expression<Reference>, found: &mut BTreeSet<usize>) {
        let Expression::Apply(operation, parts) = expression else { return };
        if *operation == Operation::Power {
            parts[0].references(&mut |reference| {
                if let Reference::Yearly(index) = reference {
                    found.insert(*index);
                }
            });
        }
        parts.iter().for_each(|part| raised(part, found));
    }
    let recording = Recording::of(&load(&root().join("scenarios/reference.toml"), &[]).structure);
    let mut found = BTreeSet::new();
    recording.yearly.iter().for_each(|equation| raised(equation, &mut found));
    let rates = recording.yearly_rows.iter().enumerate().filter(|(_, row)| row.unit == "1/year");
    let mut seen = 0;
    for (index, row) in rates {
        assert_eq!(row.accrual != Accrual::Adds, found.contains(&index), "{}", row.id);
        seen += usize::from(row.accrual != Accrual::Adds);
    }
    assert!(seen > 10, "{seen}");
}
