//! Programmes: what is licensed, built and then runs. Stages one after the other, gates at which envelopes are drawn on.

pub(super) mod account;

use super::envelope::{Draw, EnvelopeYear, Need, claim};
use super::period::Surroundings;
use super::plant::{self, Fleet, Peak, PlantInputs, PlantOpening, PlantYear};
use super::record::{record, tree};
use super::stage::{self, StageInputs, StageOpening, StageYear};
use super::structure::{Programme, Structure};
use crate::number::Number;

record! {
    /// A programme at the opening date.
    pub struct ProgrammeOpeningFlow {
        /// Capacity operating at the opening date; the base-year accounts contain it.
        Opening opening "{unit}" in 0.0..: "operating at the opening", "فعال در آغاز";
    }
}

tree! {
    /// A programme at the opening date, with its stages.
    pub struct ProgrammeOpening {
        /// The numbers of the programme itself.
        here flow: ProgrammeOpeningFlow<T>;
        /// Stages in order.
        many stages: Vec<StageOpening<T>>, at "stages";
        /// The plant, for programmes that generate.
        many plant: Vec<PlantOpening<T>>, at "plant";
    }
}

record! {
    /// A programme by year.
    pub struct ProgrammeFlow {
        /// Capacity that enters the first stage in a year.
        Yearly entries "{unit}/year" in 0.0..: "entries a year", "ورودی سالانه";
        /// What opened in the year before the opening date: the base-year accounts contain the building of as much every year.
        Yearly usual_pace "{unit}/year" in 0.0.. or 0.0: "usual pace", "آهنگ معمول";
        /// Share of the usual pace that comes on top of the trend, which holds new units of the whole nation; 1 counts
        /// every new unit, 0 only those beyond the usual pace.
        Yearly additional_share "1" in 0.0..1.0 or 1.0: "share on top of the trend", "سهم افزون بر روند";
        /// Share of the operating capacity that retires in a year.
        Yearly retirement "1/year" in 0.0..1.0 or 0.0: "retirement", "بازنشستگی سالانه";
        /// Share of the credit need that is deferred: land now, paid later.
        Yearly deferral "1" in 0.0..1.0 or 0.0: "deferred share of credit", "سهم تعویق‌شدهٔ اعتبار";
        /// Share of the deferred claims repaid in a year.
        Yearly repayment "1/year" in 0.0..1.0 or 0.0: "repayment of deferred claims", "بازپرداخت مطالبات";
        /// Investment per unit.
        Yearly capital "billion toman/{unit}" in 0.0..: "investment per unit", "سرمایه‌گذاری هر واحد";
        /// Share of the spending that stays in the province's construction sector.
        Yearly local_share "1" in 0.0..1.0: "local share of spending", "سهم محلی هزینه";
        /// Job-years of building and installing per unit, within the province.
        Yearly build_job_years "job*year/{unit}" in 0.0..: "construction job-years per unit", "نفرسال ساخت هر واحد";
        /// Permanent jobs announced per operating unit.
        Yearly run_jobs "job/{unit}" in 0.0..: "announced jobs per unit", "شغل اعلام‌شدهٔ هر واحد";
        /// Share of the announced jobs that appear on a payroll.
        Yearly jobs_realised "1" in 0.0..1.5: "share of announced jobs realised", "سهم تحقق شغل";
        /// Value added of an operating unit in a year.
        Yearly value_added_per_unit "billion toman/{unit}/year" in 0.0..: "value added per unit", "ارزش افزودهٔ هر واحد";
        /// Sales of an operating unit in a year, less what it buys from others unless the running cost holds that.
        Yearly revenue_per_unit "billion toman/{unit}/year" in 0.0.. or 0.0: "revenue per unit", "درآمد هر واحد";
        /// Running cost of an operating unit in a year: wages, upkeep.
        Yearly running_cost_per_unit "billion toman/{unit}/year" in 0.0.. or 0.0: "running cost per unit", "هزینهٔ جاری هر واحد";
        /// Land an operating unit takes.
        Yearly land_per_unit "ha/{unit}" in 0.0.. or 0.0: "land per unit", "زمین هر واحد";
    }
}

record! {
    /// Where the capital of a programme is spent.
    pub struct Spent {
        /// Share of the capital that is spent at the entry of the stage, or when a unit opens.
        Yearly itself "1" in 0.0..1.0: "share of the capital spent", "سهم هزینهٔ سرمایه";
    }
}

record! {
    /// The purchases of a programme that are not its sector's.
    pub struct OwnRatio {
        /// Value added of its units per output, where it is not that of the sector.
        Yearly itself "1" in 0.01..1.0: "value added per output", "نسبت ارزش افزوده به ستانده";
    }
}

tree! {
    /// A programme by year, with its stages, needs and plant.
    pub struct ProgrammeInputs {
        /// The numbers of the programme itself.
        here flow: ProgrammeFlow<T>;
        /// Stages in order.
        many stages: Vec<StageInputs<T>>, at "stages";
        /// Where the capital is spent, if the scenario says so.
        many spent: Vec<Spent<T>>, at "spent";
        /// Needs per unit started, in the order of the structure.
        many needs: Vec<Need<T>>, at "needs";
        /// Its own ratio of value added to output, if it has one.
        many ratio: Vec<OwnRatio<T>>, at "value_added_ratio";
        /// The plant, for programmes that generate.
        many plant: Vec<PlantInputs<T>>, at "plant";
    }
}

record! {
    /// One programme in one period.
    pub struct ProgrammeYearFlow {
        /// Capacity that entered the first stage.
        Amount entered "{unit}" in 0.0..: "entered", "ورودی";
        /// Capacity that entered the first stage since the opening date.
        Stock entered_total "{unit}" in 0.0..: "entered since the opening", "ورودی از آغاز";
        /// Capacity whose financing began.
        Amount started "{unit}" in 0.0..: "started", "آغازشده";
        /// Capacity that lapsed in any stage.
        Amount lapsed "{unit}" in 0.0..: "lapsed", "ابطال‌شده";
        /// Capacity that began to operate.
        Amount commissioned "{unit}" in 0.0..: "commissioned", "به بهره‌برداری رسیده";
        /// Capacity that retired.
        Amount retired "{unit}" in 0.0..: "retired", "بازنشسته";
        /// Capacity in all stages before operation.
        Stock pipeline "{unit}" in 0.0..: "in the pipeline", "در خط لوله";
        /// Capacity operating.
        Stock operating "{unit}" in 0.0..: "operating", "فعال";
        /// Capacity that began to operate since the opening date.
        Stock commissioned_total "{unit}" in 0.0..: "commissioned since the opening", "بهره‌برداری‌شده از آغاز";
        /// Share of all that was ever licensed, built or running that has come to run. Projects under way and new permits
        /// keep it below the share that runs in the end.
        Stock conversion "%" in 0.0..100.0: "come to run, of all so far", "به بهره‌برداری رسیده از کل";
        /// Mean operating capacity of the period over that of the opening date.
        Rate added "{unit}": "operating beyond the opening", "فعال افزون بر آغاز";
        /// Units that run beyond those the trend holds already; they age as all units do. Negative where fewer open.
        Stock beyond "{unit}": "operating beyond what the trend holds", "فعال افزون بر روند";
        /// Capacity on which the investment of the period was spent, in whole units.
        Amount worked_on "{unit}" in 0.0..: "capacity paid for", "ظرفیت هزینه‌شده";
        /// Capacity that the usual pace pays for in a year, works that lapse included; the opening accounts contain it.
        Rate works_usual "{unit}/year" in 0.0..: "capacity paid for at the usual pace", "ظرفیت هزینه‌شده در آهنگ معمول";
        /// Investment spent.
        Amount spending "billion toman" in 0.0..: "investment spent", "سرمایه‌گذاری انجام‌شده";
        /// Investment that is deferred to be paid later.
        Amount deferred "billion toman" in 0.0..: "payment deferred", "پرداخت تعویق‌شده";
        /// Deferred claims outstanding.
        Stock receivable "billion toman" in 0.0..: "deferred claims outstanding", "مطالبات تعویق‌شدهٔ باقی‌مانده";
        /// Sales less running cost of what is added, less investment.
        Amount cash "billion toman": "cash flow", "جریان نقدی";
        /// Discounted cash flow since the opening date; what runs on after the horizon is not counted.
        PresentValue present_value "billion toman": "present value to date", "ارزش فعلی تا این سال";
        /// Local building work beyond that of the usual pace.
        Rate building "billion toman/year": "building work beyond the usual", "ساخت‌وساز افزون بر معمول";
        /// People at work on building and installing.
        Rate construction_jobs "job" in 0.0..: "construction jobs", "شغل ساخت";
        /// People at work on building and installing beyond those of the usual pace.
        Rate construction_beyond "job": "construction jobs beyond the usual", "شغل ساخت افزون بر معمول";
        /// People at work in units beyond those the trend holds.
        Rate operation_jobs "job": "permanent jobs beyond the trend", "شغل دائم افزون بر روند";
        /// Value added of units beyond those the trend holds.
        Rate value_added "billion toman/year": "direct value added", "ارزش افزودهٔ مستقیم";
        /// Land taken by units beyond those of the opening date.
        Stock land "ha": "land taken beyond the opening", "زمین افزون بر آغاز";
    }
}

record! {
    /// Units of a programme that go idle as those of a class do.
    pub struct Ageing {
        /// Units that went idle and joined the class.
        Amount idled "{unit}" in 0.0..: "went idle", "راکدشده";
    }
}

tree! {
    /// One programme in one period, with its stages, draws and plant.
    pub struct ProgrammeYear {
        /// The numbers of the programme itself.
        here flow: ProgrammeYearFlow<T>;
        /// Stages in order.
        many stages: Vec<StageYear<T>>, at "stages";
        /// Draws on the envelopes, in the order of the needs.
        many draws: Vec<Draw<T>>, at "needs";
        /// What went idle, where units age as those of a class.
        many ageing: Vec<Ageing<T>>, at "ageing";
        /// The plant, for programmes that generate.
        many plant: Vec<PlantYear<T>>, at "plant";
    }
}

/// What happens around a programme in a period.
pub struct Around<'a, T> {
    /// The period.
    pub surroundings: &'a Surroundings<'a, T>,
    /// Units that go idle, where they age as those of a class.
    pub idled: Option<T>,
    /// Share of units that does not go idle.
    pub kept_busy: Option<T>,
    /// The plant at the opening date, for programmes that generate.
    pub plant: &'a [PlantOpening<T>],
    /// Share of what opens in the period that runs when the power balance is struck, where there is one.
    pub peak: Option<Peak<T>>,
}

/// One period of a programme, drawing on `envelopes` at its gates, one after the other.
pub fn step<T: Number>(
    structure: &Structure,
    programme: &Programme,
    around: &Around<'_, T>,
    inputs: &ProgrammeInputs<T>,
    start: &ProgrammeYear<T>,
    last: &ProgrammeYear<T>,
    envelopes: &mut [EnvelopeYear<T>],
) -> ProgrammeYear<T> {
    let (flow, surroundings) = (&inputs.flow, around.surroundings);
    let entered = flow.entries * surroundings.period.length;
    let mut stages: Vec<StageYear<T>> = Vec::with_capacity(programme.stages.len());
    let mut draws = vec![Draw::none(); programme.needs.len()];
    // What entered each stage, and at last what came to run.
    let mut into = vec![entered];
    let mut arriving = stage::by_part(entered);
    for (s, (kind, inputs_of_stage)) in programme.stages.iter().zip(&inputs.stages).enumerate() {
        let before = &last.stages[s];
        let mut now = stage::work(surroundings, kind, inputs_of_stage, before, arriving);
        let throttle = programme.gated(s).then(|| {
            let per_unit = |n: usize| {
                let need = inputs.needs[n].itself;
                let deferrable = structure.envelopes[programme.needs[n].envelope].deferrable;
                if deferrable { need * (T::one() - flow.deferral) } else { need }
            };
            claim(programme.drawn_at(s + 1), per_unit, now.flow.ready, &mut draws, envelopes)
        });
        arriving = now.pass_on(throttle, before.waiting());
        into.push(now.flow.moved);
        stages.push(now);
    }
    let fleet = Fleet {
        commissioned: into[programme.stages.len()],
        kept: kept(around, flow),
        capital: flow.capital,
        running_cost: flow.running_cost_per_unit,
    };
    let plants = inputs.plant.iter().zip(around.plant).zip(&last.plant);
    ProgrammeYear {
        plant: plants
            .map(|((inputs, opening), last)| {
                plant::step(surroundings, around.peak, opening, inputs, &fleet, last)
            })
            .collect(),
        flow: account::account(programme, around, inputs, &into, &stages, (start, last), fleet.kept),
        ageing: around.idled.map(|idled| Ageing { idled }).into_iter().collect(),
        stages,
        draws,
    }
}

/// Share of the running units that neither retires nor goes idle in the period.
fn kept<T: Number>(around: &Around<'_, T>, flow: &ProgrammeFlow<T>) -> T {
    let stays = T::one() - flow.retirement * around.surroundings.period.length;
    around.kept_busy.map_or(stays, |busy| busy * stays)
}
