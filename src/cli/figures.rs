//! `ofogh figures`: the figures, their sources, and where they contradict each other.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::terminal::{self, table};
use crate::fault::{Fault, did_you_mean};
use crate::figure::{self, Figure};
use crate::files::Disk;
use crate::language::Language;
use crate::wording::provenance;

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
}

impl FiguresCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let figures = figure::load(&Disk, &self.seeds)?;
        self.check_names(&figures)?;
        let picked = |figure: &&Figure| {
            self.theme.as_ref().is_none_or(|theme| figure.theme() == theme)
                && self.article.as_ref().is_none_or(|article| figure.articles.contains(article))
        };
        let mut out = terminal::out();
        if self.conflicts {
            for (id, conflict) in &figures.contradictions {
                let mut concerned = conflict.figures.iter().filter_map(|id| figures.figures.get(id));
                if concerned.any(|figure| picked(&figure)) {
                    for line in provenance::contradiction(&figures, id, conflict, language) {
                        writeln!(out, "{line}")?;
                    }
                    writeln!(out)?;
                }
            }
            return Ok(());
        }
        let listed = figures.figures.values().filter(picked);
        writeln!(out, "{}", table::draw(&provenance::figures_table(&figures, listed, language), language))?;
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
