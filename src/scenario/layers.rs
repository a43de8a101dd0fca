//! Scenarios rest on others: the files of a scenario, the base first, the planner's own last.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{Node, Value, parse};
use super::nearby::{inside, instead, is_toml, no_scenario, with_ending};
use super::write::quoted;
use crate::fault::{Fault, Place, Source, did_you_mean, nearest};
use crate::files::{Files, ReadError, said};
use crate::language::{Label, plain_digits, visible};

/// One file of a scenario.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// Path of the file; empty for `--set`.
    pub path: PathBuf,
    /// Its text.
    pub source: Arc<Source>,
    /// Its tree.
    pub root: Node,
}

/// Reads `path` and everything it is based on. Bases come first; a file several others rest on comes once.
///
/// # Errors
/// Missing files, circles and syntax, all of them.
pub(super) fn read(
    files: &dyn Files,
    path: &Path,
    remarks: &mut Vec<Fault>,
) -> Result<Vec<Layer>, Vec<Fault>> {
    let mut reader = LayerReader {
        files,
        layers: Vec::new(),
        faults: Vec::new(),
        remarks,
        open: Vec::new(),
        done: BTreeSet::new(),
    };
    reader.file(path, None);
    if reader.faults.is_empty() { Ok(reader.layers) } else { Err(reader.faults) }
}

/// Layers from `--set id=value`, one each; the value may leave out its quotes.
///
/// # Errors
/// What is no setting, or more than one; the same id twice.
pub(super) fn settings(texts: &[String]) -> Result<Vec<Layer>, Vec<Fault>> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut ids: Vec<(String, Place)> = Vec::new();
    for text in texts {
        let layer = setting(text)?;
        let id = text.split('=').next().unwrap_or_default().trim().to_owned();
        if let Some((_, first)) = ids.iter().find(|(other, _)| *other == id) {
            let fault = Fault::new(
                "set-twice",
                format!("`{id}` is set twice"),
                format!("`{id}` دو بار تعیین شده است"),
            );
            let fault = fault.at(&layer.root.place, "again here", "دوباره اینجا").also(
                first,
                "first here",
                "نخست اینجا",
            );
            return Err(vec![fault.help("give each --set once", "هر --set را یک بار بدهید")]);
        }
        ids.push((id, layer.root.place.clone()));
        layers.push(layer);
    }
    Ok(layers)
}

/// A setting such as `id=value` as a line of a scenario.
///
/// # Errors
/// What is no setting.
pub fn setting_line(text: &str) -> Result<String, Vec<Fault>> {
    Ok(setting(text)?.source.text.clone())
}

/// Layers from texts that were made elsewhere, one each.
///
/// # Errors
/// What is no TOML.
pub(super) fn texts(sources: &[Arc<Source>]) -> Result<Vec<Layer>, Vec<Fault>> {
    let layer = |source: &Arc<Source>| match parse(source) {
        (root, faults) if faults.is_empty() => {
            Ok(Layer { path: PathBuf::new(), source: Arc::clone(source), root })
        }
        (_, faults) => Err(faults),
    };
    sources.iter().map(layer).collect()
}

fn setting(text: &str) -> Result<Layer, Vec<Fault>> {
    let quoted = text.split_once('=').map(|(id, value)| {
        let (id, value) = (visible(id), value.trim());
        let line = |value: &str| Source::new("--set", format!("{id} = {value}"));
        // A number may be in any digits; all else that is no value by itself is a text.
        let plain = plain_digits(value);
        let number = plain.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        let bare = line(if number.is_some() { plain.trim() } else { value });
        match number {
            _ if parse(&bare).1.is_empty() => bare,
            // `400.` and `.5` are numbers to everybody but TOML.
            Some(number) => line(&format!("{number:?}")),
            None => line(&quoted(value)),
        }
    });
    let source = quoted.unwrap_or_else(|| Source::new("--set", text));
    let (root, mut faults) = parse(&source);
    let entries = root.entries().unwrap_or_default();
    if faults.is_empty() && (entries.len() != 1 || entries[0].key == "based_on") {
        let fault = Fault::new("not-a-setting", "this sets no value", "این مقداری را تعیین نمی‌کند");
        faults.push(fault.at(&root.place, "one id = one value", "یک شناسه = یک مقدار"));
    }
    let help = (
        "write --set id=value, such as --set envelope.exchange.flow=200",
        "بنویسید --set id=value، مانند --set envelope.exchange.flow=200",
    );
    let faults: Vec<_> = faults.into_iter().map(|fault| fault.help(help.0, help.1)).collect();
    if faults.is_empty() { Ok(Layer { path: PathBuf::new(), source, root }) } else { Err(faults) }
}

struct LayerReader<'a> {
    files: &'a dyn Files,
    layers: Vec<Layer>,
    faults: Vec<Fault>,
    remarks: &'a mut Vec<Fault>,
    open: Vec<PathBuf>,
    done: BTreeSet<PathBuf>,
}

impl LayerReader<'_> {
    fn file(&mut self, path: &Path, asked: Option<&Place>) {
        // A file is known by where it really is, and named as the planner names it.
        let real = self.files.real(path);
        if self.open.contains(&real) {
            let chain = self
                .open
                .iter()
                .map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned());
            let back = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let chain = chain.chain([back]).collect::<Vec<_>>().join(" → ");
            let fault = Fault::new(
                "circle",
                format!("these files rest on one another in a circle: {chain}"),
                format!("این پرونده‌ها در یک دور بر هم تکیه دارند: {chain}"),
            )
            .help("take one of the `based_on` out", "یکی از `based_on`ها را بردارید");
            self.faults.push(placed(fault, asked));
            return;
        }
        if self.done.contains(&real) {
            return;
        }
        match text(self.files, path, asked.is_none()) {
            Err(fault) => self.faults.push(placed(fault, asked)),
            Ok(text) => {
                let source = Source::new(path.display().to_string(), text);
                let (root, faults) = parse(&source);
                let broken = !faults.is_empty();
                if broken && asked.is_none() && !is_toml(path) {
                    self.faults.push(no_scenario(self.files, path));
                } else {
                    self.faults.extend(faults);
                }
                self.open.push(real.clone());
                if !broken {
                    let before = self.done.clone();
                    for (name, place) in bases(&root, &mut self.faults) {
                        let beside = with_ending(&path.parent().unwrap_or(Path::new("")).join(&name));
                        let base = self.files.real(&beside);
                        if self.done.contains(&base) && !before.contains(&base) {
                            self.remarks.push(read_already(&name, &place));
                        }
                        self.file(&beside, Some(&place));
                    }
                }
                self.open.pop();
                self.done.insert(real);
                self.layers.push(Layer { path: path.to_owned(), source, root });
            }
        }
    }
}

/// Later bases win, but not over one that rests on them.
fn read_already(name: &str, place: &Place) -> Fault {
    Fault::new(
        "base-order",
        format!("`{name}` does not win over the bases before it: one of them rests on it or is it"),
        format!("`{name}` بر پایه‌های پیش از خود چیره نمی‌شود: یکی از آن‌ها بر آن استوار یا خود آن است"),
    )
    .at(place, "read before them all the same", "با این همه پیش از آن‌ها خوانده می‌شود")
    .help("put it first, or take it out", "آن را نخست بیاورید یا بردارید")
}

fn placed(fault: Fault, asked: Option<&Place>) -> Fault {
    match asked {
        Some(place) => fault.at(place, "asked for here", "اینجا خواسته شده است"),
        None => fault,
    }
}

/// The text of a file, which is the planner's `own` or a base of it.
fn text(files: &dyn Files, path: &Path, own: bool) -> Result<String, Fault> {
    files.read(path).map_err(|error| {
        let fault = unreadable(path, &error);
        match error {
            ReadError::Missing => fault.maybe_help(instead(files, path, own)),
            ReadError::Folder if own => fault.maybe_help(inside(files, path)),
            ReadError::NotText(_) if own && !is_toml(path) => no_scenario(files, path),
            _ => fault,
        }
    })
}

fn unreadable(path: &Path, error: &ReadError) -> Fault {
    let name = path.display();
    let fault = |en: String, fa: String| Fault::new("unreadable", en, fa);
    match error {
        ReadError::Missing => {
            fault(format!("there is no file `{name}`"), format!("پروندهٔ `{name}` وجود ندارد"))
        }
        ReadError::Folder => {
            fault(format!("`{name}` is a folder, not a scenario"), format!("`{name}` پوشه است، نه سناریو"))
        }
        ReadError::NotPlain => {
            fault(format!("`{name}` is not a plain file"), format!("`{name}` پروندهٔ معمولی نیست"))
        }
        ReadError::TooLarge(size, most) => fault(
            format!("`{name}` has {} MB; a scenario has at most {} MB", size >> 20, most >> 20),
            format!("حجم `{name}` {} مگابایت است؛ سناریو حداکثر {} مگابایت است", size >> 20, most >> 20),
        ),
        ReadError::NotText(line) => fault(
            format!("`{name}` is not UTF-8 text (line {line})"),
            format!("`{name}` متن UTF-8 نیست (سطر {line})"),
        )
        .help("save the file as UTF-8 in your editor", "پرونده را در ویرایشگر با رمزگذاری UTF-8 ذخیره کنید"),
        ReadError::Disk(error) => {
            let Label { en, fa } = said(error);
            fault(format!("cannot read `{name}`: {en}"), format!("`{name}` خوانده نشد: {fa}"))
        }
    }
}

/// What a file says it is based on, with the place of each.
fn bases(root: &Node, faults: &mut Vec<Fault>) -> Vec<(String, Place)> {
    let entries = root.entries().unwrap_or_default();
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| entry.key == "based_on") {
        let list = match &entry.node.value {
            Value::List(list) => list.iter().collect(),
            _ => vec![&entry.node],
        };
        for node in list {
            match node.text() {
                Some(text) if !text.trim().is_empty() => found.push((text.to_owned(), node.place.clone())),
                _ => faults.push(
                    Fault::new(
                        "wrong-type",
                        "`based_on` takes names of scenarios",
                        "`based_on` نام سناریوها را می‌پذیرد",
                    )
                    .at(
                        &node.place,
                        format!("this is {}", node.kind().0),
                        format!("این {} است", node.kind().1),
                    )
                    .help("write based_on = [\"reference\"]", "بنویسید based_on = [\"reference\"]"),
                ),
            }
        }
    }
    // A misspelt `based_on` would otherwise only show as the hundred values that are missing.
    if found.is_empty()
        && let Some(entry) = entries
            .iter()
            .find(|entry| nearest(&entry.key, ["based_on"]).is_some() && entry.key != "based_on")
    {
        faults.push(
            Fault::new(
                "unknown-key",
                format!("unknown key `{}`", entry.key),
                format!("کلید ناشناختهٔ `{}`", entry.key),
            )
            .at(&entry.place, "not a key of scenarios", "کلید سناریو نیست")
            .maybe_help(did_you_mean(&entry.key, ["based_on"])),
        );
    }
    found
}
