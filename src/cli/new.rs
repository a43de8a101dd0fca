//! `ofogh new`: a commented scenario to begin with, listing the levers most worth changing.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::{self, faults, stop};
use super::{Failure, Format};
use crate::export;
use crate::fault::Fault;
use crate::language::{Label, Language};
use crate::scenario::Scenario;
use crate::wording::new_plan::{Answers, asked, new_plan};

/// Bytes of all answers together; what never ends is no answer.
const MOST_ANSWERS: u64 = 64 << 10;

/// Arguments of `new`.
#[derive(Args)]
pub(crate) struct NewCommand {
    /// Name of the scenario: small Latin letters, digits, - and _.
    name: String,
    /// The scenario it rests on; the new file is written beside it.
    #[arg(long, default_value = "scenarios/reference.toml")]
    from: PathBuf,
    /// Ask for the title and for the most important values.
    #[arg(long)]
    interactive: bool,
}

impl NewCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        scenario_name(&self.name)?;
        let base = Scenario::load(&self.from, &[])?;
        let path = self.from.parent().unwrap_or(Path::new("")).join(format!("{}.toml", self.name));
        let answers = if self.interactive { ask(&base, &self.from, language)? } else { Answers::default() };
        let text = schema_line(&path) + &new_plan(&base, &self.name, &answers);
        stop::whole(|| export::create(&path, text.as_bytes()))?;
        // What was answered is checked like any other file; a refused answer leaves no file behind.
        if let Err(faults) = Scenario::load(&path, &[]) {
            let _ = std::fs::remove_file(&path);
            return Err(faults.into());
        }
        let written = language.choose("written to", "نوشته شد در");
        Ok(writeln!(terminal::out(), "{written} {}", path.display())?)
    }
}

/// Whether a scenario may be called so.
pub(super) fn scenario_name(name: &str) -> Result<(), Fault> {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(is_name) {
        return Ok(());
    }
    Err(Fault::new(
        "name",
        format!("`{name}` is no name for a scenario"),
        format!("`{name}` نام سناریو نیست"),
    )
    .help(
        "use small Latin letters, digits, - and _, such as `my-plan`",
        "حروف کوچک لاتین، رقم، - و _ به کار برید، مانند `my-plan`",
    ))
}

fn ask(base: &Scenario, from: &Path, language: Language) -> Result<Answers, Failure> {
    let mut lines = BufReader::new(std::io::stdin().lock().take(MOST_ANSWERS)).lines();
    let mut out = terminal::err();
    if std::io::stdin().is_terminal() {
        let hint =
            language.choose("An empty answer keeps what is there.", "پاسخ خالی مقدار کنونی را نگه می‌دارد.");
        writeln!(out, "{hint}")?;
    }
    let mut answer = |question: &str| -> Result<String, std::io::Error> {
        write!(out, "{question} ")?;
        out.flush()?;
        Ok(lines.next().transpose()?.unwrap_or_default().trim().to_owned())
    };
    let english = answer(language.choose("Title in English:", "عنوان به انگلیسی:"))?;
    let persian = answer(language.choose("Title in Persian:", "عنوان به فارسی:"))?;
    let mut answers = Answers { title: Label::new(english, persian), values: Vec::new() };
    for input in asked(base) {
        let (label, unit) = (input.row.label.get(language), base.unit(language, &input.row.unit));
        let question = format!("{label} ({unit}) [{}]:", language.number(input.values[0]));
        // A refused answer is explained and asked for again; an empty one keeps what is there.
        loop {
            let value = answer(&question)?;
            if value.is_empty() {
                break;
            }
            match Scenario::load(from, &[format!("{}={value}", input.row.id)]) {
                Ok(_) => {
                    answers.values.push((input.row.id.clone(), value));
                    break;
                }
                Err(faults) => faults::print(&faults, language, Format::Text),
            }
        }
    }
    Ok(answers)
}

/// The line that tells editors where the schema is, if it is in one of the folders above.
pub(super) fn schema_line(path: &Path) -> String {
    let folder = path.parent().unwrap_or(Path::new(""));
    let above = (0..5).map(|up| "../".repeat(up) + "schema/scenario.schema.json");
    let found = above.into_iter().find(|schema| folder.join(schema).is_file());
    found.map_or(String::new(), |schema| format!("#:schema {schema}\n"))
}
