//! Drawing faults: file, line, caret, what was expected, a remedy.

use std::borrow::Cow;
use std::io::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{json, shown};
use crate::cli::Format;
use crate::fault::{Fault, FaultReport, Place, Source, shortened};
use crate::language::{Label, Language};

/// Prints faults to the standard error stream, or as JSON to the standard output.
pub(in crate::cli) fn print(faults: &[Fault], language: Language, format: Format) {
    // A reader that went away wants no more of this.
    let _ = match format {
        Format::Text => writeln!(anstream::stderr().lock(), "{}", draw(faults, language)),
        Format::Json => {
            let (first, more) = shortened(faults);
            let list: Vec<FaultReport<'_>> = first.iter().chain(&more).map(FaultReport::error).collect();
            json(&list)
        }
    };
}

/// Draws faults as text, with colours that the stream strips where they do not belong.
fn draw(faults: &[Fault], language: Language) -> String {
    draw_with(Renderer::styled(), faults, language)
}

/// Draws faults as text, without colours.
pub(in crate::cli) fn draw_plain(faults: &[Fault], language: Language) -> String {
    draw_with(Renderer::plain(), faults, language)
}

fn draw_with(renderer: Renderer, faults: &[Fault], language: Language) -> String {
    let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(110);
    let error = Level::ERROR.with_name(language.choose("error", "خطا"));
    let draw = |fault: &Fault| renderer.render(&[group(fault, error.clone(), language)]);
    let (first, more) = shortened(faults);
    let mut text: Vec<String> = first.iter().chain(&more).map(draw).collect();
    if faults.len() > 1 {
        let count = language.count(faults.len() as u64);
        text.push(language.digits(&match language {
            Language::English => format!("{count} mistakes"),
            Language::Persian => format!("{count} اشکال"),
        }));
    }
    text.join("\n\n")
}

/// Prints remarks to the standard error stream; each is drawn with its place, or is one line.
pub(in crate::cli) fn remarks(remarks: &[Fault], drawn: bool, language: Language) {
    let name = language.choose("remark", "یادآوری");
    let renderer = Renderer::styled().decor_style(DecorStyle::Unicode).term_width(110);
    let text = |remark: &Fault| match &remark.place {
        Some(place) if !drawn => {
            let message = language.prose(remark.message.get(language));
            shown(&format!("{name}: {message} ({})", place.short())).into_owned()
        }
        _ => renderer.render(&[group(remark, Level::WARNING.with_name(name), language)]) + "\n",
    };
    for remark in remarks {
        // A reader that went away wants no more of this.
        let _ = writeln!(anstream::stderr().lock(), "{}", text(remark));
    }
}

fn group<'a>(fault: &'a Fault, level: Level<'a>, language: Language) -> Group<'a> {
    let say = |label: &Label| shown(&language.prose(label.get(language))).into_owned();
    let title = level.primary_title(say(&fault.message)).id(fault.code);
    let mut group = Group::with_title(title);
    if let Some(place) = &fault.place {
        let snippet = Snippet::source(text(&place.source));
        let snippet = if place.source.by_lines {
            snippet.path(shown(&place.source.name))
        } else {
            group = group.element(Origin::path(shown(&place.source.name)));
            snippet
        };
        let mut snippet =
            snippet.annotation(AnnotationKind::Primary.span(span(place)).label(say(&fault.caret)));
        match &fault.also {
            Some((other, label)) if other.source == place.source => {
                snippet = snippet.annotation(AnnotationKind::Context.span(span(other)).label(say(label)));
                group = group.element(snippet);
            }
            Some((other, label)) => {
                group = group.element(snippet).element(
                    Snippet::source(text(&other.source))
                        .path(shown(&other.source.name))
                        .annotation(AnnotationKind::Context.span(span(other)).label(say(label))),
                );
            }
            None => group = group.element(snippet),
        }
    }
    if let Some(help) = &fault.help {
        let help = shown(help.get(language));
        group = group.element(Level::HELP.with_name(language.choose("help", "راهنما")).message(help));
    }
    group
}

/// The text of a source. The library shows what steers a terminal, but for the signs from 80 to 9f; a dot of as many bytes
/// stands for them, so that every place stays where it is.
fn text(source: &Source) -> Cow<'_, str> {
    let is_missed = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    if source.text.contains(is_missed) {
        source.text.replace(is_missed, "·").into()
    } else {
        Cow::Borrowed(&source.text)
    }
}

/// The span, cut to the text and to its first line, so that a whole table is not drawn.
fn span(place: &Place) -> std::ops::Range<usize> {
    let text = &place.source.text;
    let start = place.span.start.min(text.len());
    let end = place.span.end.clamp(start, text.len());
    let first_line = text.get(start..end).and_then(|span| span.find('\n')).map_or(end, |at| start + at);
    start..first_line
}
