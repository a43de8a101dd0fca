//! Files with any changes to them: read or refused, and never a panic, an overflow or a number that is none. Short runs of
//! what `fuzz/` does for long; `PROPTEST_CASES` makes them longer.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use ofogh::cli::draw_plain;
use ofogh::fault::Source;
use ofogh::figure;
use ofogh::language::Language;
use ofogh::study::ensemble::{Design, Ensemble, Part, Sampling, WholeParts};
use ofogh::study::workers;
use proptest::prelude::*;

use crate::support::{load, root};

/// What readers of numbers, lists and texts stumble over.
const PIECES: [&str; 20] = [
    "18446744073709551615",
    "9223372036854775807",
    "4294967295",
    "2047",
    "-1",
    "0",
    "1e400",
    "nan",
    "null",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "\n",
    "=",
    "\u{202e}",
    "9221120237041090560",
    "9218868437227405312",
];

/// A change: where, of the whole; how many characters go; which piece comes.
type Edit = (f64, usize, usize);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0.0..1.0, 0..24_usize, 0..PIECES.len()), 1..4)
}

/// A text with changes; none of them cuts a character.
fn edited(text: &str, edits: &[Edit]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (place, gone, piece) in edits {
        // A place within the text.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let at = (place * text.len() as f64) as usize;
        let end = (at + gone).min(text.len());
        text.splice(at..end, PIECES[*piece].chars());
    }
    text.into_iter().collect()
}

/// A small ensemble with a goal, and the whole of it as a part.
static WHOLE: LazyLock<(Ensemble, String)> = LazyLock::new(|| {
    let settings = [
        "uncertainty.envelope.credit.flow={ uniform = [100, 500] }",
        "goal.park={ label = { en = \"Park\", fa = \"پارک\" }, variable = \"programme.park.operating\", at_least = 20, by = 1406 }",
    ];
    let scenario = load(&root().join("tests/small/programme.toml"), &settings);
    let ensemble =
        Ensemble::new(scenario, false, Design { members: 100, seed: 1, sampling: Sampling::Latin });
    let tally = workers::count(&ensemble, (0, 100), Some(1), &());
    let bytes = ensemble.part("small.toml".to_owned(), (0, 100), &tally).bytes().expect("bytes");
    let text = String::from_utf8(bytes).expect("text");
    let line = text.lines().next().expect("a line").to_owned();
    (ensemble, line)
});

/// The texts of the figures that are shipped.
static FIGURES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let entries = std::fs::read_dir(root().join("seeds")).expect("the figures");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let text = |path: &PathBuf| (path.display().to_string(), std::fs::read_to_string(path).expect("a text"));
    paths.iter().map(text).collect()
});

/// Reads a part that says `line` under a checksum that is right, and adds it up.
fn read(line: &str) {
    let (ensemble, _) = &*WHOLE;
    let bytes = format!("{line}\n{}\n", figure::digest(line.as_bytes()));
    let Ok(part) = Part::read(bytes.as_bytes()) else { return };
    let Ok(parts) = WholeParts::new(vec![part]) else { return };
    let Ok(tally) = parts.merge(ensemble) else { return };
    let outcome = ensemble.outcome(&tally);
    let spreads = outcome.spreads.iter().flatten();
    let numbers =
        spreads.flat_map(|spread| spread.percentiles.into_iter().chain([spread.mean, spread.deviation]));
    assert!(tally.not_finite.is_some() || numbers.into_iter().all(f64::is_finite), "{line}");
    for probability in outcome.probabilities.iter().flatten() {
        assert!((0.0..=1.0).contains(&probability.share), "{line}");
    }
}

proptest! {
    #[test]
    fn no_part_breaks_the_program(edits in edits()) {
        read(&edited(&WHOLE.1, &edits));
    }

    #[test]
    fn no_bytes_are_taken_for_a_part(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Part::read(&bytes).is_err());
    }

    #[test]
    fn no_figures_break_the_program(file in 0..FIGURES.len(), edits in edits()) {
        let source = |(n, (name, text)): (usize, &(String, String))| {
            Source::new(name.clone(), if n == file { edited(text, &edits) } else { text.clone() })
        };
        let sources: Vec<Arc<Source>> = FIGURES.iter().enumerate().map(source).collect();
        match figure::read(&sources) {
            Ok(figures) => prop_assert!(figures.figures.values().all(|figure| figure.value.is_finite())),
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                let mut drawn = draw_plain(&faults, Language::English);
                // Writing to a text cannot fail.
                let _ = write!(drawn, "{}", draw_plain(&faults, Language::Persian));
                prop_assert!(!drawn.contains(|c: char| c.is_control() && c != '\n'), "{}", drawn);
            }
        }
    }
}

/// Unchanged it is read: the tests above change something that counts.
#[test]
fn an_unchanged_part_is_read() {
    let (ensemble, line) = &*WHOLE;
    let bytes = format!("{line}\n{}\n", figure::digest(line.as_bytes()));
    let part = Part::read(bytes.as_bytes()).expect("a part");
    let tally = WholeParts::new(vec![part]).expect("whole").merge(ensemble).expect("counts");
    assert_eq!(tally, workers::count(ensemble, (0, 100), Some(1), &()));
    read(line);
}
