//! Structure: what there is in a scenario, as opposed to how much of it.
//!
//! Programmes and their stages, envelopes, classes, sectors, shocks, the order of claims and the years. A step may
//! branch on structure; it never branches on a number.

mod outline;

use crate::language::Label;

/// Everything a scenario fixes that is not a number of the model.
#[derive(Debug, Clone)]
pub struct Structure {
    /// Solar Hijri year in which the run opens, and the last one.
    pub years: (i32, i32),
    /// Share of the opening year that is still to come, in (0, 1].
    pub opening_length: f64,
    /// Sectors of the economy.
    pub sectors: Vec<Named>,
    /// Index of the sector that does the building.
    pub construction: usize,
    /// Envelopes: what can run out.
    pub envelopes: Vec<Envelope>,
    /// Programmes: staged pipelines.
    pub programmes: Vec<Programme>,
    /// Size classes of enterprises that already exist.
    pub classes: Vec<Class>,
    /// Shocks.
    pub shocks: Vec<Shock>,
    /// Who draws on the envelopes, first come first served. Programmes among themselves, and classes, stand in the order
    /// of their own lists.
    pub order: Vec<Claimant>,
    /// The programme whose units are beds for visitors.
    pub beds: Option<usize>,
    /// What visitors are called: pilgrims, tourists, patients.
    pub visitors: Label,
    /// The envelope that foreign direct investment adds to.
    pub foreign_investment: Option<usize>,
    /// Whether the power balance is modelled.
    pub power: bool,
    /// Share of a year that has passed when its summer peak comes.
    pub peak_at: f64,
}

/// Quarters in which each period of a stage is worked through.
pub const PARTS: usize = 4;
/// Most steps of a stage.
pub const MOST_STEPS: usize = 12;

/// An id with its name.
#[derive(Debug, Clone)]
pub struct Named {
    /// Id, the last part of the dotted path.
    pub id: String,
    /// Name in both languages.
    pub label: Label,
}

/// How an envelope runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnvelopeKind {
    /// So much a year: money, connections.
    Flow,
    /// So much at any time: what is built or operating holds its part.
    Stock,
}

/// An envelope.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// Id and name.
    pub named: Named,
    /// Unit of what it holds, such as `million USD`.
    pub unit: String,
    /// Flow or stock.
    pub kind: EnvelopeKind,
    /// Whether a deferral of payment reduces the draw (credit).
    pub deferrable: bool,
}

/// A programme.
#[derive(Debug, Clone)]
pub struct Programme {
    /// Id and name.
    pub named: Named,
    /// Unit of capacity: `MW`, `unit`, `bed` …
    pub unit: String,
    /// Index of the sector its value added counts in.
    pub sector: usize,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// Index of the stage whose entry needs money; the number of stages stands for operation.
    pub finance_at: usize,
    /// What it draws on, in the order of the envelopes.
    pub needs: Vec<Drawn>,
    /// Indexes of the stages at whose entry capital is spent, the number of stages for operation; empty where half is spent
    /// at `finance_at` and half at the opening of a unit.
    pub spent: Vec<usize>,
    /// Index of the class of enterprises whose units its own become: they idle as those do, and idle units join it.
    pub ages_as: Option<usize>,
    /// Whether it has a ratio of value added to output of its own, beside its sector's.
    pub own_ratio: bool,
    /// Whether its units generate electricity.
    pub generates: bool,
}

/// A stage of a programme.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Id and name.
    pub named: Named,
    /// Equal steps it is passed in, 1 to [`MOST_STEPS`]: the more, the less the time in it varies.
    pub steps: usize,
    /// Share of the opening stock in each step; sums to 1.
    pub opening_by_step: Vec<f64>,
}

/// An envelope that a programme draws on, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// Index of the envelope.
    pub envelope: usize,
    /// Index of the stage at whose entry it is drawn on; the number of stages for operation.
    pub at: usize,
}

impl Programme {
    /// Which needs are drawn at the entry of a stage, each with its envelope.
    pub fn drawn_at(&self, stage: usize) -> impl Iterator<Item = (usize, usize)> + Clone {
        let needs = self.needs.iter().enumerate();
        needs.filter(move |(_, need)| need.at == stage).map(|(n, need)| (n, need.envelope))
    }

    /// Whether an envelope is drawn on where stage `stage` is left.
    pub fn gated(&self, stage: usize) -> bool {
        self.needs.iter().any(|need| need.at == stage + 1)
    }
}

/// A size class of existing enterprises.
#[derive(Debug, Clone)]
pub struct Class {
    /// Id and name.
    pub named: Named,
    /// Index of the sector.
    pub sector: usize,
    /// Indexes of the envelopes that a revival draws on.
    pub needs: Vec<usize>,
}

/// A shock.
#[derive(Debug, Clone)]
pub struct Shock {
    /// Id and name.
    pub named: Named,
    /// Indexes of the sectors it cuts.
    pub cuts: Vec<usize>,
    /// Indexes of the envelopes it shrinks.
    pub shrinks: Vec<usize>,
}

/// Who draws on the envelopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claimant {
    /// The programme of that index.
    Programme(usize),
    /// The revival of the class of that index.
    Class(usize),
}

/// Existing enterprises are counted one by one.
pub const CLASS_UNIT: &str = "unit";

impl Structure {
    /// The years of the run, in order.
    pub fn all_years(&self) -> impl Iterator<Item = i32> + use<> {
        self.years.0..=self.years.1
    }

    /// The share of a stage's opening stock in a step, by the id of that input.
    pub fn opening_share(&self, id: &str) -> Option<f64> {
        let (stage, step) = id.strip_suffix(".share")?.rsplit_once(".shares.")?;
        let mut stages = self
            .programmes
            .iter()
            .flat_map(|programme| programme.stages.iter().map(move |stage| (&programme.named.id, stage)));
        let (_, stage) = stages.find(|(programme, own)| {
            let rest =
                stage.strip_prefix("programme.").and_then(|rest| rest.strip_prefix(programme.as_str()));
            rest.and_then(|rest| rest.strip_prefix(".stages.")) == Some(own.named.id.as_str())
        })?;
        stage.opening_by_step.get(step.parse::<usize>().ok()?.checked_sub(1)?).copied()
    }

    /// Whether the summer peak of a year comes within the run.
    pub fn has_peak(&self, year: i32) -> bool {
        year > self.years.0 || self.peak_at >= 1.0 - self.opening_length
    }

    /// Id and name of a claimant.
    pub fn claimant(&self, claimant: Claimant) -> &Named {
        match claimant {
            Claimant::Programme(p) => &self.programmes[p].named,
            Claimant::Class(c) => &self.classes[c].named,
        }
    }

    /// The unit a claimant is counted in.
    pub fn claimant_unit(&self, claimant: Claimant) -> &str {
        match claimant {
            Claimant::Programme(p) => &self.programmes[p].unit,
            Claimant::Class(_) => CLASS_UNIT,
        }
    }
}
