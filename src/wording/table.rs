//! A result laid out: columns, typed cells, the unit shown, the digits, the order. Terminal, sheet and page only draw it.

use crate::language::Language;
use crate::scenario::{Side, gregorian};

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Columns, in order.
    pub columns: Vec<Column>,
    /// Rows; each has a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// How many rows of one thing follow each other, all with its name and unit, which a terminal says once; 0 if each row
    /// is of its own.
    pub stack: usize,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// Texts under a title.
    Text(String),
    /// Texts of second rank under a title: ids, sources.
    Remark(String),
    /// Units under a title.
    Unit(String),
    /// Units of the numbers in the next column, which a terminal writes behind these.
    UnitOfNext(String),
    /// Numbers, years or verdicts under a title.
    Number(String),
    /// The numbers of a Solar Hijri year.
    Year {
        /// The year.
        year: i32,
        /// Whether only the rest of it is run.
        partial: bool,
    },
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Left empty.
    Blank,
    /// There is no such number.
    Missing,
    /// A text.
    Text(String),
    /// A number with so many decimals.
    Number(f64, usize),
    /// A share as a percentage with so many decimals.
    Share(f64, usize),
    /// A share as a percentage with so many decimals, under a title that says so.
    Percent(f64, usize),
    /// What is missing of a goal, with so many decimals; a dash where nothing is.
    Short(f64, usize),
    /// The value of a goal, with the side it is wanted on and so many decimals.
    Target(Side, f64, usize),
    /// A Solar Hijri year.
    Year(i32),
    /// Whether a goal is met.
    Verdict(bool),
    /// A bar, as a share of the longest.
    Bar(f64),
}

/// Characters of the longest bar.
const BAR: f64 = 24.0;

impl Table {
    /// An empty table with these columns.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Column {
    /// The titles of texts, in a language.
    pub fn texts<const N: usize>(language: Language, titles: [(&str, &str); N]) -> Vec<Self> {
        titles.map(|(en, fa)| Self::Text(language.choose(en, fa).to_owned())).to_vec()
    }

    /// The titles of texts of second rank, in a language.
    pub fn remarks<const N: usize>(language: Language, titles: [(&str, &str); N]) -> Vec<Self> {
        titles.map(|(en, fa)| Self::Remark(language.choose(en, fa).to_owned())).to_vec()
    }

    /// The titles of numbers, in a language.
    pub fn numbers<const N: usize>(language: Language, titles: [(&str, &str); N]) -> Vec<Self> {
        titles.map(|(en, fa)| Self::Number(language.choose(en, fa).to_owned())).to_vec()
    }

    /// The column of units.
    pub fn unit(language: Language) -> Self {
        Self::Unit(language.choose("unit", "یکا").to_owned())
    }

    /// Columns of years.
    pub fn years(years: impl IntoIterator<Item = i32>) -> impl Iterator<Item = Self> {
        years.into_iter().map(|year| Self::Year { year, partial: false })
    }

    /// The title: of a year its number, and below it the Gregorian years it spans.
    pub fn title(&self, language: Language) -> String {
        match self {
            Self::Text(title)
            | Self::Remark(title)
            | Self::Unit(title)
            | Self::UnitOfNext(title)
            | Self::Number(title) => title.clone(),
            Self::Year { year, partial } => {
                let (begin, mark) = (gregorian(*year), if *partial { "*" } else { "" });
                language.digits(&format!("{year}{mark}\n{begin}/{:02}", (begin + 1) % 100))
            }
        }
    }

    /// Whether it holds texts, which stand at the side where reading begins.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Remark(_) | Self::Unit(_) | Self::UnitOfNext(_))
    }
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number for reading, with about four significant digits.
    pub fn reading(value: f64) -> Self {
        Self::Number(value, Language::reading_decimals(value))
    }

    /// A share as a percentage: 0 % only for nothing and 100 % only for everything.
    pub fn share(share: f64) -> Self {
        Self::Share(share, Language::share_decimals(share, 1))
    }

    /// What it says in a language.
    pub fn says(&self, language: Language) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Missing => "–".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Number(value, decimals) => language.decimal(*value, *decimals),
            Self::Short(gap, _) if *gap <= 0.0 => "–".to_owned(),
            Self::Short(gap, decimals) => language.decimal(*gap, *decimals),
            Self::Share(share, decimals) => format!("{} %", language.decimal(share * 100.0, *decimals)),
            Self::Percent(share, decimals) => language.decimal(share * 100.0, *decimals),
            Self::Target(side, value, decimals) => {
                format!("{} {}", side.sign(), language.decimal(*value, *decimals))
            }
            Self::Year(year) => language.digits(&year.to_string()),
            Self::Verdict(true) => language.choose("met", "محقق").to_owned(),
            Self::Verdict(false) => language.choose("MISSED", "محقق‌نشده").to_owned(),
            Self::Bar(share) => {
                // Between 0 and the longest.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let length = (share.clamp(0.0, 1.0) * BAR).round() as usize;
                "█".repeat(length)
            }
        }
    }
}
