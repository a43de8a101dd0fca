//! A study of sensitivity: for each result the factors that matter most, and how that changes over the years.

use super::table::{Cell, Column, Table};
use crate::figure::SourceKind;
use crate::language::Language;
use crate::study::sensitivity::{
    Line, Method, Sensitivity, SensitivityResult, VariableYear, first_orders, order,
};

/// Which result is looked at: "Reference: share of national output 1408 (%)".
pub fn heading(study: &Sensitivity, asked: VariableYear, language: Language) -> String {
    let scenario = &study.scenario;
    let row = &scenario.variables[study.variables[asked.variable]];
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let year = language.digits(&years[asked.year].to_string());
    let unit = scenario.unit(language, &row.unit);
    format!("{}: {} {year} ({unit})", scenario.title.get(language), row.label.get(language))
}

/// Where most of the spread comes from; `None` where nothing matters or the method has no shares.
pub fn sentence(study: &Sensitivity, lines: &[Line], language: Language) -> Option<String> {
    let order = order(lines);
    let first = *order.first().filter(|first| lines[**first].weight() > 0.0)?;
    let (alone, _) = lines[first].indices?;
    if !alone.is_clear() {
        let error = language.decimal(alone.within_95() * 100.0, 0);
        return Some(match language {
            Language::English => format!(
                "too few rows to say where its spread comes from: the share of the first is known to ±{error} points; four times --rows halve that"
            ),
            Language::Persian => format!(
                "ردیف‌ها برای گفتن سرچشمهٔ پراکندگی کم‌اند: سهم نخستین عامل تا ±{error} واحد درصد معلوم است؛ چهار برابر --rows آن را نصف می‌کند"
            ),
        });
    }
    let factor = &study.factors[first];
    let what = study.name_of(factor);
    let what = what.get(language);
    let together = first_orders(lines);
    let points = |share: f64| language.decimal(share.clamp(0.0, 1.0) * 100.0, 0);
    let [share, within] = [alone.value, alone.within_95()].map(points);
    let [all, all_within] = [together.value, together.within_95()].map(points);
    let kind = if study.by_source { String::new() } else { format!(" ({})", source(factor.kind, language)) };
    let first = match language {
        Language::English => {
            format!("{share} % (±{within}) of its spread would vanish if this were known: {what}{kind}")
        }
        Language::Persian => {
            format!("{share} ٪ (±{within}) از پراکندگی آن با دانستن این از میان می‌رود: {what}{kind}")
        }
    };
    Some(match language {
        _ if study.factors.len() == 1 => first,
        Language::English => {
            format!("{first}; factors by themselves explain {all} % (±{all_within}) of it, together the rest")
        }
        Language::Persian => {
            format!("{first}؛ عامل‌ها جداجدا {all} ٪ (±{all_within}) آن را توضیح می‌دهند و باقی را با هم")
        }
    })
}

/// What is said where nothing uncertain matters.
pub fn nothing(language: Language) -> &'static str {
    language.choose(
        "nothing uncertain moved it in that year in any of these runs",
        "در هیچ یک از این اجراها چیز نامطمئنی آن را در آن سال جابه‌جا نکرد",
    )
}

/// The factors of one result that matter most, `top` of them.
pub fn factors(study: &Sensitivity, lines: &[Line], top: usize, language: Language) -> Table {
    let mut columns = factor_columns(language);
    columns.push(Column::Text(String::new()));
    let titles: &[(&str, &str)] = match study.method {
        Method::Sobol => &[("alone", "به‌تنهایی"), ("±", "±"), ("in all", "روی هم"), ("±", "±")],
        Method::Morris => &[("mean effect", "اثر میانگین"), ("size", "اندازه"), ("deviation", "انحراف")],
        Method::Regression => &[("coefficient", "ضریب"), ("of ranks", "ضریب رتبه‌ای")],
    };
    let titles = titles.iter().chain(&[("at 10 %", "در ۱۰ ٪"), ("at 90 %", "در ۹۰ ٪")]);
    columns.extend(titles.flat_map(|title| Column::numbers(language, [*title])));
    let values: Vec<f64> = lines.iter().flat_map(|line| [line.swing.0, line.swing.1]).collect();
    let decimals = Language::decimals(&values);
    let order = order(lines);
    let most = order.first().map_or(0.0, |first| lines[*first].weight());
    let row = |&factor: &usize| {
        let line = &lines[factor];
        let mut cells = factor_cells(study, factor, language);
        cells.push(Cell::Bar(line.weight() / most));
        cells.extend(numbers(line, decimals));
        cells.extend([line.swing.0, line.swing.1].map(|value| Cell::Number(value, decimals)));
        cells
    };
    Table { rows: order.iter().take(top).map(row).collect(), ..Table::new(columns) }
}

/// Title of the column of sources.
const SOURCE: (&str, &str) = ("source", "منبع");

fn factor_columns(language: Language) -> Vec<Column> {
    Column::texts(language, [("factor", "عامل"), SOURCE])
}

fn factor_cells(study: &Sensitivity, factor: usize, language: Language) -> Vec<Cell> {
    let factor = &study.factors[factor];
    vec![Cell::text(study.name_of(factor).get(language)), Cell::text(source(factor.kind, language))]
}

fn source(kind: Option<SourceKind>, language: Language) -> String {
    match kind {
        Some(kind) => kind.label().get(language).to_owned(),
        None => language.choose("scenario", "سناریو").to_owned(),
    }
}

fn numbers(line: &Line, decimals: usize) -> Vec<Cell> {
    if let Some((alone, total)) = line.indices {
        let shares = [alone.value, alone.within_95(), total.value, total.within_95()];
        return shares.map(|share| Cell::Share(share, 1)).to_vec();
    }
    if let Some(effects) = line.effects {
        let numbers = [effects.mean, effects.mean_absolute, effects.deviation];
        return numbers.map(|value| Cell::Number(value, decimals + 1)).to_vec();
    }
    let (plain, ranked) = line.coefficients.unwrap_or_default();
    [plain, ranked].map(|value| Cell::Number(value, 3)).to_vec()
}

/// How much a regression explains.
pub fn explained(
    study: &Sensitivity,
    found: &SensitivityResult,
    output: usize,
    language: Language,
) -> Option<String> {
    let (plain, ranked) = found.explained.as_ref()?[output];
    // With a row or two for each factor any regression explains everything.
    let (rows, wanted) = (study.rows, 10 * study.factors.len() as u64);
    if rows < wanted {
        let [rows, wanted] = [rows, wanted].map(|count| language.count(count));
        return Some(match language {
            Language::English => {
                format!(
                    "too few rows to say how much the regression explains: {rows}, where {wanted} are wanted"
                )
            }
            Language::Persian => {
                format!("ردیف‌ها برای گفتن سهم توضیح رگرسیون کم‌اند: {rows} به جای {wanted}")
            }
        });
    }
    let [plain, ranked] = [plain, ranked].map(|share| language.decimal(share * 100.0, 0));
    Some(match language {
        Language::English => {
            format!(
                "the regression explains {plain} % of the variance of values, {ranked} % of that of ranks"
            )
        }
        Language::Persian => {
            format!("رگرسیون {plain} ٪ از واریانس مقدارها و {ranked} ٪ از واریانس رتبه‌ها را توضیح می‌دهد")
        }
    })
}

/// How much factors matter in each year, in the given order; in detail with the source of each and one digit more.
pub fn by_year(
    study: &Sensitivity,
    found: &SensitivityResult,
    variable: usize,
    order: &[usize],
    detailed: bool,
    language: Language,
) -> Table {
    let title = match study.method {
        Method::Sobol => ("in all, by year", "روی هم، سال به سال"),
        Method::Morris => ("size of effects, by year", "اندازهٔ اثر، سال به سال"),
        Method::Regression => ("coefficient of ranks, by year", "ضریب رتبه‌ای، سال به سال"),
    };
    let mut columns = Column::texts(language, [title]);
    if detailed {
        columns.extend(Column::remarks(language, [SOURCE]));
    }
    columns.extend(Column::years(study.scenario.structure.all_years()));
    let years = study.scenario.structure.all_years().count();
    let own = (0..years).flat_map(|year| &found.lines[study.output(variable, year)]);
    let decimals = Language::decimals(&own.map(Line::weight).collect::<Vec<f64>>());
    let more = usize::from(detailed);
    let names = 1 + usize::from(detailed);
    let row = |&factor: &usize| {
        let of_year = |year: usize| {
            let line = &found.lines[study.output(variable, year)][factor];
            match study.method {
                Method::Sobol => Cell::Share(line.weight(), more),
                Method::Morris => Cell::Number(line.weight(), decimals + more),
                Method::Regression => {
                    Cell::Number(line.coefficients.map_or(0.0, |(_, ranked)| ranked), 2 + more)
                }
            }
        };
        factor_cells(study, factor, language).into_iter().take(names).chain((0..years).map(of_year)).collect()
    };
    Table { rows: order.iter().map(row).collect(), ..Table::new(columns) }
}

/// What the numbers by year are.
pub fn measure(method: Method, language: Language) -> &'static str {
    let (en, fa) = match method {
        Method::Sobol => (
            "Share of the variance that a factor has a part in, alone or with others (total Sobol index).",
            "سهمی از واریانس که عامل، به‌تنهایی یا با دیگران، در آن نقش دارد (شاخص کل سوبول).",
        ),
        Method::Morris => {
            ("Mean size of the elementary effects (Morris).", "میانگین اندازهٔ اثرهای مقدماتی (موریس).")
        }
        Method::Regression => {
            ("Standardised regression coefficient of ranks.", "ضریب رگرسیون استانداردشدهٔ رتبه‌ها.")
        }
    };
    language.choose(en, fa)
}
