//! Parts of ensembles: merged they are one run, byte for byte; what is not whole is named. Long runs that are stopped.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{load, ofogh, program, root};

const RUN: [&str; 8] = [
    "ensemble",
    "scenarios/renewed-conflict.toml",
    "--set",
    "uncertainty.figures=true",
    "--set",
    "shock.conflict.probability=0.2",
    "--members",
    "5000",
];

fn part(folder: &Path, part: &str, more: &[&str]) -> String {
    let path = folder.join(format!("{}.part", part.replace('/', "-"))).display().to_string();
    let output = ofogh(&[&RUN[..], &["--part", part, "--out", &path], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    path
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn merged_parts_are_one_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let whole = ofogh(
        &[
            &RUN[..],
            &["--out", &path("whole.json"), "--out", &path("whole.csv"), "--out", &path("whole.xlsx")],
        ]
        .concat(),
    );
    assert!(whole.status.success(), "{}", String::from_utf8_lossy(&whole.stderr));
    // Parts end inside blocks and batches; they come in any order.
    let mut parts: Vec<String> = (1..=7).rev().map(|k| part(folder.path(), &format!("{k}/7"), &[])).collect();
    let outs = ["--out", &path("merged.json"), "--out", &path("merged.csv"), "--out", &path("merged.xlsx")];
    let merge = |parts: &[String], more: &[&str]| {
        let parts = parts.iter().map(String::as_str);
        ofogh(&std::iter::once("merge").chain(parts).chain(more.iter().copied()).collect::<Vec<&str>>())
    };
    let merged = merge(&parts, &outs);
    assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stderr));
    assert_eq!(merged.stdout, whole.stdout);
    for ending in ["json", "csv", "xlsx"] {
        let read = |name: &str| std::fs::read(path(&format!("{name}.{ending}"))).expect("a file");
        assert!(read("merged") == read("whole"), "{ending}");
    }
    // A part counted again has the same bytes.
    let before = std::fs::read(&parts[0]).expect("a part");
    part(folder.path(), "7/7", &["--workers", "3"]);
    assert!(before == std::fs::read(&parts[0]).expect("a part"));
    // What is missing, and what is there twice.
    let gone = parts.remove(4);
    let found = complaint(&merge(&parts, &[]));
    assert!(found.starts_with("error[missing-members]: members 1428 to 2141 are in no part"), "{found}");
    parts.push(gone);
    let half = part(folder.path(), "1/2", &[]);
    let found = complaint(&merge(&[parts.clone(), vec![half]].concat(), &[]));
    assert!(found.contains("error[members-twice]: members 0 to "), "{found}");
    // Of another seed, of another scenario, cut short, changed.
    std::fs::create_dir(folder.path().join("other")).expect("a folder");
    let other = part(&folder.path().join("other"), "3/7", &["--seed", "2"]);
    let found = complaint(&merge(&[vec![parts[0].clone()], vec![other]].concat(), &[]));
    assert!(found.contains("is a part of another ensemble") && found.contains("seed: 2, not 1"), "{found}");
    let found = complaint(&merge(&parts, &["--scenario", "scenarios/reference.toml"]));
    assert!(found.contains("error["), "{found}");
    let text = std::fs::read_to_string(&parts[0]).expect("a part");
    std::fs::write(path("short.part"), &text[..text.len() / 2]).expect("a file");
    let found = complaint(&merge(&[path("short.part")], &[]));
    assert!(found.contains("is not a whole part of an ensemble"), "{found}");
    let changed = text.replacen("\"met\":[", "\"met\":[1", 1);
    std::fs::write(path("changed.part"), changed).expect("a file");
    let rest: Vec<String> = parts[1..].iter().cloned().chain([path("changed.part")]).collect();
    let found = complaint(&merge(&rest, &[]));
    assert!(found.contains("its contents do not fit their checksum"), "{found}");
    assert!(complaint(&merge(&["nowhere.part".to_owned()], &[])).contains("cannot read `nowhere.part`"));
    let found = complaint(&ofogh(&[&RUN[..], &["--part", "1/7", "--out", &path("x.csv")]].concat()));
    assert!(found.contains("a part cannot be written to"), "{found}");
    for wrong in ["0/7", "8/7", "3", "a/b"] {
        assert_eq!(
            ofogh(&[&RUN[..], &["--part", wrong, "--out", &path("x.part")]].concat()).status.code(),
            Some(2)
        );
    }
}

/// What a program says that is given this signal while it counts.
#[cfg(unix)]
fn stopped(signal: &str, arguments: &[&str]) -> Output {
    for wait in [4, 8, 16, 32] {
        let mut command = program();
        let child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.expect("the program");
        std::thread::sleep(std::time::Duration::from_secs(wait));
        assert!(
            Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill").success()
        );
        let output = child.wait_with_output().expect("the end");
        // Before it counts, it ends at once: on a busy machine that may still be so.
        if output.status.code().is_some() {
            return output;
        }
    }
    panic!("it does not begin to count");
}

/// The first Ctrl-C ends the counting: what is done is shown and written, and says how much it is.
#[cfg(unix)]
#[test]
fn what_is_done_is_kept_when_a_run_is_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    for (out, more) in [(path("stopped.json"), vec![]), (path("stopped.part"), vec!["--part", "1/2"])] {
        let members = ["--members", "2000000000", "--out", &out];
        let output = stopped("-INT", &[&RUN[..6], &members, &more].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert!(said.contains("stopped after "), "{said}");
    }
    assert!(!folder.path().join("stopped.part").exists(), "half a part is no part");
    let text = std::fs::read_to_string(path("stopped.json")).expect("what was done");
    let whole: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let done = whole["manifest"]["members"].as_u64().expect("a number");
    assert!(done > 0 && done.is_multiple_of(4096) && done < 2_000_000_000, "{done}");
    assert_eq!(whole["manifest"]["asked"], 2_000_000_000);
}

/// What is only partly done never takes the place of what is whole: it stands beside it and says that it is partial. The
/// signal with which a system ends programs does what Ctrl-C does.
#[cfg(unix)]
#[test]
fn what_is_partial_says_so_beside_what_is_whole() {
    use calamine::Reader;
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let outs = ["csv", "json", "xlsx"].map(|ending| path(&format!("fan.{ending}")));
    let outs: Vec<&str> = outs.iter().flat_map(|out| ["--out", out.as_str()]).collect();
    let members = |count| [&RUN[..6], &["--members", count], &outs].concat();
    assert!(ofogh(&members("200")).status.success());
    let whole = || {
        ["csv", "json", "xlsx"].map(|ending| std::fs::read(path(&format!("fan.{ending}"))).expect("a file"))
    };
    let before = whole();
    for (signal, more) in [("-TERM", "--lang=en"), ("-INT", "--lang=fa")] {
        let output = stopped(signal, &[&members("2000000000")[..], &[more, "--force"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert!(said.contains("fan.partial.csv") && said.contains("fan.partial.xlsx"), "{said}");
        assert!(whole() == before, "the whole files are as they were");
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        let [partial, of] = if more == "--lang=en" {
            ["partial: ", " of 2,000,000,000 members"]
        } else {
            ["ناتمام: ", " از ۲٬۰۰۰٬۰۰۰٬۰۰۰ عضو"]
        };
        assert!(shown.contains(partial) && shown.contains(of), "{shown}");
        let mut book = calamine::open_workbook_auto(path("fan.partial.xlsx")).expect("a workbook");
        for sheet in book.sheet_names() {
            let cells = book.worksheet_range(&sheet).expect("a sheet");
            let title = cells.get_value((0, 0)).expect("a title").to_string();
            assert!(title.contains(partial) && title.contains(of), "{sheet}: {title}");
        }
    }
    let text = std::fs::read_to_string(path("fan.partial.json")).expect("what was done");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["manifest"]["partial"], true);
    let done = &json["manifest"]["members"];
    let csv = std::fs::read_to_string(path("fan.partial.csv")).expect("what was done");
    let mut lines = csv.lines();
    assert!(lines.next().expect("a header").ends_with(",low_95,high_95,members,asked,partial"));
    assert!(lines.all(|line| line.ends_with(&format!(",{done},2000000000,true"))), "every row says so");
    let text = String::from_utf8(before[0].clone()).expect("text");
    assert!(text.lines().skip(1).all(|line| line.ends_with(",200,200,false")), "{text}");
    let mut names: Vec<_> = std::fs::read_dir(folder.path())
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    names.sort();
    assert_eq!(names.len(), 7, "three files, three partial ones, the record: {names:?}");
}

/// A file that may not be replaced is named before the members are counted, not after.
#[test]
fn a_file_in_the_way_is_named_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("fan.json").display().to_string();
    std::fs::write(&path, "mine").expect("a file");
    let begun = std::time::Instant::now();
    let found = complaint(&ofogh(&[&RUN[..6], &["--members", "2000000000", "--out", &path]].concat()));
    assert!(found.starts_with("error[in-the-way]"), "{found}");
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

/// A member printed as a scenario has, run as one, the bits it has in the ensemble.
#[test]
fn a_member_is_a_scenario() {
    const LIKELY: &str = "shock.conflict.probability=0.12";
    let folder = tempfile::tempdir_in(root().join("target")).expect("a folder");
    for name in ["reference.toml", "renewed-conflict.toml"] {
        let text = std::fs::read_to_string(root().join("scenarios").join(name)).expect("a scenario");
        let text = text.replace("qom/", "../../scenarios/qom/").replace("../seeds", "../../seeds");
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    let scenario = folder.path().join("renewed-conflict.toml").display().to_string();
    let more = ["envelope.grid.flow=400", "uncertainty.envelope.grid.flow={ uniform = [300, 600] }"];
    let more = more.iter().chain(&["programme.hotels.priority=9"]).flat_map(|setting| ["--set", setting]);
    let arguments: Vec<&str> =
        ["ensemble", &scenario].into_iter().chain(RUN[2..].iter().copied()).chain(more).collect();
    let arguments: Vec<&str> = arguments
        .into_iter()
        .map(|argument| if argument.starts_with("shock.") { LIKELY } else { argument })
        .collect();
    let settings = [
        "uncertainty.figures=true",
        LIKELY,
        "envelope.grid.flow=400",
        "uncertainty.envelope.grid.flow={ uniform = [300, 600] }",
        "programme.hotels.priority=9",
    ];
    let base = load(Path::new(&scenario), &settings);
    let design = ofogh::study::ensemble::Design {
        members: 5000,
        seed: 1,
        sampling: ofogh::study::ensemble::Sampling::Latin,
    };
    let members = ofogh::study::ensemble::Members::new(base.clone(), &[0], design);
    let (mut none, mut once) = (0, 0);
    for member in 0..14_u64 {
        let output = ofogh(&[&arguments[..], &["--member", &member.to_string()]].concat());
        let text = String::from_utf8(output.stdout).expect("a text");
        if text.contains("a scenario has it once") {
            continue;
        }
        if text.contains("does not come") {
            none += 1;
        } else {
            once += 1;
        }
        let path = folder.path().join(format!("member-{member}.toml"));
        std::fs::write(&path, &text).expect("a file");
        let alone = ofogh::study::project(load(&path, &[])).expect("finite results");
        let expected = ofogh::study::project(members.member(member)).expect("finite results");
        assert!(alone.values == expected.values, "member {member}:\n{text}");
    }
    assert!(none > 0 && once > 0, "{none} without the shock, {once} with it");
}
