//! Faults: what is wrong with what a planner wrote, where, and what to do about it.
//!
//! A fault carries its place (file and span) and its text in both languages; it is drawn only at the edge.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::language::{Label, Language};

/// A text that was read, with the name it is known by: a file path, or `--set`.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Path as the planner would write it.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// Whether it is known by its lines; the cells of a workbook are not.
    pub by_lines: bool,
    /// Where its lines end, found when it is first asked for.
    breaks: LineBreaks,
}

/// Bytes at which the lines of a text end. They follow from the text, so that any two are alike.
#[derive(Debug, Default)]
struct LineBreaks(OnceLock<Vec<usize>>);

impl PartialEq for LineBreaks {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for LineBreaks {}

impl Source {
    /// A text under a name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into(), by_lines: true, breaks: LineBreaks::default() })
    }

    /// What stands in cells of a workbook; the name says which.
    pub fn cells(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            name: name.into(),
            text: text.into(),
            by_lines: false,
            breaks: LineBreaks::default(),
        })
    }
}

/// A span of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub source: Arc<Source>,
    /// Bytes within it.
    pub span: Range<usize>,
}

impl Place {
    /// The beginning of a text, for what is missing from the whole of it.
    pub fn whole(source: &Arc<Source>) -> Self {
        Self { source: Arc::clone(source), span: 0..0 }
    }

    /// Line number, from 1.
    pub fn line(&self) -> usize {
        let source = &self.source;
        let breaks =
            source.breaks.0.get_or_init(|| source.text.match_indices('\n').map(|(at, _)| at).collect());
        1 + breaks.partition_point(|at| *at < self.span.start)
    }

    /// `file:line`, or the name of the cells.
    pub fn short(&self) -> String {
        if self.source.by_lines {
            format!("{}:{}", self.source.name, self.line())
        } else {
            self.source.name.clone()
        }
    }
}

/// Something wrong, with everything a planner needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable short name of the kind of fault, such as `unknown-key`.
    pub code: &'static str,
    /// What is wrong.
    pub message: Label,
    /// Where, if it is anywhere.
    pub place: Option<Place>,
    /// What to say at the caret.
    pub caret: Label,
    /// A second place that matters.
    pub also: Option<(Place, Label)>,
    /// What to do.
    pub help: Option<Label>,
}

impl Fault {
    /// A fault without a place yet.
    pub fn new(code: &'static str, en: impl Into<String>, fa: impl Into<String>) -> Self {
        let (message, caret) = (Label::new(en, fa), Label::default());
        Self { code, message, place: None, caret, also: None, help: None }
    }

    /// At a place, with the text at its caret.
    #[must_use]
    pub fn at(mut self, place: &Place, en: impl Into<String>, fa: impl Into<String>) -> Self {
        self.place = Some(place.clone());
        self.caret = Label::new(en, fa);
        self
    }

    /// With a second place.
    #[must_use]
    pub fn also(mut self, place: &Place, en: impl Into<String>, fa: impl Into<String>) -> Self {
        self.also = Some((place.clone(), Label::new(en, fa)));
        self
    }

    /// With a remedy.
    #[must_use]
    pub fn help(mut self, en: impl Into<String>, fa: impl Into<String>) -> Self {
        self.help = Some(Label::new(en, fa));
        self
    }

    /// With a remedy, if there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<Label>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

/// A fault or a remark as editors and the page read it.
#[derive(Debug, Serialize)]
pub struct FaultReport<'a> {
    level: &'static str,
    code: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    span: Option<[usize; 2]>,
    message: &'a Label,
    caret: &'a Label,
    help: Option<&'a Label>,
}

impl<'a> FaultReport<'a> {
    /// Of something wrong.
    pub fn error(fault: &'a Fault) -> Self {
        Self::of(fault, "error")
    }

    /// Of something that is no mistake.
    pub fn remark(fault: &'a Fault) -> Self {
        Self::of(fault, "remark")
    }

    fn of(fault: &'a Fault, level: &'static str) -> Self {
        let place = fault.place.as_ref();
        Self {
            level,
            code: fault.code,
            file: place.map(|place| place.source.name.as_str()),
            line: place.filter(|place| place.source.by_lines).map(Place::line),
            span: place.map(|place| [place.span.start, place.span.end]),
            message: &fault.message,
            caret: &fault.caret,
            help: fault.help.as_ref(),
        }
    }
}

/// Most faults that are shown; of the others only their number is.
pub const MOST_SHOWN: usize = 50;

/// The faults that are shown, and one that counts the others, if there are any.
pub fn shortened(faults: &[Fault]) -> (&[Fault], Option<Fault>) {
    let (first, rest) = faults.split_at(faults.len().min(MOST_SHOWN));
    let more = (!rest.is_empty()).then(|| {
        let count = |language: Language| language.count(rest.len() as u64);
        let (en, fa) = (count(Language::English), count(Language::Persian));
        Fault::new("more", format!("and {en} more mistakes"), format!("و {fa} اشکال دیگر"))
            .help("mend these first", "نخست این‌ها را اصلاح کنید")
    });
    (first, more)
}

/// Sorts faults as a reader meets them: by file, then by place.
pub fn sort(faults: &mut [Fault]) {
    let at = |place: &Place| (place.source.name.clone(), place.span.start);
    faults.sort_by_cached_key(|fault| fault.place.as_ref().map(at));
}

/// Adds faults of another scenario, but for those of a file that both rest on.
pub fn add_new(faults: &mut Vec<Fault>, more: Vec<Fault>) {
    let key = |fault: &Fault| {
        let place = fault.place.as_ref();
        (place.map(|place| (place.source.name.clone(), place.span.start)), fault.message.en.clone())
    };
    let known: HashSet<_> = faults.iter().map(key).collect();
    faults.extend(more.into_iter().filter(|fault| !known.contains(&key(fault))));
}

/// The nearest of `names` to `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = names.into_iter().map(|name| (strsim::normalized_damerau_levenshtein(word, name), name));
    let near = near.filter(|(likeness, _)| *likeness > 0.6);
    near.reduce(|best, other| if other.0 > best.0 { other } else { best }).map(|(_, name)| name)
}

/// A number as a message shows it: in full, or with a power of ten where that would be a row of noughts.
pub fn shown(value: f64) -> String {
    match value.abs() {
        size if size == 0.0 || (1e-6..1e15).contains(&size) => value.to_string(),
        size if size.is_finite() => format!("{value:e}"),
        _ => "∞".to_owned(),
    }
}

/// A text as a message quotes it: no more than its first sixty characters, and those that are seen.
pub fn quotable(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if seen.len() < text.len() { format!("{seen}…") } else { seen }
}

/// "did you mean …?", if a name is near enough.
pub fn did_you_mean<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<Label> {
    nearest(word, names)
        .map(|name| Label::new(format!("did you mean `{name}`?"), format!("آیا منظور `{name}` است؟")))
}
