//! `ofogh merge`: the parts of an ensemble put together.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::OutputFiles;
use super::{Failure, ensemble};
use crate::fault::Fault;
use crate::language::Language;
use crate::scenario::Scenario;
use crate::study::ensemble::{Ensemble, Part, PartError, gaps, merge};
use crate::wording::faults;

/// Arguments of `merge`.
#[derive(Args)]
pub(crate) struct MergeCommand {
    /// Files that `ofogh ensemble --part` wrote.
    #[arg(required = true)]
    parts: Vec<PathBuf>,
    /// The scenario file, if it is not where it was.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    #[command(flatten)]
    output: OutputFiles,
}

impl MergeCommand {
    pub(super) fn go(&self, language: Language) -> Result<(), Failure> {
        let formats = self.output.formats()?;
        let mut parts = Vec::new();
        for path in &self.parts {
            parts.push((path.as_path(), read(path)?));
        }
        // There is one at least: the command asks for it.
        let (first_path, first) = (parts[0].0, parts[0].1.of.clone());
        let file = self.scenario.clone().unwrap_or_else(|| PathBuf::from(&parts[0].1.file));
        let other = |(path, part): &(&Path, Part)| {
            first.same(&part.of).err().map(|wrong| faults::part(path, Some(first_path), &wrong))
        };
        no_faults(parts.iter().filter_map(other).collect())?;
        parts.sort_by_key(|(_, part)| part.range);
        let paths: Vec<&Path> = parts.iter().map(|(path, _)| *path).collect();
        let ranges: Vec<(u64, u64)> = parts.iter().map(|(_, part)| part.range).collect();
        let gaps = gaps(&ranges, first.members);
        no_faults(gaps.iter().map(|gap| faults::gap(gap, &paths, first.members)).collect())?;
        if !file.exists() {
            return Err(moved(&file).into());
        }
        let scenario = Scenario::load(&file, &first.settings)?;
        let Some(design) = first.design() else {
            let wrong = PartError::Damaged(first.sampling);
            return Err(faults::part(first_path, None, &wrong).into());
        };
        let ensemble = Ensemble::new(scenario, first.all, design);
        let whole = merge(&ensemble, parts.iter().map(|(_, part)| part))
            .map_err(|(n, wrong)| faults::part(paths[n], None, &wrong))?;
        ensemble::show(&ensemble, &whole, &self.output, &formats, language)
    }
}

fn no_faults(faults: Vec<Fault>) -> Result<(), Failure> {
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
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
    Part::read(&bytes).map_err(|wrong| faults::part(path, None, &wrong))
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
