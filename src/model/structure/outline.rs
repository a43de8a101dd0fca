//! The outline of a structure: ids, names and units of every place that inputs and results are laid out over.

use super::{CLASS_UNIT, Class, Envelope, EnvelopeKind, Named, PARTS, Programme, Shock, Stage, Structure};
use crate::language::{Label, Language};
use crate::model::record::Scope;

impl Structure {
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
