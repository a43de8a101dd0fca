//! Native charts: the share against its goal, jobs by kind and capacity by stage on the summary; every goal and every
//! headline variable on a sheet of their own.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartLegendPosition, ChartLine, ChartLineDashType, ChartRange,
    ChartSolidFill, ChartType, Color, Workbook, Worksheet, XlsxError,
};

use super::goals::rows_by_year;
use super::layout::{FIRST_YEAR, HEADER, Layout};
use super::put::{Put, shortened};
use super::style::{GOAL, INK, Style, code};
use crate::language::{Label, Language};
use crate::model::programme::ProgrammeYear;

/// Height of a chart in rows of the sheet, with the gap below.
const ROWS: u32 = 17;

/// Colours of stacked series, apart from each other also in grey.
const PALETTE: [Color; 8] = [
    Color::RGB(0x1F_3A5F),
    Color::RGB(0xE0_9F3E),
    Color::RGB(0x5B_8E7D),
    Color::RGB(0xB2_4C63),
    Color::RGB(0x8C_A6C4),
    Color::RGB(0xF2_D49B),
    Color::RGB(0xA9_CBB7),
    Color::RGB(0x6B_5B73),
];
/// Grey of the lines behind a chart.
const RULE: Color = Color::RGB(0xD5_D8DC);

/// A chart to be: its title, its kind, the variables it shows and the goal it shows them against.
struct SeriesChart {
    title: Label,
    kind: ChartType,
    variables: Vec<usize>,
    goal: Option<usize>,
    decimals: usize,
}

/// Writes the charts of the summary from `row` on, two in a line; returns the row below them.
pub(super) fn on_summary(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
) -> Result<u32, XlsxError> {
    place(sheet, style, layout, row, 3, &pictures(layout))
}

/// Writes the sheet of charts: each goal against its target, then each headline variable.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let report = layout.report;
    let scenario = &report.projection.scenario;
    let sheet = style.sheet(workbook, &layout.charts)?;
    let title = format!("{} – {}", style.say("Charts", "نمودارها"), scenario.title.get(style.language));
    sheet.put(0, 0, title, &style.title)?;
    let line = |variable: usize, title: Label, goal: Option<usize>| {
        let values: Vec<f64> = report.projection.series(variable).collect();
        SeriesChart {
            title,
            kind: ChartType::Line,
            variables: vec![variable],
            goal,
            decimals: Language::decimals(&values),
        }
    };
    let mut pictures: Vec<SeriesChart> = Vec::new();
    for (n, result) in report.goals.iter().enumerate() {
        pictures.push(line(result.goal.variable, result.goal.label.clone(), Some(n)));
    }
    let drawn: Vec<usize> = report.goals.iter().map(|result| result.goal.variable).collect();
    for index in report.headline.iter().filter(|index| !drawn.contains(index)) {
        let row = &scenario.variables[*index];
        let unit = scenario.priced(&row.unit);
        let says = |language| scenario.figures.units.says(language, &unit);
        let unit = Label::new(says(Language::English), says(Language::Persian));
        let title =
            Label::new(format!("{}, {}", row.label.en, unit.en), format!("{}، {}", row.label.fa, unit.fa));
        pictures.push(line(*index, title, None));
    }
    place(sheet, style, layout, 2, 10, &pictures)?;
    Ok(())
}

/// Places charts from `row` on, two in a line, the second at `column`; returns the row below them.
fn place(
    sheet: &mut Worksheet,
    style: &Style,
    layout: &Layout<'_>,
    row: u32,
    column: u16,
    pictures: &[SeriesChart],
) -> Result<u32, XlsxError> {
    for (n, picture) in (0_u32..).zip(pictures) {
        let column = if n % 2 == 0 { 0 } else { column };
        sheet.insert_chart_with_offset(row + n / 2 * ROWS, column, &draw(style, layout, picture), 4, 4)?;
    }
    let lines = u32::try_from(pictures.len()).unwrap_or(0).div_ceil(2);
    Ok(row + lines * ROWS)
}

/// The share of the nation, jobs by kind, and for each unit that programmes are counted in their stages.
fn pictures(layout: &Layout<'_>) -> Vec<SeriesChart> {
    let scenario = &layout.report.projection.scenario;
    let (indexes, structure, own) = (&layout.indexes, &scenario.structure, &scenario.figures.units);
    let work = &indexes.work;
    let jobs = vec![work.operation, work.enterprises, work.construction, work.indirect, work.induced];
    let share_of_nation = indexes.province.gdp_share;
    let picture = |title: Label, variables| SeriesChart {
        title,
        kind: ChartType::ColumnStacked,
        variables,
        goal: None,
        decimals: 0,
    };
    let share =
        picture(Label::new("Share of national output, %", "سهم از تولید ملی، درصد"), vec![share_of_nation]);
    let goal = layout.report.goals.iter().position(|result| result.goal.variable == share_of_nation);
    let mut pictures = vec![
        SeriesChart { kind: ChartType::Line, goal, decimals: 2, ..share },
        picture(Label::new("Jobs beyond the opening, by kind", "شغل افزون بر آغاز، به تفکیک نوع"), jobs),
    ];
    let mut units: Vec<&str> = Vec::new();
    for programme in &structure.programmes {
        if !units.contains(&programme.unit.as_str()) {
            units.push(&programme.unit);
        }
    }
    for unit in units {
        let of_unit = structure.programmes.iter().zip(&indexes.programmes);
        let of_unit = of_unit.filter(|(programme, _)| programme.unit == unit);
        let levels = |(_, year): (_, &ProgrammeYear<usize>)| {
            let mut levels = vec![year.flow.operating];
            levels.extend(year.stages.iter().map(|stage| stage.flow.stock));
            levels
        };
        let mut levels: Vec<usize> = of_unit.flat_map(levels).collect();
        levels.sort_unstable();
        let [en, fa] = [Language::English, Language::Persian].map(|language| own.says(language, unit));
        let title = Label::new(format!("Programmes by stage, {en}"), format!("طرح‌ها به تفکیک مرحله، {fa}"));
        pictures.push(picture(title, levels));
    }
    pictures
}

fn draw(style: &Style, layout: &Layout<'_>, picture: &SeriesChart) -> Chart {
    let rows = &layout.report.projection.scenario.variables;
    let mut chart = Chart::new(picture.kind);
    let mut font = ChartFont::new();
    font.set_name(style.say("Calibri", "Noto Sans Arabic")).set_size(9);
    let last = layout.after() - 1;
    let range = |sheet: &str, row: u32| ChartRange::new_from_range(sheet, row, FIRST_YEAR, row, last);
    let years = range(&layout.model, HEADER);
    for (n, index) in picture.variables.iter().enumerate() {
        let series = chart.add_series();
        series.set_categories(&years).set_values(&range(&layout.model, layout.variable(*index)));
        series.set_name(shortened(rows[*index].label.get(style.language), 255).as_ref());
        if picture.kind == ChartType::Line {
            series.set_format(ChartLine::new().set_color(INK).set_width(2.5));
        } else {
            series.set_format(ChartSolidFill::new().set_color(PALETTE[n % PALETTE.len()])).set_gap(60);
        }
    }
    if let Some(goal) = picture.goal {
        let [_, target, _] = rows_by_year(layout, goal);
        let series = chart.add_series();
        series
            .set_categories(&years)
            .set_values(&range(&layout.goals, target))
            .set_name(style.say("goal", "هدف"));
        series.set_format(
            ChartLine::new().set_color(GOAL).set_width(1.75).set_dash_type(ChartLineDashType::Dash),
        );
    }
    let title = shortened(picture.title.get(style.language), 255);
    chart.title().set_name(title.as_ref()).set_font(font.clone().set_bold().set_size(11));
    chart.set_alt_text(title).set_width(620).set_height(320);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    let code = code(picture.decimals);
    chart
        .x_axis()
        .set_font(&font)
        .set_num_format(style.locale("0"))
        .set_label_position(ChartAxisLabelPosition::Low);
    let faint = ChartLine::new().set_color(RULE).set_width(0.5).clone();
    chart.y_axis().set_font(&font).set_num_format(style.locale(&code)).set_major_gridlines_line(&faint);
    if style.language == Language::Persian {
        chart.x_axis().set_reverse();
    }
    chart
}
