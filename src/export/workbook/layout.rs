//! Where everything goes: which sheet and row each variable has, so that charts can point at it.

use crate::language::{Label, Language};
use crate::study::Report;

/// Rows above the first variable of a results sheet: title, note, header, Gregorian years.
pub const FIRST_ROW: u32 = 4;
/// Columns before the first year of a results sheet: label, unit, opening.
pub const FIRST_YEAR: u16 = 3;

/// A sheet of results: the variables of one theme.
pub struct Theme {
    /// Name of the sheet.
    pub sheet: String,
    /// Title.
    pub title: Label,
    /// Indexes of its variables, in order.
    pub variables: Vec<usize>,
}

/// The sheets of one report.
pub struct Layout<'a> {
    /// The report.
    pub report: &'a Report,
    /// Name of the summary sheet.
    pub summary: String,
    /// Name of the sheet of assumptions.
    pub assumptions: String,
    /// Sheets of results.
    pub themes: Vec<Theme>,
}

/// Name, Persian name and the beginnings of the ids of each theme.
const THEMES: &[(&str, &str, &[&str])] = &[
    ("Economy", "اقتصاد", &["province.", "nation.", "prices.", "sector."]),
    ("Work", "کار", &["work."]),
    ("Programmes", "طرح‌ها", &["programme."]),
    ("Envelopes", "محدودیت‌ها", &["envelope.", "foreign_investment.", "period."]),
    ("Enterprises", "بنگاه‌ها", &["revival.", "class."]),
    ("Power and visitors", "برق و زائران", &["power.", "visitors."]),
];

impl<'a> Layout<'a> {
    /// The layout of report number `n` of `of`; with several, sheet names begin with the number.
    pub fn new(report: &'a Report, n: usize, of: usize, language: Language) -> Self {
        let name = |text: &str| if of > 1 { format!("{} {text}", n + 1) } else { text.to_owned() };
        let rows = &report.projection.scenario.variables;
        let theme = |(en, fa, beginnings): &(&str, &str, &[&str])| {
            let fits =
                |index: &usize| beginnings.iter().any(|beginning| rows[*index].id.starts_with(beginning));
            let variables: Vec<usize> = (0..rows.len()).filter(fits).collect();
            Theme { sheet: name(language.choose(en, fa)), title: Label::new(*en, *fa), variables }
        };
        Self {
            report,
            summary: name(language.choose("Summary", "خلاصه")),
            assumptions: name(language.choose("Assumptions", "مفروضات")),
            themes: THEMES.iter().map(theme).filter(|theme| !theme.variables.is_empty()).collect(),
        }
    }

    /// Sheet and row of a variable.
    pub fn place(&self, variable: usize) -> Option<(&str, u32)> {
        self.themes.iter().find_map(|theme| {
            let at = theme.variables.iter().position(|index| *index == variable)?;
            Some((theme.sheet.as_str(), FIRST_ROW + u32::try_from(at).ok()?))
        })
    }

    /// Number of years.
    pub fn years(&self) -> u16 {
        u16::try_from(self.report.projection.years.len()).unwrap_or(u16::MAX)
    }
}
