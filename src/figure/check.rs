//! Figures by themselves: unit, date, source, range; and contradictions among them.

use std::sync::Arc;

use super::calendar::Date;
use super::expression::FigureExpression;
use super::raw::RawFigure;
use super::{Figure, Figures, SourceKind};
use crate::fault::{Fault, Place, Source, did_you_mean, quotable};
use crate::language::Label;

/// A figure that is sound by itself; what it rests on is looked at when all are there.
pub(super) fn checked(
    id: &str,
    place: &Place,
    entry: &RawFigure,
    figures: &Figures,
    sources_known: bool,
) -> Result<Figure, Fault> {
    let fault = |en: &str, fa: &str| {
        Fault::new("figure", format!("figure `{id}` {en}"), format!("رقم `{id}` {fa}")).at(
            place,
            "this figure",
            "این رقم",
        )
    };
    let unit = figures.units.parse(entry.unit.get_ref()).map_err(|fault| {
        let place = Place { source: Arc::clone(&place.source), span: entry.unit.span() };
        fault.at(&place, "this unit", "این یکا")
    })?;
    if unit.dimension.toman() != 0 && unit.dimension.dollar() == 0 && unit.price_year.is_none() {
        return Err(fault(
            "is money without a price year: write `toman@1404`",
            "مبلغ بدون سال قیمت است: بنویسید `toman@1404`",
        ));
    }
    if !Date::is_date_or_part(&entry.date) {
        let date = quotable(&entry.date);
        return Err(fault(
            &format!("has a date that is none: `{date}`"),
            &format!("تاریخی دارد که نیست: `{date}`"),
        )
        .help(
            "write a Solar Hijri date such as 1404, 1404-06 or 1404-06-18; Esfand has 30 days in leap years alone",
            "تاریخ هجری خورشیدی بنویسید، مانند 1404 یا 1404-06 یا 1404-06-18؛ اسفند تنها در سال کبیسه ۳۰ روز دارد",
        ));
    }
    let value = entry.value.map(|written| written.0);
    if value.is_some() == entry.expression.is_some() {
        return Err(fault(
            "must have either a `value` or an `expression`",
            "باید یا `value` داشته باشد یا `expression`",
        ));
    }
    if value.is_some_and(|value| !value.is_finite()) {
        return Err(fault(
            "is too large to reckon with, or no number",
            "بزرگ‌تر از اندازهٔ محاسبه است یا عدد نیست",
        ));
    }
    if let Some((en, fa, help)) = wrong_source(entry, figures, sources_known) {
        return Err(fault(&en, &fa).maybe_help(help));
    }
    let range = entry.range.map(|range| range.map(|end| end.0));
    if let Some([low, mode, high]) = range
        && (!(low <= mode && mode <= high && low.is_finite() && high.is_finite())
            || value.is_some_and(|value| value < low || value > high))
    {
        return Err(fault(
            "has a range that is not low, most likely, high around its value",
            "بازه‌ای دارد که کمینه، محتمل و بیشینه پیرامون مقدارش نیست",
        ));
    }
    let rests_on = match &entry.expression {
        None => Vec::new(),
        Some(text) => FigureExpression::parse(text.get_ref())
            .map_err(|why| {
                let place = Place { source: Arc::clone(&place.source), span: text.span() };
                fault(&why.en, &why.fa).at(&place, "this expression", "این عبارت").help(
                    "write figures in braces and join them by + - * / ^ and brackets: ({solar.licensed} + 5) / 2",
                    "ارقام را در آکولاد بنویسید و با + - * / ^ و پرانتز به هم پیوند دهید: ({solar.licensed} + 5) / 2",
                )
            })?
            .figures(),
    };
    Ok(Figure {
        id: id.to_owned(),
        value: value.unwrap_or(f64::NAN),
        unit,
        range,
        date: entry.date.clone(),
        kind: entry.kind,
        articles: entry.article.clone(),
        said_by: entry.said_by.clone(),
        source: entry.source.clone(),
        meaning: entry.meaning.clone(),
        note: entry.note.clone(),
        recorded_only: entry.recorded_only.clone(),
        expression: entry.expression.as_ref().map(|text| text.get_ref().clone()),
        formula: None,
        rests_on,
    })
}

/// What is wrong with where a figure comes from: what follows its name in both languages, and a remedy.
fn wrong_source(
    entry: &RawFigure,
    figures: &Figures,
    sources_known: bool,
) -> Option<(String, String, Option<Label>)> {
    let plain = |en: &str, fa: &str| Some((en.to_owned(), fa.to_owned(), None));
    let names_article = !entry.article.is_empty() && entry.said_by.is_some();
    let is_article = entry.kind == SourceKind::Article;
    if is_article != names_article || (!is_article && (!entry.article.is_empty() || entry.said_by.is_some()))
    {
        return plain(
            "must name `article` and `said_by` if, and only if, its kind is `article`",
            "فقط و فقط اگر نوعش `article` است باید `article` و `said_by` داشته باشد",
        );
    }
    if !is_article && entry.source.as_ref().is_none_or(|source| source.trim().is_empty()) {
        return plain("has no `source`", "منبع (`source`) ندارد");
    }
    if let Some(key) = entry.article.iter().find(|key| sources_known && !figures.articles.contains_key(*key))
    {
        let help = did_you_mean(key, figures.articles.keys().map(String::as_str));
        return Some((
            format!("names the unknown article `{key}`"),
            format!("خبر ناشناختهٔ `{key}` را نام می‌برد"),
            help,
        ));
    }
    if let Some(key) =
        entry.said_by.as_ref().filter(|key| sources_known && !figures.speakers.contains_key(*key))
    {
        let help = did_you_mean(key, figures.speakers.keys().map(String::as_str));
        return Some((
            format!("names the unknown speaker `{key}`"),
            format!("گویندهٔ ناشناختهٔ `{key}` را نام می‌برد"),
            help,
        ));
    }
    None
}

/// Contradictions must name figures that there are; `follows` says of an id that its figure is missing by a mistake that
/// is told already.
pub(super) fn check_contradictions(
    figures: &Figures,
    sources: &[Arc<Source>],
    follows: &dyn Fn(&str) -> bool,
    faults: &mut Vec<Fault>,
) {
    let Some(source) = sources.iter().find(|source| source.name.ends_with("contradictions.toml")) else {
        return;
    };
    for (key, contradiction) in &figures.contradictions {
        for id in contradiction.figures.iter().chain(&contradiction.taken) {
            if !figures.figures.contains_key(id) && !follows(id) {
                let span =
                    source.text.find(&format!("\"{id}\"")).map_or(0..0, |start| start..start + id.len() + 2);
                faults.push(
                    Fault::new(
                        "figure",
                        format!("contradiction `{key}` names the unknown figure `{id}`"),
                        format!("تناقض `{key}` رقم ناشناختهٔ `{id}` را نام می‌برد"),
                    )
                    .at(&Place { source: Arc::clone(source), span }, "not a figure", "رقم نیست")
                    .maybe_help(did_you_mean(id, figures.figures.keys().map(String::as_str))),
                );
            }
        }
    }
}
