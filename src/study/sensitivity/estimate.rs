//! Estimators of sensitivity: how much of an output's variation comes from which input.
//!
//! Functions of numbers alone. All sums are taken in one fixed order, so the same numbers give the same figures to the last
//! bit. Values are expected to be finite.
//!
//! Errors are standard errors for rows that were drawn independently. Where rows are spread evenly (Latin hypercubes, nets of
//! Sobol'), estimates are mostly closer than their errors say.

use nalgebra::{DMatrix, DVector};

use crate::study::ensemble::STANDARD_ERRORS_95;

/// The least part of a column that has to be its own for the regression to be told: the deviation of what the other columns
/// leave unexplained of it, over its deviation.
const LEAST_OWN: f64 = 1e-7;

/// An index of sensitivity as it was estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// The estimate. Noise may carry it below 0 or above 1.
    pub value: f64,
    /// Its standard error, by the delta method. Not a number if there are fewer than two rows.
    pub error: f64,
}

impl Index {
    /// Half the width of the interval that 95 of 100 such designs come within.
    pub fn within_95(self) -> f64 {
        STANDARD_ERRORS_95 * self.error
    }

    /// Whether it is known well enough for a conclusion.
    pub fn is_clear(self) -> bool {
        self.within_95() <= 0.15
    }
}

/// What the elementary effects of an input say, in the output's unit per step of the input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    /// Their mean, mu: effects up and down cancel.
    pub mean: f64,
    /// The mean of their sizes, mu*: nothing cancels.
    pub mean_absolute: f64,
    /// Their standard deviation, sigma (divided by n - 1): 0 where the input acts alone and in a straight line. Not a number
    /// if there are fewer than two.
    pub deviation: f64,
    /// Standard error of the mean of sizes. Not a number if there are fewer than two.
    pub error: f64,
}

impl Effects {
    /// Half the width of the interval that the mean of sizes comes within in 95 of 100 such designs.
    pub fn within_95(self) -> f64 {
        STANDARD_ERRORS_95 * self.error
    }
}

/// A linear regression between standardised columns and a standardised output.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// By how many of its deviations the output rises with one deviation of each column, the others staying.
    pub coefficients: Vec<f64>,
    /// Standard errors of the coefficients.
    pub errors: Vec<f64>,
    /// The share of the output's variance that the regression explains, from 0 to 1 (R²).
    pub explained: f64,
}

/// First-order and total index of an input, or of a group of inputs.
///
/// `a` and `b` are the outputs of two independent designs A and B, row by row; `ab` those of A with the columns of the input
/// (or of the group) taken from B. The first-order index is the share of the variance that vanishes when the input is known:
/// the mean of `b (ab - a)`, all outputs less `centre`, over the variance. The total index is the share that stays when all
/// other inputs are known: half the mean of `(a - ab)²`, over the variance. The variance is that of `a` and `b` together,
/// about their mean and divided by the number of both.
///
/// `centre` is a number near the mean of the outputs: any gives the same index in the long run, but the mean gives the
/// steadiest.
///
/// With a row's `p` (what the mean is taken of) and `v` (the mean square of its `a` and `b`, less their mean), its influence on
/// an index S is `(p - S v) / V`; the error is the deviation of the influences over the root of the number of rows.
///
/// An output that does not vary has indices and errors of 0. Where a value is not finite, the figures are not numbers.
///
/// Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Variance based sensitivity analysis of model output,
/// Computer Physics Communications 181, 259-270, table 2 (b); Jansen (1999), Analysis of variance designs for model output,
/// Computer Physics Communications 117, 35-43.
///
/// Panics if there are not as many outputs of each.
pub fn first_and_total(a: &[f64], b: &[f64], ab: &[f64], centre: f64) -> (Index, Index) {
    assert!(
        a.len() == b.len() && a.len() == ab.len(),
        "as many outputs of A, of B and of A with columns of B"
    );
    let (number, middle) = (count(a.len()), mean(a.iter().chain(b)));
    // Of each row: its share of the variance, and what the first-order and the total index take the mean of.
    let rows = || {
        a.iter().zip(b).zip(ab).map(|((a, b), ab)| {
            let spread = 0.5 * (square(a - middle) + square(b - middle));
            [spread, (b - centre) * (ab - a), 0.5 * square(a - ab)]
        })
    };
    let add = |sums: [f64; 3], row: [f64; 3]| [sums[0] + row[0], sums[1] + row[1], sums[2] + row[2]];
    let [variance, first, total] = rows().fold([0.0; 3], add).map(|sum| sum / number);
    if variance == 0.0 {
        let none = Index { value: 0.0, error: 0.0 };
        return (none, none);
    }
    let (first, total) = (first / variance, total / variance);
    let squares =
        |[spread, one, all]: [f64; 3]| [0.0, square(one - first * spread), square(all - total * spread)];
    let [_, one, all] = rows().map(squares).fold([0.0; 3], add);
    let index =
        |value, squares| Index { value, error: error_of_mean(squares, number - 1.0, number) / variance };
    (index(first, one), index(total, all))
}

/// What the elementary effects of an input say. An elementary effect is by how much the output rises, per unit, when the input
/// alone rises by a step somewhere in its range; of each trajectory there is one.
///
/// Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33, 161-174; the mean of
/// sizes is of Campolongo, Cariboni and Saltelli (2007), An effective screening design for sensitivity analysis of large
/// models, Environmental Modelling & Software 22, 1509-1518.
pub fn effects(elementary: &[f64]) -> Effects {
    let number = count(elementary.len());
    let sizes: Vec<f64> = elementary.iter().map(|effect| effect.abs()).collect();
    let (mean, of_mean) = mean_and_error(elementary);
    let (mean_absolute, error) = mean_and_error(&sizes);
    Effects { mean, mean_absolute, deviation: of_mean * number.sqrt(), error }
}

/// Regression of `output` on `columns`, one value per row in each; all are centred and divided by their deviations.
///
/// It is done by the QR decomposition of the standardised columns. A column that does not vary is left out, with a coefficient
/// and an error of 0; an output that does not vary has coefficients, errors and an explained share of 0, even
/// if the columns depend on each other.
///
/// `None` if it cannot be told: a value is not finite, there are fewer rows than varying columns and two more, or the columns
/// depend on each other. They do if what the others leave unexplained of some column has less than 1e-7 of its deviation; their
/// order does not matter. So a column that is a sum of others is found out although its last digits were rounded.
///
/// On columns and output that were replaced by their [`ranks`] it tells of relations that are monotonic, not straight.
///
/// The errors are by the delta method: how far coefficients would scatter if the rows were drawn anew. They allow for residuals
/// that are not alike everywhere, as those of a model that is not linear, and for deviations that are themselves estimates; so
/// they are not 0 where the regression explains everything. With C the correlations of the columns, Z a row's standardised
/// columns, z one of them, y the output and e what is left over of it, the row's influence on the coefficient of z is
/// `(C⁻¹ Z at z) e + coefficient (z² - y²) / 2`. The error is the root of the sum of squared influences, over the rows and over
/// the rows less the varying columns less one. On ranks it is approximate.
///
/// Saltelli, Chan and Scott, editors (2000), Sensitivity analysis, chapter 2; Yuan and Chan (2011), Biases and standard errors
/// of standardized regression coefficients, Psychometrika 76, 670-690.
///
/// Panics if a column is not as long as the output.
pub fn regression(columns: &[Vec<f64>], output: &[f64]) -> Option<Regression> {
    assert!(
        columns.iter().all(|column| column.len() == output.len()),
        "a value of each column for each output"
    );
    if !columns.iter().flatten().chain(output).all(|value| value.is_finite()) {
        return None;
    }
    let mut found = Regression {
        coefficients: vec![0.0; columns.len()],
        errors: vec![0.0; columns.len()],
        explained: 0.0,
    };
    let standard: Vec<Option<Vec<f64>>> = columns.iter().map(|column| standardised(column)).collect();
    let varying: Vec<usize> = (0..columns.len()).filter(|place| standard[*place].is_some()).collect();
    if output.len() < varying.len() + 2 {
        return None;
    }
    let Some(output) = standardised(output) else { return Some(found) };
    if varying.is_empty() {
        return Some(found);
    }
    let rows = count(output.len());
    let freedom = count(output.len() - varying.len() - 1);

    let columns =
        DMatrix::from_vec(output.len(), varying.len(), standard.into_iter().flatten().flatten().collect());
    let decomposed = columns.clone().qr();
    let mut rotated = DVector::from_column_slice(&output);
    decomposed.q_tr_mul(&mut rotated);
    let triangle = decomposed.unpack_r();
    let inverse = triangle.solve_upper_triangular(&DMatrix::identity(varying.len(), varying.len()))?;
    // The inverse of the columns' products has the squares of the rows' norms on its diagonal.
    let own = |row: f64| 1.0 / (row * rows.sqrt());
    if !inverse.row_iter().all(|row| own(row.norm()) >= LEAST_OWN) {
        return None;
    }
    let coefficients = triangle.solve_upper_triangular(&rotated.rows(0, varying.len()))?;

    let output = DVector::from_vec(output);
    let mut residuals = output.clone();
    residuals.gemv(-1.0, &columns, &coefficients, 1.0);
    found.explained = (1.0 - residuals.norm_squared() / rows).max(0.0);
    let mut partial = DVector::zeros(output.len());
    for (at, place) in varying.into_iter().enumerate() {
        let (coefficient, column) = (coefficients[at], columns.column(at));
        partial.gemv(rows, &columns, &(&inverse * inverse.row(at).transpose()), 0.0);
        let each = partial.iter().zip(&residuals).zip(&column).zip(&output);
        let influences = each.map(|(((partial, residual), column), output)| {
            partial * residual + 0.5 * coefficient * (square(*column) - square(*output))
        });
        found.coefficients[place] = coefficient;
        found.errors[place] = error_of_mean(influences.map(square).sum(), freedom, rows);
    }
    Some(found)
}

/// The rank of each value, the least having rank 1. Equal values share the mean of the ranks they take up together.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0;
    for equal in order.chunk_by(|one, other| values[*one] == values[*other]) {
        let rank = count(below) + 0.5 * count(equal.len() + 1);
        for place in equal {
            ranks[*place] = rank;
        }
        below += equal.len();
    }
    ranks
}

/// A number of rows. Below 2^53.
#[allow(clippy::cast_precision_loss)]
fn count(number: usize) -> f64 {
    number as f64
}

fn square(value: f64) -> f64 {
    value * value
}

/// The mean, by way of the distances from the first value: exact if all are the same.
fn mean<'a>(mut values: impl Iterator<Item = &'a f64>) -> f64 {
    let Some(first) = values.next() else { return f64::NAN };
    let (number, sum) = values.fold((1.0, 0.0), |(number, sum), value| (number + 1.0, sum + (value - first)));
    first + sum / number
}

/// The mean of values and its standard error.
fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let (number, mean) = (count(values.len()), mean(values.iter()));
    let squares = values.iter().map(|value| square(value - mean)).sum();
    (mean, error_of_mean(squares, number - 1.0, number))
}

/// The standard error of a mean, from the sum of squares about it.
fn error_of_mean(squares: f64, freedom: f64, number: f64) -> f64 {
    if freedom > 0.0 { (squares / freedom / number).sqrt() } else { f64::NAN }
}

/// The values centred and divided by their deviation; `None` if they do not vary.
fn standardised(values: &[f64]) -> Option<Vec<f64>> {
    let mean = mean(values.iter());
    let squares: f64 = values.iter().map(|value| square(value - mean)).sum();
    let deviation = (squares / count(values.len())).sqrt();
    (deviation > 0.0).then(|| values.iter().map(|value| (value - mean) / deviation).collect())
}
