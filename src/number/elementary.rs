//! exp, ln and powers out of additions, multiplications and divisions alone: the same bits on every machine, with every
//! instruction set, one number at a time or many at once.
//!
//! The methods are those of FreeBSD's `e_exp.c` and `e_log.c` (Sun Microsystems, 1993), without branches, so that a loop
//! over them becomes vector instructions. Errors against exact values: exp and ln below 1 unit in the last place; a power
//! about 1 + |y ln x| of them. No fused multiplication, which would round otherwise on machines that have it.

// Digits, grouping and names as published; a loop over these only becomes vector instructions where they are inlined.
#![allow(
    clippy::excessive_precision,
    clippy::unreadable_literal,
    clippy::approx_constant,
    clippy::many_single_char_names,
    clippy::inline_always
)]

const LN2_HIGH: f64 = 6.93147180369123816490e-01;
const LN2_LOW: f64 = 1.90821492927058770002e-10;
const PER_LN2: f64 = 1.44269504088896338700;
/// Adding and taking it away rounds to a whole number; its low bits then hold that number.
const ROUND: f64 = 6755399441055744.0;

const P: [f64; 5] = [
    1.66666666666666019037e-01,
    -2.77777777770155933842e-03,
    6.61375632143793436117e-05,
    -1.65339022054652515390e-06,
    4.13813679705723846039e-08,
];

const L: [f64; 7] = [
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
];

/// e to the power of `x`; infinite above 709 and 0 below −708, where plain numbers end.
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    // The power of two to be multiplied by must be a number itself.
    let within = if x > 709.0 { 709.0 } else { x };
    let within = if within < -708.0 { -708.0 } else { within };
    let shifted = within * PER_LN2 + ROUND;
    let k = shifted - ROUND;
    let (high, low) = (within - k * LN2_HIGH, k * LN2_LOW);
    let r = high - low;
    let rr = r * r;
    let c = r - rr * (P[0] + rr * (P[1] + rr * (P[2] + rr * (P[3] + rr * P[4]))));
    let y = 1.0 + (r * c / (2.0 - c) - low + high);
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    let result = y * power;
    let result = if x > 709.0 { f64::INFINITY } else { result };
    if x < -708.0 { 0.0 } else { result }
}

/// Natural logarithm of `x`; −∞ of 0, NaN of what is below.
#[inline(always)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    const SMALL: f64 = f64::MIN_POSITIVE;
    // Numbers too small to be normal are made larger by 2^54 first.
    let (scaled, lift) = if x < SMALL { (x * 18014398509481984.0, 54.0) } else { (x, 0.0) };
    let bits = scaled.to_bits().wrapping_add(0x3ff0_0000_0000_0000 - 0x3fe6_a09e_0000_0000);
    // The exponent as a number, by way of the bits of 2^52.
    let exponent = f64::from_bits(0x4330_0000_0000_0000 | (bits >> 52)) - 4503599627370496.0;
    let k = exponent - 1023.0 - lift;
    let part = f64::from_bits((bits & 0x000f_ffff_ffff_ffff).wrapping_add(0x3fe6_a09e_0000_0000));
    let f = part - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (L[1] + w * (L[3] + w * L[5]));
    let odd = z * (L[0] + w * (L[2] + w * (L[4] + w * L[6])));
    let result = s * (half_square + (odd + even)) + k * LN2_LOW - half_square + f + k * LN2_HIGH;
    let result = if x == f64::INFINITY { x } else { result };
    let result = if x == 0.0 { f64::NEG_INFINITY } else { result };
    if x >= 0.0 { result } else { f64::NAN }
}

/// `x` to the power of `y`, for `x` of at least 0; the power 0 is 1 and the power 1 is `x` itself.
#[inline(always)]
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    let result = exp(y * ln(x));
    let result = if y == 1.0 { x } else { result };
    if y == 0.0 { 1.0 } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance in units of the last place of `b`.
    fn units(a: f64, b: f64) -> f64 {
        if a == b || (a.is_nan() && b.is_nan()) {
            return 0.0;
        }
        (a - b).abs() / (b.abs() * f64::EPSILON).max(f64::from_bits(1))
    }

    fn arguments() -> impl Iterator<Item = f64> {
        let steps = (0..200_000).map(|n| -708.0 + f64::from(n) * 0.007085);
        steps.chain((0..100_000).map(|n| f64::from(n) * 1e-5 - 0.5))
    }

    #[test]
    fn exponentials_are_right_to_the_last_place() {
        for x in arguments() {
            assert!(units(exp(x), libm::exp(x)) <= 1.0, "exp({x}) = {} not {}", exp(x), libm::exp(x));
        }
        for x in [0.0, -0.0, 710.0, 1e9, f64::INFINITY, f64::NEG_INFINITY, -746.5, -1e9, f64::NAN] {
            assert!(units(exp(x), libm::exp(x)) <= 1.0, "exp({x}) = {} not {}", exp(x), libm::exp(x));
        }
        assert_eq!([exp(0.0), exp(709.5), exp(-708.5)], [1.0, f64::INFINITY, 0.0]);
    }

    #[test]
    fn logarithms_are_right_to_the_last_place() {
        for x in arguments().map(libm::exp).chain((1..100_000).map(|n| f64::from(n) * 1e-4)) {
            assert!(units(ln(x), libm::log(x)) <= 1.0, "ln({x}) = {} not {}", ln(x), libm::log(x));
        }
        for x in [0.0, -0.0, 5e-324, 1e-310, 1.0, f64::MAX, f64::INFINITY, -1.0, f64::NEG_INFINITY, f64::NAN]
        {
            assert!(units(ln(x), libm::log(x)) <= 1.0, "ln({x}) = {} not {}", ln(x), libm::log(x));
        }
    }

    #[test]
    fn powers_are_right_to_a_few_places() {
        for base in (1..400).map(|n| f64::from(n) * 0.01) {
            for exponent in [-3.0, -0.5, 0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 7.5, 25.0] {
                let (found, expected) = (pow(base, exponent), libm::pow(base, exponent));
                let allowed = 2.0 + 1.5 * (exponent * libm::log(base)).abs();
                assert!(units(found, expected) <= allowed, "{base}^{exponent} = {found} not {expected}");
            }
        }
        assert_eq!(pow(0.0, 0.5), 0.0);
        assert_eq!(pow(0.0, 0.0), 1.0);
        assert!(pow(-1.0, 0.5).is_nan());
        assert_eq!(pow(1.07, 1.0).to_bits(), 1.07_f64.to_bits());
    }
}
