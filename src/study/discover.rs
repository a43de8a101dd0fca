//! Which ranges of what is uncertain make a goal succeed, or fail: scenario discovery.

pub mod prim;

use std::sync::Arc;

use crate::scenario::{Effect, Scenario, Uncertainty};
use crate::study::ensemble::{Design, HeldInput, MemberBlock, Members, Sampling, blocks};
use prim::{Options, PrimBox, boxes};

/// Members of an ensemble as cases: what was drawn for each, and whether its goal was met.
struct Cases {
    /// By uncertainty, then by case: the number drawn; of a noise its mean shift, of a shock how often it begins.
    columns: Vec<Vec<f64>>,
    /// Whether each case meets the goal in its year.
    met: Vec<bool>,
    /// Inputs that are held at a limit.
    held: Vec<HeldInput>,
}

/// What is asked of a discovery.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The goal, by its place among those of the scenario.
    pub goal: usize,
    /// Whether what makes it fail is looked for.
    pub missed: bool,
    /// Share of the members in the box that are to be such; if it is not said 0.8, or half way from all members to 1.
    pub density: Option<f64>,
    /// Number of members.
    pub members: u64,
    /// Seed of all draws.
    pub seed: u64,
}

/// What a discovery found.
#[derive(Debug, Clone)]
pub struct Discovery {
    /// What was asked.
    pub question: Question,
    /// Every box on the way, that of all members first. There is one at least.
    pub boxes: Vec<PrimBox>,
    /// The box that holds most of what is of interest and is as dense as asked; the densest if none is.
    pub chosen: usize,
    /// Whether a box is as dense as asked.
    pub dense: bool,
    /// Inputs that are held at a limit though more was drawn.
    pub held: Vec<HeldInput>,
}

/// Looks for a box of members that meet, or miss, a goal; `None` without members.
pub fn discover(scenario: &Arc<Scenario>, question: Question) -> Option<Discovery> {
    let Cases { columns, met, held } = cases(scenario, question.goal, question.members, question.seed);
    let of_interest: Vec<bool> = met.iter().map(|met| *met != question.missed).collect();
    let boxes = boxes(&columns, &of_interest, &Options::default());
    let all = boxes.first()?;
    let asked = question.density.unwrap_or(f64::midpoint(all.density, 1.0).max(0.8));
    let dense = (0..boxes.len()).filter(|n| boxes[*n].density >= asked);
    let most = dense.reduce(|a, b| if boxes[b].coverage > boxes[a].coverage { b } else { a });
    let densest = || (0..boxes.len()).reduce(|a, b| if boxes[b].density > boxes[a].density { b } else { a });
    let chosen = most.or_else(densest).unwrap_or(0);
    Some(Discovery { question, chosen, dense: most.is_some(), boxes, held })
}

/// The members of an ensemble as cases of a goal, given by its place among those of the scenario.
fn cases(scenario: &Arc<Scenario>, goal: usize, members: u64, seed: u64) -> Cases {
    let target = &scenario.goals[goal];
    let (first, years) = (scenario.structure.years.0, scenario.structure.all_years().count());
    let due = usize::try_from(target.by - first).unwrap_or(0).min(years - 1);
    let all = Members::new(
        Arc::clone(scenario),
        &[target.variable],
        Design { members, seed, sampling: Sampling::Latin },
    );
    let threshold = target.threshold();
    let own = scenario.draws();
    let (mut columns, mut met) = (vec![Vec::new(); own.len()], Vec::new());
    let mut registers = all.registers();
    for MemberBlock { first, lanes } in blocks((0, members)) {
        all.run(first, &mut registers);
        let reached = registers.block(all.outputs()[due]);
        met.extend(lanes.clone().map(|lane| target.side.holds(reached.0[lane], threshold)));
        let drawn = all.drawn(&mut registers);
        for ((column, uncertainty), own) in columns.iter_mut().zip(&scenario.uncertainties).zip(&own) {
            let drawn = &drawn[own.clone()];
            column
                .extend(lanes.clone().map(|lane| told(uncertainty, drawn.iter().map(|block| block.0[lane]))));
        }
    }
    Cases { columns, met, held: all.held() }
}

/// One number for what is drawn of an uncertainty.
fn told(uncertainty: &Uncertainty, drawn: impl ExactSizeIterator<Item = f64>) -> f64 {
    // A few years.
    #[allow(clippy::cast_precision_loss)]
    let count = drawn.len() as f64;
    let sum: f64 = drawn.sum();
    if matches!(uncertainty.effect, Effect::Begins(_)) { sum } else { sum / count }
}
