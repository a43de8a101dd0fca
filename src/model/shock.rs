//! Shocks: what cuts sectors, shrinks envelopes and delays projects for a while.

use super::record::{record, tree};
use super::structure::Structure;
use crate::number::Number;

record! {
    /// A shock by year.
    pub struct ShockFlow {
        /// Share of the period during which the shock is on; from its year and its length.
        Computed active "1" in 0.0..1.0: "share of the period", "سهم از دوره";
        /// Months added to the mean residence in every stage while the shock is on.
        Yearly delay "month" in 0.0..120.0 or 0.0: "delay of projects", "تأخیر طرح‌ها";
    }
}

record! {
    /// What a shock takes from one sector or envelope.
    pub struct Loss {
        /// Share lost while the shock is on.
        Yearly itself "1" in 0.0..1.0: "share lost", "سهم از دست رفته";
    }
}

tree! {
    /// A shock with the sectors it cuts and the envelopes it shrinks.
    pub struct ShockInputs {
        /// The shock itself.
        here flow: ShockFlow<T>;
        /// Shares of the sectors' value added lost.
        many cuts: Vec<Loss<T>>, at "cuts";
        /// Shares of the envelopes lost.
        many shrinks: Vec<Loss<T>>, at "shrinks";
    }
}

record! {
    /// What all shocks together leave of the year.
    pub struct ShockYear {
        /// Months all shocks add to the mean residence in every stage.
        Ratio delay "month" in 0.0..: "delay by shocks", "تأخیر ناشی از شوک‌ها";
    }
}

/// The delay all shocks cause together.
pub fn delay<T: Number>(shocks: &[ShockInputs<T>]) -> ShockYear<T> {
    ShockYear { delay: shocks.iter().map(|shock| shock.flow.active * shock.flow.delay).sum() }
}

/// What is left of sector `sector` after all shocks: the product of `1 - active * cut`.
pub fn sector_left<T: Number>(structure: &Structure, shocks: &[ShockInputs<T>], sector: usize) -> T {
    left(shocks, |k| structure.shocks[k].cuts.iter().position(|&s| s == sector), |shock| &shock.cuts)
}

/// What is left of envelope `envelope` after all shocks: the product of `1 - active * shrink`.
pub fn envelope_left<T: Number>(structure: &Structure, shocks: &[ShockInputs<T>], envelope: usize) -> T {
    left(shocks, |k| structure.shocks[k].shrinks.iter().position(|&e| e == envelope), |shock| &shock.shrinks)
}

fn left<T: Number>(
    shocks: &[ShockInputs<T>],
    hit: impl Fn(usize) -> Option<usize>,
    losses: impl Fn(&ShockInputs<T>) -> &[Loss<T>],
) -> T {
    let mut left = T::one();
    for (k, shock) in shocks.iter().enumerate() {
        if let Some(place) = hit(k) {
            left = left * (T::one() - shock.flow.active * losses(shock)[place].itself);
        }
    }
    left
}
