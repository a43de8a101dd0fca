//! The doors of the program: what is read is a plain file of a bounded size, what is watched is all that was read, and what is
//! shown steers no terminal.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ofogh::files::{Disk, Files, Remembered};
use ofogh::scenario::Scenario;

use crate::support::program;
use crate::tools::{copy, in_folder, output};

/// What the program says, with its exit code, in the folder of the project.
fn said(arguments: &[&str]) -> (i32, String) {
    let (code, out, err) = output(program().args(arguments).env("NO_COLOR", "1"));
    assert!(out.is_empty(), "{arguments:?}: {out}");
    (code, err)
}

/// A file of another kind, or a name that is not quite one, is one sentence and not a list of mistakes.
#[test]
fn a_wrong_kind_of_file_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let book = at("book.xlsx");
    std::fs::write(&book, b"PK\x03\x04\xff\xfe").expect("a file");
    let part = at("1.part");
    std::fs::write(&part, "{\"of\":{}}").expect("a file");
    for command in ["run", "check", "show", "ensemble"] {
        let (code, text) = said(&[command, "README.md"]);
        assert_eq!(code, 2);
        assert_eq!(
            text,
            "error[no-scenario]: `README.md` is not a scenario: scenarios are files that end in .toml\n │\n ╰ help: name a scenario such as `scenarios/announced.toml`, or with `scenarios/*.toml` all that are there\n"
        );
    }
    for (arguments, expected) in [
        (["run", "README.md", "--lang=fa"], "سناریو نیست: نام پروندهٔ سناریو به ‎.toml پایان می‌یابد"),
        (["run", &book, "--lang=en"], "` makes a scenario of a workbook"),
        (["run", &book, "--lang=fa"], "` از کارپوشه سناریو می‌سازد"),
        (["run", &part, "--lang=en"], "` puts the parts of an ensemble together"),
        (["run", &part, "--lang=fa"], "` پاره‌های یک گروه را به هم می‌آمیزد"),
        (["run", "reference", "--lang=en"], "help: did you mean `scenarios/reference.toml`?"),
        (["run", "refrence.toml", "--lang=en"], "help: did you mean `scenarios/reference.toml`?"),
        (["run", "scenarios/reference", "--lang=en"], "help: did you mean `reference.toml`?"),
        (["check", "scenarios", "--lang=en"], "or with `scenarios/*.toml` all that are there"),
        (["check", ".", "--lang=en"], "name a scenario such as `scenarios/announced.toml`"),
        (["check", "scenarios", "--lang=fa"], "یا با `scenarios/*.toml` همهٔ سناریوهای آنجا را"),
        (["run", "seeds/solar.toml", "--lang=en"], "this scenario rests on no other"),
        (["run", "Cargo.toml", "--lang=en"], "this scenario rests on no other"),
        (
            ["figures", "--seeds=README.md", "--lang=en"],
            "cannot read the figures in `README.md`: it is not a folder",
        ),
        (["figures", "--seeds=README.md", "--lang=fa"], "ارقام در `README.md` خوانده نشد: پوشه نیست"),
        (["merge", "scenarios", "--lang=en"], "cannot read `scenarios`: it is a folder"),
        (["merge", "README.md", "--lang=en"], "this version of ofogh did not write it"),
        (["adopt", "README.md", "--lang=en"], "it is no workbook in the format .xlsx"),
    ] {
        let (code, text) = said(&arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(text.contains(expected), "{arguments:?}: {text}");
        assert!(text.lines().count() <= 7, "one mistake: {text}");
    }
    // A folder without scenarios proposes none.
    let (_, text) = said(&["check", "seeds"]);
    assert_eq!(text, "error[unreadable]: `seeds` is a folder, not a scenario\n");
}

/// Pipes, devices and files without end are refused at once, whatever they are given for.
#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_refused_at_once() {
    let folder = copy();
    let at = |name: &str| folder.path().join(name);
    let pipe = |path: &Path| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
    pipe(&at("pipe.toml"));
    pipe(&at("pipe.part"));
    pipe(&at("pipe.xlsx"));
    std::fs::write(at("scenarios/mine.toml"), "based_on = \"../pipe\"\n").expect("a scenario");
    // As long as 600 MB, and nothing on the disk.
    let large =
        |name: &str| std::fs::File::create(at(name)).expect("a file").set_len(600 << 20).expect("a length");
    ["large.toml", "large.part", "large.xlsx"].into_iter().for_each(large);
    let refused = |arguments: &[&str], expected: &str| {
        let begun = Instant::now();
        let mut command = in_folder(folder.path());
        let (code, out, err) = output(command.args(arguments).stdin(std::process::Stdio::null()));
        assert_eq!(code, 2, "{arguments:?}: {out}{err}");
        assert!(err.contains(expected), "{arguments:?}: {err}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{arguments:?}");
    };
    for (kind, expected) in [("pipe", "not a plain file"), ("large", "at most")] {
        let named = |ending: &str| format!("{kind}.{ending}");
        refused(&["run", &named("toml")], expected);
        refused(&["merge", &named("part")], expected);
        refused(&["adopt", &named("xlsx")], expected);
    }
    refused(&["run", "/dev/zero"], "not a plain file");
    refused(&["merge", "/dev/zero"], "not a plain file");
    refused(&["adopt", "/dev/zero"], "not a plain file");
    refused(&["figures", "--seeds", "/dev/zero"], "not a folder");
    refused(&["figures", "--seeds", "pipe.toml"], "not a folder");
    refused(&["run", "scenarios/mine.toml"], "not a plain file");
    pipe(&at("seeds/pipe.toml"));
    refused(&["run", "scenarios/reference.toml"], "not a plain file");
    std::fs::rename(at("large.toml"), at("seeds/pipe.toml")).expect("in the place of the pipe");
    refused(&["run", "scenarios/reference.toml"], "at most");
    std::fs::remove_file(at("seeds/pipe.toml")).expect("a file");
    std::fs::remove_file(at("seeds/input-output.csv")).expect("a file");
    pipe(&at("seeds/input-output.csv"));
    refused(&["run", "scenarios/reference.toml"], "not a plain file");
}

/// Answers without end are cut off, and what is there is refused as any answer.
#[cfg(unix)]
#[test]
fn answers_end() {
    let folder = copy();
    let zero = std::fs::File::open("/dev/zero").expect("noughts");
    let (code, _, err) = output(in_folder(folder.path()).args(["new", "mine", "--interactive"]).stdin(zero));
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("error[") && !folder.path().join("scenarios/mine.toml").exists(), "{err}");
}

/// Everything that was read is watched: figures, the table of purchases, bases that are not there yet, new files of figures,
/// edits that keep the time.
#[test]
fn whatever_was_read_is_watched() {
    let folder = copy();
    let at = |name: &str| folder.path().join(name);
    let mine = at("scenarios/mine.toml");
    std::fs::write(&mine, "based_on = [\"reference\", \"more\"]\n").expect("a scenario");
    let edit = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(at(name)).expect("a file");
        assert!(text.contains(from), "{from} in {name}");
        let saved = std::fs::metadata(at(name)).expect("a file").modified().expect("a time");
        std::fs::write(at(name), text.replacen(from, to, 1)).expect("an edit");
        let file = std::fs::File::options().write(true).open(at(name)).expect("a file");
        file.set_modified(saved).expect("the same time");
    };
    let edits: [(&str, &dyn Fn()); 6] = [
        ("a base that appears", &|| {
            std::fs::write(at("scenarios/more.toml"), "until = 1408\n").expect("a base");
        }),
        ("a figure", &|| edit("seeds/solar.toml", "2600", "2700")),
        ("the table of purchases", &|| edit("seeds/input-output.csv", ",0.", ",0.0")),
        ("a base", &|| edit("scenarios/qom/goals.toml", "\n", "\n# edited\n")),
        ("a new file of figures", &|| std::fs::write(at("seeds/new.toml"), "").expect("a file")),
        ("the scenario", &|| edit("scenarios/mine.toml", "more", "none")),
    ];
    for (what, edit) in edits {
        let files = Remembered::new(&Disk);
        let _ = Scenario::load_from(&files, &mine, &[]);
        assert!(!files.changed(), "before {what}");
        edit();
        assert!(files.changed(), "{what}");
    }
    // What was not read is not watched.
    let files = Remembered::new(&Disk);
    let _ = Scenario::load_from(&files, &at("scenarios/reference.toml"), &[]);
    std::fs::write(at("scenarios/other.toml"), "").expect("a file");
    assert!(!files.changed());
    assert!(files.read(&at("nowhere.toml")).is_err() && !files.changed());
}

/// Whether a terminal would obey something of this, or turn it round.
fn steers(text: &str) -> Option<char> {
    text.chars().find(|c| {
        matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || c.is_control() && *c != '\n' && *c != '\t'
    })
}

/// Control characters and turns of direction in titles, names, notes, sources and names of files are shown, not obeyed.
#[cfg(unix)]
#[test]
fn no_file_steers_the_terminal() {
    const WILD: &str = r"\u001b[31mred\u0007\u009b2J \u202Eback\u2066 \u2028";
    const TURNED: &str = r"\u202Eback\u2066";
    let folder = copy();
    let at = |name: &str| folder.path().join(name);
    let text = std::fs::read_to_string(at("seeds/articles.toml")).expect("the articles");
    let (begin, rest) = text.split_once("agency = { en = \"").expect("an agency");
    std::fs::write(at("seeds/articles.toml"), format!("{begin}agency = {{ en = \"{WILD}{rest}"))
        .expect("a file");
    let raw = "\u{202e}raw";
    let wild_name = "wi\u{1b}[2Jld\u{202e}.toml";
    let label = format!("{{ en = \"{TURNED}{raw}\", fa = \"{TURNED}\" }}");
    let scenario = format!(
        "based_on = \"reference\"
        title = {label}
        summary = {label}
        programme.solar.label = {label}
        goal.greenhouses.label = {label}
        envelope.exchange.flow = {{ value = 100, note = \"{WILD}\", source = \"{WILD}\" }}
        uncertainty.figures = true\n"
    );
    std::fs::write(at("scenarios").join(wild_name), scenario).expect("a scenario");
    std::fs::write(
        at("scenarios/wrong.toml"),
        format!(
            "based_on = \"reference\"\n\"{WILD}\" = 1 # {raw}\nprogramme.solar.entries = \"{WILD}{raw}\"\n"
        ),
    )
    .expect("a scenario");
    let wild = format!("scenarios/{wild_name}");
    let out = format!("results/{wild_name}.csv");
    let sound: [&[&str]; 11] = [
        &["run", &wild, "--out", &out],
        &["run", &wild, "--out", &out, "--all"],
        &["check", &wild],
        &["show", &wild],
        &["show", &wild, "--changed"],
        &["show", &wild, "--format", "json"],
        &["show", &wild, "--format", "toml"],
        &["figures"],
        &["inputs", "--scenario", &wild, "--format", "json"],
        &["ensemble", &wild, "--members", "100"],
        &["ensemble", &wild, "--members", "100", "--member", "3"],
    ];
    let wrong: [&[&str]; 6] = [
        &["check", &wild, "scenarios/wrong.toml"],
        &["check", "scenarios/wrong.toml", "--format", "json"],
        &["check", "no\u{1b}[31m"],
        &["figures", "--theme", "\u{1b}[31m"],
        &["inputs", "\u{1b}[31m"],
        &["ru\u{1b}[31mn\u{202e}"],
    ];
    let mut shown = String::new();
    let all =
        sound.iter().map(|arguments| (arguments, 0)).chain(wrong.iter().map(|arguments| (arguments, 2)));
    for (arguments, expected) in all {
        for language in ["en", "fa"] {
            let (code, out, err) =
                output(in_folder(folder.path()).args(*arguments).args(["--lang", language]));
            assert_eq!(code, expected, "{arguments:?}: {err}");
            assert_eq!(steers(&out), None, "{arguments:?}: {out:?}");
            assert_eq!(steers(&err), None, "{arguments:?}: {err:?}");
            shown.push_str(&out);
            shown.push_str(&err);
        }
    }
    for expected in [
        r"\u{1b}[31mred\u{7}\u{9b}2J \u{202e}back\u{2066} \u{2028}",
        r"\u202eback\u2066",
        r"wi\u{1b}[2Jld\u{202e}.toml",
    ] {
        assert!(shown.contains(expected), "{expected}");
    }
    // JSON and TOML hold what the file says all the same.
    let (_, out, _) = output(in_folder(folder.path()).args(["show", &wild, "--format", "json"]));
    let inputs: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let flow =
        inputs.as_array().expect("a list").iter().find(|input| input["id"] == "envelope.exchange.flow");
    let note = flow.expect("the input")["note"].as_str().expect("a note");
    assert_eq!(note, "\u{1b}[31mred\u{7}\u{9b}2J \u{202e}back\u{2066} \u{2028}");
    let (_, out, _) = output(in_folder(folder.path()).args(["show", &wild, "--format", "toml"]));
    std::fs::write(at("flat.toml"), out).expect("a file");
    let flat = Scenario::load(&at("flat.toml"), &[]).expect("a scenario");
    assert_eq!(flat.title.en, format!("{}{raw}", flat.title.fa));
}
