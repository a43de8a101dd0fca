//! Parts of ensembles that were damaged or forged: refused in a sentence, never believed, never a panic.

use std::path::Path;
use std::process::Output;

use ofogh::figure::digest;
use ofogh::study::ensemble::{Part, PartError};
use serde_json::{Value, json};

use crate::support::{ofogh, root};

/// A small scenario with something uncertain and a goal.
const SCENARIO: &str = r#"
sector.building.value_added_ratio = 0.3

[uncertainty.envelope.credit]
flow = { uniform = [100, 500] }

[goal.park]
label = { en = "Park", fa = "پارک" }
variable = "programme.park.operating"
at_least = 20
by = 1406
"#;

/// A part of an ensemble of that scenario, in a folder.
fn part(folder: &Path, which: &str) -> String {
    let base = root().join("tests/small/programme.toml");
    let scenario = folder.join("small.toml");
    std::fs::write(&scenario, format!("based_on = \"{}\"\n{SCENARIO}", base.display())).expect("a scenario");
    let path = folder.join(format!("{}.part", which.replace('/', "-"))).display().to_string();
    let scenario = scenario.display().to_string();
    let run = ["ensemble", &scenario, "--members", "200", "--seed", "3", "--part", which, "--out", &path];
    let output = ofogh(&run);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    path
}

/// A part that says `edit`ed things under a checksum that is right.
fn forged(path: &str, edit: impl Fn(&mut Value)) {
    let text = std::fs::read_to_string(path).expect("a part");
    let mut part: Value = serde_json::from_str(text.lines().next().expect("a line")).expect("JSON");
    edit(&mut part);
    // Keys may stand in any order, but the version comes first.
    let version = part["of"].as_object_mut().expect("a table").remove("version").expect("a version");
    let of = part.as_object_mut().expect("a table").remove("of").expect("what it is of");
    let (of, rest) = (&of.to_string()[1..], &part.to_string()[1..]);
    let line = format!(r#"{{"of":{{"version":{version},{of},{rest}"#);
    let checksum = digest(line.as_bytes());
    std::fs::write(path, format!("{line}\n{checksum}\n")).expect("a part");
}

fn complaint(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("[part]") && !said.contains("panicked"), "{said}");
    said
}

/// What cannot have been counted is refused though the checksum fits, and is added to nothing.
#[test]
fn a_forged_part_is_refused() {
    type Edit = fn(&mut Value);
    const MOST: u64 = u64::MAX;
    let edits: [(&str, Edit); 19] = [
        ("a first bin that wraps", |part| part["counts"]["bins"][0][0] = json!(MOST)),
        ("a first bin in the next series", |part| part["counts"]["bins"][0][0] = json!(2047)),
        ("a bin more", |part| part["counts"]["bins"][0][1].as_array_mut().expect("bins").push(json!(1))),
        ("a sum", |part| part["counts"]["sums"][0] = json!(MOST)),
        ("a coarse sum", |part| part["counts"]["coarse"][0] = json!(MOST)),
        ("a sum of squares", |part| part["counts"]["squares"][0] = json!(MOST)),
        ("more at an end than in its bin", |part| part["counts"]["at_ends"][0] = json!([MOST, MOST])),
        ("a lowest that is no number", |part| part["counts"]["lowest"][0] = json!(f64::NAN.to_bits())),
        ("a lowest above the highest", |part| part["counts"]["lowest"][0] = json!(f64::MAX.to_bits())),
        ("an infinite highest", |part| part["counts"]["highest"][0] = json!(f64::INFINITY.to_bits())),
        ("more met than there are", |part| part["counts"]["met"][0] = json!(MOST)),
        ("impossible members", |part| part["counts"]["outside"] = json!([MOST, [0, 0]])),
        ("an unknown series", |part| part["counts"]["not_finite"] = json!([0, MOST])),
        ("no series", |part| part["counts"]["bins"] = json!([])),
        ("a range that ends before it begins", |part| part["range"] = json!([100, 0])),
        ("a range beyond all members", |part| part["range"] = json!([0, MOST])),
        ("no members", |part| part["of"]["members"] = json!(0)),
        ("too many members", |part| part["of"]["members"] = json!(MOST)),
        ("a count that does not fit", |part| part["counts"]["members"] = json!(MOST)),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second) = (part(folder.path(), "1/2"), part(folder.path(), "2/2"));
    let whole = std::fs::read(&first).expect("a part");
    forged(&first, |_| {});
    let merged = ofogh(&["merge", &first, &second]);
    assert!(merged.status.success(), "unchanged it is merged: {}", String::from_utf8_lossy(&merged.stderr));
    for (what, edit) in edits {
        std::fs::write(&first, &whole).expect("a part");
        forged(&first, edit);
        let said = complaint(&ofogh(&["merge", &first, &second]));
        assert!(said.contains(&format!("`{first}` is not a whole part of an ensemble")), "{what}: {said}");
    }
}

/// Parts that agree on what nobody can draw are refused too.
#[test]
fn a_sampling_that_nobody_knows_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let parts = ["1/2", "2/2"].map(|which| part(folder.path(), which));
    for path in &parts {
        forged(path, |part| part["of"]["sampling"] = json!("dice"));
    }
    let said = complaint(&ofogh(&["merge", &parts[0], &parts[1]]));
    assert!(said.contains("it says that its members were drawn by `dice`"), "{said}");
}

/// What is around the counts is under the checksum too: the seed, the range, the file.
#[test]
fn a_changed_part_is_not_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = part(folder.path(), "1/2");
    let whole = std::fs::read_to_string(&path).expect("a part");
    for (from, to) in
        [("\"seed\":3", "\"seed\":4"), ("\"range\":[0,100]", "\"range\":[0,200]"), ("small", "smell")]
    {
        assert!(whole.contains(from), "{from} in {whole}");
        std::fs::write(&path, whole.replacen(from, to, 1)).expect("a part");
        let said = complaint(&ofogh(&["merge", &path]));
        assert!(said.contains("its contents do not fit their checksum"), "{said}");
        let said = complaint(&ofogh(&["merge", &path, "--lang", "fa"]));
        assert!(said.contains("محتوایش با جمع آزمون نمی‌خواند"), "{said}");
    }
    for cut in [0, 5, whole.len() / 2, whole.len() - 60, whole.len() - 1] {
        assert!(Part::read(&whole.as_bytes()[..cut]).is_err(), "cut after {cut}");
    }
    assert_eq!(Part::read(b"# A readme\n").expect_err("no part"), PartError::Foreign);
}
