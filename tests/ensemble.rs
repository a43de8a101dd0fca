//! Ensembles: every member is a run of its own, counts do not depend on who counts, percentiles are those of sorting.

use std::path::Path;

use ofogh::engine::instruction_set::InstructionSet;
use ofogh::scenario::{Distribution, Scenario};
use ofogh::study::ensemble::{Design, Ensemble, Members, Quantile, SHARES, Sampling, Stream, Tally};
use ofogh::study::project;
use ofogh::study::workers::count;

use crate::support::{load, program, root};

const RANGES: &str = "uncertainty.figures=true";

fn reference(settings: &[&str]) -> Scenario {
    load(&root().join("scenarios/reference.toml"), settings)
}

fn design(members: u64, sampling: Sampling) -> Design {
    Design { members, seed: 7, sampling }
}

/// The results of one member of a block, by year, then by variable.
fn results(members: &Members, first: u64, n: usize) -> Vec<f64> {
    let mut registers = members.registers();
    members.run(first, &mut registers);
    members.outputs().iter().map(|output| registers.block(*output).0[n]).collect()
}

#[test]
fn every_member_is_a_run_of_its_own_bit_for_bit() {
    let distributions = [
        RANGES,
        "uncertainty.nation.growth={ normal = [0, 0.02], as = \"shift\", noise = [0.01, 0.4] }",
        "correlation.growth_and_credit={ of = [\"nation.growth\", \"envelope.credit.flow\", \"figure:power.deficit\"], rank = 0.5 }",
        "uncertainty.envelope.credit.flow={ lognormal = [15000, 40000] }",
        "uncertainty.programme.solar.stages.licensed.success={ points = [0.15, 0.25, 0.4] }",
        "uncertainty.sector.manufacturing.output_share={ triangular = [0.2, 0.26, 0.3] }",
    ];
    let scenario = reference(&distributions);
    let every: Vec<usize> = (0..scenario.variables.len()).collect();
    for sampling in [Sampling::Random, Sampling::Latin, Sampling::Sobol] {
        let members = Members::new(scenario.clone(), &every, design(1000, sampling));
        for member in [0_u64, 1, 63, 64, 500, 999] {
            let alone = project(members.member(member)).expect("finite results");
            // But for the sign of nought.
            let expected: Vec<u64> =
                alone.values.iter().flatten().map(|value| (value + 0.0).to_bits()).collect();
            for set in InstructionSet::available() {
                let block = member / 64 * 64;
                let found = results(
                    &members.clone().with(set),
                    block,
                    usize::try_from(member - block).expect("small"),
                );
                let found: Vec<u64> = found.iter().map(|value| (value + 0.0).to_bits()).collect();
                assert_eq!(found, expected, "member {member} with {set:?}");
            }
        }
    }
}

fn counted(ensemble: &Ensemble, parts: &[(u64, u64)]) -> Tally {
    let mut whole = Tally::new(&ensemble.plan);
    for (first, last) in parts {
        whole.merge(&count(ensemble, (*first, *last), Some(2), &()));
    }
    whole
}

#[test]
fn it_makes_no_difference_who_counts_what() {
    let ensemble = Ensemble::new(reference(&[RANGES]), false, design(5000, Sampling::Latin));
    let whole = counted(&ensemble, &[(0, 5000)]);
    let pieces: Vec<(u64, u64)> = (0..50).rev().map(|n| (n * 100, (n + 1) * 100)).collect();
    assert!(whole == counted(&ensemble, &pieces));
    assert!(whole == counted(&ensemble, &[(64, 5000), (0, 64)]));
}

/// Where the model sets a floor many members have the very same value, and percentiles among them are that value.
#[test]
fn percentiles_on_a_floor_are_the_floor() {
    for members in [150, 20_000] {
        let ensemble = Ensemble::new(reference(&[RANGES]), true, design(members, Sampling::Latin));
        let outcome = ensemble.outcome(&counted(&ensemble, &[(0, members)]));
        let of = |id: &str, year: usize| {
            let variable =
                ensemble.scenario.variables.iter().position(|row| row.id == id).expect("a variable");
            outcome.spreads[variable][year].percentiles
        };
        // No grid is left in 1405 in more than half of the members, and jobs nobody can fill there are in hardly any.
        assert_eq!(of("envelope.grid.left", 1)[0].to_bits(), 0.0_f64.to_bits(), "{members}");
        assert!(of("envelope.grid.left", 1)[4] > 1.0, "{members}");
        assert!(of("work.unfilled", 5).iter().take(4).all(|value| *value == 0.0), "{members}");
    }
}

/// Percentiles are within a bin of those of sorting: at most 1/900 of the width that holds 96 of 100 members.
#[test]
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn percentiles_are_those_of_sorting() {
    let count = 4096_u64;
    let ensemble = Ensemble::new(reference(&[RANGES]), false, design(count, Sampling::Random));
    let outcome = ensemble.outcome(&counted(&ensemble, &[(0, count)]));
    let wanted = ensemble.plan.variables;
    let mut columns = vec![Vec::new(); ensemble.members.outputs().len()];
    let mut registers = ensemble.members.registers();
    for first in (0..count).step_by(64) {
        ensemble.members.run(first, &mut registers);
        for (column, output) in columns.iter_mut().zip(ensemble.members.outputs()) {
            column.extend(registers.block(*output).0);
        }
    }
    let mut tried = 0;
    for (variable, spreads) in outcome.spreads.iter().enumerate() {
        for (year, spread) in spreads.iter().enumerate() {
            let mut sorted = columns[year * wanted + variable].clone();
            sorted.sort_by(f64::total_cmp);
            let width = sorted[sorted.len() - 1] - sorted[0];
            let at = |share: f64| sorted[((share * count as f64) as usize).min(sorted.len() - 1)];
            // Where the first thousand members say these lie, it may be a little more.
            let slack = (at(0.985) - at(0.015)) / 900.0 + width / 1e7;
            for (share, found) in SHARES.iter().zip(spread.percentiles) {
                let (low, high) = (at(share - 2.0 / count as f64), at(share + 2.0 / count as f64));
                assert!((low - slack..=high + slack).contains(&found), "{variable} {year} {share}: {found}");
            }
            let mean = sorted.iter().sum::<f64>() / count as f64;
            let square = sorted.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count as f64;
            assert!((spread.mean - mean).abs() <= 1e-7 * width, "mean {} not {mean}", spread.mean);
            let off = (spread.deviation - square.sqrt()).abs();
            assert!(
                off <= 1e-4 * square.sqrt() + 2e-5 * width,
                "spread {} not {}",
                spread.deviation,
                square.sqrt()
            );
            tried += usize::from(width > 0.0);
        }
    }
    assert!(tried > 150, "{tried} series that vary");
}

/// Medians of ensembles drawn anew lie within what one of them says of itself, nineteen times in twenty; four times the
/// members halve it.
#[test]
fn the_middle_is_known_as_well_as_is_said() {
    let scenario = reference(&[RANGES]);
    let run = |seed: u64, members: u64| {
        let ensemble =
            Ensemble::new(scenario.clone(), false, Design { members, seed, sampling: Sampling::Random });
        ensemble.outcome(&counted(&ensemble, &[(0, members)]))
    };
    let outcomes: Vec<_> = (0..20).map(|seed| run(seed, 500)).collect();
    let settled = outcomes[0].settled.expect("something varies");
    let spread = |seed: usize| outcomes[seed].spreads[settled.variable][settled.year];
    let truth = run(99, 20_000).spreads[settled.variable][settled.year].percentiles[2];
    let off = |seed: usize| (spread(seed).percentiles[2] - truth).abs();
    let width = spread(0).percentiles[4] - spread(0).percentiles[0];
    let within = (0..20).filter(|seed| off(*seed) <= settled.share * width).count();
    assert!(within >= 16, "{within} of 20 within {} of {width}", settled.share);
    let halved = run(0, 2000).settled.expect("something varies").share / settled.share;
    assert!((0.3..0.75).contains(&halved), "{halved}");
}

#[test]
fn goals_are_met_by_as_many_members_as_meet_them() {
    let count = 640_u64;
    let ensemble = Ensemble::new(reference(&[RANGES]), false, design(count, Sampling::Latin));
    let outcome = ensemble.outcome(&counted(&ensemble, &[(0, count)]));
    let mut met = vec![vec![0_u32; ensemble.plan.years]; ensemble.scenario.goals.len()];
    for member in 0..count {
        let run = project(ensemble.members.member(member)).expect("finite results");
        for (goal, result) in ofogh::study::goal_results(&run).iter().enumerate() {
            for (count, met) in met[goal].iter_mut().zip(&result.met_by_year) {
                *count += u32::from(*met);
            }
        }
    }
    let mut between = 0;
    for (goal, probabilities) in outcome.probabilities.iter().enumerate() {
        for (year, probability) in probabilities.iter().enumerate() {
            assert_eq!(probability.share, f64::from(met[goal][year]) / 640.0, "goal {goal} in year {year}");
            between += usize::from(probability.share > 0.0 && probability.share < 1.0);
        }
    }
    assert!(between > 10, "{between} probabilities that are neither 0 nor 1");
}

/// A latin hypercube of the most members there may be, and of one less, has shares of their own at its end too.
#[test]
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn draws_are_even_to_the_last_of_very_many() {
    for members in [1_u64 << 31, (1 << 31) - 1] {
        let stream = Stream::new(1, "nation.growth", members, Sampling::Latin, 0);
        let all = (0..4096).chain(members - 4096..members);
        let mut places: Vec<u64> = all.map(|member| (stream.at(member) * members as f64) as u64).collect();
        places.sort_unstable();
        places.dedup();
        assert!(places.len() == 8192 && places[8191] < members, "{} places", places.len());
        // Over the whole width: 8,192 at random leave no gap of a hundredth.
        let gaps = places.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(gaps.max() < Some(members / 100), "as if at random");
    }
}

/// Shares of probability fall evenly; a Latin hypercube has one member in each share.
#[test]
fn draws_are_even() {
    for members in [1_u64, 2, 64, 100, 1000, 4097] {
        let stream = Stream::new(1, "nation.growth", members, Sampling::Latin, 0);
        let mut places: Vec<u64> = (0..members)
            .map(|member| {
                let u = stream.at(member);
                assert!(u > 0.0 && u < 1.0);
                #[allow(
                    clippy::cast_precision_loss,
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss
                )]
                let place = (u * members as f64) as u64;
                place
            })
            .collect();
        places.sort_unstable();
        assert_eq!(places, (0..members).collect::<Vec<u64>>(), "{members} members");
    }
    let stream = Stream::new(1, "nation.growth", 100_000, Sampling::Random, 0);
    let mut bins = [0_i32; 100];
    for member in 0..100_000 {
        let u = stream.at(member);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let bin = (u * 100.0) as usize;
        bins[bin] += 1;
    }
    // Chi-squared of 99 degrees of freedom: above 160 once in ten thousand.
    let chi: f64 = bins.iter().map(|count| f64::from(count - 1000).powi(2) / 1000.0).sum();
    assert!(chi < 160.0, "{chi}");
    let other = Stream::new(1, "power.demand_growth", 100_000, Sampling::Random, 1);
    let product: f64 = (0..100_000).map(|member| (stream.at(member) - 0.5) * (other.at(member) - 0.5)).sum();
    assert!((product / 100_000.0 * 12.0).abs() < 0.02, "two streams go together: {product}");
}

#[test]
fn inverses_by_hand() {
    // By hand: a triangle from 0 over 1 to 4 has a quarter of its area below 1 and half of it below 4 − √6.
    let triangle = Quantile::new(&Distribution::Triangular { low: 0.0, mode: 1.0, high: 4.0 });
    assert!((triangle.at(0.25) - 1.0).abs() < 1e-15);
    assert!((triangle.at(0.5) - (4.0 - 6.0_f64.sqrt())).abs() < 1e-15);
    let points = Quantile::new(&Distribution::Points(vec![(550.0, 0.5), (565.0, 0.25), (900.0, 0.25)]));
    assert_eq!(
        [0.1, 0.49, 0.51, 0.74, 0.76, 0.999].map(|u| points.at(u)),
        [550.0, 550.0, 565.0, 565.0, 900.0, 900.0]
    );
    assert_eq!(Quantile::new(&Distribution::Uniform { low: 2.0, high: 6.0 }).at(0.25), 3.0);
}

/// A shift goes both ways, whatever the range of the input it acts on; what it makes of the input stays within that range.
#[test]
fn a_normal_shift_goes_both_ways() {
    let id = "programme.hotels.stages.building.months";
    let setting = format!("uncertainty.{id}={{ normal = [0, 4], as = \"shift\" }}");
    let scenario = reference(&[setting.as_str()]);
    let members = Members::new(scenario.clone(), &[0], design(100, Sampling::Latin));
    let drawn: Vec<f64> = (0..100).map(|member| members.drawn_for(member)[0]).collect();
    let below = drawn.iter().filter(|shift| **shift < 0.0).count();
    assert_eq!(below, 50, "{drawn:?}");
    assert!(drawn.iter().any(|shift| *shift < -6.0) && drawn.iter().any(|shift| *shift > 6.0));
    let short = reference(&["uncertainty.envelope.grid.flow={ normal = [0, 1000], as = \"shift\" }"]);
    let members = Members::new(short.clone(), &[0], design(100, Sampling::Latin));
    let grid = |member: u64| {
        let alone = members.member(member);
        alone.yearly.iter().find(|input| input.row.id == "envelope.grid.flow").expect("an input").values[0]
    };
    assert!((0..100).all(|member| grid(member) >= 0.0) && (0..100).any(|member| grid(member) == 0.0));
}

/// Adding something uncertain moves no other draw; another seed moves all.
#[test]
fn draws_depend_on_their_name_alone() {
    let one = "uncertainty.nation.growth={ uniform = [-0.01, 0.01], as = \"shift\" }";
    let two = "uncertainty.envelope.credit.flow={ uniform = [10000, 30000] }";
    let drawn = |settings: &[&str], seed: u64| {
        let scenario = reference(settings);
        let names: Vec<String> =
            scenario.uncertainties.iter().map(|uncertainty| uncertainty.name.clone()).collect();
        let members =
            Members::new(scenario.clone(), &[0], Design { members: 100, seed, sampling: Sampling::Random });
        names.into_iter().zip(members.drawn_for(42)).collect::<std::collections::BTreeMap<String, f64>>()
    };
    let (alone, both) = (drawn(&[one], 1), drawn(&[one, two], 1));
    assert_eq!(alone["nation.growth"], both["nation.growth"]);
    assert_ne!(alone["nation.growth"], drawn(&[one], 2)["nation.growth"]);
}

#[test]
fn the_command_writes_what_it_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |more: &[&str]| {
        let mut command = program();
        command.args(["ensemble", "scenarios/reference.toml", "--set", RANGES, "--members", "2000"]);
        command.args(more).output().expect("the program")
    };
    let path = |name: &str| folder.path().join(name).display().to_string();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a file");
    for (workers, name) in [("1", "one.json"), ("2", "two.json"), ("8", "eight.json")] {
        let output = run(&["--workers", workers, "--out", &path(name)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(read("one.json"), read("two.json"));
    assert_eq!(read("one.json"), read("eight.json"));
    let whole: serde_json::Value = serde_json::from_str(&read("one.json")).expect("JSON");
    assert_eq!(whole["manifest"]["members"], 2000);
    assert_eq!(whole["manifest"]["sampling"], "latin");
    assert!(run(&["--out", &path("table.csv")]).status.success());
    let lines = read("table.csv").lines().count();
    let reference = reference(&[RANGES]);
    let ensemble = Ensemble::new(reference, false, design(10, Sampling::Latin));
    let goal = read("table.csv")
        .lines()
        .find(|line| line.contains(",goal.greenhouses,1,1404,"))
        .expect("a goal")
        .to_owned();
    assert!(
        goal.starts_with("reference,goal.greenhouses,1,1404,,,,,,,,"),
        "a probability is no mean: {goal}"
    );
    assert_eq!(lines, 1 + 11 * (ensemble.shown.len() + ensemble.scenario.goals.len()));
    // A member as settings is that member.
    let output = run(&["--member", "7"]);
    let text = String::from_utf8(output.stdout).expect("a text");
    let settings: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(settings.len() > 50, "{text}");
    for (arguments, expected) in [
        (vec!["--members", "0"], "error[members]: an ensemble of 0 members cannot be run"),
        (
            vec!["--members", "1000000000000"],
            "error[members]: an ensemble of 1000000000000 members cannot be run",
        ),
        (vec!["--member", "2000"], "error[member]: there is no member 2000: the last is 1999"),
        (vec!["--out", "x.txt"], "error[file-kind]: `x.txt` does not say which kind of file to write"),
        (vec!["--set", "uncertainty.figures=false"], "error[set-twice]"),
    ] {
        let arguments: Vec<&str> = match arguments[0] {
            "--members" => {
                vec!["ensemble", "scenarios/reference.toml", "--set", RANGES, arguments[0], arguments[1]]
            }
            _ => [
                vec!["ensemble", "scenarios/reference.toml", "--set", RANGES, "--members", "2000"],
                arguments,
            ]
            .concat(),
        };
        let mut command = program();
        let output = command.args(arguments).output().expect("the program");
        assert_eq!(output.status.code(), Some(2));
        let found = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(found.starts_with(expected), "{found}");
    }
    let certain = program()
        .args(["ensemble", "scenarios/reference.toml", "--set", "uncertainty.figures=false"])
        .output()
        .expect("the program");
    assert_eq!(certain.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&certain.stderr).starts_with("error[nothing-uncertain]"));
    assert!(!Path::new("x.txt").exists());
}
