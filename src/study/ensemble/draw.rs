//! Drawing: each number is a function of the seed, of what is drawn and of the member alone, so that any member can be
//! drawn at any time, anywhere, in any company.

use sha2::{Digest, Sha256};

use super::latin::Latin;
use super::random::{STEP, mixed, unit};
use super::sobol::Net;
use crate::engine::{BLOCK, Block};

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
pub struct Stream(Way);

#[derive(Debug, Clone)]
enum Way {
    /// By its key.
    Random(u64),
    Latin(Latin),
    Sobol(Box<Net>),
}

impl Stream {
    /// The stream of `name` under `seed`, for an ensemble of `members`, from 1 to 2^32. `dimension`, counted from 0, is its
    /// own in Sobol's sequence.
    pub fn new(seed: u64, name: &str, members: u64, sampling: Sampling, dimension: usize) -> Self {
        let digest = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(name.as_bytes()).finalize();
        let mut key = [0; 8];
        key.copy_from_slice(&digest[..8]);
        let key = u64::from_le_bytes(key);
        Self(match sampling {
            Sampling::Random => Way::Random(key),
            Sampling::Latin => Way::Latin(Latin::new(key, members)),
            Sampling::Sobol => Way::Sobol(Box::new(Net::new(dimension, key))),
        })
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
        match &self.0 {
            Way::Random(key) => {
                for (member, share) in (first..).zip(&mut block.0) {
                    *share = unit(mixed(key.wrapping_add(member.wrapping_mul(STEP))));
                }
            }
            Way::Latin(latin) => latin.fill(first, block),
            Way::Sobol(net) => net.fill(first, block),
        }
    }
}
