//! Two scenarios on the same draws.

use ofogh::study::ensemble::{Design, Difference, Members, Sampling, Unlike};
use ofogh::study::project;

use crate::support::{assert_near, load, ofogh, root};

fn design(members: u64) -> Design {
    Design { members, seed: 3, sampling: Sampling::Latin }
}

fn difference(one: &str, other: &str, settings: [&[&str]; 2], members: u64) -> Result<Difference, Unlike> {
    let [first, second] = [(one, settings[0]), (other, settings[1])]
        .map(|(name, settings)| load(&root().join(format!("scenarios/{name}.toml")), settings));
    Difference::new(first, second, false, design(members))
}

#[test]
fn a_scenario_less_itself_is_nothing() {
    let same = difference("reference", "reference", [&[], &[]], 200).expect("two that are alike");
    for apart in same.apart.iter().flatten() {
        assert_eq!((apart.spread.percentiles, apart.larger.share), ([0.0; 5], 0.0));
    }
}

/// The differences are those of plain runs of the members of both, one by one.
#[test]
fn differences_are_those_of_plain_runs() {
    let count = 5;
    let found = difference("priority-phase", "reference", [&[], &[]], count).expect("two that are alike");
    let members =
        found.scenarios.each_ref().map(|scenario| Members::new(scenario.clone(), &[0], design(count)));
    for member in 0..count {
        // What has the same name is drawn the same in both.
        assert_eq!(members[0].drawn_for(member), members[1].drawn_for(member));
    }
    let runs: Vec<_> = (0..count)
        .map(|member| members.each_ref().map(|of| project(of.member(member)).expect("a possible result")))
        .collect();
    for (pair, apart) in found.variables.iter().zip(&found.apart) {
        for (t, apart) in apart.iter().enumerate() {
            let mut values: Vec<f64> =
                runs.iter().map(|[one, other]| one.values[t][pair[0]] - other.values[t][pair[1]]).collect();
            values.sort_by(f64::total_cmp);
            let id = &found.scenarios[0].variables[pair[0]].id;
            let size = runs.iter().flatten().map(|run| run.values[t][pair[0]].abs()).fold(1.0, f64::max);
            // Of five numbers these lie at 0.2, 1, 2, 3 and 3.8.
            let between = |low: usize, share: f64| values[low] + (values[low + 1] - values[low]) * share;
            let expected = [between(0, 0.2), values[1], values[2], values[3], between(3, 0.8)];
            for (found, expected) in apart.spread.percentiles.iter().zip(expected) {
                assert_near(found / size, expected / size, 1e-12, id);
            }
            let larger = runs.iter().filter(|[one, other]| {
                let (one, other) = (one.values[t][pair[0]], other.values[t][pair[1]]);
                // More than rounding.
                one - other > 1e-9 * one.abs().max(other.abs())
            });
            let larger = larger.count();
            assert_near(apart.larger.share, f64::from(u8::try_from(larger).expect("few")) / 5.0, 1e-12, id);
        }
    }
}

/// What every plan shares drops out: the spread of the difference is a fraction of that of the share itself.
#[test]
fn the_unknown_share_of_today_drops_out() {
    let found = difference("announced", "reference", [&[], &[]], 2000).expect("two that are alike");
    let at = |id: &str| {
        let place = found.variables.iter().position(|pair| found.scenarios[0].variables[pair[0]].id == id);
        found.apart[place.expect("a variable of the headline")][4]
    };
    let apart = at("province.gdp_share");
    let [low, .., high] = apart.spread.percentiles;
    assert!(low > 0.0 && high - low < 0.15, "{apart:?}");
    assert!(apart.larger.share > 0.99, "{apart:?}");
}

#[test]
fn scenarios_that_cannot_be_drawn_alike_are_refused() {
    let none = ["uncertainty.figures=false"];
    assert_eq!(difference("reference", "announced", [&none, &none], 10).err(), Some(Unlike::Certain));
    let otherwise = ["correlation.national_growth.rank=0.2"];
    let found = difference("reference", "reference", [&[], &otherwise], 10).err();
    assert!(matches!(found, Some(Unlike::Correlated(..))), "{found:?}");
    assert!(matches!(
        difference("reference", "announced", [&[], &[]], 10_000_000).err(),
        Some(Unlike::TooMany(_))
    ));
}

#[test]
fn the_command_tells_and_writes_differences() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = ["csv", "json", "xlsx"].map(|ending| folder.path().join(format!("apart.{ending}")));
    let mut arguments =
        vec!["ensemble", "scenarios/announced.toml", "scenarios/reference.toml", "--members", "300"];
    let texts: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    for text in &texts {
        arguments.extend(["--out", text.as_str()]);
    }
    let done = ofogh(&arguments);
    let said = String::from_utf8(done.stdout).expect("a text");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.starts_with(
        "Announced: officials at their word less Reference: where the evidence points\n300 members"
    ));
    let table = std::fs::read_to_string(&paths[0]).expect("a table");
    assert!(table.starts_with("scenario,less,variable,unit,year,mean,deviation,p5,p25,p50,p75,p95,larger,larger_low_95,larger_high_95\nannounced,reference,province.gdp_share,%,1404,"), "{table}");
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&paths[1]).expect("a file")).expect("JSON");
    assert_eq!(json["manifest"]["members"], 300);
    assert_eq!(json["variables"][0]["larger"][4], 1.0);
    assert!(std::fs::metadata(&paths[2]).expect("a workbook").len() > 4000);
    let refused =
        ofogh(&["ensemble", "scenarios/announced.toml", "scenarios/reference.toml", "--member", "1"]);
    assert_eq!(refused.status.code(), Some(2));
}
