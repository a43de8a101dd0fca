//! `ofogh merge`: the parts of an ensemble put together.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, Lang, ensemble};
use crate::export;
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::ensemble::{Ensemble, Part, PartError, Tally};

/// Arguments of `merge`.
#[derive(Args)]
pub(crate) struct MergeCommand {
    /// Files that `ofogh ensemble --part` wrote.
    #[arg(required = true)]
    parts: Vec<PathBuf>,
    /// The scenario file, if it is not where it was.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// File to write, by its ending: .xlsx, .csv or .json. May be repeated.
    #[arg(long, value_name = "FILE")]
    out: Vec<PathBuf>,
    /// Replace files that this program did not write, or that were changed since.
    #[arg(long)]
    force: bool,
    /// Language.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
}

impl MergeCommand {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        let kinds: Vec<export::FileFormat> =
            self.out.iter().map(|path| export::FileFormat::of(path)).collect::<Result<_, _>>()?;
        let mut parts = Vec::new();
        for path in &self.parts {
            parts.push((path.as_path(), read(path)?));
        }
        // There is one at least: the command asks for it.
        let (first_path, first) = (parts[0].0, parts[0].1.clone());
        let faults: Vec<Fault> = parts[1..]
            .iter()
            .filter_map(|(path, part)| Some(odd(path, Some(first_path), &first.of.same(&part.of).err()?)))
            .collect();
        if !faults.is_empty() {
            return Err(faults.into());
        }
        parts.sort_by_key(|(_, part)| part.range);
        let faults = holes(&parts, first.of.members);
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let file = self.scenario.clone().unwrap_or_else(|| PathBuf::from(&first.file));
        if !file.exists() {
            return Err(moved(&file).into());
        }
        let scenario = Scenario::load(&file, &first.of.settings)?;
        let Some(design) = first.of.design() else {
            return Err(odd(first_path, None, &PartError::Damaged(first.of.sampling.clone())).into());
        };
        let ensemble = Ensemble::new(scenario, first.of.all, design);
        let mut whole = Tally::new(&ensemble.plan);
        for (path, part) in &parts {
            whole.merge(&ensemble.counted(part).map_err(|found| odd(path, None, &found))?);
        }
        ensemble::show(&ensemble, &whole, &self.out, &kinds, self.force, language)
    }
}

fn read(path: &Path) -> Result<Part, Fault> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        Fault::new(
            "part",
            format!("cannot read `{name}`: {error}"),
            format!("خواندن `{name}` ممکن نشد: {error}"),
        )
    })?;
    Part::read(&bytes).map_err(|found| odd(path, None, &found))
}

fn odd(path: &Path, first: Option<&Path>, odd: &PartError) -> Fault {
    let name = path.display();
    match odd {
        PartError::Damaged(how) => Fault::new(
            "part",
            format!("`{name}` is not a whole part of an ensemble: {how}"),
            format!("`{name}` پارهٔ کاملی از یک گروه نیست: {how}"),
        )
        .help(
            "count it again with `ofogh ensemble --part`",
            "با `ofogh ensemble --part` دوباره آن را بشمارید",
        ),
        PartError::Differ(what, own, others) => {
            let (against, against_fa) = first.map_or_else(
                || ("the scenario as it is now".to_owned(), "سناریوی کنونی".to_owned()),
                |first| (format!("`{}`", first.display()), format!("`{}`", first.display())),
            );
            Fault::new(
                "part",
                format!("`{name}` is a part of another ensemble than {against}: {what}: {others}, not {own}"),
                format!("`{name}` پارهٔ گروهی دیگر از {against_fa} است: {what}: {others}، نه {own}"),
            )
            .help("merge parts of one ensemble alone: same version, scenario, figures, settings, seed, sampling and number of members", "تنها پاره‌های یک گروه را با هم بیامیزید: با نگارش، سناریو، ارقام، تنظیم‌ها، بذر، نمونه‌گیری و شمار عضو یکسان")
        }
    }
}

/// Members that no part has, and members that two parts have.
fn holes(parts: &[(&Path, Part)], members: u64) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (mut done, mut last): (u64, Option<&Path>) = (0, None);
    let missing = |from: u64, to: u64| {
        Fault::new(
            "missing-members",
            format!("members {from} to {} are in no part", to - 1),
            format!("عضوهای {from} تا {} در هیچ پاره‌ای نیستند", to - 1),
        )
        .help(
            format!("count the missing parts of the {members} members, and merge again"),
            format!("پاره‌های گمشدهٔ {members} عضو را بشمارید و دوباره بیامیزید"),
        )
    };
    for &(path, ref part) in parts {
        let (from, to) = part.range;
        if from > done {
            faults.push(missing(done, from));
        }
        if let Some(last) = last.filter(|_| from < done && from < to) {
            let (a, b, upto) = (last.display(), path.display(), to.min(done) - 1);
            faults.push(
                Fault::new(
                    "members-twice",
                    format!("members {from} to {upto} are in both `{a}` and `{b}`"),
                    format!("عضوهای {from} تا {upto} هم در `{a}` و هم در `{b}` هستند"),
                )
                .help("leave one of them out", "یکی از آن‌ها را کنار بگذارید"),
            );
        }
        if to > done {
            (done, last) = (to, Some(path));
        }
    }
    if done < members {
        faults.push(missing(done, members));
    }
    faults
}

fn moved(path: &Path) -> Fault {
    let name = path.display();
    Fault::new(
        "no-scenario",
        format!("the scenario of these parts, `{name}`, is not there"),
        format!("سناریوی این پاره‌ها، `{name}`، آنجا نیست"),
    )
    .help(
        "run this where the parts were counted, or name it with --scenario FILE",
        "از همان پوشهٔ شمارش اجرا کنید یا با --scenario FILE نشانی آن را بدهید",
    )
}
