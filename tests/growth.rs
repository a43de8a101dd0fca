//! Large scenarios and many mistakes: the time grows as the text does, and fifty mistakes are enough to read.

use crate::reading::with;
use crate::support::{ofogh, root};

/// A text for a number.
type One = fn(usize) -> String;

/// A text for each number below `count`.
fn lines(count: usize, one: One) -> String {
    (0..count).fold(String::new(), |text, n| text + &one(n))
}

/// Of twenty thousand mistakes fifty are drawn and the others counted.
#[test]
fn fifty_mistakes_are_shown_and_the_rest_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = root().join("scenarios/reference.toml");
    let path = folder.path().join("mine.toml").display().to_string();
    let check = |count: usize, arguments: &[&str]| {
        let keys = lines(count, |n| format!("key{n} = 1\n"));
        std::fs::write(&path, format!("based_on = \"{}\"\n{keys}", base.display())).expect("a file");
        let done = ofogh(&[&["check", &path], arguments].concat());
        assert_eq!(done.status.code(), Some(2));
        String::from_utf8([done.stdout, done.stderr].concat()).expect("text")
    };
    let drawn = check(20_000, &[]);
    assert_eq!(drawn.matches("not a key here").count(), 50);
    assert!(drawn.contains("and 19,950 more mistakes") && drawn.ends_with("20,000 mistakes\n"));
    let listed: Vec<serde_json::Value> =
        serde_json::from_str(&check(200, &["--format", "json"])).expect("a list");
    assert_eq!(listed.len(), 51);
    assert_eq!((&listed[49]["code"], &listed[50]["code"]), (&"unknown-key".into(), &"more".into()));
    assert!(check(200, &["--lang", "fa"]).contains("و ۱۵۰ اشکال دیگر"));
    assert!(!check(50, &[]).contains("more mistakes"));
}

/// Eight times as much takes about eight times as long; with its square it would take 64 times.
#[test]
fn reading_grows_with_what_is_read() {
    let programme: One = |n| {
        format!(
            "[programme.p{n}]\nlabel = {{ en = \"W\", fa = \"ک\" }}\nunit = \"unit\"\nsector = \"manufacturing\"\npriority = 9\nstage_order = [\"building\"]\nfinance_at = \"operating\"\nopening = 0\nentries = 1\ncapital = 1\nlocal_share = 0.5\nbuild_job_years = 1\nrun_jobs = 1\njobs_realised = 1\nvalue_added_per_unit = 1\nstages.building = {{ label = {{ en = \"B\", fa = \"س\" }}, opening = 1, months = 12, success = 0.5 }}\nneeds.credit = 1\n"
        )
    };
    let goal: One = |n| {
        format!(
            "[goal.g{n}]\nlabel = {{ en = \"G\", fa = \"ه\" }}\nvariable = \"power.deficit\"\nat_most = 0\nby = 1410\n"
        )
    };
    let seconds = |count: usize, one: One| {
        let lines = lines(count, one);
        let quickest = (0..2).map(|_| {
            let before = std::time::Instant::now();
            let faults = with(&lines).err().unwrap_or_default();
            let _ = ofogh::cli::draw_plain(&faults, ofogh::language::Language::English);
            before.elapsed().as_secs_f64()
        });
        quickest.fold(f64::INFINITY, f64::min)
    };
    let texts: [(&str, usize, One); 4] = [
        ("programmes", 40, programme),
        ("goals", 200, goal),
        ("unknown keys", 400, |n| format!("key{n} = 1\n")),
        ("lines that are none", 400, |n| format!("key{n} : 1\n")),
    ];
    for (what, count, one) in texts {
        let (few, many) = (seconds(count, one), seconds(8 * count, one));
        assert!(many < 24.0 * few, "{what}: {few} s, then {many} s");
    }
}
