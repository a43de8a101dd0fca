//! Power: demand, firm supply, the deficit at peak and what outages cost.

use super::record::record;
use crate::number::Number;

record! {
    /// The power balance at the opening date.
    pub struct PowerOpening {
        /// Demand at the peak hour of the opening year.
        Opening opening_demand "MW" in 0.001..: "opening peak demand", "نیاز اوج آغازین";
        /// Shortage at the peak hour of the opening year.
        Opening opening_deficit "MW" in 0.001..: "opening deficit", "کسری آغازین";
    }
}

record! {
    /// The power balance by year.
    pub struct PowerInputs {
        /// Growth of peak demand.
        Yearly demand_growth "1/year", Grows in -0.5..0.5: "growth of peak demand", "رشد نیاز اوج";
        /// Growth of firm supply: local plants and what the national grid delivers at peak.
        Yearly firm_growth "1/year", Grows in -0.5..0.5: "growth of firm supply", "رشد تأمین مطمئن";
    }
}

record! {
    /// The power balance of one year.
    pub struct PowerYear {
        /// Demand at the peak hour.
        Stock demand "MW" in 0.0..: "peak demand", "نیاز اوج";
        /// Firm supply at the peak hour, without the programmes.
        Stock firm "MW" in 0.0..: "firm supply at peak", "تأمین مطمئن در اوج";
        /// What the programmes' plants add at the peak hour.
        Stock at_peak "MW": "programmes' contribution at peak", "سهم طرح‌ها در اوج";
        /// What is missing at the peak hour.
        Stock deficit "MW" in 0.0..: "deficit at peak", "کسری در اوج";
        /// Share of the peak that is missing, relative to the opening year.
        Rate outage_index "1" in 0.0..: "outages relative to the opening", "خاموشی نسبت به آغاز";
    }
}

/// The power balance at the opening date.
pub fn open<T: Number>(opening: &PowerOpening<T>) -> PowerYear<T> {
    PowerYear {
        demand: opening.opening_demand,
        firm: opening.opening_demand - opening.opening_deficit,
        at_peak: T::zero(),
        deficit: opening.opening_deficit,
        outage_index: T::one(),
    }
}

/// One period of the power balance; `at_peak` is what the programmes add.
pub fn step<T: Number>(
    length: T,
    inputs: &PowerInputs<T>,
    at_peak: T,
    start: &PowerYear<T>,
    last: &PowerYear<T>,
) -> PowerYear<T> {
    let demand = last.demand * (inputs.demand_growth + 1.0).powf(length);
    let firm = last.firm * (inputs.firm_growth + 1.0).powf(length);
    let deficit = (demand - firm - at_peak).max(T::zero());
    let outage_index = (deficit / demand) / (start.deficit / start.demand);
    PowerYear { demand, firm, at_peak, deficit, outage_index }
}
