//! Enterprises that already exist: active, idle, revived.

use super::envelope::{Draw, EnvelopeYear, Need, claim};
use super::record::{record, tree};
use super::structure::Class;
use crate::number::Number;

record! {
    /// A size class at the opening date.
    pub struct ClassOpening {
        /// Units at work at the opening date; the base-year accounts contain them.
        Opening opening_active "unit" in 0.0..: "active at the opening", "فعال در آغاز";
        /// Idle units at the opening date.
        Opening opening_idle "unit" in 0.0.. or 0.0: "idle at the opening", "راکد در آغاز";
    }
}

record! {
    /// A size class by year.
    pub struct ClassFlow {
        /// Jobs in an active unit.
        Yearly jobs_per_unit "job/unit" in 0.0..: "jobs per unit", "شغل هر واحد";
        /// Value added of an active unit in a year.
        Yearly value_added_per_unit "billion toman/unit/year" in 0.0..: "value added per unit", "ارزش افزودهٔ هر واحد";
        /// Rate at which active units go idle.
        Yearly idling "1/year" in 0.0..2.0 or 0.0: "going idle", "نرخ راکدشدن";
        /// Rate at which idle units close for good.
        Yearly closing "1/year" in 0.0..2.0 or 0.0: "closing for good", "نرخ تعطیلی";
        /// Share of the idle units that can be revived at all.
        Yearly revivable "1" in 0.0..1.0 or 0.0: "revivable share", "سهم قابل احیا";
        /// Output and jobs of a revived unit relative to one that never went idle.
        Yearly revived_output "1" in 0.0..2.0 or 1.0: "output of a revived unit", "ستاندهٔ واحد احیاشده";
        /// Units revived in a year before the opening date: the trend holds them already.
        Yearly usual_revived "unit/year" in 0.0.. or 0.0: "usual revivals", "احیای معمول";
        /// Units to be revived in a year, as a number.
        Yearly target_units "unit/year" in 0.0.. or 0.0: "revival target", "هدف احیا";
        /// Units to be revived in a year, as a share of all units of the class.
        Yearly target_rate "1/year" in 0.0..1.0 or 0.0: "revival target as a share of all units", "هدف احیا به نسبت همهٔ واحدها";
    }
}

tree! {
    /// A size class by year, with what a revival needs.
    pub struct ClassInputs {
        /// The numbers of the class itself.
        here flow: ClassFlow<T>;
        /// Needs per revived unit, in the order of the structure.
        many needs: Vec<Need<T>>, at "needs";
    }
}

record! {
    /// One size class in one period.
    pub struct ClassYearFlow {
        /// Units to be revived in the period.
        Amount target "unit" in 0.0..: "revival target", "هدف احیا";
        /// What can be revived of the target.
        Amount wanted "unit" in 0.0..: "revivable within the target", "قابل احیا در حد هدف";
        /// Share of the wanted that the envelopes let through.
        Ratio throttle "1" in 0.0..1.0: "share let through by the envelopes", "سهم مجاز از سوی محدودیت‌ها";
        /// Units revived.
        Amount revived "unit" in 0.0..: "revived", "احیاشده";
        /// Target less revived.
        Amount shortfall "unit" in 0.0..: "short of the target", "کمبود نسبت به هدف";
        /// Units that went idle.
        Amount idled "unit" in 0.0..: "went idle", "راکدشده";
        /// Idle units that came from programmes whose units age as those of the class do.
        Amount joined "unit" in 0.0..: "went idle in programmes", "راکدشده در طرح‌ها";
        /// Idle units that closed for good.
        Amount closed "unit" in 0.0..: "closed for good", "تعطیل‌شده";
        /// Units at work.
        Stock active "unit" in 0.0..: "active", "فعال";
        /// Idle units.
        Stock idle "unit" in 0.0..: "idle", "راکد";
        /// Revivals beyond the usual ones, in units that never went idle; they age as all units do.
        Stock beyond "unit": "revived beyond the usual", "احیای افزون بر معمول";
        /// Jobs of units beyond those the trend holds; negative where fewer are revived than usual.
        Rate jobs "job": "jobs beyond the trend", "شغل افزون بر روند";
        /// Value added of units beyond those the trend holds; negative where fewer are revived than usual.
        Rate value_added "billion toman/year": "direct value added", "ارزش افزودهٔ مستقیم";
    }
}

tree! {
    /// One size class in one period, with its draws.
    pub struct ClassYear {
        /// The numbers of the class itself.
        here flow: ClassYearFlow<T>;
        /// Draws on the envelopes, in the order of the needs.
        many draws: Vec<Draw<T>>, at "needs";
    }
}

record! {
    /// The revival of idle units, all classes together.
    pub struct RevivalYear {
        /// Units revived.
        Amount revived "unit" in 0.0..: "revived", "احیاشده";
        /// Units revived since the opening date.
        Stock revived_total "unit" in 0.0..: "revived since the opening", "احیاشده از آغاز";
        /// Target less revived.
        Amount shortfall "unit" in 0.0..: "short of the target", "کمبود نسبت به هدف";
        /// Units at work.
        Stock active "unit" in 0.0..: "active units", "واحدهای فعال";
        /// Idle units.
        Stock idle "unit" in 0.0..: "idle units", "واحدهای راکد";
    }
}

/// One period of a size class, drawing on `envelopes`; `joined` went idle in programmes.
pub fn step<T: Number>(
    class: &Class,
    length: T,
    joined: T,
    inputs: &ClassInputs<T>,
    last: &ClassYear<T>,
    envelopes: &mut [EnvelopeYear<T>],
) -> ClassYear<T> {
    let (flow, last) = (&inputs.flow, &last.flow);
    let target = (flow.target_units + flow.target_rate * (last.active + last.idle)) * length;
    let wanted = target.min(flow.revivable * last.idle);
    let mut draws = vec![Draw::none(); class.needs.len()];
    let needs = class.needs.iter().copied().enumerate();
    let throttle = claim(needs, |n| inputs.needs[n].itself, wanted, &mut draws, envelopes);
    let revived = wanted * throttle;
    let busy = kept_busy(length, flow);
    let idled = last.active * (T::one() - busy);
    let closed = (last.idle - revived) * (T::one() - (-(flow.closing * length)).exp());
    let active = last.active - idled + revived;
    let idle = last.idle + idled + joined - revived - closed;
    let beyond = last.beyond * busy + flow.revived_output * (revived - flow.usual_revived * length);
    let flow = ClassYearFlow {
        target,
        wanted,
        throttle,
        revived,
        shortfall: target - revived,
        idled,
        joined,
        closed,
        active,
        idle,
        beyond,
        jobs: flow.jobs_per_unit * beyond,
        value_added: flow.value_added_per_unit * ((last.beyond + beyond) / 2.0),
    };
    ClassYear { flow, draws }
}

/// Share of the units at work that does not go idle in a period.
pub fn kept_busy<T: Number>(length: T, flow: &ClassFlow<T>) -> T {
    (-(flow.idling * length)).exp()
}

/// All classes together.
pub fn revival<T: Number>(classes: &[ClassYear<T>], last: &RevivalYear<T>) -> RevivalYear<T> {
    let sum = |field: fn(&ClassYearFlow<T>) -> T| classes.iter().map(|class| field(&class.flow)).sum::<T>();
    let revived = sum(|class| class.revived);
    RevivalYear {
        revived,
        revived_total: last.revived_total + revived,
        shortfall: sum(|class| class.shortfall),
        active: sum(|class| class.active),
        idle: sum(|class| class.idle),
    }
}
