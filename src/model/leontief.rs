//! The Leontief inverse: what a new unit of output calls for elsewhere in the province.
//!
//! Type I, static: `L = (I − A)⁻¹`, where `A[i][j]` is what sector `j` buys from sector `i` per unit of its output.
//! Worked out in plain numbers before the run; the step only multiplies.

use nalgebra::DMatrix;

/// The indirect requirements `L − I` of a square table of purchases, row by row.
///
/// `purchases` holds `n × n` coefficients, supplying sector by row; `local_content` scales them.
/// Returns `None` where the economy would need more than it makes: no inverse, or a negative requirement.
pub fn indirect_requirements(purchases: &[f64], n: usize, local_content: f64) -> Option<Vec<f64>> {
    let table = DMatrix::from_row_slice(n, n, purchases) * local_content;
    let inverse = (DMatrix::identity(n, n) - table).try_inverse()?;
    let indirect = inverse - DMatrix::identity(n, n);
    let viable = indirect.iter().all(|element| element.is_finite() && *element >= -1e-9);
    viable.then(|| indirect.transpose().iter().map(|element| element.max(0.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sectors_by_hand() {
        // A = [[0.2, 0.3], [0.1, 0.4]]; det(I − A) = 0.8·0.6 − 0.3·0.1 = 0.45; L = [[0.6, 0.3], [0.1, 0.8]] / 0.45.
        let indirect = indirect_requirements(&[0.2, 0.3, 0.1, 0.4], 2, 1.0).expect("a viable economy");
        let expected = [0.6 / 0.45 - 1.0, 0.3 / 0.45, 0.1 / 0.45, 0.8 / 0.45 - 1.0];
        for (found, expected) in indirect.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-15, "{found} is not {expected}");
        }
    }

    #[test]
    fn an_economy_that_eats_itself_is_refused() {
        assert!(indirect_requirements(&[0.9, 0.3, 0.3, 0.9], 2, 1.0).is_none());
    }
}
