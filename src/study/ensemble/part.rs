//! A part of an ensemble, counted somewhere else: what it is a part of, which members it has, and its counts.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::plan::{Counted, Plan};
use super::{Design, Ensemble, Sampling, Tally};
use crate::figure::digest;
use crate::language::Label;
use crate::study::limits;

/// What an ensemble is: parts of the same can be merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Version of the program.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Digest of the scenario: every input, what is uncertain, goals and structure.
    pub digest: String,
    /// Digest of the figures.
    pub figures: String,
    /// Settings over the files.
    pub settings: Vec<String>,
    /// Whether every variable is counted.
    pub all: bool,
    /// Members of the whole.
    pub members: u64,
    /// Seed.
    pub seed: u64,
    /// Sampling.
    pub sampling: String,
    /// Digest of what is counted in which bins.
    pub plan: String,
}

/// A part, as it is written to a file: a line that says it, and one with the digest of the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is a part of.
    pub of: Identity,
    /// Path of the scenario file, as it was given.
    pub file: String,
    /// Its first member, and the one after its last.
    pub range: (u64, u64),
    counts: Counts,
}

/// What is wrong with a part, or with parts together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartError {
    /// The file is none of ours.
    Foreign,
    /// It was changed or cut short after it was written.
    Changed,
    /// It says what no ensemble can have counted.
    Impossible,
    /// It is drawn in a way that this program does not know.
    Sampling(String),
    /// The parts are not of one ensemble: what differs, and how it is in the first and in the other.
    Differ(Label, String, String),
}

impl Ensemble {
    /// What this ensemble is.
    pub fn identity(&self) -> Identity {
        Identity {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: self.scenario.name.clone(),
            digest: self.scenario.digest(),
            figures: self.scenario.figures.digest(),
            settings: self.scenario.settings.clone(),
            all: self.all,
            members: self.design.members,
            seed: self.design.seed,
            sampling: self.design.sampling.name().to_owned(),
            plan: plan_digest(&self.plan),
        }
    }

    /// The counts of the members of `range` as a part.
    pub fn part(&self, file: String, range: (u64, u64), tally: &Tally) -> Part {
        Part { of: self.identity(), file, range, counts: Counts::of(tally, self.plan.series.len()) }
    }

    /// The counts of a part of this ensemble.
    ///
    /// # Errors
    /// A part of something else, or one that says what cannot be.
    pub fn counted(&self, part: &Part) -> Result<Tally, PartError> {
        self.identity().same(&part.of)?;
        part.counts.tally(&self.plan, part.range).ok_or(PartError::Impossible)
    }
}

impl Identity {
    /// Whether another is the same, down to how it is drawn and counted.
    ///
    /// # Errors
    /// The first thing that differs.
    pub fn same(&self, other: &Self) -> Result<(), PartError> {
        let both = |identity: &Self| {
            [
                ("version", "نگارش", identity.version.clone()),
                ("scenario", "سناریو", identity.scenario.clone()),
                ("settings", "تنظیم‌ها", format!("{:?}", identity.settings)),
                ("--all", "--all", identity.all.to_string()),
                ("members", "عضوها", identity.members.to_string()),
                ("seed", "بذر", identity.seed.to_string()),
                ("sampling", "نمونه‌گیری", identity.sampling.clone()),
                ("figures", "ارقام", identity.figures.clone()),
                ("inputs of the scenario", "ورودی‌های سناریو", identity.digest.clone()),
                ("bins", "بازه‌های شمارش", identity.plan.clone()),
            ]
        };
        let mut all = both(self).into_iter().zip(both(other));
        all.find(|((.., own), (.., others))| own != others).map_or(Ok(()), |((en, fa, own), (.., others))| {
            Err(PartError::Differ(Label::new(en, fa), own, others))
        })
    }

    /// How the members are drawn.
    ///
    /// # Errors
    /// A sampling that this program does not know.
    pub fn design(&self) -> Result<Design, PartError> {
        let unknown = || PartError::Sampling(self.sampling.clone());
        let sampling = Sampling::named(&self.sampling).ok_or_else(unknown)?;
        Ok(Design { members: self.members, seed: self.seed, sampling })
    }
}

impl Part {
    /// How the file of a part begins.
    const BEGIN: &[u8] = b"{\"of\":{\"version\":\"";

    /// The part as the bytes of a file.
    ///
    /// # Errors
    /// What the library that writes it refuses.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec(self)?;
        let checksum = digest(&bytes);
        bytes.extend(format!("\n{checksum}\n").bytes());
        Ok(bytes)
    }

    /// The part that a file holds. Nothing of it is believed before its digest was found to be right.
    ///
    /// # Errors
    /// A file that is no part, that was changed, or that says what cannot be.
    pub fn read(bytes: &[u8]) -> Result<Self, PartError> {
        if !bytes.starts_with(Self::BEGIN) {
            return Err(PartError::Foreign);
        }
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or(PartError::Changed)?;
        if bytes[end..] != *format!("\n{}\n", digest(&bytes[..end])).as_bytes() {
            return Err(PartError::Changed);
        }
        let part: Self = serde_json::from_slice(&bytes[..end]).map_err(|_| PartError::Foreign)?;
        let (first, last) = part.range;
        let is_possible = (1..=limits::MEMBERS).contains(&part.of.members)
            && last <= part.of.members
            && last.checked_sub(first) == Some(part.counts.members());
        if is_possible { Ok(part) } else { Err(PartError::Impossible) }
    }
}

fn plan_digest(plan: &Plan) -> String {
    let mut text = format!("{} {} {:?}", plan.years, plan.variables, plan.targets);
    for counted in &plan.counted {
        // Writing to a text cannot fail.
        let _ = match counted {
            Counted::Always(value) => write!(text, " ={:x}", value.to_bits()),
            Counted::Series(series) => {
                let scale = plan.series[*series].1;
                let (low, steps) = (scale.low.to_bits(), scale.steps_per_unit.to_bits());
                write!(text, " {series}:{low:x}:{steps:x}:{:x}:{:x}", scale.first, scale.shift)
            }
        };
    }
    digest(text.as_bytes())
}
