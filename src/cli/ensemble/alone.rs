//! One member by itself, as a scenario that rests on the one it was drawn from.

use std::fmt::Write as _;

use crate::scenario::{Act, Scenario, quoted, setting_line};
use crate::study::ensemble::Ensemble;

/// The text of a scenario that gives the bits of a member. Settings of the run, `--set` among them, go into it.
pub(super) fn text(ensemble: &Ensemble, member: u64) -> String {
    let (base, design) = (&ensemble.scenario, ensemble.design);
    let alone = ensemble.members.member(member);
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = writeln!(
        text,
        "# Member {member} of an ensemble: --seed {} --members {} --sampling {}. Keep this file beside {}.toml.",
        design.seed,
        design.members,
        design.sampling.name(),
        base.name,
    );
    let number = crate::language::Language::Persian.digits(&member.to_string());
    let (english, persian) =
        (format!("{}: member {member}", base.title.en), format!("{}: عضو {number}", base.title.fa));
    let _ = writeln!(text, "title = {{ en = {}, fa = {} }}", quoted(&english), quoted(&persian));
    let _ = writeln!(text, "based_on = [{}]", quoted(&base.name));
    let changed: Vec<_> = alone
        .inputs()
        .zip(base.inputs())
        .filter(|(input, before)| input.values != before.values && !input.row.id.ends_with(".active"))
        .map(|(input, _)| input)
        .collect();
    let id = |setting: &str| setting.split('=').next().unwrap_or_default().trim().to_owned();
    let is_drawn = |setting: &str| changed.iter().any(|input| input.row.id == id(setting));
    let kept = base.settings.iter().filter(|setting| !drawn_from(setting) && !is_drawn(setting));
    // They were read once already, so each of them can be.
    for line in kept.filter_map(|setting| setting_line(setting).ok()) {
        let _ = writeln!(text, "{line}");
    }
    let first = base.structure.years.0;
    for input in &changed {
        let _ = writeln!(text, "{} = {}", input.row.id, input.written_value(first));
    }
    shocks(&mut text, ensemble, member, &alone);
    text
}

/// Whether a setting says what is uncertain: a member is certain.
fn drawn_from(setting: &str) -> bool {
    setting.starts_with("uncertainty.")
        || setting.starts_with("correlation.")
        || setting.contains(".probability")
}

/// When shocks begin. A scenario has each shock once: whatever else was drawn is said in a remark.
fn shocks(text: &mut String, ensemble: &Ensemble, member: u64, alone: &Scenario) {
    let base = &ensemble.scenario;
    let years = base.structure.all_years().count();
    let drawn = ensemble.members.drawn_for(member);
    let mut rest = &drawn[..];
    for uncertain in &base.uncertain {
        let (own, others) = rest.split_at(uncertain.draws(years));
        rest = others;
        let Act::Begins(active) = &uncertain.act else { continue };
        let last = base.structure.years.1;
        let begins = |n: usize| last + 1 - i32::try_from(active.len() - n).unwrap_or(0);
        let begun: Vec<i32> = (0..own.len()).filter(|n| own[*n] > 0.5).map(begins).collect();
        match begun[..] {
            [] => {
                let _ = writeln!(text, "# `{}` does not come.", uncertain.name);
                let prefix = format!("{}.", uncertain.name);
                for input in alone.yearly.iter().filter(|input| input.row.id.starts_with(&prefix)) {
                    if !input.row.id.ends_with(".active") {
                        let _ = writeln!(text, "{} = 0.0", input.row.id);
                    }
                }
            }
            [year] => {
                let _ = writeln!(text, "{}.year = {year}", uncertain.name);
            }
            [year, ..] => {
                let years: Vec<String> = begun.iter().map(i32::to_string).collect();
                let _ = writeln!(
                    text,
                    "# `{}` comes in {}; a scenario has it once, so results differ from the member's.\n{0}.year = {year}",
                    uncertain.name,
                    years.join(", ")
                );
            }
        }
    }
}
