//! A scenario with all its bases as one file: every key that any of them sets, the last word on each.

use std::path::Path;

use super::layers::Layer;
use super::merge::Settings;
use super::write::{ScenarioText, node, quoted};
use crate::fault::Source;
use crate::files::Files;

/// The merged settings as the text of one scenario that gives the same results wherever it stands.
pub(super) fn text(files: &dyn Files, layers: &[Layer], settings: &Settings) -> String {
    let mut text = ScenarioText::default();
    text.comment("Every key of the scenario and its bases; the last word on each.");
    text.comment(
        "The figures stay in their folder: send it along, and mend `figures` where it stands elsewhere.",
    );
    for (id, setting) in settings.as_written() {
        let value = match id.as_str() {
            "based_on" => continue,
            "figures" => {
                quoted(&folder(files, layers, &setting.key.source, setting.node.text().unwrap_or_default()))
            }
            _ => node(&setting.node),
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
