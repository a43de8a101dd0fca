//! Which ranges of the uncertain things make a goal succeed, or fail: scenario discovery.

pub mod prim;

use crate::scenario::{Effect, Scenario, Side, Uncertainty};
use crate::study::ensemble::{Design, Ensemble, Members, Sampling};

/// Members of an ensemble as cases: what was drawn for each, and whether its goal was met.
#[derive(Debug, Clone)]
pub struct Cases {
    /// By uncertain thing, then by case: the number drawn; of a noise its mean shift, of a shock how often it begins.
    pub columns: Vec<Vec<f64>>,
    /// Whether each case met the goal by its year.
    pub met: Vec<bool>,
}

/// The members of an ensemble as cases of a goal, given by its place among those of the scenario.
pub fn cases(scenario: &Scenario, goal: usize, members: u64, seed: u64) -> Cases {
    let target = &scenario.goals[goal];
    let (first, years) = (scenario.structure.years.0, scenario.structure.all_years().count());
    let due = usize::try_from(target.by - first).unwrap_or(0).min(years - 1);
    let design = Design { members, seed, sampling: Sampling::Latin };
    let all = Members::new(scenario, &[target.variable], design);
    let value = Ensemble::target(target);
    let (mut columns, mut met) = (vec![Vec::new(); scenario.uncertainties.len()], Vec::new());
    let (mut registers, mut at) = (all.registers(), 0);
    while at < members {
        let count = usize::try_from(members - at).unwrap_or(usize::MAX).min(block());
        all.run(at, &mut registers);
        for lane in 0..count {
            let reached = |year: usize| {
                let found = registers.block(all.outputs()[year]).0[lane];
                if target.side == Side::AtLeast { found >= value } else { found <= value }
            };
            met.push((0..=due).any(reached));
        }
        let mut drawn = all.drawn(&mut registers).iter();
        for (column, uncertainty) in columns.iter_mut().zip(&scenario.uncertainties) {
            let own: Vec<_> = drawn.by_ref().take(uncertainty.draws(years)).collect();
            column.extend((0..count).map(|lane| told(uncertainty, own.iter().map(|block| block.0[lane]))));
        }
        at += Members::block();
    }
    Cases { columns, met }
}

fn block() -> usize {
    usize::try_from(Members::block()).unwrap_or(1)
}

/// One number for what is drawn of a thing.
fn told(uncertainty: &Uncertainty, drawn: impl ExactSizeIterator<Item = f64>) -> f64 {
    // A few years.
    #[allow(clippy::cast_precision_loss)]
    let count = drawn.len() as f64;
    let sum: f64 = drawn.sum();
    if matches!(uncertainty.effect, Effect::Begins(_)) { sum } else { sum / count }
}
