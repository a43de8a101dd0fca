//! Drawing faults: file, line, caret, what was expected, a remedy.

use std::io::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::cli::Format;
use crate::fault::{Fault, FaultReport, Place, shortened};
use crate::language::Language;

/// Prints faults to the standard error stream, or as JSON to the standard output.
pub(in crate::cli) fn print(faults: &[Fault], language: Language, format: Format) {
    // A reader that went away wants no more of this.
    let _ = match format {
        Format::Text => writeln!(anstream::stderr().lock(), "{}", draw(faults, language)),
        Format::Json => {
            let (first, more) = shortened(faults);
            let list: Vec<FaultReport<'_>> = first.iter().chain(&more).map(FaultReport::error).collect();
            // Texts and numbers always become JSON.
            writeln!(anstream::stdout().lock(), "{}", serde_json::to_string_pretty(&list).unwrap_or_default())
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
            format!("{name}: {} ({})", language.prose(remark.message.get(language)), place.short())
        }
        _ => renderer.render(&[group(remark, Level::WARNING.with_name(name), language)]) + "\n",
    };
    for remark in remarks {
        // A reader that went away wants no more of this.
        let _ = writeln!(anstream::stderr().lock(), "{}", text(remark));
    }
}

fn group<'a>(fault: &'a Fault, level: Level<'a>, language: Language) -> Group<'a> {
    let title = level.primary_title(language.prose(fault.message.get(language))).id(fault.code);
    let mut group = Group::with_title(title);
    if let Some(place) = &fault.place {
        let span = span(place);
        let label = language.prose(fault.caret.get(language));
        let snippet = Snippet::source(place.source.text.as_str());
        let snippet = if place.source.by_lines {
            snippet.path(place.source.name.as_str())
        } else {
            group = group.element(Origin::path(place.source.name.as_str()));
            snippet
        };
        let mut snippet = snippet.annotation(AnnotationKind::Primary.span(span).label(label));
        match &fault.also {
            Some((other, label)) if other.source == place.source => {
                snippet = snippet.annotation(
                    AnnotationKind::Context
                        .span(self::span(other))
                        .label(language.prose(label.get(language))),
                );
                group = group.element(snippet);
            }
            Some((other, label)) => {
                group = group.element(snippet).element(
                    Snippet::source(other.source.text.as_str()).path(other.source.name.as_str()).annotation(
                        AnnotationKind::Context
                            .span(self::span(other))
                            .label(language.prose(label.get(language))),
                    ),
                );
            }
            None => group = group.element(snippet),
        }
    }
    if let Some(help) = &fault.help {
        group = group
            .element(Level::HELP.with_name(language.choose("help", "راهنما")).message(help.get(language)));
    }
    group
}

/// The span, cut to the text and to its first line, so that a whole table is not drawn.
fn span(place: &Place) -> std::ops::Range<usize> {
    let text = &place.source.text;
    let start = place.span.start.min(text.len());
    let end = place.span.end.clamp(start, text.len());
    let first_line = text.get(start..end).and_then(|span| span.find('\n')).map_or(end, |at| start + at);
    start..first_line
}
