//! What a report says in words, alike in the terminal and in files.

use crate::language::Language;
use crate::study::{Binding, Report};

/// "1405–1407: Bank credit ran out for …", a sentence for each envelope and claimant, in the order of the first year; or
/// that none ran out.
pub fn binding_sentences(report: &Report, language: Language) -> Vec<String> {
    let mut groups: Vec<Vec<&Binding>> = Vec::new();
    for binding in &report.bindings {
        let same = |group: &&mut Vec<&Binding>| {
            group[0].envelope == binding.envelope && group[0].claimant == binding.claimant
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(binding),
            None => groups.push(vec![binding]),
        }
    }
    if groups.is_empty() {
        return vec![language.choose("No envelope ran out.", "هیچ محدودیتی کم نیامد.").to_owned()];
    }
    groups.iter().map(|group| binding_sentence(report, group, language)).collect()
}

fn binding_sentence(report: &Report, group: &[&Binding], language: Language) -> String {
    let scenario = &report.projection.scenario;
    let structure = &scenario.structure;
    let envelope = &structure.envelopes[group[0].envelope];
    let (who, what) =
        (structure.claimant(group[0].claimant).label.get(language), envelope.named.label.get(language));
    let unit = language.unit(structure.claimant_unit(group[0].claimant));
    let per = language.unit(&scenario.priced(&envelope.unit));
    let years = language
        .digits(&language.list(&spans(&group.iter().map(|binding| binding.year).collect::<Vec<_>>())));
    let percent =
        range(&group.iter().map(|binding| binding.throttle * 100.0).collect::<Vec<_>>(), 0, language);
    let held = range(&group.iter().map(|binding| binding.held_back).collect::<Vec<_>>(), 1, language);
    let eased = language.number(group[0].eased);
    match language {
        Language::English => format!(
            "{years}: {what} ran out for {who}: {percent} % of what was ready went on, {held} {unit} waited; one more {per} would start {eased} {unit}."
        ),
        Language::Persian => format!(
            "{years}: {what} برای {who} کم آمد: {percent} درصد از آنچه آماده بود پیش رفت و {held} {unit} در انتظار ماند؛ یک {per} بیشتر {eased} {unit} را آغاز می‌کرد."
        ),
    }
}

/// `1404, 1406–1409`.
fn spans(years: &[i32]) -> Vec<String> {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    for &year in years {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == year => *last = year,
            _ => spans.push((year, year)),
        }
    }
    let span = |(first, last): &(i32, i32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    spans.iter().map(span).collect()
}

/// `45–80`, or one number where both round to the same.
fn range(values: &[f64], decimals: usize, language: Language) -> String {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = (language.decimal(low, decimals), language.decimal(high, decimals));
    if low == high { low } else { format!("{low}–{high}") }
}

/// "Rests on 182 figures (…)".
pub fn evidence_sentence(report: &Report, language: Language) -> String {
    let evidence = &report.evidence;
    let kinds = evidence.kinds.iter().map(|(kind, count)| format!("{count} {}", kind.label().get(language)));
    let kinds: Vec<String> = kinds.collect();
    let (total, conflicts) = (evidence.figures.len(), evidence.contradictions.len());
    language.digits(&match language {
        Language::English => format!(
            "Rests on {total} figures ({}); {conflicts} contradictions concern them: `ofogh figures --conflicts`.",
            language.list(&kinds)
        ),
        Language::Persian => format!(
            "بر {total} رقم استوار است ({})؛ {conflicts} تناقض به آن‌ها مربوط است: `ofogh figures --conflicts`.",
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
