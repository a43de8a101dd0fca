//! Envelopes: what can run out. Claims are served in order; each leaves less for the next.

use super::record::{record, tree};
use super::structure::{EnvelopeKind, Structure};
use crate::number::Number;

record! {
    /// What an envelope of the flow kind gives.
    pub struct FlowLimit {
        /// What is available in a year.
        Yearly itself "{unit}/year" in 0.0..: "available a year", "موجود در سال";
    }
}

record! {
    /// What an envelope of the stock kind holds.
    pub struct StockLimit {
        /// What all units being built or operating may use together.
        Yearly itself "{unit}" in 0.0..: "cap", "سقف";
    }
}

tree! {
    /// The limit of one envelope: exactly one of the two.
    pub struct EnvelopeInputs {
        /// The flow, for envelopes of that kind.
        many flow: Vec<FlowLimit<T>>, at "flow";
        /// The cap, for envelopes of that kind.
        many cap: Vec<StockLimit<T>>, at "cap";
    }
}

record! {
    /// What one unit draws from one envelope at its gate.
    pub struct Need {
        /// Need per unit that passes the gate.
        Yearly itself "{unit}/{of}" in 0.0..: "need per unit", "نیاز هر واحد";
    }
}

record! {
    /// Foreign direct investment by year.
    pub struct ForeignInvestment {
        /// Foreign direct investment approved in a year.
        Yearly approved "{unit}/year" in 0.0..: "approved", "مصوب";
        /// Share of the approved investment that arrives.
        Yearly realised_share "1" in 0.0..1.0: "share that arrives", "سهم تحقق‌یافته";
    }
}

record! {
    /// Foreign direct investment in one period.
    pub struct ForeignInvestmentYear {
        /// Foreign direct investment that arrived in the period.
        Amount arrived "{unit}" in 0.0..: "arrived", "تحقق‌یافته";
    }
}

record! {
    /// One envelope in one period.
    pub struct EnvelopeYear {
        /// What can be drawn in the period.
        Amount available "{unit}" in 0.0..: "available", "موجود";
        /// What was drawn.
        Amount used "{unit}" in 0.0..: "used", "مصرف‌شده";
        /// What was left over.
        Amount left "{unit}" in 0.0..: "left", "مانده";
    }
}

record! {
    /// The draw of one claimant on one envelope.
    pub struct Draw {
        /// What the claimant would draw if nothing ran out.
        Amount wanted "{unit}" in 0.0..: "wanted", "خواسته";
        /// What claimants before it left.
        Amount offered "{unit}" in 0.0..: "left by earlier claims", "مانده از متقاضیان پیشین";
        /// Share of the wanted that fits into the offered.
        Ratio fits "1" in 0.0..1.0: "share that fits", "سهم قابل تأمین";
        /// What it drew.
        Amount used "{unit}" in 0.0..: "used", "مصرف‌شده";
    }
}

/// What each envelope offers in the period, before any claim. `committed` is what a stock envelope's units hold already.
pub fn available<T: Number>(
    structure: &Structure,
    length: T,
    inputs: &[EnvelopeInputs<T>],
    squeezed: impl Fn(usize) -> T,
    foreign: Option<(usize, T)>,
    committed: impl Fn(usize) -> T,
) -> Vec<EnvelopeYear<T>> {
    let one = |(e, inputs): (usize, &EnvelopeInputs<T>)| {
        let available = match structure.envelopes[e].kind {
            EnvelopeKind::Flow => {
                let flow = inputs.flow[0].itself * squeezed(e) * length;
                match foreign {
                    Some((to, arrived)) if to == e => flow + arrived,
                    _ => flow,
                }
            }
            EnvelopeKind::Stock => (inputs.cap[0].itself * squeezed(e) - committed(e)).max(T::zero()),
        };
        EnvelopeYear { available, used: T::zero(), left: available }
    };
    inputs.iter().enumerate().map(one).collect()
}

/// Serves one claim. `draws_on` names each draw with its envelope, both by index, and `per_unit` its need, after deferral;
/// `ready` is what would start. Returns the throttle in [0, 1], takes the draws off the envelopes and puts them among
/// `draws`.
pub fn claim<T: Number>(
    draws_on: impl Iterator<Item = (usize, usize)> + Clone,
    per_unit: impl Fn(usize) -> T,
    ready: T,
    draws: &mut [Draw<T>],
    envelopes: &mut [EnvelopeYear<T>],
) -> T {
    let mut throttle = T::one();
    for (n, e) in draws_on.clone() {
        let (wanted, offered) = (per_unit(n) * ready, envelopes[e].left);
        let fits = T::pick(offered.at_least(wanted), T::one(), offered / wanted);
        throttle = throttle.min(fits);
        draws[n] = Draw { wanted, offered, fits, used: T::zero() };
    }
    for (n, e) in draws_on {
        let (draw, envelope) = (&mut draws[n], &mut envelopes[e]);
        draw.used = draw.wanted * throttle;
        envelope.used = envelope.used + draw.used;
        // Rounding may take a hair more than there is.
        envelope.left = (envelope.left - draw.used).max(T::zero());
    }
    throttle
}

impl<T: Number> Draw<T> {
    /// A draw of which nothing was wanted.
    pub fn none() -> Self {
        Self { wanted: T::zero(), offered: T::zero(), fits: T::one(), used: T::zero() }
    }
}
