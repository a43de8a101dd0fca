//! The Leontief inverse, live: it follows the local content of each year.

use rust_xlsxwriter::{Formula, Workbook, Worksheet, XlsxError};

use super::fixed::Fixed;
use super::formula::requirement_row;
use super::layout::{FIRST_YEAR, HEADER, LABEL, Layout, OPENING, UNIT, fixed_cell_of};
use super::names;
use super::put::Put;
use super::style::Style;
use crate::model::record::RowKind;

/// Writes the sheet: the requirements by year on top, then the purchases, then the inverse of each year.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let scenario = &layout.report.projection.scenario;
    let years = &layout.report.projection.years;
    let n = scenario.structure.sectors.len();
    let side = u16::try_from(n).unwrap_or(u16::MAX);
    let sheet = style.sheet(workbook, &layout.leontief)?;
    sheet.put(0, 0, style.say("Leontief inverse", "معکوس لئونتیف"), &style.title)?;
    let note = style.say(
        "What each sector must deliver, indirectly, per unit of new output of another: (I − local content × purchases)⁻¹ − I. The purchases come from input-output.csv; change them there.",
        "آنچه هر بخش به ازای یک واحد ستاندهٔ جدید بخش دیگر، غیرمستقیم باید تحویل دهد: ‎(I − سهم خرید داخل × خریدها)⁻¹ − I. جدول خریدها از input-output.csv است؛ آن را همان‌جا تغییر دهید.",
    );
    sheet.put(1, 0, note, &style.faint)?;
    style.headers(
        sheet,
        HEADER,
        0,
        &[("indirect requirement", "نیاز غیرمستقیم"), ("unit", "یکا"), ("opening", "آغاز")],
    )?;
    style.years(sheet, HEADER, FIRST_YEAR, years)?;
    let share = style.number(6);
    let blocks: Vec<usize> = (0..scenario.yearly.len())
        .filter(|index| scenario.yearly[*index].row.kind == RowKind::Requirement)
        .collect();
    for (element, &index) in blocks.iter().enumerate() {
        let (input, row) = (&scenario.yearly[index], requirement_row(layout, index));
        sheet.put(row, LABEL, input.row.label.get(style.language), &style.text)?;
        sheet.put(row, UNIT, style.language.unit(&input.row.unit), &style.faint)?;
        for ((column, value), year) in (FIRST_YEAR..).zip(&input.values).zip(years) {
            let (i, j) = (element / n + 1, element % n + 1);
            let formula = format!("=INDEX({},{i},{j})", names::leontief(&layout.prefix, *year));
            style.formula(sheet, row, column, &formula, *value, &share)?;
        }
        sheet.put(row, layout.after(), input.row.id.as_str(), &style.beside)?;
    }
    let mut row = HEADER + 2 + u32::try_from(blocks.len()).unwrap_or(0);
    let purchases = &scenario.figures.input_output.purchases;
    let identity: Vec<f64> = (0..n * n).map(|at| if at / n == at % n { 1.0 } else { 0.0 }).collect();
    let tables = [
        (
            names::purchases(&layout.prefix),
            style.say("Purchases per unit of output", "خرید به ازای یک واحد ستانده"),
            purchases,
        ),
        (names::identity(&layout.prefix), style.say("Identity", "ماتریس همانی"), &identity),
    ];
    let mut named = Vec::new();
    for (name, title, values) in tables {
        let first = heading(sheet, style, layout, row, title)?;
        for (at, value) in values.iter().enumerate() {
            let (down, across) = (u32::try_from(at / n).unwrap_or(0), u16::try_from(at % n).unwrap_or(0));
            style.constant(sheet, first + down, OPENING + across, *value, &share)?;
        }
        named.push((name, range(layout, first, side)));
        row = first + u32::from(side) + 1;
    }
    for (t, year) in years.iter().enumerate() {
        let first = heading(sheet, style, layout, row, &style.language.digits(&year.to_string()))?;
        let (last, right) = (first + u32::from(side) - 1, OPENING + side - 1);
        let [purchases, identity] = [names::purchases(&layout.prefix), names::identity(&layout.prefix)];
        let content =
            layout.input(layout.yearly.economy.local_content, FIRST_YEAR + u16::try_from(t).unwrap_or(0));
        let formula = format!("=MINVERSE({identity}-{content}*{purchases})-{identity}");
        if style.live {
            style.fix(sheet, first, OPENING, Fixed::Formula(formula.clone()));
            sheet.write_array_formula_with_format(
                first,
                OPENING,
                last,
                right,
                Formula::new(formula),
                &share,
            )?;
        }
        for (at, &index) in blocks.iter().enumerate() {
            let (down, across) = (u32::try_from(at / n).unwrap_or(0), u16::try_from(at % n).unwrap_or(0));
            let value = scenario.yearly[index].values[t];
            if style.live && at == 0 {
                sheet.set_formula_result(first, OPENING, value.to_string());
            } else {
                sheet.put(first + down, OPENING + across, value, &share)?;
            }
        }
        named.push((names::leontief(&layout.prefix, *year), range(layout, first, side)));
        row = first + u32::from(side) + 1;
    }
    sheet.set_column_width(LABEL, 58)?.set_column_width(UNIT, 10)?;
    sheet.set_column_range_width(OPENING, layout.after() - 1, 11)?.set_column_width(layout.after(), 52)?;
    sheet.set_freeze_panes(HEADER + 1, FIRST_YEAR)?;
    Style::protect(sheet);
    style.define(workbook, named)
}

/// The heading of a square table with the sectors above and beside it; returns its first row.
fn heading(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
    title: &str,
) -> Result<u32, XlsxError> {
    let sectors = &layout.report.projection.scenario.structure.sectors;
    sheet.put(row, LABEL, title, &style.header)?.write_blank(row, UNIT, &style.header)?;
    for ((column, down), sector) in (OPENING..).zip(row + 1..).zip(sectors) {
        sheet.put(row, column, sector.label.get(style.language), &style.header)?;
        sheet.put(down, LABEL, sector.label.get(style.language), &style.text)?;
    }
    Ok(row + 1)
}

fn range(layout: &Layout<'_>, first: u32, side: u16) -> String {
    let last = fixed_cell_of(&layout.leontief, first + u32::from(side) - 1, OPENING + side - 1);
    let last = last.rsplit('!').next().unwrap_or_default().to_owned();
    format!("={}:{last}", fixed_cell_of(&layout.leontief, first, OPENING))
}
