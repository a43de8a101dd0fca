//! Reading what is uncertain: distributions and yearly noise of inputs, ranges of figures, shocks that may come.

mod correlation;
mod forms;

use std::collections::HashMap;

use super::Input;
use super::distribution::{Distribution, Effect, OF_A_FIGURE, Uncertainty};
use super::document::{Entry, Value};
use super::merge::Setting;
use super::quantity::TargetUnit;
use super::reader::StructureReader;
use super::shocks::Timing;
use crate::fault::{Fault, Place, shown};
use crate::figure::Figures;
use crate::language::Label;
use crate::model::record::RowKind;
use crate::model::structure::Structure;
use forms::FORMS;

/// What is needed to read what is uncertain.
pub(super) struct UncertaintyReader<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// The structure.
    pub structure: &'a Structure,
    /// Timing of each shock.
    pub timings: &'a [Timing],
    /// All inputs with their values, those at the opening date first.
    pub inputs: Vec<&'a Input>,
    /// Index of the local content: it goes into the Leontief inverse before the run, and so stays certain.
    pub local_content: usize,
}

impl UncertaintyReader<'_> {
    /// Everything uncertain: what is written as such and the ranges of figures if they are asked for; then what is drawn
    /// year by year, noise and shocks.
    pub(super) fn read(&self, reader: &mut StructureReader<'_>) -> Vec<Uncertainty> {
        let (mut found, mut noise) = (Vec::new(), Vec::new());
        for (index, input) in self.inputs.iter().enumerate() {
            if let Some(setting) = reader.optional(&format!("uncertainty.{}", input.row.id)) {
                let read = self.one(index, setting, &mut reader.faults);
                found.extend(read.0);
                noise.extend(read.1);
            }
        }
        if self.draws_figures(reader) {
            let own: Vec<usize> = found.iter().flat_map(|own| own.inputs.iter().copied()).collect();
            found.extend(self.of_figures(&own));
        }
        found.extend(noise);
        found.extend(self.shocks(reader));
        found
    }

    /// Whether the ranges of figures are drawn from: where the scenario says so, or where it names nothing uncertain itself.
    fn draws_figures(&self, reader: &mut StructureReader<'_>) -> bool {
        const FIGURES: &str = "uncertainty.figures";
        if reader.optional(FIGURES).is_some() {
            return reader.truth(FIGURES);
        }
        if reader.settings.removal("uncertainty").is_some() {
            return false;
        }
        let shocks = self.structure.shocks.iter();
        let mut chances = shocks.map(|shock| format!("shock.{}.probability", shock.named.id));
        reader.settings.beginning("uncertainty.").next().is_none()
            && chances.all(|chance| reader.optional(&chance).is_none())
    }

    /// The figures with a range that inputs rest on, directly or through other figures, each one drawn in its own unit for
    /// all of them; inputs with a distribution of their own stay out of it.
    fn of_figures(&self, own: &[usize]) -> Vec<Uncertainty> {
        let mut found: Vec<Uncertainty> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (index, input) in self.inputs.iter().enumerate() {
            if index == self.local_content || own.contains(&index) {
                continue;
            }
            for id in self.figures.leaves(&input.formulas) {
                let Some([low, mode, high]) = self.figures.figures[&id].spread() else { continue };
                let place = *known.entry(id.clone()).or_insert(found.len());
                if place == found.len() {
                    found.push(Uncertainty {
                        distribution: Distribution::Pert { low, mode, high },
                        effect: Effect::Figure,
                        inputs: Vec::new(),
                        name: format!("{OF_A_FIGURE}{id}"),
                    });
                }
                found[place].inputs.push(index);
            }
        }
        found
    }

    /// Shocks with a probability: each may begin in its year and in every later one.
    fn shocks(&self, reader: &mut StructureReader<'_>) -> Vec<Uncertainty> {
        let mut found = Vec::new();
        for (shock, timing) in self.structure.shocks.iter().zip(self.timings) {
            let id = &shock.named.id;
            let Some(setting) = reader.optional(&format!("shock.{id}.probability")) else { continue };
            if timing.year > self.structure.years.1 {
                continue;
            }
            let wanted = TargetUnit::new("1", self.structure.years.0, &self.figures.units);
            let read = wanted.ok().and_then(|wanted| self.number(&setting.node, &wanted, &mut reader.faults));
            let Some(probability) = read else { continue };
            if !(probability > 0.0 && probability < 1.0) {
                reader.faults.push(no_chance(id, probability, &setting.node.place));
                continue;
            }
            let active = format!("shock.{id}.active");
            let begins = (timing.year.max(self.structure.years.0)..=self.structure.years.1)
                .map(|year| Timing { year, months: timing.months }.active(self.structure));
            found.push(Uncertainty {
                name: format!("shock.{id}"),
                distribution: Distribution::Points(vec![(0.0, 1.0 - probability), (1.0, probability)]),
                effect: Effect::Begins(begins.collect()),
                inputs: (0..self.inputs.len()).filter(|n| self.inputs[*n].row.id == active).collect(),
            });
        }
        found
    }

    /// The distribution of one input, and its noise.
    fn one(
        &self,
        index: usize,
        setting: &Setting,
        faults: &mut Vec<Fault>,
    ) -> (Option<Uncertainty>, Option<Uncertainty>) {
        let id = &self.inputs[index].row.id;
        if index == self.local_content {
            faults.push(
                Fault::new(
                    "uncertain-block",
                    format!("`{id}` cannot be uncertain: it goes into the Leontief inverse before the run"),
                    format!("`{id}` نمی‌تواند نامطمئن باشد: پیش از اجرا در معکوس لئونتیف به کار می‌رود"),
                )
                .at(&setting.key, "here", "اینجا")
                .help(
                    "make `economy.multiplier_scale` uncertain instead",
                    "به جای آن `economy.multiplier_scale` را نامطمئن کنید",
                ),
            );
            return (None, None);
        }
        let entries = setting.node.entries().unwrap_or_default();
        let known = |key: &str| ["as", "noise"].contains(&key) || FORMS.iter().any(|(form, _)| *form == key);
        let (help, help_fa) = forms::list();
        if let Some(odd) = entries.iter().find(|entry| !known(&entry.key)) {
            let fault = Fault::new(
                "unknown-key",
                format!("unknown key `{}` in a distribution", odd.key),
                format!("کلید ناشناختهٔ `{}` در توزیع", odd.key),
            );
            let names = FORMS.iter().map(|(form, _)| *form).chain(["as", "noise"]);
            faults.push(
                fault
                    .at(&odd.place, "not a key here", "اینجا چنین کلیدی نیست")
                    .help(help, help_fa)
                    .maybe_help(crate::fault::did_you_mean(&odd.key, names)),
            );
            return (None, None);
        }
        let forms: Vec<_> = entries.iter().filter(|entry| forms::is(&entry.key)).collect();
        let noise = entries.iter().find(|entry| entry.key == "noise");
        let noisy = noise.and_then(|entry| self.noise(index, entry, faults));
        match (&forms[..], noise) {
            ([form], _) => (self.distribution(index, setting, form, entries, faults), noisy),
            ([], Some(_)) => (None, noisy),
            _ => {
                let fault = Fault::new(
                    "distribution",
                    format!("`uncertainty.{id}` gives {} distributions, not one", forms.len()),
                    format!("`uncertainty.{id}` به جای یک توزیع {} تا دارد", forms.len()),
                );
                faults.push(fault.at(&setting.node.place, "here", "اینجا").help(help, help_fa));
                (None, None)
            }
        }
    }

    fn distribution(
        &self,
        index: usize,
        setting: &Setting,
        form: &Entry,
        entries: &[Entry],
        faults: &mut Vec<Fault>,
    ) -> Option<Uncertainty> {
        let input = self.inputs[index];
        let id = &input.row.id;
        let effect = match entries
            .iter()
            .find(|entry| entry.key == "as")
            .map(|entry| (entry, entry.node.word().unwrap_or_default()))
            .as_ref()
            .map(|(entry, word)| (entry, word.as_str()))
        {
            None | Some((_, "value")) => Effect::Value,
            Some((_, "factor")) => Effect::Factor,
            Some((_, "shift")) => Effect::Shift,
            Some((entry, _)) => {
                let fault = Fault::new(
                    "wrong-choice",
                    "`as` is \"value\", \"factor\" or \"shift\"",
                    "`as` یکی از \"value\"، \"factor\" و \"shift\" است",
                );
                faults.push(fault.at(&entry.node.place, "none of them", "هیچ‌کدام").help("\"value\" replaces the value, \"factor\" multiplies it in every year, \"shift\" is added to it", "\"value\" جای مقدار را می‌گیرد، \"factor\" در هر سال ضرب و \"shift\" افزوده می‌شود"));
                return None;
            }
        };
        let varies = input.values.windows(2).any(|pair| pair[0].to_bits() != pair[1].to_bits());
        if effect == Effect::Value && varies {
            let fault = Fault::new(
                "distribution",
                format!("`{id}` differs by year, and one value would flatten it"),
                format!("`{id}` سال به سال فرق می‌کند و یک مقدار آن را هموار می‌کند"),
            );
            faults.push(
                fault.at(&setting.node.place, "one value for all years", "یک مقدار برای همهٔ سال‌ها").help(
                    "say as = \"factor\" or as = \"shift\": the path keeps its shape",
                    "as = \"factor\" یا as = \"shift\" بنویسید تا مسیر شکل خود را نگه دارد",
                ),
            );
            return None;
        }
        let of = |unit: &str| TargetUnit::new(unit, self.structure.years.0, &self.figures.units).ok();
        let wanted = match effect {
            Effect::Factor => of("1")?,
            Effect::Shift => of(&input.row.unit)?.accruing(input.row.accrual).of_differences(),
            _ => of(&input.row.unit)?.accruing(input.row.accrual),
        };
        let before = faults.len();
        // A value is cut to the range of its input; a factor or shift is cut when it has acted.
        let cut = match effect {
            Effect::Value => (input.row.low, input.row.high),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        let distribution = self.read_form(&form.key, &form.node, &wanted, cut, faults)?;
        Self::in_range(&distribution, &effect, input, &form.node.place, faults);
        (faults.len() == before).then(|| Uncertainty {
            name: id.clone(),
            distribution,
            effect,
            inputs: vec![index],
        })
    }

    /// The yearly noise of an input: its standard deviation in the unit of the input, and its persistence.
    fn noise(&self, index: usize, entry: &Entry, faults: &mut Vec<Fault>) -> Option<Uncertainty> {
        let input = self.inputs[index];
        let id = &input.row.id;
        if input.row.kind != RowKind::Yearly {
            faults.push(
                Fault::new(
                    "noise",
                    format!("`{id}` has one value, no years to differ"),
                    format!("`{id}` یک مقدار دارد و سالی ندارد که نوسان کند"),
                )
                .at(&entry.place, "noise is drawn for each year", "نوسان برای هر سال کشیده می‌شود")
                .help(
                    "give it a distribution instead, such as normal = [2, 0.5]",
                    "به جای آن توزیعی بدهید، مانند normal = [2, 0.5]",
                ),
            );
            return None;
        }
        let wanted = TargetUnit::new(&input.row.unit, self.structure.years.0, &self.figures.units).ok()?;
        let wanted = wanted.accruing(input.row.accrual).of_differences();
        let pair = match &entry.node.value {
            Value::List(pair) if pair.len() == 2 => pair,
            _ => {
                faults.push(wrong_noise(&entry.node.place));
                return None;
            }
        };
        let deviation = self.number(&pair[0], &wanted, faults)?;
        match pair[1].value {
            Value::Number(persistence, _) if (0.0..1.0).contains(&persistence) && deviation > 0.0 => {
                let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
                Some(Uncertainty {
                    name: format!("{id}:noise"),
                    distribution: Distribution::Normal { mean: 0.0, deviation, low, high },
                    effect: Effect::Noise { persistence },
                    inputs: vec![index],
                })
            }
            _ => {
                faults.push(wrong_noise(&entry.node.place));
                None
            }
        }
    }

    /// Every value that can be drawn must be one that a scenario may set.
    fn in_range(
        distribution: &Distribution,
        effect: &Effect,
        input: &Input,
        place: &Place,
        faults: &mut Vec<Fault>,
    ) {
        let Some((low, high)) = distribution.bounds() else { return };
        let row = &input.row;
        let acted = |drawn: f64, value: f64| match effect {
            Effect::Factor => value * drawn,
            Effect::Shift => value + drawn,
            _ => drawn,
        };
        let reached = input.values.iter().flat_map(|value| [acted(low, *value), acted(high, *value)]);
        if let Some(beyond) = reached.into_iter().find(|value| !(row.low..=row.high).contains(value)) {
            let beyond = shown(beyond);
            let fault = Fault::new(
                "out-of-range",
                format!("`{}` would reach {beyond}, outside its range", row.id),
                format!("`{}` به {beyond} می‌رسد که بیرون از بازهٔ آن است", row.id),
            );
            let (low, high) = (shown(row.low), shown(row.high));
            let range = if row.high.is_finite() {
                Label::new(format!("it goes from {low} to {high}"), format!("از {low} تا {high} است"))
            } else {
                Label::new(format!("it is at least {low}"), format!("دست‌کم {low} است"))
            };
            faults.push(
                fault
                    .at(place, "this reaches too far", "این بیش از اندازه دور می‌رود")
                    .maybe_help(Some(range)),
            );
        }
    }
}

/// What is said of a probability that leaves nothing to chance.
#[allow(clippy::float_cmp)]
fn no_chance(id: &str, probability: f64, place: &Place) -> Fault {
    let given = shown(probability);
    let fault = |en: String, fa: String| Fault::new("probability", en, fa);
    let caret = ("a probability a year, between 0 and 1", "احتمال سالانه، میان صفر و یک");
    let fault = if probability == 1.0 {
        fault(
            format!("with a probability of 1 `shock.{id}` comes for certain, and in every year again"),
            format!("با احتمال 1 `shock.{id}` حتمی است و هر سال دوباره می‌آید"),
        )
        .help(
            "take `probability` out: without it the shock comes in its year",
            "`probability` را بردارید: بی آن شوک در سال خود می‌آید",
        )
    } else if probability == 0.0 {
        fault(
            format!("with a probability of 0 `shock.{id}` never comes"),
            format!("با احتمال 0 `shock.{id}` هرگز نمی‌آید"),
        )
        .help(
            "take the shock out; one of a base goes with `= false`",
            "شوک را بردارید؛ شوک پایه با `= false` برداشته می‌شود",
        )
    } else {
        fault(format!("{given} is no probability"), format!("{given} احتمال نیست"))
            .help("write a share such as 0.2, or \"20 %\"", "سهمی مانند 0.2 یا \"20 %\" بنویسید")
    };
    fault.at(place, caret.0, caret.1)
}

fn wrong_noise(place: &Place) -> Fault {
    Fault::new(
        "noise",
        "`noise` wants a standard deviation above 0 and a persistence from 0 to below 1",
        "`noise` به انحراف معیاری بیش از صفر و پایداری از صفر تا کمتر از یک نیاز دارد",
    )
    .at(place, "not so here", "اینجا چنین نیست")
    .help(
        "write noise = [0.02, 0.5]: shifts of two hundredths, half of each going on into the next year",
        "بنویسید noise = [0.02, 0.5]: جابه‌جایی‌هایی به اندازهٔ دو صدم که نیمی از هر یک به سال بعد می‌رسد",
    )
}
