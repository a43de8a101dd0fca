//! The command line as a page: every command with its arguments, from the declarations that read them.

use std::fmt::Write;

use clap::{Arg, ArgAction, Command};

/// The page of all commands.
pub(super) fn page(program: &Command) -> String {
    let mut page = format!(
        "# Every command\n\nGenerated from the command line itself; a test holds this page current. `ofogh COMMAND --help` says the same.\n\n{}.\n",
        program.get_about().map(ToString::to_string).unwrap_or_default(),
    );
    for command in program.get_subcommands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        // Writing to a text cannot fail.
        let _ = write!(
            page,
            "\n## `ofogh {}`\n\n{about}.\n\n| argument | meaning | default |\n|---|---|---|\n",
            command.get_name()
        );
        for argument in command.get_arguments().filter(|argument| argument.get_id() != "help") {
            let meaning = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(
                page,
                "| `{}` | {}{} | {} |",
                usage(argument),
                meaning.replace('|', "\\|"),
                choices(argument),
                default(argument)
            );
        }
    }
    page.push_str("\n## Exit codes\n\n0 done; 1 a goal was missed under `--strict`; 2 something is wrong with what was asked or written; 130 a long run was stopped, by Ctrl-C or by the system.\n");
    page
}

/// `--out <FILE>`, `<SCENARIO>`.
fn usage(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    let value = names.iter().map(|name| format!("<{name}>")).collect::<Vec<_>>().join(" ");
    match argument.get_long() {
        Some(long) if takes_value(argument) => format!("--{long} {value}"),
        Some(long) => format!("--{long}"),
        None => value,
    }
}

fn takes_value(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Set | ArgAction::Append)
}

/// The values it may take, if they are few.
fn choices(argument: &Arg) -> String {
    if !takes_value(argument) {
        return String::new();
    }
    let choice = |value: &clap::builder::PossibleValue| match value.get_help() {
        Some(help) => format!("`{}` ({help})", value.get_name()),
        None => format!("`{}`", value.get_name()),
    };
    let choices: Vec<String> = argument.get_possible_values().iter().map(choice).collect();
    if choices.is_empty() { String::new() } else { format!(": {}", choices.join(", ")) }
}

fn default(argument: &Arg) -> String {
    let values = argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy()));
    let is_shown = takes_value(argument);
    values.filter(|_| is_shown).collect::<Vec<_>>().join(", ")
}
