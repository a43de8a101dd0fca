//! Power plants: generation, ageing, the contribution at peak and the cost of electricity.

use super::period::Surroundings;
use super::record::record;
use crate::number::Number;

record! {
    /// The plants of a generating programme, by year.
    pub struct PlantInputs {
        /// Electricity a new unit generates in a year.
        Yearly energy_yield "GWh/{unit}/year" in 0.0001..: "yield of a new unit", "تولید واحد نو";
        /// Loss of output of a unit per year of age.
        Yearly output_decline "1/year", Shrinks in 0.0..0.5 or 0.0: "decline of output", "افت سالانهٔ تولید";
        /// Share of the capacity that counts at the province's peak hour.
        Yearly peak_credit "MW/{unit}" in 0.0..1.0: "share available at peak", "سهم در ساعت اوج";
        /// Life of a unit, for the cost of electricity.
        Yearly lifetime "year" in 1.0..100.0: "lifetime", "عمر";
    }
}

record! {
    /// The plants of a generating programme in one period.
    pub struct PlantYear {
        /// Operating capacity after ageing, in units as good as new.
        Stock effective "{unit}" in 0.0..: "capacity as good as new", "ظرفیت معادل نو";
        /// Electricity generated.
        Amount generation "GWh" in 0.0..: "electricity generated", "برق تولیدی";
        /// Contribution at the peak hour beyond that of the opening date.
        Stock at_peak "MW": "contribution at peak beyond the opening", "سهم در اوج افزون بر آغاز";
        /// Cost of a unit of electricity from a plant commissioned in this year, over its whole life.
        Ratio levelised_cost "billion toman/GWh" in 0.0..: "levelised cost of electricity", "هزینهٔ ترازشدهٔ برق";
    }
}

/// What happens to the fleet of a programme in a period, and what a new unit costs.
pub struct Fleet<T> {
    /// Capacity that began to operate.
    pub commissioned: T,
    /// Share that retires in a year.
    pub retirement: T,
    /// Investment per unit.
    pub capital: T,
    /// Running cost of a unit in a year.
    pub running_cost: T,
}

/// One period of a programme's plants.
pub fn step<T: Number>(
    around: &Surroundings<'_, T>,
    inputs: &PlantInputs<T>,
    fleet: &Fleet<T>,
    start: &PlantYear<T>,
    last: &PlantYear<T>,
) -> PlantYear<T> {
    let length = around.period.length;
    let aged = (T::one() - inputs.output_decline).powf(length) * (T::one() - fleet.retirement * length);
    let effective = last.effective * aged + fleet.commissioned;
    PlantYear {
        effective,
        generation: inputs.energy_yield * (last.effective + effective) / 2.0 * length,
        at_peak: inputs.peak_credit * (effective - start.effective),
        levelised_cost: levelised_cost(around.discount_rate, inputs, fleet),
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
