//! What a scenario rests on: its figures, of what kind, and which contradictions concern them.

use std::collections::BTreeSet;

use crate::figure::{Contradiction, Figure, SourceKind};
use crate::scenario::{Input, Scenario};

/// The figures and contradictions behind a scenario.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Ids of all figures, those behind derived figures included.
    pub figures: BTreeSet<String>,
    /// Number of figures of each kind: articles, statistics, literature, estimates.
    pub kinds: Vec<(SourceKind, usize)>,
    /// Ids of the contradictions that concern any of them.
    pub contradictions: Vec<String>,
    /// Ids of the inputs whose numbers are written into scenarios and rest on no figure.
    pub plain: Vec<String>,
    /// Those of them that say neither a source nor why.
    pub unsourced: Vec<String>,
}

impl Evidence {
    /// Everything a scenario rests on.
    pub fn of(scenario: &Scenario) -> Self {
        let cited = scenario.inputs().flat_map(|input| input.figures.iter().chain(&input.prices));
        let cited = cited.chain(scenario.goals.iter().flat_map(|goal| &goal.figures));
        let mut waiting: Vec<&String> =
            cited.chain(scenario.observed.iter().flat_map(|seen| &seen.figures)).collect();
        let mut figures = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if figures.insert(id.clone())
                && let Some(figure) = scenario.figures.figures.get(id)
            {
                waiting.extend(&figure.rests_on);
            }
        }
        let of_kind = |kind| figures.iter().filter(|id| scenario.figures.figures[*id].kind == kind).count();
        let kinds =
            [SourceKind::Article, SourceKind::Statistic, SourceKind::Literature, SourceKind::Estimate];
        let touches =
            |contradiction: &Contradiction| contradiction.figures.iter().any(|id| figures.contains(id));
        let contradictions =
            scenario.figures.contradictions.iter().filter(|(_, contradiction)| touches(contradiction));
        let contradictions = contradictions.map(|(id, _)| id.clone()).collect();
        let plain: Vec<&Input> = scenario.inputs().filter(|input| input.is_plain()).collect();
        let ids =
            |inputs: &mut dyn Iterator<Item = &&Input>| inputs.map(|input| input.row.id.clone()).collect();
        let unsourced = ids(&mut plain.iter().filter(|input| input.note.is_none() && input.source.is_none()));
        Self {
            plain: ids(&mut plain.iter()),
            unsourced,
            kinds: kinds.map(|kind| (kind, of_kind(kind))).to_vec(),
            contradictions,
            figures,
        }
    }

    /// The figures themselves, by id.
    pub fn each<'a>(&'a self, scenario: &'a Scenario) -> impl Iterator<Item = &'a Figure> {
        self.figures.iter().filter_map(|id| scenario.figures.figures.get(id))
    }
}
