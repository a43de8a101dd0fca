//! How cells look, in both languages.

use std::cell::RefCell;

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, FormatBorder,
    ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::fixed::FixedCells;
use super::put::Put;
use crate::language::Language;
use crate::scenario::Side;

/// Dark blue of titles and headers.
pub(super) const INK: Color = Color::RGB(0x1F_3A5F);
/// Red of goal lines.
pub(super) const GOAL: Color = Color::RGB(0xC0_392B);
/// Pale blue behind headers.
pub(super) const HEADER: Color = Color::RGB(0xDD_E6F0);
/// Pale yellow behind estimates.
pub(super) const ESTIMATE: Color = Color::RGB(0xFF_F6D6);
/// Pale green behind goals that are met.
pub(super) const MET: Color = Color::RGB(0xD9_F0DD);
/// Pale red behind goals that are missed.
pub(super) const MISSED: Color = Color::RGB(0xF8_DAD6);
/// Blue of numbers that can be changed.
const OWN: Color = Color::RGB(0x1A_4FD0);
/// Grey of numbers that repeat the year before.
const REPEATED: Color = Color::RGB(0x7F_8C9A);

/// Formats and texts of one language.
pub(super) struct Style {
    /// The language.
    pub language: Language,
    /// Whether formulas are written, or only their values.
    pub live: bool,
    /// The cells written so far that must not be changed.
    pub fixed: RefCell<FixedCells>,
    /// Plain cells.
    pub text: Format,
    /// Long texts over several lines.
    pub wrapped: Format,
    /// Grey ids and remarks.
    pub faint: Format,
    /// Grey remarks right behind a column of numbers.
    pub beside: Format,
    /// The title of a sheet.
    pub title: Format,
    /// The heading of a section.
    pub section: Format,
    /// Header cells.
    pub header: Format,
}

impl Style {
    /// The formats of a language; `live` for formulas, else their values stand alone.
    pub(super) fn new(language: Language, live: bool) -> Self {
        let base =
            Format::new().set_font_name(language.choose("Calibri", "Noto Sans Arabic")).set_font_size(10);
        // Numbers in cells keep their own direction; texts follow the language.
        let base = match language {
            Language::English => base,
            Language::Persian => base.set_reading_direction(2),
        };
        Self {
            language,
            live,
            fixed: RefCell::default(),
            wrapped: base.clone().set_text_wrap().set_align(FormatAlign::Top),
            faint: base.clone().set_font_color(Color::Gray),
            beside: base.clone().set_font_color(Color::Gray).set_indent(1),
            title: base.clone().set_bold().set_font_size(16).set_font_color(INK),
            section: base
                .clone()
                .set_bold()
                .set_font_size(12)
                .set_font_color(INK)
                .set_border_bottom(FormatBorder::Thin),
            header: base
                .clone()
                .set_bold()
                .set_background_color(HEADER)
                .set_font_color(INK)
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_align(FormatAlign::Center),
            text: base,
        }
    }

    /// One of two texts.
    pub(super) fn say<'a>(&self, en: &'a str, fa: &'a str) -> &'a str {
        self.language.choose(en, fa)
    }

    /// The format, on yellow where it shows an estimate.
    pub(super) fn tinted(format: &Format, estimate: bool) -> Format {
        if estimate { format.clone().set_background_color(ESTIMATE) } else { format.clone() }
    }

    /// A text made to run in the direction of the language, whatever it begins with.
    pub(super) fn lead(&self, text: &str) -> String {
        match self.language {
            Language::English => text.to_owned(),
            Language::Persian => format!("\u{200f}{text}"),
        }
    }

    /// A text of a table: one of Persian words that begins with a number is made to run from the right.
    pub(super) fn directed(&self, text: String) -> String {
        let is_persian = |c: char| c.is_alphabetic() && !c.is_ascii();
        if text.starts_with(char::is_numeric) && text.contains(is_persian) { self.lead(&text) } else { text }
    }

    /// The format of numbers with so many decimals.
    pub(super) fn number(&self, decimals: usize) -> Format {
        self.text.clone().set_num_format(self.locale(&code(decimals))).set_reading_direction(0)
    }

    /// The number format code of numbers behind `≥` or `≤`.
    pub(super) fn sided(&self, side: Side, decimals: usize) -> String {
        self.locale(&format!("\"{} \"{}", side.sign(), code(decimals)))
    }

    /// The number format code with the digits of the language.
    pub(super) fn locale(&self, code: &str) -> String {
        format!("{}{code}", self.say("", "[$-3000429]"))
    }

    /// The format of numbers that suits the largest of the values.
    pub(super) fn suited(&self, values: &[f64]) -> Format {
        self.number(Language::decimals(values))
    }

    /// Numbers that can be changed.
    pub(super) fn own(format: &Format) -> Format {
        format.clone().set_font_color(OWN).set_unlocked()
    }

    /// Numbers that repeat the year before, until they are changed.
    pub(super) fn repeated(format: &Format) -> Format {
        format.clone().set_font_color(REPEATED).set_unlocked()
    }

    /// The heading of a module, from the first column to `last`.
    pub(super) fn heading(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        last: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        for column in 0..=last {
            sheet.write_blank(row, column, &self.section)?;
        }
        sheet.put(row, 0, text, &self.section)?;
        Ok(())
    }

    /// The word for goals that are met.
    pub(super) fn met(&self) -> &'static str {
        self.language.choose("met", "محقق")
    }

    /// The word for goals that are missed.
    pub(super) fn missed(&self) -> &'static str {
        self.language.choose("missed", "محقق‌نشده")
    }

    /// The format of those words.
    pub(super) fn verdict(&self) -> Format {
        self.text.clone().set_bold().set_align(FormatAlign::Center)
    }

    /// Colours behind met and missed, wherever one of them appears in a range.
    pub(super) fn verdicts(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        last_row: u32,
        last_column: u16,
    ) -> Result<(), XlsxError> {
        for (text, color) in [(self.met(), MET), (self.missed(), MISSED)] {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(text))
                .set_format(Format::new().set_background_color(color));
            sheet.add_conditional_format(row, column, last_row, last_column, &rule)?;
        }
        Ok(())
    }

    /// Green behind the ones and red behind the noughts of a row.
    pub(super) fn flags(sheet: &mut Worksheet, row: u32, first: u16, last: u16) -> Result<(), XlsxError> {
        for (value, color) in [(1, MET), (0, MISSED)] {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(value))
                .set_format(Format::new().set_background_color(color));
            sheet.add_conditional_format(row, first, row, last, &rule)?;
        }
        Ok(())
    }

    /// Red behind shares below one.
    pub(super) fn short(
        sheet: &mut Worksheet,
        row: u32,
        first: u16,
        last_row: u32,
        last: u16,
    ) -> Result<(), XlsxError> {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::LessThan(1))
            .set_format(Format::new().set_background_color(MISSED));
        sheet.add_conditional_format(row, first, last_row, last, &rule)?;
        Ok(())
    }

    /// Locks all cells but those that can be changed. There is no password: it keeps from slips, not from wishes.
    pub(super) fn protect(sheet: &mut Worksheet) {
        let options = ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::default()
        };
        sheet.protect_with_options(&options);
    }

    /// Year numbers in cells, or the word for never.
    pub(super) fn year_number(&self) -> Format {
        self.text
            .clone()
            .set_num_format(self.locale("0"))
            .set_reading_direction(0)
            .set_align(FormatAlign::Right)
    }

    /// Year numbers in headers.
    pub(super) fn year(&self) -> Format {
        self.header.clone().set_num_format(self.locale("0")).set_reading_direction(0)
    }

    /// A new sheet in the direction of the language, ready for printing.
    pub(super) fn sheet<'a>(
        &self,
        workbook: &'a mut Workbook,
        name: &str,
    ) -> Result<&'a mut Worksheet, XlsxError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        sheet.set_screen_gridlines(false).set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        if self.language == Language::Persian {
            sheet.set_right_to_left(true);
        }
        Ok(sheet)
    }

    /// Makes a row high enough for titles of two lines; Persian letters are taller.
    pub(super) fn tall(&self, sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
        let height = if self.language == Language::Persian { 42 } else { 30 };
        sheet.set_row_height(row, height).map(|_| ())
    }

    /// A row of header cells from `column` on, each in English and Persian.
    pub(super) fn headers(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        titles: &[(&str, &str)],
    ) -> Result<(), XlsxError> {
        self.tall(sheet, row)?;
        for (at, (en, fa)) in (column..).zip(titles) {
            sheet.put(row, at, self.say(en, fa), &self.header)?;
        }
        Ok(())
    }

    /// The years as header cells from `column` on.
    pub(super) fn years(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        years: &[i32],
    ) -> Result<(), XlsxError> {
        for (at, year) in (column..).zip(years) {
            self.constant(sheet, row, at, f64::from(*year), &self.year())?;
        }
        Ok(())
    }
}

/// The number format code of so many decimals, without the digits of a language.
pub(super) fn code(decimals: usize) -> String {
    if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals)) }
}

/// Numbers from `column` on.
pub(super) fn numbers(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    values: &[f64],
    format: &Format,
) -> Result<(), XlsxError> {
    for (at, value) in (column..).zip(values) {
        sheet.put(row, at, *value, format)?;
    }
    Ok(())
}
