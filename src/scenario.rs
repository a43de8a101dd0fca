//! Scenarios: what planners write, read without guessing.
//!
//! `layers` reads the files a scenario rests on, `merge` lays them over each other key by key by the `rules`, `structure`
//! finds the structure, `series` and `quantity` turn values into numbers by year, and here every input the model asks for
//! is given its value, its source and its place. Every fault of a scenario is collected; a scenario with faults does not
//! exist.

mod change;
mod check;
mod consistency;
mod distribution;
mod document;
mod flatten;
mod goal;
mod inputs;
mod layers;
mod merge;
mod nearby;
mod pattern;
mod programmes;
mod quantity;
mod reader;

mod rules;
mod schema;
mod series;
mod shocks;
mod standing;
mod structure;
mod uncertainty;
pub mod write;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::fault::{Fault, Place, Source, sort};
pub use crate::figure::gregorian;
use crate::figure::{self, Figures, Formula};
use crate::files::{Disk, Files};
use crate::language::{Label, Language};
use crate::model::record::{Row, Scope};
use crate::model::structure::Structure;
use crate::model::{self, Inputs};

pub use change::Change;
use check::Checker;
pub use distribution::{Correlation, Distribution, Effect, OF_A_FIGURE, Uncertainty};
pub use goal::{Goal, Observed, Side};
use layers::Layer;
pub use layers::setting_line;
pub use merge::OwnSetting;
use merge::{Settings, merge};
pub use pattern::matches;
pub use rules::takes_a_number;
pub use schema::schema;
pub use standing::{Standing, StandsStill};

/// Where the value of an input comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file, or `--set`, with the place it overrode, if any.
    Set {
        /// Where it is set.
        place: Place,
        /// Where an earlier file had set it.
        overrode: Option<Place>,
    },
    /// Nobody sets it: the declared default.
    Default,
    /// The program works it out.
    Computed,
}

/// An input with its values.
#[derive(Debug, Clone)]
pub struct Input {
    /// Id, unit, labels, range.
    pub row: Row,
    /// One value a year; a single one at the opening date.
    pub values: Vec<f64>,
    /// As written.
    pub written: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Ids of the figures it rests on.
    pub figures: Vec<String>,
    /// Its values as equations over these figures, one a year; none if it rests on no figure.
    pub formulas: Vec<Formula>,
    /// Ids of the figures of prices that its money was converted with.
    pub prices: Vec<String>,
    /// The planner's note.
    pub note: Option<String>,
    /// The planner's source.
    pub source: Option<String>,
}

impl Input {
    /// Whether its numbers are written into a scenario and rest on no figure.
    pub fn is_plain(&self) -> bool {
        matches!(self.origin, Origin::Set { .. }) && self.figures.is_empty()
    }

    /// The values as a scenario would write them: one number, or a table of the years from which each holds. Numbers are
    /// written so that reading them gives the same bits.
    pub fn written_value(&self, first: i32) -> String {
        write::values_by_year(&self.values, first)
    }
}

/// A checked scenario.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Name: that of its file.
    pub name: String,
    /// Title in both languages.
    pub title: Label,
    /// What it is about.
    pub summary: Label,
    /// Paths of the files it rests on, its own last.
    pub files: Vec<PathBuf>,
    /// Settings over the files, as they were given.
    pub settings: Vec<String>,
    /// What there is.
    pub structure: Structure,
    /// Inputs at the opening date, in the order of the model.
    pub opening: Vec<Input>,
    /// Inputs by year, in the order of the model.
    pub yearly: Vec<Input>,
    /// Variables, in the order of the model.
    pub variables: Vec<Row>,
    /// Goals.
    pub goals: Vec<Goal>,
    /// What was later observed.
    pub observed: Vec<Observed>,
    /// What is uncertain.
    pub uncertainties: Vec<Uncertainty>,
    /// Which of it goes together.
    pub correlations: Vec<Correlation>,
    /// Patterns of the variables that matter most.
    pub headline: Vec<String>,
    /// What its own file sets or takes away, and what is set over it, in the order in which it was first written.
    pub own: Vec<OwnSetting>,
    /// Ids of what its bases have for years outside the run: goals, observations, shocks.
    aside: Vec<String>,
    /// What a planner should know though it is no mistake.
    pub remarks: Vec<Fault>,
    /// The figures it draws on.
    pub figures: Arc<Figures>,
    /// What is possible for each variable, kept because every run is held to it.
    possible: Arc<[(f64, f64)]>,
    /// The outline of its structure, kept because inputs are laid out over it again and again.
    outline: Arc<Scope>,
}

impl Scenario {
    /// Reads and checks a scenario file, with settings such as `envelope.exchange.flow=200` over it.
    ///
    /// # Errors
    /// Every fault found, sorted by place.
    pub fn load(path: &Path, settings: &[String]) -> Result<Self, Vec<Fault>> {
        Self::load_from(&Disk, path, settings)
    }

    /// The same from files anywhere: those of a program in memory, for one.
    ///
    /// # Errors
    /// Every fault found, sorted by place.
    pub fn load_from(files: &dyn Files, path: &Path, settings: &[String]) -> Result<Self, Vec<Fault>> {
        let loaded = Self::from_layers(files, path, layers::settings(settings)?)?;
        Ok(Self { settings: settings.to_vec(), ..loaded })
    }

    /// Reads and checks a scenario file with texts over it, each of which sets one or more values.
    ///
    /// # Errors
    /// Every fault found, sorted by place.
    pub fn load_over(path: &Path, sources: &[Arc<Source>]) -> Result<Self, Vec<Fault>> {
        Self::from_layers(&Disk, path, layers::texts(sources)?)
    }

    fn from_layers(files: &dyn Files, path: &Path, over: Vec<Layer>) -> Result<Self, Vec<Fault>> {
        let mut remarks = Vec::new();
        let mut layers = layers::read(files, path, &mut remarks)?;
        layers.extend(over);
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let mut faults = Vec::new();
        let merged = merge(&layers, &mut remarks, &mut faults);
        let figures = match figures_of(files, &layers, &merged) {
            Ok(figures) => figures,
            // A file that says nothing of what scenarios say is something else, and its keys tell nothing more.
            Err(more) if merged.iter().next().is_none() => return Err(more),
            Err(more) => {
                faults.extend(more);
                return Err(sorted(faults));
            }
        };
        let own = layers.iter().rev().find(|layer| !layer.path.as_os_str().is_empty());
        let whole =
            own.map_or_else(|| Place::whole(&Source::new("", "")), |layer| Place::whole(&layer.source));
        let paths = layers
            .iter()
            .map(|layer| layer.path.clone())
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        Checker { settings: &merged, figures, whole, remarks, faults }.check(name, paths)
    }

    /// The scenario with all its bases as the text of one file.
    ///
    /// # Errors
    /// Every fault of the scenario.
    pub fn flatten(path: &Path, settings: &[String]) -> Result<String, Vec<Fault>> {
        let scenario = Self::load(path, settings)?;
        let mut layers = layers::read(&Disk, path, &mut Vec::new())?;
        layers.extend(layers::settings(settings)?);
        let merged = merge(&layers, &mut Vec::new(), &mut Vec::new());
        Ok(flatten::text(&Disk, &layers, &merged, &scenario))
    }

    /// Something uncertain as a planner knows it: what its figure means in a few words, or what its input is called.
    pub fn name_of(&self, uncertainty: &Uncertainty) -> Label {
        let short = |text: &str| {
            let short: String = text.chars().take(56).collect();
            if short.len() < text.len() { format!("{short}…") } else { short }
        };
        let figure = uncertainty.name.strip_prefix("figure:");
        if let Some(figure) = figure.and_then(|id| self.figures.figures.get(id)) {
            return Label::new(short(&figure.meaning.en), short(&figure.meaning.fa));
        }
        let shock = uncertainty.name.strip_prefix("shock.");
        if let Some(shock) = self.structure.shocks.iter().find(|known| shock == Some(&known.named.id)) {
            return shock.named.label.clone();
        }
        // Labels of many inputs are alike; the id says of what.
        let input = uncertainty.inputs.first().and_then(|index| self.inputs().nth(*index));
        input.map_or_else(
            || Label::new(uncertainty.name.clone(), uncertainty.name.clone()),
            |input| {
                let with = |label: &str| format!("{label} ({})", uncertainty.name);
                Label::new(with(&input.row.label.en), with(&input.row.label.fa))
            },
        )
    }

    /// For each uncertainty the indexes of the numbers that are drawn for it, one uncertainty after the other.
    pub fn draws(&self) -> Vec<Range<usize>> {
        let years = self.structure.all_years().count();
        let mut next = 0;
        let own = |uncertainty: &Uncertainty| {
            let first = next;
            next += uncertainty.draws(years);
            first..next
        };
        self.uncertainties.iter().map(own).collect()
    }

    /// All inputs: at the opening date, then by year.
    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.opening.iter().chain(&self.yearly)
    }

    /// The outline of ids and names that inputs and results are laid out over.
    pub fn outline(&self) -> &Scope {
        &self.outline
    }

    /// The lowest and the highest possible value of each variable, in their order.
    pub fn possible(&self) -> &[(f64, f64)] {
        &self.possible
    }

    /// The inputs as the model takes them.
    pub fn numbers(&self) -> Inputs<f64> {
        let opening: Vec<f64> = self.opening.iter().map(|input| input.values[0]).collect();
        let years = self.structure.all_years().count();
        let period = |t: usize| self.yearly.iter().map(|input| input.values[t]).collect();
        let periods: Vec<Vec<f64>> = (0..years).map(period).collect();
        model::inputs(self.outline(), &opening, &periods)
    }

    /// Writes the inputs as they are now into `inputs`, which [`numbers`](Self::numbers) gave before some of their values
    /// were changed: the quick way to run a scenario again and again.
    pub fn refill(&self, inputs: &mut Inputs<f64>) {
        let (opening, yearly) = (&self.opening, &self.yearly);
        model::refill(inputs, |index| opening[index].values[0], |index, t| yearly[index].values[t]);
    }

    /// A digest of what there is, of all bits of every input and of every goal: what has it in common gives the same results.
    pub fn digest(&self) -> String {
        let mut bytes: Vec<u8> = Vec::new();
        for input in self.inputs() {
            bytes.extend_from_slice(input.row.id.as_bytes());
            input.values.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
        }
        bytes.extend_from_slice(format!("{:?}", self.structure).as_bytes());
        for goal in &self.goals {
            let variable = &self.variables[goal.variable].id;
            bytes.extend_from_slice(format!("{} {variable} {:?} {}", goal.id, goal.side, goal.by).as_bytes());
            bytes.extend(goal.value.to_le_bytes());
        }
        let uncertainty = |known: &Uncertainty| {
            let (drawn, effect) = (write::distribution(&known.distribution), &known.effect);
            format!("{} {drawn} {effect:?} {:?}", known.name, known.inputs)
        };
        let correlation = |known: &Correlation| format!("{:?} {:?}", known.uncertainties, known.factor);
        let uncertainties: Vec<String> = self.uncertainties.iter().map(uncertainty).collect();
        let correlations: Vec<String> = self.correlations.iter().map(correlation).collect();
        let drawn = format!("[{}] [{}]", uncertainties.join(", "), correlations.join(", "));
        bytes.extend_from_slice(drawn.as_bytes());
        figure::digest(&bytes)
    }

    /// Who set an input: `file:line` relative to the folder of the scenario, so that it reads alike everywhere.
    pub fn set_by(&self, origin: &Origin) -> String {
        let folder = self.files.last().and_then(|path| path.parent()).unwrap_or(Path::new(""));
        match origin {
            Origin::Set { place, .. } => {
                let short = place.short();
                Path::new(&short)
                    .strip_prefix(folder)
                    .map_or(short.clone(), |path| path.display().to_string())
            }
            Origin::Default => "default".to_owned(),
            Origin::Computed => "worked out".to_owned(),
        }
    }

    /// A unit as people read it, with its price year and words of the province's own.
    pub fn unit(&self, language: Language, unit: &str) -> String {
        self.figures.units.says(language, &self.priced(unit))
    }

    /// The unit of a variable or input with its price year, such as `billion toman@1404/year`.
    pub fn priced(&self, unit: &str) -> String {
        if unit.contains("toman/USD") {
            unit.to_owned()
        } else {
            unit.replace("toman", &format!("toman@{}", self.structure.years.0))
        }
    }
}

fn sorted(mut faults: Vec<Fault>) -> Vec<Fault> {
    sort(&mut faults);
    faults
}

/// Loads the folder of figures that the scenario names, relative to the file that names it.
fn figures_of(files: &dyn Files, layers: &[Layer], settings: &Settings) -> Result<Arc<Figures>, Vec<Fault>> {
    let none = || {
        let whole = layers
            .last()
            .map_or_else(|| Place::whole(&Source::new("", "")), |layer| Place::whole(&layer.source));
        let fault = Fault::new(
            "rests-on-nothing",
            "this scenario rests on no other, so nearly everything is missing",
            "این سناریو بر سناریوی دیگری استوار نیست و تقریباً همه‌چیز کم است",
        );
        vec![fault.at(&whole, "no `based_on` and no `figures` in this file", "در این پرونده `based_on` و `figures` نیست").help(
            "write based_on = [\"reference\"] above the first [heading]; a scenario of its own begins with `figures`",
            "پیش از نخستین [سرعنوان] بنویسید based_on = [\"reference\"]؛ سناریوی مستقل با `figures` آغاز می‌شود",
        )]
    };
    let setting = settings.get("figures").ok_or_else(none)?;
    let folder = setting.node.text().ok_or_else(|| {
        let (kind, kind_fa) = setting.node.kind();
        let fault = Fault::new("wrong-type", "`figures` is one folder", "`figures` یک پوشه است");
        let fault = fault.at(&setting.node.place, format!("this is {kind}"), format!("این {kind_fa} است"));
        vec![fault.help("write figures = \"../seeds\"", "بنویسید figures = \"../seeds\"")]
    })?;
    let layer = layers.iter().find(|layer| Arc::ptr_eq(&layer.source, &setting.key.source));
    let beside = layer.and_then(|layer| layer.path.parent()).unwrap_or(Path::new(""));
    let placed = |fault: Fault| {
        if fault.place.is_some() {
            fault
        } else {
            fault.at(&setting.node.place, "this folder", "این پوشه")
        }
    };
    let figures = figure::load(files, &beside.join(folder));
    figures.map(Arc::new).map_err(|faults| faults.into_iter().map(placed).collect())
}
