//! Power: demand, firm supply, what is missing on the summer's peak day at noon and in the evening, what outages cost.

use super::period::PeriodInputs;
use super::plant::{Peak, PlantPeak};
use super::record::record;
use crate::number::Number;

record! {
    /// The power balance at the opening date.
    pub struct PowerOpening {
        /// Demand at noon of the last peak day before the opening date.
        Opening opening_demand "MW" in 0.001..: "opening peak demand", "نیاز اوج آغازین";
        /// What was missing then.
        Opening opening_deficit "MW" in 0.001..: "opening deficit", "کسری آغازین";
        /// Demand in the evening of the peak day, relative to that at noon.
        Opening evening_ratio "1" in 0.0..2.0: "evening demand relative to noon", "نیاز عصر نسبت به ظهر";
        /// Weight of the noon in what outages cost, the evening having the rest: the share of working hours by day.
        Opening noon_weight "1" in 0.01..1.0: "weight of the noon in losses", "وزن ظهر در زیان";
    }
}

record! {
    /// The power balance by year.
    pub struct PowerInputs {
        /// Growth of peak demand.
        Yearly demand_growth "1/year", Grows in -0.5..0.5: "growth of peak demand", "رشد نیاز اوج";
        /// Growth of firm supply: local plants and what the national grid delivers at peak.
        Yearly firm_growth "1/year", Grows in -0.5..0.5: "growth of firm supply", "رشد تأمین مطمئن";
        /// Share of what opens in a year that runs before the year's peak day.
        Yearly before_peak "1" in 0.0..1.0: "opened before the peak day", "بهره‌برداری پیش از روز اوج";
    }
}

record! {
    /// The power balance of one year.
    pub struct PowerYear {
        /// Share of what opens in the period that runs on the peak day.
        Ratio ran_by_peak "1" in 0.0..1.0: "opened before the peak day", "بهره‌برداری پیش از روز اوج";
        /// Demand at noon of the peak day.
        Stock demand "MW" in 0.0..: "peak demand", "نیاز اوج";
        /// Firm supply on the peak day, without the programmes.
        Stock firm "MW" in 0.0..: "firm supply at peak", "تأمین مطمئن در اوج";
        /// What the programmes' plants give at noon of the peak day.
        Stock at_noon "MW" in 0.0..: "programmes' contribution at noon", "سهم طرح‌ها در ظهر";
        /// What the programmes' plants give in the evening of the peak day.
        Stock in_evening "MW" in 0.0..: "programmes' contribution in the evening", "سهم طرح‌ها در عصر";
        /// What is missing at noon.
        Stock noon "MW" in 0.0..: "missing at noon", "کسری در ظهر";
        /// What is missing in the evening.
        Stock evening "MW" in 0.0..: "missing in the evening", "کسری در عصر";
        /// What is missing at the worse of the two hours of the last summer.
        Stock deficit "MW" in 0.0..: "deficit at peak", "کسری در اوج";
        /// Share of the peak that is missing, both hours by their weights.
        Stock shortage "1" in 0.0..1.0: "share of the peak that is missing", "سهم کسری از اوج";
        /// That share relative to the opening.
        Rate outage_index "1" in 0.0..: "outages relative to the opening", "خاموشی نسبت به آغاز";
    }
}

/// The power balance at the opening date; `plants` is what programmes gave at the last peak.
pub fn open<T: Number>(opening: &PowerOpening<T>, plants: &PlantPeak<T>) -> PowerYear<T> {
    let firm = opening.opening_demand - opening.opening_deficit - plants.at_noon;
    let hours = Hours { demand: opening.opening_demand, firm, ran_by_peak: T::zero() };
    let year = hours.balance(opening, plants);
    PowerYear { outage_index: T::one(), ..year }
}

/// How much of what opens in a period runs on the peak day: in the part of a year that is left at the opening, less.
pub fn peak<T: Number>(period: &PeriodInputs<T>, inputs: &PowerInputs<T>) -> Peak<T> {
    let before = (inputs.before_peak - period.gone).max(T::zero()) / (T::one() - period.gone);
    Peak { comes: period.peak, before }
}

/// One period of the power balance, from summer to summer: a period in which no peak day comes keeps the last one's.
pub fn step<T: Number>(
    ahead: T,
    opening: &PowerOpening<T>,
    inputs: &PowerInputs<T>,
    ran_by_peak: T,
    plants: &PlantPeak<T>,
    (start, last): (&PowerYear<T>, &PowerYear<T>),
) -> PowerYear<T> {
    let demand = last.demand * (inputs.demand_growth + 1.0).powf(ahead);
    let firm = last.firm * (inputs.firm_growth + 1.0).powf(ahead);
    let year = Hours { demand, firm, ran_by_peak }.balance(opening, plants);
    PowerYear { outage_index: year.shortage / start.shortage, ..year }
}

struct Hours<T> {
    demand: T,
    firm: T,
    ran_by_peak: T,
}

impl<T: Number> Hours<T> {
    /// What is missing at the two hours of the peak day.
    fn balance(self, opening: &PowerOpening<T>, plants: &PlantPeak<T>) -> PowerYear<T> {
        let Self { demand, firm, ran_by_peak } = self;
        let noon = (demand - firm - plants.at_noon).max(T::zero());
        let evening = (opening.evening_ratio * demand - firm - plants.in_evening).max(T::zero());
        let weight = opening.noon_weight;
        PowerYear {
            ran_by_peak,
            demand,
            firm,
            at_noon: plants.at_noon,
            in_evening: plants.in_evening,
            noon,
            evening,
            deficit: noon.max(evening),
            shortage: (weight * noon + (T::one() - weight) * evening) / demand,
            outage_index: T::zero(),
        }
    }
}
