//! What ran out, for whom, and what one more unit of it would start, as sentences.

use crate::language::Language;
use crate::model::structure::{EnvelopeKind, Named};
use crate::study::{Binding, Report};

/// "1405–1407: Bank credit ran out for …", a sentence for each envelope and claimant, in the order of the first year; or
/// that none ran out.
pub fn sentences(report: &Report, language: Language) -> Vec<String> {
    let same = |binding: &&Binding| (binding.envelope, binding.claimant);
    let groups = grouped(report.bindings.iter(), same);
    if groups.is_empty() {
        return vec![language.choose("No envelope ran out.", "هیچ محدودیتی کم نیامد.").to_owned()];
    }
    groups.iter().map(|(_, group)| sentence(report, group, language)).collect()
}

/// The items that `key` calls alike, in the order of the first of each.
fn grouped<T, K: PartialEq>(items: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for item in items {
        let own = key(&item);
        match groups.iter_mut().find(|(known, _)| *known == own) {
            Some((_, group)) => group.push(item),
            None => groups.push((own, vec![item])),
        }
    }
    groups
}

fn sentence(report: &Report, group: &[&Binding], language: Language) -> String {
    let structure = &report.projection.scenario.structure;
    let what = structure.envelopes[group[0].envelope].named.label.get(language);
    let who = structure.claimant(group[0].claimant).label.get(language);
    let units = &report.projection.scenario.figures.units;
    let unit = units.says(language, structure.claimant_unit(group[0].claimant));
    let share = |percent: f64| Language::share_decimals(percent / 100.0, 0);
    let percent = range(group, |binding| binding.throttle * 100.0, share, language);
    let held =
        range(group, |binding| binding.held_back, |held| Language::decimals_apart(held, 0.0, 1), language);
    let (years, eased) = (spans(group, language), eased(report, group, language));
    match language {
        Language::English => format!(
            "{years}: {what} ran out for {who}: {percent} % of what was ready went on, {held} {unit} waited; {eased}."
        ),
        Language::Persian => format!(
            "{years}: {what} برای {who} کم آمد: {percent} درصد از آنچه آماده بود پیش رفت و {held} {unit} در انتظار ماند؛ {eased}."
        ),
    }
}

/// "one more million USD/year would start 3.58 MW in 1405; in 1404 it would go to …".
fn eased(report: &Report, group: &[&Binding], language: Language) -> String {
    let scenario = &report.projection.scenario;
    let envelope = &scenario.structure.envelopes[group[0].envelope];
    let unit = scenario.structure.claimant_unit(group[0].claimant);
    let unit = scenario.figures.units.says(language, unit);
    let per = match envelope.kind {
        EnvelopeKind::Flow => format!("{}/year", envelope.unit),
        EnvelopeKind::Stock => envelope.unit.clone(),
    };
    let per = scenario.unit(language, &per);
    let alone = if group.len() > 1 {
        language.choose(" in one such year", " در یکی از این سال‌ها")
    } else {
        ""
    };
    let start = match language {
        Language::English => format!("one more {per}{alone}"),
        Language::Persian => format!("یک {per} بیشتر{alone}"),
    };
    let outcomes = grouped(group.iter().copied(), |binding| outcome(report, binding, language));
    let clause = |(n, (outcome, years)): (usize, &(Option<String>, Vec<&Binding>))| {
        let outcome = outcome.clone().unwrap_or_else(|| {
            let digits =
                |gain: f64| Language::decimals_apart(gain, 0.0, Language::reading_decimals(gain).min(2));
            let gains = range(years, |binding| binding.eased, digits, language);
            match language {
                Language::English => format!("would start {gains} {unit}"),
                Language::Persian => format!("آغاز {gains} {unit} را ممکن می‌کرد"),
            }
        });
        let years = spans(years, language);
        match (language, n, outcomes.len()) {
            (_, _, 1) => format!("{start} {outcome}"),
            (Language::English, 0, _) => format!("{start} {outcome} in {years}"),
            (Language::English, ..) => format!("in {years} it {outcome}"),
            (Language::Persian, 0, _) => format!("{start}، در {years} {outcome}"),
            (Language::Persian, ..) => format!("در {years} {outcome}"),
        }
    };
    let clauses: Vec<String> = outcomes.iter().enumerate().map(clause).collect();
    clauses.join(language.choose("; ", "؛ "))
}

/// What one more unit does where it starts nothing of the claimant; `None` where it does.
fn outcome(report: &Report, binding: &Binding, language: Language) -> Option<String> {
    if binding.eased > 0.0 {
        return None;
    }
    let structure = &report.projection.scenario.structure;
    let list = |named: &mut dyn Iterator<Item = &Named>| {
        language.list(&named.map(|named| named.label.get(language).to_owned()).collect::<Vec<_>>())
    };
    let others = list(&mut binding.others.iter().map(|other| &structure.envelopes[*other].named));
    let instead = list(&mut binding.instead.iter().map(|other| structure.claimant(*other)));
    Some(match (language, instead.is_empty(), others.is_empty()) {
        (Language::English, false, _) => format!("would go to {instead}"),
        (Language::English, true, false) => format!("would start nothing: {others} ran out too"),
        (Language::English, true, true) => {
            "would start nothing: more is taken already than there is".to_owned()
        }
        (Language::Persian, false, _) => format!("به {instead} می‌رسید"),
        (Language::Persian, true, false) => format!("چیزی آغاز نمی‌کرد: {others} نیز کم آمد"),
        (Language::Persian, true, true) => {
            "چیزی آغاز نمی‌کرد: پیش از این بیش از موجود گرفته شده است".to_owned()
        }
    })
}

fn spans(group: &[&Binding], language: Language) -> String {
    language.years(&group.iter().map(|binding| binding.year).collect::<Vec<_>>())
}

/// `45–80`, or one number where both read the same; with as many digits as any of them needs.
fn range(
    group: &[&Binding],
    of: impl Fn(&Binding) -> f64,
    decimals: impl Fn(f64) -> usize,
    language: Language,
) -> String {
    let values = || group.iter().map(|binding| of(binding));
    let digits = values().map(&decimals).max().unwrap_or(0);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let (low, high) = (language.decimal(low, digits), language.decimal(high, digits));
    if low == high { low } else { format!("{low}–{high}") }
}
