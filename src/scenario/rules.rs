//! The keys a scenario may have, and how files merge: a later file wins, nothing is ignored.

use std::collections::BTreeMap;

use super::document::Node;
use super::layers::Layer;
use crate::fault::{Fault, Place, did_you_mean};
use crate::language::Label;
use crate::model::record::Kind;
use crate::model::structure::{Class, Envelope, EnvelopeKind, Named, Programme, Shock, Structure};
use crate::model::{opening_rows, yearly_rows};

/// Keys that say what there is rather than how much.
pub const STRUCTURE_KEYS: &[&str] = &[
    "title",
    "summary",
    "based_on",
    "figures",
    "opens",
    "until",
    "headline",
    "programme.*.label",
    "programme.*.unit",
    "programme.*.sector",
    "programme.*.priority",
    "programme.*.finance_at",
    "programme.*.stage_order",
    "programme.*.stages.*.label",
    "envelope.*.label",
    "envelope.*.unit",
    "envelope.*.deferrable",
    "class.*.label",
    "class.*.sector",
    "class.*.priority",
    "sector.*.label",
    "shock.*.label",
    "shock.*.year",
    "shock.*.months",
    "economy.construction_sector",
    "visitors.programme",
    "foreign_investment.envelope",
    "goal.*.label",
    "goal.*.variable",
    "goal.*.at_least",
    "goal.*.at_most",
    "goal.*.by",
    "observed.*.variable",
    "observed.*.year",
    "observed.*.value",
];

/// One value of one key, with the place it was set at and what it overrode.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The value.
    pub node: Node,
    /// Where the key stands.
    pub key: Place,
    /// Where an earlier file had set it.
    pub overrode: Option<Place>,
}

/// All settings of a scenario by dotted id.
pub type Settings = BTreeMap<String, Setting>;

/// The patterns of all keys: `programme.*.stages.*.months` and so on.
pub fn patterns() -> Vec<String> {
    let any = || Named { id: "*".to_owned(), label: Label::default() };
    let envelope = |kind| Envelope { named: any(), unit: String::new(), kind, deferrable: false };
    let everything = Structure {
        years: (0, 0),
        opening_length: 1.0,
        sectors: vec![any()],
        construction: 0,
        envelopes: vec![envelope(EnvelopeKind::Flow), envelope(EnvelopeKind::Stock)],
        programmes: vec![Programme {
            named: any(),
            unit: String::new(),
            sector: 0,
            stages: vec![any()],
            finance_at: 1,
            needs: vec![0],
            generates: true,
        }],
        classes: vec![Class { named: any(), sector: 0, needs: vec![0] }],
        shocks: vec![Shock { named: any(), cuts: vec![0], shrinks: vec![0] }],
        order: Vec::new(),
        beds: Some(0),
        foreign_investment: Some(0),
        power: true,
    };
    let rows = opening_rows(&everything).into_iter().chain(yearly_rows(&everything));
    let inputs = rows.filter(|row| row.kind != Kind::Computed).map(|row| row.id);
    STRUCTURE_KEYS.iter().map(|key| (*key).to_owned()).chain(inputs).collect()
}

/// Merges the layers, each later one over those before it.
pub fn merge(layers: &[Layer], faults: &mut Vec<Fault>) -> Settings {
    let patterns = patterns();
    let patterns: Vec<Vec<&str>> = patterns.iter().map(|pattern| pattern.split('.').collect()).collect();
    let mut settings = Settings::new();
    for layer in layers {
        let mut walk = Walk { patterns: &patterns, found: Vec::new(), faults };
        walk.table(&layer.root, &mut Vec::new());
        for (id, mut setting) in walk.found {
            setting.overrode = settings.get(&id).map(|earlier| earlier.key.clone());
            settings.insert(id, setting);
        }
    }
    settings
}

struct Walk<'a> {
    patterns: &'a [Vec<&'a str>],
    found: Vec<(String, Setting)>,
    faults: &'a mut Vec<Fault>,
}

impl Walk<'_> {
    fn table(&mut self, node: &Node, path: &mut Vec<String>) {
        for entry in node.entries().unwrap_or_default() {
            path.push(entry.key.clone());
            let fits: Vec<&Vec<&str>> =
                self.patterns.iter().filter(|pattern| begins(pattern, path)).collect();
            let wild = fits.iter().all(|pattern| pattern[path.len() - 1] == "*");
            if fits.is_empty() || (wild && !is_name(&entry.key)) {
                self.unknown(&entry.key, &entry.place, path, !fits.is_empty());
            } else if fits.iter().any(|pattern| pattern.len() == path.len()) {
                self.found.push((
                    path.join("."),
                    Setting { node: entry.node.clone(), key: entry.place.clone(), overrode: None },
                ));
            } else if entry.node.entries().is_some_and(<[_]>::is_empty) {
                let id = path.join(".");
                self.faults.push(
                    Fault::new("empty", format!("`{id}` is empty"), format!("`{id}` خالی است"))
                        .at(&entry.place, "nothing is set here", "اینجا چیزی تعیین نشده است")
                        .maybe_help(Some(self.allowed(path))),
                );
            } else if entry.node.entries().is_some() {
                self.table(&entry.node, path);
            } else {
                let (kind, kind_fa) = entry.node.kind();
                let id = path.join(".");
                self.faults.push(
                    Fault::new(
                        "wrong-type",
                        format!("`{id}` is not a value but holds others"),
                        format!("`{id}` خود مقدار نیست و مقدارهای دیگر را در بر دارد"),
                    )
                    .at(&entry.node.place, format!("this is {kind}"), format!("این {kind_fa} است"))
                    .maybe_help(Some(self.allowed(path))),
                );
            }
            path.pop();
        }
    }

    fn unknown(&mut self, key: &str, place: &Place, path: &[String], bad_name: bool) {
        let (before, within) = (&path[..path.len() - 1], path[..path.len() - 1].join("."));
        let fault = Fault::new(
            "unknown-key",
            if within.is_empty() {
                format!("unknown key `{key}`")
            } else {
                format!("unknown key `{key}` in `{within}`")
            },
            if within.is_empty() {
                format!("کلید ناشناختهٔ `{key}`")
            } else {
                format!("کلید ناشناختهٔ `{key}` در `{within}`")
            },
        );
        let names = self.next(before);
        let fault = if bad_name {
            fault.at(place, "not a name", "نام نیست").help(
                "names are made of small Latin letters, digits and underscores",
                "نام‌ها از حروف کوچک لاتین، رقم و خط زیر ساخته می‌شوند",
            )
        } else {
            fault
                .at(place, "not a key here", "اینجا چنین کلیدی نیست")
                .maybe_help(Some(self.allowed(before)))
                .maybe_help(did_you_mean(key, names.iter().map(String::as_str)))
        };
        self.faults.push(fault);
    }

    /// The keys that may follow `path`.
    fn next(&self, path: &[String]) -> Vec<String> {
        let fits = self.patterns.iter().filter(|pattern| pattern.len() > path.len() && begins(pattern, path));
        let mut names: Vec<String> = fits.map(|pattern| pattern[path.len()].to_owned()).collect();
        names.sort();
        names.dedup();
        names
    }

    fn allowed(&self, path: &[String]) -> Label {
        let list = self.next(path).join(", ");
        Label::new(format!("keys allowed here: {list}"), format!("کلیدهای مجاز: {list}"))
    }
}

/// Whether `pattern` begins with `path`; `*` stands for any name.
pub fn begins(pattern: &[&str], path: &[impl AsRef<str>]) -> bool {
    path.len() <= pattern.len()
        && pattern.iter().zip(path).all(|(part, name)| *part == "*" || *part == name.as_ref())
}

fn is_name(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
