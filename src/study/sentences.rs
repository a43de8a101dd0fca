//! What a report says in words, alike in the terminal and in files.

use super::{Binding, Report};
use crate::language::Language;
use crate::scenario::{Goal, Side};

/// "Grid connections ran out for Solar …".
pub fn binding_sentence(report: &Report, binding: &Binding, language: Language) -> String {
    let scenario = &report.projection.scenario;
    let structure = &scenario.structure;
    let envelope = &structure.envelopes[binding.envelope];
    let (who, what) =
        (structure.claimant(binding.claimant).label.get(language), envelope.named.label.get(language));
    let unit = language.unit(structure.claimant_unit(binding.claimant));
    let per = language.unit(&scenario.priced(&envelope.unit));
    let (percent, held) = (language.number(binding.throttle * 100.0), language.number(binding.held_back));
    let (eased, year) = (language.number(binding.eased), language.digits(&binding.year.to_string()));
    match language {
        Language::English => format!(
            "{year}: {what} ran out for {who}: {percent} % went on, {held} {unit} waited; one more {per} would start {eased} {unit}."
        ),
        Language::Persian => format!(
            "{year}: {what} برای {who} کم آمد: {percent} درصد پیش رفت و {held} {unit} در انتظار ماند؛ یک {per} بیشتر {eased} {unit} را آغاز می‌کرد."
        ),
    }
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
            kinds.join(", ")
        ),
        Language::Persian => format!(
            "بر {total} رقم استوار است ({})؛ {conflicts} تناقض به آن‌ها مربوط است: `ofogh figures --conflicts`.",
            kinds.join("، ")
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

/// "≥ 1.40 %".
pub fn goal_target(report: &Report, goal: &Goal, language: Language) -> String {
    let scenario = &report.projection.scenario;
    let unit = language.unit(&scenario.priced(&scenario.variables[goal.variable].unit));
    let side = if goal.side == Side::AtLeast { "≥" } else { "≤" };
    format!("{side} {} {unit}", language.number(goal.value))
}
