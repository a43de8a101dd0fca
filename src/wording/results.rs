//! The results of a run: the projection, the goals, what was later observed, what moved since the run before.

use super::table::{Cell, Column, Table};
use crate::language::Language;
use crate::model;
use crate::study::{GoalResult, HindcastError, Report};

/// The variables picked, by name or by id, with their values by year.
pub fn projection(report: &Report, picked: &[usize], by_name: bool, language: Language) -> Table {
    let (years, scenario) = (&report.projection.years, &report.projection.scenario);
    let mut columns = Column::texts(language, [("variable", "متغیر")]);
    columns.push(Column::unit(language));
    columns.extend(Column::numbers(language, [("opening", "آغاز")]));
    let is_partial = |year: i32| scenario.structure.opening_length < 1.0 && year == years[0];
    columns.extend(years.iter().map(|&year| Column::Year { year, partial: is_partial(year) }));
    let row = |index: &usize| {
        let (row, priced) = (&scenario.variables[*index], &report.variables[*index]);
        let decimals = Language::decimals(&priced.values);
        let name = if by_name { row.label.get(language) } else { &row.id };
        let opening = priced.opening.map_or(Cell::Missing, |opening| Cell::Number(opening, decimals));
        let mut cells =
            vec![Cell::text(name), Cell::Text(scenario.figures.units.says(language, &priced.unit)), opening];
        cells.extend(priced.values.iter().map(|value| Cell::Number(*value, decimals)));
        cells
    };
    Table { rows: picked.iter().map(row).collect(), ..Table::new(columns) }
}

/// The goals of a run: wanted, reached, met or missed, first met, short by how much.
pub fn goals(report: &Report, language: Language) -> Table {
    let scenario = &report.projection.scenario;
    let mut columns = Column::texts(language, [("goal", "هدف")]);
    columns.push(Column::UnitOfNext(language.choose("unit", "یکا").to_owned()));
    let numbers = [
        ("target", "مقدار"),
        ("by", "تا سال"),
        ("reached", "مقدار همان سال"),
        ("result", "نتیجه"),
        ("first met", "نخستین سال تحقق"),
        ("short by", "کمبود"),
    ];
    columns.extend(Column::numbers(language, numbers));
    let row = |result: &GoalResult| {
        let goal = &result.goal;
        let mut target = Language::reading_decimals(goal.value);
        // A goal that is missed is seen to be missed, and by how much.
        let mut decimals = Language::decimals(&[goal.value, result.value]).max(1);
        if !result.met {
            let apart = Language::decimals_apart(result.value, goal.value, decimals);
            decimals = Language::decimals_apart(result.gap, 0.0, apart);
            target = Language::decimals_in_full(goal.value, target, decimals);
        }
        let never = || Cell::text(language.choose("never", "هرگز"));
        vec![
            Cell::text(goal.label.get(language)),
            Cell::Text(scenario.unit(language, &scenario.variables[goal.variable].unit)),
            Cell::Target(goal.side, goal.value, target),
            Cell::Year(goal.by),
            Cell::Number(result.value, decimals),
            Cell::Verdict(result.met),
            result.first_met.map_or_else(never, Cell::Year),
            Cell::Short(if result.met { 0.0 } else { result.gap }, decimals),
        ]
    };
    Table { rows: report.goals.iter().map(row).collect(), ..Table::new(columns) }
}

/// The share of what was wanted of each envelope that could be had, by claimant; with the variable of each row.
pub fn needs(report: &Report, language: Language) -> (Table, Vec<usize>) {
    let (projection, scenario) = (&report.projection, &report.projection.scenario);
    let indexes = model::variable_indexes(&scenario.structure);
    let draws = indexes.programmes.iter().flat_map(|programme| &programme.draws);
    let draws = draws.chain(indexes.classes.iter().flat_map(|class| &class.draws));
    let variables: Vec<usize> = draws.map(|draw| draw.fits).collect();
    let mut columns = Column::texts(language, [("who needs what", "چه کسی چه چیزی می‌خواهد")]);
    columns.push(Column::unit(language));
    columns.push(Column::Number(String::new()));
    columns.extend(Column::years(projection.years.iter().copied()));
    let row = |&index: &usize| {
        let whole = scenario.variables[index].label.get(language);
        let who = whole.rsplit_once(": ").map_or(whole, |(who, _)| who);
        let mut cells = vec![Cell::text(who), Cell::Text(language.unit("%")), Cell::Blank];
        let decimals = projection.series(index).map(|share| Language::share_decimals(share, 0)).max();
        cells.extend(projection.series(index).map(|share| Cell::Percent(share, decimals.unwrap_or(0))));
        cells
    };
    (Table { rows: variables.iter().map(row).collect(), ..Table::new(columns) }, variables)
}

/// Projected against observed.
pub fn hindcast(report: &Report, language: Language) -> Table {
    let scenario = &report.projection.scenario;
    let mut columns = Column::texts(language, [("observed later", "آنچه بعدتر دیده شد")]);
    columns.push(Column::unit(language));
    let numbers = [
        ("year", "سال"),
        ("projected", "پیش‌بینی"),
        ("observed", "مشاهده"),
        ("error", "خطا"),
        ("error %", "خطا به درصد"),
    ];
    columns.extend(Column::numbers(language, numbers));
    let row = |error: &HindcastError| {
        let seen = &error.observed;
        let variable = &scenario.variables[seen.variable];
        let decimals = Language::decimals(&[seen.value, error.projected]);
        let decimals = Language::decimals_apart(seen.value, error.projected, decimals);
        vec![
            Cell::text(variable.label.get(language)),
            Cell::Text(scenario.unit(language, &variable.unit)),
            Cell::Year(seen.year),
            Cell::Number(error.projected, decimals),
            Cell::Number(seen.value, decimals),
            Cell::Number(error.error, decimals),
            error.relative.map_or(Cell::Missing, |relative| Cell::Percent(relative, 0)),
        ]
    };
    Table { rows: report.compared.iter().map(row).collect(), ..Table::new(columns) }
}

/// What moved between two runs of the same scenarios: the headline variables, each in the year in which it moved most, and
/// the goals.
pub fn moved(before: &[Report], after: &[Report], language: Language) -> Table {
    let titles = [("moved, where it moved most", "تغییرکرده، در سال بیشترین تغییر")];
    let mut columns = Column::texts(language, titles);
    columns.push(Column::unit(language));
    let numbers = [("year", "سال"), ("before", "پیش"), ("now", "اکنون"), ("change", "تفاوت")];
    columns.extend(Column::numbers(language, numbers));
    let mut table = Table::new(columns);
    for (before, after) in before.iter().zip(after) {
        table
            .rows
            .extend(after.headline.iter().filter_map(|index| moved_most(before, after, *index, language)));
        table.rows.extend(after.goals.iter().filter_map(|goal| turned(before, goal, language)));
    }
    table
}

fn moved_most(before: &Report, after: &Report, index: usize, language: Language) -> Option<Vec<Cell>> {
    let variable = &after.projection.scenario.variables[index];
    let (old, now) = (&before.variables[before.projection.index(&variable.id)?], &after.variables[index]);
    let changes = now.values.iter().zip(&old.values).map(|(now, old)| (now - old).abs()).enumerate();
    let (at, _) = changes.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, change)| *change > 0.0)?;
    let (was, is) = (old.values[at], now.values[at]);
    let decimals = Language::decimals_apart(was, is, Language::decimals(&[was, is]).max(1));
    let mut cells = vec![
        Cell::text(variable.label.get(language)),
        Cell::Text(after.projection.scenario.figures.units.says(language, &now.unit)),
        Cell::Year(after.projection.years[at]),
    ];
    cells.extend([was, is, is - was].map(|value| Cell::Number(value, decimals)));
    Some(cells)
}

fn turned(before: &Report, now: &GoalResult, language: Language) -> Option<Vec<Cell>> {
    let same = before.goals.iter().find(|other| other.goal.id == now.goal.id)?;
    (same.met != now.met).then(|| {
        let says = |met: bool| {
            Cell::text(if met {
                language.choose("met", "محقق")
            } else {
                language.choose("missed", "محقق‌نشده")
            })
        };
        vec![
            Cell::text(now.goal.label.get(language)),
            Cell::Blank,
            Cell::Year(now.goal.by),
            says(same.met),
            says(now.met),
            Cell::Blank,
        ]
    })
}
