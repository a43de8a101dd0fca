//! A part of an ensemble, counted somewhere else: what it is a part of, which members it has, and its counts.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::plan::{BINS, Counted, Plan};
use super::{Design, Ensemble, Sampling, Tally};
use crate::figure::digest;

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

/// A part, as it is written to a file.
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
    /// Digest of the counts.
    checksum: String,
}

/// Counts of a tally. Numbers that are not whole are given by their bits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    members: u64,
    /// For each series, the first bin that holds something, and the counts from there on.
    bins: Vec<(usize, Vec<u32>)>,
    sums: Vec<u64>,
    coarse: Vec<u64>,
    squares: Vec<u64>,
    at_ends: Vec<[u64; 2]>,
    lowest: Vec<u64>,
    highest: Vec<u64>,
    met: Vec<u64>,
    outside: (u64, Option<(u64, usize)>),
    not_finite: Option<(u64, usize)>,
}

/// What is wrong with a part, or with parts together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartError {
    /// The file is none of ours, or was changed or cut short.
    Damaged(String),
    /// The parts are not of one ensemble: what differs, and how it is in the first and in the other.
    Differ(&'static str, String, String),
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
        let counts = Counts::of(tally, self.plan.series.len());
        Part { of: self.identity(), file, range, checksum: counts.checksum(), counts }
    }

    /// The counts of a part of this ensemble.
    ///
    /// # Errors
    /// A part of something else, or one that was changed.
    pub fn counted(&self, part: &Part) -> Result<Tally, PartError> {
        self.identity().same(&part.of)?;
        let damaged = |what: &str| Err(PartError::Damaged(what.to_owned()));
        let series = self.plan.series.len();
        let counts = &part.counts;
        if counts.checksum() != part.checksum {
            return damaged("its counts do not fit their checksum");
        }
        let (first, last) = part.range;
        let sums = [counts.sums.len(), counts.coarse.len(), counts.squares.len()];
        let ends = [counts.at_ends.len(), counts.lowest.len(), counts.highest.len()];
        let fits = sums.iter().chain(&ends).all(|length| *length == series)
            && counts.bins.len() == series
            && counts.met.len() == self.plan.targets.len() * self.plan.years
            && last <= self.design.members
            && last.checked_sub(first) == Some(counts.members);
        if !fits {
            return damaged("its lists are not as long as they should be");
        }
        let mut tally = Tally::new(&self.plan);
        for (series, (start, counts_of)) in counts.bins.iter().enumerate() {
            let whole: u64 = counts_of.iter().map(|count| u64::from(*count)).sum();
            if start + counts_of.len() > BINS as usize || whole != counts.members {
                return damaged("its bins do not hold its members");
            }
            let from = series * BINS as usize + start;
            tally.bins[from..from + counts_of.len()].copy_from_slice(counts_of);
        }
        let numbers = |bits: &[u64]| bits.iter().map(|bits| f64::from_bits(*bits)).collect();
        tally.members = counts.members;
        tally.sums.clone_from(&counts.sums);
        tally.coarse.clone_from(&counts.coarse);
        tally.squares.clone_from(&counts.squares);
        tally.at_ends.clone_from(&counts.at_ends);
        (tally.lowest, tally.highest) = (numbers(&counts.lowest), numbers(&counts.highest));
        tally.met.clone_from(&counts.met);
        tally.outside = (counts.outside.0, counts.outside.1.filter(|(_, found)| *found < series));
        tally.not_finite = counts.not_finite.filter(|(_, found)| *found < series);
        Ok(tally)
    }
}

impl Identity {
    /// Whether another is the same, down to how it is drawn and counted.
    ///
    /// # Errors
    /// The first thing that differs.
    pub fn same(&self, other: &Self) -> Result<(), PartError> {
        let text = |all: bool| if all { "every variable" } else { "the headline" }.to_owned();
        let both = |identity: &Self| {
            [
                ("version", identity.version.clone()),
                ("scenario", identity.scenario.clone()),
                ("settings", identity.settings.join(" ")),
                ("variables", text(identity.all)),
                ("members", identity.members.to_string()),
                ("seed", identity.seed.to_string()),
                ("sampling", identity.sampling.clone()),
                ("figures", identity.figures.clone()),
                ("inputs of the scenario", identity.digest.clone()),
                ("bins", identity.plan.clone()),
            ]
        };
        for ((what, own), (_, others)) in both(self).into_iter().zip(both(other)) {
            if own != others {
                return Err(PartError::Differ(what, own, others));
            }
        }
        Ok(())
    }

    /// How the members are drawn.
    pub fn design(&self) -> Option<Design> {
        let sampling = Sampling::named(&self.sampling)?;
        Some(Design { members: self.members, seed: self.seed, sampling })
    }
}

impl Part {
    /// The part as the text of a file.
    ///
    /// # Errors
    /// What the library that writes it refuses.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The part that a file holds.
    ///
    /// # Errors
    /// A file that is no part.
    pub fn read(bytes: &[u8]) -> Result<Self, PartError> {
        serde_json::from_slice(bytes).map_err(|error| PartError::Damaged(error.to_string()))
    }
}

impl Counts {
    fn of(tally: &Tally, series: usize) -> Self {
        let bins = |series: usize| {
            let bins = &tally.bins[series * BINS as usize..(series + 1) * BINS as usize];
            let first = bins.iter().position(|count| *count > 0).unwrap_or(0);
            let last = bins.iter().rposition(|count| *count > 0).map_or(first, |last| last + 1);
            (first, bins[first..last].to_vec())
        };
        let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect();
        Self {
            members: tally.members,
            bins: (0..series).map(bins).collect(),
            sums: tally.sums.clone(),
            coarse: tally.coarse.clone(),
            squares: tally.squares.clone(),
            at_ends: tally.at_ends.clone(),
            lowest: bits(&tally.lowest),
            highest: bits(&tally.highest),
            met: tally.met.clone(),
            outside: tally.outside,
            not_finite: tally.not_finite,
        }
    }

    fn checksum(&self) -> String {
        digest(format!("{self:?}").as_bytes())
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
