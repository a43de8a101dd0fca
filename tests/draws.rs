//! What is drawn: distributions as `SciPy` has them, Sobol's points bit for bit, things that go together, noise, shocks.

use std::collections::BTreeMap;

use ofogh::engine::Block;
use ofogh::scenario::{Distribution, Scenario};
use ofogh::study::ensemble::{DIMENSIONS, Design, Members, Net, Quantile, Sampling};

use crate::support::{load, root};

fn recorded(name: &str) -> csv::Reader<std::fs::File> {
    csv::Reader::from_path(root().join("tests/peers").join(name)).expect("a recorded file")
}

fn distribution(name: &str, parameters: &str) -> Distribution {
    let numbers: Vec<f64> = parameters.split(' ').filter_map(|number| number.parse().ok()).collect();
    match (name, &numbers[..]) {
        ("uniform", &[low, high]) => Distribution::Uniform { low, high },
        ("triangular", &[low, mode, high]) => Distribution::Triangular { low, mode, high },
        ("pert", &[low, mode, high]) => Distribution::Pert { low, mode, high },
        ("normal", &[mean, deviation, low, high]) => Distribution::Normal { mean, deviation, low, high },
        ("lognormal", &[low, high]) => Distribution::Lognormal { low, high },
        ("points", _) => {
            let point = |point: &str| {
                let (value, weight) = point.split_once(':').expect("value:weight");
                (value.parse().expect("a number"), weight.parse().expect("a number"))
            };
            Distribution::Points(parameters.split(' ').map(point).collect())
        }
        other => panic!("no distribution {other:?}"),
    }
}

/// Values at 1,000 shares of each distribution, from 1e-9 to 1 − 1e-9: within three millionths of the width that holds 99.8 % of them.
#[test]
fn distributions_are_those_of_scipy() {
    let mut distributions: BTreeMap<(String, String), Vec<(f64, f64)>> = BTreeMap::new();
    for record in recorded("distributions.csv").records() {
        let record = record.expect("a record");
        let number = |n: usize| record[n].parse::<f64>().expect("a number");
        distributions
            .entry((record[0].to_owned(), record[1].to_owned()))
            .or_default()
            .push((number(2), number(3)));
    }
    assert_eq!(distributions.len(), 13);
    for ((name, parameters), shares) in distributions {
        assert_eq!(shares.len(), 1000);
        let quantile = Quantile::new(&distribution(&name, &parameters));
        let at = |share: f64| shares.iter().find(|(known, _)| *known >= share).expect("a share").1;
        let width = at(0.999) - at(0.001);
        // The very middle lies at the seam of both sides.
        let middle = f64::midpoint(quantile.at(0.5 - 1e-12), quantile.at(0.5 + 1e-12));
        assert!((quantile.at(0.5) - middle).abs() < 1e-6 * width || name == "points", "{name} {parameters}");
        for (share, value) in shares {
            let found = quantile.at(share);
            let error = (found - value).abs() / width;
            assert!(
                error < 3e-6,
                "{name} {parameters} at {share}: {found} not {value}, {error:.1e} of the width"
            );
        }
    }
}

fn points(net: &Net, first: u64) -> Block {
    let mut block = Block::of(0.0);
    net.fill(first, &mut block);
    block
}

#[test]
fn sobol_points_are_those_of_scipy() {
    for (name, count) in [("sobol_points.csv", 256), ("sobol_far_points.csv", 8)] {
        let mut reader = recorded(name);
        let dimensions: Vec<usize> = reader
            .headers()
            .expect("a header")
            .iter()
            .skip(1)
            .map(|dimension| dimension.parse().expect("a dimension"))
            .collect();
        let nets: Vec<Net> = dimensions.iter().map(|dimension| Net::plain(dimension - 1)).collect();
        let mut rows = 0;
        for record in reader.records() {
            let record = record.expect("a record");
            let index: u64 = record[0].parse().expect("an index");
            let (first, lane) = (index / 64 * 64, usize::try_from(index % 64).expect("small"));
            for (n, net) in nets.iter().enumerate() {
                let expected: f64 = record[n + 1].parse().expect("a coordinate");
                let found = points(net, first).0[lane];
                assert!(
                    (found - expected).abs() < 1e-15,
                    "{index} in {}: {found} not {expected}",
                    dimensions[n]
                );
            }
            rows += 1;
        }
        assert_eq!(rows, count);
    }
    // Every dimension has its numbers, and none is another's.
    let firsts: std::collections::BTreeSet<Vec<u64>> = (0..DIMENSIONS)
        .map(|dimension| points(&Net::plain(dimension), 1 << 20).0.iter().map(|x| x.to_bits()).collect())
        .collect();
    assert_eq!(firsts.len(), DIMENSIONS);
}

/// Centred discrepancy, squared (F. J. Hickernell, 1998), of points by dimension.
#[allow(clippy::cast_precision_loss)]
fn discrepancy(columns: &[Vec<f64>]) -> f64 {
    let count = columns[0].len();
    let from_middle = |x: f64| (x - 0.5).abs();
    let one = |n: usize| {
        columns
            .iter()
            .map(|column| from_middle(column[n]))
            .map(|z| 1.0 + z / 2.0 - z * z / 2.0)
            .product::<f64>()
    };
    let two = |n: usize, m: usize| {
        let factor = |column: &Vec<f64>| {
            let (a, b) = (column[n], column[m]);
            1.0 + from_middle(a) / 2.0 + from_middle(b) / 2.0 - (a - b).abs() / 2.0
        };
        columns.iter().map(factor).product::<f64>()
    };
    let size = count as f64;
    let single: f64 = (0..count).map(one).sum();
    let double: f64 = (0..count).map(|n| (0..n).map(|m| two(n, m)).sum::<f64>() * 2.0 + two(n, n)).sum();
    (13.0_f64 / 12.0).powi(i32::try_from(columns.len()).expect("few")) - 2.0 / size * single
        + double / (size * size)
}

/// 1,024 scrambled points in 30 dimensions are as even as `SciPy`'s scrambled ones, and more so than any of its Latin
/// hypercubes and random sets.
#[test]
fn scrambled_points_are_as_even_as_scipys() {
    let text = std::fs::read_to_string(root().join("tests/peers/discrepancy.json")).expect("a recorded file");
    let recorded: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let all = |set: &str| -> Vec<f64> {
        let list = recorded[set]["CD"].as_array().expect("a list");
        list.iter().filter_map(serde_json::Value::as_f64).collect()
    };
    let (scipy, latin) = (all("scrambled_sobol"), all("latin_hypercube"));
    assert!(scipy.len() == 20 && latin.len() == 20);
    let (low, high) = scipy.iter().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(*x), high.max(*x)));
    let width = high - low;
    for seed in 0..3_u64 {
        let column = |dimension: usize| {
            let net = Net::new(dimension, seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ dimension as u64);
            (0..1024).step_by(64).flat_map(|first| points(&net, first).0).collect::<Vec<f64>>()
        };
        let columns: Vec<Vec<f64>> = (0..30).map(column).collect();
        // Each dimension by itself has one point in each of 1,024 equal parts.
        for column in &columns {
            let mut sorted = column.clone();
            sorted.sort_by(f64::total_cmp);
            assert!(
                (0_u32..).zip(&sorted).all(|(n, x)| (f64::from(n)..f64::from(n + 1)).contains(&(x * 1024.0)))
            );
        }
        let found = discrepancy(&columns);
        assert!((low - 2.0 * width..high + 2.0 * width).contains(&found), "{found} outside {low}–{high}");
        assert!(latin.iter().all(|latin| found < *latin), "{found} is no better than a Latin hypercube");
    }
}

fn reference(settings: &[&str]) -> Scenario {
    load(&root().join("scenarios/reference.toml"), settings)
}

fn members(scenario: &Scenario, sampling: Sampling) -> Members {
    Members::new(scenario.clone(), &[0], Design { members: 20_000, seed: 3, sampling })
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, place) in (0_u32..).zip(order) {
        ranks[place] = f64::from(rank);
    }
    ranks
}

#[allow(clippy::cast_precision_loss)]
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum =
        |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(a, b)| f(a - mean_a, b - mean_b)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}

/// Rank correlations of 20,000 members are those asked for, and each thing keeps its own distribution.
#[test]
fn things_go_together_as_asked() {
    let scenario = reference(&[
        "uncertainty.nation.growth={ normal = [0, 0.02], as = \"shift\" }",
        "uncertainty.envelope.credit.flow={ lognormal = [15000, 40000] }",
        "uncertainty.envelope.exchange.flow={ triangular = [0.5, 1, 1.2], as = \"factor\" }",
        "uncertainty.envelope.grid.flow={ uniform = [300, 600] }",
        "correlation.money={ of = [\"nation.growth\", \"envelope.credit.flow\", \"envelope.exchange.flow\"], rank = 0.5 }",
        "correlation.strain={ of = [\"nation.growth\", \"envelope.grid.flow\"], rank = -0.6 }",
    ]);
    let names: Vec<&str> =
        scenario.uncertainties.iter().map(|uncertainty| uncertainty.name.as_str()).collect();
    let place = |name: &str| names.iter().position(|known| *known == name).expect("an uncertain thing");
    for sampling in [Sampling::Random, Sampling::Latin, Sampling::Sobol] {
        let members = members(&scenario, sampling);
        let mut columns = vec![Vec::new(); names.len()];
        let mut registers = members.registers();
        for first in (0..20_000 - 64).step_by(64) {
            members.run(first, &mut registers);
            for (column, block) in columns.iter_mut().zip(members.drawn(&mut registers)) {
                column.extend(block.0);
            }
        }
        let ranked: Vec<Vec<f64>> = columns.iter().map(|column| ranks(column)).collect();
        let together = |a: &str, b: &str| correlation(&ranked[place(a)], &ranked[place(b)]);
        for (a, b, expected) in [
            ("nation.growth", "envelope.credit.flow", 0.5),
            ("nation.growth", "envelope.exchange.flow", 0.5),
            ("envelope.credit.flow", "envelope.exchange.flow", 0.5),
            ("nation.growth", "envelope.grid.flow", -0.6),
            ("envelope.credit.flow", "envelope.grid.flow", 0.0),
        ] {
            let found = together(a, b);
            assert!((found - expected).abs() < 0.02, "{sampling:?}: {a} with {b}: {found} not {expected}");
        }
        // The middle of each is that of its distribution.
        let median = |name: &str| {
            let mut sorted = columns[place(name)].clone();
            sorted.sort_by(f64::total_cmp);
            sorted[sorted.len() / 2]
        };
        let grid = median("envelope.grid.flow");
        assert!((grid - 450.0).abs() < 6.0, "{sampling:?}: {grid}");
        let credit = median("envelope.credit.flow");
        assert!((credit / (15_000.0_f64 * 40_000.0).sqrt() - 1.0).abs() < 0.02, "{sampling:?}: {credit}");
    }
}

/// Shifts of a year have the deviation asked for, in the first year as in the last, and persist as asked.
#[test]
fn noise_is_as_wide_and_as_lasting_as_asked() {
    let scenario = reference(&["uncertainty.nation.growth={ noise = [0.02, 0.6] }"]);
    assert_eq!(scenario.uncertainties[0].draws(11), 11);
    let members = members(&scenario, Sampling::Random);
    let growth = |scenario: &Scenario| {
        scenario.yearly.iter().find(|input| input.row.id == "nation.growth").expect("an input").values.clone()
    };
    let base = growth(&scenario);
    let shifts: Vec<Vec<f64>> = (0..4000)
        .map(|member| growth(&members.member(member)).iter().zip(&base).map(|(a, b)| a - b).collect())
        .collect();
    let year = |t: usize| shifts.iter().map(|shifts| shifts[t]).collect::<Vec<f64>>();
    for t in [0, 5, 10] {
        let square: f64 = year(t).iter().map(|shift| shift * shift).sum::<f64>() / 4000.0;
        assert!((square.sqrt() - 0.02).abs() < 0.001, "year {t}: {}", square.sqrt());
    }
    for (t, apart, expected) in [(0, 1, 0.6), (4, 1, 0.6), (2, 3, 0.216)] {
        let found = correlation(&year(t), &year(t + apart));
        assert!((found - expected).abs() < 0.04, "year {t} and {apart} on: {found} not {expected}");
    }
}

/// A shock of sixteen months may begin in each year from its own on: it is on as often as it is likely, goes on into the
/// next year, and is never on for more than the whole of one.
#[test]
fn shocks_come_as_often_as_they_are_likely() {
    let path = root().join("scenarios/renewed-conflict.toml");
    let scenario = load(&path, &["shock.conflict.probability=0.2", "shock.conflict.months=16"]);
    let members = members(&scenario, Sampling::Random);
    let active = |member: u64| {
        let alone = members.member(member);
        alone
            .yearly
            .into_iter()
            .find(|input| input.row.id == "shock.conflict.active")
            .expect("an input")
            .values
    };
    let all: Vec<Vec<f64>> = (0..4000).map(active).collect();
    let share = |t: usize, on: &dyn Fn(f64) -> bool| {
        f64::from(u32::try_from(all.iter().filter(|active| on(active[t])).count()).expect("few")) / 4000.0
    };
    // 1404 and 1405 come before the year of the shock.
    assert_eq!([share(0, &|on| on > 0.0), share(1, &|on| on > 0.0)], [0.0, 0.0]);
    for t in 3..11 {
        // On for the whole year if it begins in it; for four months if it began the year before and does not again.
        let (whole, part) = (share(t, &|on| on == 1.0), share(t, &|on| (on - 1.0 / 3.0).abs() < 1e-12));
        assert!((whole - 0.2).abs() < 0.02, "year {t}: {whole}");
        assert!((part - 0.8 * 0.2).abs() < 0.02, "year {t}: {part}");
        assert_eq!(share(t, &|on| on > 1.0), 0.0);
    }
    // A plain run has it in its year.
    let plain =
        scenario.yearly.iter().find(|input| input.row.id == "shock.conflict.active").expect("an input");
    assert_eq!(plain.values[..4], [0.0, 0.0, 1.0, 1.0 / 3.0]);
}
