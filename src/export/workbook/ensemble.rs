//! An ensemble as a workbook: a fan for each variable, the probability of each goal, what was uncertain, how it was run.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartRange, ChartSolidFill, ChartType, Color, Workbook, Worksheet,
    XlsxError,
};

use super::style::{INK, Style, numbers};
use crate::language::Language;
use crate::scenario::{Effect, write};
use crate::study::ensemble::{Ensemble, Outcome, SHARES};

/// Column of the first year.
const FIRST_YEAR: u16 = 3;
/// Row of the years on every sheet.
const HEADER: u32 = 2;
/// Lines of a variable: its shares, its mean and its deviation.
const LINES: u32 = 7;
/// Colours between the shares, from the outer band to the inner.
const BANDS: [Color; 2] = [Color::RGB(0xC9_D6E6), Color::RGB(0x8C_A6C4)];

/// Writes all sheets of an ensemble.
pub fn write(
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

const RANGES: (&str, &str) = ("Ranges", "بازه‌ها");

/// The table: for each variable a line a share, with the mean and the deviation.
fn ranges(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    let scenario = &ensemble.scenario;
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let sheet = titled(workbook, style, RANGES, ("Ranges of results", "بازهٔ نتایج"), ensemble)?;
    let note = style.say(
        "Each line holds the value below which that share of the members lies.",
        "هر سطر مقداری است که آن سهم از عضوها پایین‌تر از آن است.",
    );
    sheet.write_with_format(1, 0, note, &style.faint)?;
    style.headers(sheet, HEADER, 0, &[("variable", "متغیر"), ("unit", "یکا"), ("share", "سهم")])?;
    style.years(sheet, HEADER, FIRST_YEAR, &years)?;
    for (n, (variable, spreads)) in (0_u32..).zip(ensemble.shown.iter().zip(&outcome.spreads)) {
        let row = HEADER + 1 + n * LINES;
        let variable = &scenario.variables[*variable];
        let all: Vec<f64> = spreads.iter().flat_map(|spread| spread.percentiles).collect();
        let format = style.suited(&all);
        let mut lines: Vec<(String, Vec<f64>)> = SHARES
            .iter()
            .enumerate()
            .map(|(n, share)| {
                let share = format!("{} %", style.language.decimal(share * 100.0, 0));
                (share, spreads.iter().map(|spread| spread.percentiles[n]).collect())
            })
            .collect();
        lines.push((
            style.say("mean", "میانگین").to_owned(),
            spreads.iter().map(|spread| spread.mean).collect(),
        ));
        let deviations = spreads.iter().map(|spread| spread.deviation).collect();
        lines.push((style.say("deviation", "انحراف معیار").to_owned(), deviations));
        for (at, (share, values)) in (row..).zip(lines) {
            sheet.write_with_format(
                at,
                0,
                variable.label.get(style.language),
                if at == row { &style.text } else { &style.faint },
            )?;
            sheet.write_with_format(
                at,
                1,
                style.language.unit(&scenario.priced(&variable.unit)),
                &style.faint,
            )?;
            sheet.write_with_format(at, 2, share, &style.text)?;
            numbers(sheet, at, FIRST_YEAR, &values, &format)?;
        }
    }
    sheet.set_column_width(0, 46)?.set_column_width(1, 26)?.set_column_width(2, 12)?;
    sheet
        .set_column_range_width(FIRST_YEAR, FIRST_YEAR + 20, 11)?
        .set_freeze_panes(HEADER + 1, FIRST_YEAR)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    Ok(())
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
    let scenario = &ensemble.scenario;
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let title =
        ("Probability of having met each goal by the end of a year", "احتمال تحقق هر هدف تا پایان سال");
    let sheet = titled(workbook, style, ("Goals", "هدف‌ها"), title, ensemble)?;
    style.headers(sheet, HEADER, 0, &[("goal", "هدف"), ("due", "موعد"), ("error ±", "خطا ±")])?;
    style.years(sheet, HEADER, FIRST_YEAR, &years)?;
    let percent = style.text.clone().set_num_format(style.locale("0.0%")).set_reading_direction(0);
    for (row, (goal, probabilities)) in (HEADER + 1..).zip(scenario.goals.iter().zip(&outcome.probabilities))
    {
        sheet.write_with_format(row, 0, goal.label.get(style.language), &style.text)?;
        sheet.write_with_format(row, 1, goal.by, &style.year_number())?;
        let error = probabilities.iter().map(|probability| probability.error).fold(0.0, f64::max);
        sheet.write_with_format(row, 2, 1.96 * error, &percent)?;
        let shares: Vec<f64> = probabilities.iter().map(|probability| probability.share).collect();
        numbers(sheet, row, FIRST_YEAR, &shares, &percent)?;
    }
    sheet.set_column_width(0, 58)?.set_column_width(1, 8)?.set_column_width(2, 10)?;
    sheet.set_column_range_width(FIRST_YEAR, FIRST_YEAR + 20, 9)?;
    Ok(())
}

fn uncertain(workbook: &mut Workbook, style: &Style, ensemble: &Ensemble) -> Result<(), XlsxError> {
    let scenario = &ensemble.scenario;
    let sheet = titled(
        workbook,
        style,
        ("Uncertain", "نامطمئن‌ها"),
        ("What is uncertain", "آنچه نامطمئن است"),
        ensemble,
    )?;
    style.headers(
        sheet,
        HEADER,
        0,
        &[("name", "نام"), ("distribution", "توزیع"), ("acts as", "اثر"), ("on", "بر"), ("source", "منبع")],
    )?;
    let ids: Vec<&str> = scenario.inputs().map(|input| input.row.id.as_str()).collect();
    for (row, uncertainty) in (HEADER + 1..).zip(&scenario.uncertainties) {
        let (effect, effect_fa) = effect_name(&uncertainty.effect);
        let on: Vec<&str> = uncertainty.inputs.iter().map(|index| ids[*index]).collect();
        let source = uncertainty.name.strip_prefix("figure:").and_then(|id| scenario.figures.figures.get(id));
        let source = source.map(|figure| scenario.figures.source_line(figure));
        sheet.write_with_format(row, 0, scenario.name_of(uncertainty).get(style.language), &style.text)?;
        sheet.write_with_format(row, 5, &uncertainty.name, &style.faint)?;
        sheet.write_with_format(row, 1, write::distribution(&uncertainty.distribution), &style.text)?;
        sheet.write_with_format(row, 2, style.say(effect, effect_fa), &style.text)?;
        sheet.write_with_format(row, 3, on.join(", "), &style.faint)?;
        let source = source.as_ref().map_or("", |label| label.get(style.language));
        sheet.write_with_format(row, 4, source, &style.faint)?;
    }
    sheet
        .set_column_width(0, 60)?
        .set_column_width(1, 44)?
        .set_column_width(2, 18)?
        .set_column_width(5, 46)?;
    sheet.set_column_width(3, 60)?.set_column_width(4, 60)?.set_freeze_panes(HEADER + 1, 1)?;
    Ok(())
}

fn effect_name(effect: &Effect) -> (&'static str, &'static str) {
    match effect {
        Effect::Value => ("value", "مقدار"),
        Effect::Factor => ("factor", "ضریب"),
        Effect::Shift => ("shift", "جابه‌جایی"),
        Effect::Noise { .. } => ("yearly noise", "نوسان سالانه"),
        Effect::Begins(_) => ("shock", "شوک"),
    }
}

fn manifest(
    workbook: &mut Workbook,
    style: &Style,
    ensemble: &Ensemble,
    outcome: &Outcome,
) -> Result<(), XlsxError> {
    let sheet =
        titled(workbook, style, ("Manifest", "شناسنامه"), ("How it was run", "چگونه اجرا شد"), ensemble)?;
    let identity = ensemble.identity();
    let lines = [
        ("version", "نگارش", identity.version),
        ("scenario", "سناریو", identity.scenario),
        ("digest of the scenario", "چکیدهٔ سناریو", identity.digest),
        ("digest of the figures", "چکیدهٔ ارقام", identity.figures),
        ("settings", "تنظیم‌ها", identity.settings.join("\n")),
        ("members", "عضوها", outcome.members.to_string()),
        ("members asked for", "عضوهای خواسته‌شده", identity.members.to_string()),
        ("seed", "بذر", identity.seed.to_string()),
        ("sampling", "نمونه‌گیری", identity.sampling),
    ];
    for (row, (en, fa, text)) in (HEADER..).zip(lines) {
        sheet.write_with_format(row, 0, style.say(en, fa), &style.header)?;
        sheet.write_with_format(row, 1, text, &style.wrapped)?;
    }
    sheet.set_column_width(0, 28)?.set_column_width(1, 80)?;
    Ok(())
}
