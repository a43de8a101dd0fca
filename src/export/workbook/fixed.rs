//! The cells that must not be changed, as they are written, and the sheet of their fingerprints.

use std::collections::{BTreeMap, HashMap};

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};

use super::fingerprint::{Anchors, FREE, digest};
use super::layout::fixed_cell_of;
use super::names;
use super::put::Put;
use super::style::Style;

/// Row of the digest of all fingerprints; they follow below it.
const DIGEST: u32 = 2;

/// A formula with its `=`, or a number.
pub(super) enum Fixed {
    /// A formula.
    Formula(String),
    /// A number.
    Number(f64),
    /// Anything, in a row that formulas refer to.
    Free,
}

/// What was written so far, by sheet and row, and the tables that names lead to.
#[derive(Default)]
pub(super) struct FixedCells {
    rows: HashMap<String, BTreeMap<u32, BTreeMap<u16, Fixed>>>,
    ids: HashMap<(String, u32), String>,
    tables: Vec<(String, String)>,
}

impl FixedCells {
    /// With one more cell.
    pub(super) fn add(&mut self, sheet: &str, row: u32, column: u16, content: Fixed) {
        if !self.rows.contains_key(sheet) {
            self.rows.insert(sheet.to_owned(), BTreeMap::new());
        }
        if let Some(rows) = self.rows.get_mut(sheet) {
            rows.entry(row).or_default().insert(column, content);
        }
    }

    /// With the id of what a row is about.
    pub(super) fn identify(&mut self, sheet: &str, row: u32, id: &str) {
        self.ids.insert((sheet.to_owned(), row), id.to_owned());
    }

    /// With a defined name.
    pub(super) fn name(&mut self, name: &str, place: &str) {
        if names::is_table(&name.to_uppercase()) {
            self.tables.push((name.to_owned(), place.to_owned()));
        }
    }
}

impl Style {
    /// A formula that must not be changed, with the value it has now.
    pub(super) fn formula(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        formula: &str,
        value: f64,
        format: &Format,
    ) -> Result<(), XlsxError> {
        self.fix(sheet, row, column, Fixed::Formula(formula.to_owned()));
        self.open_formula(sheet, row, column, formula, value, format)
    }

    /// A formula that may be written over, with the value it has now.
    pub(super) fn open_formula(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        formula: &str,
        value: f64,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if self.live {
            let formula = Formula::new(formula).set_result(number_text(value));
            sheet.write_formula_with_format(row, column, formula, format)?;
        } else {
            sheet.put(row, column, value, format)?;
        }
        Ok(())
    }

    /// A number that must not be changed.
    pub(super) fn constant(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        value: f64,
        format: &Format,
    ) -> Result<(), XlsxError> {
        self.fix(sheet, row, column, Fixed::Number(value));
        sheet.put(row, column, value, format).map(|_| ())
    }

    /// Keeps what a cell holds, for its fingerprint.
    pub(super) fn fix(&self, sheet: &Worksheet, row: u32, column: u16, content: Fixed) {
        if self.live {
            self.fixed.borrow_mut().add(&sheet.name(), row, column, content);
        }
    }

    /// Says which variable a row is of.
    pub(super) fn identify(&self, sheet: &Worksheet, row: u32, id: &str) {
        if self.live {
            self.fixed.borrow_mut().identify(&sheet.name(), row, id);
        }
    }

    /// Gives cells their names.
    pub(super) fn define(
        &self,
        workbook: &mut Workbook,
        named: Vec<(String, String)>,
    ) -> Result<(), XlsxError> {
        for (name, place) in named {
            self.fixed.borrow_mut().name(&name, &place);
            workbook.define_name(name, &place)?;
        }
        Ok(())
    }

    /// A formula with the text it gives now.
    pub(super) fn formula_text(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        formula: &str,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if self.live {
            self.fix(sheet, row, column, Fixed::Formula(formula.to_owned()));
            sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(text), format)?;
        } else {
            sheet.put(row, column, text, format)?;
        }
        Ok(())
    }
}

/// A number as the file holds it: with all its digits, none wasted.
fn number_text(value: f64) -> String {
    // Nought has no sign.
    let value = value + 0.0;
    let size = value.abs();
    if size != 0.0 && !(1e-5..1e15).contains(&size) { format!("{value:e}") } else { value.to_string() }
}

/// Writes the hidden sheet of fingerprints: where each row is, which follows it wherever it is moved to, and what it says.
pub(super) fn write(workbook: &mut Workbook, style: &Style) -> Result<(), XlsxError> {
    let fixed = style.fixed.take();
    let mut sheets: Vec<_> = fixed.rows.into_iter().collect();
    sheets.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut anchors = Anchors::default();
    let rows =
        || sheets.iter().flat_map(|(name, rows)| rows.iter().map(move |(row, cells)| (name, *row, cells)));
    let first_of = |cells: &BTreeMap<u16, Fixed>| cells.keys().next().copied().unwrap_or(0);
    rows().for_each(|(name, row, cells)| anchors.add(name, row, u32::from(first_of(cells))));
    fixed.tables.iter().for_each(|(name, place)| anchors.add_table(name, place));
    let name = style.say("Fingerprints", "اثر انگشت‌ها");
    let sheet = style.sheet(workbook, name)?;
    let title = style
        .say("What `ofogh adopt` holds the formulas against", "آنچه `ofogh adopt` فرمول‌ها را با آن می‌سنجد");
    sheet.put(0, 0, title, &style.faint)?;
    let mut prints = Vec::new();
    for ((at, row, cells), below) in rows().zip(DIGEST + 1..) {
        let (first, last) = (first_of(cells), cells.keys().next_back().copied().unwrap_or(0));
        let print = |column| match cells.get(&column) {
            Some(Fixed::Formula(formula)) => anchors.print(at, Some(formula), None),
            Some(Fixed::Number(number)) => anchors.print(at, None, Some(*number)),
            Some(Fixed::Free) | None => FREE.to_owned(),
        };
        let text: String = (first..=last).map(print).collect();
        let anchor = Formula::new(format!("=ROW({})", fixed_cell_of(at, row, first)));
        sheet.write(below, 0, anchor.set_result((row + 1).to_string()))?.write(below, 1, text.as_str())?;
        let id = fixed.ids.get(&(at.clone(), row)).map_or("", String::as_str);
        sheet.write(below, 2, id)?;
        prints.push(text + id);
    }
    sheet.write(DIGEST, 0, digest(&prints))?;
    sheet.set_hidden(true);
    Style::protect(sheet);
    workbook.define_name(names::FINGERPRINTS, &format!("={}", fixed_cell_of(name, DIGEST, 0))).map(|_| ())
}
