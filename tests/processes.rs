//! Several programs at once, programs that were killed, programs that may not write: nothing is forgotten, nothing stays.

use std::path::Path;
use std::process::{Child, Output, Stdio};

use ofogh::export::{write, write_all};

use crate::support::{program, root};

/// Purchases and value added of the small scenario, together at most its output.
const SETTING: &str = "sector.building.value_added_ratio=0.3";

/// Runs the small scenario into files of a folder.
fn run(folder: &Path, outs: &[String], more: &[&str]) -> Child {
    let mut command = program();
    command.arg("run").arg(root().join("tests/small/programme.toml")).current_dir(folder).args(more);
    command.args(["--set", SETTING]);
    command.args(outs.iter().flat_map(|out| ["--out", out]));
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program")
}

fn ended(child: Child) -> Output {
    child.wait_with_output().expect("it ends")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Eight programs write four files each into one folder, twice: each file is known to be ours.
#[test]
fn no_record_is_lost_by_programs_that_run_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    for inflation in ["0.4", "0.3"] {
        let setting = format!("prices.inflation={inflation}");
        let children: Vec<Child> = (0..8)
            .map(|n| {
                let outs: Vec<String> = (0..4).map(|m| format!("out/{n}-{m}.csv")).collect();
                run(folder.path(), &outs, &["--prices", "current", "--set", &setting])
            })
            .collect();
        for child in children {
            let output = ended(child);
            assert!(output.status.success(), "{}", said(&output));
        }
    }
    assert_eq!(names(&folder.path().join("out")).len(), 33, "32 files and the record");
}

/// The same within one program, over one name: the file is whole and known, whoever came last.
#[test]
fn one_name_may_be_written_from_many_sides() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("fan.csv");
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let path = &path;
            scope.spawn(move || {
                for n in 0..20 {
                    write(path, format!("{thread} {n}").repeat(1000).as_bytes(), false).expect("ours");
                }
            });
        }
    });
    write(&path, b"the last", false).expect("ours");
    assert_eq!(names(folder.path()), [".ofogh-written", "fan.csv"]);
}

/// What a killed run left goes with the next one; what a living run is writing stays.
#[test]
fn what_a_killed_run_left_is_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at(".ofogh-Dead12.tmp"), "half a file").expect("a file");
    std::fs::write(at(".ofogh-Alive1.tmp"), "half a file").expect("a file");
    std::fs::write(at("mine.tmp"), "the planner's own").expect("a file");
    std::fs::create_dir(at(".ofogh-folder.tmp")).expect("a folder");
    let alive = std::fs::File::open(at(".ofogh-Alive1.tmp")).expect("a file");
    alive.lock().expect("a lock");
    write(&at("a.csv"), b"1", false).expect("a file");
    let all = [".ofogh-Alive1.tmp", ".ofogh-folder.tmp", ".ofogh-written", "a.csv", "mine.tmp"];
    assert_eq!(names(folder.path()), all);
    drop(alive);
    write(&at("a.csv"), b"2", false).expect("a file");
    assert_eq!(names(folder.path()), all[1..]);
}

/// Programs killed at any moment: after one that ends by itself there is no temporary file, and every file is ours.
#[test]
fn kills_leave_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let outs: Vec<String> = ["a.csv", "b.json", "c.xlsx"].map(str::to_owned).to_vec();
    for wait in (0..400).step_by(13) {
        let mut child = run(folder.path(), &outs, &["--set", &format!("nation.growth=0.0{wait}")]);
        std::thread::sleep(std::time::Duration::from_millis(wait));
        // It may have ended before.
        let _ = child.kill();
        ended(child);
    }
    let output = ended(run(folder.path(), &outs, &[]));
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(names(folder.path()), [".ofogh-written", "a.csv", "b.json", "c.xlsx"]);
}

/// Programs ended by Ctrl-C or by the system at any moment leave no temporary file, without another run.
#[cfg(unix)]
#[test]
fn signals_wait_for_half_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let outs: Vec<String> = ["a.csv", "b.json", "c.xlsx"].map(str::to_owned).to_vec();
    for (wait, signal) in (0..500).step_by(9).zip(["-INT", "-TERM"].into_iter().cycle()) {
        let child = run(folder.path(), &outs, &["--force"]);
        std::thread::sleep(std::time::Duration::from_millis(wait));
        // It may have ended before.
        let mut kill = std::process::Command::new("kill");
        kill.args([signal, &child.id().to_string()]).stderr(Stdio::null()).status().expect("kill");
        ended(child);
        let names = names(folder.path());
        assert!(names.iter().all(|name| !name.ends_with(".tmp")), "{signal} after {wait} ms: {names:?}");
    }
}

#[cfg(unix)]
mod permissions {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).expect("a file").permissions().mode() & 0o7777
    }

    /// New files are for whom the user lets read; a file that is replaced stays for whom it was.
    #[test]
    fn permissions_are_the_users() {
        let folder = tempfile::tempdir().expect("a folder");
        for (umask, expected) in [("077", 0o600), ("027", 0o640), ("022", 0o644)] {
            let program = env!("CARGO_BIN_EXE_ofogh");
            let small = root().join("tests/small/programme.toml");
            let script = format!(
                "umask {umask}; exec '{program}' run '{}' --set {SETTING} --out {umask}/a.csv",
                small.display()
            );
            let mut shell = std::process::Command::new("sh");
            let output =
                shell.args(["-c", &script]).current_dir(folder.path()).output().expect("the program");
            assert!(output.status.success(), "{}", said(&output));
            let path = folder.path().join(umask).join("a.csv");
            assert_eq!(mode(&path), expected, "{umask}");
            assert_eq!(mode(&path.with_file_name(".ofogh-written")), expected, "{umask}");
            for kept in [0o600, 0o664, 0o640, 0o444] {
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(kept)).expect("a mode");
                write(&path, format!("{kept}").as_bytes(), true).expect("ours");
                assert_eq!(mode(&path), kept);
            }
        }
    }
}

/// A record that something else wrote over is mended; one that is no file is named, also with --force.
#[test]
fn a_damaged_record_does_not_block_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let record = at(".ofogh-written");
    write(&at("a.csv"), b"1", false).expect("a file");
    let mut bytes = std::fs::read(&record).expect("the record");
    bytes.splice(0..0, [0xff, 0xfe, b'\n']);
    bytes.extend(b"cut o\xff");
    std::fs::write(&record, &bytes).expect("a damage");
    write(&at("a.csv"), b"2", false).expect("its line is whole, so it is ours");
    write(&at("b.csv"), b"1", true).expect("a file");
    write(&at("b.csv"), b"2", false).expect("ours: its line is none with what was cut off");
    std::fs::remove_file(&record).expect("a record");
    std::fs::create_dir(&record).expect("a folder");
    for force in [false, true] {
        let fault = write(&at("c.csv"), b"1", force).expect_err("no record");
        assert_eq!(fault.code, "record");
        assert!(
            fault.message.en.contains(".ofogh-written`, the list of what ofogh wrote"),
            "{}",
            fault.message.en
        );
    }
    assert_eq!(names(folder.path()), [".ofogh-written", "a.csv", "b.csv"]);
}

/// A pipe in the place of the record is refused at once, and a link is not followed.
#[cfg(unix)]
#[test]
fn a_record_is_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    assert!(
        std::process::Command::new("mkfifo").arg(at(".ofogh-written")).status().expect("mkfifo").success()
    );
    assert_eq!(write(&at("a.csv"), b"1", true).expect_err("a pipe").code, "record");
    std::fs::remove_file(at(".ofogh-written")).expect("a pipe");
    std::fs::write(at("notes.txt"), "mine").expect("a file");
    std::os::unix::fs::symlink(at("notes.txt"), at(".ofogh-written")).expect("a link");
    assert_eq!(write(&at("a.csv"), b"1", true).expect_err("a link").code, "record");
    assert_eq!(std::fs::read_to_string(at("notes.txt")).expect("a file"), "mine");
}

/// What was written a thousand times is on record once or twice; what was written once stays there.
#[test]
fn a_record_does_not_grow_without_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("old.csv"), b"1", false).expect("a file");
    write(&at("often.csv"), b"1", false).expect("a file");
    let mut lines = std::fs::read_to_string(at(".ofogh-written")).expect("the record");
    lines.extend((0..20_000).map(|n| format!("{n:064}  often.csv\n")));
    std::fs::write(at(".ofogh-written"), lines).expect("a long record");
    write(&at("often.csv"), b"2", true).expect("a file");
    let length = std::fs::metadata(at(".ofogh-written")).expect("the record").len();
    assert!(length < 1000, "{length} bytes");
    write(&at("old.csv"), b"2", false).expect("still ours");
    write(&at("often.csv"), b"3", false).expect("still ours");
}

/// Of several files none takes its place before there is room for all; if one cannot, it is said which are there.
#[test]
fn what_was_written_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("b/.ofogh-written")).expect("a folder in the place of the record");
    let files =
        [(at("a/a.csv"), b"1".to_vec()), (at("b/b.csv"), b"1".to_vec()), (at("c/c.csv"), b"1".to_vec())];
    let fault = write_all(&files, false).expect_err("no record");
    let help = fault.help.expect("what is there");
    let [a, b, c] = ["a/a.csv", "b/b.csv", "c/c.csv"].map(|name| at(name).display().to_string());
    assert_eq!(help.en, format!("written: `{a}`; not written: `{b}`, `{c}`"));
    assert_eq!(help.fa, format!("نوشته شد: `{a}`؛ نوشته نشد: `{b}`، `{c}`"));
    assert!(at("a/a.csv").is_file() && !at("c/c.csv").exists());
}

/// On a disk with room for the table but not for the workbook neither is written, and that is said.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_for_one_file_gets_none() {
    let folder = tempfile::tempdir().expect("a folder");
    // 20 or 40 KiB, as shells count: the table has 18 and the workbook 53.
    let limited = "trap '' XFSZ; ulimit -f 40; exec \"$@\"";
    for (language, says) in [("en", "none of them was written"), ("fa", "هیچ‌یک نوشته نشد")] {
        let mut shell = std::process::Command::new("sh");
        shell.args([
            "-c",
            limited,
            "sh",
            env!("CARGO_BIN_EXE_ofogh"),
            "run",
            "--lang",
            language,
            "--set",
            SETTING,
        ]);
        shell.arg(root().join("tests/small/programme.toml")).args(["--out", "a.csv", "--out", "b.xlsx"]);
        let output = shell.current_dir(folder.path()).output().expect("the program");
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(says), "{}", said(&output));
        assert!(names(folder.path()).is_empty(), "{:?}", names(folder.path()));
    }
}
