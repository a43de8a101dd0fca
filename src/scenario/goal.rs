//! Goals and observations: what a scenario wants of its variables, and what was later seen of them.

use super::document::{Node, Value};
use super::quantity::TargetUnit;
use super::reader::StructureReader;
use super::series::ValueReader;
use crate::fault::{Fault, Place, did_you_mean};
use crate::figure::Figures;
use crate::language::{Label, Language};
use crate::model::record::{Row, RowKind};
use crate::model::structure::Structure;

/// Which side of the value a goal wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At least the value.
    AtLeast,
    /// At most the value.
    AtMost,
}

impl Side {
    /// Whether a value is on this side of a threshold.
    #[inline]
    pub fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::AtMost => value <= threshold,
        }
    }

    /// `≥` or `≤`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
        }
    }
}

/// A goal of a scenario.
#[derive(Debug, Clone)]
pub struct Goal {
    /// Id.
    pub id: String,
    /// Name in both languages.
    pub label: Label,
    /// Index of the variable.
    pub variable: usize,
    /// Side.
    pub side: Side,
    /// Value in the unit of the variable.
    pub value: f64,
    /// Year by which it is to be met.
    pub by: i32,
    /// Figures the value rests on.
    pub figures: Vec<String>,
    /// Where it is set.
    pub place: Place,
}

impl Goal {
    /// By how much a value misses the goal; negative if it is beyond it.
    pub fn gap(&self, value: f64) -> f64 {
        match self.side {
            Side::AtLeast => self.value - value,
            Side::AtMost => value - self.value,
        }
    }

    /// The value from which the goal is met: rounding in the last digits decides no goal.
    pub fn threshold(&self) -> f64 {
        let tolerance = Self::TOLERANCE * self.value.abs().max(1.0);
        match self.side {
            Side::AtLeast => self.value - tolerance,
            Side::AtMost => self.value + tolerance,
        }
    }

    /// Whether a value meets the goal.
    pub fn is_met(&self, value: f64) -> bool {
        self.side.holds(value, self.threshold())
    }

    /// What rounding may take of a goal, as a share of its value or of 1, whichever is larger.
    pub const TOLERANCE: f64 = 1e-9;
}

/// Something that was later observed.
#[derive(Debug, Clone)]
pub struct Observed {
    /// Index of the variable.
    pub variable: usize,
    /// Year.
    pub year: i32,
    /// Observed value in the unit of the variable.
    pub value: f64,
    /// Figures the value rests on.
    pub figures: Vec<String>,
}

/// What goals and observations are read against.
pub(super) struct Against<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// The structure.
    pub structure: &'a Structure,
    /// The variables, in order.
    pub variables: &'a [Row],
}

impl Against<'_> {
    /// All goals of the settings, in the order in which they are written.
    pub(super) fn goals(&self, reader: &mut StructureReader<'_>) -> Vec<Goal> {
        reader.settings.names("goal").into_iter().filter_map(|id| self.goal(reader, id)).collect()
    }

    /// All observations of the settings.
    pub(super) fn observed(&self, reader: &mut StructureReader<'_>) -> Vec<Observed> {
        reader
            .settings
            .names("observed")
            .into_iter()
            .filter_map(|id| self.one_observed(reader, &id))
            .collect()
    }

    fn goal(&self, reader: &mut StructureReader<'_>, id: String) -> Option<Goal> {
        let at = format!("goal.{id}");
        let label = reader.label(&at);
        let variable = self.variable(reader, &at)?;
        let by = reader.required(&format!("{at}.by"), "the year by which it is to be met")?;
        let by = reader.year_of(&at, by, self.structure.years)?;
        let sides = [("at_least", Side::AtLeast), ("at_most", Side::AtMost)];
        let given: Vec<_> = sides
            .iter()
            .filter_map(|(key, side)| Some((reader.settings.get(&format!("{at}.{key}"))?, *side)))
            .collect();
        let [(setting, side)] = given[..] else {
            let place =
                reader.settings.get(&format!("{at}.variable")).map_or(&reader.whole, |setting| &setting.key);
            let fault = Fault::new(
                "goal",
                format!("goal `{id}` needs either `at_least` or `at_most`"),
                format!("هدف `{id}` یا `at_least` می‌خواهد یا `at_most`"),
            );
            reader.faults.push(fault.at(
                place,
                format!("has {} of them", given.len()),
                format!("{} تا دارد", given.len()),
            ));
            return None;
        };
        let (value, figures) = self.value(reader, variable, by, &setting.node)?;
        self.possible(reader, variable, value, &setting.node);
        Some(Goal { id, label, variable, side, value, by, figures, place: setting.key.clone() })
    }

    fn one_observed(&self, reader: &mut StructureReader<'_>, id: &str) -> Option<Observed> {
        let at = format!("observed.{id}");
        let variable = self.variable(reader, &at)?;
        let year = reader.required(&format!("{at}.year"), "the year of the observation")?;
        let year = reader.year_of(&at, year, self.structure.years)?;
        let setting = reader.required(&format!("{at}.value"), "what was observed")?;
        let (value, figures) = self.value(reader, variable, year, &setting.node)?;
        self.possible(reader, variable, value, &setting.node);
        Some(Observed { variable, year, value, figures })
    }

    /// That no value is aimed at or observed which no run can have.
    fn possible(&self, reader: &mut StructureReader<'_>, variable: usize, value: f64, node: &Node) {
        let row = &self.variables[variable];
        if (row.low..=row.high).contains(&value) {
            return;
        }
        let [en, fa] = [Language::English, Language::Persian].map(|language| {
            let says = |value: f64| self.figures.units.with_unit(language, value, &row.unit);
            (says(value), [row.low, row.high].map(says))
        });
        let fault = Fault::new(
            "impossible",
            format!("`{}` can never be {}", row.id, en.0),
            format!("`{}` هرگز نمی‌تواند {} باشد", row.id, fa.0),
        );
        let fault = fault.at(&node.place, "not possible", "ناممکن");
        reader.faults.push(if row.high.is_finite() {
            fault.help(
                format!("it lies from {} to {}", en.1[0], en.1[1]),
                format!("از {} تا {} است", fa.1[0], fa.1[1]),
            )
        } else {
            fault.help(format!("it is at least {}", en.1[0]), format!("دست‌کم {} است", fa.1[0]))
        });
    }

    fn variable(&self, reader: &mut StructureReader<'_>, at: &str) -> Option<usize> {
        let setting = reader.required(&format!("{at}.variable"), "the id of a variable")?;
        let id = &setting.node.word().unwrap_or_default();
        let found = self.variables.iter().position(|row| row.id == *id);
        if found.is_none() {
            reader.faults.push(
                Fault::new(
                    "unknown-variable",
                    format!("there is no variable `{id}`"),
                    format!("متغیری به نام `{id}` نیست"),
                )
                .at(&setting.node.place, "not a variable of this scenario", "متغیر این سناریو نیست")
                .help("`ofogh run … --all` lists them", "`ofogh run … --all` همه را فهرست می‌کند")
                .maybe_help(did_you_mean(id, self.variables.iter().map(|row| row.id.as_str()))),
            );
        }
        found
    }

    /// A value in the unit of the variable; what happens in a year may also be given as a yearly pace.
    fn value(
        &self,
        reader: &mut StructureReader<'_>,
        variable: usize,
        year: i32,
        node: &Node,
    ) -> Option<(f64, Vec<String>)> {
        let (row, opening) = (&self.variables[variable], self.structure.years.0);
        let read = |unit: &str| {
            let wanted = TargetUnit::new(unit, opening, &self.figures.units)
                .map_err(|fault| vec![fault.at(&node.place, "here", "اینجا")])?;
            let reader = ValueReader {
                figures: self.figures,
                years: (opening, opening),
                wanted,
                yearly: false,
                beyond: false,
            };
            let mut faults = Vec::new();
            let series = reader.read(node, &mut faults);
            match series.values.first() {
                Some(value) if faults.is_empty() => {
                    Ok((*value, series.figures.into_iter().chain(series.prices).collect()))
                }
                _ => Err(faults),
            }
        };
        let value_of = |node: &Node| {
            node.entries().and_then(|entries| {
                entries.iter().find(|entry| entry.key == "value").map(|entry| entry.node.clone())
            })
        };
        let inner = value_of(node);
        let node = inner.as_ref().filter(|_| row.unit == "%").unwrap_or(node);
        if row.unit == "%" && matches!(node.value, Value::Number(..)) {
            let written = node.written();
            let fault = Fault::new(
                "percent",
                "this variable is in percent; say so, lest 0.014 be taken for 1.4",
                "این متغیر به درصد است؛ آن را بنویسید تا 0.014 با 1.4 اشتباه نشود",
            );
            let fault = fault.at(&node.place, "a number without its unit", "عدد بدون یکا");
            reader
                .faults
                .push(fault.help(format!("write \"{written} %\""), format!("بنویسید \"{written} %\"")));
            return None;
        }
        let found = read(&row.unit).or_else(|faults| {
            let length = if year == opening { self.structure.opening_length } else { 1.0 };
            let other_unit = faults.iter().all(|fault| fault.code == "unit-mismatch");
            if row.kind == RowKind::Amount && other_unit {
                let pace = read(&format!("{}/year", row.unit));
                return pace.map(|(value, figures)| (value * length, figures)).map_err(|_| faults);
            }
            Err(faults)
        });
        found.map_err(|faults| reader.faults.extend(faults)).ok()
    }
}
