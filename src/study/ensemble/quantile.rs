//! From a share of probability to a value: the inverse of each distribution.
//!
//! Uniform, triangular and single points are worked out as they are asked for. Normal, logarithmic normal and PERT come
//! from statrs, once: their values and slopes at knots, eight to each halving of the share towards either tail, with
//! a cubic between them. Errors are below three millionths of the width that holds 99.8 % of the values.

#![allow(clippy::inline_always)]

use super::cubic::{Cubic, cubic, on_cubic};
use super::exact::{Exact, rounded};
use super::normal::OfNormal;
use crate::engine::{BLOCK, Block};
use crate::scenario::Distribution;

/// Halvings of the share on each side: what is nearer to 0 or 1 than this takes the value there.
const HALVINGS: u32 = 32;
/// Knots to a halving, as a power of two.
const KNOTS: u32 = 3;
/// Knots to a halving.
const STEPS: usize = 1 << KNOTS;
/// Halvings, from the middle on, in which every knot is asked for.
const NEAR: u32 = 14;
/// Pieces of each side.
const PIECES: usize = ((HALVINGS - 1) << KNOTS) as usize;
/// The smallest share, and the largest below one half.
#[allow(clippy::cast_precision_loss)]
const NEAREST: f64 = 1.0 / (1_u64 << HALVINGS) as f64;
const HALF: f64 = 0.5 - f64::EPSILON / 4.0;
/// Bits of a number below those that tell its piece.
const BELOW: u32 = 52 - KNOTS;
const FIRST: u64 = (1023 - HALVINGS as u64) << KNOTS;

/// Where the pieces of the upper side begin: at a power of two, so that no index can be beyond the end.
const UPPER: usize = PIECES.next_power_of_two();

type CubicTable = [Cubic; 2 * UPPER];

/// The inverse of a distribution.
#[derive(Debug, Clone)]
pub enum Quantile {
    /// Low and width.
    Uniform(f64, f64),
    /// Low, high, the share below the mode, and the squares that each side is the root of.
    Triangular(f64, f64, f64, [f64; 2]),
    /// The share up to and with each value.
    Points(Vec<(f64, f64)>),
    /// Pieces from the lower tail to the middle; from `UPPER` on those from the upper tail to the middle.
    Table(Box<CubicTable>),
    /// The value as a function of a normal number instead of a share.
    OfNormal(OfNormal),
}

impl Quantile {
    /// The inverse of a distribution.
    pub fn new(distribution: &Distribution) -> Self {
        match distribution {
            Distribution::Uniform { low, high } => Self::Uniform(*low, high - low),
            Distribution::Triangular { low, mode, high } => {
                let (width, left, right) = (high - low, mode - low, high - mode);
                Self::Triangular(*low, *high, left / width, [width * left, width * right])
            }
            Distribution::Points(points) => {
                let mut below = 0.0;
                let upto = |(value, weight): &(f64, f64)| {
                    below += weight;
                    (below, *value)
                };
                Self::Points(points.iter().map(upto).collect())
            }
            smooth => {
                let exact = Exact::new(smooth);
                let lower = pieces(|share| exact.at(share));
                let upper = pieces(|share| {
                    let (value, slope) = exact.at(1.0 - share);
                    (value, -slope)
                });
                let mut table = Box::new([[0.0; 4]; 2 * UPPER]);
                table[..PIECES].copy_from_slice(&lower);
                table[UPPER..UPPER + PIECES].copy_from_slice(&upper);
                Self::Table(table)
            }
        }
    }

    /// The value below which the share `u` of probability lies, for `u` between 0 and 1.
    #[inline(always)]
    pub fn at(&self, u: f64) -> f64 {
        match self {
            Self::Uniform(low, width) => low + width * u,
            Self::Triangular(low, high, turn, [left, right]) => {
                if u < *turn {
                    low + (u * left).sqrt()
                } else {
                    high - ((1.0 - u) * right).sqrt()
                }
            }
            Self::Points(points) => {
                // The last holds whatever rounding left over.
                let found = points.iter().find(|(upto, _)| u < *upto).or(points.last());
                found.map_or(f64::NAN, |(_, value)| *value)
            }
            Self::Table(table) => {
                let (piece, part) = place(u);
                on_cubic(&table[piece], part)
            }
            Self::OfNormal(of_normal) => of_normal.at(u),
        }
    }

    /// Replaces the shares of a block by their values.
    #[inline(always)]
    pub(super) fn replace(&self, block: &mut Block) {
        macro_rules! each {
            ($f:expr) => {
                for share in &mut block.0 {
                    *share = $f(*share);
                }
            };
        }
        // One loop for each kind, so that each becomes vector instructions of its own.
        match self {
            Self::Uniform(low, width) => each!(|u: f64| low + width * u),
            Self::Table(table) => {
                let (mut pieces, mut parts) = ([0; BLOCK], [0.0; BLOCK]);
                for ((piece, part), share) in pieces.iter_mut().zip(&mut parts).zip(&block.0) {
                    (*piece, *part) = place(*share);
                }
                for ((value, piece), part) in block.0.iter_mut().zip(pieces).zip(parts) {
                    *value = on_cubic(&table[piece % (2 * UPPER)], part);
                }
            }
            other => each!(|u: f64| other.at(u)),
        }
    }
}

/// The cubics of one side, for a function that gives value and slope at a share.
///
/// In the far tail it is asked at each halving alone. Between these a cubic over the logarithm of the share stands for it:
/// inverses are smooth there, and little is left of their width.
fn pieces(at: impl Fn(f64) -> (f64, f64)) -> Vec<Cubic> {
    let share = |n: usize| f64::from_bits((FIRST + n as u64) << BELOW);
    let far = |n: usize| n < ((HALVINGS - NEAR) << KNOTS) as usize;
    let mut knots: Vec<(f64, f64)> =
        (0..=PIECES).map(|n| if far(n) && n % STEPS != 0 { (0.0, 0.0) } else { at(share(n)) }).collect();
    for halving in (0..PIECES).step_by(STEPS).filter(|n| far(*n)) {
        // By the doublings of the share: the slope over them, and the way along them.
        let doublings = |n: usize, slope: f64| slope * share(n) * std::f64::consts::LN_2;
        let [(low, rise), (high, end)] =
            [halving, halving + STEPS].map(|n| (knots[n].0, doublings(n, knots[n].1)));
        let cubic = cubic((low, rise), (high, end), 1.0);
        for (n, knot) in knots.iter_mut().enumerate().take(halving + STEPS).skip(halving + 1) {
            let t = (share(n) / share(halving)).log2();
            let slope = cubic[1] + t * (2.0 * cubic[2] + t * 3.0 * cubic[3]);
            *knot = (on_cubic(&cubic, t), slope / (share(n) * std::f64::consts::LN_2));
        }
    }
    for (value, slope) in &mut knots {
        (*value, *slope) = (rounded(*value), rounded(*slope));
    }
    let width = |n: usize| share(n + 1) - share(n);
    (0..PIECES).map(|n| cubic(knots[n], knots[n + 1], width(n))).collect()
}

/// The piece that a share lies in, and how far along it, from 0 to 1.
#[inline(always)]
fn place(u: f64) -> (usize, f64) {
    let other = 1.0 - u;
    let (share, side) = if u < other { (u, 0) } else { (other, UPPER) };
    let share = if share > NEAREST { share } else { NEAREST };
    let share = if share < HALF { share } else { HALF };
    let bits = share.to_bits();
    // The bits that tell the piece: those of the exponent and the first ones after it.
    #[allow(clippy::cast_possible_truncation)]
    let piece = ((bits >> BELOW) - FIRST) as usize;
    let t = f64::from_bits((bits << KNOTS & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000) - 1.0;
    (side + piece, t)
}
