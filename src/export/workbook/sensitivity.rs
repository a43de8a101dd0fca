//! A study of sensitivity as a workbook: a sheet for each variable, a table by factor and year, bars and a tornado for the last
//! year.

use rust_xlsxwriter::{Chart, ChartFormat, ChartRange, ChartType, Workbook, XlsxError};

use super::style::{Style, numbers};
use crate::language::Language;
use crate::study::sensitivity::{Line, Method, Sensitivity, SensitivityResult};

/// Row of the years, and the first below it.
const HEADER: u32 = 3;
/// Column of the first year.
const FIRST_YEAR: u16 = 2;
/// Factors in the chart.
const BARS: u32 = 15;

/// Writes a sheet for each variable of the study.
pub fn write(
    workbook: &mut Workbook,
    style: &Style,
    study: &Sensitivity,
    found: &SensitivityResult,
) -> Result<(), XlsxError> {
    let scenario = &study.scenario;
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let last = years.len() - 1;
    for (n, variable) in study.variables.iter().enumerate() {
        let row = &scenario.variables[*variable];
        let name =
            format!("{} {}", style.say("Sensitivity", "حساسیت"), style.language.digits(&(n + 1).to_string()));
        let sheet = style.sheet(workbook, &name)?;
        let title = format!("{} – {}", row.label.get(style.language), scenario.title.get(style.language));
        sheet.write_with_format(0, 0, title, &style.title)?;
        sheet.write_with_format(1, 0, measure(style, study.method), &style.faint)?;
        style.headers(sheet, HEADER, 0, &[("factor", "عامل"), ("source", "منبع")])?;
        style.years(sheet, HEADER, FIRST_YEAR, &years)?;
        let after = FIRST_YEAR + u16::try_from(years.len()).unwrap_or(0);
        let swing = [("last year, at its 10 %", "سال پایانی، در ۱۰ ٪"), ("at its 90 %", "در ۹۰ ٪")];
        style.headers(sheet, HEADER, after + 1, &swing)?;
        let at = |factor: usize, year: usize| &found.lines[study.output(n, year)][factor];
        let mut order: Vec<usize> = (0..study.factors.len()).collect();
        order.sort_by(|a, b| weight(at(*b, last)).total_cmp(&weight(at(*a, last))));
        let format = match study.method {
            Method::Sobol => style.text.clone().set_num_format(style.locale("0.0%")).set_reading_direction(0),
            _ => style.number(3),
        };
        for (line, factor) in (HEADER + 1..).zip(&order) {
            let known = &study.factors[*factor];
            let source = known.kind.map_or_else(
                || style.say("scenario", "سناریو").to_owned(),
                |kind| kind.label().get(style.language).to_owned(),
            );
            sheet.write_with_format(line, 0, study.name_of(known).get(style.language), &style.text)?;
            sheet.write_with_format(line, after + 3, &known.name, &style.faint)?;
            sheet.write_with_format(line, 1, source, &style.faint)?;
            let values: Vec<f64> = (0..years.len()).map(|year| weight(at(*factor, year))).collect();
            numbers(sheet, line, FIRST_YEAR, &values, &format)?;
            let (low, high) = at(*factor, last).swing;
            numbers(sheet, line, after + 1, &[low, high], &style.suited(&[low, high]))?;
        }
        let shown = u32::try_from(order.len()).unwrap_or(BARS).min(BARS);
        let below = HEADER + 3 + u32::try_from(order.len()).unwrap_or(0);
        let year = style.language.digits(&years[last].to_string());
        let title = format!("{}{}{year}", row.label.get(style.language), style.say(", ", "، "));
        let picture = FactorChart { name: &name, title: &title, shown, decimals: 2 };
        sheet.insert_chart(below, 0, &picture.shares(style, after - 1))?;
        // A bar from one end of a swing to the other stands on one that is not seen.
        let swings: Vec<(f64, f64)> = order.iter().map(|factor| at(*factor, last).swing).collect();
        for (line, (low, high)) in (HEADER + 1..).zip(&swings) {
            numbers(
                sheet,
                line,
                after + 4,
                &[low.min(*high), (high - low).abs()],
                &style.suited(&[*low, *high]),
            )?;
        }
        style.headers(sheet, HEADER, after + 4, &[("bar from", "میله از"), ("length", "طول")])?;
        let ends = swings.iter().take(BARS as usize).flat_map(|(low, high)| [*low, *high]);
        let (least, most) =
            ends.fold((f64::MAX, f64::MIN), |(least, most), end| (least.min(end), most.max(end)));
        let decimals = Language::decimals(&[least, most]);
        let picture = FactorChart { decimals, ..picture };
        sheet.insert_chart(below + 26, 0, &picture.tornado(style, after + 4, (least, most)))?;
        sheet.set_column_width(0, 56)?.set_column_width(1, 14)?;
        sheet.set_column_range_width(FIRST_YEAR, after - 1, 9)?.set_column_range_width(
            after + 1,
            after + 2,
            16,
        )?;
        sheet.set_freeze_panes(HEADER + 1, FIRST_YEAR)?;
    }
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

/// What the numbers by year are.
fn measure(style: &Style, method: Method) -> &'static str {
    let (en, fa) = match method {
        Method::Sobol => (
            "Share of the variance that a factor has a part in, alone or with others (total Sobol index).",
            "سهمی از واریانس که عامل، به‌تنهایی یا با دیگران، در آن نقش دارد (شاخص کل سوبول).",
        ),
        Method::Morris => {
            ("Mean size of the elementary effects (Morris).", "میانگین اندازهٔ اثرهای مقدماتی (موریس).")
        }
        Method::Regression => (
            "Size of the standardised regression coefficient of ranks.",
            "اندازهٔ ضریب رگرسیون استانداردشدهٔ رتبه‌ها.",
        ),
    };
    style.language.choose(en, fa)
}

fn weight(line: &Line) -> f64 {
    let of_indices = line.indices.map(|(_, total)| total.value);
    let of_effects = line.effects.map(|effects| effects.mean_absolute);
    of_indices.or(of_effects).or(line.coefficients.map(|(_, ranked)| ranked.abs())).unwrap_or(0.0)
}
