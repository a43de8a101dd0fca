//! Estimators of sensitivity: they find what others find, and their errors are as wide as estimates scatter.

use std::f64::consts::PI;

use ofogh::study::sensitivity::estimate::{Effects, Index, effects, first_and_total, ranks, regression};
use serde_json::Value;

use crate::support::root;

const FUNCTIONS: [&str; 2] = ["ishigami", "g"];

/// What others found, by function.
fn recorded() -> Value {
    let text = std::fs::read_to_string(root().join("tests/peers/indices.json")).expect("recorded figures");
    serde_json::from_str(&text).expect("JSON")
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

fn rows(list: &Value) -> Vec<Vec<f64>> {
    list.as_array().expect("a list of lists").iter().map(numbers).collect()
}

fn near(found: f64, expected: f64, apart: f64, what: &str) {
    assert!((found - expected).abs() <= apart, "{what}: found {found}, expected {expected}");
}

fn all_near(found: &[f64], expected: &[f64], apart: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        near(*found, *expected, apart, &format!("{what}, input {}", at + 1));
    }
}

/// Mean and standard deviation.
#[allow(clippy::cast_precision_loss)]
fn spread(values: &[f64]) -> (f64, f64) {
    let number = values.len() as f64;
    let mean = values.iter().sum::<f64>() / number;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (number - 1.0)).sqrt())
}

/// Numbers from 0 to 1 by a counter (`SplitMix64`).
struct Counter(u64);

impl Counter {
    #[allow(clippy::cast_precision_loss)]
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn point(&mut self) -> [f64; 3] {
        [self.next(), self.next(), self.next()]
    }
}

fn ishigami(point: [f64; 3]) -> f64 {
    let [first, second, third] = point.map(|share| PI * (2.0 * share - 1.0));
    first.sin() + 7.0 * second.sin().powi(2) + 0.1 * third.powi(4) * first.sin()
}

/// The outputs of A, of B and of A with each input from B, out of blocks as they were recorded.
fn designs(all: &[f64], inputs: usize) -> (Vec<f64>, Vec<f64>, Vec<Vec<f64>>) {
    let column = |at: usize| -> Vec<f64> { all.chunks(inputs + 2).map(|block| block[at]).collect() };
    (column(0), column(inputs + 1), (1..=inputs).map(column).collect())
}

#[test]
fn indices_are_those_of_others() {
    let record = recorded();
    for name in FUNCTIONS {
        let found = &record[name]["saltelli"];
        let (all, first, total) = (numbers(&found["Y"]), numbers(&found["S1"]), numbers(&found["ST"]));
        let (a, b, mixed) = designs(&all, first.len());
        assert_eq!(a.len(), 512);
        let indices: Vec<(Index, Index)> =
            mixed.iter().map(|ab| first_and_total(&a, &b, ab, spread(&all).0)).collect();
        let values: Vec<(f64, f64)> =
            indices.iter().map(|(first, total)| (first.value, total.value)).collect();
        let (ones, alls): (Vec<f64>, Vec<f64>) = values.into_iter().unzip();
        all_near(&ones, &first, 1e-12, &format!("{name}, S1"));
        all_near(&alls, &total, 1e-12, &format!("{name}, ST"));

        // The rows are spread evenly, so the estimates are closer to the truth than independent rows would be.
        let closed = (numbers(&record[name]["closed"]["S1"]), numbers(&record[name]["closed"]["ST"]));
        for (at, (one, all)) in indices.iter().enumerate() {
            near(one.value, closed.0[at], 3.0 * one.error, &format!("{name}, S1, input {}", at + 1));
            near(all.value, closed.1[at], 3.0 * all.error, &format!("{name}, ST, input {}", at + 1));
        }
    }
}

#[test]
fn indices_do_not_depend_on_unit_or_origin() {
    let record = recorded();
    let all = numbers(&record["ishigami"]["saltelli"]["Y"]);
    let moved: Vec<f64> = all.iter().map(|output| 1e9 - 40.0 * output).collect();
    let ((a, b, mixed), (c, d, others)) = (designs(&all, 3), designs(&moved, 3));
    for (ab, cd) in mixed.iter().zip(&others) {
        let one = first_and_total(&a, &b, ab, spread(&all).0);
        let other = first_and_total(&c, &d, cd, spread(&moved).0);
        for (one, other) in [(one.0, other.0), (one.1, other.1)] {
            near(other.value, one.value, 1e-7, "index");
            near(other.error, one.error, 1e-7, "error");
        }
    }
}

#[test]
fn indices_by_hand() {
    let (a, b, ab) = ([0.0, 2.0, 4.0, 2.0], [2.0, 0.0, 2.0, 4.0], [2.0, 2.0, 4.0, 4.0]);
    let (first, total) = first_and_total(&a, &b, &ab, 2.0);
    // The variance is 2, the means are 1 and 1; influences are (-1, -1, -1, 3) / 2 and (1, -1, -1, 1) / 2.
    assert_eq!((first.value, total.value), (0.5, 0.5));
    near(first.error, 0.5, 1e-15, "first");
    near(total.error, (1.0_f64 / 12.0).sqrt(), 1e-15, "total");
}

#[test]
fn indices_of_what_does_not_vary() {
    let none = Index { value: 0.0, error: 0.0 };
    // The sum of seven times 0.1 is not 0.7.
    let same = [0.1; 7];
    assert_eq!(first_and_total(&same, &same, &same, 0.1), (none, none));
    assert_eq!(first_and_total(&same, &same, &same, 5.0), (none, none));
    // The output varies, but not with this input.
    let (a, b) = ([0.1, 0.7, 0.4], [0.3, 0.2, 0.9]);
    assert_eq!(first_and_total(&a, &b, &a, 0.4), (none, none));
    // One row has no error that could be told, and no row has no index.
    let (first, total) = first_and_total(&[1.0], &[3.0], &[2.0], 2.0);
    assert!(first.value == 1.0 && total.value == 0.5 && first.error.is_nan() && total.error.is_nan());
    let (first, total) = first_and_total(&[], &[], &[], 0.0);
    assert!(first.value.is_nan() && total.value.is_nan());
    let (first, total) = first_and_total(&[1.0, f64::INFINITY], &[3.0, 2.0], &[2.0, 1.0], 2.0);
    assert!(first.value.is_nan() && total.value.is_nan());
}

#[test]
fn errors_of_indices_are_as_wide_as_estimates_scatter() {
    const REPETITIONS: usize = 200;
    let record = recorded();
    let closed = [numbers(&record["ishigami"]["closed"]["S1"]), numbers(&record["ishigami"]["closed"]["ST"])];
    let mut counter = Counter(1);
    // By input, first-order then total.
    let mut found: [[Vec<Index>; 2]; 3] = Default::default();
    for _ in 0..REPETITIONS {
        let points: Vec<_> = (0..1000).map(|_| (counter.point(), counter.point())).collect();
        let a: Vec<f64> = points.iter().map(|(a, _)| ishigami(*a)).collect();
        let b: Vec<f64> = points.iter().map(|(_, b)| ishigami(*b)).collect();
        let centre = f64::midpoint(spread(&a).0, spread(&b).0);
        for (input, found) in found.iter_mut().enumerate() {
            let mixed = points.iter().map(|(a, b)| {
                let mut point = *a;
                point[input] = b[input];
                ishigami(point)
            });
            let (first, total) = first_and_total(&a, &b, &mixed.collect::<Vec<f64>>(), centre);
            found[0].push(first);
            found[1].push(total);
        }
    }
    for (input, found) in found.iter().enumerate() {
        for (order, found) in found.iter().enumerate() {
            let what = format!("input {}, {}", input + 1, ["first", "total"][order]);
            let values: Vec<f64> = found.iter().map(|index| index.value).collect();
            let errors: Vec<f64> = found.iter().map(|index| index.error).collect();
            let ((mean, scatter), (error, _)) = (spread(&values), spread(&errors));
            // Of the mean of 200.
            near(mean, closed[order][input], 4.0 * scatter / 200.0_f64.sqrt(), &what);
            near(error, scatter, 0.25 * scatter, &what);
        }
    }
}

#[test]
fn effects_are_those_of_others() {
    let record = recorded();
    for name in FUNCTIONS {
        let found = &record[name]["morris"];
        let (points, outputs) = (rows(&found["X"]), numbers(&found["Y"]));
        let inputs = points[0].len();
        let mut elementary: Vec<Vec<f64>> = vec![Vec::new(); inputs];
        for (points, outputs) in points.chunks(inputs + 1).zip(outputs.chunks(inputs + 1)) {
            for (points, outputs) in points.windows(2).zip(outputs.windows(2)) {
                let moved: Vec<usize> = (0..inputs).filter(|at| points[0][*at] != points[1][*at]).collect();
                let [moved] = moved[..] else { panic!("one input moves at a time, not {moved:?}") };
                elementary[moved].push((outputs[1] - outputs[0]) / (points[1][moved] - points[0][moved]));
            }
        }
        let effects: Vec<Effects> = elementary.iter().map(|elementary| effects(elementary)).collect();
        let figure = |pick: fn(&Effects) -> f64| effects.iter().map(pick).collect::<Vec<f64>>();
        all_near(&figure(|effects| effects.mean), &numbers(&found["mu"]), 1e-9, name);
        all_near(&figure(|effects| effects.mean_absolute), &numbers(&found["mu_star"]), 1e-9, name);
        all_near(&figure(|effects| effects.deviation), &numbers(&found["sigma"]), 1e-9, name);
    }
}

#[test]
fn effects_by_hand() {
    let found = effects(&[1.0, -3.0, 2.0]);
    assert_eq!((found.mean, found.mean_absolute), (0.0, 2.0));
    near(found.deviation, 7.0_f64.sqrt(), 1e-15, "deviation of 1, -3, 2");
    near(found.error, 1.0 / 3.0_f64.sqrt(), 1e-15, "deviation of 1, 3, 2 over the root of 3");
    let none = Effects { mean: 0.0, mean_absolute: 0.0, deviation: 0.0, error: 0.0 };
    assert_eq!(effects(&[0.0; 5]), none);
    assert_eq!(effects(&[-0.1; 7]), Effects { mean: -0.1, mean_absolute: 0.1, ..none });
    let one = effects(&[-2.0]);
    assert!(one.mean == -2.0 && one.mean_absolute == 2.0 && one.deviation.is_nan() && one.error.is_nan());
}

fn transposed(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at]).collect()).collect()
}

#[test]
fn regressions_are_those_of_others() {
    let record = recorded();
    for name in FUNCTIONS {
        let found = &record[name]["regression"];
        let (columns, output) = (transposed(&rows(&found["X"])), numbers(&found["Y"]));
        let straight = regression(&columns, &output).expect("independent columns");
        all_near(&straight.coefficients, &numbers(&found["src"]), 1e-12, &format!("{name}, SRC"));
        near(straight.explained, found["r2"].as_f64().expect("r2"), 1e-12, name);
        let columns: Vec<Vec<f64>> = columns.iter().map(|column| ranks(column)).collect();
        let ranked = regression(&columns, &ranks(&output)).expect("independent columns");
        all_near(&ranked.coefficients, &numbers(&found["srrc"]), 1e-12, &format!("{name}, SRRC"));
        near(ranked.explained, found["rank_r2"].as_f64().expect("rank_r2"), 1e-12, name);
    }
}

#[test]
fn a_regression_by_hand() {
    // The output is 3 times the first less 2 times the second; its deviation is the root of 13.
    let columns = [vec![1.0, 1.0, -1.0, -1.0], vec![1.0, -1.0, 1.0, -1.0]];
    let found = regression(&columns, &[1.0, 5.0, -5.0, -1.0]).expect("independent columns");
    let root = 13.0_f64.sqrt();
    all_near(&found.coefficients, &[3.0 / root, -2.0 / root], 1e-15, "coefficients");
    near(found.explained, 1.0, 1e-15, "explained");
    // Nothing is left over, but the deviations are estimates: influences are the coefficient times 6 / 13, up or down.
    all_near(&found.errors, &[18.0 / 13.0 / root, 12.0 / 13.0 / root], 1e-14, "errors");
}

#[test]
fn errors_of_regressions_are_as_wide_as_estimates_scatter() {
    let functions: [fn([f64; 3]) -> f64; 3] = [
        |[first, second, _]| first + 2.0 * second,
        |[first, second, third]| first + 2.0 * second * third,
        ishigami,
    ];
    let mut counter = Counter(2);
    for (name, function) in ["straight", "crossed", "ishigami"].into_iter().zip(functions) {
        let (mut values, mut errors): (Vec<Vec<f64>>, Vec<Vec<f64>>) =
            (vec![Vec::new(); 3], vec![Vec::new(); 3]);
        for _ in 0..200 {
            let points: Vec<[f64; 3]> = (0..200).map(|_| counter.point()).collect();
            let columns = transposed(&points.iter().map(|point| point.to_vec()).collect::<Vec<_>>());
            let output: Vec<f64> = points.iter().map(|point| function(*point)).collect();
            let found = regression(&columns, &output).expect("independent columns");
            for input in 0..3 {
                values[input].push(found.coefficients[input]);
                errors[input].push(found.errors[input]);
            }
        }
        for input in 0..3 {
            let ((_, scatter), (error, _)) = (spread(&values[input]), spread(&errors[input]));
            near(error, scatter, 0.25 * scatter + 1e-14, &format!("{name}, input {}", input + 1));
        }
    }
}

/// Three columns of twenty rows and an output.
fn drawn() -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut counter = Counter(3);
    let points: Vec<[f64; 3]> = (0..20).map(|_| counter.point()).collect();
    let columns = transposed(&points.iter().map(|point| point.to_vec()).collect::<Vec<_>>());
    (columns, points.iter().map(|point| ishigami(*point)).collect())
}

#[test]
fn columns_that_depend_on_each_other_are_refused() {
    let (columns, output) = drawn();
    assert!(regression(&columns, &output).is_some());
    let both = |of: fn(f64, f64) -> f64| -> Vec<f64> {
        columns[0].iter().zip(&columns[1]).map(|(one, other)| of(*one, *other)).collect()
    };
    let dependent = [
        both(|one, _| one),
        both(|one, _| 1.0 - 0.1 * one),
        both(|one, other| one + other),
        both(|one, other| (1e12 * (one - 3.0 * other)).round() / 1e12),
        both(|one, _| 1e6 + one),
    ];
    for last in dependent {
        for at in 0..=3 {
            let mut columns = columns.clone();
            columns.insert(at, last.clone());
            assert_eq!(regression(&columns, &output), None, "{last:?} at {at}");
        }
    }
    // All but the same is not the same.
    let mut close = columns.clone();
    close.push(columns[0].iter().zip(&columns[2]).map(|(one, other)| one + 1e-5 * other * other).collect());
    assert!(regression(&close, &output).is_some());
}

#[test]
fn columns_and_outputs_that_do_not_vary() {
    let (mut columns, output) = drawn();
    let without = regression(&columns, &output).expect("independent columns");
    columns.insert(1, vec![0.1; 20]);
    let found = regression(&columns, &output).expect("independent columns");
    let (mut coefficients, mut errors) = (found.coefficients, found.errors);
    assert_eq!((coefficients.remove(1), errors.remove(1)), (0.0, 0.0));
    assert_eq!(
        (coefficients, errors, found.explained),
        (without.coefficients, without.errors, without.explained)
    );

    let found = regression(&columns, &[0.1; 20]).expect("independent columns");
    assert_eq!((found.coefficients, found.errors, found.explained), (vec![0.0; 4], vec![0.0; 4], 0.0));
    let twice = [columns[0].clone(), columns[0].clone()];
    assert_eq!(regression(&twice, &[0.1; 20]).expect("nothing to explain").coefficients, [0.0, 0.0]);
    let found = regression(&[vec![0.1; 20]], &output).expect("no column varies");
    assert_eq!((found.coefficients, found.errors, found.explained), (vec![0.0], vec![0.0], 0.0));
    assert_eq!(regression(&[], &output).expect("no column").explained, 0.0);
}

#[test]
fn too_few_rows_and_numbers_that_are_not_finite_are_refused() {
    let (mut columns, output) = drawn();
    let first = |rows: usize, columns: &[Vec<f64>]| {
        let columns: Vec<Vec<f64>> = columns.iter().map(|column| column[..rows].to_vec()).collect();
        regression(&columns, &output[..rows])
    };
    assert!(first(4, &columns).is_none());
    assert!(first(5, &columns).is_some());
    columns.push(vec![2.0; 20]);
    assert!(first(5, &columns).is_some(), "a column that does not vary takes no row");
    columns[0][3] = f64::NAN;
    assert!(first(20, &columns).is_none());
    columns[0][3] = 0.5;
    let outputs = [vec![f64::INFINITY], output[1..].to_vec()].concat();
    assert!(regression(&columns, &outputs).is_none());
}

#[test]
fn ties_share_the_mean_of_their_ranks() {
    assert!(ranks(&[]).is_empty());
    assert_eq!(ranks(&[7.0]), [1.0]);
    assert_eq!(ranks(&[3.0, -1.0, 2.0]), [3.0, 1.0, 2.0]);
    assert_eq!(ranks(&[2.0, 1.0, 2.0, 5.0, 2.0, 1.0]), [4.0, 1.5, 4.0, 6.0, 4.0, 1.5]);
    assert_eq!(ranks(&[0.0, -0.0, 1.0, -1.0]), [2.5, 2.5, 4.0, 1.0]);
    assert_eq!(ranks(&[4.0; 5]), [3.0; 5]);
}
