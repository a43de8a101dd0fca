//! Ensembles as text: a table of ranges for each variable, a fan by year, goals with their probability.

use std::io::{self, Write};

use super::terminal::table;
use crate::language::Language;
use crate::study::ensemble::{Ensemble, Outcome, SHARES};

/// Prints an outcome.
pub(super) fn print(
    out: &mut impl Write,
    ensemble: &Ensemble,
    outcome: &Outcome,
    language: Language,
) -> io::Result<()> {
    let scenario = &ensemble.scenario;
    let count = language.count(outcome.members);
    let uncertain = language.digits(&scenario.uncertainties.len().to_string());
    writeln!(out, "{}", scenario.title.get(language))?;
    match language {
        Language::English => writeln!(
            out,
            "{count} {}, {uncertain} uncertain {}; each line has the value below which that share of the members lies\n",
            if outcome.members == 1 { "member" } else { "members" },
            if scenario.uncertainties.len() == 1 { "thing" } else { "things" },
        )?,
        Language::Persian => writeln!(
            out,
            "{count} عضو، {uncertain} چیز نامطمئن؛ هر سطر مقداری است که آن سهم از عضوها پایین‌تر از آن است\n"
        )?,
    }
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let mut header =
        vec![language.choose("variable", "متغیر").to_owned(), language.choose("share", "سهم").to_owned()];
    header.extend(years.iter().map(|year| table::year(language, *year, false)));
    let mut rows = Vec::new();
    for (variable, spreads) in ensemble.shown.iter().zip(&outcome.spreads) {
        let row = &scenario.variables[*variable];
        let all: Vec<f64> = spreads.iter().flat_map(|spread| spread.percentiles).collect();
        let decimals = Language::decimals(&all);
        for (n, share) in SHARES.iter().enumerate() {
            let name = match n {
                0 => row.label.get(language).to_owned(),
                1 => language.unit(&scenario.priced(&row.unit)),
                _ => String::new(),
            };
            let mut cells = vec![name, format!("{} %", language.decimal(share * 100.0, 0))];
            cells.extend(spreads.iter().map(|spread| language.decimal(spread.percentiles[n], decimals)));
            rows.push(cells);
        }
    }
    writeln!(out, "{}", table::table(header, 2, rows))?;
    settled(out, ensemble, outcome, &years, language)?;
    goals(out, ensemble, outcome, &years, language)
}

/// How far the medians may be off, and what does not vary though its figures have ranges.
fn settled(
    out: &mut impl Write,
    ensemble: &Ensemble,
    outcome: &Outcome,
    years: &[i32],
    language: Language,
) -> io::Result<()> {
    let scenario = &ensemble.scenario;
    if let Some(settled) = outcome.settled {
        let share = language.decimal(settled.share * 100.0, 2);
        let variable = scenario.variables[ensemble.shown[settled.variable]].label.get(language);
        let year = language.digits(&years[settled.year].to_string());
        match language {
            Language::English => writeln!(
                out,
                "\nsettled: the middle of every fan is known to ±{share} % of its width or better (least: {variable}, {year}); four times the members halve that"
            )?,
            Language::Persian => writeln!(
                out,
                "\nهمگرایی: میانهٔ هر بادبزن تا ±{share} ٪ پهنای آن یا بهتر معلوم است (کمترین: {variable}، {year})؛ چهار برابر عضو آن را نصف می‌کند"
            )?,
        }
    }
    let fixed = scenario.ranges_left_out();
    if fixed > 0 {
        let fixed = language.digits(&fixed.to_string());
        match language {
            Language::English => writeln!(
                out,
                "{fixed} inputs stay fixed though their figures have ranges: they rest on several figures, or on one at or below 0"
            )?,
            Language::Persian => writeln!(
                out,
                "{fixed} ورودی با آن که ارقامشان بازه دارند ثابت مانده‌اند: بر چند رقم تکیه دارند، یا بر رقمی صفر یا منفی"
            )?,
        }
    }
    Ok(())
}

fn goals(
    out: &mut impl Write,
    ensemble: &Ensemble,
    outcome: &Outcome,
    years: &[i32],
    language: Language,
) -> io::Result<()> {
    if outcome.probabilities.is_empty() {
        return Ok(());
    }
    let title =
        language.choose("goal: probability to have met it by the end of", "هدف: احتمال تحقق تا پایان");
    let mut header = vec![title.to_owned(), language.choose("due", "موعد").to_owned()];
    header.extend(years.iter().map(|year| table::year(language, *year, false)));
    header.push(language.choose("error ±", "خطا ±").to_owned());
    let percent = |share: f64| format!("{} %", language.decimal(share * 100.0, 1));
    let mut rows = Vec::new();
    for (goal, probabilities) in ensemble.scenario.goals.iter().zip(&outcome.probabilities) {
        let mut cells = vec![goal.label.get(language).to_owned(), language.digits(&goal.by.to_string())];
        cells.extend(probabilities.iter().map(|probability| percent(probability.share)));
        let worst = probabilities.iter().map(|probability| probability.error).fold(0.0, f64::max);
        cells.push(percent(1.96 * worst));
        rows.push(cells);
    }
    writeln!(out, "\n{}", table::table(header, 2, rows))?;
    let note = language.choose(
        "error: of 100 such ensembles 95 would come within it, if members were drawn at random; a Latin hypercube errs less",
        "خطا: از هر ۱۰۰ گروه با قرعهٔ تصادفی ۹۵ تا در این حد می‌مانند؛ خطای ابرمکعب لاتین کمتر است",
    );
    writeln!(out, "{note}")
}
