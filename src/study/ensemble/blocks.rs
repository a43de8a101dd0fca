//! Members are run by blocks. A block begins at a multiple of its length, wherever a part of an ensemble begins.

use std::ops::Range;

use crate::engine::BLOCK;

/// A block of members, and which of them are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberBlock {
    /// Number of the first member of the block.
    pub first: u64,
    /// The lanes of the members that are asked for.
    pub lanes: Range<usize>,
}

/// The blocks that hold the members from `range.0` to before `range.1`, in order.
#[inline]
pub fn blocks((begin, end): (u64, u64)) -> impl Iterator<Item = MemberBlock> {
    let length = BLOCK as u64;
    let first = begin - begin % length;
    (first..end).step_by(BLOCK).map(move |first| {
        // Both are at most the length of a block.
        let lane = |member: u64| usize::try_from(member.saturating_sub(first)).unwrap_or(BLOCK).min(BLOCK);
        MemberBlock { first, lanes: lane(begin)..lane(end) }
    })
}
