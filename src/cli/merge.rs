//! `ofogh merge`: the parts of an ensemble put together.

use std::path::{Path, PathBuf};

use clap::Args;

use super::output::OutputFiles;
use super::{Failure, ensemble};
use crate::fault::Fault;
use crate::files;
use crate::language::{Label, Language};
use crate::scenario::Scenario;
use crate::study::ensemble::{MergeError, Part, WholeParts};
use crate::study::limits;
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
        let parts = self.parts.iter().map(|path| read(path)).collect::<Result<Vec<Part>, Fault>>()?;
        let file = self.scenario.clone().unwrap_or_else(|| PathBuf::from(&parts[0].file));
        let members = parts[0].of.members;
        let wrong = |wrong: &MergeError, against| faults::merge(wrong, &self.parts, against, members);
        let first = Some(self.parts[0].as_path());
        let parts = WholeParts::new(parts)
            .map_err(|all| all.iter().map(|one| wrong(one, first)).collect::<Vec<Fault>>())?;
        if !file.exists() {
            return Err(moved(&file).into());
        }
        let of = parts.identity();
        let design = of.design().map_err(|unknown| faults::part(&self.parts[0], None, &unknown))?;
        let ensemble = ensemble::planned(Scenario::load(&file, &of.settings)?, &file, of.all, design)?;
        let whole = parts.merge(&ensemble).map_err(|one| wrong(&one, None))?;
        ensemble::show(&ensemble, &whole, &self.output, &formats, language)
    }
}

fn read(path: &Path) -> Result<Part, Fault> {
    let name = path.display();
    let bytes = files::bytes(path, limits::PART).map_err(|error| {
        let Label { en, fa } = error.label();
        Fault::new("part", format!("cannot read `{name}`: {en}"), format!("خواندن `{name}` ممکن نشد: {fa}"))
            .help(
                "name the files that `ofogh ensemble --part` wrote",
                "پرونده‌هایی را نام ببرید که `ofogh ensemble --part` نوشته است",
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
