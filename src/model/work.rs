//! Work: jobs of the trend, of programmes and revivals, of building, of suppliers; who fills them; unemployment.

use super::conversion::PER_CENT;
use super::record::record;
use crate::number::Number;

record! {
    /// Work at the opening date.
    pub struct WorkOpening {
        /// People at work.
        Opening opening_employed "person" in 1.0..: "employed at the opening", "شاغلان آغازین";
        /// Share of those at work or looking for work who have none.
        Opening opening_unemployment "1" in 0.0..0.9: "unemployment at the opening", "نرخ بیکاری آغازین";
    }
}

record! {
    /// Work by year.
    pub struct WorkInputs {
        /// Growth of the labour force by the ages of the people alone.
        Yearly labour_force_growth "1/year", Grows in -0.2..0.2: "growth of the labour force", "رشد جمعیت فعال";
        /// Growth of the trend's jobs, as a share of the growth of its output.
        Yearly elasticity "1" in 0.0..2.0: "elasticity of jobs to output", "کشش اشتغال نسبت به تولید";
        /// Share of each job more that someone takes who was not looking for work, or comes from elsewhere; and of each job
        /// less, that of those who give up or leave.
        Yearly participation_response "1" in 0.0..1.0: "jobs filled from outside the labour force", "شغل پرشده از بیرون جمعیت فعال";
        /// Unemployment that remains however many jobs there are.
        Yearly minimum_unemployment "1" in 0.0..0.5: "lowest unemployment", "کمینهٔ نرخ بیکاری";
        /// Jobs induced by the spending of new incomes, per direct job; 0 switches them off.
        Yearly induced_ratio "1" in 0.0..2.0 or 0.0: "induced jobs per direct job", "شغل القایی هر شغل مستقیم";
    }
}

record! {
    /// Work in one year.
    pub struct WorkYear {
        /// Jobs of the trend.
        Rate base "job" in 0.0..: "jobs of the trend", "شغل روند";
        /// Permanent jobs in programmes' units beyond those the trend holds.
        Rate operation "job": "permanent jobs of programmes", "شغل دائم طرح‌ها";
        /// Permanent jobs of revivals beyond the usual ones; negative where fewer units are revived.
        Rate enterprises "job": "jobs of revivals beyond the usual", "شغل احیای افزون بر معمول";
        /// All construction jobs of programmes; they end with the building.
        Rate construction_gross "job" in 0.0..: "construction jobs", "شغل ساخت";
        /// Construction jobs beyond those of the usual pace.
        Rate construction "job": "construction jobs beyond the usual", "شغل ساخت افزون بر معمول";
        /// Jobs with suppliers.
        Rate indirect "job": "indirect jobs", "شغل غیرمستقیم";
        /// Jobs from the spending of new incomes.
        Rate induced "job": "induced jobs", "شغل القایی";
        /// All jobs, filled or not: permanent, temporary, indirect and induced together.
        Rate offered "job" in 0.0..: "jobs offered", "شغل عرضه‌شده";
        /// The labour force as the ages of the people alone would have it.
        Stock demographic "person" in 0.0..: "labour force by age alone", "جمعیت فعال بر پایهٔ سن";
        /// People at work or looking for work.
        Stock labour_force "person" in 0.0..: "labour force", "جمعیت فعال";
        /// People at work.
        Rate employment "person" in 0.0..: "people at work", "شاغلان";
        /// Jobs that nobody is there to fill.
        Rate unfilled "job" in 0.0.. usual 0.0..0.0: "jobs that nobody can fill", "شغل بدون متقاضی";
        /// Share of the jobs beyond the trend that is filled; those that are not yield nothing.
        Rate filled "1" in 0.0..1.0: "filled, of jobs beyond the trend", "سهم پرشده از شغل افزون بر روند";
        /// Share of the labour force without work.
        Rate unemployment "%" in 0.0..40.0 usual 3.0..30.0: "unemployment", "نرخ بیکاری";
        /// The labour force relative to what the ages of the people alone would have.
        Rate participation_gain "1" in 0.0.. usual 0.8..1.2: "labour force relative to that by age", "جمعیت فعال نسبت به پایهٔ سن";
    }
}

/// Work at the opening date.
pub fn open<T: Number>(opening: &WorkOpening<T>) -> WorkYear<T> {
    let (zero, employed) = (T::zero(), opening.opening_employed);
    let labour_force = employed / (T::one() - opening.opening_unemployment);
    WorkYear {
        base: employed,
        operation: zero,
        enterprises: zero,
        construction_gross: zero,
        construction: zero,
        indirect: zero,
        induced: zero,
        offered: employed,
        demographic: labour_force,
        labour_force,
        employment: employed,
        unfilled: zero,
        filled: T::one(),
        unemployment: opening.opening_unemployment * PER_CENT,
        participation_gain: T::one(),
    }
}

/// Jobs by origin.
pub struct Jobs<T> {
    /// Jobs of the trend.
    pub base: T,
    /// Permanent jobs of programmes beyond the trend.
    pub operation: T,
    /// Jobs of revivals beyond the usual.
    pub enterprises: T,
    /// All construction jobs.
    pub construction_gross: T,
    /// Construction jobs beyond the usual.
    pub construction: T,
    /// Indirect jobs.
    pub indirect: T,
}

/// One year of work. Who looks for work answers at once to the jobs that are offered, in closed form.
pub fn step<T: Number>(
    length: T,
    opening: &WorkOpening<T>,
    inputs: &WorkInputs<T>,
    jobs: &Jobs<T>,
    last: &WorkYear<T>,
) -> WorkYear<T> {
    let induced = inputs.induced_ratio * (jobs.operation + jobs.enterprises + jobs.construction);
    let offered = jobs.base + jobs.operation + jobs.enterprises + jobs.construction + jobs.indirect + induced;
    let demographic = last.demographic * (inputs.labour_force_growth + 1.0).powf(length);
    let at_work_as_before = (T::one() - opening.opening_unemployment) * demographic;
    let labour_force = demographic + inputs.participation_response * (offered - at_work_as_before);
    let employment = offered.min((T::one() - inputs.minimum_unemployment) * labour_force);
    let unfilled = offered - employment;
    let share = (employment - jobs.base) / (offered - jobs.base);
    let all_filled = T::zero().at_least(unfilled);
    WorkYear {
        base: jobs.base,
        operation: jobs.operation,
        enterprises: jobs.enterprises,
        construction_gross: jobs.construction_gross,
        construction: jobs.construction,
        indirect: jobs.indirect,
        induced,
        offered,
        demographic,
        labour_force,
        employment,
        unfilled,
        filled: T::pick(all_filled, T::one(), share.max(T::zero()).min(T::one())),
        unemployment: (T::one() - employment / labour_force) * PER_CENT,
        participation_gain: labour_force / demographic,
    }
}
