//! From settings to programmes: stages in order, the gate at which money is needed, what they draw on.

use std::collections::HashSet;

use super::document::{Node, Value};
use super::reader::StructureReader;
use crate::fault::Fault;
use crate::model::structure::{Claimant, Envelope, Named, Programme};

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
            let programme = Programme {
                unit: self.unit(&format!("{at}.unit"), "the unit of capacity"),
                sector: self.member(&format!("{at}.sector"), sectors, "sector", "بخش"),
                finance_at: finance_at.unwrap_or(stages.len()),
                stages,
                needs: self.links(
                    &format!("{at}.needs"),
                    &envelopes.iter().map(|e| &e.named).collect::<Vec<_>>(),
                    "envelope",
                    "محدودیت",
                ),
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

    fn stages(&mut self, at: &str) -> Vec<Named> {
        let key = format!("{at}.stage_order");
        let Some(setting) = self.required(&key, "the stages in order") else { return Vec::new() };
        let mut stages: Vec<Named> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        match &setting.node.value {
            Value::List(list) if !list.is_empty() => {
                for node in list {
                    match node.word() {
                        Some(id) if id != OPERATING && known.insert(id.clone()) => {
                            stages.push(Named { label: self.label(&format!("{at}.stages.{id}")), id });
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
                self.unknown_name(&format!("{at}.stages.{name}"), &name, &stages, "stage", "مرحله");
            }
        }
        stages
    }

    /// The index of the stage whose entry needs money; the number of stages for operation.
    fn gate(&mut self, node: &Node, stages: &[Named]) -> Option<usize> {
        if node.word().as_deref() == Some(OPERATING) {
            return Some(stages.len());
        }
        let stage = self.one_of(node, stages, "stage", "مرحله")?;
        if stage == 0 {
            self.faults.push(
                Fault::new(
                    "gate",
                    "money cannot be needed to enter the first stage",
                    "ورود به نخستین مرحله نمی‌تواند نیازمند پول باشد",
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
