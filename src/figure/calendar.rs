//! The one calendar: Solar Hijri dates of runs, goals, figures and articles, and what is left of a year.

use crate::fault::{Fault, quotable};
use crate::language::plain_digits;

/// A day of the Solar Hijri calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Date {
    /// Reads `1404-06-31`; Persian digits and `/` are understood.
    ///
    /// # Errors
    /// What is no day of the calendar.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let (Some(year), Some(month), Some(day)) = parts(text) else { return Err(no_date(text)) };
        Some(Self { year, month, day }).filter(|date| date.is_day()).ok_or_else(|| no_date(text))
    }

    /// Whether a text is a date as figures have them: `1404`, `1404-06` or `1404-06-18`.
    pub(crate) fn is_date_or_part(text: &str) -> bool {
        let (year, month, day) = parts(text);
        year.is_some_and(|year| Self { year, month: month.unwrap_or(1), day: day.unwrap_or(1) }.is_day())
    }

    fn is_day(self) -> bool {
        (1300..1500).contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=self.days_in_month()).contains(&self.day)
    }

    /// Share of the year that is left after this day, months counting alike.
    pub(crate) fn share_left(self) -> f64 {
        (12.0 - f64::from(self.month - 1) - f64::from(self.day) / f64::from(self.days_in_month())) / 12.0
    }

    /// Six months of 31 days, five of 30, and Esfand of 29, in leap years of 30.
    fn days_in_month(self) -> u8 {
        match self.month {
            1..=6 => 31,
            7..=11 => 30,
            _ if is_leap(self.year) => 30,
            _ => 29,
        }
    }
}

/// Year, month and day as numbers; nothing where a text has fewer parts, more or other ones. A year has four digits,
/// months and days two or one.
fn parts(text: &str) -> (Option<i32>, Option<u8>, Option<u8>) {
    let plain = plain_digits(text).replace('/', "-");
    let mut parts = plain.trim().split('-').map(str::trim);
    let all_digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let year =
        parts.next().filter(|part| part.len() == 4).filter(all_digits).and_then(|part| part.parse().ok());
    let mut two = || match parts.next() {
        None => Ok(None),
        Some(part) if part.len() <= 2 && all_digits(&part) => part.parse().map(Some).map_err(drop),
        Some(_) => Err(()),
    };
    match (two(), two(), parts.next()) {
        (Ok(month), Ok(day), None) => (year, month, day),
        _ => (None, None, None),
    }
}

/// What is said of a text that is no day of the calendar.
fn no_date(text: &str) -> Fault {
    let text = quotable(text);
    Fault::new(
        "date",
        format!("`{text}` is no Solar Hijri date"),
        format!("`{text}` تاریخ هجری خورشیدی نیست"),
    )
    .help("write year-month-day, such as \"1404-06-31\"", "سال-ماه-روز بنویسید، مانند \"1404-06-31\"")
}

/// Whether a text is a Gregorian date, or its year, or its year and month.
pub(crate) fn is_gregorian(text: &str) -> bool {
    let (Some(year), month, day) = parts(text) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month.unwrap_or(1) {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1900..2200).contains(&year) && (1..=days).contains(&day.unwrap_or(1))
}

/// Leap years of the 33-year cycle, which agrees with the calendar from 1343 to 1472.
fn is_leap(year: i32) -> bool {
    matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// The Gregorian year in which a Solar Hijri year begins.
pub fn gregorian(year: i32) -> i32 {
    year + 621
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_year_is_left_at_the_end_of_shahrivar() {
        let date = Date::parse("۱۴۰۴/۰۶/۳۱").expect("a date");
        assert_eq!(date, Date { year: 1404, month: 6, day: 31 });
        assert_eq!(date.share_left(), 0.5);
        assert_eq!(
            Date::parse("1397-04-13").expect("a date").share_left(),
            (12.0 - 3.0 - 13.0 / 31.0) / 12.0
        );
    }

    #[test]
    fn refused() {
        assert_eq!(Date::parse("1404-12-29").expect("the last day of 1404").share_left(), 0.0);
        assert!(Date::parse("1403-12-30").is_ok(), "1403 is a leap year");
        for text in ["1404-12-30", "1404-13-01", "1404-07-31", "2025-09-22", "1404", "x"] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }
}
