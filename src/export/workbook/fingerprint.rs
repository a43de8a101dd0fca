//! Fingerprints: what each cell that must not be changed said when it was written, kept on a sheet of their own. Each row is
//! found again wherever it was moved to, and what a formula refers to is known by those rows.

use std::collections::HashMap;

use super::meaning::{FormulaTarget, digits, meaning};
use super::names;
use crate::figure;

/// In the place of the fingerprint of a cell that may hold anything.
pub const FREE: &str = "........";
/// Length of a fingerprint.
pub const LENGTH: usize = FREE.len();

/// The rows that hold fingerprinted cells, in their order, and the tables that names lead to.
#[derive(Debug, Default)]
pub struct Anchors {
    rows: HashMap<String, HashMap<u32, (usize, u32)>>,
    count: usize,
    tables: HashMap<String, String>,
}

impl Anchors {
    /// With the next row: its first fingerprinted cell, row and column from 0.
    pub fn add(&mut self, sheet: &str, row: u32, column: u32) {
        let of_sheet = self.rows.entry(sheet.to_owned()).or_default();
        of_sheet.insert(row, (self.count, column));
        self.count += 1;
    }

    /// With the place that a name leads to.
    pub fn add_table(&mut self, name: &str, place: &str) {
        self.tables.insert(name.to_uppercase(), place.to_owned());
    }

    /// The fingerprint of a cell of `sheet` that holds this formula, or this number if it has none.
    pub fn print(&self, sheet: &str, formula: Option<&str>, number: Option<f64>) -> String {
        let says = match (formula, number) {
            (Some(formula), _) => {
                meaning(formula, &|target| self.place(sheet, target)).unwrap_or_else(|| format!("?{formula}"))
            }
            (None, Some(number)) => digits(number),
            (None, None) => String::new(),
        };
        figure::digest(says.as_bytes())[..LENGTH].to_owned()
    }

    fn place(&self, own: &str, target: &FormulaTarget) -> String {
        match target {
            FormulaTarget::Cell(sheet, row, column) => {
                let sheet = sheet.as_deref().unwrap_or(own);
                match self.rows.get(sheet).and_then(|rows| rows.get(row)) {
                    Some((anchor, first)) => {
                        format!("[{anchor}{:+}]", i64::from(*column) - i64::from(*first))
                    }
                    None => format!("[{sheet} {row} {column}]"),
                }
            }
            // A table is where its name leads; the cells of inputs are held against the scenario by themselves.
            FormulaTarget::Name(name) => match self.tables.get(name) {
                Some(table) if names::is_table(name) => {
                    let inner = meaning(table, &|target| match target {
                        FormulaTarget::Name(name) => name.clone(),
                        cell @ FormulaTarget::Cell(..) => self.place(own, cell),
                    });
                    inner.unwrap_or_else(|| name.clone())
                }
                _ => name.clone(),
            },
        }
    }
}

/// What all fingerprints of a workbook come to.
pub fn digest(rows: &[String]) -> String {
    figure::digest(rows.join("\n").as_bytes())
}
