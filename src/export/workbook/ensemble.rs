//! An ensemble as a workbook: a fan for each variable, the probability of each goal, what was uncertain, how it was run.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartRange, ChartSolidFill, ChartType, Color, Workbook, Worksheet,
    XlsxError,
};

use super::style::{INK, Style, numbers};
use super::table::{self, Place};
use crate::language::Language;
use crate::study::ensemble::{Ensemble, Outcome};
use crate::wording::ensemble as wording;
use crate::wording::table::Table;

/// Column of the first year.
const FIRST_YEAR: u16 = 3;
/// Row of the years on every sheet.
const HEADER: u32 = 2;
/// Colours between the shares, from the outer band to the inner.
const BANDS: [Color; 2] = [Color::RGB(0xC9_D6E6), Color::RGB(0x8C_A6C4)];

/// Writes all sheets of an ensemble.
pub(super) fn write(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    ranges(workbook, style, ensemble, outcome)?;
    fans(workbook, style, ensemble, outcome)?;
    goals(workbook, style, ensemble, outcome)?;
    uncertain(workbook, style, ensemble)?;
    manifest(workbook, style, ensemble, outcome)
}

fn titled<'a>(
    workbook: &'a mut Workbook,
    style: &Style,
    name: (&str, &str),
    title: (&str, &str),
    ensemble: &Ensemble,
) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = style.sheet(workbook, style.say(name.0, name.1))?;
    let title = format!("{} – {}", style.say(title.0, title.1), ensemble.scenario.title.get(style.language));
    sheet.write_with_format(0, 0, title, &style.title)?;
    Ok(sheet)
}

/// The table: for each variable a line a share, with the mean and the deviation.
fn ranges(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    let sheet = titled(workbook, style, ("Ranges", "بازه‌ها"), ("Ranges of results", "بازهٔ نتایج"), ensemble)?;
    let note = style.say(
        "Each line holds the value below which that share of the members lies.",
        "هر سطر مقداری است که آن سهم از عضوها پایین‌تر از آن است.",
    );
    sheet.write_with_format(1, 0, note, &style.faint)?;
    draw(sheet, style, &wording::ranges(ensemble, outcome, true, style.language))?;
    sheet.set_column_width(0, 46)?.set_column_width(1, 26)?.set_column_width(2, 12)?;
    sheet
        .set_column_range_width(FIRST_YEAR, FIRST_YEAR + 20, 11)?
        .set_freeze_panes(HEADER + 1, FIRST_YEAR)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    Ok(())
}

fn draw(sheet: &mut Worksheet, style: &Style, table: &Table) -> Result<(), XlsxError> {
    let place = Place { row: HEADER, column: 0, shaded: false };
    table::draw(sheet, style, table, place, &|_, _| None).map(|_| ())
}

/// A fan for each variable: bands between the shares, the middle as a line. Bands are stacked areas, so their heights stand
/// in a table of their own, to the right of the charts.
fn fans(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    const ROWS: u32 = 17;
    const TABLE: u16 = 26;
    let scenario = &ensemble.scenario;
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let last = TABLE + 1 + u16::try_from(years.len()).unwrap_or(0) - 1;
    let name = style.say("Fans", "بادبزن‌ها").to_owned();
    let sheet = titled(workbook, style, ("Fans", "بادبزن‌ها"), ("Fans", "بادبزن‌ها"), ensemble)?;
    let note = style.say(
        "Pale: from the 5th to the 95th of a hundred members; darker: the middle half; line: the middle one.",
        "کم‌رنگ: از پنجمین تا نود و پنجمین عضو از صد عضو؛ پررنگ‌تر: نیمهٔ میانی؛ خط: عضو میانی.",
    );
    sheet.write_with_format(1, 0, note, &style.faint)?;
    style.headers(sheet, HEADER, TABLE, &[("heights of the bands", "بلندی نوارها")])?;
    style.years(sheet, HEADER, TABLE + 1, &years)?;
    for (n, (variable, spreads)) in (0_u32..).zip(ensemble.shown.iter().zip(&outcome.spreads)) {
        let variable = &scenario.variables[*variable];
        let row = HEADER + 1 + n * 5;
        let at = |share: usize| spreads.iter().map(move |spread| spread.percentiles[share]);
        let between = |low: usize, high: usize| at(high).zip(at(low)).map(|(high, low)| high - low).collect();
        let (low, median): (Vec<f64>, Vec<f64>) = (at(0).collect(), at(2).collect());
        let bands: [Vec<f64>; 5] = [low, between(0, 1), between(1, 3), between(3, 4), median];
        let format = style.suited(&bands[4]);
        for (line, values) in (row..).zip(&bands) {
            sheet.write_with_format(line, TABLE, &variable.id, &style.faint)?;
            numbers(sheet, line, TABLE + 1, values, &format)?;
        }
        let range = |row: u32| ChartRange::new_from_range(&name, row, TABLE + 1, row, last);
        let mut chart = Chart::new(ChartType::AreaStacked);
        // The lowest band only lifts the others.
        for (band, color) in [(0, None), (1, Some(BANDS[0])), (2, Some(BANDS[1])), (3, Some(BANDS[0]))] {
            let series = chart.add_series();
            series.set_categories(&range(HEADER)).set_values(&range(row + band));
            let mut fill = match color {
                Some(color) => {
                    ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(color)).clone()
                }
                None => ChartFormat::new().set_no_fill().clone(),
            };
            series.set_format(&mut fill);
        }
        let mut middle = Chart::new(ChartType::Line);
        let series = middle.add_series();
        series.set_categories(&range(HEADER)).set_values(&range(row + 4));
        series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(INK).set_width(2.25)));
        chart.combine(&middle);
        let unit = style.language.unit(&scenario.priced(&variable.unit));
        let title = format!("{}{}{unit}", variable.label.get(style.language), style.say(", ", "، "));
        chart.title().set_name(&title);
        chart.set_alt_text(&title).set_width(760).set_height(320);
        chart.legend().set_hidden();
        chart.x_axis().set_num_format(style.locale("0"));
        let decimals = Language::decimals(&bands[4]);
        chart.y_axis().set_num_format(style.locale(&super::style::code(decimals)));
        // The lowest band begins near what is seen, not at nought: a fan shows what differs.
        let (least, most) = (fold(at(0), f64::min), fold(at(4), f64::max));
        let floor = least - 0.25 * (most - least);
        if floor > 0.0 && most > least {
            chart.y_axis().set_min(below(floor, most - least));
        }
        if style.language == Language::Persian {
            chart.x_axis().set_reverse();
        }
        let column = if n % 2 == 0 { 0 } else { 12 };
        sheet.insert_chart_with_offset(HEADER + 1 + n / 2 * ROWS, column, &chart, 4, 4)?;
    }
    sheet.set_column_width(TABLE, 40)?;
    let charts = u32::try_from(outcome.spreads.len()).unwrap_or(0).div_ceil(2) * ROWS;
    sheet.set_print_area(0, 0, HEADER + 1 + charts, TABLE - 2)?;
    Ok(())
}

fn fold(values: impl Iterator<Item = f64>, pick: fn(f64, f64) -> f64) -> f64 {
    values.reduce(pick).unwrap_or(0.0)
}

/// A round number at or below `value`, on the scale of `width`.
fn below(value: f64, width: f64) -> f64 {
    let step = 10.0_f64.powf(width.log10().floor());
    (value / step).floor() * step
}

fn goals(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    let title =
        ("Probability of having met each goal by the end of a year", "احتمال تحقق هر هدف تا پایان سال");
    let sheet = titled(workbook, style, ("Goals", "هدف‌ها"), title, ensemble)?;
    sheet.write_with_format(1, 0, wording::about_errors(style.language), &style.faint)?;
    draw(sheet, style, &wording::probabilities(ensemble, outcome, style.language))?;
    sheet.set_column_width(0, 58)?.set_column_width(1, 8)?;
    sheet.set_column_range_width(2, FIRST_YEAR + 20, 9)?;
    Ok(())
}

fn uncertain(workbook: &mut Workbook, style: &Style, ensemble: &Ensemble) -> Result<(), XlsxError> {
    let title = ("What is uncertain", "آنچه نامطمئن است");
    let sheet = titled(workbook, style, ("Uncertain", "نامطمئن‌ها"), title, ensemble)?;
    draw(sheet, style, &wording::uncertainties(ensemble, style.language))?;
    for (column, width) in (0..).zip([60, 44, 18, 60, 60, 46]) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    Ok(())
}

fn manifest(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    let title = ("How it was run", "چگونه اجرا شد");
    let sheet = titled(workbook, style, ("Manifest", "شناسنامه"), title, ensemble)?;
    for (row, cells) in (HEADER..).zip(wording::manifest(ensemble, outcome, style.language).rows) {
        for (column, (value, format)) in (0..).zip(cells.iter().zip([&style.header, &style.wrapped])) {
            sheet.write_with_format(row, column, value.says(style.language), format)?;
        }
    }
    sheet.set_column_width(0, 28)?.set_column_width(1, 80)?;
    Ok(())
}
