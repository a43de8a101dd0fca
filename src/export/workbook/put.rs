//! How anything gets into a cell: a text no longer than a cell takes, a nought without a sign.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// Most of a text that a cell takes, in UTF-16 units.
pub(in crate::export) const LONGEST: usize = 32_767;

/// A text that is no longer than `most` UTF-16 units, with an ellipsis where it was cut.
pub(in crate::export) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    // A text has no more units than bytes.
    if text.len() <= most || text.encode_utf16().count() <= most {
        return Cow::Borrowed(text);
    }
    let mut left = most - 1;
    let fits = |c: &char| {
        left.checked_sub(c.len_utf16()).is_some_and(|rest| {
            left = rest;
            true
        })
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

/// What a cell can hold.
pub(super) trait Content {
    /// Writes it.
    fn write(self, sheet: &mut Worksheet, row: u32, column: u16, format: &Format) -> Result<(), XlsxError>;
}

impl Content for &str {
    fn write(self, sheet: &mut Worksheet, row: u32, column: u16, format: &Format) -> Result<(), XlsxError> {
        sheet.write_with_format(row, column, shortened(self, LONGEST).as_ref(), format).map(|_| ())
    }
}

impl Content for String {
    fn write(self, sheet: &mut Worksheet, row: u32, column: u16, format: &Format) -> Result<(), XlsxError> {
        self.as_str().write(sheet, row, column, format)
    }
}

impl Content for f64 {
    fn write(self, sheet: &mut Worksheet, row: u32, column: u16, format: &Format) -> Result<(), XlsxError> {
        sheet.write_with_format(row, column, self + 0.0, format).map(|_| ())
    }
}

/// A sheet into which anything is put.
pub(super) trait Put {
    /// Puts something into a cell.
    fn put(
        &mut self,
        row: u32,
        column: u16,
        content: impl Content,
        format: &Format,
    ) -> Result<&mut Self, XlsxError>;
}

impl Put for Worksheet {
    fn put(
        &mut self,
        row: u32,
        column: u16,
        content: impl Content,
        format: &Format,
    ) -> Result<&mut Self, XlsxError> {
        content.write(self, row, column, format)?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_what_spreadsheets_count() {
        assert_eq!(shortened("شهرک", 4), "شهرک");
        assert_eq!(shortened("shahrak", 4), "sha…");
        // An emoji is two units.
        assert_eq!(shortened("🌻🌻🌻", 6), "🌻🌻🌻");
        assert_eq!(shortened("🌻🌻🌻", 5), "🌻🌻…");
    }
}
