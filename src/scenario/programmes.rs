//! From settings to programmes: stages in order, the gate at which money is needed, what they draw on.

use std::collections::HashSet;

use super::document::{Node, Value};
use super::reader::StructureReader;
use crate::fault::Fault;
use crate::language::Label;
use crate::model::structure::{
    CLASS_UNIT, Claimant, Class, Drawn, Envelope, MOST_STEPS, Named, Programme, Stage,
};

/// What comes after the last stage; no stage may take its name.
const OPERATING: &str = "operating";

impl StructureReader<'_> {
    /// The programme whose units are beds for visitors.
    pub(super) fn beds(&mut self, node: &Node, programmes: &[Programme]) -> Option<usize> {
        let named: Vec<Named> = programmes.iter().map(|programme| programme.named.clone()).collect();
        let found = self.one_of(node, &named, "programme", "طرح")?;
        let unit = &programmes[found].unit;
        if unit != "bed" {
            self.faults.push(
                Fault::new(
                    "beds",
                    format!("visitors sleep in beds, not in `{unit}`"),
                    format!("بازدیدکنندگان در تخت می‌خوابند، نه در `{unit}`"),
                )
                .at(&node.place, "this programme is not counted in beds", "یکای این طرح تخت نیست")
                .help("name a programme whose unit is \"bed\"", "طرحی را نام ببرید که یکایش \"bed\" است"),
            );
        }
        Some(found)
    }

    /// The programmes in the order of their claims, and their claims.
    pub(super) fn programmes(
        &mut self,
        sectors: &[Named],
        envelopes: &[Envelope],
        classes: &[Class],
    ) -> (Vec<Programme>, Vec<(i32, Claimant)>) {
        let mut programmes = Vec::new();
        for id in self.declared("programme", "programme", "طرح") {
            let at = format!("programme.{id}");
            let stages = self.stages(&at);
            let finance_at = self
                .required(&format!("{at}.finance_at"), "the stage whose entry needs money, or \"operating\"");
            let finance_at = finance_at
                .filter(|_| !stages.is_empty())
                .and_then(|setting| self.gate(&setting.node, &stages));
            let finance_at = finance_at.unwrap_or(stages.len());
            let unit = self.unit(&format!("{at}.unit"), "the unit of capacity");
            let programme = Programme {
                sector: self.member(&format!("{at}.sector"), sectors, "sector", "بخش"),
                needs: self.drawn(&at, envelopes, &stages, finance_at),
                spent: self.spent(&at, &stages),
                ages_as: self.ages_as(&at, &unit, classes),
                own_ratio: self.settings.get(&format!("{at}.value_added_ratio")).is_some(),
                finance_at,
                unit,
                stages,
                generates: self.settings.beginning(&format!("{at}.plant.")).next().is_some(),
                named: Named { label: self.label(&at), id },
            };
            let priority = self.priority(&at);
            programmes.push((priority, programme));
        }
        programmes.sort_by(|a, b| (a.0, &a.1.named.id).cmp(&(b.0, &b.1.named.id)));
        let order = programmes
            .iter()
            .enumerate()
            .map(|(p, (priority, _))| (*priority, Claimant::Programme(p)))
            .collect();
        (programmes.into_iter().map(|(_, programme)| programme).collect(), order)
    }

    /// What a programme draws on, each at its gate.
    fn drawn(&mut self, at: &str, envelopes: &[Envelope], stages: &[Stage], finance_at: usize) -> Vec<Drawn> {
        let names: Vec<&Named> = envelopes.iter().map(|envelope| &envelope.named).collect();
        let needs = self.links(&format!("{at}.needs"), &names, "envelope", "محدودیت");
        let needed: Vec<Named> = needs.iter().map(|&e| envelopes[e].named.clone()).collect();
        for name in self.settings.names(&format!("{at}.drawn_at")) {
            if !needed.iter().any(|named| named.id == name) {
                self.unknown_name(&format!("{at}.drawn_at.{name}"), &name, &needed, "need", "نیاز");
            }
        }
        let mut drawn = Vec::new();
        for envelope in needs {
            if stages.is_empty() {
                // What is wrong with the stages is told already.
                drawn.push(Drawn { envelope, at: finance_at });
                continue;
            }
            let key = format!("{at}.drawn_at.{}", envelopes[envelope].named.id);
            let own = self.optional(&key).and_then(|setting| self.gate(&setting.node, stages));
            drawn.push(Drawn { envelope, at: own.unwrap_or(finance_at) });
        }
        drawn
    }

    /// The stages at whose entry capital is spent, the number of stages for operation.
    fn spent(&mut self, at: &str, stages: &[Stage]) -> Vec<usize> {
        if stages.is_empty() {
            return Vec::new();
        }
        let mut names: Vec<Named> = stages.iter().map(|stage| stage.named.clone()).collect();
        names.push(Named { id: OPERATING.to_owned(), label: Label::default() });
        let all: Vec<&Named> = names.iter().collect();
        self.links(&format!("{at}.spent"), &all, "stage", "مرحله")
    }

    /// The class whose units those of a programme become.
    fn ages_as(&mut self, at: &str, unit: &str, classes: &[Class]) -> Option<usize> {
        let setting = self.optional(&format!("{at}.ages_as"))?;
        let names: Vec<Named> = classes.iter().map(|class| class.named.clone()).collect();
        let class = self.one_of(&setting.node, &names, "class", "گروه")?;
        if unit != CLASS_UNIT {
            let fault = Fault::new(
                "ageing",
                format!("enterprises are counted in `{CLASS_UNIT}`, not in `{unit}`"),
                format!("بنگاه‌ها به `{CLASS_UNIT}` شمرده می‌شوند، نه به `{unit}`"),
            );
            let fault = fault.at(&setting.node.place, "units of another kind", "واحدهایی از نوع دیگر");
            self.faults.push(fault.help(
                "take `ages_as` away; `retirement` says how these age",
                "`ages_as` را بردارید؛ فرسودگی آن‌ها را `retirement` می‌گوید",
            ));
            return None;
        }
        Some(class)
    }

    /// A stage with its steps, and how far what is in it at the opening date has come.
    fn stage(&mut self, at: &str, id: String) -> Stage {
        let at = format!("{at}.stages.{id}");
        let most = i32::try_from(MOST_STEPS).unwrap_or(i32::MAX);
        let written = self.optional(&format!("{at}.steps"));
        let steps = written.and_then(|setting| self.whole_number(&setting.node, 1, most));
        let told = written.is_some() && steps.is_none();
        let steps = steps.unwrap_or(1);
        let equal = vec![1.0 / f64::from(steps); usize::try_from(steps).unwrap_or(1)];
        let shares = self.optional(&format!("{at}.opening_by_step")).filter(|_| !told);
        let shares = shares.and_then(|setting| self.shares(&setting.node, equal.len()));
        Stage {
            named: Named { label: self.label(&at), id },
            steps: equal.len(),
            opening_by_step: shares.unwrap_or(equal),
        }
    }

    /// As many shares as there are steps, summing to 1.
    fn shares(&mut self, node: &Node, steps: usize) -> Option<Vec<f64>> {
        let list = if let Value::List(list) = &node.value { list.as_slice() } else { &[] };
        let number = |node: &Node| match node.value {
            Value::Number(share, _) if (0.0..=1.0).contains(&share) => Some(share),
            _ => None,
        };
        let shares: Vec<f64> = list.iter().filter_map(number).collect();
        let (count, sum): (usize, f64) = (list.len(), shares.iter().sum());
        if count == steps && shares.len() == steps && (sum - 1.0).abs() >= 1e-9 {
            let fault = Fault::new(
                "shares",
                format!("the shares of the steps sum to {sum:.6}, not to 1"),
                format!("جمع سهم گام‌ها {sum:.6} است، نه ۱"),
            );
            let fault = fault.at(&node.place, "these", "این‌ها");
            self.faults.push(
                fault.help("change one of them so that they sum to 1", "یکی را چنان تغییر دهید که جمع ۱ شود"),
            );
            return None;
        }
        if count == steps && shares.len() == steps {
            return Some(shares);
        }
        self.wrong(
            node,
            &format!("a share of the opening stock for each of the {steps} steps, summing to 1"),
            &format!("برای هر یک از {steps} گام سهمی از موجودی آغازین، با جمع ۱"),
        );
        None
    }

    fn stages(&mut self, at: &str) -> Vec<Stage> {
        let key = format!("{at}.stage_order");
        let Some(setting) = self.required(&key, "the stages in order") else { return Vec::new() };
        let mut stages: Vec<Stage> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        match &setting.node.value {
            Value::List(list) if !list.is_empty() => {
                for node in list {
                    match node.word() {
                        Some(id) if id != OPERATING && known.insert(id.clone()) => {
                            stages.push(self.stage(at, id));
                        }
                        _ => self.wrong(
                            node,
                            "the name of a stage, each once, none called `operating`",
                            "نام مرحله‌ها، هر کدام تنها یک بار و هیچ‌کدام `operating` نباشد",
                        ),
                    }
                }
            }
            _ => {
                self.wrong(
                    &setting.node,
                    "at least one stage in a list, such as [\"licensed\", \"building\"]",
                    "دست‌کم یک مرحله در فهرست، مانند [\"licensed\", \"building\"]",
                );
                return stages;
            }
        }
        for name in self.settings.names(&format!("{at}.stages")) {
            if !known.contains(&name) {
                let stages: Vec<Named> = stages.iter().map(|stage| stage.named.clone()).collect();
                self.unknown_name(&format!("{at}.stages.{name}"), &name, &stages, "stage", "مرحله");
            }
        }
        stages
    }

    /// The index of the stage whose entry needs money; the number of stages for operation.
    fn gate(&mut self, node: &Node, stages: &[Stage]) -> Option<usize> {
        if node.word().as_deref() == Some(OPERATING) {
            return Some(stages.len());
        }
        let names: Vec<Named> = stages.iter().map(|stage| stage.named.clone()).collect();
        let stage = self.one_of(node, &names, "stage", "مرحله")?;
        if stage == 0 {
            self.faults.push(
                Fault::new(
                    "gate",
                    "nothing can be needed to enter the first stage",
                    "ورود به نخستین مرحله نمی‌تواند نیازمند چیزی باشد",
                )
                .at(
                    &node.place,
                    "no stage before it in which a project could wait",
                    "پیش از آن مرحله‌ای برای انتظار طرح نیست",
                )
                .help("name a later stage, or \"operating\"", "مرحلهٔ بعدی یا \"operating\" را نام ببرید"),
            );
            return None;
        }
        Some(stage)
    }
}
