//! How large a study may be.

/// Most members of an ensemble: counts of a bin fit into their place.
pub const MEMBERS: u64 = 1 << 31;

/// Most rows of a study of sensitivity.
pub const ROWS: u64 = 1 << 20;

/// Fewest and most members of a discovery: peeling sorts them again and again.
pub const DISCOVERY: std::ops::RangeInclusive<u64> = 100..=1 << 20;

/// Bytes of the largest file of a part of an ensemble.
pub const PART: u64 = 256 << 20;
