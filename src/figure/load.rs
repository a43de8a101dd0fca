//! Reading a folder of figures: files to checked figures, every mistake with its place.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::derive::{derive, money};
use super::expression::FigureExpression;
use super::raw::RawFigure;
use super::{Article, Figure, Figures, InputOutput, SourceKind, Speaker, Unit};
use crate::fault::{Fault, Place, Source, did_you_mean, sort};
use crate::files::Files;
use crate::language::Label;

/// Reads all files of a folder of figures.
///
/// # Errors
/// A folder that cannot be read, or every fault of its files.
pub fn load(files: &dyn Files, folder: &Path) -> Result<Figures, Vec<Fault>> {
    let unreadable = |path: &Path, error: &Label| {
        vec![
            Fault::new(
                "unreadable",
                format!("cannot read the figures in `{}`: {}", path.display(), error.en),
                format!("ارقام در `{}` خوانده نشد: {}", path.display(), error.fa),
            )
            .help(
                "the scenario's `figures` must name the folder that holds the figures",
                "کلید `figures` سناریو باید پوشهٔ ارقام را نشان دهد",
            ),
        ]
    };
    let mut paths =
        files.list(folder).map_err(|error| unreadable(folder, &Label::same(error.to_string())))?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "csv"));
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let text = files.read(&path).map_err(|error| unreadable(&path, &error.label()))?;
        sources.push(Source::new(path.display().to_string(), text));
    }
    read(&sources)
}

/// Reads figures from texts named like the files of a folder.
///
/// # Errors
/// Every fault found, sorted by place.
pub fn read(sources: &[Arc<Source>]) -> Result<Figures, Vec<Fault>> {
    let mut figures = Figures::default();
    let mut written: BTreeMap<String, (Place, RawFigure)> = BTreeMap::new();
    let mut faults = Vec::new();
    for source in sources {
        let stem = Path::new(&source.name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let is_csv = source.name.to_lowercase().ends_with(".csv");
        match stem {
            "input-output" if is_csv => match input_output(source) {
                Ok(table) => figures.input_output = table,
                Err(fault) => faults.push(fault),
            },
            _ if is_csv => {}
            "articles" => articles(source, &mut figures, &mut faults),
            "contradictions" => figures.contradictions = typed(source, &mut faults),
            theme => {
                let entries: BTreeMap<Spanned<String>, RawFigure> = typed(source, &mut faults);
                for (name, entry) in entries {
                    let place = Place { source: Arc::clone(source), span: name.span() };
                    written.insert(format!("{theme}.{}", name.into_inner()), (place, entry));
                }
            }
        }
    }
    for (id, (place, entry)) in &written {
        match checked(id, place, entry, &figures) {
            Ok(figure) => {
                figures.figures.insert(id.clone(), figure);
            }
            Err(fault) => faults.push(fault),
        }
    }
    let place = |(id, (place, entry)): (&String, &(Place, RawFigure))| {
        let span = entry.expression.as_ref().map_or(place.span.clone(), Spanned::span);
        (id.clone(), Place { source: Arc::clone(&place.source), span })
    };
    let places = written.iter().map(place).collect();
    figures.money = money(&figures.figures, &places, &mut faults);
    derive(&mut figures, &places, &mut faults);
    check_contradictions(&figures, sources, &mut faults);
    sort(&mut faults);
    if faults.is_empty() { Ok(figures) } else { Err(faults) }
}

fn typed<T: DeserializeOwned + Default>(source: &Arc<Source>, faults: &mut Vec<Fault>) -> T {
    toml::from_str(&source.text).unwrap_or_else(|error| {
        let place = Place { source: Arc::clone(source), span: error.span().unwrap_or(0..0) };
        let message = error.message();
        faults.push(
            Fault::new(
                "figure-file",
                format!("this file of figures cannot be read: {message}"),
                format!("این پروندهٔ ارقام خوانده نشد: {message}"),
            )
            .at(&place, "here", "اینجا"),
        );
        T::default()
    })
}

fn articles(source: &Arc<Source>, figures: &mut Figures, faults: &mut Vec<Fault>) {
    let mut tables: toml::Table = typed(source, faults);
    let place = Place::whole(source);
    if let Some(toml::Value::Table(speakers)) = tables.remove("speaker") {
        figures.speakers = entries::<Speaker>(speakers, &place, faults);
    }
    figures.articles = entries::<Article>(tables, &place, faults);
}

fn entries<T: DeserializeOwned>(
    tables: toml::Table,
    place: &Place,
    faults: &mut Vec<Fault>,
) -> BTreeMap<String, T> {
    let mut found = BTreeMap::new();
    for (key, value) in tables {
        match value.try_into() {
            Ok(entry) => {
                found.insert(key, entry);
            }
            Err(error) => faults.push(
                Fault::new(
                    "figure-file",
                    format!("`{key}`: {}", error.message()),
                    format!("`{key}`: {}", error.message()),
                )
                .at(place, "in this file", "در این پرونده"),
            ),
        }
    }
    found
}

fn checked(id: &str, place: &Place, entry: &RawFigure, figures: &Figures) -> Result<Figure, Fault> {
    let fault = |en: &str, fa: &str| {
        Fault::new("figure", format!("figure `{id}` {en}"), format!("رقم `{id}` {fa}")).at(
            place,
            "this figure",
            "این رقم",
        )
    };
    let unit = Unit::parse(entry.unit.get_ref()).map_err(|fault| {
        let place = Place { source: Arc::clone(&place.source), span: entry.unit.span() };
        fault.at(&place, "this unit", "این یکا")
    })?;
    if unit.dimension.toman() != 0 && unit.dimension.dollar() == 0 && unit.price_year.is_none() {
        return Err(fault(
            "is money without a price year: write `toman@1404`",
            "مبلغ بدون سال قیمت است: بنویسید `toman@1404`",
        ));
    }
    if !is_date(&entry.date) {
        return Err(fault(
            "has no Solar Hijri date such as 1404, 1404-06 or 1404-06-18",
            "تاریخ هجری خورشیدی مانند 1404 یا 1404-06 یا 1404-06-18 ندارد",
        ));
    }
    if entry.value.is_some() == entry.expression.is_some() {
        return Err(fault(
            "must have either a `value` or an `expression`",
            "باید یا `value` داشته باشد یا `expression`",
        ));
    }
    if entry.value.is_some_and(|value| !value.is_finite()) {
        return Err(fault("is not a finite number", "عدد متناهی نیست"));
    }
    let names_article = !entry.article.is_empty() && entry.said_by.is_some();
    let is_article = entry.kind == SourceKind::Article;
    if is_article != names_article || (!is_article && (!entry.article.is_empty() || entry.said_by.is_some()))
    {
        return Err(fault(
            "must name `article` and `said_by` if, and only if, its kind is `article`",
            "فقط و فقط اگر نوعش `article` است باید `article` و `said_by` داشته باشد",
        ));
    }
    if !is_article && entry.source.as_ref().is_none_or(|source| source.trim().is_empty()) {
        return Err(fault("has no `source`", "منبع (`source`) ندارد"));
    }
    if let Some(key) = entry.article.iter().find(|key| !figures.articles.contains_key(*key)) {
        let help = did_you_mean(key, figures.articles.keys().map(String::as_str));
        return Err(fault(
            &format!("names the unknown article `{key}`"),
            &format!("خبر ناشناختهٔ `{key}` را نام می‌برد"),
        )
        .maybe_help(help));
    }
    if let Some(key) = entry.said_by.as_ref().filter(|key| !figures.speakers.contains_key(*key)) {
        let help = did_you_mean(key, figures.speakers.keys().map(String::as_str));
        return Err(fault(
            &format!("names the unknown speaker `{key}`"),
            &format!("گویندهٔ ناشناختهٔ `{key}` را نام می‌برد"),
        )
        .maybe_help(help));
    }
    if let Some([low, mode, high]) = entry.range
        && (!(low <= mode && mode <= high && low.is_finite() && high.is_finite())
            || entry.value.is_some_and(|value| value < low || value > high))
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
                fault(&format!("has an unreadable expression: {why}"), &format!("عبارت ناخوانا دارد: {why}"))
            })?
            .figures(),
    };
    Ok(Figure {
        id: id.to_owned(),
        value: entry.value.unwrap_or(f64::NAN),
        unit,
        range: entry.range,
        date: entry.date.clone(),
        kind: entry.kind,
        articles: entry.article.clone(),
        said_by: entry.said_by.clone(),
        source: entry.source.clone(),
        meaning: entry.meaning.clone(),
        note: entry.note.clone(),
        recorded_only: entry.recorded_only.clone(),
        expression: entry.expression.as_ref().map(|text| text.get_ref().clone()),
        rests_on,
    })
}

/// `1404`, `1404-06` or `1404-06-18`.
fn is_date(text: &str) -> bool {
    let within = |text: &str, digits: usize, low: u16, high: u16| {
        text.len() == digits && text.parse::<u16>().is_ok_and(|number| (low..=high).contains(&number))
    };
    let mut parts = text.split('-');
    parts.next().is_some_and(|year| within(year, 4, 1300, 1499))
        && parts.next().is_none_or(|month| within(month, 2, 1, 12))
        && parts.next().is_none_or(|day| within(day, 2, 1, 31))
        && parts.next().is_none()
}

fn check_contradictions(figures: &Figures, sources: &[Arc<Source>], faults: &mut Vec<Fault>) {
    let Some(source) = sources.iter().find(|source| source.name.ends_with("contradictions.toml")) else {
        return;
    };
    for (key, contradiction) in &figures.contradictions {
        for id in contradiction.figures.iter().chain(&contradiction.taken) {
            if !figures.figures.contains_key(id) {
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

fn input_output(source: &Arc<Source>) -> Result<InputOutput, Fault> {
    let fault = |line: usize, en: &str, fa: &str| {
        let start = source.text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let place = Place { source: Arc::clone(source), span: start..start };
        Fault::new("input-output", en, fa).at(&place, "this row", "این سطر")
    };
    let square = "the table must be square: a header of sectors, then one row a sector in the same order";
    let square_fa = "جدول باید مربع باشد: سرستون بخش‌ها و سپس برای هر بخش یک سطر به همان ترتیب";
    let mut reader = csv::Reader::from_reader(source.text.as_bytes());
    let header = reader.headers().map_err(|error| fault(0, &error.to_string(), &error.to_string()))?;
    let mut table =
        InputOutput { sectors: header.iter().skip(1).map(str::to_owned).collect(), purchases: Vec::new() };
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|error| fault(row + 1, &error.to_string(), &error.to_string()))?;
        if record.get(0) != table.sectors.get(row).map(String::as_str) {
            return Err(fault(row + 1, square, square_fa));
        }
        for cell in record.iter().skip(1) {
            let number = cell.parse::<f64>().ok().filter(|number| (0.0..1.0).contains(number));
            let number = number.ok_or_else(|| {
                fault(
                    row + 1,
                    &format!("`{cell}` is no share between 0 and 1"),
                    &format!("`{cell}` سهمی میان ۰ و ۱ نیست"),
                )
            })?;
            table.purchases.push(number);
        }
    }
    let n = table.sectors.len();
    if table.purchases.len() == n * n { Ok(table) } else { Err(fault(0, square, square_fa)) }
}
