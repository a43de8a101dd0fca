//! Stages that remember: each is a chain of equal steps, worked through in quarters of the period, and what an envelope
//! holds back waits behind the stage it has finished.

use super::conversion::MONTHS_PER_YEAR;
use super::period::Surroundings;
use super::record::{record, tree};
use super::structure::{PARTS, Stage};
use crate::number::Number;

record! {
    /// A stage at the opening date.
    pub struct StageStock {
        /// Capacity in the stage at the opening date.
        Opening opening "{unit}" in 0.0..: "opening stock", "موجودی آغازین";
    }
}

record! {
    /// A step of a stage of several at the opening date.
    pub struct StepShare {
        /// Share of the stage's opening stock that has come to this step.
        Computed share "1" in 0.0..1.0: "share of the opening stock", "سهم از موجودی آغازین";
    }
}

tree! {
    /// A stage at the opening date, with the share of each of its steps.
    pub struct StageOpening {
        /// The stage itself.
        here flow: StageStock<T>;
        /// Steps in order; none for a stage of one step.
        many shares: Vec<StepShare<T>>, at "shares";
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
    /// One stage in one period.
    pub struct StageFlow {
        /// Steps that a project passes in a quarter of the period, on average: 12 · steps · length / 4 / months.
        Ratio pace "1" in 0.0..: "steps passed in a quarter of the period", "گام‌های پیموده در یک‌چهارم دوره";
        /// Capacity that arrived in the stage.
        Amount arrived "{unit}" in 0.0..: "arrived", "واردشده";
        /// Capacity that finished the stage, whether it goes on or lapses.
        Amount leaving "{unit}" in 0.0..: "finished the stage", "پایان‌یافته در مرحله";
        /// Capacity that lapsed.
        Amount lapsed "{unit}" in 0.0..: "lapsed", "ابطال‌شده";
        /// Capacity ready to move on: what passed in the period, and what has waited.
        Amount ready "{unit}" in 0.0..: "ready to move on", "آمادهٔ عبور";
        /// Capacity that moved on.
        Amount moved "{unit}" in 0.0..: "moved on", "عبورکرده";
        /// Capacity in the stage, what waits to leave it included.
        Stock stock "{unit}" in 0.0..: "in the stage", "موجود در مرحله";
    }
}

record! {
    /// One stage in one quarter of a period.
    pub struct StagePart {
        /// Capacity that arrived in the quarter.
        Amount arrived "{unit}" in 0.0..: "arrived", "واردشده";
        /// Capacity that finished the stage in the quarter and goes on.
        Amount passed "{unit}" in 0.0..: "passed", "گذرکرده";
    }
}

record! {
    /// One step of a stage in one period: where a quarter of the period takes what is in the first step or arrives.
    pub struct StepShares {
        /// Share of what is in the first step that is in this one a quarter of the period later.
        Ratio from_first "1" in 0.0..1.0: "share that comes from the first step", "سهم رسیده از گام نخست";
        /// Share of what arrives in a quarter of the period that is in this step at its end.
        Ratio from_arrivals "1" in 0.0..1.0: "share of arrivals", "سهم تازه‌واردها";
    }
}

record! {
    /// What is in one step after one quarter of a period.
    pub struct StepStock {
        /// Capacity in the step at the end of the quarter.
        Stock itself "{unit}" in 0.0..: "in the step", "موجود در گام";
    }
}

record! {
    /// What leaves a stage through a gate at which envelopes are drawn on.
    pub struct Gate {
        /// Share of the ready capacity that the envelopes let through.
        Ratio throttle "1" in 0.0..1.0: "share let through by the envelopes", "سهم مجاز از سوی محدودیت‌ها";
        /// Capacity that has finished the stage and waits for an envelope; it neither ages nor lapses.
        Stock waiting "{unit}" in 0.0..: "waiting to move on", "در انتظار عبور";
    }
}

tree! {
    /// One stage in one period, with its quarters, its steps and its gate.
    pub struct StageYear {
        /// The stage itself.
        here flow: StageFlow<T>;
        /// The gate behind it, if any envelope is drawn on there.
        many gate: Vec<Gate<T>>, at "gate";
        /// Quarters of the period.
        many parts: Vec<StagePart<T>>, at "parts";
        /// Steps in order.
        many steps: Vec<StepShares<T>>, at "steps";
        /// What is in each step after each quarter: the quarters of the first step, then those of the next.
        many levels: Vec<StepStock<T>>, at "levels";
    }
}

impl<T: Number> StageYear<T> {
    /// What is in each step at the end of the period, in order.
    fn in_steps(&self) -> impl Iterator<Item = T> {
        self.levels.iter().skip(PARTS - 1).step_by(PARTS).map(|level| level.itself)
    }

    /// What waits at the gate; nothing where there is none.
    pub fn waiting(&self) -> T {
        self.gate.first().map_or_else(T::zero, |gate| gate.waiting)
    }

    /// Lets `throttle` of what is ready move on, and says how much of it in each quarter.
    pub fn pass_on(&mut self, throttle: Option<T>, waited: T) -> [T; PARTS] {
        let passed = std::array::from_fn(|part| self.parts[part].passed);
        let Some(throttle) = throttle else { return passed };
        self.flow.moved = self.flow.ready * throttle;
        let waiting = self.flow.ready - self.flow.moved;
        self.flow.stock = self.flow.stock + waiting;
        self.gate = vec![Gate { throttle, waiting }];
        passed.map(|passed| throttle * (waited / COUNT + passed))
    }
}

/// Quarters of a period, as the number they are.
const COUNT: f64 = number(PARTS);

/// What enters evenly over a period, by quarter.
pub fn by_part<T: Number>(entered: T) -> [T; PARTS] {
    [entered / COUNT; PARTS]
}

/// A stage at the opening date.
pub fn open<T: Number>(stage: &Stage, gated: bool, opening: &StageOpening<T>) -> StageYear<T> {
    let (zero, stock) = (T::zero(), opening.flow.opening);
    let in_step = |step: usize| match opening.shares.get(step) {
        Some(share) => stock * share.share,
        None => stock,
    };
    let level = |n: usize| StepStock { itself: in_step(n / PARTS) };
    StageYear {
        flow: StageFlow {
            pace: zero,
            arrived: zero,
            leaving: zero,
            lapsed: zero,
            ready: zero,
            moved: zero,
            stock,
        },
        gate: gated.then(|| Gate { throttle: T::one(), waiting: zero }).into_iter().collect(),
        parts: (0..PARTS).map(|_| StagePart { arrived: zero, passed: zero }).collect(),
        steps: (0..stage.steps).map(|_| StepShares { from_first: zero, from_arrivals: zero }).collect(),
        levels: (0..stage.steps * PARTS).map(level).collect(),
    }
}

/// One period of a stage before its gate; `arrived` is what came in each quarter.
pub fn work<T: Number>(
    around: &Surroundings<'_, T>,
    stage: &Stage,
    inputs: &StageInputs<T>,
    last: &StageYear<T>,
    arrived: [T; PARTS],
) -> StageYear<T> {
    let (pace, steps) = shares(around, stage, inputs);
    let mut levels = vec![StepStock { itself: T::zero() }; steps.len() * PARTS];
    let mut before: Vec<T> = last.in_steps().collect();
    let mut parts = Vec::with_capacity(PARTS);
    for (part, &arrived) in arrived.iter().enumerate() {
        for step in 0..steps.len() {
            let came: T = (0..=step).map(|passed| before[step - passed] * steps[passed].from_first).sum();
            levels[step * PARTS + part].itself = came + arrived * steps[step].from_arrivals;
        }
        let stood: T = before.iter().copied().sum();
        for (step, before) in before.iter_mut().enumerate() {
            *before = levels[step * PARTS + part].itself;
        }
        // By difference, so that nothing is lost to rounding.
        let left = stood + arrived - before.iter().copied().sum::<T>();
        parts.push(StagePart { arrived, passed: left * inputs.success });
    }
    let arrived: T = parts.iter().map(|part| part.arrived).sum();
    let stock = before.iter().copied().sum::<T>();
    let leaving = last.in_steps().sum::<T>() + arrived - stock;
    let ready = parts.iter().map(|part| part.passed).sum::<T>();
    let ready = if last.gate.is_empty() { ready } else { last.waiting() + ready };
    let lapsed = leaving * (T::one() - inputs.success);
    let flow = StageFlow { pace, arrived, leaving, lapsed, ready, moved: ready, stock };
    StageYear { flow, gate: Vec::new(), parts, steps, levels }
}

/// Steps passed in a quarter of the period, and where that takes a project. A chain of steps with the same mean is passed
/// as a Poisson process is: the chance of d steps in a quarter is `e^(−x) x^d / d!`, that of one who arrives within it
/// the mean over the quarter.
fn shares<T: Number>(
    around: &Surroundings<'_, T>,
    stage: &Stage,
    inputs: &StageInputs<T>,
) -> (T, Vec<StepShares<T>>) {
    let months = inputs.months + around.delay;
    let time = around.period.length * MONTHS_PER_YEAR / COUNT;
    let time = if stage.steps > 1 { time * number(stage.steps) } else { time };
    let pace = time / months;
    let from_first = (-pace).exp();
    let from_arrivals = (T::one() - from_first) / pace;
    let mut steps = vec![StepShares { from_first, from_arrivals }];
    for step in 1..stage.steps {
        let before = steps[step - 1];
        let share = |of: T| if step > 1 { of / number(step) } else { of };
        steps.push(StepShares {
            from_first: share(before.from_first * pace),
            // By difference, which rounding may take below nothing.
            from_arrivals: (before.from_arrivals - share(before.from_first)).max(T::zero()),
        });
    }
    (pace, steps)
}

/// A count of steps or quarters as a number.
// There are few of them.
#[allow(clippy::cast_precision_loss)]
const fn number(steps: usize) -> f64 {
    steps as f64
}
