//! Native charts on the summary: the share against its goal, jobs by kind, capacity by stage.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartLegendPosition, ChartLine, ChartLineDashType, ChartRange,
    ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use super::layout::{FIRST_ROW, FIRST_YEAR, Layout};
use super::pen::{GOAL, INK, Pen};
use crate::language::{Label, Language};

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

/// A chart to be: its title, its kind and the variables it shows.
struct Picture {
    title: Label,
    kind: ChartType,
    variables: Vec<usize>,
    with_goal: bool,
}

/// Writes the charts from `row` on, two in a line; returns the row below them. `goal_row` is the row of the summary that
/// holds the goal of the share by year.
pub fn write(
    sheet: &mut Worksheet,
    pen: &Pen,
    layout: &Layout<'_>,
    row: u32,
    goal_row: Option<u32>,
) -> Result<u32, XlsxError> {
    let pictures = pictures(layout);
    for (n, picture) in (0_u32..).zip(&pictures) {
        let column = if n % 2 == 0 { 0 } else { 3 };
        let chart = draw(pen, layout, picture, goal_row.filter(|_| picture.with_goal));
        sheet.insert_chart_with_offset(row + n / 2 * ROWS, column, &chart, 4, 4)?;
    }
    let lines = u32::try_from(pictures.len()).unwrap_or(0).div_ceil(2);
    Ok(row + lines * ROWS)
}

fn pictures(layout: &Layout<'_>) -> Vec<Picture> {
    let rows = &layout.report.projection.scenario.variables;
    let find = |ids: &[&str]| {
        ids.iter().filter_map(|id| rows.iter().position(|row| row.id == *id)).collect::<Vec<_>>()
    };
    let stages = |unit: &str| {
        let of_unit = |index: &usize| rows[*index].unit == unit && rows[*index].id.starts_with("programme.");
        let level =
            |index: &usize| rows[*index].id.ends_with(".stock") || rows[*index].id.ends_with(".operating");
        (0..rows.len()).filter(of_unit).filter(level).collect::<Vec<_>>()
    };
    let jobs = ["work.operation", "work.enterprises", "work.construction", "work.indirect", "work.induced"];
    let picture = |en: &str, fa: &str, variables| Picture {
        title: Label::new(en, fa),
        kind: ChartType::ColumnStacked,
        variables,
        with_goal: false,
    };
    let share =
        picture("Share of national output, %", "سهم از تولید ملی، درصد", find(&["province.gdp_share"]));
    let pictures = [
        Picture { kind: ChartType::Line, with_goal: true, ..share },
        picture("Jobs beyond the opening, by kind", "شغل افزون بر آغاز، به تفکیک نوع", find(&jobs)),
        picture("Power capacity by stage, MW", "ظرفیت نیروگاهی به تفکیک مرحله، مگاوات", stages("MW")),
        picture("Units by stage", "واحدها به تفکیک مرحله", stages("unit")),
    ];
    pictures.into_iter().filter(|picture| !picture.variables.is_empty()).collect()
}

fn draw(pen: &Pen, layout: &Layout<'_>, picture: &Picture, goal_row: Option<u32>) -> Chart {
    let rows = &layout.report.projection.scenario.variables;
    let mut chart = Chart::new(picture.kind);
    let mut font = ChartFont::new();
    font.set_name(pen.say("Calibri", "Noto Sans Arabic")).set_size(9);
    let last = FIRST_YEAR + layout.years() - 1;
    let years =
        |sheet: &str| ChartRange::new_from_range(sheet, FIRST_ROW - 2, FIRST_YEAR, FIRST_ROW - 2, last);
    let places = picture.variables.iter().filter_map(|index| Some((*index, layout.place(*index)?)));
    for (n, (index, (sheet, row))) in places.clone().enumerate() {
        let series = chart.add_series();
        series.set_categories(&years(sheet)).set_values((sheet, row, FIRST_YEAR, row, last));
        series.set_name(rows[index].label.get(pen.language));
        if picture.kind == ChartType::Line {
            series.set_format(ChartLine::new().set_color(INK).set_width(2.5));
        } else {
            series.set_format(ChartSolidFill::new().set_color(PALETTE[n % PALETTE.len()])).set_gap(60);
        }
    }
    if let (Some(row), Some((_, (sheet, _)))) = (goal_row, places.clone().next()) {
        let series = chart.add_series();
        let summary = layout.summary.as_str();
        series
            .set_categories(&years(sheet))
            .set_values((summary, row, FIRST_YEAR, row, last))
            .set_name(pen.say("goal", "هدف"));
        series.set_format(
            ChartLine::new().set_color(GOAL).set_width(1.75).set_dash_type(ChartLineDashType::Dash),
        );
    }
    chart.title().set_name(picture.title.get(pen.language)).set_font(font.clone().set_bold().set_size(11));
    chart.set_alt_text(picture.title.get(pen.language)).set_width(620).set_height(320);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    let code = if picture.kind == ChartType::Line { "0.00" } else { "#,##0" };
    chart
        .x_axis()
        .set_font(&font)
        .set_num_format(pen.locale("0"))
        .set_label_position(ChartAxisLabelPosition::Low);
    let faint = ChartLine::new().set_color(RULE).set_width(0.5).clone();
    chart.y_axis().set_font(&font).set_num_format(pen.locale(code)).set_major_gridlines_line(&faint);
    if pen.language == Language::Persian {
        chart.x_axis().set_reverse();
    }
    chart
}
