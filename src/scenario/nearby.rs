//! What to take instead of a file that is not there, or that is no scenario.

use std::path::{Path, PathBuf};

use crate::fault::{Fault, nearest};
use crate::files::Files;
use crate::language::{Label, Language};

/// Longest list of scenarios that helps more than it hides.
const LISTED: usize = 12;

/// Whether a file is called as scenarios are.
pub(super) fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

/// The path of a scenario, whose ending may be left out.
pub(super) fn with_ending(path: &Path) -> PathBuf {
    if is_toml(path) {
        path.to_owned()
    } else {
        let mut name = path.as_os_str().to_owned();
        name.push(".toml");
        PathBuf::from(name)
    }
}

/// What to take instead of a file that is not there, the planner's `own` or a base of it: one of nearly that name in its
/// folder or in the folder `scenarios` there, what else there is, or a way to begin where there is no scenario.
pub(super) fn instead(files: &dyn Files, path: &Path, own: bool) -> Option<Label> {
    let (folder, wanted) = (folder(path), with_ending(Path::new(path.file_name()?)));
    let mut held = held(files, folder, "");
    if own {
        held.extend(self::held(files, folder, "scenarios"));
    }
    let name = |path: &String| Path::new(path).file_name().and_then(|name| name.to_str()).map(str::to_owned);
    let names: Vec<String> = held.iter().filter_map(name).collect();
    if let Some(near) = nearest(wanted.to_str()?, names.iter().map(String::as_str)) {
        let near = held.iter().find(|path| Path::new(path).ends_with(near))?;
        return Some(Label::new(format!("did you mean `{near}`?"), format!("آیا منظور `{near}` است؟")));
    }
    // What looks like a scenario comes before whatever else is written in TOML.
    if own && held.iter().any(|name| is_scenario(files, &folder.join(name))) {
        held.retain(|name| is_scenario(files, &folder.join(name)));
    }
    match held.len() {
        0 if own => Some(Label::new(
            "no scenario is there. Those of the project are in its folder `scenarios`: go to the project's folder, or give the \
             path (`ofogh new` takes it with --from). A province of your own begins in an empty folder: \
             docs/province.en.md of the project",
            "آنجا سناریویی نیست. سناریوهای پروژه در پوشهٔ `scenarios` آن است: به پوشهٔ پروژه بروید یا مسیر را بدهید \
             (دستور `ofogh new` آن را با --from می‌گیرد). آغاز استانی از خودتان در پوشه‌ای خالی: docs/province.fa.md پروژه",
        )),
        0 => Some(Label::new(
            "no scenario is there; a base is named as seen from the file that rests on it, such as `qom/economy`",
            "آنجا سناریویی نیست؛ پایه را چنان بنویسید که از پروندهٔ استوار بر آن دیده می‌شود، مانند `qom/economy`",
        )),
        1..=LISTED => {
            let names: Vec<String> = held.iter().map(|name| format!("`{name}`")).collect();
            let list = |language: Language| language.list(&names);
            let (en, fa) = (list(Language::English), list(Language::Persian));
            Some(Label::new(format!("that folder holds {en}"), format!("آن پوشه {fa} را دارد")))
        }
        _ => None,
    }
}

/// A file of another kind in the place of a scenario.
pub(super) fn no_scenario(files: &dyn Files, path: &Path) -> Fault {
    let name = path.display();
    let fault = Fault::new(
        "no-scenario",
        format!("`{name}` is not a scenario: scenarios are files that end in .toml"),
        format!("`{name}` سناریو نیست: نام پروندهٔ سناریو به ‎.toml پایان می‌یابد"),
    );
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("xlsx") => fault.help(
            format!("`ofogh adopt {name}` makes a scenario of a workbook"),
            format!("`ofogh adopt {name}` از کارپوشه سناریو می‌سازد"),
        ),
        Some("part") => fault.help(
            format!("`ofogh merge {name}` puts the parts of an ensemble together"),
            format!("`ofogh merge {name}` پاره‌های یک گروه را به هم می‌آمیزد"),
        ),
        _ => fault
            .help("`ofogh new NAME` begins a scenario", "`ofogh new NAME` سناریویی تازه آغاز می‌کند")
            .maybe_help(inside(files, folder(path))),
    }
}

/// Which scenarios a folder holds, or the folder `scenarios` in it, if there are any.
pub(super) fn inside(files: &dyn Files, folder: &Path) -> Option<Label> {
    let all = ["", "scenarios"].into_iter().flat_map(|inside| held(files, folder, inside));
    let first = all.into_iter().find(|name| is_scenario(files, &folder.join(name)))?;
    let first = if folder == Path::new(".") { PathBuf::from(first) } else { folder.join(first) };
    let (first, all) = (first.display(), first.with_file_name("*.toml"));
    let all = all.display();
    Some(Label::new(
        format!("name a scenario such as `{first}`, or with `{all}` all that are there"),
        format!("سناریویی مانند `{first}` را نام ببرید، یا با `{all}` همهٔ سناریوهای آنجا را"),
    ))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The names, as seen from `folder`, of what is called as scenarios are in the folder `inside` it.
fn held(files: &dyn Files, folder: &Path, inside: &str) -> Vec<String> {
    let mut held = files.list(&folder.join(inside)).unwrap_or_default();
    held.retain(|path| is_toml(path));
    held.sort();
    let name = |path: &PathBuf| Some(Path::new(inside).join(path.file_name()?).display().to_string());
    held.iter().filter_map(name).collect()
}

/// Whether a file looks like a scenario rather than a part of one, or something else in TOML.
fn is_scenario(files: &dyn Files, path: &Path) -> bool {
    let Ok(text) = files.read(path) else { return false };
    let mut above = text.lines().take_while(|line| !line.starts_with('['));
    above.any(|line| line.starts_with("based_on") || line.starts_with("figures"))
}
