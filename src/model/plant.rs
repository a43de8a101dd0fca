//! Power plants: generation, ageing, what they give on the peak day and the cost of electricity.

use super::period::Surroundings;
use super::record::{record, tree};
use crate::number::Number;

record! {
    /// The plants of a generating programme at the opening date.
    pub struct PlantOpening {
        /// Share of the capacity that counts at noon of the province's peak day.
        Opening peak_credit "MW/{unit}" in 0.0..1.0: "share available at noon of the peak day", "سهم در ظهر روز اوج";
        /// Share of the capacity that counts in the evening of that day: nothing of a solar plant.
        Opening evening_credit "MW/{unit}" in 0.0..1.0 or 0.0: "share available in the evening", "سهم در عصر روز اوج";
        /// Capacity that ran at the last peak before the opening date; the opening deficit is what was missing beside it.
        Opening ran_last_peak "{unit}" in 0.0.. or 0.0: "ran at the last peak", "فعال در اوج پیشین";
    }
}

record! {
    /// The plants of a generating programme, by year.
    pub struct PlantInputs {
        /// Electricity a new unit generates in a year.
        Yearly energy_yield "GWh/{unit}/year" in 0.0001..: "yield of a new unit", "تولید واحد نو";
        /// Loss of output of a unit per year of age.
        Yearly output_decline "1/year", Shrinks in 0.0..0.5 or 0.0: "decline of output", "افت سالانهٔ تولید";
        /// Life of a unit, for the cost of electricity.
        Yearly lifetime "year" in 1.0..100.0: "lifetime", "عمر";
    }
}

record! {
    /// The plants of a generating programme in one period.
    pub struct PlantFlow {
        /// Operating capacity after ageing, in units as good as new.
        Stock effective "{unit}" in 0.0..: "capacity as good as new", "ظرفیت معادل نو";
        /// Electricity generated.
        Amount generation "GWh" in 0.0..: "electricity generated", "برق تولیدی";
        /// Cost of a unit of electricity from a plant commissioned in this year, over its whole life.
        Ratio levelised_cost "billion toman/GWh" in 0.0..: "levelised cost of electricity", "هزینهٔ ترازشدهٔ برق";
    }
}

record! {
    /// What the plants of a programme give on the peak day.
    pub struct PlantPeak {
        /// Contribution at noon of the peak day.
        Stock at_noon "MW" in 0.0..: "contribution at noon of the peak day", "سهم در ظهر روز اوج";
        /// Contribution in the evening of the peak day.
        Stock in_evening "MW" in 0.0..: "contribution in the evening of the peak day", "سهم در عصر روز اوج";
    }
}

tree! {
    /// The plants of a generating programme in one period.
    pub struct PlantYear {
        /// The plants themselves.
        here flow: PlantFlow<T>;
        /// What they give on the peak day, where power is modelled.
        many peak: Vec<PlantPeak<T>>, at "peak";
    }
}

/// When the peak day comes.
#[derive(Clone, Copy)]
pub struct Peak<T> {
    /// 1 where it comes within the period, else 0.
    pub comes: T,
    /// Share of what opens in the period that runs by then.
    pub before: T,
}

/// What happens to the fleet of a programme in a period, and what a new unit costs.
pub struct Fleet<T> {
    /// Capacity that began to operate.
    pub commissioned: T,
    /// Share of the running units that neither retires nor goes idle in the period.
    pub kept: T,
    /// Investment per unit.
    pub capital: T,
    /// Running cost of a unit in a year.
    pub running_cost: T,
}

/// The plants at the opening date; `running` is all that runs.
pub fn open<T: Number>(power: bool, running: T, opening: &PlantOpening<T>) -> PlantYear<T> {
    let zero = T::zero();
    let peak = PlantPeak {
        at_noon: opening.peak_credit * opening.ran_last_peak,
        in_evening: opening.evening_credit * opening.ran_last_peak,
    };
    PlantYear {
        flow: PlantFlow { effective: running, generation: zero, levelised_cost: zero },
        peak: power.then_some(peak).into_iter().collect(),
    }
}

/// One period of a programme's plants.
pub fn step<T: Number>(
    around: &Surroundings<'_, T>,
    peak: Option<Peak<T>>,
    opening: &PlantOpening<T>,
    inputs: &PlantInputs<T>,
    fleet: &Fleet<T>,
    last: &PlantYear<T>,
) -> PlantYear<T> {
    let length = around.period.length;
    let before = last.flow.effective;
    let aged = (T::one() - inputs.output_decline).powf(length) * fleet.kept;
    let effective = before * aged + fleet.commissioned;
    let at_peak = |(peak, last): (Peak<T>, &PlantPeak<T>)| {
        let runs = before + peak.before * fleet.commissioned;
        let now = |credit: T, last: T| T::pick(peak.comes.at_least(T::one()), credit * runs, last);
        PlantPeak {
            at_noon: now(opening.peak_credit, last.at_noon),
            in_evening: now(opening.evening_credit, last.in_evening),
        }
    };
    PlantYear {
        flow: PlantFlow {
            effective,
            generation: inputs.energy_yield * (before + effective) / 2.0 * length,
            levelised_cost: levelised_cost(around.discount_rate, inputs, fleet),
        },
        peak: peak.into_iter().zip(&last.peak).map(at_peak).collect(),
    }
}

/// Discounted spending and running cost over discounted generation of one new unit, payments at the end of each year.
fn levelised_cost<T: Number>(rate: T, inputs: &PlantInputs<T>, fleet: &Fleet<T>) -> T {
    let kept = T::one() - inputs.output_decline;
    let worth_of_cost = annuity(T::one() / (rate + 1.0), inputs.lifetime);
    let worth_of_output = annuity(kept / (rate + 1.0), inputs.lifetime) / kept;
    (fleet.capital + fleet.running_cost * worth_of_cost) / (inputs.energy_yield * worth_of_output)
}

/// `q + q² + … + qⁿ`, for `q < 1`.
fn annuity<T: Number>(q: T, years: T) -> T {
    q * (T::one() - q.powf(years)) / (T::one() - q)
}
