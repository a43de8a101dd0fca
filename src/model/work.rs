//! Work: jobs of the trend, of programmes and revivals, of building, of suppliers; unemployment.

use super::conversion::PER_CENT;
use super::record::record;
use crate::number::Number;

record! {
    /// Work at the opening date.
    pub struct WorkOpening {
        /// People at work.
        Opening opening_employed "person" in 1.0..: "employed at the opening", "شاغلان آغازین";
        /// People at work or looking for work.
        Opening opening_labour_force "person" in 1.0..: "labour force at the opening", "جمعیت فعال آغازین";
    }
}

record! {
    /// Work by year.
    pub struct WorkInputs {
        /// Growth of the labour force.
        Yearly labour_force_growth "1/year", Grows in -0.2..0.2: "growth of the labour force", "رشد جمعیت فعال";
        /// Jobs induced by the spending of new incomes, per direct job; 0 switches them off.
        Yearly induced_ratio "1" in 0.0..2.0 or 0.0: "induced jobs per direct job", "شغل القایی هر شغل مستقیم";
        /// Construction jobs that the base-year accounts contain already.
        Yearly opening_construction "job" in 0.0..: "construction jobs in the opening accounts", "شغل ساخت در حساب‌های آغازین";
    }
}

record! {
    /// Work in one year.
    pub struct WorkYear {
        /// Jobs of the trend.
        Rate base "job" in 0.0..: "jobs of the trend", "شغل روند";
        /// Permanent jobs in programmes' units beyond the opening.
        Rate operation "job": "permanent jobs of programmes", "شغل دائم طرح‌ها";
        /// Permanent jobs in existing enterprises beyond the opening; negative when units are lost.
        Rate enterprises "job": "jobs in existing enterprises beyond the opening", "شغل بنگاه‌های موجود افزون بر آغاز";
        /// All construction jobs of programmes; they end with the building.
        Rate construction_gross "job" in 0.0..: "construction jobs", "شغل ساخت";
        /// Construction jobs beyond those of the opening accounts.
        Rate construction "job": "construction jobs beyond the opening", "شغل ساخت افزون بر آغاز";
        /// Jobs with suppliers.
        Rate indirect "job": "indirect jobs", "شغل غیرمستقیم";
        /// Jobs from the spending of new incomes.
        Rate induced "job": "induced jobs", "شغل القایی";
        /// All jobs: permanent, temporary, indirect and induced together.
        Rate employment "person" in 0.0..: "people at work", "شاغلان";
        /// People at work or looking for work.
        Stock labour_force "person" in 0.0..: "labour force", "جمعیت فعال";
        /// Jobs beyond the labour force: nobody is there to fill them.
        Rate unfilled "job" in 0.0.. usual 0.0..0.0: "jobs that nobody can fill", "شغل بدون متقاضی";
        /// Share of the labour force without work.
        Rate unemployment "%" in 0.0..100.0 usual 3.0..30.0: "unemployment", "نرخ بیکاری";
    }
}

/// Work at the opening date.
pub fn open<T: Number>(opening: &WorkOpening<T>) -> WorkYear<T> {
    let zero = T::zero();
    WorkYear {
        base: opening.opening_employed,
        operation: zero,
        enterprises: zero,
        construction_gross: zero,
        construction: zero,
        indirect: zero,
        induced: zero,
        employment: opening.opening_employed,
        labour_force: opening.opening_labour_force,
        unfilled: zero,
        unemployment: unemployment(opening.opening_labour_force, opening.opening_employed),
    }
}

/// Jobs by origin.
pub struct Jobs<T> {
    /// Jobs of the trend.
    pub base: T,
    /// Permanent jobs of programmes beyond the opening.
    pub operation: T,
    /// Jobs of existing enterprises beyond the opening.
    pub enterprises: T,
    /// All construction jobs.
    pub construction: T,
    /// Indirect jobs.
    pub indirect: T,
}

/// One year of work.
pub fn step<T: Number>(length: T, inputs: &WorkInputs<T>, jobs: &Jobs<T>, last: &WorkYear<T>) -> WorkYear<T> {
    let construction = jobs.construction - inputs.opening_construction;
    let induced = inputs.induced_ratio * (jobs.operation + jobs.enterprises + construction);
    let employment = jobs.base + jobs.operation + jobs.enterprises + construction + jobs.indirect + induced;
    let labour_force = last.labour_force * (inputs.labour_force_growth + 1.0).powf(length);
    WorkYear {
        base: jobs.base,
        operation: jobs.operation,
        enterprises: jobs.enterprises,
        construction_gross: jobs.construction,
        construction,
        indirect: jobs.indirect,
        induced,
        employment,
        labour_force,
        unfilled: (employment - labour_force).max(T::zero()),
        unemployment: unemployment(labour_force, employment),
    }
}

fn unemployment<T: Number>(labour_force: T, employment: T) -> T {
    (labour_force - employment).max(T::zero()) / labour_force * PER_CENT
}
