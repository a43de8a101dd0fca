//! Runs of the model in rows: where each row's shares come from, and what it gives.

use std::ops::RangeInclusive;

use crate::engine::Block;
use crate::study::ensemble::{MemberBlock, Members, blocks, scatter};
use crate::study::limits;

/// How sensitivity is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Shares of the variance (I. M. Sobol', 1993), with the estimators of Saltelli et al. (2010) and Jansen (1999).
    Sobol,
    /// Elementary effects (M. D. Morris, 1991): few runs, to see what does not matter at all.
    Morris,
    /// Standardised regression coefficients, of values and of ranks.
    Regression,
}

impl Method {
    /// Fewest and most rows. From fewer rows the error of a Sobol index is not known either.
    pub fn rows(self) -> RangeInclusive<u64> {
        let least = if self == Self::Sobol { 32 } else { 2 };
        least..=limits::ROWS
    }
}

/// A variable in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariableYear {
    /// Index of the variable among those looked at.
    pub variable: usize,
    /// The year, counted from the first of the run.
    pub year: usize,
}

/// The outputs of rows whose shares `fill` gives, for the block that begins with a row and for a number drawn.
pub(super) fn outputs(members: &Members, rows: u64, fill: &dyn Fn(u64, usize, &mut Block)) -> Vec<Vec<f64>> {
    let mut registers = members.registers();
    let mut outputs = vec![Vec::new(); members.outputs().len()];
    for MemberBlock { first, lanes } in blocks((0, rows)) {
        members.run_with(&mut registers, |shares| {
            for (draw, block) in shares.iter_mut().enumerate() {
                fill(first, draw, block);
            }
        });
        for (values, output) in outputs.iter_mut().zip(members.outputs()) {
            values.extend_from_slice(&registers.block(*output).0[lanes.clone()]);
        }
    }
    outputs
}

/// The outputs at points given by their shares.
pub(super) fn at_points(members: &Members, points: &[Vec<f64>]) -> Vec<Vec<f64>> {
    outputs(members, points.len() as u64, &|first, draw, block| {
        let first = usize::try_from(first).unwrap_or(usize::MAX);
        for (lane, share) in block.0.iter_mut().enumerate() {
            // Beyond the last point the block repeats it; what is there is not looked at.
            *share = points[(first + lane).min(points.len() - 1)][draw];
        }
    })
}

/// What is drawn for each row, by number drawn, and the outputs.
pub(super) fn drawn_and_outputs(members: &Members, rows: u64) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let mut registers = members.registers();
    let mut drawn = vec![Vec::new(); members.draws()];
    let mut outputs = vec![Vec::new(); members.outputs().len()];
    for MemberBlock { first, lanes } in blocks((0, rows)) {
        members.run(first, &mut registers);
        for (values, output) in outputs.iter_mut().zip(members.outputs()) {
            values.extend_from_slice(&registers.block(*output).0[lanes.clone()]);
        }
        for (values, block) in drawn.iter_mut().zip(members.drawn(&mut registers)) {
            values.extend_from_slice(&block.0[lanes.clone()]);
        }
    }
    (drawn, outputs)
}

/// Levels of each share in Morris's method: the middles of four equal parts, so that no share is 0 or 1.
const LEVELS: u64 = 4;
/// A step leads over half of them.
const STEP: f64 = 0.5;

/// A step of a trajectory: the factor that moved, the points before and after, and how far it moved with its sign.
pub(super) struct Move {
    pub(super) factor: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) length: f64,
}

/// The order in which the factors move, one order for each trajectory.
pub(super) fn trajectories(factors: usize, count: u64, seed: u64) -> Vec<Vec<usize>> {
    let order = |trajectory: u64| {
        let mut order: Vec<usize> = (0..factors).collect();
        order.sort_by_key(|factor| scatter(seed ^ ORDER, trajectory, *factor as u64));
        order
    };
    (0..count).map(order).collect()
}

const ORDER: u64 = 0x6f72_6465_725f_6f66;

/// The points of all trajectories, and the steps between them. All numbers drawn for a factor move together.
pub(super) fn walk(
    orders: &[Vec<usize>],
    groups: &[&[usize]],
    draws: usize,
    seed: u64,
) -> (Vec<Vec<f64>>, Vec<Move>) {
    let (mut points, mut moves) = (Vec::new(), Vec::new());
    for (trajectory, order) in (0_u64..).zip(orders) {
        let level = |draw: usize| {
            // Below the number of levels.
            #[allow(clippy::cast_precision_loss)]
            let level = (scatter(seed, trajectory, draw as u64) % LEVELS) as f64;
            #[allow(clippy::cast_precision_loss)]
            let share = (level + 0.5) / LEVELS as f64;
            share
        };
        let mut point: Vec<f64> = (0..draws).map(level).collect();
        points.push(point.clone());
        for factor in order {
            let mut length = STEP;
            for draw in groups[*factor] {
                length = if point[*draw] < 0.5 { STEP } else { -STEP };
                point[*draw] += length;
            }
            points.push(point.clone());
            let to = points.len() - 1;
            moves.push(Move { factor: *factor, from: to - 1, to, length });
        }
    }
    (points, moves)
}
