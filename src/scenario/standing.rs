//! Figures with a range that an ensemble does not draw, and why.

use std::collections::HashSet;

use super::{Effect, OF_A_FIGURE, Scenario};
use crate::model;

/// Why a figure stands still though it has a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Every input that rests on it has a distribution of its own; or no figure is drawn at all.
    OwnDistribution,
    /// It goes into the Leontief inverse, which is worked out before the run.
    LeontiefInverse,
    /// Money is converted with it, at its own value even where it is drawn as an input.
    Conversion,
    /// It is worked out from other figures, and follows those of them that are drawn.
    Derived,
}

/// A figure that stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandsStill {
    /// Its id.
    pub figure: String,
    /// Why.
    pub why: Standing,
}

impl Scenario {
    /// How many figures an ensemble draws.
    pub fn figures_drawn(&self) -> usize {
        self.uncertainties.iter().filter(|uncertainty| uncertainty.effect == Effect::Figure).count()
    }

    /// The figures with a range that its inputs rest on and that an ensemble does not draw, by id.
    pub fn standing_still(&self) -> Vec<StandsStill> {
        let drawn = |id: &str| {
            self.uncertainties.iter().any(|known| known.name.strip_prefix(OF_A_FIGURE) == Some(id))
        };
        let local_content = model::yearly_indexes(&self.structure).economy.local_content;
        let leontief = &self.yearly[local_content].figures;
        let mut seen = HashSet::new();
        let mut open: Vec<(String, bool)> = Vec::new();
        for input in self.inputs() {
            open.extend(input.figures.iter().map(|id| (id.clone(), false)));
            open.extend(input.prices.iter().map(|id| (id.clone(), true)));
        }
        let mut found = Vec::new();
        while let Some((id, converts)) = open.pop() {
            if !seen.insert((id.clone(), converts)) {
                continue;
            }
            let Some(figure) = self.figures.figures.get(&id) else { continue };
            let mut named = HashSet::new();
            if let Some(formula) = &figure.formula {
                formula.figures(&mut |id| {
                    named.insert(id.to_owned());
                });
            }
            open.extend(figure.rests_on.iter().map(|id| (id.clone(), converts || !named.contains(id))));
            if figure.spread().is_none() || drawn(&id) && !converts {
                continue;
            }
            let why = if figure.formula.is_some() {
                Standing::Derived
            } else if converts {
                Standing::Conversion
            } else if leontief.contains(&id) {
                Standing::LeontiefInverse
            } else {
                Standing::OwnDistribution
            };
            found.push(StandsStill { figure: id, why });
        }
        found.sort_by(|a, b| a.figure.cmp(&b.figure));
        // Money may be converted with what another input rests on: the other reason says more.
        found.dedup_by(|a, b| a.figure == b.figure);
        found
    }
}
