//! Numbers and texts as people write them: read as they are meant, or refused with the reason.

use std::collections::BTreeSet;

use ofogh::fault::Fault;
use ofogh::model::record::Accrual;
use ofogh::scenario::Scenario;
use ofogh::tape::{Expression, Operation, Recording, Reference};

use crate::support::{load, root};

/// The reference with some lines of its own.
pub(crate) fn with(lines: &str) -> Result<Scenario, Vec<Fault>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let base = root().join("scenarios/reference.toml");
    std::fs::write(&path, format!("based_on = \"{}\"\n{lines}\n", base.display())).expect("a file");
    Scenario::load(&path, &[])
}

/// What is said of some lines: message and remedy of the one fault they hold.
pub(crate) fn said(lines: &str) -> (String, String) {
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
        "goal.greenhouses.variable = \"\u{200e}programme.greenhouses.operating\"",
        "headline = [\"\u{200e}province.*\"]",
        "goal.greenhouses.by = \"\u{200f}۱۴۰۸\u{200f}\"",
        "prices.inflation = { \"\u{200f}۱۴۰۴\" = \"۳۰ ٪/year\" }",
    ] {
        assert!(with(lines).is_ok(), "{lines:?}");
    }
    let reference = root().join("scenarios/reference.toml");
    for (set, value) in [
        ("\u{200e}programme.solar.entries=۴۵۰", 450.0),
        ("programme.solar.entries = ۴۵۰٫۵", 450.5),
        ("programme.solar.entries=400.", 400.0),
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

/// What visitors are called is said by the scenario; where it says nothing they are visitors.
#[test]
fn visitors_are_called_what_the_scenario_calls_them() {
    let label = |lines: &str| {
        let scenario = with(lines).expect("a scenario");
        let row = scenario.variables.iter().find(|row| row.id == "visitors.stay").expect("the stay").clone();
        (row.label.en, row.label.fa)
    };
    assert!(label("").1.starts_with("زائران: "));
    let (en, fa) = label("visitors.label = { en = \"Patients\", fa = \"بیماران\" }");
    assert!(en.starts_with("Patients: ") && fa.starts_with("بیماران: "), "{en}, {fa}");
    assert!(label("visitors.label = false").1.starts_with("بازدیدکنندگان: "));
}

/// A province counts what it has: units of its own, of known units or of a kind of their own, in figures, scenarios, tables
/// and sheets of both languages.
#[test]
fn units_can_be_declared_in_a_file() {
    use ofogh::export::{FileFormat, FileOptions, bytes};
    use ofogh::language::Language;
    use ofogh::study::{PriceBasis, Report};
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("seeds")).expect("a folder");
    for entry in std::fs::read_dir(root().join("examples/second-province/seeds")).expect("a folder") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, folder.path().join("seeds").join(path.file_name().expect("a name")))
            .expect("a copy");
    }
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    std::fs::copy(root().join("examples/second-province/kavir.toml"), folder.path().join("kavir.toml"))
        .expect("a copy");
    write(
        "seeds/units.toml",
        "[camel]\nlabel = { en = \"camel\", fa = \"نفر شتر\" }\n\n[caravan]\nlabel = { en = \"caravan\", fa = \"کاروان\" }\nis = \"2 tonne\"\n",
    );
    let herd = |opening: &str| {
        format!(
            "based_on = \"kavir\"\ntitle = {{ en = \"Herds\", fa = \"گله‌ها\" }}\nsummary = {{ en = \"a\", fa = \"ب\" }}\nheadline = [\"programme.herds.operating\"]\n[programme.herds]\nlabel = {{ en = \"Herds\", fa = \"گله‌ها\" }}\nunit = \"camel\"\nsector = \"agriculture\"\npriority = 3\nstage_order = [\"breeding\"]\nfinance_at = \"operating\"\nopening = \"{opening}\"\nentries = \"12 camel/year\"\ncapital = \"1 billion toman@1404/camel\"\nlocal_share = 0\nbuild_job_years = 0\nrun_jobs = \"0.1 job/camel\"\njobs_realised = 1\nvalue_added_per_unit = \"0.2 billion toman@1404/camel/year\"\n[programme.herds.stages.breeding]\nlabel = {{ en = \"Breeding\", fa = \"پرورش\" }}\nopening = 0\nmonths = 12\nsuccess = 1\n"
        )
    };
    write("herds.toml", &herd("40 camel"));
    let scenario = load(&folder.path().join("herds.toml"), &[]);
    let report =
        Report::new(ofogh::study::project(scenario).expect("a run"), PriceBasis::Constant).expect("a report");
    let herds = report.projection.index("programme.herds.operating").expect("the variable");
    for (language, unit) in [(Language::English, "camel"), (Language::Persian, "نفر شتر")] {
        let table = ofogh::wording::results::projection(&report, &[herds], true, language);
        assert_eq!(table.rows[0][1].says(language), unit);
    }
    let persian = report.projection.scenario.unit(Language::Persian, "billion toman/camel/year");
    assert_eq!(persian, "میلیارد تومان به قیمت ۱۴۰۴ به ازای هر نفر شتر در سال");
    let equations = ofogh::tape::Recording::of(&report.projection.scenario.structure);
    assert_eq!(ofogh::tape::check_units(&equations, &report.projection.scenario.figures.units), []);
    // A caravan is two tonnes, and no camel.
    let units = &report.projection.scenario.figures.units;
    let [caravan, tonne, camel] =
        ["caravan", "tonne", "camel"].map(|text| units.parse(text).expect("a unit"));
    assert_eq!((caravan.dimension, caravan.scale), (tonne.dimension, 2.0 * tonne.scale));
    assert_ne!(camel.dimension, tonne.dimension);
    // The workbook says the unit, and adopts what was written in it.
    let book = bytes(FileFormat::Workbook, &[report], Language::Persian, FileOptions::default())
        .expect("a workbook");
    write("x", "");
    std::fs::write(folder.path().join("herds.xlsx"), book).expect("a workbook");
    let done = crate::support::program()
        .current_dir(folder.path())
        .args(["adopt", "herds.xlsx", "--base", "herds.toml"])
        .output();
    let done = done.expect("the program runs");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    // What is not possible is said in its name too.
    let goal = "[goal.herd]\nlabel = { en = \"a\", fa = \"ب\" }\nvariable = \"programme.herds.operating\"\nby = 1410\nat_least = \"-3 camel\"\n";
    write("herds.toml", &(herd("40 camel") + goal));
    let faults =
        Scenario::load(&folder.path().join("herds.toml"), &[]).expect_err("no herd is below nothing");
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].message.fa, "`programme.herds.operating` هرگز نمی‌تواند −۳ نفر شتر باشد");
    // Mistakes are explained, once: figures in a unit that was declared with one are not blamed for it.
    let herd_of = "[herd_of]\nvalue = 40\nunit = \"camel\"\ndate = \"1404\"\nkind = \"estimate\"\nsource = \"estimate: invented for this test\"\nmeaning.en = \"a\"\nmeaning.fa = \"ب\"\n";
    write("seeds/herds.toml", herd_of);
    for (text, code, said) in [
        ("[MW]\nlabel = { en = \"a\", fa = \"ب\" }\n", "unit-word", "`MW` cannot be declared as a unit"),
        (
            "[ship]\nlabel = { en = \"a\", fa = \"ب\" }\nis = \"4 tons\"\n",
            "unknown-unit",
            "`tons` in `tons` is no unit",
        ),
        (
            "[coin]\nlabel = { en = \"a\", fa = \"ب\" }\nis = \"4 USD\"\n",
            "unit-size",
            "`4 USD` is no size of a unit",
        ),
    ] {
        write("seeds/units.toml", text);
        let faults = Scenario::load(&folder.path().join("kavir.toml"), &[]).expect_err("a mistake");
        assert_eq!((faults.len(), faults[0].code), (1, code), "{}", faults[0].message.en);
        assert_eq!(faults[0].message.en, said);
    }
    write("seeds/units.toml", "[camel]\nlabel = { en = \"camel\", fa = \"نفر شتر\" }\n");
    write("herds.toml", &herd("40 camels"));
    let faults = Scenario::load(&folder.path().join("herds.toml"), &[]).expect_err("a mistake");
    assert_eq!(faults[0].help.as_ref().map(|help| help.en.as_str()), Some("did you mean `camel`?"));
}
