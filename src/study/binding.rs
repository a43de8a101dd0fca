//! Which envelopes bound whom and when, and what one more unit of them would start: found by running the year again.

use std::collections::HashMap;

use super::Projection;
use crate::model::envelope::Draw;
use crate::model::structure::{Claimant, EnvelopeKind};
use crate::model::{self, Year};

/// What rounding may take or leave of a claim.
const ROUNDING: f64 = 1e-12;
/// The share of a claim that is as good as nothing: an envelope that ran out is empty to rounding.
const NOTHING: f64 = 1e-6;

/// An envelope that held a claimant back in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// Year.
    pub year: i32,
    /// Index of the tightest envelope.
    pub envelope: usize,
    /// Indexes of the other envelopes that fall short for it, in the order of its needs.
    pub others: Vec<usize>,
    /// Who was held back.
    pub claimant: Claimant,
    /// Share of what was ready that got through.
    pub throttle: f64,
    /// What was held back, in units of the claimant.
    pub held_back: f64,
    /// Units of the claimant that start in that year beyond those of the run if the input of the envelope, a flow a year or
    /// a cap, is larger by 1 in that year alone.
    pub eased: f64,
    /// Who else starts more then: what is added goes to whoever claims first.
    pub instead: Vec<Claimant>,
}

/// A claim of one year: what was ready, which share of it went on, and what it drew on. A claimant has one at each gate.
struct Claim<'a> {
    ready: f64,
    throttle: f64,
    draws: Vec<(usize, &'a Draw<f64>)>,
}

impl Claim<'_> {
    fn started(&self) -> f64 {
        self.ready * self.throttle
    }

    /// What it starts beyond `before`; nothing if rounding alone tells them apart.
    fn beyond(&self, before: &Self) -> f64 {
        let more = self.started() - before.started();
        if more > ROUNDING * before.ready { more } else { 0.0 }
    }
}

/// All bindings, by year in the order of claims. Of several envelopes that fall short, the tightest is the one named.
pub fn bindings(projection: &Projection) -> Vec<Binding> {
    let order = &projection.scenario.structure.order;
    let (mut bindings, mut with_more) = (Vec::new(), HashMap::new());
    for (t, record) in projection.records.iter().enumerate() {
        for &claimant in order {
            for (gate, before) in claims(projection, record, claimant).into_iter().enumerate() {
                let Some((envelope, others)) = short(&before) else { continue };
                let eased =
                    with_more.entry((t, envelope)).or_insert_with(|| with_one_more(projection, t, envelope));
                let gains = |claimant: Claimant| {
                    let after = claims(projection, eased, claimant);
                    let before = claims(projection, record, claimant);
                    after.iter().zip(&before).map(|(after, before)| after.beyond(before)).collect::<Vec<_>>()
                };
                let others_gain =
                    |other: &Claimant| *other != claimant && gains(*other).iter().any(|gain| *gain > 0.0);
                bindings.push(Binding {
                    year: projection.years[t],
                    envelope,
                    others,
                    claimant,
                    throttle: if before.throttle > NOTHING { before.throttle } else { 0.0 },
                    held_back: before.ready * (1.0 - before.throttle),
                    eased: gains(claimant)[gate],
                    instead: order.iter().copied().filter(others_gain).collect(),
                });
            }
        }
    }
    bindings
}

fn claims<'a>(projection: &'a Projection, year: &'a Year<f64>, claimant: Claimant) -> Vec<Claim<'a>> {
    let structure = &projection.scenario.structure;
    match claimant {
        Claimant::Programme(p) => {
            let (kind, programme) = (&structure.programmes[p], &year.programmes[p]);
            let gates = programme.stages.iter().enumerate();
            gates
                .filter_map(|(s, stage)| {
                    let draws = kind.drawn_at(s + 1).map(|(n, envelope)| (envelope, &programme.draws[n]));
                    let throttle = stage.gate.first()?.throttle;
                    Some(Claim { ready: stage.flow.ready, throttle, draws: draws.collect() })
                })
                .collect()
        }
        Claimant::Class(c) => {
            let (kind, class) = (&structure.classes[c], &year.classes[c]);
            let (ready, throttle) = (class.flow.wanted, class.flow.throttle);
            vec![Claim { ready, throttle, draws: kind.needs.iter().copied().zip(&class.draws).collect() }]
        }
    }
}

/// The tightest envelope of a claim that did not get through whole, and the others that fall short.
fn short(claim: &Claim<'_>) -> Option<(usize, Vec<usize>)> {
    if claim.throttle >= 1.0 {
        return None;
    }
    let draws = || claim.draws.iter().copied();
    let (tightest, _) = draws().min_by(|(_, a), (_, b)| a.fits.total_cmp(&b.fits))?;
    let others = draws().filter(|(envelope, draw)| *envelope != tightest && draw.fits < 1.0);
    Some((tightest, others.map(|(envelope, _)| envelope).collect()))
}

/// The period `t` run again with the input of an envelope larger by 1.
fn with_one_more(projection: &Projection, t: usize, envelope: usize) -> Year<f64> {
    let structure = &projection.scenario.structure;
    let mut now = projection.inputs.periods[t].clone();
    let inputs = &mut now.envelopes[envelope];
    match structure.envelopes[envelope].kind {
        EnvelopeKind::Flow => inputs.flow[0].itself += 1.0,
        EnvelopeKind::Stock => inputs.cap[0].itself += 1.0,
    }
    let last = if t == 0 { &projection.start } else { &projection.records[t - 1] };
    model::step(structure, &projection.inputs.opening, &now, &projection.start, last)
}
