//! Reading a folder of figures: files to checked figures, every mistake with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::DeTable;

use super::calendar::{Date, is_gregorian};
use super::check::{check_contradictions, checked};
use super::derive::{derive, money};
use super::mistake::mistake;
use super::purchases::purchases;
use super::raw::RawFigure;
use super::syntax::explain;
use super::unit::UNKNOWN_UNIT;
use super::{Article, Figures, Units};
use crate::fault::{Fault, Place, Source, quotable, sort};
use crate::files::{Files, said};
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
                "the scenario's `figures`, or `--seeds`, must name the folder that holds the figures",
                "کلید `figures` سناریو، یا `--seeds`، باید پوشهٔ ارقام را نشان دهد",
            ),
        ]
    };
    let mut paths = files.list(folder).map_err(|error| unreadable(folder, &said(&error)))?;
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
    let (mut faults, mut unread) = (Vec::new(), BTreeSet::new());
    for source in sources {
        let stem = Path::new(&source.name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let is_csv = source.name.to_lowercase().ends_with(".csv");
        let before = faults.len();
        match stem {
            "input-output" if is_csv => match purchases(source) {
                Ok(table) => figures.input_output = table,
                Err(fault) => faults.push(fault),
            },
            _ if is_csv => {}
            "articles" => articles(source, &mut figures, &mut faults),
            "contradictions" => figures.contradictions = typed(source, &mut faults),
            "units" => {
                let written = typed(source, &mut faults);
                figures.units = Units::read(source, written, &mut faults);
            }
            theme => {
                let entries: BTreeMap<Spanned<String>, RawFigure> = typed(source, &mut faults);
                for (name, entry) in entries {
                    let place = Place { source: Arc::clone(source), span: name.span() };
                    written.insert(format!("{theme}.{}", name.into_inner()), (place, entry));
                }
            }
        }
        if faults.len() > before {
            unread.insert(stem);
        }
    }
    for (id, (place, entry)) in &written {
        match checked(id, place, entry, &figures, !unread.contains("articles")) {
            Ok(figure) => {
                figures.figures.insert(id.clone(), figure);
            }
            // A unit that was declared with a mistake is told where it was declared.
            Err(fault) if fault.code == UNKNOWN_UNIT && unread.contains("units") => {}
            Err(fault) => faults.push(fault),
        }
    }
    let place = |(id, (place, entry)): (&String, &(Place, RawFigure))| {
        let span = entry.expression.as_ref().map_or(place.span.clone(), Spanned::span);
        (id.clone(), Place { source: Arc::clone(&place.source), span })
    };
    let places: BTreeMap<String, Place> = written.iter().map(place).collect();
    // What only follows from a mistake that is told already is not told.
    let theme = |id: &str| id.split('.').next().is_some_and(|theme| unread.contains(theme));
    let follows = |id: &str| written.contains_key(id) || theme(id);
    figures.money = money(&figures.figures, &places, &mut faults);
    let prices_known = !theme("prices")
        && written.iter().all(|(id, _)| !id.starts_with("prices.") || figures.figures.contains_key(id));
    derive(&mut figures, &places, &follows, prices_known, &mut faults);
    check_contradictions(&figures, sources, &follows, &mut faults);
    sort(&mut faults);
    if faults.is_empty() { Ok(figures) } else { Err(faults) }
}

/// A file of TOML as what it is to hold; of a file that holds something else nothing is taken.
fn typed<T: DeserializeOwned + Default>(source: &Arc<Source>, faults: &mut Vec<Fault>) -> T {
    let (_, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        faults.extend(explain(source, &errors));
        return T::default();
    }
    toml::from_str(&source.text).unwrap_or_else(|error| {
        let place = Place { source: Arc::clone(source), span: error.span().unwrap_or(0..0) };
        faults.push(mistake(error.message()).at(&place, "here", "اینجا"));
        T::default()
    })
}

fn articles(source: &Arc<Source>, figures: &mut Figures, faults: &mut Vec<Fault>) {
    let entries: BTreeMap<Spanned<String>, toml::Value> = typed(source, faults);
    for (key, value) in entries {
        let place = Place { source: Arc::clone(source), span: key.span() };
        let mut wrong = |fault: Fault| faults.push(fault.at(&place, "below this key", "زیر این کلید"));
        match key.get_ref().as_str() {
            "speaker" => match value.try_into() {
                Ok(speakers) => figures.speakers = speakers,
                Err(error) => wrong(mistake(error.message())),
            },
            name => match value.try_into::<Article>() {
                Ok(article) => {
                    if let Some(fault) = dates(name, &article) {
                        wrong(fault);
                    }
                    figures.articles.insert(name.to_owned(), article);
                }
                Err(error) => wrong(mistake(error.message())),
            },
        }
    }
}

/// What is wrong with the dates of an article.
fn dates(name: &str, article: &Article) -> Option<Fault> {
    let dates = [
        (&article.date, Date::is_date_or_part(&article.date)),
        (&article.gregorian, is_gregorian(&article.gregorian)),
    ];
    let wrong = quotable(dates.into_iter().find(|(_, sound)| !sound)?.0);
    let (en, fa) = (
        format!("article `{name}` has a date that is none: `{wrong}`"),
        format!("خبر `{name}` تاریخی دارد که نیست: `{wrong}`"),
    );
    Some(Fault::new("figure-file", en, fa).help(
        "write date = \"1404-06-18\" and gregorian = \"2025-09-09\", or the year, or year and month",
        "بنویسید date = \"1404-06-18\" و gregorian = \"2025-09-09\"، یا تنها سال، یا سال و ماه",
    ))
}
