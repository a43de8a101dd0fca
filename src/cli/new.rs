//! `ofogh new`: a commented scenario to begin with, listing the levers most worth changing.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, Format, Lang, report};
use crate::export;
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::{Input, Scenario, matches};

/// Arguments of `new`.
#[derive(Args)]
pub(crate) struct New {
    /// Name of the scenario: small Latin letters, digits, - and _.
    name: String,
    /// The scenario it rests on; the new file is written beside it.
    #[arg(long, default_value = "scenarios/reference.toml")]
    from: PathBuf,
    /// Ask for the title and for the most important values.
    #[arg(long)]
    interactive: bool,
    /// Language of questions and messages.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
}

/// The levers most worth changing, in the order they are listed; `*` stands for any name.
const LEVERS: &[&str] = &[
    "envelope.*.flow",
    "envelope.*.cap",
    "programme.*.stages.*.months",
    "programme.*.stages.*.success",
    "programme.*.entries",
    "programme.*.deferral",
    "class.*.target_units",
    "class.*.target_rate",
    "nation.growth",
    "power.demand_growth",
    "economy.local_content",
    "sector.*.growth_differential",
];

/// Those that are asked for.
const ASKED: usize = 2;

impl New {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        scenario_name(&self.name)?;
        let base = Scenario::load(&self.from, &[])?;
        let path = self.from.parent().unwrap_or(Path::new("")).join(format!("{}.toml", self.name));
        let answers = if self.interactive { ask(&base, &self.from, language)? } else { Answers::default() };
        let text = schema_line(&path) + &draft(&base, &self.name, &answers);
        export::create(&path, text.as_bytes())?;
        // What was answered is checked like any other file; a refused answer leaves no file behind.
        if let Err(faults) = Scenario::load(&path, &[]) {
            let _ = std::fs::remove_file(&path);
            return Err(faults.into());
        }
        let written = language.choose("written to", "نوشته شد در");
        writeln!(anstream::stdout().lock(), "{written} {}", path.display())?;
        Ok(())
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
    let mut lines = std::io::stdin().lock().lines();
    let mut out = anstream::stderr();
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
    let mut answers = Answers {
        title_en: answer(language.choose("Title in English:", "عنوان به انگلیسی:"))?,
        title_fa: answer(language.choose("Title in Persian:", "عنوان به فارسی:"))?,
        values: Vec::new(),
    };
    for input in levers(base)
        .into_iter()
        .filter(|input| LEVERS[..ASKED].iter().any(|lever| matches(lever, &input.row.id)))
    {
        let (label, unit) = (input.row.label.get(language), language.unit(&base.priced(&input.row.unit)));
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
                Err(faults) => report::print(&faults, language, Format::Text),
            }
        }
    }
    Ok(answers)
}

#[derive(Default)]
struct Answers {
    title_en: String,
    title_fa: String,
    values: Vec<(String, String)>,
}

fn levers(base: &Scenario) -> Vec<&Input> {
    let of = |lever: &&str| base.inputs().filter(|input| matches(lever, &input.row.id)).collect::<Vec<_>>();
    LEVERS.iter().flat_map(of).collect()
}

/// The line that tells editors where the schema is, if it is in one of the folders above.
pub(super) fn schema_line(path: &Path) -> String {
    let folder = path.parent().unwrap_or(Path::new(""));
    let above = (0..5).map(|up| "../".repeat(up) + "schema/scenario.schema.json");
    let found = above.into_iter().find(|schema| folder.join(schema).is_file());
    found.map_or(String::new(), |schema| format!("#:schema {schema}\n"))
}

/// The text of the new scenario.
fn draft(base: &Scenario, name: &str, answers: &Answers) -> String {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { quoted(text) };
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = write!(
        text,
        "# What differs from `{0}`; everything else stays as it is there.\n\
         # `ofogh check` explains mistakes, `ofogh inputs` lists everything that can be set.\n\
         title = {{ en = \"{1}\", fa = \"{2}\" }}\n\
         summary = {{ en = \"Rests on {0}.\", fa = \"بر پایهٔ {0}.\" }}\n\
         based_on = [\"{0}\"]\n",
        base.name,
        or(&answers.title_en, name),
        or(&answers.title_fa, name),
    );
    for (id, value) in &answers.values {
        let value =
            if value.parse::<f64>().is_ok() { value.clone() } else { format!("\"{}\"", quoted(value)) };
        let _ = writeln!(text, "{id} = {value}");
    }
    text.push_str("\n# The levers most worth changing. Take away the # of a line and write your value.\n");
    let mut group = String::new();
    for input in
        levers(base).into_iter().filter(|input| answers.values.iter().all(|(id, _)| *id != input.row.id))
    {
        let own: String = input.row.id.split('.').take(2).collect::<Vec<_>>().join(".");
        if own != group {
            text.push('\n');
            group = own;
        }
        let _ = writeln!(text, "# {}", comment(base, input));
        let _ = writeln!(text, "# {} = {}", input.row.id, input.written_value(base.structure.years.0));
    }
    text
}

/// Name, unit, range and source of a lever, in one line.
fn comment(base: &Scenario, input: &Input) -> String {
    let row = &input.row;
    let range = if row.high.is_finite() {
        format!("from {} to {}", row.low, row.high)
    } else {
        format!("at least {}", row.low)
    };
    let mut comment = format!("{} – {}; in {}, {range}", row.label.en, row.label.fa, base.priced(&row.unit));
    for figure in input.figures.iter().filter_map(|id| base.figures.figures.get(id)) {
        let _ = write!(
            comment,
            "; {} = {} {} ({})",
            figure.id,
            figure.value,
            figure.unit.text,
            figure.kind.label().en
        );
    }
    comment
}
