//! How files merge: a later one wins, nothing is ignored, and what is `false` is taken away.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::document::{Node, Value};
use super::layers::Layer;
use super::rules::{Takes, begins, rules};
use super::write;
use crate::fault::{Fault, Place, did_you_mean};
use crate::language::Label;

/// One value of one key, with the place it was set at and what it overrode.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// The value.
    pub node: Node,
    /// Where the key stands.
    pub key: Place,
    /// Where an earlier file had set it.
    pub overrode: Option<Place>,
    /// What the bases say, as it is written, if one of them sets it.
    base: Option<String>,
    /// Which of the layers sets it.
    layer: usize,
    /// Its place among all keys, in the order in which they were first written.
    order: usize,
}

/// Something that a later file took away from those before it.
#[derive(Debug, Clone)]
pub(super) struct Removal {
    /// Id of what is gone, with all that is below it.
    pub id: String,
    /// Where it says so.
    pub place: Place,
    layer: usize,
}

/// A setting of the scenario's own file, or over it.
#[derive(Debug, Clone)]
pub struct OwnSetting {
    /// Id.
    pub id: String,
    /// What the bases say, as it is written; nothing if none of them sets it.
    pub was: Option<String>,
    /// What is said now; `false` where it is taken away.
    pub now: String,
    /// Where.
    pub place: Place,
    /// Where an earlier file had set it.
    pub overrode: Option<Place>,
}

/// All settings of a scenario by dotted id.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    by_id: BTreeMap<String, Setting>,
    removals: Vec<Removal>,
    /// The first layer that is no base.
    own: usize,
}

impl Settings {
    /// The setting of that id.
    pub(super) fn get(&self, id: &str) -> Option<&Setting> {
        self.by_id.get(id)
    }

    /// All of them, by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Setting)> {
        self.by_id.iter()
    }

    /// All of them, in the order in which they were first written, base first.
    pub(super) fn as_written(&self) -> Vec<(&String, &Setting)> {
        let mut all: Vec<_> = self.by_id.iter().collect();
        all.sort_by_key(|(_, setting)| setting.order);
        all
    }

    /// Those whose id begins with `prefix`.
    pub(super) fn beginning<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a String, &'a Setting)> {
        let from = self.by_id.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        from.take_while(move |(id, _)| id.starts_with(prefix))
    }

    /// The names right below `at`, in the order in which they were first written.
    pub(super) fn names(&self, at: &str) -> Vec<String> {
        let prefix = if at.is_empty() { String::new() } else { format!("{at}.") };
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (id, setting) in self.beginning(&prefix) {
            let rest = &id[prefix.len()..];
            let order = first.entry(rest.split('.').next().unwrap_or(rest)).or_insert(setting.order);
            *order = setting.order.min(*order);
        }
        let mut names: Vec<_> = first.into_iter().collect();
        names.sort_by_key(|(_, order)| *order);
        names.into_iter().map(|(name, _)| name.to_owned()).collect()
    }

    /// Where something was taken away that `id` is, or is part of.
    pub(super) fn removal(&self, id: &str) -> Option<&Removal> {
        self.removals.iter().find(|removal| is_within(id, &removal.id))
    }

    /// Whether a later file than that of `setting` moved the beginning or the end of the run.
    pub(super) fn run_moved_after(&self, setting: &Setting) -> bool {
        let ends = ["opens", "until"].iter().filter_map(|key| self.get(key));
        ends.into_iter().any(|end| end.overrode.is_some() && end.layer > setting.layer)
    }

    /// Whether a later file than that of `setting` took something away.
    pub(super) fn reduced_after(&self, setting: &Setting) -> bool {
        self.removals.iter().any(|removal| removal.layer > setting.layer)
    }

    /// What the scenario's own file sets otherwise than its bases, or takes away; and what is set over the files.
    pub(super) fn own(&self) -> Vec<OwnSetting> {
        let set = self
            .as_written()
            .into_iter()
            .filter(|(id, setting)| setting.layer >= self.own && *id != "based_on");
        let set = set.map(|(id, setting)| OwnSetting {
            id: id.clone(),
            was: setting.base.clone(),
            now: write::node(&setting.node),
            place: setting.key.clone(),
            overrode: setting.overrode.clone(),
        });
        let gone =
            self.removals.iter().filter(|removal| removal.layer >= self.own).map(|removal| OwnSetting {
                id: removal.id.clone(),
                was: None,
                now: "false".to_owned(),
                place: removal.place.clone(),
                overrode: None,
            });
        set.chain(gone).collect()
    }

    fn set(&mut self, id: String, mut setting: Setting) {
        if let Some(earlier) = self.by_id.get(&id) {
            setting.overrode = Some(earlier.key.clone());
            setting.order = earlier.order;
            setting.base = match setting.layer >= self.own {
                true if earlier.layer >= self.own => earlier.base.clone(),
                true => Some(write::node(&earlier.node)),
                false => None,
            };
        }
        self.by_id.insert(id, setting);
    }

    /// Takes away what is called `id`, with what is said of it elsewhere: that others need it, how it is distributed, the
    /// goals, observations and correlations it is in.
    fn remove(&mut self, removal: Removal, remarks: &mut Vec<Fault>, faults: &mut Vec<Fault>) {
        let mut gone: BTreeSet<String> = BTreeSet::from([removal.id.clone()]);
        if let Some(envelope) = removal.id.strip_prefix("envelope.").filter(|name| !name.contains('.')) {
            let draws = ["needs", "drawn_at", "shrinks"].map(|kind| format!(".{kind}.{envelope}"));
            gone.extend(self.by_id.keys().filter(|id| draws.iter().any(|end| id.ends_with(end))).cloned());
        }
        if let Some((at, need)) = removal.id.rsplit_once(".needs.") {
            gone.insert(format!("{at}.drawn_at.{need}"));
        }
        let is_gone = |id: &str| gone.iter().any(|gone| is_within(id, gone));
        if !self.by_id.keys().any(|id| is_gone(id)) {
            faults.push(self.nothing_there(&removal));
            return;
        }
        let mut about: BTreeSet<String> = BTreeSet::new();
        for (id, setting) in &self.by_id {
            let names: Vec<&str> = match &setting.node.value {
                Value::List(list) => list.iter().filter_map(Node::text).collect(),
                _ => setting.node.text().into_iter().collect(),
            };
            let kind = id.split('.').next().unwrap_or_default();
            let refers = (["goal", "observed"].contains(&kind) && id.ends_with(".variable"))
                || (kind == "correlation" && id.ends_with(".of"));
            let is_about = |name: &str| is_gone(name) || is_gone(&format!("uncertainty.{name}"));
            if refers && !is_gone(id) && names.into_iter().any(is_about) {
                let thing = id.rsplit_once('.').map_or(id.as_str(), |(thing, _)| thing);
                remarks.push(
                    set_aside(thing, "it is about what was taken away", "دربارهٔ چیزی است که برداشته شده").at(
                        &removal.place,
                        "taken away here",
                        "اینجا برداشته شده است",
                    ),
                );
                about.insert(thing.to_owned());
            }
        }
        let is_gone = |id: &str| is_gone(id) || about.iter().any(|thing| is_within(id, thing));
        self.by_id.retain(|id, _| !is_gone(id.strip_prefix("uncertainty.").unwrap_or(id)) && !is_gone(id));
        self.removals.push(removal);
    }

    fn nothing_there(&self, removal: &Removal) -> Fault {
        let id = &removal.id;
        let (within, name) = id.rsplit_once('.').unwrap_or(("", id));
        let names = self.names(within);
        Fault::new(
            "nothing-to-take-away",
            format!("no base sets `{id}`, so there is nothing to take away"),
            format!("هیچ پایه‌ای `{id}` را تعیین نکرده است و چیزی برای برداشتن نیست"),
        )
        .at(
            &removal.place,
            "`false` takes away what the bases say",
            "`false` آنچه را پایه‌ها گفته‌اند برمی‌دارد",
        )
        .help("take this line out", "این سطر را بردارید")
        .maybe_help(did_you_mean(name, names.iter().map(String::as_str)))
    }
}

/// A remark: something that a base says is left aside, and why.
pub(super) fn set_aside(thing: &str, why: &str, why_fa: &str) -> Fault {
    Fault::new(
        "set-aside",
        format!("`{thing}` is set aside: {why}"),
        format!("`{thing}` کنار گذاشته شد: {why_fa}"),
    )
}

/// Whether `id` is `thing`, or is below it.
pub(super) fn is_within(id: &str, thing: &str) -> bool {
    id.strip_prefix(thing).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Merges the layers, each later one over those before it.
pub(super) fn merge(layers: &[Layer], remarks: &mut Vec<Fault>, faults: &mut Vec<Fault>) -> Settings {
    let rules = rules();
    let patterns: Vec<(Vec<&str>, Takes)> =
        rules.iter().map(|rule| (rule.pattern.split('.').collect(), rule.takes)).collect();
    // The scenario's own file is the last one; settings over it have no path.
    let own = layers.iter().rposition(|layer| !layer.path.as_os_str().is_empty()).unwrap_or(0);
    let mut settings = Settings { own, ..Settings::default() };
    let mut order = 0;
    for (n, layer) in layers.iter().enumerate() {
        let mut walk = Walk { patterns: &patterns, found: Vec::new(), gone: Vec::new(), faults };
        walk.table(&layer.root, &mut Vec::new());
        let Walk { found, gone, .. } = walk;
        for (id, place) in gone {
            settings.remove(Removal { id, place, layer: n }, remarks, faults);
        }
        for (id, node, key) in found {
            let setting = Setting { node, key, overrode: None, base: None, layer: n, order };
            settings.set(id, setting);
            order += 1;
        }
    }
    settings
}

struct Walk<'a> {
    patterns: &'a [(Vec<&'a str>, Takes)],
    found: Vec<(String, Node, Place)>,
    gone: Vec<(String, Place)>,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Walk<'a> {
    fn table(&mut self, node: &Node, path: &mut Vec<String>) {
        for entry in node.entries().unwrap_or_default() {
            path.push(entry.key.clone());
            let fits: Vec<_> = self.patterns.iter().filter(|(pattern, _)| begins(pattern, path)).collect();
            let wild = fits.iter().all(|(pattern, _)| pattern[path.len() - 1] == "*");
            let is_truth = fits.iter().all(|(_, takes)| *takes == Takes::Truth);
            if fits.is_empty() || (wild && !is_name(&entry.key)) {
                self.unknown(&entry.key, &entry.place, path, !fits.is_empty());
            } else if matches!(entry.node.value, Value::Truth(false)) && !is_truth {
                self.gone.push((path.join("."), entry.place.clone()));
            } else if fits.iter().any(|(pattern, _)| pattern.len() == path.len()) {
                self.found.push((path.join("."), entry.node.clone(), entry.place.clone()));
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
                .maybe_help(did_you_mean(key, names))
        };
        self.faults.push(fault);
    }

    /// The keys that may follow `path`.
    fn next(&self, path: &[String]) -> Vec<&'a str> {
        let fits =
            self.patterns.iter().filter(|(pattern, _)| pattern.len() > path.len() && begins(pattern, path));
        let names: BTreeSet<&str> = fits.map(|(pattern, _)| pattern[path.len()]).collect();
        names.into_iter().collect()
    }

    fn allowed(&self, path: &[String]) -> Label {
        let next = self.next(path);
        if next == ["*"] {
            let id = path.join(".");
            return Label::new(
                format!("give it a name of its own: [{id}.NAME], or {id}.NAME = …"),
                format!("نامی برای آن بگذارید: [{id}.NAME] یا {id}.NAME = …"),
            );
        }
        let list = next.join(", ");
        Label::new(format!("keys allowed here: {list}"), format!("کلیدهای مجاز: {list}"))
    }
}

fn is_name(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
