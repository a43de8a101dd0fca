//! Where everything goes: which sheet and row each input and variable has, so that formulas and charts can point at it.
//!
//! Assumptions, Model and Leontief share their columns: label, unit, opening, then a column a year. A formula therefore
//! finds an input of its own year in its own column, and is the same in every year.

use std::collections::HashMap;

use rust_xlsxwriter::utility::column_number_to_name;

use super::names;
use super::put::shortened;
use crate::language::{Label, Language};
use crate::model::record::{Row, RowKind};
use crate::model::{self, Assumptions, Year};
use crate::study::Report;
use crate::tape::Recording;

/// Column of the labels.
pub(super) const LABEL: u16 = 0;
/// Column of the units.
pub(super) const UNIT: u16 = 1;
/// Column of the opening date.
pub(super) const OPENING: u16 = 2;
/// Column of the first year.
pub(super) const FIRST_YEAR: u16 = 3;
/// Row of the header of Assumptions, Model and Leontief.
pub(super) const HEADER: u32 = 2;

/// Most names that are given to cells; some office suites lose those beyond 65,535.
const MOST_NAMES: usize = 60_000;

/// Most letters of a plan in the name of a sheet: 31 less the longest of what follows.
const PLAN: usize = 16;

/// A group of inputs or variables under one heading.
pub(super) struct Module {
    /// Title.
    pub title: Label,
    /// Row of the heading.
    pub heading: u32,
    /// Indexes of what it holds, each with its row.
    pub rows: Vec<(usize, u32)>,
}

/// The sheets of one report.
pub(super) struct Layout<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its equations.
    pub equations: Recording,
    /// What tells its names from those of other reports; empty for a single one.
    pub prefix: String,
    /// What the names of its sheets begin with; empty for a single one.
    pub plan: String,
    /// Name of the summary sheet.
    pub summary: String,
    /// Name of the sheet of assumptions.
    pub assumptions: String,
    /// Name of the sheet of formulas.
    pub model: String,
    /// Name of the sheet of goals.
    pub goals: String,
    /// Name of the sheet of charts.
    pub charts: String,
    /// Name of the sheet of the Leontief inverse.
    pub leontief: String,
    /// Name of the sheet of what is fixed.
    pub structure: String,
    /// Variables by module.
    pub variables: Vec<Module>,
    /// Inputs by module, at the opening date before those by year; indexes count both.
    pub inputs: Vec<Module>,
    /// Index of every variable, field by field.
    pub indexes: Year<usize>,
    /// Index of every input by year, field by field.
    pub yearly: Assumptions<usize>,
    /// Whether every year of every input has a name; with too many of them formulas refer to the cells themselves.
    pub named: bool,
    rows_of_variables: Vec<u32>,
    rows_of_inputs: Vec<u32>,
}

/// Name, Persian name and the beginnings of the ids of each module.
const MODULES: &[(&str, &str, &[&str])] = &[
    ("Time and prices", "زمان و قیمت‌ها", &["period.", "prices.", "shock."]),
    ("Economy", "اقتصاد", &["province.", "nation.", "economy."]),
    ("Work", "کار", &["work."]),
    ("Programmes", "طرح‌ها", &["programme."]),
    ("Envelopes", "محدودیت‌ها", &["envelope.", "foreign_investment."]),
    ("Enterprises", "بنگاه‌ها", &["revival.", "class."]),
    ("Power and visitors", "برق و بازدیدکنندگان", &["power.", "visitors."]),
    ("Sectors", "بخش‌های اقتصادی", &["sector."]),
    // Whatever fits none of them is still shown.
    ("Other", "دیگر", &[""]),
];

impl<'a> Layout<'a> {
    /// The layout of report number `n` of those of `plans`; with several, names of sheets begin with that of the plan.
    pub(super) fn new(report: &'a Report, n: usize, plans: &[String], language: Language) -> Self {
        let of = plans.len();
        let prefix = if of > 1 { (n + 1).to_string() } else { String::new() };
        let plan = if of > 1 { format!("{} ", plans[n]) } else { String::new() };
        let name = |en: &str, fa: &str| format!("{plan}{}", language.choose(en, fa));
        let scenario = &report.projection.scenario;
        let inputs: Vec<&Row> = scenario.inputs().map(|input| &input.row).collect();
        let names = inputs.len() * report.projection.years.len() + scenario.variables.len();
        let variables: Vec<&Row> = scenario.variables.iter().collect();
        let (variables, rows_of_variables) = modules(&variables, HEADER + 2);
        let (inputs, rows_of_inputs) = modules(&inputs, HEADER + 1);
        let (summary, assumptions) = (name("Summary", "خلاصه"), name("Assumptions", "مفروضات"));
        Self {
            equations: report.equations(),
            summary,
            assumptions,
            model: name("Model", "مدل"),
            goals: name("Goals", "هدف‌ها"),
            charts: name("Charts", "نمودارها"),
            leontief: name("Leontief", "لئونتیف"),
            structure: name("Structure", "ساختار"),
            plan,
            prefix,
            indexes: model::variable_indexes(&scenario.structure),
            yearly: model::yearly_indexes(&scenario.structure),
            report,
            variables,
            inputs,
            named: names * of <= MOST_NAMES,
            rows_of_variables,
            rows_of_inputs,
        }
    }

    /// Row of a variable on the model's sheet.
    pub(super) fn variable(&self, variable: usize) -> u32 {
        self.rows_of_variables[variable]
    }

    /// A cell of the model's sheet, as seen from any sheet.
    pub(super) fn model_cell(&self, variable: usize, column: u16) -> String {
        cell_of(&self.model, self.variable(variable), column)
    }

    /// The defined name of an input of that id, in a year or at the opening date.
    pub(super) fn name(&self, id: &str, year: Option<i32>) -> String {
        names::input(&self.prefix, id, year)
    }

    /// What a formula calls a yearly input in a column, by its place among them.
    pub(super) fn input(&self, yearly: usize, column: u16) -> String {
        let scenario = &self.report.projection.scenario;
        if self.named {
            return self.name(&scenario.yearly[yearly].row.id, self.year(column));
        }
        cell_of(&self.assumptions, self.rows_of_inputs[scenario.opening.len() + yearly], column)
    }

    /// Number of years.
    pub(super) fn years(&self) -> u16 {
        u16::try_from(self.report.projection.years.len()).unwrap_or(u16::MAX)
    }

    /// Column behind the last year.
    pub(super) fn after(&self) -> u16 {
        FIRST_YEAR + self.years()
    }

    /// The year of a column; `None` for the opening.
    pub(super) fn year(&self, column: u16) -> Option<i32> {
        let at = column.checked_sub(FIRST_YEAR)?;
        self.report.projection.years.get(usize::from(at)).copied()
    }
}

/// What the sheets of each plan are called by: the names of the scenarios as far as there is room for them, each once.
pub(super) fn plans(reports: &[Report]) -> Vec<String> {
    let mut plans: Vec<String> = Vec::new();
    for report in reports {
        // What the name of a sheet must not hold.
        let plain = report.projection.scenario.name.replace(['[', ']', ':', '*', '?', '/', '\\', '\''], "_");
        let mut plan = shortened(&plain, PLAN).into_owned();
        let mut count = 1;
        while plans.iter().any(|other| other.to_lowercase() == plan.to_lowercase()) {
            count += 1;
            let ending = format!("~{count}");
            plan = shortened(&plain, PLAN - ending.len()).into_owned() + &ending;
        }
        plans.push(plan);
    }
    plans
}

/// `'Model'!F12`.
pub(super) fn cell_of(sheet: &str, row: u32, column: u16) -> String {
    format!("'{}'!{}", sheet.replace('\'', "''"), cell(row, column))
}

/// `'Model'!$F$12`.
pub(super) fn fixed_cell_of(sheet: &str, row: u32, column: u16) -> String {
    format!("'{}'!${}${}", sheet.replace('\'', "''"), column_number_to_name(column), row + 1)
}

/// `F12`.
pub(super) fn cell(row: u32, column: u16) -> String {
    format!("{}{}", column_number_to_name(column), row + 1)
}

/// Rows by module from `first` on, and the row of each index. What belongs to one programme stays together.
fn modules<'a>(rows: &[&'a Row], first: u32) -> (Vec<Module>, Vec<u32>) {
    let mut places = vec![0; rows.len()];
    let mut modules = Vec::new();
    let mut at = first;
    // Where the first row of the same thing stands: `programme.solar` of all that belongs to it.
    let mut firsts: HashMap<&str, usize> = HashMap::new();
    let own =
        |row: &'a Row| row.id.match_indices('.').nth(1).map_or(row.id.as_str(), |(end, _)| &row.id[..end]);
    let first_of: Vec<usize> =
        rows.iter().enumerate().map(|(index, row)| *firsts.entry(own(row)).or_insert(index)).collect();
    for (en, fa, beginnings) in MODULES {
        let fits = |index: &usize| {
            let row = rows[*index];
            row.kind != RowKind::Requirement
                && places[*index] == 0
                && beginnings.iter().any(|beginning| row.id.starts_with(beginning))
        };
        let mut held: Vec<usize> = (0..rows.len()).filter(fits).collect();
        held.sort_by_key(|index| first_of[*index]);
        if held.is_empty() {
            continue;
        }
        let heading = at;
        let rows: Vec<(usize, u32)> = (heading + 1..).zip(held).map(|(row, index)| (index, row)).collect();
        for (index, row) in &rows {
            places[*index] = *row;
            at = row + 1;
        }
        modules.push(Module { title: Label::new(*en, *fa), heading, rows });
        // A free row before the next heading.
        at += 1;
    }
    (modules, places)
}
