//! The shipped scenarios say what their summaries claim.

use ofogh::scenario::Scenario;
use ofogh::study::{bindings, compare_with_observed, goal_results};

use crate::support::{root, run, shipped, value};

fn bound(path: &str) -> Vec<String> {
    let run = run(path, &[]);
    bindings(&run)
        .iter()
        .map(|binding| run.scenario.structure.envelopes[binding.envelope].named.id.clone())
        .collect()
}

#[test]
fn the_reference_lies_where_the_evidence_points() {
    let run = run("scenarios/reference.toml", &[]);
    // An independent calculation with the same values gives about 1.25 % in 1414.
    let share = value(&run, "province.gdp_share", 1414);
    assert!((1.20..1.30).contains(&share), "{share}");
    let goal =
        goal_results(&run).into_iter().find(|result| result.goal.id == "output_share").expect("the goal");
    assert!(!goal.met && goal.first_met.is_none());
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
