//! What a report says in words, alike in the terminal and in files.

use crate::language::Language;
use crate::study::{Report, Unlikely};

/// What is outside what is usual, a sentence for each variable.
pub fn unlikely(report: &Report, language: Language) -> Vec<String> {
    let scenario = &report.projection.scenario;
    let sentence = |unlikely: &Unlikely| {
        let variable = &scenario.variables[unlikely.variable];
        let (low, high) = unlikely.usual;
        let name = variable.label.get(language);
        let bound = if unlikely.value < low { low } else { high };
        let decimals = Language::reading_decimals(unlikely.value).min(2);
        let decimals = Language::decimals_apart(unlikely.value, bound, decimals);
        let value = language.decimal(unlikely.value, decimals);
        let (unit, bound) = (scenario.unit(language, &variable.unit), language.shortest(bound));
        let years = language.years(&unlikely.years);
        let below = unlikely.value < low;
        match language {
            Language::English => format!(
                "Unlikely: {name} is {} {bound} {unit} in {years}, {value} at the furthest.",
                if below { "below" } else { "above" }
            ),
            Language::Persian => format!(
                "نامحتمل: {name} در {years} {} از {bound} {unit} است؛ دورترین مقدار {value} است.",
                if below { "کمتر" } else { "بیشتر" }
            ),
        }
    };
    report.unlikely.iter().map(sentence).collect()
}

/// "Rests on 182 figures (…)".
pub fn evidence_sentence(report: &Report, language: Language) -> String {
    let evidence = &report.evidence;
    let kinds = evidence.kinds.iter().map(|(kind, count)| format!("{count} {}", kind.label().get(language)));
    let kinds: Vec<String> = kinds.collect();
    let [total, conflicts, plain, unsourced] = [
        evidence.figures.len(),
        evidence.contradictions.len(),
        evidence.plain.len(),
        evidence.unsourced.len(),
    ];
    let conflicts_en = if conflicts == 1 {
        "1 contradiction concerns"
    } else {
        &format!("{conflicts} contradictions concern")
    };
    language.digits(&match language {
        Language::English => format!(
            "Rests on {total} figures ({}) and on {plain} numbers written into scenarios, {unsourced} of them without a source or a note: `ofogh show --plain`; {conflicts_en} them: `ofogh figures --conflicts`.",
            language.list(&kinds)
        ),
        Language::Persian => format!(
            "بر {total} رقم استوار است ({}) و بر {plain} عدد که در سناریوها نوشته شده و {unsourced} تای آن‌ها منبع و یادداشتی ندارند: `ofogh show --plain`؛ {conflicts} تناقض به آن‌ها مربوط است: `ofogh figures --conflicts`.",
            language.list(&kinds)
        ),
    })
}

/// What the figures of an opening year that is not run whole mean; `None` if it is.
pub fn opening_note(report: &Report, language: Language) -> Option<String> {
    let length = report.projection.scenario.structure.opening_length;
    let share = language.decimal(length, 2);
    (length < 1.0).then(|| match language {
        Language::English => format!(
            "the rest of the year from the opening date: amounts cover {share} of a year; jobs, output and shares are annual levels"
        ),
        Language::Persian => format!(
            "باقی‌ماندهٔ سال از تاریخ آغاز: مقدارهای دوره {share} سال را در بر دارند؛ شغل، تولید و سهم‌ها سطح سالانه‌اند"
        ),
    })
}
