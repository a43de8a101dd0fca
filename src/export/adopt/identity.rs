//! Whether a cell is still that of its input, goal or variable: by its name, the id, the label and the unit of its row, and
//! the year of its column.

use super::book::{At, NamedCell, address};
use super::changes::{Finder, MAKE_ANEW, place};
use crate::export::workbook::put::{LONGEST, shortened};
use crate::fault::Fault;
use crate::language::{Label, Language};
use crate::model::record::Row;

impl Finder<'_> {
    /// The cell of a name, if its row still has the id, the name and the unit of `row`, in either language, and its column
    /// the year.
    pub(super) fn cell(&mut self, name: &str, row: &Row, year: Option<i32>) -> Option<At> {
        self.identified(self.book.find(name), row, year)
    }

    /// The cell found for a row, if it is still its own.
    pub(super) fn identified(&mut self, found: NamedCell, row: &Row, year: Option<i32>) -> Option<At> {
        let id = row.id.as_str();
        let when = year.map(|year| (format!(" in {year}"), format!(" در {year}"))).unwrap_or_default();
        match found {
            NamedCell::Cell(at) => {
                let unit = self.base.priced(&row.unit);
                let units = [Language::English, Language::Persian]
                    .map(|language| self.base.figures.units.says(language, &unit));
                let label = [&row.label.en, &row.label.fa].map(|label| shortened(label, LONGEST));
                let wanted = [[id, id], [&label[0], &label[1]], [&units[0], &units[1]]];
                let other_year =
                    year.filter(|year| self.book.header_above(&at).is_none_or(|(_, above)| above != *year));
                if let Some(year) = other_year {
                    self.header(&at, year);
                    return None;
                }
                // What was said of one year of a row holds for the next.
                let is_known = self
                    .known
                    .as_ref()
                    .is_some_and(|(row, known)| known == id && row.row == at.row && row.sheet == at.sheet);
                let missing = wanted.into_iter().find(|texts| !is_known && !self.book.row_says(&at, texts));
                if missing.is_none() && self.taken.insert(at.clone()) {
                    self.known = Some((at.clone(), id.to_owned()));
                    return Some(at);
                }
                let place = place(self.book, &at, &self.book.value(&at).to_string());
                let fault = Fault::new(
                    "moved-row",
                    format!("the cell of `{id}`{} is no longer where it was: its row is another's", when.0),
                    format!("خانهٔ `{id}`{} دیگر سر جای خود نیست: سطرش از آنِ دیگری است", when.1),
                );
                let says = missing.map_or(Label::new("here", "اینجا"), |[en, fa]| {
                    Label::new(format!("its row does not say `{en}`"), format!("سطرش نمی‌گوید «{fa}»"))
                });
                self.faults.push(fault.at(&place, says.en, says.fa).help(
                    "rows that were sorted or pasted over no longer belong together: undo it, or make the workbook anew with `ofogh run`",
                    "سطرهایی که مرتب یا رونویسی شده‌اند دیگر به هم نمی‌خورند: آن را برگردانید یا کارپوشه را با `ofogh run` از نو بسازید",
                ));
            }
            NamedCell::Twice(one, other) => {
                let place = place(self.book, &other, &self.book.value(&other).to_string());
                let fault = Fault::new(
                    "two-cells",
                    format!(
                        "`{id}`{} has two cells: {}!{} and {}!{}",
                        when.0,
                        one.sheet,
                        address(&one),
                        other.sheet,
                        address(&other)
                    ),
                    format!(
                        "`{id}`{} دو خانه دارد: {}!{} و {}!{}",
                        when.1,
                        one.sheet,
                        address(&one),
                        other.sheet,
                        address(&other)
                    ),
                );
                // One word on a copied sheet is enough.
                if !self.faults.iter().any(|other| other.code == "two-cells") {
                    self.faults.push(fault.at(&place, "one of the two", "یکی از آن دو").help(
                        "a sheet was copied, and it is not clear which one counts: delete the copy and save",
                        "برگه‌ای کپی شده و روشن نیست کدام به شمار می‌آید: کپی را حذف و کارپوشه را ذخیره کنید",
                    ));
                }
            }
            NamedCell::Deleted => {
                let fault = Fault::new(
                    "deleted-cell",
                    format!("the cell of `{id}`{} was deleted", when.0),
                    format!("خانهٔ `{id}`{} حذف شده است", when.1),
                );
                self.faults.push(fault.help(MAKE_ANEW.0, MAKE_ANEW.1));
            }
            NamedCell::Unknown => {
                let fault = Fault::new(
                    "missing-cell",
                    format!("this workbook has no cell for `{id}`{}", when.0),
                    format!("این کارپوشه خانه‌ای برای `{id}`{} ندارد", when.1),
                );
                self.faults.push(fault.help(
                    "the scenario has changed since the workbook was made, or a name was deleted: make it anew with `ofogh run`",
                    "سناریو پس از ساخت کارپوشه تغییر کرده یا نامی حذف شده است: آن را با `ofogh run` از نو بسازید",
                ));
            }
        }
        None
    }
}
