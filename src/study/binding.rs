//! Which envelopes bound whom and when, and what one more unit of them would start.

use super::Projection;
use crate::model::structure::Claimant;

/// An envelope that held a claimant back in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// Year.
    pub year: i32,
    /// Index of the envelope.
    pub envelope: usize,
    /// Who was held back.
    pub claimant: Claimant,
    /// Share of what was ready that got through.
    pub throttle: f64,
    /// What was held back, in units of the claimant.
    pub held_back: f64,
    /// Units that one more unit of the envelope would start, the others permitting.
    pub eased: f64,
}

/// All bindings, by year in the order of claims. Of several envelopes that fall short, the tightest is the one named.
pub fn bindings(projection: &Projection) -> Vec<Binding> {
    let mut found = Vec::new();
    let structure = &projection.scenario.structure;
    for (t, year) in projection.years.iter().enumerate() {
        for claimant in &structure.order {
            if let Some(binding) = binding(projection, t, *year, *claimant) {
                found.push(binding);
            }
        }
    }
    found
}

fn binding(projection: &Projection, t: usize, year: i32, claimant: Claimant) -> Option<Binding> {
    let structure = &projection.scenario.structure;
    let (at, needs, ready) = match claimant {
        Claimant::Programme(p) => {
            let programme = &structure.programmes[p];
            let gate = &programme.stages[programme.finance_at - 1].id;
            let at = format!("programme.{}", programme.named.id);
            (at.clone(), &programme.needs, format!("{at}.stages.{gate}.ready"))
        }
        Claimant::Class(c) => {
            let at = format!("class.{}", structure.classes[c].named.id);
            (at.clone(), &structure.classes[c].needs, format!("{at}.wanted"))
        }
    };
    let value = |id: &str| projection.index(id).map(|index| projection.values[t][index]);
    let throttle = value(&format!("{at}.throttle"))?;
    if throttle >= 1.0 {
        return None;
    }
    let ready = value(&ready)?;
    let of =
        |e: usize, field: &str| value(&format!("{at}.needs.{}.{field}", structure.envelopes[e].named.id));
    let fits = |e: &usize| of(*e, "fits").unwrap_or(1.0);
    let envelope = *needs.iter().min_by(|a, b| fits(a).total_cmp(&fits(b)))?;
    let wanted = of(envelope, "wanted")?;
    Some(Binding {
        year,
        envelope,
        claimant,
        throttle,
        held_back: ready * (1.0 - throttle),
        eased: ready / wanted,
    })
}
