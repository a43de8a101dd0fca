//! The projection, the goals, what ran out and what it rests on, as text.

use std::io::{self, Write};

use super::terminal::table;
use crate::language::Language;
use crate::study::{GoalResult, HindcastError, Report};
use crate::wording::sentences::{binding_sentences, evidence_sentence, goal_target, opening_note};

/// Prints a report: the variables picked, or those that matter most with all that follows from them.
pub(super) fn print(
    out: &mut impl Write,
    report: &Report,
    picked: Option<&[usize]>,
    language: Language,
) -> io::Result<()> {
    let scenario = &report.projection.scenario;
    writeln!(out, "{}\n{}\n", scenario.title.get(language), scenario.summary.get(language))?;
    let rows = picked.unwrap_or(&report.headline);
    writeln!(out, "{}", projection_table(report, rows, picked.is_none(), language))?;
    if let Some(note) = opening_note(report, language) {
        writeln!(out, "* {note}")?;
    }
    if picked.is_none() {
        print_goals(out, report, language)?;
        print_bindings(out, report, language)?;
        print_compared(out, report, language)?;
        writeln!(out, "\n{}", evidence_sentence(report, language))?;
    }
    writeln!(out)
}

fn projection_table(
    report: &Report,
    picked: &[usize],
    labels: bool,
    language: Language,
) -> comfy_table::Table {
    let projection = &report.projection;
    let scenario = &projection.scenario;
    let mut header =
        vec![language.choose("variable", "متغیر").to_owned(), language.choose("unit", "یکا").to_owned()];
    header.push(language.choose("opening", "آغاز").to_owned());
    let part = scenario.structure.opening_length < 1.0;
    header.extend(
        projection
            .years
            .iter()
            .map(|year| table::year(language, *year, part && *year == projection.years[0])),
    );
    let row = |index: &usize| {
        let (row, priced) = (&scenario.variables[*index], &report.variables[*index]);
        let decimals = Language::decimals(&priced.values);
        let name = if labels { row.label.get(language).to_owned() } else { row.id.clone() };
        let opening = priced.opening.map_or("–".to_owned(), |opening| language.decimal(opening, decimals));
        let values = priced.values.iter().map(|value| language.decimal(*value, decimals));
        [name, language.unit(&priced.unit), opening].into_iter().chain(values).collect()
    };
    table::table(header, 2, picked.iter().map(row).collect())
}

fn print_goals(out: &mut impl Write, report: &Report, language: Language) -> io::Result<()> {
    if report.goals.is_empty() {
        return Ok(());
    }
    let header = table::titles(
        language,
        ["goal", "target", "by", "reached", "result", "first met", "short by"],
        ["هدف", "مقدار", "تا سال", "مقدار همان سال", "نتیجه", "نخستین سال تحقق", "کمبود"],
    );
    let row = |result: &GoalResult| {
        let goal = &result.goal;
        let decimals = Language::decimals(&[goal.value, result.value]).max(1);
        vec![
            goal.label.get(language).to_owned(),
            goal_target(report, goal, language),
            language.digits(&goal.by.to_string()),
            language.decimal(result.value, decimals),
            if result.met {
                language.choose("met", "محقق")
            } else {
                language.choose("MISSED", "محقق‌نشده")
            }
            .to_owned(),
            result.first_met.map_or(language.choose("never", "هرگز").to_owned(), |year| {
                language.digits(&year.to_string())
            }),
            if result.met { "–".to_owned() } else { language.decimal(result.gap, decimals) },
        ]
    };
    let rows = report.goals.iter().map(row).collect();
    writeln!(out, "\n{}", table::table(header, 1, rows))?;
    Ok(())
}

fn print_bindings(out: &mut impl Write, report: &Report, language: Language) -> io::Result<()> {
    writeln!(out)?;
    let sentences = binding_sentences(report, language);
    if sentences.is_empty() {
        writeln!(out, "{}", language.choose("No envelope ran out.", "هیچ محدودیتی کم نیامد."))?;
    }
    for sentence in sentences {
        writeln!(out, "{sentence}")?;
    }
    Ok(())
}

fn print_compared(out: &mut impl Write, report: &Report, language: Language) -> io::Result<()> {
    if report.compared.is_empty() {
        return Ok(());
    }
    let scenario = &report.projection.scenario;
    let header = table::titles(
        language,
        ["observed later", "unit", "year", "projected", "observed", "error", "error %"],
        ["آنچه بعدتر دیده شد", "یکا", "سال", "پیش‌بینی", "مشاهده", "خطا", "خطا به درصد"],
    );
    let row = |compared: &HindcastError| {
        let seen = &compared.observed;
        let variable = &scenario.variables[seen.variable];
        let decimals = Language::decimals(&[seen.value, compared.projected]);
        vec![
            variable.label.get(language).to_owned(),
            language.unit(&scenario.priced(&variable.unit)),
            language.digits(&seen.year.to_string()),
            language.decimal(compared.projected, decimals),
            language.decimal(seen.value, decimals),
            language.decimal(compared.error, decimals),
            compared.relative.map_or("–".to_owned(), |relative| language.decimal(relative * 100.0, 0)),
        ]
    };
    writeln!(out, "\n{}", table::table(header, 2, report.compared.iter().map(row).collect()))?;
    Ok(())
}
