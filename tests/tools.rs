//! The tools around scenarios: new, inputs, watch, flattening, and the references they generate.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::language::Language;
use ofogh::model::record::RowKind;
use ofogh::scenario::Scenario;
use ofogh::study::{PriceBasis, Report, project};

use crate::support::{load, program, root, shipped};

pub(crate) fn in_folder(folder: &Path) -> Command {
    let mut command = program();
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

pub(crate) fn output(command: &mut Command) -> (i32, String, String) {
    let done = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

/// The scenarios and figures of the project in a folder of their own.
pub(crate) fn copy() -> tempfile::TempDir {
    fn all(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a folder") {
            let path = entry.expect("an entry").path();
            let target = to.join(path.file_name().expect("a name"));
            if path.is_dir() {
                all(&path, &target);
            } else {
                std::fs::copy(&path, &target).expect("a copy");
            }
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["scenarios", "seeds", "schema"] {
        all(&root().join(name), &folder.path().join(name));
    }
    folder
}

/// The setting in a line that a new scenario comments out.
fn lever(line: &str) -> Option<&str> {
    let names_an_input =
        |line: &&str| line.split(" = ").next().is_some_and(|id| id.contains('.') && !id.contains(' '));
    line.strip_prefix("# ").filter(names_an_input)
}

#[test]
fn a_new_scenario_is_valid_and_every_lever_in_it_too() {
    let folder = copy();
    let (code, said, error) = output(in_folder(folder.path()).args(["new", "my-plan"]));
    assert_eq!((code, said.as_str()), (0, "written to scenarios/my-plan.toml\n"), "{error}");
    let path = folder.path().join("scenarios/my-plan.toml");
    let text = std::fs::read_to_string(&path).expect("a file");
    assert!(text.starts_with("#:schema ../schema/scenario.schema.json\n"));
    let reference =
        project(load(&folder.path().join("scenarios/reference.toml"), &[])).expect("finite").values;
    assert_eq!(project(load(&path, &[])).expect("finite").values, reference, "nothing differs yet");
    // With every lever uncommented, each at its current value, nothing differs either.
    let levers: Vec<&str> = text.lines().filter_map(lever).collect();
    assert!(levers.len() > 20, "{text}");
    std::fs::write(
        &path,
        text.lines().map(|line| lever(line).unwrap_or(line).to_owned() + "\n").collect::<String>(),
    )
    .expect("a file");
    assert_eq!(project(load(&path, &[])).expect("finite").values, reference);
    // What is there is never touched.
    let before = std::fs::read(&path).expect("a file");
    let (code, _, error) = output(in_folder(folder.path()).args(["new", "my-plan"]));
    assert_eq!(code, 2);
    assert!(error.contains("is there already"), "{error}");
    assert_eq!(std::fs::read(&path).expect("a file"), before);
    for bad in ["My Plan", "../x", "", "طرح"] {
        assert_eq!(output(in_folder(folder.path()).args(["new", bad])).0, 2, "{bad}");
    }
}

#[test]
fn a_new_scenario_can_be_asked_for() {
    let folder = copy();
    let ask = |name: &str, answers: &str| {
        let mut child = in_folder(folder.path())
            .args(["new", name, "--interactive"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("a pipe").write_all(answers.as_bytes()).expect("answers");
        let done = child.wait_with_output().expect("it ends");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let (code, said) = ask("asked", "More \"exchange\"\nارز بیشتر\n200 MUSD/year\n\n\n");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("Title in English:") && said.contains("Foreign exchange"), "{said}");
    let scenario = load(&folder.path().join("scenarios/asked.toml"), &[]);
    assert_eq!((scenario.title.en.as_str(), scenario.title.fa.as_str()), ("More \"exchange\"", "ارز بیشتر"));
    let exchange =
        scenario.yearly.iter().find(|input| input.row.id == "envelope.exchange.flow").expect("the input");
    assert_eq!(exchange.values[0], 200.0);
    let (code, said) = ask("refused", "x\nایکس\n200 MW\n\n\n");
    assert_eq!(code, Some(0));
    assert!(
        said.contains("cannot be turned into"),
        "a refused answer is explained, and asked for again: {said}"
    );
    let scenario = load(&folder.path().join("scenarios/refused.toml"), &[]);
    let exchange =
        scenario.yearly.iter().find(|input| input.row.id == "envelope.exchange.flow").expect("the input");
    assert_eq!(exchange.values[0], 150.0, "an empty answer keeps what is there");
}

#[test]
fn inputs_are_found_by_id_name_and_meaning() {
    let find = |words: &[&str]| output(program().arg("inputs").args(words));
    for words in [["envelope.*.flow"], ["available a year"], ["موجود در سال"], ["EXCHANGE.flow"]] {
        let (code, said, error) = find(&words);
        assert_eq!(code, 0, "{error}");
        assert!(said.contains("envelope.exchange.flow"), "{words:?}: {said}");
    }
    let (code, _, error) = find(&["nothing of the kind"]);
    assert_eq!(code, 2);
    assert!(error.contains("nothing fits"), "{error}");
    let (_, json, _) = find(&["--format", "json"]);
    let listed: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(listed.as_array().expect("a list").len() > 200);
}

#[test]
fn watching_runs_again_on_each_save_and_shows_what_moved() {
    let folder = copy();
    let path = folder.path().join("scenarios/mine.toml");
    let write = |flow: &str| {
        let text = format!("based_on = \"reference\"\nenvelope.exchange.flow = {flow}\n");
        std::fs::write(&path, text).expect("a file");
    };
    write("150");
    let mut child = in_folder(folder.path())
        .args(["run", "scenarios/mine.toml", "--watch", "--out", "mine.csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut out = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut err = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let mut wait = |text: &str| loop {
        let line = err.next().expect("the program goes on").expect("text");
        if line.contains(text) {
            break;
        }
    };
    let mut read = |text: &str| loop {
        let line = out.next().expect("the program goes on").expect("text");
        if line.contains(text) {
            break;
        }
    };
    read("Rests on");
    wait("waiting");
    // Files are told apart by when they were saved, so a save must not fall into the same tick.
    std::thread::sleep(std::time::Duration::from_millis(30));
    write("2");
    read("moved, where it moved most");
    read("Solar, first phase: operating");
    wait("waiting");
    std::thread::sleep(std::time::Duration::from_millis(30));
    write("\"20 MW\"");
    wait("cannot be turned into");
    wait("waiting");
    std::thread::sleep(std::time::Duration::from_millis(30));
    write("150");
    read("Solar, first phase: operating");
    child.kill().expect("it is stopped");
    child.wait().expect("it ends");
}

/// A scenario written out as one file gives the same bytes.
#[test]
fn a_flattened_scenario_gives_equal_results() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = |scenario: Scenario| {
        let report = Report::new(project(scenario).expect("finite"), PriceBasis::Constant).expect("finite");
        bytes(FileFormat::Json, &[report], Language::English, FileOptions::default()).expect("bytes")
    };
    for path in shipped() {
        let text = Scenario::flatten(&path, &[]).expect("a valid scenario");
        let flat = folder.path().join(path.file_name().expect("a name"));
        std::fs::write(&flat, text).expect("a file");
        assert!(csv(load(&flat, &[])) == csv(load(&path, &[])), "{}", path.display());
    }
}

/// For every input: setting it in a file and on the command line gives the same projection.
#[test]
fn every_input_can_be_set_in_a_file_and_on_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = root().join("scenarios/value-chains.toml");
    let scenario = load(&base, &[]);
    let settable =
        scenario.inputs().filter(|input| matches!(input.row.kind, RowKind::Opening | RowKind::Yearly));
    let mut count = 0;
    for input in settable {
        // A value a little beside the present one that its range allows; where that contradicts the rest, both must say so.
        let value = (input.values[0] * 0.99 + 1e-4).clamp(input.row.low, input.row.high);
        let path = folder.path().join("mine.toml");
        std::fs::write(&path, format!("based_on = \"{}\"\n{} = {value:?}\n", base.display(), input.row.id))
            .expect("a file");
        let file = Scenario::load(&path, &[]);
        let set = Scenario::load(&base, &[format!("{}={value:?}", input.row.id)]);
        match (file, set) {
            (Ok(file), Ok(set)) => {
                let run = |scenario| project(scenario).map(|run| run.values).map_err(|wrong| wrong.variable);
                assert_eq!(run(file), run(set), "{}", input.row.id);
                count += 1;
            }
            (file, set) => {
                let codes = |result: Result<Scenario, Vec<ofogh::fault::Fault>>| {
                    result.err().map(|faults| faults.iter().map(|fault| fault.code).collect::<Vec<_>>())
                };
                assert_eq!(codes(file), codes(set), "{}", input.row.id);
            }
        }
    }
    assert!(count > 30, "{count}");
}

/// A second province is a matter of files alone.
#[test]
fn another_province_runs_from_its_own_figures() {
    for name in ["kavir", "wind-rush"] {
        let projection = project(load(&root().join(format!("examples/second-province/{name}.toml")), &[]))
            .expect("finite");
        assert_ne!(projection.scenario.structure.sectors.len(), 10, "its own table of sectors");
        assert!(!projection.scenario.goals.is_empty());
        let share = projection.value("province.gdp_share", projection.years[0]).expect("a share");
        assert!(share > 0.0 && share < 100.0);
    }
}

/// Monsters are refused at once, with a word.
#[test]
fn monsters_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("monster.toml");
    let refused = |text: &[u8]| {
        std::fs::write(&path, text).expect("a file");
        let (code, out, error) = output(in_folder(folder.path()).args(["check", "monster.toml"]));
        assert_eq!((code, out.as_str()), (2, ""), "{error:.300}");
        assert!(error.starts_with("error["), "{error:.300}");
        error
    };
    assert!(refused(&vec![b'#'; 50 << 20]).contains("a scenario has at most"));
    refused(format!("[{}]", "a.".repeat(10_000) + "a").as_bytes());
    refused(format!("a = {}{}", "{ a = ".repeat(10_000), "}".repeat(10_000)).as_bytes());
    refused(b"\xff\xfe\x00t");
}

/// Text of any kind is refused or read, and never breaks the program: a short run of what `fuzz/` does for long.
#[test]
fn random_text_never_breaks_the_reader() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let base = format!("based_on = \"{}\"\n", root().join("scenarios/reference.toml").display());
    let words = [
        "[",
        "]",
        "{",
        "}",
        "=",
        ".",
        ",",
        "\"",
        "'",
        "\n",
        " ",
        "#",
        "-",
        "1404",
        "۱۴۰۴",
        "1e400",
        "nan",
        "0.5",
        "true",
        "programme",
        "solar",
        "stages",
        "licensed",
        "success",
        "months",
        "envelope",
        "exchange",
        "flow",
        "value",
        "grow",
        "from",
        "rate",
        "between",
        "\"line\"",
        "note",
        "\"figure:solar.licensed\"",
        "\"180 MUSD/year\"",
        "\"4 %/year\"",
        "goal",
        "at_least",
        "by",
        "title",
        "label",
        "en",
        "fa",
        "\u{200c}",
        "\u{0}",
    ];
    // A fixed congruential sequence: the same texts in every run.
    let mut state = 1_404_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % below as u64).expect("small")
    };
    for _ in 0..400 {
        let text: String = (0..next(40)).map(|_| words[next(words.len())]).collect();
        std::fs::write(&path, format!("{base}{text}")).expect("a file");
        if let Ok(scenario) = Scenario::load(&path, &[]) {
            let _ = project(scenario);
        }
        let _ = Scenario::load(&root().join("tests/small/programme.toml"), &[text]);
    }
}

/// Every whole scenario in the planner's guides is valid where the guide says to put it, and both guides show the same.
#[test]
fn the_guides_examples_are_valid() {
    let examples = |page: &str| {
        let text = std::fs::read_to_string(root().join("docs").join(page)).expect("a guide");
        let blocks = text
            .split("```toml\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap_or_default().to_owned());
        blocks.collect::<Vec<_>>()
    };
    let (english, persian) = (examples("guide.en.md"), examples("guide.fa.md"));
    assert_eq!(english, persian);
    assert!(english.len() >= 8);
    let folder = copy();
    for (n, example) in english.iter().enumerate() {
        let path = folder.path().join(format!("scenarios/example-{n}.toml"));
        std::fs::write(&path, example).expect("a file");
        project(load(&path, &[])).expect("finite");
    }
}

/// A scenario that ends earlier than its base need not repeat the base's years.
#[test]
fn a_run_can_be_cut_short() {
    let folder = copy();
    let path = folder.path().join("scenarios/short.toml");
    std::fs::write(
        &path,
        "based_on = \"reference\"\nuntil = 1409\nnation.growth = { 1404 = 0, 1412 = 0.01 }\n",
    )
    .expect("a file");
    let faults = Scenario::load(&path, &[]).expect_err("its own year lies outside");
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["year-outside"]);
    std::fs::write(&path, "based_on = \"hindcast-1397\"\nuntil = 1403\n").expect("a file");
    let cut = Scenario::load(&path, &[]);
    let codes: Vec<&str> = cut.err().into_iter().flatten().map(|fault| fault.code).collect();
    assert!(
        codes.iter().all(|code| *code == "outside"),
        "only what was observed later is in the way: {codes:?}"
    );
}
