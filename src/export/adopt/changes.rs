//! What an edited workbook says otherwise than its scenario, and what in it cannot be read for certain.

use std::collections::HashSet;

use calamine::Data;

use super::book::{At, Book, NamedCell, address};
use super::origin::WorkbookOrigin;
use crate::export::workbook::meaning::{FormulaTarget, meaning};
use crate::export::workbook::names;
use crate::fault::{Fault, Place, Source};
use crate::figure::{Dimension, Unit};
use crate::language::{Label, plain_digits};
use crate::model::record::{Row, RowKind};
use crate::scenario::write::values_by_year;
use crate::scenario::{Change, Input, Scenario, Side};

/// All changes, in the order of the inputs, then of the goals.
///
/// # Errors
/// Every cell that cannot be read for certain.
pub(super) fn find(book: &Book, origin: &WorkbookOrigin, base: &Scenario) -> Result<Vec<Change>, Vec<Fault>> {
    let mut finder = Finder {
        book,
        origin,
        base,
        faults: Vec::new(),
        changes: Vec::new(),
        taken: HashSet::new(),
        known: None,
    };
    let shown = base.inputs().filter(|input| input.row.kind != RowKind::Requirement);
    shown.for_each(|input| finder.input(input));
    finder.goals();
    finder.guard();
    if finder.faults.is_empty() { Ok(finder.changes) } else { Err(finder.faults) }
}

/// What is looked for, and what was found so far.
pub(super) struct Finder<'a> {
    pub(super) book: &'a Book,
    pub(super) origin: &'a WorkbookOrigin,
    pub(super) base: &'a Scenario,
    pub(super) faults: Vec<Fault>,
    changes: Vec<Change>,
    pub(super) taken: HashSet<At>,
    /// A cell of the row that was last found to be that of an id.
    pub(super) known: Option<(At, String)>,
}

impl Finder<'_> {
    fn input(&mut self, input: &Input) {
        let (row, prefix) = (&input.row, &self.origin.prefix);
        let opens = self.base.opening.iter().any(|opening| opening.row.id == row.id);
        let years: Vec<Option<i32>> =
            if opens { vec![None] } else { self.base.structure.all_years().map(Some).collect() };
        let names: Vec<String> = years.iter().map(|year| names::input(prefix, &row.id, *year)).collect();
        let mut values = input.values.clone();
        let (mut cells, mut last): (Vec<At>, Option<(At, f64)>) = (Vec::new(), None);
        let mut first: Option<At> = None;
        for ((name, year), value) in names.iter().zip(&years).zip(&mut values) {
            let found = self.found(name, first.as_ref(), *year);
            let Some(at) = self.identified(found, row, *year) else { return };
            let Some((found, own)) = self.number(&at, &row.id, &row.unit, last.as_ref()) else { return };
            if !same(found, *value) {
                if row.kind == RowKind::Computed {
                    return self.fixed(&at, &row.id, (
                        "it follows from the years of the scenario and of its shocks: change them in the scenario's file",
                        "از سال‌های سناریو و شوک‌های آن به دست می‌آید: آن‌ها را در پروندهٔ سناریو تغییر دهید",
                    ));
                }
                *value = found;
                cells.extend(own.then(|| at.clone()));
            }
            first.get_or_insert_with(|| at.clone());
            last = Some((at, found));
        }
        if values == input.values {
            return;
        }
        let Some(first) = first else { return };
        let own: Vec<String> =
            if cells.is_empty() { vec![address(&first)] } else { cells.iter().map(address).collect() };
        let first_year = self.base.structure.years.0;
        if opens {
            values.truncate(1);
        }
        self.changes.push(Change {
            id: row.id.clone(),
            label: row.label.clone(),
            unit: self.base.priced(&row.unit),
            was: values_by_year(&input.values, first_year),
            now: values_by_year(&values, first_year),
            place: format!("{}, {}!{}", self.book.name, first.sheet, own.join(", ")),
        });
    }

    /// Where a name leads; in a workbook of very many inputs only the first year of each has one, and the others stand
    /// in its row.
    fn found(&self, name: &str, first: Option<&At>, year: Option<i32>) -> NamedCell {
        let found = self.book.find(name);
        let (Some(first), Some(year), NamedCell::Unknown, false) = (first, year, &found, self.origin.named)
        else {
            return found;
        };
        let column = (first.column..first.column + 1000).find(|column| {
            let at = At { column: *column, ..first.clone() };
            self.book.header_above(&at).is_some_and(|(_, above)| above == year)
        });
        column.map_or(found, |column| NamedCell::Cell(At { column, ..first.clone() }))
    }

    fn goals(&mut self) {
        for goal in &self.base.goals {
            let row = &self.base.variables[goal.variable];
            let id = format!("goal.{}", goal.id);
            let named = Row { id: id.clone(), label: goal.label.clone(), ..row.clone() };
            let Some(at) = self.cell(&names::goal(&self.origin.prefix, &goal.id), &named, None) else {
                continue;
            };
            if !self.goal_is_ours(&at, goal) {
                continue;
            }
            let Some((found, _)) = self.number(&at, &id, &row.unit, None) else { continue };
            if row.unit == "%" && !self.book.is_percent(&at) && found.abs() * 50.0 < goal.value.abs() {
                self.hundredth(&at, &id, found);
                continue;
            }
            if !same(found, goal.value) {
                self.changes.push(Change {
                    id: format!("{id}.{}", if goal.side == Side::AtLeast { "at_least" } else { "at_most" }),
                    label: goal.label.clone(),
                    unit: self.base.priced(&row.unit),
                    was: format!("{:?}", goal.value),
                    // A bare number would leave open whether 0.014 or 1.4 is meant.
                    now: if row.unit == "%" { format!("\"{found:?} %\"") } else { format!("{found:?}") },
                    place: self.book.place(&at),
                });
            }
        }
    }

    /// `1.5%` typed into a cell is 0.015 to a spreadsheet, and would be 0.015 % to the goal.
    fn hundredth(&mut self, at: &At, id: &str, found: f64) {
        let place = place(self.book, at, &self.book.value(at).to_string());
        let fault = Fault::new(
            "percent",
            format!("`{id}` is in percent, and {found} % of it is hardly meant"),
            format!("`{id}` به درصد است و {found} درصد به‌سختی منظور بوده است"),
        );
        self.faults.push(fault.at(&place, "a spreadsheet makes 0.015 of 1.5%", "صفحه‌گسترده از 1.5% عدد 0.015 می‌سازد").help(
            format!("write {} without the sign and set the cell's format to a number; for so small a goal use --set", found * 100.0),
            format!("{} را بی‌نشانه بنویسید و قالب خانه را عدد کنید؛ برای هدفی چنین کوچک --set به کار برید", found * 100.0),
        ));
    }

    /// A number as its cell shows it, in the unit of the cell: a spreadsheet holds 0.03 and shows 3 %.
    fn shown(&mut self, at: &At, id: &str, unit: &str, number: f64) -> Option<(f64, bool)> {
        if !self.book.is_percent(at) {
            return Some((number, true));
        }
        if let Some(whole) = of_percent(unit) {
            // To the digits that a spreadsheet keeps: 0.07 × 100 is 7.
            return Some((format!("{:.14e}", number * whole).parse().unwrap_or(number * whole), true));
        }
        let percent = number * 100.0;
        let fault = Fault::new(
            "percent",
            format!("the cell of `{id}` shows {percent} %, and its unit is `{unit}`"),
            format!("خانهٔ `{id}` مقدار {percent} درصد را نشان می‌دهد و یکای آن `{unit}` است"),
        );
        let place = place(self.book, at, &format!("{percent}%"));
        self.faults.push(
            fault
                .at(&place, format!("a number in `{unit}` is wanted"), format!("عددی به `{unit}` لازم است"))
                .help(
                    "set the cell's format to a number and write it without the sign",
                    "قالب خانه را عدد کنید و آن را بی‌نشانه بنویسید",
                ),
        );
        None
    }

    /// The number in a cell, and whether it is its own; our formula for a year that repeats the one before gives that.
    fn number(&mut self, at: &At, id: &str, unit: &str, last: Option<&(At, f64)>) -> Option<(f64, bool)> {
        let (formula, value) = (self.book.formula(at), self.book.value(at));
        if let Some((_, number)) =
            last.filter(|(before, _)| formula.is_some_and(|text| is_cell(text, before)))
        {
            return Some((*number, false));
        }
        let shown = value.to_string();
        let place = place(self.book, at, &shown);
        let fault = |code, en: String, fa: String| Fault::new(code, en, fa);
        let unit = self.base.priced(unit);
        if let Some(formula) = formula {
            let fault = fault(
                "formula",
                format!("the cell of `{id}` holds a formula that is not ours"),
                format!("خانهٔ `{id}` فرمولی دارد که از ما نیست"),
            );
            let place = self::place(self.book, at, &format!("={formula}"));
            let worth = if shown.is_empty() { String::new() } else { format!(" ({shown})") };
            self.faults.push(fault.at(&place, "a scenario holds numbers", "سناریو عدد می‌پذیرد").help(
                format!("copy the cell and paste its value{worth} over it"),
                format!("خانه را کپی و مقدار آن{worth} را رویش بچسبانید"),
            ));
            return None;
        }
        #[allow(clippy::cast_precision_loss)]
        match value {
            Data::Float(number) if number.is_finite() => self.shown(at, id, &unit, *number),
            Data::Int(number) => self.shown(at, id, &unit, *number as f64),
            Data::Empty => {
                let fault = fault(
                    "empty-cell",
                    format!("the cell of `{id}` is empty"),
                    format!("خانهٔ `{id}` خالی است"),
                );
                self.faults.push(
                    fault
                        .at(
                            &place,
                            format!("a number in `{unit}` is wanted"),
                            format!("عددی به `{unit}` لازم است"),
                        )
                        .help(
                            "write a number; 0 if that is what is meant",
                            "عددی بنویسید؛ اگر منظور صفر است، 0",
                        ),
                );
                None
            }
            other => {
                // A Persian mark says which it is; a comma may be either and is no ground to guess.
                let number = plain_digits(&shown).replace('٬', "").replace('٫', ".");
                let number: Option<f64> =
                    number.trim().parse().ok().filter(|number: &f64| number.is_finite());
                // Errors of all programs are read as texts: `#DIV/0!`, `#SPILL!`, `Err:502`.
                let is_error = shown.starts_with('#') || shown.starts_with("Err:");
                let (what, what_fa) = match other {
                    Data::String(_) if is_error => ("an error", "خطا"),
                    Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => ("a date", "تاریخ"),
                    Data::Bool(_) => ("a truth value", "مقدار منطقی"),
                    _ => ("a text", "متن"),
                };
                let fault = fault(
                    "not-a-number",
                    format!("the cell of `{id}` holds {what}: {shown}"),
                    format!("خانهٔ `{id}` {what_fa} دارد: {shown}"),
                );
                let help = match number {
                    Some(number) => Label::new(
                        format!(
                            "if {number} is meant, write it without quotes and marks, and set the cell's format to a number"
                        ),
                        format!(
                            "اگر منظور {number} است، آن را بی‌گیومه و بی‌نشانه بنویسید و قالب خانه را عدد کنید"
                        ),
                    ),
                    None => Label::new(
                        format!("write the number alone; its unit is `{unit}`"),
                        format!("عدد را تنها بنویسید؛ یکای آن `{unit}` است"),
                    ),
                };
                self.faults.push(
                    fault
                        .at(
                            &place,
                            format!("a number in `{unit}` is wanted"),
                            format!("عددی به `{unit}` لازم است"),
                        )
                        .maybe_help(Some(help)),
                );
                None
            }
        }
    }
}

/// Percentages behind units that a percentage can stand for: how many of the unit one hundred per cent is.
fn of_percent(unit: &str) -> Option<f64> {
    let dimension = Unit::parse(unit).ok()?.dimension;
    let is_share = dimension == Dimension::PURE || dimension == Dimension::RATE;
    is_share.then_some(if unit.starts_with('%') { 100.0 } else { 1.0 })
}

pub(super) const MAKE_ANEW: (&str, &str) = (
    "undo the deletion, or make the workbook anew with `ofogh run`",
    "حذف را برگردانید یا کارپوشه را با `ofogh run` از نو بسازید",
);

pub(super) fn place(book: &Book, at: &At, shown: &str) -> Place {
    let text = if shown.is_empty() { " ".to_owned() } else { shown.to_owned() };
    let end = text.len();
    Place { source: Source::cells(book.place(at), text), span: 0..end }
}

/// Whether a formula says no more than this cell.
fn is_cell(formula: &str, at: &At) -> bool {
    meaning(formula, &|target| match target {
        FormulaTarget::Cell(sheet, row, column)
            if (*row, *column) == (at.row, at.column)
                && sheet.as_ref().is_none_or(|sheet| *sheet == at.sheet) =>
        {
            "here".to_owned()
        }
        _ => "elsewhere".to_owned(),
    })
    .is_some_and(|said| said == "here")
}

/// Office suites keep 15 digits of a number; what agrees in them was not changed.
pub(super) fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-14 * a.abs().max(b.abs())
}
