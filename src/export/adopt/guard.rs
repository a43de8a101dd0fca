//! What must not be changed in a workbook, because no scenario can say it: formulas, fixed numbers, the order of things.

use std::collections::HashMap;

use super::book::{At, NamedCell};
use super::changes::{Finder, MAKE_ANEW, place, same};
use super::fixed::{self, FixedRow};
use crate::export::workbook::names;
use crate::fault::Fault;
use crate::scenario::{Goal, Side};

impl Finder<'_> {
    /// Checks everything but the inputs themselves.
    pub(super) fn guard(&mut self) {
        self.years();
        self.purchases();
        self.formulas();
    }

    /// Years that the workbook has and the scenario has not, and headers that say another year than their column.
    fn years(&mut self) {
        let stem = names::input(&self.origin.prefix, "period.length", None) + "_";
        let ours: Vec<i32> = self.base.structure.all_years().collect();
        let mut theirs: Vec<i32> =
            self.book.names().filter_map(|name| name.strip_prefix(stem.as_str())?.parse().ok()).collect();
        theirs.sort_unstable();
        if let Some(year) = theirs.iter().find(|year| !ours.contains(year)) {
            let fault = Fault::new(
                "other-years",
                format!("the workbook has the year {year}, which the scenario has no more"),
                format!("کارپوشه سال {year} را دارد که دیگر در سناریو نیست"),
            );
            self.faults.push(fault.help(
                "what stands there cannot be adopted: set `until` and `opens` back, or make the workbook anew with `ofogh run`",
                "آنچه آنجاست پذیرفتنی نیست: `until` و `opens` را برگردانید یا کارپوشه را با `ofogh run` از نو بسازید",
            ));
        }
    }

    /// A column whose header is another year.
    pub(super) fn header(&mut self, at: &At, year: i32) {
        // One word on a column is enough.
        let said = |fault: &Fault| fault.code == "header" && fault.message.en.contains(&year.to_string());
        if self.faults.iter().any(said) {
            return;
        }
        let at = self.book.header_above(at).map_or(at.clone(), |(header, _)| header);
        let header = place(self.book, &at, &self.book.value(&at).to_string());
        let fault = Fault::new(
            "header",
            format!("the header above the column of {year} says another year"),
            format!("سرستون سال {year} سال دیگری را می‌گوید"),
        );
        self.faults.push(fault.at(&header, format!("{year} stood here"), format!("اینجا {year} بود")).help(
            "put the years back in their order: a name leads to each cell, whatever its header says",
            "سال‌ها را به ترتیب خود برگردانید: هر خانه نام خود را دارد، سرستون هرچه بگوید",
        ));
    }

    /// What the rows of the model are called, and every formula: what they say otherwise no scenario can say.
    fn formulas(&mut self) {
        if self.book.text(&names::about(&self.origin.prefix, "formulas")).as_deref()
            == Some(names::NO_FORMULAS)
        {
            return;
        }
        let rows = match fixed::rows(self.book) {
            Ok(rows) => rows,
            Err(gone) => return self.faults.push(gone),
        };
        let prefix = self.origin.prefix.as_str();
        let of_id: HashMap<&str, &FixedRow> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
        for variable in &self.base.variables {
            let found = match of_id.get(names::of_plan(prefix, &variable.id).as_str()) {
                Some(FixedRow { at: Some(at), .. }) => NamedCell::Cell(at.clone()),
                Some(_) => NamedCell::Deleted,
                None => NamedCell::Unknown,
            };
            let _ = self.identified(found, variable, None);
        }
        if rows.iter().any(|row| row.at.is_none())
            && self.faults.iter().all(|fault| fault.code != "deleted-cell")
        {
            let fault = Fault::new(
                "deleted-cell",
                "a row of formulas was deleted from the workbook",
                "سطری از فرمول‌ها از کارپوشه حذف شده است",
            );
            self.faults.push(fault.help(MAKE_ANEW.0, MAKE_ANEW.1));
        }
        for (at, row) in fixed::changed(self.book, &rows) {
            let id =
                self.base.variables.iter().find(|variable| row.id == names::of_plan(prefix, &variable.id));
            self.overwritten(&at, id.map(|variable| variable.id.as_str()));
        }
    }

    fn overwritten(&mut self, at: &At, id: Option<&str>) {
        let here = self.book.place(at);
        if self.faults.iter().any(|fault| fault.place.as_ref().is_some_and(|place| place.source.name == here))
        {
            return;
        }
        let shown = match self.book.formula(at) {
            Some(formula) => format!("={formula}"),
            None => self.book.value(at).to_string(),
        };
        let fault = Fault::new(
            "overwritten",
            id.map_or("a cell that follows from others was changed or written over".to_owned(), |id| {
                format!("the formula of `{id}` was changed or written over")
            }),
            id.map_or(
                "خانه‌ای که از خانه‌های دیگر به دست می‌آید تغییر کرده یا روی آن نوشته شده است".to_owned(),
                |id| format!("فرمول `{id}` تغییر کرده یا روی آن نوشته شده است"),
            ),
        );
        let place = place(self.book, at, &shown);
        self.faults.push(fault.at(&place, "this is not what the model says", "این گفتهٔ مدل نیست").help(
            "undo it, or copy the formula from the year beside it: results follow from assumptions and cannot be set",
            "آن را برگردانید یا فرمول سال کناری را کپی کنید: نتایج از مفروضات به دست می‌آیند و تعیین‌شدنی نیستند",
        ));
    }

    /// The table of purchases comes from a file of its own.
    fn purchases(&mut self) {
        let name = names::purchases(&self.origin.prefix);
        let NamedCell::Cell(first) = self.book.find(&name) else {
            let fault = Fault::new(
                "missing-cell",
                "the table of purchases is missing from the workbook",
                "جدول خریدها در کارپوشه نیست",
            );
            self.faults.push(fault.help(MAKE_ANEW.0, MAKE_ANEW.1));
            return;
        };
        let n = self.base.structure.sectors.len();
        for (at, value) in self.base.figures.input_output.purchases.iter().enumerate() {
            let down = |by: usize| u32::try_from(by).unwrap_or(0);
            let cell =
                At { row: first.row + down(at / n), column: first.column + down(at % n), ..first.clone() };
            if !self.book.number(&cell).is_some_and(|found| same(found, *value)) {
                return self.fixed(
                    &cell,
                    "input-output.csv",
                    (
                        "purchases between sectors come from a file: change them there",
                        "خرید میان بخش‌ها از پرونده می‌آید: آن را همان‌جا تغییر دهید",
                    ),
                );
            }
        }
    }

    /// Side and year of a goal, beside its target.
    pub(super) fn goal_is_ours(&mut self, target: &At, goal: &Goal) -> bool {
        let beside = |column: Option<u32>| column.map(|column| At { column, ..target.clone() });
        let sign = if goal.side == Side::AtLeast { "≥" } else { "≤" };
        let remedy = (
            "sides and years of goals are structure: change them in the scenario's file and run again",
            "جهت و سال هدف ساختار است: آن را در پروندهٔ سناریو تغییر دهید و دوباره اجرا کنید",
        );
        let id = format!("goal.{}", goal.id);
        let side = beside(target.column.checked_sub(1));
        if let Some(at) = side.filter(|at| !self.book.says(at, sign)) {
            self.fixed(&at, &id, remedy);
            return false;
        }
        let by = beside(target.column.checked_add(1));
        if let Some(at) = by.filter(|at| self.book.number(at) != Some(f64::from(goal.by))) {
            self.fixed(&at, &id, remedy);
            return false;
        }
        true
    }

    pub(super) fn fixed(&mut self, at: &At, id: &str, remedy: (&str, &str)) {
        let place = place(self.book, at, &self.book.value(at).to_string());
        let fault = Fault::new(
            "fixed-cell",
            format!("`{id}` cannot be changed here"),
            format!("`{id}` اینجا تغییرپذیر نیست"),
        );
        self.faults.push(
            fault.at(&place, "not what the scenario says", "گفتهٔ سناریو نیست").help(remedy.0, remedy.1),
        );
    }
}
