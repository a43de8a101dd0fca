//! A study of sensitivity as a workbook: a sheet for each variable, a table by factor and year, bars and a tornado for the last
//! year.

use rust_xlsxwriter::{Chart, ChartFormat, ChartRange, ChartType, Workbook, Worksheet, XlsxError};

use super::put::Put;
use super::style::{Style, numbers};
use super::table::{self, TablePosition};
use crate::language::Language;
use crate::study::sensitivity::{Sensitivity, SensitivityResult, order};
use crate::wording::sensitivity as wording;

/// Row of the years, and the first below it.
const HEADER: u32 = 3;
/// Column of the first year.
const FIRST_YEAR: u16 = 2;
/// Factors in the chart.
const BARS: u32 = 15;

/// Writes a sheet for each variable of the study.
pub(super) fn write(
    workbook: &mut Workbook,
    style: &Style,
    study: &Sensitivity,
    found: &SensitivityResult,
) -> Result<(), XlsxError> {
    for (n, variable) in study.variables.iter().enumerate() {
        let label = study.scenario.variables[*variable].label.get(style.language);
        let name =
            format!("{} {}", style.say("Sensitivity", "حساسیت"), style.language.digits(&(n + 1).to_string()));
        let sheet = style.sheet(workbook, &name)?;
        let title = format!("{label} – {}", study.scenario.title.get(style.language));
        sheet.put(0, 0, title, &style.title)?;
        sheet.put(1, 0, wording::measure(study.method, style.language), &style.faint)?;
        one(sheet, style, study, found, (n, &name, label))?;
    }
    Ok(())
}

/// The table of one variable by factor and year, its bars and its tornado.
fn one(
    sheet: &mut Worksheet,
    style: &Style,
    study: &Sensitivity,
    found: &SensitivityResult,
    (n, name, label): (usize, &str, &str),
) -> Result<(), XlsxError> {
    let years: Vec<i32> = study.scenario.structure.all_years().collect();
    let last = years.len() - 1;
    let lines = &found.lines[study.output(n, last)];
    let order = order(lines);
    let table = wording::by_year(study, found, n, &order, true, style.language);
    table::draw(sheet, style, &table, TablePosition { row: HEADER, column: 0, shaded: false }, &|_, _| None)?;
    let after = FIRST_YEAR + u16::try_from(years.len()).unwrap_or(0);
    let more = [
        ("last year, at its 10 %", "سال پایانی، در ۱۰ ٪"),
        ("at its 90 %", "در ۹۰ ٪"),
        ("", ""),
        ("bar from", "میله از"),
        ("length", "طول"),
    ];
    style.headers(sheet, HEADER, after + 1, &more)?;
    let swings: Vec<(f64, f64)> = order.iter().map(|factor| lines[*factor].swing).collect();
    for (row, (factor, (low, high))) in (HEADER + 1..).zip(order.iter().zip(&swings)) {
        let format = style.suited(&[*low, *high]);
        numbers(sheet, row, after + 1, &[*low, *high], &format)?;
        sheet.put(row, after + 3, study.factors[*factor].name.as_str(), &style.faint)?;
        // A bar from one end of a swing to the other stands on one that is not seen.
        numbers(sheet, row, after + 4, &[low.min(*high), (high - low).abs()], &format)?;
    }
    let shown = u32::try_from(order.len()).unwrap_or(BARS).min(BARS);
    let below = HEADER + 3 + u32::try_from(order.len()).unwrap_or(0);
    let year = style.language.digits(&years[last].to_string());
    let title = format!("{label}{}{year}", style.say(", ", "، "));
    let chart = FactorChart { name, title: &title, shown, decimals: 2 };
    sheet.insert_chart(below, 0, &chart.shares(style, after - 1))?;
    let ends = swings.iter().take(BARS as usize).flat_map(|(low, high)| [*low, *high]);
    let (least, most) = ends.fold((f64::MAX, f64::MIN), |(least, most), end| (least.min(end), most.max(end)));
    let chart = FactorChart { decimals: Language::decimals(&[least, most]), ..chart };
    sheet.insert_chart(below + 26, 0, &chart.tornado(style, after + 4, (least, most)))?;
    sheet.set_column_width(0, 56)?.set_column_width(1, 14)?;
    sheet.set_column_range_width(FIRST_YEAR, after - 1, 9)?.set_column_range_width(
        after + 1,
        after + 2,
        16,
    )?;
    sheet.set_freeze_panes(HEADER + 1, FIRST_YEAR)?;
    Ok(())
}

/// A chart of the factors that matter most.
struct FactorChart<'a> {
    name: &'a str,
    title: &'a str,
    shown: u32,
    decimals: usize,
}

impl FactorChart<'_> {
    fn range(&self, column: u16) -> ChartRange {
        ChartRange::new_from_range(self.name, HEADER + 1, column, HEADER + self.shown, column)
    }

    /// The shares of the last year.
    fn shares(&self, style: &Style, column: u16) -> Chart {
        let mut chart = bars(ChartType::Bar, self.title);
        chart.add_series().set_categories(&self.range(0)).set_values(&self.range(column));
        chart.x_axis().set_num_format(style.locale(&super::style::code(self.decimals)));
        chart
    }

    /// A tornado: what the result is with each factor at its tenth and at its ninetieth percentile.
    fn tornado(&self, style: &Style, column: u16, (least, most): (f64, f64)) -> Chart {
        let how = style.say(
            "each at its 10 % and 90 %, all else in the middle",
            "هر عامل در ۱۰ ٪ و ۹۰ ٪، باقی در میانه",
        );
        let mut chart = bars(ChartType::BarStacked, &format!("{}: {how}", self.title));
        for (column, seen) in [(column, false), (column + 1, true)] {
            let series = chart.add_series();
            series.set_categories(&self.range(0)).set_values(&self.range(column));
            if !seen {
                series.set_format(ChartFormat::new().set_no_fill());
            }
        }
        if least > 0.0 && most > least {
            let floor = least - 0.1 * (most - least);
            chart.x_axis().set_min(floor.max(0.0));
        }
        chart.x_axis().set_num_format(style.locale(&super::style::code(self.decimals)));
        chart
    }
}

fn bars(kind: ChartType, title: &str) -> Chart {
    let mut chart = Chart::new(kind);
    chart.title().set_name(title);
    chart.set_alt_text(title).set_width(1000).set_height(480);
    chart.legend().set_hidden();
    // The longest bar on top.
    chart.y_axis().set_reverse();
    chart
}
