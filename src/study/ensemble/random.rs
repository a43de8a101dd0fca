//! Numbers as if at random: functions of what they are drawn for, the same on every machine.

/// The step and the mixing of `SplitMix64` (Steele, Lea and Flood, 2014).
pub(super) const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

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
