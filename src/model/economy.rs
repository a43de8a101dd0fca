//! Sectors, output and the share of the nation: trend, what programmes add, Type I multipliers, outages, shocks.

use super::conversion::PER_CENT;
use super::record::{record, tree};
use super::structure::Structure;
use crate::number::Number;

record! {
    /// The province's accounts at the opening date.
    pub struct ProvinceOpening {
        /// The province's share of the nation's gross domestic product.
        Opening opening_gdp_share "1" in 0.0001..0.9: "opening share of national output", "سهم آغازین از تولید ملی";
    }
}

record! {
    /// A sector at the opening date.
    pub struct SectorOpening {
        /// The sector's share of the province's value added; the shares of all sectors sum to 1.
        Opening output_share "1" in 0.0001..1.0: "share of provincial value added", "سهم از ارزش افزودهٔ استان";
        /// The sector's share of the province's jobs; the shares of all sectors sum to 1.
        Opening jobs_share "1" in 0.0001..1.0: "share of provincial jobs", "سهم از اشتغال استان";
    }
}

record! {
    /// The economy as a whole by year.
    pub struct EconomyInputs {
        /// Factor on the indirect effects of the Leontief inverse.
        Yearly multiplier_scale "1" in 0.0..3.0 or 1.0: "scale of indirect effects", "مقیاس آثار غیرمستقیم";
        /// Factor on the purchases within the province that the proxy table shows.
        Yearly local_content "1" in 0.0..2.0 or 1.0: "local content", "سهم خرید داخل استان";
    }
}

record! {
    /// A sector by year.
    pub struct SectorFlow {
        /// Growth of the sector's own trend over that of the nation, in points a year.
        Yearly growth_differential "1/year", Grows in -0.5..0.5 or 0.0: "growth over the nation's", "رشد افزون بر رشد کشور";
        /// Value added per unit of output.
        Yearly value_added_ratio "1" in 0.01..1.0: "value added per output", "نسبت ارزش افزوده به ستانده";
        /// Share of value added that the outages of the opening year cost.
        Yearly outage_loss "1" in 0.0..0.9 or 0.0: "loss by outages at the opening", "زیان خاموشی در آغاز";
    }
}

record! {
    /// One element of the Leontief inverse less the identity.
    pub struct Requirement {
        /// Output this sector must deliver, indirectly, per unit of new output of the other; from the proxy table.
        Requirement itself "1": "indirect requirement", "نیاز غیرمستقیم";
    }
}

tree! {
    /// A sector by year, with its row of the Leontief block.
    pub struct SectorInputs {
        /// The numbers of the sector itself.
        here flow: SectorFlow<T>;
        /// Indirect requirements by the sector that causes them.
        many requirements: Vec<Requirement<T>>, at "requirements";
    }
}

record! {
    /// One sector in one year.
    pub struct SectorYear {
        /// Value added as it would be without programmes, revivals, shocks and changes of outages.
        Rate trend "billion toman/year" in 0.0..: "trend value added", "ارزش افزودهٔ روند";
        /// Value added of programmes' and classes' units beyond what the trend holds.
        Rate direct "billion toman/year": "direct value added", "ارزش افزودهٔ مستقیم";
        /// New output: that of the units, and the building work in construction.
        Rate new_output "billion toman/year": "new output", "ستاندهٔ جدید";
        /// Output that the new output of all sectors calls for.
        Rate indirect_output "billion toman/year": "indirect output", "ستاندهٔ غیرمستقیم";
        /// Factor by which a change of outages moves value added.
        Rate kept "1" in 0.0.. usual 0.5..1.5: "factor of outages", "ضریب خاموشی";
        /// Factor that shocks leave.
        Rate left_by_shocks "1" in 0.0..1.0: "factor of shocks", "ضریب شوک";
        /// Value added.
        Rate value_added "billion toman/year" in 0.0..: "value added", "ارزش افزوده";
        /// Value added per job relative to the opening.
        Stock productivity "1" in 0.0.. usual 0.2..5.0: "productivity index", "شاخص بهره‌وری";
        /// Jobs of the trend.
        Rate base_jobs "job" in 0.0..: "jobs of the trend", "شغل روند";
        /// Jobs that the indirect output calls for.
        Rate indirect_jobs "job": "indirect jobs", "شغل غیرمستقیم";
    }
}

record! {
    /// The province in one year.
    pub struct ProvinceYear {
        /// Investment of all programmes.
        Amount investment "billion toman" in 0.0..: "investment", "سرمایه‌گذاری";
        /// Local building work beyond that of the usual pace.
        Rate building "billion toman/year": "building work beyond the usual", "ساخت‌وساز افزون بر معمول";
        /// Land the programmes have taken.
        Stock land "ha": "land taken", "زمین مصرف‌شده";
        /// Sum of the sectors' trends.
        Rate trend "billion toman/year" in 0.0..: "trend output", "تولید روند";
        /// Value added of all sectors.
        Rate gdp "billion toman/year" in 0.0..: "gross domestic product", "تولید ناخالص داخلی";
        /// Share of the nation's output, which includes what the province adds.
        Rate gdp_share "%" in 0.0..100.0 usual 0.0..50.0: "share of national output", "سهم از تولید ملی";
        /// Share of the nation's output beyond that of the opening date.
        Stock gdp_share_gain "%" in -100.0..100.0: "gain of the share since the opening", "افزایش سهم از آغاز";
    }
}

/// A sector at the opening date.
pub fn open<T: Number>(opening: &SectorOpening<T>, gdp: T, employed: T) -> SectorYear<T> {
    let zero = T::zero();
    let trend = gdp * opening.output_share;
    SectorYear {
        trend,
        direct: zero,
        new_output: zero,
        indirect_output: zero,
        kept: T::one(),
        left_by_shocks: T::one(),
        value_added: trend,
        productivity: T::one(),
        base_jobs: employed * opening.jobs_share,
        indirect_jobs: zero,
    }
}

/// What reaches the sectors from outside them in a year.
pub struct Impulse<'a, T> {
    /// Length of the period.
    pub length: T,
    /// Growth of the national economy.
    pub national_growth: T,
    /// Growth of the trend's jobs, as a share of the growth of its output.
    pub elasticity: T,
    /// Factor on the indirect effects.
    pub multiplier_scale: T,
    /// Direct value added by sector.
    pub direct: &'a [T],
    /// Output of programmes by sector, of those with a ratio of their own.
    pub own_output: &'a [T],
    /// Direct value added by sector, of those that have the sector's ratio.
    pub by_sectors_ratio: &'a [T],
    /// Local building work beyond the usual pace.
    pub building: T,
    /// Outages relative to the opening, where power is modelled.
    pub outage_index: Option<T>,
    /// What shocks leave, by sector.
    pub left_by_shocks: &'a [T],
}

/// One year of all sectors, before it is known which jobs are filled; the value added is that of the trend.
pub fn sectors<T: Number>(
    structure: &Structure,
    impulse: &Impulse<'_, T>,
    inputs: &[SectorInputs<T>],
    start: &[SectorYear<T>],
    last: &[SectorYear<T>],
) -> Vec<SectorYear<T>> {
    let new_output = |s: usize| {
        let of_units = impulse.by_sectors_ratio[s] / inputs[s].flow.value_added_ratio + impulse.own_output[s];
        if s == structure.construction { of_units + impulse.building } else { of_units }
    };
    let new_outputs: Vec<T> = (0..inputs.len()).map(new_output).collect();
    (0..inputs.len()).map(|s| sector(impulse, s, &inputs[s], &new_outputs, &start[s], &last[s])).collect()
}

fn sector<T: Number>(
    impulse: &Impulse<'_, T>,
    s: usize,
    inputs: &SectorInputs<T>,
    new_outputs: &[T],
    start: &SectorYear<T>,
    last: &SectorYear<T>,
) -> SectorYear<T> {
    let flow = &inputs.flow;
    let grown = (impulse.national_growth + flow.growth_differential + 1.0).powf(impulse.length);
    let (trend, base_jobs) = (last.trend * grown, last.base_jobs * grown.powf(impulse.elasticity));
    let called_for: T = inputs.requirements.iter().zip(new_outputs).map(|(per, &new)| per.itself * new).sum();
    let indirect_output = called_for * impulse.multiplier_scale;
    let kept = match impulse.outage_index {
        Some(index) => (T::one() - flow.outage_loss * index).max(T::zero()) / (T::one() - flow.outage_loss),
        None => T::one(),
    };
    SectorYear {
        trend,
        direct: impulse.direct[s],
        new_output: new_outputs[s],
        indirect_output,
        kept,
        left_by_shocks: impulse.left_by_shocks[s],
        value_added: trend,
        productivity: (trend / start.trend) / (base_jobs / start.base_jobs),
        base_jobs,
        indirect_jobs: base_jobs / trend * (flow.value_added_ratio * indirect_output),
    }
}

/// The value added of all sectors: what comes beyond the trend counts as far as its jobs are `filled`.
pub fn value_added<T: Number>(
    structure: &Structure,
    impulse: &Impulse<'_, T>,
    inputs: &[SectorInputs<T>],
    filled: T,
    sectors: &mut [SectorYear<T>],
) {
    for (s, (sector, inputs)) in sectors.iter_mut().zip(inputs).enumerate() {
        let ratio = inputs.flow.value_added_ratio;
        let building = if s == structure.construction { impulse.building * ratio } else { T::zero() };
        let beyond = sector.direct + building + ratio * sector.indirect_output;
        sector.value_added = (sector.trend + filled * beyond) * sector.kept * sector.left_by_shocks;
    }
}

/// The province as the sum of its sectors; `nation` is the nation's output without what the province adds, `start` the
/// share at the opening date, which has none before it.
pub fn province<T: Number>(
    sectors: &[SectorYear<T>],
    nation: T,
    investment: T,
    building: T,
    land: T,
    start: Option<T>,
) -> ProvinceYear<T> {
    let trend: T = sectors.iter().map(|sector| sector.trend).sum();
    let gdp: T = sectors.iter().map(|sector| sector.value_added).sum();
    let gdp_share = gdp / (nation + gdp - trend) * PER_CENT;
    let gdp_share_gain = start.map_or_else(T::zero, |start| gdp_share - start);
    ProvinceYear { investment, building, land, trend, gdp, gdp_share, gdp_share_gain }
}
