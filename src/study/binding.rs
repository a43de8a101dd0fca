//! Which envelopes bound whom and when, and what one more unit of them would start.

use super::Projection;
use crate::model::Year;
use crate::model::envelope::Draw;
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

/// A claim of one year: what was ready, which share of it went on, and what it drew on.
#[derive(Clone, Copy)]
struct Claim<'a> {
    ready: f64,
    throttle: f64,
    needs: &'a [usize],
    draws: &'a [Draw<f64>],
}

/// All bindings, by year in the order of claims. Of several envelopes that fall short, the tightest is the one named.
pub fn bindings(projection: &Projection) -> Vec<Binding> {
    let order = &projection.scenario.structure.order;
    let of_year = |(year, record)| {
        order
            .iter()
            .filter_map(move |claimant| binding(claim(projection, record, *claimant), year, *claimant))
    };
    projection.years.iter().copied().zip(&projection.records).flat_map(of_year).collect()
}

fn claim<'a>(projection: &'a Projection, year: &'a Year<f64>, claimant: Claimant) -> Claim<'a> {
    let structure = &projection.scenario.structure;
    match claimant {
        Claimant::Programme(p) => {
            let (kind, programme) = (&structure.programmes[p], &year.programmes[p]);
            // What is financed is what comes out of the stage before.
            let ready = programme.stages[kind.finance_at - 1].ready;
            Claim { ready, throttle: programme.flow.throttle, needs: &kind.needs, draws: &programme.draws }
        }
        Claimant::Class(c) => {
            let (kind, class) = (&structure.classes[c], &year.classes[c]);
            let (ready, throttle) = (class.flow.wanted, class.flow.throttle);
            Claim { ready, throttle, needs: &kind.needs, draws: &class.draws }
        }
    }
}

fn binding(claim: Claim<'_>, year: i32, claimant: Claimant) -> Option<Binding> {
    let Claim { ready, throttle, needs, draws } = claim;
    if throttle >= 1.0 {
        return None;
    }
    let (envelope, draw) = needs.iter().zip(draws).min_by(|(_, a), (_, b)| a.fits.total_cmp(&b.fits))?;
    Some(Binding {
        year,
        envelope: *envelope,
        claimant,
        throttle,
        held_back: ready * (1.0 - throttle),
        eased: ready / draw.wanted,
    })
}
