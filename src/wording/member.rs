//! One member of an ensemble as a scenario that rests on the one it was drawn from.

use crate::language::{Label, Language};
use crate::model::record::RowKind;
use crate::scenario::write::ScenarioText;
use crate::scenario::{Effect, Scenario, setting_line};
use crate::study::ensemble::Ensemble;

/// The text of a scenario that gives the bits of a member. Settings of the run, `--set` among them, go into it.
pub fn member_text(ensemble: &Ensemble, member: u64) -> String {
    let (base, design) = (&ensemble.scenario, ensemble.design);
    let alone = ensemble.members.member(member);
    let mut text = ScenarioText::default();
    text.comment(format_args!(
        "Member {member} of an ensemble: --seed {} --members {} --sampling {}. Keep this file beside {}.toml.",
        design.seed,
        design.members,
        design.sampling.name(),
        base.name,
    ));
    let number = Language::Persian.digits(&member.to_string());
    let title =
        Label::new(format!("{}: member {member}", base.title.en), format!("{}: عضو {number}", base.title.fa));
    text.label("title", &title).based_on(&base.name);
    let changed: Vec<_> = alone
        .inputs()
        .zip(base.inputs())
        .filter(|(input, before)| input.values != before.values && input.row.kind != RowKind::Computed)
        .map(|(input, _)| input)
        .collect();
    let id = |setting: &str| setting.split('=').next().unwrap_or_default().trim().to_owned();
    let is_drawn = |setting: &str| changed.iter().any(|input| input.row.id == id(setting));
    let kept = base.settings.iter().filter(|setting| !drawn_from(setting) && !is_drawn(setting));
    // They were read once already, so each of them can be.
    for line in kept.filter_map(|setting| setting_line(setting).ok()) {
        text.line(line);
    }
    for input in &changed {
        text.set(&input.row.id, input.written_value(base.structure.years.0));
    }
    shocks(&mut text, ensemble, member, &alone);
    text.finish()
}

/// Whether a setting says what is uncertain: a member is certain.
fn drawn_from(setting: &str) -> bool {
    setting.starts_with("uncertainty.")
        || setting.starts_with("correlation.")
        || setting.contains(".probability")
}

/// When shocks begin. A scenario has each shock once: whatever else was drawn is said in a remark.
fn shocks(text: &mut ScenarioText, ensemble: &Ensemble, member: u64, alone: &Scenario) {
    let base = &ensemble.scenario;
    let drawn = ensemble.members.drawn_for(member);
    for (uncertainty, own) in base.uncertainties.iter().zip(base.draws()) {
        let own = &drawn[own];
        let Effect::Begins(active) = &uncertainty.effect else { continue };
        let name = &uncertainty.name;
        let last = base.structure.years.1;
        let begins = |n: usize| last + 1 - i32::try_from(active.len() - n).unwrap_or(0);
        let begun: Vec<i32> = (0..own.len()).filter(|n| own[*n] > 0.5).map(begins).collect();
        let Some(year) = begun.first() else {
            text.comment(format_args!("`{name}` does not come."));
            let prefix = format!("{name}.");
            for input in alone.yearly.iter().filter(|input| input.row.id.starts_with(&prefix)) {
                if input.row.kind != RowKind::Computed {
                    text.set(&input.row.id, "0.0");
                }
            }
            continue;
        };
        if begun.len() > 1 {
            let years = begun.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
            text.comment(format_args!(
                "`{name}` comes in {years}; a scenario has it once, so results differ from the member's."
            ));
        }
        text.set(&format!("{name}.year"), year);
    }
}
