//! What a scenario changes of its bases: listed whole, taken away, set aside; in the order in which it is written.

use crate::reading::{said, with};
use crate::support::{load, root};

/// What `show --changed` lists for lines over the reference: id, what was, what is.
fn changed(lines: &str) -> Vec<(String, Option<String>, String)> {
    let scenario = with(lines).unwrap_or_else(|faults| panic!("{lines}: {}", faults[0].message.en));
    let listed = serde_json::to_value(ofogh::wording::provenance::changed(&scenario)).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let row = |row: &serde_json::Value| {
        (text(&row["id"]).expect("an id"), text(&row["was"]), text(&row["written"]).expect("what is written"))
    };
    listed.as_array().expect("a list").iter().map(row).collect()
}

/// Every kind of key, changed alone, is listed with what it was.
#[test]
fn whatever_is_changed_is_listed() {
    for (id, was, now) in [
        ("until", "1414", "1412"),
        ("opens", "\"1404-06-31\"", "\"1404-07-01\""),
        ("headline", "[", "[\"province.gdp\"]"),
        ("title", "{ \"en\" = \"Reference", "{ \"en\" = \"Mine\", \"fa\" = \"من\" }"),
        ("summary", "{ \"en\" = \"Permits", "{ \"en\" = \"Mine.\", \"fa\" = \"من.\" }"),
        ("programme.solar.priority", "2", "7"),
        ("programme.solar.label", "{ \"en\" = \"Solar", "{ \"en\" = \"Sun\", \"fa\" = \"آفتاب\" }"),
        ("programme.solar.sector", "\"electricity\"", "\"manufacturing\""),
        ("programme.solar.finance_at", "\"works\"", "\"operating\""),
        ("envelope.credit.deferrable", "true", "false"),
        ("goal.greenhouses.variable", "\"programme", "\"programme.greenhouses.operating\""),
        ("goal.greenhouses.at_least", "\"figure:agriculture.greenhouses_target\"", "30"),
        ("goal.greenhouses.by", "1406", "1408"),
        ("economy.construction_sector", "\"construction\"", "\"trade\""),
        ("prices.inflation", "{", "\"30 %/year\""),
        ("class.small.priority", "3", "9"),
    ] {
        let listed = changed(&format!("{id} = {now}"));
        let [(found, before, after)] = &listed[..] else { panic!("{id}: {listed:?}") };
        let now = now.replace("{ en", "{ \"en\"").replace(", fa", ", \"fa\"");
        assert_eq!((found.as_str(), after), (id, &now));
        assert!(before.as_ref().is_some_and(|before| before.starts_with(was)), "{id}: {before:?}");
    }
    // What no base sets is listed without it.
    for (id, now) in [
        ("uncertainty.figures", "true"),
        ("uncertainty.power.firm_growth", "{ \"uniform\" = [0, 0.02] }"),
        ("goal.mine.label", "{ \"en\" = \"Mine\", \"fa\" = \"من\" }"),
    ] {
        let rest = if id.starts_with("goal") {
            "goal.mine.variable = \"power.deficit\"\ngoal.mine.at_most = 0\ngoal.mine.by = 1410"
        } else {
            ""
        };
        let listed = changed(&format!("{id} = {now}\n{rest}"));
        assert!(listed.contains(&(id.to_owned(), None, now.to_owned())), "{id}: {listed:?}");
    }
    assert_eq!(
        changed("goal.greenhouses = false"),
        [("goal.greenhouses".to_owned(), None, "false".to_owned())]
    );
    assert_eq!(changed("until = 1414"), [], "said again, not changed");
    assert_eq!(changed(""), []);
}

/// A key that is set both in the file and over it is compared with the bases, not with the file.
#[test]
fn settings_over_a_file_are_compared_with_its_bases() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let base = root().join("scenarios/reference.toml");
    std::fs::write(&path, format!("based_on = \"{}\"\nuntil = 1412\n", base.display())).expect("a file");
    for (set, expected) in [("until=1412", vec![("until", "1414", "1412")]), ("until=1414", vec![])] {
        let scenario = load(&path, &[set]);
        let differing = scenario.own.iter().filter(|own| own.was.as_ref() != Some(&own.now));
        let listed: Vec<_> = differing
            .map(|own| (own.id.as_str(), own.was.as_deref().unwrap_or(""), own.now.as_str()))
            .collect();
        assert_eq!(listed, expected, "{set}");
    }
}

/// What a base fixed for a later year is set aside with a remark; a mistake of one's own stays one.
#[test]
fn a_shorter_run_leaves_later_goals_behind() {
    let scenario = with("until = 1405").expect("a scenario");
    let goals: Vec<&str> = scenario.goals.iter().map(|goal| goal.id.as_str()).collect();
    assert_eq!(goals, ["first_phase", "half_of_works", "revived", "no_outages"]);
    let remarks: Vec<&str> = scenario.remarks.iter().map(|remark| remark.message.en.as_str()).collect();
    let why = "is set aside: its year is outside the run from 1404 to 1405";
    assert_eq!(remarks, [format!("`goal.output_share` {why}"), format!("`goal.greenhouses` {why}")]);
    assert_eq!(said("until = 1405\ngoal.revived.by = 1412").0, "1412 is not from 1404 to 1405");
    let war = root().join("scenarios/renewed-conflict.toml");
    let short = load(&war, &["until=1405"]);
    let active = short.inputs().find(|input| input.row.id == "shock.conflict.active").expect("the shock");
    assert_eq!(active.values, [0.0, 0.0]);
    assert!(
        short.remarks.iter().any(|remark| remark.message.en.starts_with("`shock.conflict` is set aside"))
    );
}

/// What a base has is taken away whole, with what is said of it elsewhere.
#[test]
fn what_a_base_has_can_be_taken_away() {
    let goals = |lines: &str| -> Vec<String> {
        with(lines).expect("a scenario").goals.into_iter().map(|goal| goal.id).collect()
    };
    let all = ["output_share", "first_phase", "half_of_works", "revived", "no_outages", "greenhouses"];
    assert_eq!(goals(""), all, "as written");
    assert_eq!(goals("goal.greenhouses = false\ngoal.output_share = false"), all[1..5]);
    let without = with("programme.greenhouses = false").expect("a scenario");
    assert!(without.structure.programmes.iter().all(|programme| programme.named.id != "greenhouses"));
    assert!(without.goals.iter().all(|goal| goal.id != "greenhouses"));
    let said_so = "`goal.greenhouses` is set aside: it is about what was taken away";
    assert!(without.remarks.iter().any(|remark| remark.message.en == said_so));
    let unlimited = with("envelope.credit = false").expect("a scenario");
    assert!(unlimited.structure.envelopes.iter().all(|envelope| envelope.named.id != "credit"));
    assert_eq!(
        unlimited.structure.envelopes.len(),
        with("").expect("a scenario").structure.envelopes.len() - 1
    );
    for lines in [
        "class.large = false",
        "visitors = false\nprogramme.hotels = false",
        // Where it is drawn on goes with it.
        "envelope.grid = false",
        "envelope.exchange = false\nforeign_investment = false",
        "programme.solar.needs.exchange = false",
        "programme.solar.drawn_at = false",
        "programme.solar.spent = false",
        "class.small = false\nprogramme.industry.ages_as = false",
    ] {
        assert!(with(lines).is_ok(), "{lines}");
    }
    let war = root().join("scenarios/renewed-conflict.toml");
    assert!(load(&war, &["shock.conflict=false"]).structure.shocks.is_empty());
}

/// Goals and envelopes stand as they are written, those of the base first.
#[test]
fn things_stand_as_they_are_written() {
    let lines = "[goal.a_last]\nlabel = { en = \"A\", fa = \"آ\" }\nvariable = \"power.deficit\"\nat_most = 0\nby = 1410";
    let scenario = with(lines).expect("a scenario");
    assert_eq!(scenario.goals.last().expect("a goal").id, "a_last");
    let text = std::fs::read_to_string(root().join("scenarios/qom/envelopes.toml")).expect("a text");
    let written: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("[envelope.")?.strip_suffix(']').filter(|id| !id.contains('.')))
        .collect();
    let found: Vec<&str> =
        scenario.structure.envelopes.iter().map(|envelope| envelope.named.id.as_str()).collect();
    assert_eq!(found, written);
    assert!(!found.is_sorted(), "else this would tell nothing");
}

/// A base that another one rests on does not win over it, and that is said.
#[test]
fn the_order_of_bases_is_remarked_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let remarks = |bases: &[&str]| {
        let bases: Vec<String> = bases
            .iter()
            .map(|name| format!("\"{}\"", root().join("scenarios").join(name).display()))
            .collect();
        std::fs::write(&path, format!("based_on = [{}]\n", bases.join(", "))).expect("a file");
        load(&path, &[]).remarks.len()
    };
    assert_eq!(remarks(&["credit-squeeze", "reference"]), 1);
    assert_eq!(remarks(&["reference", "credit-squeeze"]), 0);
    assert_eq!(remarks(&["credit-squeeze", "priority-phase"]), 0);
    assert_eq!(remarks(&["reference", "reference"]), 1);
}

/// What a scenario comes to as one file is a scenario again, whatever was set aside or taken away.
#[test]
fn one_file_of_a_moved_run_is_valid_and_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    for (file, settings) in [
        ("reference", ["until=1406", "goal.revived=false"]),
        ("announced", ["until=1405", "programme.greenhouses=false"]),
        ("renewed-conflict", ["until=1405", "class.large=false"]),
        ("four-year-plan", ["until=1405", "headline=[\"province.*\"]"]),
    ] {
        let path = root().join(format!("scenarios/{file}.toml"));
        let settings: Vec<String> = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let whole = ofogh::scenario::Scenario::load(&path, &settings).expect(file);
        let text = ofogh::scenario::Scenario::flatten(&path, &settings).expect(file);
        let one = folder.path().join(format!("{file}.toml"));
        std::fs::write(&one, text).expect("a file");
        let one = load(&one, &[]);
        assert_eq!(one.remarks.len(), 0, "{file}");
        let goals = |scenario: &ofogh::scenario::Scenario| -> Vec<String> {
            scenario.goals.iter().map(|goal| goal.id.clone()).collect()
        };
        assert_eq!(goals(&one), goals(&whole), "{file}");
        let values = |scenario| ofogh::study::project(scenario).expect("finite").values;
        assert_eq!(values(one), values(whole), "{file}");
    }
}

/// A distribution that is taken away takes the correlations along that it is in.
#[test]
fn a_distribution_can_be_taken_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = root().join("scenarios/reference.toml");
    let text = format!(
        "based_on = \"{}\"\nuncertainty.power.firm_growth = {{ uniform = [0, 0.02] }}\nuncertainty.envelope.grid.flow = {{ as = \"factor\", uniform = [0.5, 1] }}\ncorrelation.both = {{ of = [\"power.firm_growth\", \"envelope.grid.flow\"], rank = 0.5 }}\n",
        base.display()
    );
    let path = folder.path().join("base.toml");
    std::fs::write(&path, text).expect("a file");
    let all = load(&path, &[]);
    assert_eq!((all.uncertainties.len(), all.correlations.len()), (2, 1));
    let fewer = load(&path, &["uncertainty.power.firm_growth=false"]);
    assert_eq!((fewer.uncertainties.len(), fewer.correlations.len(), fewer.remarks.len()), (1, 0, 1));
    let none = load(&path, &["uncertainty=false"]);
    assert_eq!((none.uncertainties.len(), none.correlations.len()), (0, 0));
}
