//! Sobol's sequence with the direction numbers of Joe and Kuo, scrambled.
//!
//! The scrambling is Matoušek's: a random lower triangular matrix of bits for each dimension, and a random shift (J.
//! Matoušek, "On the L2-discrepancy for anchored boxes", Journal of Complexity 14, 1998). Both go into the direction
//! numbers, so a point costs no more than an unscrambled one. Points are numbered plainly, not by Gray code: point *k* is
//! the same however many there are.

use super::random::{mixed, unit};
use crate::engine::{BLOCK, Block};

/// Bits of an index, and of a coordinate.
const BITS: usize = 64;
/// Bits that count the members within a block.
const LANES: usize = BLOCK.trailing_zeros() as usize;

/// Polynomial and first direction numbers of each dimension after the first.
const DIRECTIONS: &str = include_str!("directions.csv");

/// Dimensions there are direction numbers for.
pub const DIMENSIONS: usize = 400;

/// One dimension of the sequence.
#[derive(Debug, Clone)]
pub struct Net {
    /// What each bit of an index adds.
    directions: [u64; BITS],
    shift: u64,
    /// What the members of a block add, one from the other.
    lanes: [u64; BLOCK],
}

impl Net {
    /// A dimension, counted from 0 and below [`DIMENSIONS`], scrambled by `key`.
    pub fn new(dimension: usize, key: u64) -> Self {
        let scramble = Scramble::new(key);
        Self::from(&directions(dimension).map(|direction| scramble.of(direction)), mixed(key ^ SHIFT))
    }

    /// The dimension as it is, for comparisons.
    pub fn plain(dimension: usize) -> Self {
        Self::from(&directions(dimension), 0)
    }

    fn from(directions: &[u64; BITS], shift: u64) -> Self {
        let lane =
            |lane: usize| (0..LANES).filter(|bit| lane >> bit & 1 == 1).fold(0, |x, bit| x ^ directions[bit]);
        let mut lanes = [0; BLOCK];
        for (n, offset) in lanes.iter_mut().enumerate() {
            *offset = lane(n);
        }
        Self { directions: *directions, shift, lanes }
    }

    /// The bits of the point of an index that begins a block.
    fn bits(&self, first: u64) -> u64 {
        (LANES..BITS).filter(|bit| first >> bit & 1 == 1).fold(self.shift, |x, bit| x ^ self.directions[bit])
    }

    /// The coordinates of the points from `first` on, which begins a block.
    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub fn fill(&self, first: u64, block: &mut Block) {
        let bits = self.bits(first);
        for (share, lane) in block.0.iter_mut().zip(&self.lanes) {
            *share = unit(bits ^ lane);
        }
    }
}

const SHIFT: u64 = 0x5368_6966_7420_6279;

/// The direction numbers of a dimension, most significant bit first.
fn directions(dimension: usize) -> [u64; BITS] {
    let mut directions = [0; BITS];
    let Some((polynomial, first)) = dimension.checked_sub(1).map(numbers) else {
        // The first dimension is van der Corput's sequence.
        for (bit, direction) in directions.iter_mut().enumerate() {
            *direction = 1 << (BITS - 1 - bit);
        }
        return directions;
    };
    let degree = first.len();
    for (bit, number) in first.iter().enumerate() {
        directions[bit] = number << (BITS - 1 - bit);
    }
    for bit in degree..BITS {
        let mut direction = directions[bit - degree] ^ (directions[bit - degree] >> degree);
        for back in 1..degree {
            if polynomial >> (degree - back) & 1 == 1 {
                direction ^= directions[bit - back];
            }
        }
        directions[bit] = direction;
    }
    directions
}

fn numbers(line: usize) -> (u64, Vec<u64>) {
    let mut lines = DIRECTIONS.lines().filter(|line| !line.starts_with('#'));
    // The file is part of the program; a test reads every line of it.
    let line = lines.nth(line).expect("direction numbers of the dimension");
    let mut numbers = line.split([',', ' ']).map(|number| number.parse().expect("a direction number"));
    (numbers.next().unwrap_or(1), numbers.collect())
}

/// A lower triangular matrix of bits with ones on its diagonal.
struct Scramble([u64; BITS]);

impl Scramble {
    fn new(key: u64) -> Self {
        let mut rows = [0; BITS];
        for (n, row) in (0_u32..).zip(&mut rows) {
            // Bits above the diagonal are those of what is more significant.
            let diagonal = 1_u64 << (63 - n);
            let above = !(diagonal | (diagonal - 1));
            *row = diagonal | (mixed(key.wrapping_add(u64::from(n + 1).wrapping_mul(SHIFT))) & above);
        }
        Self(rows)
    }

    fn of(&self, direction: u64) -> u64 {
        let bit = |row: &u64| u64::from((row & direction).count_ones() & 1);
        self.0.iter().fold(0, |bits, row| bits << 1 | bit(row))
    }
}
