//! What a workbook was made from.

use std::path::{Component, Path, PathBuf};

use super::book::Book;
use crate::export::workbook::names;
use crate::fault::{Fault, did_you_mean};

/// The scenario a workbook, or a part of it, was made from.
#[derive(Debug, Clone)]
pub struct WorkbookOrigin {
    /// What its names have in common; empty for the only scenario.
    pub prefix: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Its file, as it was named in the run.
    pub written: String,
    /// Settings over it.
    pub settings: Vec<String>,
    /// Digest of its values.
    pub digest: String,
    /// Whether every year of every input has a name.
    pub named: bool,
}

impl WorkbookOrigin {
    /// The origin of a workbook; `wanted` picks one where there are several.
    ///
    /// # Errors
    /// A workbook that is not ours, or several scenarios and none picked.
    pub fn of(book: &Book, wanted: Option<&str>) -> Result<Self, Fault> {
        // What begins so is a workbook of ours, or part of one.
        let of_input = |name: &str| {
            let prefix: String = name.strip_prefix("in")?.chars().take_while(char::is_ascii_digit).collect();
            name.strip_prefix(&format!("in{prefix}_period.length_")).map(|_| prefix.clone())
        };
        let mut prefixes: Vec<String> = book.names().filter_map(of_input).collect();
        prefixes.sort_by_key(|prefix| (prefix.len(), prefix.clone()));
        prefixes.dedup();
        let mut all: Vec<Self> = Vec::new();
        for prefix in prefixes {
            all.push(Self::at(book, prefix.clone()).ok_or_else(|| {
                Fault::new(
                    "not-ours",
                    format!(
                        "`{}` does not say what it was made from: the sheet `Structure` is gone or empty",
                        book.name
                    ),
                    format!("`{}` نمی‌گوید از چه ساخته شده است: برگهٔ «ساختار» نیست یا خالی است", book.name),
                )
                .help(
                    "undo the deletion, or make the workbook anew with `ofogh run`",
                    "حذف را برگردانید یا کارپوشه را با `ofogh run` از نو بسازید",
                )
            })?);
        }
        let found: Vec<&Self> =
            all.iter().filter(|origin| wanted.is_none_or(|wanted| wanted == origin.scenario)).collect();
        match found[..] {
            [one] => Ok(one.clone()),
            [] if all.is_empty() => Err(Fault::new(
                "not-ours",
                format!("`{}` is no workbook of ofogh: it does not say what it was made from", book.name),
                format!("`{}` کارپوشهٔ افق نیست: نمی‌گوید از چه ساخته شده است", book.name),
            )
            .help(
                "give a workbook that `ofogh run` wrote; other programs may drop its names when they save it",
                "کارپوشه‌ای بدهید که `ofogh run` نوشته است؛ برخی برنامه‌ها هنگام ذخیره نام‌های آن را از میان می‌برند",
            )),
            _ => {
                let names: Vec<&str> = all.iter().map(|origin| origin.scenario.as_str()).collect();
                let list = names.join(", ");
                let fault = Fault::new(
                    "which-scenario",
                    format!("`{}` was made from: {list}", book.name),
                    format!("`{}` از این سناریوها ساخته شده است: {list}", book.name),
                );
                let fault = fault.help("pick one with --scenario NAME", "یکی را با --scenario NAME برگزینید");
                Err(fault.maybe_help(wanted.and_then(|wanted| did_you_mean(wanted, names))))
            }
        }
    }

    fn at(book: &Book, prefix: String) -> Option<Self> {
        let text = |what: &str| book.text(&names::about(&prefix, what));
        let settings = text("settings").unwrap_or_default();
        Some(Self {
            scenario: text("scenario")?,
            written: text("file")?,
            settings: settings.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
            digest: text("digest").unwrap_or_default(),
            named: text("names").is_none_or(|said| said != names::FIRST_YEARS),
            prefix,
        })
    }

    /// The file of the scenario: `base` if it is given, else as the run named it, seen from a folder above the workbook or
    /// from here. A workbook cannot lead out of those folders: the new scenario is written beside the file.
    ///
    /// # Errors
    /// No such file; one elsewhere.
    pub fn file(&self, workbook: &Path, base: Option<&Path>) -> Result<PathBuf, Fault> {
        if let Some(base) = base {
            return Ok(base.to_owned());
        }
        let written = Path::new(&self.written);
        let name = written.display();
        let is_below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !written.components().all(is_below) {
            return Err(Fault::new(
                "base-elsewhere",
                format!("the scenario of this workbook, `{name}`, may be another project's"),
                format!("سناریوی این کارپوشه، `{name}`، شاید از پروژه‌ای دیگر باشد"),
            )
            .help(
                "if it is meant, say so with --base FILE: the new scenario is written beside it",
                "اگر منظور همان است با --base FILE بگویید: سناریوی تازه کنار آن نوشته می‌شود",
            ));
        }
        let whole = workbook.canonicalize().unwrap_or_else(|_| workbook.to_owned());
        // The project of the workbook comes before that of wherever the command is given; a file found there is named from
        // here if it is the same. A link may lead anywhere.
        let below = |folder: &Path| {
            let path = folder.join(written);
            let real = path.canonicalize().ok().filter(|real| real.is_file())?;
            folder.canonicalize().is_ok_and(|folder| real.starts_with(folder)).then_some(path)
        };
        let above = whole.ancestors().skip(1).find_map(below);
        let here = below(Path::new(".")).map(|_| written.to_owned());
        let same = |path: &PathBuf| path.canonicalize().ok() == written.canonicalize().ok();
        let found = match above {
            Some(path) if same(&path) => here.or(Some(path)),
            Some(path) => Some(path),
            None => here,
        };
        found.ok_or_else(|| {
            Fault::new(
                "base-not-found",
                format!("the scenario of this workbook, `{name}`, is not here"),
                format!("سناریوی این کارپوشه، `{name}`، اینجا نیست"),
            )
            .help("say where it is with --base FILE", "جای آن را با --base FILE بگویید")
        })
    }
}
