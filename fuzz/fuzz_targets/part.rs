//! Any text as a part of an ensemble, under a checksum that is right: read or refused, added up to finite numbers, and never
//! breaks the program.
//!
//! Without a version at its beginning the input is the file itself.
#![no_main]

use std::path::PathBuf;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use ofogh::figure::digest;
use ofogh::scenario::Scenario;
use ofogh::study::ensemble::{Design, Ensemble, Part, Sampling, WholeParts};

static ENSEMBLE: OnceLock<Ensemble> = OnceLock::new();

/// The ensemble that `tests/mutated.rs` has too: its part is a good input to begin with.
fn ensemble() -> Ensemble {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/small/programme.toml");
    let setting = "uncertainty.envelope.credit.flow={ uniform = [100, 500] }".to_owned();
    let scenario = Scenario::load(&path, &[setting]).expect("a scenario");
    Ensemble::new(scenario, false, Design { members: 100, seed: 1, sampling: Sampling::Latin })
}

fuzz_target!(|line: &[u8]| {
    let mut bytes = line.to_owned();
    if line.starts_with(b"{") {
        bytes.extend(format!("\n{}\n", digest(line)).bytes());
    }
    let ensemble = ENSEMBLE.get_or_init(ensemble);
    let Ok(part) = Part::read(&bytes) else { return };
    let Ok(parts) = WholeParts::new(vec![part]) else { return };
    let Ok(tally) = parts.merge(ensemble) else { return };
    let outcome = ensemble.outcome(&tally);
    let spreads = outcome.spreads.iter().flatten();
    let mut numbers =
        spreads.flat_map(|spread| spread.percentiles.into_iter().chain([spread.mean, spread.deviation]));
    assert!(tally.not_finite.is_some() || numbers.all(f64::is_finite));
});
