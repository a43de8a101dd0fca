//! `ofogh figures`: the figures, their sources, and where they contradict each other.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::terminal::table;
use super::{Failure, Lang};
use crate::fault::{Fault, did_you_mean};
use crate::figure::{self, Figure};
use crate::language::Language;

/// Arguments of `figures`.
#[derive(Args)]
pub(crate) struct FiguresCommand {
    /// Only one theme, such as `solar`.
    #[arg(long)]
    theme: Option<String>,
    /// Only what one article states, such as `abna`.
    #[arg(long)]
    article: Option<String>,
    /// The contradictions, and which reading is taken.
    #[arg(long)]
    conflicts: bool,
    /// Folder of the figures.
    #[arg(long, default_value = "seeds")]
    seeds: PathBuf,
    /// Language.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
}

impl FiguresCommand {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        let figures = figure::load(&self.seeds)?;
        self.check_names(&figures)?;
        let picked = |figure: &&Figure| {
            self.theme.as_ref().is_none_or(|theme| figure.theme() == theme)
                && self.article.as_ref().is_none_or(|article| figure.articles.contains(article))
        };
        let mut out = anstream::stdout().lock();
        if self.conflicts {
            for (id, conflict) in &figures.contradictions {
                let concerned = conflict.figures.iter().filter_map(|id| figures.figures.get(id));
                if concerned.clone().any(|figure| picked(&figure)) {
                    let (says, taken) =
                        (language.choose("reading:", "برداشت:"), conflict.reading.get(language));
                    writeln!(out, "{id}\n  {}\n  {says} {taken}", conflict.statement.get(language))?;
                    for figure in concerned {
                        let mark = if conflict.taken.as_ref() == Some(&figure.id) { "→" } else { " " };
                        let source = figures.source_line(figure);
                        writeln!(
                            out,
                            "  {mark} {} = {} {}  [{}]",
                            figure.id,
                            language.number(figure.value),
                            language.unit(&figure.unit.text),
                            source.get(language)
                        )?;
                    }
                    writeln!(out)?;
                }
            }
            return Ok(());
        }
        let header = table::titles(
            language,
            ["figure", "value", "unit", "range", "date", "kind", "meaning and source"],
            ["رقم", "مقدار", "یکا", "بازه", "تاریخ", "نوع", "معنا و منبع"],
        );
        let row = |figure: &Figure| {
            let range = figure
                .range
                .map(|[low, _, high]| format!("{}–{}", language.number(low), language.number(high)));
            let mut meaning = super::show::shorten(figure.meaning.get(language), 70);
            meaning.push('\n');
            meaning.push_str(&super::show::shorten(figures.source_line(figure).get(language), 70));
            if let Some(expression) = &figure.expression {
                meaning.push_str("\n= ");
                meaning.push_str(&super::show::shorten(expression, 68));
            }
            vec![
                figure.id.clone(),
                language.number(figure.value),
                language.unit(&figure.unit.text),
                range.unwrap_or_default(),
                language.digits(&figure.date),
                figure.kind.label().get(language).to_owned(),
                meaning,
            ]
        };
        let rows = figures.figures.values().filter(picked).map(row).collect();
        writeln!(out, "{}", table::table(header, 7, rows))?;
        Ok(())
    }

    /// A theme or article that does not exist is a mistake, not an empty list.
    fn check_names(&self, figures: &figure::Figures) -> Result<(), Fault> {
        let mut themes: Vec<&str> = figures.figures.values().map(Figure::theme).collect();
        themes.dedup();
        let articles: Vec<&str> = figures.articles.keys().map(String::as_str).collect();
        for (asked, known, what, what_fa) in
            [(&self.theme, themes, "theme", "موضوع"), (&self.article, articles, "article", "خبر")]
        {
            if let Some(asked) = asked.as_ref().filter(|asked| !known.contains(&asked.as_str())) {
                let list = known.join(", ");
                return Err(Fault::new(
                    "unknown-name",
                    format!("there is no {what} `{asked}`"),
                    format!("{what_fa} `{asked}` نیست"),
                )
                .help(format!("known: {list}"), format!("شناخته‌شده: {list}"))
                .maybe_help(did_you_mean(asked, known)));
            }
        }
        Ok(())
    }
}
