//! Solar Hijri dates: when a run opens and how much of that year is left.

use crate::fault::Fault;
use crate::language::plain_digits;

/// A day of the Solar Hijri calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
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
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let plain = plain_digits(text).replace('/', "-");
        let parts: Vec<&str> = plain.trim().split('-').collect();
        let date = match parts[..] {
            [year, month, day] => year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok()),
            _ => None,
        };
        let date = date.map(|((year, month), day)| Self { year, month, day });
        let sensible = |date: &Self| {
            (1300..1500).contains(&date.year)
                && (1..=12).contains(&date.month)
                && (1..=date.days_in_month()).contains(&date.day)
        };
        date.filter(sensible).ok_or_else(|| {
            Fault::new(
                "date",
                format!("`{text}` is no Solar Hijri date"),
                format!("`{text}` تاریخ هجری خورشیدی نیست"),
            )
            .help("write year-month-day, such as \"1404-06-31\"", "سال-ماه-روز بنویسید، مانند \"1404-06-31\"")
        })
    }

    /// Share of the year that is left after this day, months counting alike.
    pub(super) fn share_left(self) -> f64 {
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
