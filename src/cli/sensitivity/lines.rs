//! Sensitivity as text: for each result the factors that matter most, and how that changes over the years.

use std::io::{self, Write};

use crate::cli::terminal::table;
use crate::figure::SourceKind;
use crate::language::Language;
use crate::study::sensitivity::{Factor, Line, Method, Sensitivity, SensitivityResult, VariableYear};

/// Width of the longest bar.
const BAR: f64 = 24.0;
/// Factors followed over the years.
const FOLLOWED: usize = 6;

/// Prints what matters for one output.
pub(super) fn print(
    out: &mut impl Write,
    study: &Sensitivity,
    found: &SensitivityResult,
    output: VariableYear,
    top: usize,
    language: Language,
) -> io::Result<()> {
    let scenario = &study.scenario;
    let row = &scenario.variables[study.variables[output.variable]];
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let place = study.output(output.variable, output.year);
    let lines = &found.lines[place];
    let year = language.digits(&years[output.year].to_string());
    let unit = language.unit(&scenario.priced(&row.unit));
    writeln!(out, "{}: {} {year} ({unit})", scenario.title.get(language), row.label.get(language))?;
    let order = order(lines);
    let most = order.first().map_or(0.0, |factor| weight(&lines[*factor]));
    if most <= 0.0 {
        let nothing = language.choose(
            "nothing uncertain moved it in that year in any of these runs",
            "در هیچ یک از این اجراها چیز نامطمئنی آن را در آن سال جابه‌جا نکرد",
        );
        return writeln!(out, "{nothing}\n");
    }
    if study.method == Method::Sobol {
        writeln!(out, "{}", sentence(study, &order, lines, language))?;
    }
    let values: Vec<f64> = lines.iter().flat_map(|line| [line.swing.0, line.swing.1]).collect();
    let decimals = Language::decimals(&values);
    let header = header(study.method, language);
    let rows = order.iter().take(top).map(|factor| {
        let (line, factor) = (&lines[*factor], &study.factors[*factor]);
        let mut cells = vec![name(study, factor, language), kind(factor.kind, language)];
        cells.push(bar(weight(line) / most));
        cells.extend(numbers(line, language, decimals));
        cells.extend([line.swing.0, line.swing.1].map(|value| language.decimal(value, decimals)));
        cells
    });
    writeln!(out, "\n{}", table::table(header, 3, rows.collect()))?;
    if let Some((plain, ranked)) = found.explained.as_ref().map(|explained| explained[place]) {
        let [plain, ranked] = [plain, ranked].map(|share| language.decimal(share * 100.0, 0));
        match language {
            Language::English => writeln!(
                out,
                "the regression explains {plain} % of the variance of values, {ranked} % of that of ranks"
            )?,
            Language::Persian => writeln!(
                out,
                "رگرسیون {plain} ٪ از واریانس مقدارها و {ranked} ٪ از واریانس رتبه‌ها را توضیح می‌دهد"
            )?,
        }
    }
    over_time(out, study, found, output.variable, &order, &years, language)
}

/// What a factor is sorted by, and how long its bar is.
fn weight(line: &Line) -> f64 {
    let of_indices = line.indices.map(|(_, total)| total.value);
    let of_effects = line.effects.map(|effects| effects.mean_absolute);
    let of_ranks = line.coefficients.map(|(_, ranked)| ranked.abs());
    of_indices.or(of_effects).or(of_ranks).unwrap_or(0.0).max(0.0)
}

fn order(lines: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| weight(&lines[*b]).total_cmp(&weight(&lines[*a])));
    order
}

/// Where most of the spread comes from, in a sentence.
fn sentence(study: &Sensitivity, order: &[usize], lines: &[Line], language: Language) -> String {
    let first = order[0];
    let alone = lines[first].indices.map_or(0.0, |(alone, _)| alone.value.clamp(0.0, 1.0));
    let share = language.decimal(alone * 100.0, 0);
    let factor = &study.factors[first];
    let what = name(study, factor, language);
    let kind = kind(factor.kind, language);
    let all: f64 = lines.iter().filter_map(|line| line.indices).map(|(alone, _)| alone.value).sum();
    let all = language.decimal((all * 100.0).min(100.0), 0);
    let kind = if study.by_source { String::new() } else { format!(" ({kind})") };
    let first = match language {
        Language::English => format!("{share} % of its spread would vanish if this were known: {what}{kind}"),
        Language::Persian => format!("{share} ٪ از پراکندگی آن با دانستن این از میان می‌رود: {what}{kind}"),
    };
    match language {
        _ if study.factors.len() == 1 => first,
        Language::English => {
            format!("{first}; factors by themselves explain {all} % of it, together the rest")
        }
        Language::Persian => {
            format!("{first}؛ عامل‌ها جداجدا {all} ٪ آن را توضیح می‌دهند و باقی را با هم")
        }
    }
}

fn header(method: Method, language: Language) -> Vec<String> {
    let (english, persian): (&[&str], &[&str]) = match method {
        Method::Sobol => (
            &["factor", "source", "", "alone", "±", "in all", "±", "at 10 %", "at 90 %"],
            &["عامل", "منبع", "", "به‌تنهایی", "±", "روی هم", "±", "در ۱۰ ٪", "در ۹۰ ٪"],
        ),
        Method::Morris => (
            &["factor", "source", "", "mean effect", "size", "deviation", "at 10 %", "at 90 %"],
            &["عامل", "منبع", "", "اثر میانگین", "اندازه", "انحراف", "در ۱۰ ٪", "در ۹۰ ٪"],
        ),
        Method::Regression => (
            &["factor", "source", "", "coefficient", "of ranks", "at 10 %", "at 90 %"],
            &["عامل", "منبع", "", "ضریب", "ضریب رتبه‌ای", "در ۱۰ ٪", "در ۹۰ ٪"],
        ),
    };
    let titles = if language == Language::English { english } else { persian };
    titles.iter().map(|title| (*title).to_owned()).collect()
}

fn numbers(line: &Line, language: Language, decimals: usize) -> Vec<String> {
    let percent = |share: f64| format!("{} %", language.decimal(share * 100.0, 1));
    if let Some((alone, total)) = line.indices {
        // 95 of 100 such designs come within 1.96 errors.
        return vec![
            percent(alone.value),
            percent(1.96 * alone.error),
            percent(total.value),
            percent(1.96 * total.error),
        ];
    }
    if let Some(effects) = line.effects {
        let number = |value: f64| language.decimal(value, decimals + 1);
        return vec![number(effects.mean), number(effects.mean_absolute), number(effects.deviation)];
    }
    let (plain, ranked) = line.coefficients.unwrap_or_default();
    vec![language.decimal(plain, 3), language.decimal(ranked, 3)]
}

fn bar(share: f64) -> String {
    // Between 0 and the longest.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let length = (share.clamp(0.0, 1.0) * BAR).round() as usize;
    "█".repeat(length)
}

fn kind(kind: Option<SourceKind>, language: Language) -> String {
    match kind {
        Some(kind) => kind.label().get(language).to_owned(),
        None => language.choose("scenario", "سناریو").to_owned(),
    }
}

/// A factor as a planner knows it.
fn name(study: &Sensitivity, factor: &Factor, language: Language) -> String {
    study.name_of(factor).get(language).to_owned()
}

fn over_time(
    out: &mut impl Write,
    study: &Sensitivity,
    found: &SensitivityResult,
    variable: usize,
    order: &[usize],
    years: &[i32],
    language: Language,
) -> io::Result<()> {
    let title = match study.method {
        Method::Sobol => language.choose("in all, by year", "روی هم، سال به سال"),
        Method::Morris => language.choose("size of effects, by year", "اندازهٔ اثر، سال به سال"),
        Method::Regression => language.choose("coefficient of ranks, by year", "ضریب رتبه‌ای، سال به سال"),
    };
    let mut header = vec![title.to_owned()];
    header.extend(years.iter().map(|year| table::year(language, *year, false)));
    let all: Vec<f64> = found.lines.iter().flatten().map(weight).collect();
    let decimals = Language::decimals(&all);
    let rows = order.iter().take(FOLLOWED).map(|factor| {
        let mut cells = vec![name(study, &study.factors[*factor], language)];
        for year in 0..years.len() {
            let line = &found.lines[study.output(variable, year)][*factor];
            cells.push(match study.method {
                Method::Sobol => format!("{} %", language.decimal(weight(line) * 100.0, 0)),
                Method::Morris => language.decimal(weight(line), decimals),
                Method::Regression => {
                    language.decimal(line.coefficients.map_or(0.0, |(_, ranked)| ranked), 2)
                }
            });
        }
        cells
    });
    writeln!(out, "\n{}\n", table::table(header, 1, rows.collect()))
}
