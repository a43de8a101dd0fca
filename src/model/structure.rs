//! Structure: what there is in a scenario, as opposed to how much of it.
//!
//! Programmes and their stages, envelopes, classes, sectors, shocks, the order of claims and the years. A step may
//! branch on structure; it never branches on a number.

use super::record::Scope;
use crate::language::{Label, Language};

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

    /// The outline of ids and names that inputs and results are laid out over.
    pub fn outline(&self) -> Scope {
        let single = |id: &str, en: &str, fa: &str| vec![place(id, &Label::new(en, fa), "", "")];
        let only_if = |there: bool, places: Vec<Scope>| if there { places } else { Vec::new() };
        Scope {
            within: vec![
                ("period", single("period", "Period", "دوره")),
                ("prices", single("prices", "Prices", "قیمت‌ها")),
                ("nation", single("nation", "Nation", "کشور")),
                ("province", single("province", "Province", "استان")),
                ("economy", single("economy", "Economy", "اقتصاد")),
                ("work", single("work", "Work", "کار")),
                ("revival", single("revival", "Revival of idle units", "احیای واحدهای راکد")),
                ("power", only_if(self.power, single("power", "Power", "برق"))),
                ("visitors", only_if(self.beds.is_some(), vec![place("visitors", &self.visitors, "", "")])),
                (
                    "foreign_investment",
                    self.foreign_investment.map(|e| foreign_place(&self.envelopes[e])).into_iter().collect(),
                ),
                ("shock", self.shocks.iter().map(|shock| self.shock_place(shock)).collect()),
                ("envelope", self.envelopes.iter().map(envelope_place).collect()),
                (
                    "programme",
                    self.programmes.iter().map(|programme| self.programme_place(programme)).collect(),
                ),
                ("class", self.classes.iter().map(|class| self.class_place(class)).collect()),
                ("sector", self.sectors.iter().map(|sector| self.sector_place(sector)).collect()),
            ],
            ..Scope::default()
        }
    }

    fn shock_place(&self, shock: &Shock) -> Scope {
        let mut at = named_place("shock", &shock.named, "");
        let cuts = shock.cuts.iter().map(|&s| inner(&at, "cuts", &self.sectors[s], "")).collect();
        let shrinks =
            shock.shrinks.iter().map(|&e| inner(&at, "shrinks", &self.envelopes[e].named, "")).collect();
        at.within = vec![("cuts", cuts), ("shrinks", shrinks)];
        at
    }

    fn programme_place(&self, programme: &Programme) -> Scope {
        let mut at = named_place("programme", &programme.named, &programme.unit);
        let spent = programme.spent.iter().map(|&stage| spent_place(&at, programme, stage)).collect();
        let stages = programme.stages.iter().enumerate();
        let stages = stages.map(|(s, stage)| stage_place(&at, programme.gated(s), stage)).collect();
        let needs: Vec<usize> = programme.needs.iter().map(|need| need.envelope).collect();
        let itself = || place(&at.id, &at.label, &at.unit, &at.of);
        let only_if = |there: bool, place: Scope| if there { vec![place] } else { Vec::new() };
        let ratio = place(&format!("{}.value_added_ratio", at.id), &at.label, "", "");
        let mut plant = place(&format!("{}.plant", at.id), &at.label, &programme.unit, &programme.unit);
        let peak = place(&plant.id, &plant.label, &plant.unit, &plant.of);
        plant.within = vec![("peak", only_if(self.power, peak))];
        at.within = vec![
            ("stages", stages),
            ("spent", spent),
            ("needs", self.needs_places(&at, &needs)),
            ("ageing", only_if(programme.ages_as.is_some(), itself())),
            ("value_added_ratio", only_if(programme.own_ratio, ratio)),
            ("plant", only_if(programme.generates, plant)),
        ];
        at
    }

    fn class_place(&self, class: &Class) -> Scope {
        let mut at = named_place("class", &class.named, CLASS_UNIT);
        at.within = vec![("needs", self.needs_places(&at, &class.needs))];
        at
    }

    fn sector_place(&self, sector: &Named) -> Scope {
        let mut at = named_place("sector", sector, "");
        let requirements = self.sectors.iter().map(|other| inner(&at, "requirements", other, "")).collect();
        at.within = vec![("requirements", requirements)];
        at
    }

    fn needs_places(&self, at: &Scope, needs: &[usize]) -> Vec<Scope> {
        let need = |&e: &usize| inner(at, "needs", &self.envelopes[e].named, &self.envelopes[e].unit);
        needs.iter().map(need).collect()
    }
}

fn place(id: &str, label: &Label, unit: &str, of: &str) -> Scope {
    Scope {
        id: id.to_owned(),
        label: label.clone(),
        unit: unit.to_owned(),
        of: of.to_owned(),
        within: Vec::new(),
    }
}

fn named_place(kind: &str, named: &Named, unit: &str) -> Scope {
    place(&format!("{kind}.{}", named.id), &named.label, unit, unit)
}

fn inner(at: &Scope, kind: &str, named: &Named, unit: &str) -> Scope {
    place(&format!("{}.{kind}.{}", at.id, named.id), &at.label.then(&named.label), unit, &at.unit)
}

fn spent_place(at: &Scope, programme: &Programme, stage: usize) -> Scope {
    let operating =
        Named { id: "operating".to_owned(), label: Label::new("operation", "بهره‌برداری") };
    inner(at, "spent", programme.stages.get(stage).map_or(&operating, |stage| &stage.named), "")
}

/// A stage with its gate, the quarters of a period, its steps and what is in each of them after each quarter.
fn stage_place(at: &Scope, gated: bool, stage: &Stage) -> Scope {
    let unit = &at.unit;
    let mut at = inner(at, "stages", &stage.named, unit);
    let nth = |at: &Scope, kind: &str, (en, fa): (&str, &str), n: usize| {
        let fa = format!("{fa} {}", Language::Persian.digits(&n.to_string()));
        let named = Named { id: n.to_string(), label: Label::new(format!("{en} {n}"), fa) };
        inner(at, kind, &named, unit)
    };
    let (part, step) = (("quarter", "یک‌چهارم"), ("step", "گام"));
    let steps: Vec<Scope> = (1..=stage.steps).map(|n| nth(&at, "steps", step, n)).collect();
    let levels = steps.iter().flat_map(|step| (1..=PARTS).map(|n| nth(step, "parts", part, n))).collect();
    let several = if stage.steps > 1 { stage.steps } else { 0 };
    let shares = (1..=several).map(|n| nth(&at, "shares", step, n)).collect();
    let gate = if gated { vec![place(&at.id, &at.label, unit, &at.of)] } else { Vec::new() };
    let parts = (1..=PARTS).map(|n| nth(&at, "parts", part, n)).collect();
    at.within =
        vec![("shares", shares), ("gate", gate), ("parts", parts), ("steps", steps), ("levels", levels)];
    at
}

/// Foreign investment is counted in the unit of the envelope it adds to.
fn foreign_place(envelope: &Envelope) -> Scope {
    let label = Label::new("Foreign direct investment", "سرمایه‌گذاری مستقیم خارجی");
    place("foreign_investment", &label, &envelope.unit, "")
}

fn envelope_place(envelope: &Envelope) -> Scope {
    let mut at = named_place("envelope", &envelope.named, &envelope.unit);
    let limit = |name: &str| vec![place(&format!("{}.{name}", at.id), &at.label, &envelope.unit, "")];
    at.within = match envelope.kind {
        EnvelopeKind::Flow => vec![("flow", limit("flow"))],
        EnvelopeKind::Stock => vec![("cap", limit("cap"))],
    };
    at
}
