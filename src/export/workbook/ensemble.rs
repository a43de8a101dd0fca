//! An ensemble as a workbook: a fan for each variable, the probability of each goal, what was uncertain, how it was run.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartRange, ChartSolidFill, ChartType, Color, Workbook, Worksheet,
    XlsxError,
};

use super::put::Put;
use super::style::{INK, Style, numbers};
use super::table::{self, TablePosition};
use crate::language::Language;
use crate::study::ensemble::{Ensemble, Outcome};
use crate::wording::ensemble::{self as wording, Fan};
use crate::wording::table::Table;

/// Column of the first year of the ranges.
const FIRST_YEAR: u16 = 3;
/// Row of the years on every sheet.
const HEADER: u32 = 2;
/// Rows of the sheet that a fan takes.
const ROWS: u32 = 17;
/// Column of the heights of the bands.
const BANDS_AT: u16 = 26;
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
    uncertain(workbook, style, ensemble, outcome)?;
    manifest(workbook, style, ensemble, outcome)
}

fn titled<'a>(
    workbook: &'a mut Workbook,
    style: &Style,
    name: (&str, &str),
    title: (&str, &str),
    (ensemble, outcome): (&Ensemble, &Outcome),
) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = style.sheet(workbook, style.say(name.0, name.1))?;
    let scenario = ensemble.scenario.title.get(style.language);
    let partial = wording::partial(ensemble, outcome, style.language);
    let partial = partial.map_or(String::new(), |partial| format!(" – {partial}"));
    let title = format!("{} – {scenario}{partial}", style.say(title.0, title.1));
    sheet.put(0, 0, title, &style.title)?;
    Ok(sheet)
}

/// The table: for each variable a line a share, with the mean and the deviation.
fn ranges(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    let sheet = titled(
        workbook,
        style,
        ("Ranges", "بازه‌ها"),
        ("Ranges of results", "بازهٔ نتایج"),
        (ensemble, outcome),
    )?;
    let note = style.say(
        "Each line holds the value below which that share of the members lies.",
        "هر سطر مقداری است که آن سهم از عضوها پایین‌تر از آن است.",
    );
    sheet.put(1, 0, note, &style.faint)?;
    draw(sheet, style, &wording::ranges(ensemble, outcome, true, style.language))?;
    sheet.set_column_width(0, 46)?.set_column_width(1, 26)?.set_column_width(2, 12)?;
    sheet
        .set_column_range_width(FIRST_YEAR, FIRST_YEAR + 20, 11)?
        .set_freeze_panes(HEADER + 1, FIRST_YEAR)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    Ok(())
}

fn draw(sheet: &mut Worksheet, style: &Style, table: &Table) -> Result<(), XlsxError> {
    let place = TablePosition { row: HEADER, column: 0, shaded: false };
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
    let years: Vec<i32> = ensemble.scenario.structure.all_years().collect();
    let name = style.say("Fans", "بادبزن‌ها").to_owned();
    let sheet = titled(workbook, style, ("Fans", "بادبزن‌ها"), ("Fans", "بادبزن‌ها"), (ensemble, outcome))?;
    let note = style.say(
        "Pale: from the 5th to the 95th of a hundred members; darker: the middle half; line: the middle one.",
        "کم‌رنگ: از پنجمین تا نود و پنجمین عضو از صد عضو؛ پررنگ‌تر: نیمهٔ میانی؛ خط: عضو میانی.",
    );
    sheet.put(1, 0, note, &style.faint)?;
    style.headers(sheet, HEADER, BANDS_AT, &[("heights of the bands", "بلندی نوارها")])?;
    style.years(sheet, HEADER, BANDS_AT + 1, &years)?;
    let fans = wording::fans(ensemble, outcome, style.language);
    for (n, fan) in (0_u32..).zip(&fans) {
        let row = HEADER + 1 + n * 5;
        let format = style.number(fan.decimals);
        for (line, values) in (row..).zip(&fan.bands) {
            sheet.put(line, BANDS_AT, fan.id.as_str(), &style.faint)?;
            numbers(sheet, line, BANDS_AT + 1, values, &format)?;
        }
        let chart = fan_chart(style, &name, fan, row, years.len());
        let column = if n % 2 == 0 { 0 } else { 12 };
        sheet.insert_chart_with_offset(HEADER + 1 + n / 2 * ROWS, column, &chart, 4, 4)?;
    }
    sheet.set_column_width(BANDS_AT, 40)?;
    let charts = u32::try_from(fans.len()).unwrap_or(0).div_ceil(2) * ROWS;
    sheet.set_print_area(0, 0, HEADER + 1 + charts, BANDS_AT - 2)?;
    Ok(())
}

/// The chart of a fan whose bands stand from `row` on.
fn fan_chart(style: &Style, sheet: &str, fan: &Fan, row: u32, years: usize) -> Chart {
    let last = BANDS_AT + u16::try_from(years).unwrap_or(0);
    let range = |row: u32| ChartRange::new_from_range(sheet, row, BANDS_AT + 1, row, last);
    let mut chart = Chart::new(ChartType::AreaStacked);
    // The lowest band only lifts the others.
    for (band, color) in [(0, None), (1, Some(BANDS[0])), (2, Some(BANDS[1])), (3, Some(BANDS[0]))] {
        let series = chart.add_series();
        series.set_categories(&range(HEADER)).set_values(&range(row + band));
        let mut fill = match color {
            Some(color) => ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(color)).clone(),
            None => ChartFormat::new().set_no_fill().clone(),
        };
        series.set_format(&mut fill);
    }
    let mut middle = Chart::new(ChartType::Line);
    let series = middle.add_series();
    series.set_categories(&range(HEADER)).set_values(&range(row + 4));
    series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(INK).set_width(2.25)));
    chart.combine(&middle);
    chart.title().set_name(&fan.title);
    chart.set_alt_text(&fan.title).set_width(760).set_height(320);
    chart.legend().set_hidden();
    chart.x_axis().set_num_format(style.locale("0"));
    chart.y_axis().set_num_format(style.locale(&super::style::code(fan.decimals)));
    if let Some(floor) = fan.floor {
        chart.y_axis().set_min(floor);
    }
    if style.language == Language::Persian {
        chart.x_axis().set_reverse();
    }
    chart
}

fn goals(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    let title = ("Probability that each goal is met in a year", "احتمال تحقق هر هدف در هر سال");
    let sheet = titled(workbook, style, ("Goals", "هدف‌ها"), title, (ensemble, outcome))?;
    sheet.put(1, 0, wording::about_intervals(ensemble, style.language), &style.faint)?;
    draw(sheet, style, &wording::probabilities(ensemble, outcome, style.language))?;
    sheet.set_column_width(0, 58)?.set_column_width(1, 8)?;
    sheet.set_column_range_width(2, FIRST_YEAR + 20, 9)?;
    Ok(())
}

fn uncertain(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    let title = ("What is uncertain", "آنچه نامطمئن است");
    let sheet = titled(workbook, style, ("Uncertain", "نامطمئن‌ها"), title, (ensemble, outcome))?;
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
    let sheet = titled(workbook, style, ("Manifest", "شناسنامه"), title, (ensemble, outcome))?;
    for (row, cells) in (HEADER..).zip(wording::manifest(ensemble, outcome, style.language).rows) {
        for (column, (value, format)) in (0..).zip(cells.iter().zip([&style.header, &style.wrapped])) {
            sheet.put(row, column, value.says(style.language), format)?;
        }
    }
    sheet.set_column_width(0, 28)?.set_column_width(1, 80)?;
    Ok(())
}
