//! Programmes: what is licensed, built and then runs. A cascade of stages with success, delay and a financing gate.

use super::conversion::MONTHS_PER_YEAR;
use super::envelope::{Draw, EnvelopeYear, Need, claim};
use super::period::Surroundings;
use super::plant::{self, PlantInputs, PlantYear};
use super::record::{record, tree};
use super::structure::{Programme, Structure};
use crate::number::Number;

record! {
    /// A stage at the opening date.
    pub struct StageOpening {
        /// Capacity in the stage at the opening date.
        Opening opening "{unit}" in 0.0..: "opening stock", "موجودی آغازین";
    }
}

record! {
    /// A stage by year.
    pub struct StageInputs {
        /// Mean months a project stays in the stage, if nothing holds it back.
        Yearly months "month" in 0.01..1200.0: "mean months in the stage", "میانگین ماه‌های ماندن در مرحله";
        /// Share of those leaving the stage that go on; the rest lapse.
        Yearly success "1" in 0.0..1.0: "share that goes on", "سهم عبورکننده";
    }
}

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
    }
}

record! {
    /// A programme by year.
    pub struct ProgrammeFlow {
        /// Capacity that enters the first stage in a year.
        Yearly entries "{unit}/year" in 0.0..: "entries a year", "ورودی سالانه";
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

tree! {
    /// A programme by year, with its stages, needs and plant.
    pub struct ProgrammeInputs {
        /// The numbers of the programme itself.
        here flow: ProgrammeFlow<T>;
        /// Stages in order.
        many stages: Vec<StageInputs<T>>, at "stages";
        /// Needs per unit started, in the order of the structure.
        many needs: Vec<Need<T>>, at "needs";
        /// The plant, for programmes that generate.
        many plant: Vec<PlantInputs<T>>, at "plant";
    }
}

record! {
    /// One stage in one period.
    pub struct StageYear {
        /// Share of the opening stock that leaves in the period: 1 − exp(−12 length / months).
        Ratio exit_share "1" in 0.0..1.0: "share of the stock that leaves", "سهم خروج موجودی";
        /// Share of the period's arrivals that leave within it: 1 − exp(−12 (length / 2) / months).
        Ratio late_share "1" in 0.0..1.0: "share of arrivals that leaves", "سهم خروج تازه‌واردها";
        /// Capacity that arrived in the stage.
        Amount arrived "{unit}" in 0.0..: "arrived", "واردشده";
        /// Capacity that finished the stage, whether it goes on or lapses.
        Amount leaving "{unit}" in 0.0..: "finished the stage", "پایان‌یافته در مرحله";
        /// Capacity that lapsed.
        Amount lapsed "{unit}" in 0.0..: "lapsed", "ابطال‌شده";
        /// Capacity ready to move on.
        Amount ready "{unit}" in 0.0..: "ready to move on", "آمادهٔ عبور";
        /// Capacity that moved on; what money holds back stays in the stage.
        Amount moved "{unit}" in 0.0..: "moved on", "عبورکرده";
        /// Capacity in the stage.
        Stock stock "{unit}" in 0.0..: "in the stage", "موجود در مرحله";
    }
}

record! {
    /// One programme in one period.
    pub struct ProgrammeYearFlow {
        /// Capacity that entered the first stage.
        Amount entered "{unit}" in 0.0..: "entered", "ورودی";
        /// Share of the ready capacity that the envelopes let through.
        Ratio throttle "1" in 0.0..1.0: "share let through by the envelopes", "سهم مجاز از سوی محدودیت‌ها";
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
        /// Mean operating capacity of the period over that of the opening date.
        Rate added "{unit}": "operating beyond the opening", "فعال افزون بر آغاز";
        /// Investment spent: half when work begins, half when it ends.
        Amount spending "billion toman" in 0.0..: "investment spent", "سرمایه‌گذاری انجام‌شده";
        /// Investment that is deferred to be paid later.
        Amount deferred "billion toman" in 0.0..: "payment deferred", "پرداخت تعویق‌شده";
        /// Deferred claims outstanding.
        Stock receivable "billion toman" in 0.0..: "deferred claims outstanding", "مطالبات تعویق‌شدهٔ باقی‌مانده";
        /// Sales less running cost of what is added, less investment.
        Amount cash "billion toman": "cash flow", "جریان نقدی";
        /// Discounted cash flow since the opening date; what runs on after the horizon is not counted.
        PresentValue present_value "billion toman": "present value to date", "ارزش فعلی تا این سال";
        /// People at work on building and installing.
        Rate construction_jobs "job" in 0.0..: "construction jobs", "شغل ساخت";
        /// People at work in operating units beyond those of the opening date.
        Rate operation_jobs "job": "permanent jobs beyond the opening", "شغل دائم افزون بر آغاز";
        /// Value added of units beyond those of the opening date.
        Rate value_added "billion toman/year": "direct value added", "ارزش افزودهٔ مستقیم";
        /// Land taken by units beyond those of the opening date.
        Stock land "ha": "land taken beyond the opening", "زمین افزون بر آغاز";
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
        /// The plant, for programmes that generate.
        many plant: Vec<PlantYear<T>>, at "plant";
    }
}

/// One period of a programme, drawing on `envelopes` at its gate.
pub fn step<T: Number>(
    structure: &Structure,
    programme: &Programme,
    around: &Surroundings<'_, T>,
    inputs: &ProgrammeInputs<T>,
    start: &ProgrammeYear<T>,
    last: &ProgrammeYear<T>,
    envelopes: &mut [EnvelopeYear<T>],
) -> ProgrammeYear<T> {
    let (flow, length) = (&inputs.flow, around.period.length);
    let entered = flow.entries * length;
    let mut stages = Vec::with_capacity(programme.stages.len());
    let (mut draws, mut throttle, mut started, mut arriving) = (Vec::new(), T::one(), T::zero(), entered);
    for (i, (stage, before)) in inputs.stages.iter().zip(&last.stages).enumerate() {
        let mut now = pass(around, stage, before.stock, arriving);
        if i + 1 == programme.finance_at {
            let per_unit = |n: usize| {
                let need = inputs.needs[n].itself;
                let deferrable = structure.envelopes[programme.needs[n]].deferrable;
                if deferrable { need * (T::one() - flow.deferral) } else { need }
            };
            (throttle, draws) = claim(&programme.needs, per_unit, now.ready, envelopes);
            now.moved = now.ready * throttle;
            started = now.moved;
        }
        now.stock = before.stock + now.arrived - now.lapsed - now.moved;
        arriving = now.moved;
        stages.push(now);
    }
    let moved = Moved { entered, throttle, started, commissioned: arriving };
    let fleet = plant::Fleet {
        commissioned: arriving,
        retirement: flow.retirement,
        capital: flow.capital,
        running_cost: flow.running_cost_per_unit,
    };
    let plants = inputs.plant.iter().zip(&start.plant).zip(&last.plant);
    ProgrammeYear {
        plant: plants
            .map(|((inputs, start), last)| plant::step(around, inputs, &fleet, start, last))
            .collect(),
        flow: account(around, flow, &moved, &stages, &start.flow, &last.flow),
        stages,
        draws,
    }
}

/// One stage before the gate: what leaves, lapses and is ready to move on.
fn pass<T: Number>(
    around: &Surroundings<'_, T>,
    stage: &StageInputs<T>,
    stock: T,
    arrived: T,
) -> StageYear<T> {
    let (length, months) = (around.period.length, stage.months + around.delay);
    let exit_share = T::one() - (-(length * MONTHS_PER_YEAR) / months).exp();
    // Arrivals are half a period old on average.
    let late_share = T::one() - (-(length / 2.0 * MONTHS_PER_YEAR) / months).exp();
    let leaving = stock * exit_share + arrived * late_share;
    let lapsed = leaving * (T::one() - stage.success);
    let ready = leaving * stage.success;
    StageYear { exit_share, late_share, arrived, leaving, lapsed, ready, moved: ready, stock }
}

/// What moved through the pipeline in a period.
struct Moved<T> {
    entered: T,
    throttle: T,
    started: T,
    commissioned: T,
}

/// Capacity, money, jobs and value added of a programme, once the pipeline has moved.
fn account<T: Number>(
    around: &Surroundings<'_, T>,
    inputs: &ProgrammeFlow<T>,
    moved: &Moved<T>,
    stages: &[StageYear<T>],
    start: &ProgrammeYearFlow<T>,
    last: &ProgrammeYearFlow<T>,
) -> ProgrammeYearFlow<T> {
    let length = around.period.length;
    let retired = last.operating * inputs.retirement * length;
    let operating = last.operating - retired + moved.commissioned;
    let added = (last.operating + operating) / 2.0 - start.operating;
    let worked_on = (moved.started + moved.commissioned) / 2.0;
    let spending = inputs.capital * worked_on;
    let deferred = inputs.capital * inputs.deferral * moved.started;
    let cash = (inputs.revenue_per_unit - inputs.running_cost_per_unit) * added * length - spending;
    ProgrammeYearFlow {
        entered: moved.entered,
        throttle: moved.throttle,
        started: moved.started,
        lapsed: stages.iter().map(|stage| stage.lapsed).sum(),
        commissioned: moved.commissioned,
        retired,
        pipeline: stages.iter().map(|stage| stage.stock).sum(),
        operating,
        commissioned_total: last.commissioned_total + moved.commissioned,
        added,
        spending,
        deferred,
        receivable: last.receivable + deferred - last.receivable * inputs.repayment * length,
        cash,
        present_value: last.present_value + cash * around.discount_factor,
        construction_jobs: inputs.build_job_years * worked_on / length,
        operation_jobs: inputs.run_jobs * inputs.jobs_realised * (operating - start.operating),
        value_added: inputs.value_added_per_unit * added,
        land: inputs.land_per_unit * (operating - start.operating),
    }
}
