//! The whole check: structure, values, goals, and what only the whole can show.

use std::path::PathBuf;
use std::sync::Arc;

use super::consistency::{Accounts, check_structure, requirements};
use super::document::Value;
use super::goal;
use super::inputs::InputReader;
use super::merge::{Settings, set_aside};
use super::pattern::matches;
use super::reader::StructureReader;
use super::uncertainty::UncertaintyReader;
use super::{Input, Scenario, sorted};
use crate::fault::{Fault, Place, did_you_mean};
use crate::figure::Figures;
use crate::language::Label;
use crate::model::record::Row;
use crate::model::{opening_rows, variable_rows, yearly_indexes, yearly_rows};

/// Turns merged settings into a scenario, or into every fault that stands in the way.
pub(super) struct Checker<'a> {
    /// All settings.
    pub settings: &'a Settings,
    /// The figures.
    pub figures: Arc<Figures>,
    /// Where to say that something is missing from the whole.
    pub whole: Place,
    /// Remarks so far.
    pub remarks: Vec<Fault>,
    /// Faults so far.
    pub faults: Vec<Fault>,
}

impl Checker<'_> {
    /// Checks everything.
    ///
    /// # Errors
    /// All faults, sorted by place.
    pub(super) fn check(self, name: String, files: Vec<PathBuf>) -> Result<Scenario, Vec<Fault>> {
        let figures = Arc::clone(&self.figures);
        let mut reader = StructureReader {
            units: &figures.units,
            settings: self.settings,
            whole: self.whole,
            remarks: self.remarks,
            aside: Vec::new(),
            faults: self.faults,
            lacking: Vec::new(),
        };
        let (structure, timings) = reader.structure(&figures.input_output);
        let (title, summary) = title_and_summary(&mut reader, &name);
        if !reader.faults.is_empty() || !reader.lacking.is_empty() {
            // Without a sound structure the model cannot say what is missing; what is set can still be read.
            if structure.years.1 > structure.years.0 {
                let rows = opening_rows(&structure).into_iter().chain(yearly_rows(&structure));
                let set = rows.filter(|row| self.settings.get(&row.id).is_some());
                let (settings, figures) = (self.settings, &figures);
                let mut input_reader = InputReader {
                    settings,
                    figures,
                    structure: &structure,
                    timings: &timings,
                    reader: &mut reader,
                };
                set.for_each(|row| drop(input_reader.input(row)));
            }
            return Err(sorted(reader.take_faults()));
        }
        let variables = variable_rows(&structure);
        let headline = headline(&mut reader, &variables);
        let against = goal::Against { figures: &figures, structure: &structure, variables: &variables };
        let (goals, observed) = (against.goals(&mut reader), against.observed(&mut reader));
        let mut input_reader = InputReader {
            settings: self.settings,
            figures: &figures,
            structure: &structure,
            timings: &timings,
            reader: &mut reader,
        };
        let opening: Vec<Input> =
            opening_rows(&structure).into_iter().map(|row| input_reader.input(row)).collect();
        let mut yearly: Vec<Input> =
            yearly_rows(&structure).into_iter().map(|row| input_reader.input(row)).collect();
        input_reader.leftovers(&opening, &yearly);
        let uncertainty_reader = UncertaintyReader {
            figures: &figures,
            structure: &structure,
            timings: &timings,
            inputs: opening.iter().chain(&yearly).collect(),
            local_content: opening.len() + yearly_indexes(&structure).economy.local_content,
        };
        let (mut uncertainties, mut correlations) = (Vec::new(), Vec::new());
        if reader.faults.is_empty() {
            uncertainties = uncertainty_reader.read(&mut reader);
            correlations = uncertainty_reader.correlations(&mut reader, &uncertainties);
        }
        let mut faults = reader.take_faults();
        if faults.is_empty() {
            requirements(&structure, &figures, &mut yearly, &mut faults);
            let accounts = Accounts::new(&structure, &opening, &yearly);
            accounts.check(&mut faults);
            accounts.check_output(&figures.input_output, &mut faults);
            accounts.remark_on_jobs(&mut reader.remarks);
            check_structure(&yearly, &structure, &mut faults);
            accounts.check_opening(&mut faults);
        }
        if !faults.is_empty() {
            return Err(sorted(faults));
        }
        Ok(Scenario {
            name,
            title,
            summary,
            files,
            settings: Vec::new(),
            outline: Arc::new(structure.outline()),
            possible: variables.iter().map(Row::possible).collect(),
            structure,
            opening,
            yearly,
            variables,
            goals,
            observed,
            uncertainties,
            correlations,
            headline,
            own: self.settings.own(),
            aside: reader.aside,
            remarks: sorted(reader.remarks),
            figures,
        })
    }
}

/// Title and summary. Those of a base on another scenario would be false labels.
fn title_and_summary(reader: &mut StructureReader<'_>, name: &str) -> (Label, Label) {
    let is_own = |reader: &StructureReader<'_>, id: &str| {
        reader.optional(id).is_some_and(|setting| setting.key.source == reader.whole.source)
    };
    let mut title = reader.label("");
    if !is_own(reader, "title") {
        title = Label::same(name).then(&title);
    }
    let summary = reader.required("summary", "what it is about, in both languages");
    let summary = summary.map(|setting| reader.both(&setting.node)).unwrap_or_default();
    if is_own(reader, "summary") {
        return (title, summary);
    }
    (title, Label::new("This scenario has no summary of its own.", "این سناریو خلاصه‌ای از خود ندارد."))
}

/// The patterns of the variables that matter most; each must pick something.
fn headline(reader: &mut StructureReader<'_>, variables: &[Row]) -> Vec<String> {
    let Some(setting) = reader.settings.get("headline") else { return vec!["province.*".to_owned()] };
    let Value::List(list) = &setting.node.value else {
        reader.wrong(
            &setting.node,
            "a list of patterns such as [\"programme.*.operating\"]",
            "فهرست الگوها مانند [\"programme.*.operating\"]",
        );
        return Vec::new();
    };
    if list.is_empty() {
        reader.wrong(&setting.node, "at least one pattern", "دست‌کم یک الگو");
    }
    let mut patterns = Vec::new();
    for node in list {
        match node.word() {
            Some(pattern) if variables.iter().any(|row| matches(&pattern, &row.id)) => patterns.push(pattern),
            Some(pattern) if reader.settings.reduced_after(setting) => {
                let (why, why_fa) = ("nothing that it picks is left", "چیزی که برمی‌گزید برداشته شده است");
                let remark = set_aside(&format!("headline: {pattern}"), why, why_fa);
                reader.remarks.push(remark.at(&node.place, "picks nothing", "چیزی برنمی‌گزیند"));
            }
            Some(pattern) => reader.faults.push(
                Fault::new(
                    "unknown-variable",
                    format!("no variable fits `{pattern}`"),
                    format!("هیچ متغیری با `{pattern}` جور نیست"),
                )
                .at(&node.place, "picks nothing", "چیزی برنمی‌گزیند")
                .help("`ofogh run … --all` lists the variables", "`ofogh run … --all` متغیرها را فهرست می‌کند")
                .maybe_help(did_you_mean(&pattern, variables.iter().map(|row| row.id.as_str()))),
            ),
            None => reader.wrong(node, "a pattern in quotes", "الگویی در گیومه"),
        }
    }
    patterns
}
