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
        for part in parts {
            raised(part, found);
        }
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
        ("programme.solar.finance_at", "\"building\"", "\"operating\""),
        ("envelope.credit.deferrable", "true", "false"),
        ("goal.beds.variable", "\"programme", "\"programme.hotels.operating\""),
        ("goal.beds.at_least", "\"figure:visitors.beds_added\"", "500"),
        ("goal.beds.by", "1407", "1408"),
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
    assert_eq!(changed("goal.beds = false"), [("goal.beds".to_owned(), None, "false".to_owned())]);
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
    let scenario = with("until = 1406").expect("a scenario");
    let goals: Vec<&str> = scenario.goals.iter().map(|goal| goal.id.as_str()).collect();
    assert_eq!(goals, ["first_phase", "half_of_works", "revived", "no_outages", "greenhouses"]);
    let remarks: Vec<&str> = scenario.remarks.iter().map(|remark| remark.message.en.as_str()).collect();
    let why = "is set aside: its year is outside the run from 1404 to 1406";
    assert_eq!(remarks, [format!("`goal.output_share` {why}"), format!("`goal.beds` {why}")]);
    assert_eq!(said("until = 1406\ngoal.revived.by = 1412").0, "1412 is not from 1404 to 1406");
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
    let all =
        ["output_share", "first_phase", "half_of_works", "revived", "no_outages", "greenhouses", "beds"];
    assert_eq!(goals(""), all, "as written");
    assert_eq!(goals("goal.beds = false\ngoal.output_share = false"), all[1..6]);
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
    for lines in ["class.large = false", "visitors = false\nprogramme.hotels = false"] {
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

/// Marks of direction and half-spaces that editors put in, spaces that are none of the keyboard: they are not seen, and
/// make no difference.
#[test]
fn what_is_not_seen_makes_no_difference() {
    for written in [
        "\u{200f}۴۵۰ MW/year",
        "\u{202b}۴۵۰\u{202f}MW/year\u{202c}",
        "۴۵۰\u{200c} MW/year",
        "\u{2067}450\u{a0}MW/year\u{2069}",
        "\u{feff}450 MW/\u{200e}year",
    ] {
        let scenario = with(&format!("programme.solar.entries = \"{written}\"")).expect(written);
        assert_eq!(input(&scenario, "programme.solar.entries"), 450.0, "{written:?}");
    }
    let scenario =
        with("programme.solar.opening = \"\u{200f}figure:solar.operating\u{200e} \"").expect("a figure");
    assert_eq!(input(&scenario, "programme.solar.opening"), 45.0);
    for lines in [
        "programme.solar.sector = \"\u{200f}electricity\u{200f}\"",
        "programme.solar.finance_at = \" operating\u{200e}\"",
        "goal.beds.variable = \"\u{200e}programme.hotels.operating\"",
        "headline = [\"\u{200e}province.*\"]",
        "goal.beds.by = \"\u{200f}۱۴۰۸\u{200f}\"",
        "prices.inflation = { \"\u{200f}۱۴۰۴\" = \"۳۰ ٪/year\" }",
    ] {
        assert!(with(lines).is_ok(), "{lines:?}");
    }
    let reference = root().join("scenarios/reference.toml");
    for (set, value) in [
        ("\u{200e}programme.solar.entries=۴۵۰", 450.0),
        ("programme.solar.entries = ۴۵۰٫۵", 450.5),
        ("programme.solar.entries=۱٬۲۰۰ MW/year\u{200f}", 1200.0),
    ] {
        assert_eq!(input(&load(&reference, &[set]), "programme.solar.entries"), value, "{set:?}");
    }
}

/// The ids that a pattern of a planner's finds, the best first.
fn found(pattern: &str) -> Vec<String> {
    let scenario = load(&root().join("scenarios/reference.toml"), &[]);
    let entries = ofogh::wording::catalogue::inputs(&scenario);
    ofogh::wording::catalogue::fitting(entries, pattern).into_iter().map(|entry| entry.id).collect()
}

#[test]
fn inputs_are_found_however_they_are_typed() {
    for (typed, same) in [
        ("شبكه", "شبکه"),
        ("سرمايه", "سرمایه"),
        ("سرمایه گذاری", "سرمایه‌گذاری"),
        ("سرمایهگذاری", "سرمایه‌گذاری"),
        (" ارز ", "ارز"),
        ("\u{200f}ارز", "ارز"),
        ("EXCHANGE", "exchange"),
    ] {
        assert!(!found(same).is_empty(), "{same}");
        assert_eq!(found(typed), found(same), "{typed}");
    }
    // «ارز» is a word of the exchange, and a part of «ارزش».
    let listed = found("ارز");
    assert_eq!(listed[0], "prices.exchange_rate");
    let value_added = listed.iter().position(|id| id.contains("value_added")).expect("parts of words too");
    let exchange = listed.iter().rposition(|id| id.contains("exchange")).expect("the exchange");
    assert!(exchange < value_added, "{listed:?}");
}

/// A year may carry a base's numbers beyond what computers hold exactly, and is told so by its size alone.
#[test]
fn a_number_is_refused_for_what_it_is() {
    assert_eq!(said("until = 9223372036854775808").0, "9.223372036854776e18 is not from 1404 to 1504");
    assert_eq!(
        said("programme.solar.entries = -9223372036854775809").0,
        "`programme.solar.entries` is -9.223372036854776e18, outside its range"
    );
    assert_eq!(
        said(&format!("programme.solar.entries = 1{}", "0".repeat(400))).0,
        "this number is too large to reckon with"
    );
    assert_eq!(
        said("programme.solar.entries = \"1e999 MW/year\"").0,
        "this number is too large to reckon with"
    );
    assert_eq!(
        input(&with("programme.solar.entries = 0x10").expect("a number"), "programme.solar.entries"),
        16.0
    );
}

/// A job makes 1.152252859473252 billion toman in the province. 576.126 is 500 times as much; a fifth of the output by a
/// two hundredth of the jobs is 40 times as much.
#[test]
fn output_is_compared_with_jobs() {
    let remarks = |lines: &str| -> Vec<String> {
        let scenario = with(lines).expect("a scenario");
        scenario.remarks.into_iter().map(|remark| remark.message.en).collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(remarks(""), none);
    let unit = "programme.industry.value_added_per_unit = \"576.126429736626 billion toman@1404/unit/year\"";
    assert_eq!(
        remarks(&format!("{unit}\nprogramme.industry.run_jobs = 1\nprogramme.industry.jobs_realised = 1")),
        ["value added per job of `programme.industry` is 500 times that of the province"]
    );
    assert_eq!(
        remarks("sector.mining.output_share = 0.2\nsector.other_services.output_share = 0.095"),
        ["value added per job of `sector.mining` is 40 times that of the province"]
    );
}

/// Of a toman of manufacturing 0.4266 is bought (the column of the table), so at most 0.5734 is value added.
#[test]
fn purchases_and_value_added_are_at_most_the_output() {
    let (message, help) = said("sector.manufacturing.value_added_ratio = { 1404 = 0.42, 1409 = 0.95 }");
    assert_eq!(
        message,
        "of a toman of `manufacturing`'s output 0.4266 is bought and 0.95 is value added: 1.3766 in all"
    );
    assert_eq!(
        help,
        "the ratio can be at most 0.5734; or lower the column `manufacturing` of input-output.csv"
    );
    assert!(with("sector.manufacturing.value_added_ratio = 0.573").is_ok());
}
