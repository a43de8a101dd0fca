//! The command line as a planner uses it: what is printed, what is written, which exit code.

use std::path::Path;
use std::process::Output;

use crate::support::{program, root};

fn ofogh(folder: &Path, arguments: &[&str]) -> Output {
    program().args(arguments).current_dir(folder).env("NO_COLOR", "1").output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// A scenario over the reference, in a folder of its own.
fn scenario(folder: &Path, lines: &str) -> String {
    let base = root().join("scenarios/reference.toml");
    std::fs::write(folder.join("mine.toml"), format!("based_on = \"{}\"\n{lines}\n", base.display()))
        .expect("a file");
    "mine.toml".to_owned()
}

#[test]
fn the_main_job_prints_and_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let reference = root().join("scenarios/reference.toml");
    let done = ofogh(folder.path(), &["run", &reference.display().to_string()]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let printed = text(&done.stdout);
    for expected in [
        "Reference: where the evidence points",
        "share of national output",
        "MISSED",
        "ran out for",
        "contradictions concern them",
    ] {
        assert!(printed.contains(expected), "{expected} in {printed}");
    }
    assert!(folder.path().join("results/reference.xlsx").is_file());
    assert_eq!(text(&done.stderr), "written to results/reference.xlsx\n");
}

#[test]
fn strict_tells_by_its_code_that_a_goal_is_missed() {
    let folder = tempfile::tempdir().expect("a folder");
    let reference = root().join("scenarios/reference.toml").display().to_string();
    assert_eq!(
        ofogh(folder.path(), &["run", &reference, "--strict", "--out", "a.csv"]).status.code(),
        Some(1)
    );
    assert!(folder.path().join("a.csv").is_file(), "the file is written all the same");
}

#[test]
fn persian_output_has_persian_digits() {
    let folder = tempfile::tempdir().expect("a folder");
    let reference = root().join("scenarios/reference.toml").display().to_string();
    let done = ofogh(folder.path(), &["run", &reference, "--lang", "fa", "--out", "a.json"]);
    let printed = text(&done.stdout);
    assert!(printed.contains("سهم از تولید ملی") && printed.contains("۱۴۱۴"));
    // Everything that is not an id or a command has Persian digits.
    let plain = printed
        .lines()
        .filter(|line| !line.contains('`'))
        .find(|line| line.chars().any(|c| c.is_ascii_digit()));
    assert_eq!(plain, None);
}

#[test]
fn every_mistake_of_a_file_is_reported_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = scenario(
        folder.path(),
        "[envelope.exchange]\nflow = \"200 MW\"\n[programme.solar]\nentries = -5\nentrys = 3\n[programme.solr]\ncapital = 1",
    );
    let done = ofogh(folder.path(), &["check", &name]);
    assert_eq!(done.status.code(), Some(2));
    let expected = "\
error[unit-mismatch]: `MW` cannot be turned into `million USD/year`
  ╭▸ mine.toml:3:8
  │
3 │ flow = \"200 MW\"
  │        ━━━━━━━━ wanted in `million USD/year`
  │
  ╰ help: give it in `million USD/year` or a unit of the same kind

error[out-of-range]: `programme.solar.entries` is -5, outside its range
  ╭▸ mine.toml:5:11
  │
5 │ entries = -5
  │           ━━ must be at least 0, in `MW/year`
  │
  ╰ help: Capacity that enters the first stage in a year.

error[unknown-key]: unknown key `entrys` in `programme.solar`
  ╭▸ mine.toml:6:1
  │
6 │ entrys = 3
  │ ━━━━━━ not a key here
  │
  ╰ help: did you mean `entries`?

error[unknown-name]: there is no programme `solr`
  ╭▸ mine.toml:8:1
  │
8 │ capital = 1
  │ ━━━━━━━ set in `programme.solr`
  │
  ╰ help: did you mean `solar`?

4 mistakes
";
    assert_eq!(text(&done.stderr), expected);
    let name =
        scenario(folder.path(), "[envelope.exchange]\nflow = \"200 MW\"\n[programme.solar]\nentries = -5");
    let printed = text(&ofogh(folder.path(), &["check", &name]).stderr);
    for expected in [
        "`MW` cannot be turned into `million USD/year`",
        "`programme.solar.entries` is -5, outside its range",
        "must be at least 0",
    ] {
        assert!(printed.contains(expected), "{expected} in {printed}");
    }
}

#[test]
fn bad_input_never_panics_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = "[a.".to_owned() + &"b.".repeat(10_000) + "c]";
    let long = format!("a = {}1{}", "[".repeat(20_000), "]".repeat(20_000));
    for bad in [
        "",
        "= 1",
        "until = 1300",
        "until = 99999999999999999999",
        "opens = \"1404-12-30\"",
        "goal.x.by = 3",
        "nation.growth = nan",
        "nation.growth = inf",
        "nation.growth = 1e400",
        "nation = 3",
        "envelope.exchange.flow = { 1404 = 1, between = \"curve\" }",
        "envelope.exchange.flow = { 1399 = 1 }",
        "envelope.exchange.flow = { grow = { from = 1 } }",
        "envelope.exchange.flow = []",
        "envelope.exchange.flow = \"figure:nothing\"",
        "envelope.exchange.flow = \"1,5 MUSD/year\"",
        "envelope.credit.flow = \"3 billion toman\"",
        "programme.solar.stage_order = []",
        "programme.solar.finance_at = \"licensed\"",
        "economy.local_content = 2.5",
        "sector.trade.output_share = 0.9",
        "class.small.target_rate = 0.05",
        "power.opening_deficit = 5000",
        "title = 3",
        "headline = [\"nothing.*\"]",
        "shock.war.year = 1406",
        "[shock.war]",
        "[programme.sloar]",
        "[goal]",
        "goal.greenhouses.at_least = { value = 40, nonsense = 3 }",
        "goal.output_share.at_least = { value = 1.4, unti = \"%\" }",
        "goal.output_share.at_least = 0.014",
        "goal.greenhouses.at_least = \"1e400 unit\"",
        "nation.opening_gdp = \"1e400 billion toman@1404/year\"",
        "envelope.exchange.flow = { grow = { from = 1, rate = 1e300 } }",
        "envelope.exchange.flow = { value = 5, between = \"line\" }",
        "envelope.exchange.flow = { grow = { from = 1, rate = 0.1 }, between = \"step\" }",
        "envelope.exchange.flow = \"۱٬۴ MUSD/year\"",
        "envelope.exchange.flow = \"۱،۴ MUSD/year\"",
        "envelope.exchange.flow = { \"+1404\" = 5 }",
        "envelope.credit.unit = \"million toman\"",
        "envelope.credit.unit = \"billion toman@1397\"",
        "prices.exchange_rate = \"50 %\"",
        "prices.exchange_rate = \"50000 toman@1397/USD\"",
        "economy.local_content = \"55000 toman@1404/USD\"",
        "visitors.programme = \"solar\"",
        "programme.hotels.stage_order = [\"operating\"]",
        "headline = []",
        "headline = [5]",
        "title = { en = \"\", fa = \" \" }",
        "power.opening_deficit = 1150",
        "class.small.needs.water = 0.01",
        "opens = \"1404-12-29\"",
        "based_on = \"nowhere\"",
        "\u{0}",
        "x = \"\u{feff}\"",
        &deep,
        &long,
    ] {
        let name = if bad.is_empty() {
            std::fs::write(folder.path().join("mine.toml"), "").expect("a file");
            "mine.toml".to_owned()
        } else {
            scenario(folder.path(), bad)
        };
        let done = ofogh(folder.path(), &["run", &name]);
        let said = text(&done.stderr);
        let bad: String = bad.chars().take(60).collect();
        assert_eq!(done.status.code(), Some(2), "{bad}: {said}");
        assert!(said.contains("error[") && !said.contains("panicked"), "{bad}: {said}");
        assert!(text(&done.stdout).is_empty(), "{bad}");
        assert!(!folder.path().join("results").exists(), "{bad}");
    }
}

#[test]
fn wrong_arguments_are_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let reference = root().join("scenarios/reference.toml").display().to_string();
    for (arguments, expected) in [
        (vec!["run", "nothing.toml"], "there is no file `nothing.toml`"),
        (vec!["run", &reference, "--out", "a.doc"], "end its name in .xlsx, .csv or .json"),
        (vec!["run", &reference, "--variables", "province.gdp_shar"], "did you mean `province.gdp_share`?"),
        (vec!["run", &reference, "--set", "envelope.exchange.flow"], "write --set id=value"),
        (vec!["run", &reference, "--set", ""], "write --set id=value"),
        (vec!["run", &reference, "--set", "#envelope.exchange.flow=3"], "write --set id=value"),
        (vec!["run", &reference, "--set", "based_on=other"], "write --set id=value"),
        (vec!["run", &reference, "--set", "nation.growth=0", "--set", "nation.growth=0.1"], "is set twice"),
        (vec!["run", &reference, &reference], "two scenarios are called `reference`"),
        (vec!["run", &reference, "--out", "a.csv", "--out", "a.csv"], "is asked for twice"),
        (vec!["run", &reference, "--wide"], "add --out FILE.csv"),
        (vec!["run", "/dev/zero"], "is not a plain file"),
        (
            vec![
                "run",
                &reference,
                "--prices",
                "current",
                "--set",
                "nation.opening_gdp=1e200",
                "--set",
                "prices.inflation=20",
                "--set",
                "until=1504",
                // About as many people more as the trend makes jobs, or unemployment would be in the way first.
                "--set",
                "work.labour_force_growth=0.006",
                "--out",
                "a.csv",
            ],
            "leaves all bounds",
        ),
        (vec!["figures", "--seeds", "nowhere"], "cannot read the figures"),
        (vec!["figures", "--seeds", "SEEDS", "--theme", "solr"], "did you mean `solar`?"),
    ] {
        let seeds = root().join("seeds").display().to_string();
        let arguments: Vec<&str> =
            arguments.iter().map(|word| if *word == "SEEDS" { seeds.as_str() } else { *word }).collect();
        let done = ofogh(folder.path(), &arguments);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        let said = text(&done.stderr);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

#[test]
fn show_tells_where_a_value_comes_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let name =
        scenario(folder.path(), "envelope.exchange.flow = { 1404 = 90, 1406 = 120, between = \"line\" }");
    let done = ofogh(folder.path(), &["show", &name, "--changed", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let shown = shown.as_array().expect("a list");
    assert_eq!(shown.len(), 1, "only what differs");
    assert_eq!(shown[0]["id"], "envelope.exchange.flow");
    assert_eq!(shown[0]["set_by"], "mine.toml:2");
    assert_eq!(shown[0]["unit"], "million USD/year");
    assert!(shown[0]["overrode"].as_str().expect("a place").contains("qom/envelopes.toml:"));
    assert_eq!(shown[0]["values"][0], 90.0);
    assert_eq!(shown[0]["values"][1], 105.0);
    assert_eq!(shown[0]["values"][10], 120.0);
}

#[test]
fn figures_are_listed_with_their_contradictions() {
    let listed = |arguments: &[&str]| text(&ofogh(&root(), arguments).stdout);
    assert!(listed(&["figures", "--theme", "solar"]).contains("solar.licensed"));
    let conflicts = listed(&["figures", "--conflicts", "--theme", "solar"]);
    assert!(conflicts.contains("565") && conflicts.contains("reading:"));
    let abna = listed(&["figures", "--article", "abna"]);
    assert!(abna.contains("visitors.stay") && !abna.contains("industry.licences "));
}

/// The scenario that the README shows is valid, and the README's commands name scenarios that exist.
#[test]
fn the_readme_is_true() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let example =
        readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let folder = tempfile::tempdir().expect("a folder");
    let base = root().join("scenarios/reference.toml").display().to_string();
    std::fs::write(folder.path().join("mine.toml"), example.replace("\"reference\"", &format!("\"{base}\"")))
        .expect("a file");
    let done = ofogh(folder.path(), &["check", "mine.toml"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let words = readme.split([' ', '`', '\n', '(', ')']);
    for path in words.filter(|word| {
        word.starts_with("scenarios/")
            && word.ends_with(".toml")
            && !word.contains('*')
            && !word.contains("my-plan")
    }) {
        assert!(root().join(path).is_file(), "{path}");
    }
    for line in readme.lines().filter_map(|line| line.strip_prefix("| `")) {
        let name = line.split('`').next().expect("a name");
        assert!(root().join("scenarios").join(format!("{name}.toml")).is_file(), "{name}");
    }
}

/// Of several files either all are written or none, and a reader that goes away loses nothing.
#[test]
fn several_files_are_all_or_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let reference = root().join("scenarios/reference.toml").display().to_string();
    std::fs::write(folder.path().join("mine.json"), "{}").expect("a file");
    let done = ofogh(folder.path(), &["run", &reference, "--out", "a.csv", "--out", "mine.json"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(!folder.path().join("a.csv").exists());
    assert!(done.stdout.is_empty());
    let mut child = program()
        .args(["run", &reference, "--out", "b.csv"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    child.wait().expect("it ends");
    assert!(folder.path().join("b.csv").is_file(), "the file is written before anything is shown");
}

/// Money of different price years is never put side by side under one unit.
#[test]
fn json_says_units_and_prices() {
    let folder = tempfile::tempdir().expect("a folder");
    let reference = root().join("scenarios/reference.toml").display().to_string();
    ofogh(folder.path(), &["run", &reference, "--prices", "usd", "--out", "a.json"]);
    let text = std::fs::read_to_string(folder.path().join("a.json")).expect("a file");
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let scenario = &document["scenarios"][0];
    assert_eq!(scenario["price_basis"], "usd");
    let gdp =
        scenario["variables"].as_array().expect("a list").iter().find(|row| row["id"] == "province.gdp");
    assert_eq!(gdp.expect("the row")["unit"], "million USD/year");
    for goal in scenario["goals"].as_array().expect("a list") {
        assert!(goal["unit"].as_str().is_some_and(|unit| !unit.is_empty()));
    }
}
