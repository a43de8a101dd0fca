//! Drawing: each number is a function of the seed, of what is drawn and of the member alone, so that any member can be
//! drawn at any time, anywhere, in any company.

use sha2::{Digest, Sha256};

use super::sobol::Net;
use crate::number::program::{BLOCK, Block};

/// How the members are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// Each by itself.
    Random,
    /// One in each of as many equal shares as there are members, for each thing drawn: a Latin hypercube.
    Latin,
    /// Sobol's sequence, scrambled: evenly over all things drawn together.
    Sobol,
}

impl Sampling {
    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Latin => "latin",
            Self::Sobol => "sobol",
        }
    }

    /// The sampling of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Random, Self::Latin, Self::Sobol].into_iter().find(|sampling| sampling.name() == name)
    }
}

/// The draws of one thing: shares of probability between 0 and 1, both excluded.
#[derive(Debug, Clone)]
pub struct Stream {
    key: u64,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Random,
    Latin(Shuffle),
    Sobol(Box<Net>),
}

impl Stream {
    /// The stream of `name` under `seed`, for an ensemble of `members`. `dimension`, counted from 0, is its own in Sobol's
    /// sequence.
    pub fn new(seed: u64, name: &str, members: u64, sampling: Sampling, dimension: usize) -> Self {
        let digest = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(name.as_bytes()).finalize();
        let mut key = [0; 8];
        key.copy_from_slice(&digest[..8]);
        let key = u64::from_le_bytes(key);
        let way = match sampling {
            Sampling::Random => Way::Random,
            Sampling::Latin => Way::Latin(Shuffle::new(key, members)),
            Sampling::Sobol => Way::Sobol(Box::new(Net::new(dimension, key))),
        };
        Self { key, way }
    }

    /// The share of one member, counted from 0.
    pub fn at(&self, member: u64) -> f64 {
        let mut block = Block::of(0.0);
        let lane = member % BLOCK as u64;
        self.fill(member - lane, &mut block);
        // The remainder of a division by the length of a block is below it.
        block.0[usize::try_from(lane).unwrap_or(0)]
    }

    /// The shares of the members from `first` on, which begins a block.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub fn fill(&self, first: u64, block: &mut Block) {
        match &self.way {
            Way::Random => {
                for (member, share) in (first..).zip(&mut block.0) {
                    *share = self.within(member);
                }
            }
            Way::Latin(shuffle) => {
                let mut places = [0; BLOCK];
                for (member, place) in (first..).zip(&mut places) {
                    // The last block may reach beyond the last member; what is drawn there is not counted.
                    *place = shuffle.once(member.min(shuffle.members - 1));
                }
                for place in &mut places {
                    *place = shuffle.among_members(*place);
                }
                for ((member, place), share) in (first..).zip(&places).zip(&mut block.0) {
                    *share = shuffle.share(*place, self.within(member));
                }
            }
            Way::Sobol(net) => net.fill(first, block),
        }
    }

    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn within(&self, member: u64) -> f64 {
        unit(mixed(self.key.wrapping_add(member.wrapping_mul(STEP))))
    }
}

/// A permutation of the members, one for each key.
#[derive(Debug, Clone)]
struct Shuffle {
    members: u64,
    rounds: [(u64, u64); 3],
    mask: u64,
    half: u32,
}

impl Shuffle {
    fn new(key: u64, members: u64) -> Self {
        let mask = members.next_power_of_two() - 1;
        let rounds = [1_u64, 2, 3].map(|n| (mixed(key ^ n) | 1, mixed(key.rotate_left(17) ^ n)));
        Self { members, rounds, mask, half: (mask.count_ones() / 2).max(1) }
    }

    /// A share somewhere within a place.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn share(&self, place: u64, within: f64) -> f64 {
        // Both are far below 2^52, where a number's lower bits are its whole part.
        let place = f64::from_bits(0x4330_0000_0000_0000 | place) - 4_503_599_627_370_496.0;
        #[allow(clippy::cast_precision_loss)]
        let share = (place + within) / self.members as f64;
        if share < LAST { share } else { LAST }
    }

    /// Numbers are shuffled within the next power of two. Each round can be undone within the mask, so no two meet.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn once(&self, mut place: u64) -> u64 {
        for (factor, offset) in self.rounds {
            place = place.wrapping_mul(factor).wrapping_add(offset) & self.mask;
            place ^= place >> self.half;
        }
        place
    }

    /// Shuffled again and again until it falls among the members.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn among_members(&self, mut place: u64) -> u64 {
        while place >= self.members {
            place = self.once(place);
        }
        place
    }
}

/// The largest share.
const LAST: f64 = 1.0 - f64::EPSILON;

/// The step and the mixing of `SplitMix64` (Steele, Lea and Flood, 2014).
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A whole number for each seed, row and place, as if at random.
pub fn scatter(seed: u64, row: u64, place: u64) -> u64 {
    mixed(
        mixed(seed.wrapping_add(STEP))
            .wrapping_add(mixed(row ^ SCATTER))
            .wrapping_add(place.wrapping_mul(STEP)),
    )
}

const SCATTER: u64 = 0x7370_7265_6164_206f;

#[inline]
pub(super) fn mixed(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The upper 52 bits as a number between 0 and 1, in the middle of its step.
#[inline]
pub(super) fn unit(x: u64) -> f64 {
    f64::from_bits(0x3ff0_0000_0000_0000 | (x >> 12)) - (1.0 - f64::EPSILON / 2.0)
}
