//! A scenario with all its bases as one file: every key that any of them sets, the last word on each.

use std::collections::HashMap;
use std::path::Path;

use super::layers::Layer;
use super::merge::{Settings, is_within};
use super::write::{ScenarioText, node, quoted};
use super::{Input, Scenario};
use crate::fault::Source;
use crate::files::Files;

/// The merged settings as the text of one scenario that gives the same results wherever it stands.
pub(super) fn text(files: &dyn Files, layers: &[Layer], settings: &Settings, scenario: &Scenario) -> String {
    let inputs: HashMap<&str, &Input> =
        scenario.inputs().map(|input| (input.row.id.as_str(), input)).collect();
    let mut text = ScenarioText::default();
    text.comment("Every key of the scenario and its bases; the last word on each.");
    text.comment(
        "The figures stay in their folder: send it along, and mend `figures` where it stands elsewhere.",
    );
    for (id, setting) in settings.as_written() {
        let value = match id.as_str() {
            "based_on" => continue,
            // What was set aside is left out: in one file it would be a mistake.
            _ if scenario.aside.iter().any(|thing| is_within(id, thing)) => continue,
            "headline" => {
                let patterns: Vec<String> = scenario.headline.iter().map(|pattern| quoted(pattern)).collect();
                format!("[{}]", patterns.join(", "))
            }
            "figures" => {
                quoted(&folder(files, layers, &setting.key.source, setting.node.text().unwrap_or_default()))
            }
            // Years that the run was moved away from are mistakes too; the values of the others say the same.
            id => match inputs.get(id).filter(|_| settings.run_moved_after(setting)) {
                Some(input) if setting.node.entries().is_some() => {
                    input.written_value(scenario.structure.years.0)
                }
                _ => node(&setting.node),
            },
        };
        text.set(id, value);
    }
    text.finish()
}

/// The folder of figures by its full path, so that it is found from anywhere.
fn folder(files: &dyn Files, layers: &[Layer], source: &Source, folder: &str) -> String {
    let layer = layers.iter().find(|layer| *layer.source == *source);
    let beside = layer.and_then(|layer| layer.path.parent()).unwrap_or(Path::new(""));
    files.real(&beside.join(folder)).display().to_string()
}
