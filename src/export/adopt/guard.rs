//! What must not be changed in a workbook, because no scenario can say it: formulas, fixed numbers, the order of things.

use super::book::{At, NamedCell};
use super::changes::{Finder, MAKE_ANEW, place, same};
use crate::export::workbook::{fingerprint, names};
use crate::fault::Fault;
use crate::scenario::{Goal, Side};

impl Finder<'_> {
    /// Checks everything but the inputs themselves.
    pub(super) fn guard(&mut self) {
        self.years();
        self.formulas();
        self.purchases();
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
        for year in ours {
            let NamedCell::Cell(at) = self.book.find(&format!("{stem}{year}")) else { continue };
            if self.book.year_above(&at) != Some(year) {
                let header = place(self.book, &at, &year.to_string());
                let fault = Fault::new(
                    "header",
                    format!("the header above the column of {year} says another year"),
                    format!("سرستون سال {year} سال دیگری را می‌گوید"),
                );
                self.faults.push(fault.at(&header, "the column of this cell", "ستون این خانه").help(
                    "put the years back in their order: a name leads to each cell, whatever its header says",
                    "سال‌ها را به ترتیب خود برگردانید: هر خانه نام خود را دارد، سرستون هرچه بگوید",
                ));
            }
        }
    }

    /// Formulas of the model that were written over or changed: what they say no scenario can say.
    fn formulas(&mut self) {
        let prints = self.book.text(&names::about(&self.origin.prefix, "formulas")).unwrap_or_default();
        if prints == fingerprint::NONE {
            return;
        }
        for (n, variable) in self.base.variables.iter().enumerate() {
            let name = names::row(&self.origin.prefix, n);
            let Some(first) = self.cell(&name, &variable.id, None) else { continue };
            let says = |at: &At| fingerprint::cell(&self.book.formula(at), self.book.number(at));
            let columns = first.column..;
            let cells: Vec<At> = columns
                .take(self.base.structure.all_years().count())
                .map(|column| At { column, ..first.clone() })
                .collect();
            let opening = says(&At { column: first.column.saturating_sub(1), ..first.clone() });
            let expected = prints.get(8 * n..8 * n + 8).unwrap_or_default();
            let fits = |at: &&At| fingerprint::row(&opening, &says(at)) == expected;
            // If none fits, the opening is what was changed, or the whole row.
            let wrong = match (cells.iter().find(|at| !fits(at)), cells.iter().any(|at| fits(&at))) {
                (None, _) => continue,
                (Some(at), true) => at.clone(),
                (Some(_), false) => first.clone(),
            };
            let formula = self.book.formula(&wrong);
            let shown =
                if formula.is_empty() { self.book.value(&wrong).to_string() } else { format!("={formula}") };
            let place = place(self.book, &wrong, &shown);
            let fault = Fault::new(
                "overwritten",
                format!("the formula of `{}` was changed or written over", variable.id),
                format!("فرمول `{}` تغییر کرده یا روی آن نوشته شده است", variable.id),
            );
            self.faults.push(
                fault.at(&place, "this is not what the model says", "این گفتهٔ مدل نیست").help(
                    "undo it, or copy the formula from the year beside it: results follow from assumptions and cannot be set",
                    "آن را برگردانید یا فرمول سال کناری را کپی کنید: نتایج از مفروضات به دست می‌آیند و تعیین‌شدنی نیستند",
                ),
            );
        }
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
