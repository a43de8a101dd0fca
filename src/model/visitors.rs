//! Visitors: beds, bed-nights and how long people stay.

use super::conversion::{HOURS_PER_BED_NIGHT, NIGHTS_PER_YEAR};
use super::record::record;
use crate::number::Number;

record! {
    /// Visitors at the opening date.
    pub struct VisitorOpening {
        /// Mean stay of a visitor at the opening date.
        Opening opening_stay "hour" in 0.0..: "mean stay at the opening", "میانگین ماندگاری آغازین";
    }
}

record! {
    /// Visitors by year.
    pub struct VisitorInputs {
        /// Share of the beds that are taken in a night, over the year.
        Yearly occupancy "1" in 0.0..1.0: "occupancy", "ضریب اشغال";
        /// Visits to the province in a year.
        Yearly visits "visit/year" in 1.0..: "visits a year", "بازدید سالانه";
    }
}

record! {
    /// Visitors in one year.
    pub struct VisitorYear {
        /// Beds.
        Stock beds "bed" in 0.0..: "beds", "تخت";
        /// Beds taken, over all nights of the period.
        Amount bed_nights "bed*night" in 0.0..: "bed-nights", "تخت‌شب";
        /// Mean stay of a visitor.
        Rate stay "hour" in 0.0..8760.0 usual 0.0..720.0: "mean stay", "میانگین ماندگاری";
    }
}

/// Visitors at the opening date.
pub fn open<T: Number>(opening: &VisitorOpening<T>, beds: T) -> VisitorYear<T> {
    VisitorYear { beds, bed_nights: T::zero(), stay: opening.opening_stay }
}

/// One period of visitors: each bed-night beyond the opening lengthens the mean stay by 24 hours over all visits.
pub fn step<T: Number>(
    length: T,
    inputs: &VisitorInputs<T>,
    beds: T,
    start: &VisitorYear<T>,
    last: &VisitorYear<T>,
) -> VisitorYear<T> {
    let nights_per_bed = inputs.occupancy * NIGHTS_PER_YEAR;
    let added = (beds - start.beds) * nights_per_bed;
    VisitorYear {
        beds,
        bed_nights: (last.beds + beds) / 2.0 * nights_per_bed * length,
        stay: start.stay + added * HOURS_PER_BED_NIGHT / inputs.visits,
    }
}
