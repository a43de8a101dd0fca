//! Latin hypercubes: one member in each of as many equal shares as there are members, for each thing drawn by itself.
//!
//! Which share a member has is a permutation that is worked out, not stored. Whole numbers of 32 bits are enough for it,
//! and every instruction set can multiply them many at once.

#![allow(clippy::inline_always)]

use super::random::mixed;
use crate::engine::{BLOCK, Block};

/// A permutation of the members, and where in its share each lies; one for each key.
#[derive(Debug, Clone)]
pub(super) struct Latin {
    /// Number of members less one.
    last: u32,
    /// The width of a share.
    width: f64,
    mask: u32,
    half: u32,
    rounds: [Round; 3],
    within: Round,
}

/// A factor, which is odd, and an offset: multiplying and adding them can be undone.
type Round = (u32, u32);

/// The largest share.
const LAST: f64 = 1.0 - f64::EPSILON;

impl Latin {
    /// A permutation of `members`, of which there are at most 2^32.
    pub(super) fn new(key: u64, members: u64) -> Self {
        debug_assert!((1..=1 << 32).contains(&members), "{members} members");
        let mask = low(members.next_power_of_two() - 1);
        let round = |n: u64| (low(mixed(key ^ n)) | 1, low(mixed(key.rotate_left(17) ^ n)));
        // Far below 2^52.
        #[allow(clippy::cast_precision_loss)]
        let width = 1.0 / members as f64;
        Self {
            last: low(members - 1),
            width,
            mask,
            half: (mask.count_ones() / 2).max(1),
            rounds: [1, 2, 3].map(round),
            within: round(4),
        }
    }

    /// Shares of probability of the members from `first` on, which begins a block. The last block may reach beyond the last
    /// member; what is drawn there is not counted.
    #[inline(always)]
    pub(super) fn fill(&self, first: u64, block: &mut Block) {
        let (mut places, mut within) = ([0; BLOCK], [0; BLOCK]);
        for (lane, (place, within)) in (0_u32..).zip(places.iter_mut().zip(&mut within)) {
            let member = low(first).wrapping_add(lane);
            *place = self.shuffled(member.min(self.last));
            *within = scattered(member, self.within);
        }
        // Shuffled again and again until it falls among the members.
        while places.iter().fold(0, |most, place| if *place > most { *place } else { most }) > self.last {
            for place in &mut places {
                let again = self.shuffled(*place);
                *place = if *place > self.last { again } else { *place };
            }
        }
        for (share, (place, within)) in block.0.iter_mut().zip(places.iter().zip(&within)) {
            let at = (whole(*place) + fraction(*within)) * self.width;
            *share = if at < LAST { at } else { LAST };
        }
    }

    /// Numbers are shuffled within the next power of two. Each round can be undone within the mask, so no two meet.
    #[inline(always)]
    fn shuffled(&self, mut place: u32) -> u32 {
        for (factor, offset) in self.rounds {
            place = place.wrapping_mul(factor).wrapping_add(offset) & self.mask;
            place ^= place >> self.half;
        }
        place
    }
}

/// A whole number as if at random for each member, by the mixing of `lowbias32` (C. Wellons, "Prospecting for Hash
/// Functions", 2018).
#[inline(always)]
fn scattered(member: u32, (factor, offset): Round) -> u32 {
    let x = member.wrapping_mul(factor).wrapping_add(offset);
    let x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
    let x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}

#[inline(always)]
fn low(x: u64) -> u32 {
    // The lower bits are what is wanted.
    #[allow(clippy::cast_possible_truncation)]
    let low = x as u32;
    low
}

/// A whole number as it is: the lower bits of a number from 2^52 on are its whole part.
#[inline(always)]
fn whole(x: u32) -> f64 {
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    f64::from_bits(WHOLE.to_bits() | u64::from(x)) - WHOLE
}

/// A whole number as a share of 2^32, in the middle of its step: the lower bits of a number from 2^20 on are behind the
/// point.
#[inline(always)]
fn fraction(x: u32) -> f64 {
    const ROOM: f64 = 1_048_576.0;
    const HALF: f64 = 0.5 / 4_294_967_296.0;
    f64::from_bits(ROOM.to_bits() | u64::from(x)) - (ROOM - HALF)
}
