//! The command line: reads arguments, loads scenarios, shows and writes what the studies say.
//!
//! Exit codes: 0 done, 1 a goal was missed under `--strict`, 2 something was wrong with what was asked or written, 130 a long
//! run was stopped by Ctrl-C or by the system.

mod adopt;
mod check;
mod discover;
mod ensemble;
mod equations;
mod figures;
mod inputs;
mod merge;
mod new;
mod output;
mod reference;
mod run;
mod schema;
mod sensitivity;
mod show;
mod terminal;
mod watch;

use std::borrow::Cow;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::fault::Fault;
use crate::files::said;
use crate::language::{Label, Language};

/// What a command that failed leaves behind.
pub(crate) enum Failure {
    /// Faults in what the planner wrote or asked for.
    Faults(Vec<Fault>),
    /// A goal was missed under `--strict`.
    GoalMissed,
    /// The planner stopped a long run; what was done was kept.
    Stopped,
    /// The reader of our output went away.
    Closed,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Faults(vec![fault])
    }
}

impl From<Vec<Fault>> for Failure {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Faults(faults)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let Label { en, fa } = said(&error);
        Fault::new("output", format!("cannot write: {en}"), format!("نوشتن ممکن نشد: {fa}")).into()
    }
}

/// Investment scenarios of a province: projections from sourced figures, in Persian and English.
#[derive(Parser)]
#[command(name = "ofogh", version, about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Language of labels, digits, messages and files.
    #[arg(long, value_enum, default_value = "en", global = true)]
    lang: Lang,
}

#[derive(Subcommand)]
enum Command {
    /// Run scenarios: print the projection and the goals, write a spreadsheet.
    Run(run::RunCommand),
    /// Turn a workbook that was edited by hand into a scenario.
    Adopt(adopt::AdoptCommand),
    /// Show every input of a scenario by year, with the file, figure and source it comes from.
    Show(show::ShowCommand),
    /// Check scenario files: valid or not, with every mistake explained.
    Check(check::CheckCommand),
    /// List the figures with their sources, and where they contradict each other.
    Figures(figures::FiguresCommand),
    /// List everything that can be set, with value, unit, range and meaning.
    Inputs(inputs::InputsCommand),
    /// Run many members of what is uncertain: ranges of results, probabilities of goals.
    Ensemble(ensemble::EnsembleCommand),
    /// Put the parts of an ensemble together, as if it had been run in one go.
    Merge(merge::MergeCommand),
    /// Which uncertain things the spread of a result comes from.
    Sensitivity(sensitivity::SensitivityCommand),
    /// Which ranges of what is uncertain make a goal succeed, or fail.
    Discover(discover::DiscoverCommand),
    /// Show what each variable is worked out from.
    Equations(equations::EquationsCommand),
    /// Write a commented scenario to begin with.
    New(new::NewCommand),
    /// Print the JSON Schema of a kind of file, for editors.
    Schema(schema::SchemaCommand),
}

/// Languages on the command line.
#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    /// English.
    En,
    /// Persian.
    Fa,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Fa => Self::Persian,
        }
    }
}

/// Formats of listings.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Draws faults as the command line does, without colours.
pub fn draw_plain(faults: &[Fault], language: Language) -> String {
    terminal::faults::draw_plain(faults, language)
}

/// The reference of all commands, as a page.
pub fn reference() -> String {
    let mut program = Arguments::command();
    // What all commands share is handed on to each.
    program.build();
    reference::page(&program)
}

impl Command {
    fn go(&self, language: Language) -> Result<(), Failure> {
        match self {
            Self::Run(run) if run.watch => watch::watch(run, language),
            Self::Run(run) => run.go(language),
            Self::Adopt(adopt) => adopt.go(language),
            Self::Show(show) => show.go(language),
            Self::Check(check) => check.go(language),
            Self::Figures(figures) => figures.go(language),
            Self::Inputs(inputs) => inputs.go(language),
            Self::Ensemble(ensemble) => ensemble.go(language),
            Self::Merge(merge) => merge.go(language),
            Self::Sensitivity(sensitivity) => sensitivity.go(language),
            Self::Discover(discover) => discover.go(language),
            Self::Equations(equations) => equations.go(language),
            Self::New(new) => new.go(language),
            Self::Schema(schema) => schema.go(),
        }
    }
}

/// Says what is wrong with the arguments, or what was asked about them.
fn refuse(error: &clap::Error) -> ! {
    let plain = error.render().to_string();
    // What is to be shown has no colours, for they steer the terminal too.
    if let Cow::Owned(shown) = terminal::shown(&plain) {
        // A reader that went away wants no more of this.
        let _ = writeln!(terminal::err(), "{}", shown.trim_end());
        std::process::exit(error.exit_code());
    }
    error.exit()
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let Arguments { command, lang } = Arguments::try_parse().unwrap_or_else(|error| refuse(&error));
    let language = lang.into();
    terminal::stop::listen();
    match command.go(language) {
        Ok(()) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::GoalMissed) => ExitCode::from(1),
        Err(Failure::Stopped) => ExitCode::from(130),
        Err(Failure::Faults(faults)) => {
            let format = if let Command::Check(check) = &command { check.format } else { Format::Text };
            terminal::faults::print(&faults, language, format);
            ExitCode::from(2)
        }
    }
}
