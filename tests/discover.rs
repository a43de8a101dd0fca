//! Scenario discovery finds the boxes that EMA Workbench finds, and those that are plain to see.

use std::collections::BTreeMap;
use std::str::FromStr;

use ofogh::study::discover::prim::{Options, PrimBox, boxes};
use serde_json::Value;

/// The cases of Bryant and Lempert (2010).
struct Cases {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    of_interest: Vec<bool>,
}

fn bryant_lempert() -> Cases {
    let path = crate::support::root().join("tests/peers/bryant_lempert.csv");
    let mut reader = csv::Reader::from_path(path).expect("the cases");
    let mut names: Vec<String> = reader.headers().expect("names").iter().map(str::to_owned).collect();
    let mut columns = vec![Vec::new(); names.len()];
    for record in reader.records() {
        for (column, text) in columns.iter_mut().zip(&record.expect("a case")) {
            column.push(text.parse::<f64>().expect("a number"));
        }
    }
    names.pop();
    let of_interest = columns.pop().expect("an outcome").iter().map(|outcome| *outcome == 1.0).collect();
    Cases { names, columns, of_interest }
}

/// What was recorded, with every number as text: read as a number it might lose its last bit.
fn recorded() -> Value {
    let path = crate::support::root().join("tests/peers/scenario_discovery.json");
    let text = std::fs::read_to_string(path).expect("what was recorded");
    let quoted = |line: &str| {
        let (line, comma) = line.strip_suffix(',').map_or((line, ""), |line| (line, ","));
        let (name, value) = line.split_at(line.rfind(' ').map_or(0, |space| space + 1));
        let quote = if value.parse::<f64>().is_ok() { "\"" } else { "" };
        format!("{name}{quote}{value}{quote}{comma}\n")
    };
    serde_json::from_str(&text.lines().map(quoted).collect::<String>()).expect("JSON")
}

/// A recorded number; none where it is null.
fn number<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str().and_then(|text| text.parse().ok())
}

/// A recorded pair of limits.
fn pair(value: &Value) -> (f64, f64) {
    (number(&value[0]).expect("a lower limit"), number(&value[1]).expect("an upper limit"))
}

/// Whether a box is as it was recorded: everything bit for bit, but for the last digits of the quasi-p values.
fn assert_same(found: &PrimBox, record: &Value, first: &Value, names: &[String], what: &str) {
    assert_eq!(Some(found.cases), number(&record["cases"]), "{what}: cases");
    assert_eq!(Some(found.of_interest), number(&record["of_interest"]), "{what}: of interest");
    assert_eq!(Some(found.restricted.len()), number(&record["restricted"]), "{what}: restricted");
    assert_eq!(Some(found.coverage), number(&record["coverage"]), "{what}: coverage");
    assert_eq!(Some(found.density), number(&record["density"]), "{what}: density");
    assert_eq!(Some(found.mass), number(&record["mass"]), "{what}: mass");
    assert_eq!(found.limits.len(), names.len(), "{what}: limits");
    assert_eq!(found.quasi_p.len(), names.len(), "{what}: quasi-p");
    for (input, name) in names.iter().enumerate() {
        let record = &record["box"][name];
        let what = format!("{what}: {name}");
        assert_eq!(found.restricted.contains(&input), !record.is_null(), "{what}: restricted");
        let limits = if record.is_null() { &first[name] } else { &record["limits"] };
        assert_eq!(found.limits[input], pair(limits), "{what}: limits");
        let values = found.quasi_p[input];
        for (value, record) in
            [values.0, values.1].into_iter().zip([0, 1].map(|side| &record["quasi_p"][side]))
        {
            match (value, number::<f64>(record)) {
                (Some(value), Some(record)) => {
                    assert!(
                        (value - record).abs() <= 1e-9 * record,
                        "{what}: quasi-p {value}, expected {record}"
                    );
                }
                (value, record) => assert_eq!(value, record, "{what}: quasi-p"),
            }
        }
    }
}

#[test]
fn boxes_are_those_of_the_workbench() {
    let Cases { names, columns, of_interest } = bryant_lempert();
    let recorded = recorded();
    let mut steps: BTreeMap<&str, usize> = BTreeMap::new();
    for run in recorded["runs"].as_array().expect("runs") {
        let peel = number(&run["peel_alpha"]).expect("a share");
        let threshold: f64 = number(&run["threshold"]).expect("a density");
        let records = run["boxes"].as_array().expect("boxes");
        let found = boxes(&columns, &of_interest, &Options { peel, ..Options::default() });
        let last = found.last().expect("a box");
        let mut mass = 2.0;
        for (index, (record, found)) in records.iter().zip(&found).enumerate() {
            let what = format!("peel {peel}, box {index}");
            assert_same(found, record, &recorded["first_limits"], &names, &what);
            let step = if index == 0 { "first" } else { ["paste", "peel"][usize::from(found.mass < mass)] };
            assert_eq!(Some(step), record["step"].as_str(), "{what}");
            *steps.entry(step).or_default() += 1;
            mass = found.mass;
        }
        if last.density >= threshold {
            assert_eq!(found.len(), records.len(), "peel {peel}");
            let limits: Vec<(f64, f64)> = names.iter().map(|name| pair(&run["final_limits"][name])).collect();
            assert_eq!(last.limits, limits, "peel {peel}");
        } else {
            // Of a run that misses the threshold, only the first box was kept.
            assert_eq!((peel, records.len()), (0.4, 1));
        }
    }
    assert_eq!(steps, BTreeMap::from([("first", 4), ("paste", 3), ("peel", 91)]));
}

/// Cases on a grid: two inputs from 0 to 19, and one that says nothing.
fn grid() -> Vec<Vec<f64>> {
    let places: Vec<(i32, i32)> = (0..20).flat_map(|one| (0..20).map(move |other| (one, other))).collect();
    let column = |value: fn(&(i32, i32)) -> i32| places.iter().map(|place| f64::from(value(place))).collect();
    vec![column(|place| place.0), column(|place| place.1), column(|place| (7 * place.0 + 3 * place.1) % 20)]
}

#[test]
fn a_known_box_is_found_whole() {
    let columns = grid();
    let is_within = |case: usize| (5.0..=14.0).contains(&columns[0][case]) && columns[1][case] >= 12.0;
    let of_interest: Vec<bool> = (0..400).map(is_within).collect();
    let found = boxes(&columns, &of_interest, &Options::default());
    let last = found.last().expect("a box");
    assert_eq!(last.limits, [(4.5, 14.5), (11.5, 19.0), (0.0, 19.0)]);
    assert_eq!(last.restricted, [0, 1]);
    assert_eq!((last.cases, last.of_interest), (80, 80));
    assert_eq!((last.coverage, last.density, last.mass), (1.0, 1.0, 0.2));
    let restricted = last.quasi_p.iter().map(|sides| (sides.0.is_some(), sides.1.is_some()));
    assert_eq!(restricted.collect::<Vec<_>>(), [(true, true), (true, false), (false, false)]);
    // Without its first limit the box has 15 columns of 8 cases, 80 of them of interest.
    let expected = f64::powi(80.0 / 120.0, 80);
    let value = last.quasi_p[0].0.expect("a restricted side");
    assert!((value - expected).abs() <= 1e-12 * expected, "found {value}, expected {expected}");
}

#[test]
fn what_was_cut_off_too_much_is_pasted() {
    // The same from both ends: of equals, the upper side is peeled first, and the lower side is pasted first.
    let options = Options { peel: 0.2, paste: 0.1, ..Options::default() };
    let values: Vec<f64> = (0..10).map(f64::from).collect();
    let of_interest = [false, true, true, true, false, false, true, true, true, false];
    let found = boxes(&[values], &of_interest, &options);
    let limits: Vec<(f64, f64)> = found.iter().map(|found| found.limits[0]).collect();
    assert_eq!(limits, [(0.0, 9.0), (0.0, 7.5), (1.5, 7.5), (0.5, 7.5), (0.5, 8.5)]);
    let held: Vec<(usize, usize)> = found.iter().map(|found| (found.cases, found.of_interest)).collect();
    assert_eq!(held, [(10, 6), (8, 5), (6, 4), (7, 5), (8, 6)]);
}

#[test]
fn cases_on_a_limit_hold_a_paste_back() {
    // The limit is 5 itself. Beside the box are then the five cases on it too, so that a paste reaches no further than into
    // the gap below them, although the case at 2 would be a gain.
    let options = Options { peel: 0.5, paste: 0.3, least_mass: 0.4 };
    let values = vec![0.0, 1.0, 2.0, 5.0, 5.0, 5.0, 5.0, 5.0];
    let of_interest = [false, false, true, false, true, true, true, true];
    let found = boxes(&[values], &of_interest, &options);
    let limits: Vec<(f64, f64)> = found.iter().map(|found| found.limits[0]).collect();
    assert_eq!(limits, [(0.0, 5.0), (5.0, 5.0)]);
    assert_eq!((found[1].cases, found[1].of_interest), (5, 4));
}

/// The only box of cases among which nothing can be found.
fn only(columns: &[Vec<f64>], of_interest: &[bool]) -> PrimBox {
    let mut found = boxes(columns, of_interest, &Options::default());
    assert_eq!(found.len(), 1);
    let found = found.remove(0);
    assert!(found.restricted.is_empty());
    assert!(found.quasi_p.iter().all(|sides| *sides == (None, None)));
    assert_eq!((found.cases, found.mass), (of_interest.len(), 1.0));
    found
}

#[test]
fn without_a_difference_everything_is_one_box() {
    let columns = grid();
    let none = only(&columns, &[false; 400]);
    assert_eq!((none.of_interest, none.coverage, none.density), (0, 0.0, 0.0));
    let all = only(&columns, &[true; 400]);
    assert_eq!((all.of_interest, all.coverage, all.density), (400, 1.0, 1.0));
    assert_eq!(all.limits, [(0.0, 19.0); 3]);

    let one = only(&[vec![3.5], vec![-1.0]], &[true]);
    assert_eq!((one.limits.as_slice(), one.coverage), ([(3.5, 3.5), (-1.0, -1.0)].as_slice(), 1.0));
    let without_inputs = only(&[], &[true, false]);
    assert_eq!((without_inputs.coverage, without_inputs.density), (1.0, 0.5));
    assert!(boxes(&[Vec::new()], &[], &Options::default()).is_empty());
}

#[test]
fn an_input_of_one_value_is_never_restricted() {
    let columns = vec![vec![7.0; 100], (0..100).map(f64::from).collect()];
    let of_interest: Vec<bool> = (0..100).map(|case| case >= 61).collect();
    let found = boxes(&columns, &of_interest, &Options::default());
    assert!(found.iter().all(|found| found.limits[0] == (7.0, 7.0) && !found.restricted.contains(&0)));
    let last = found.last().expect("a box");
    assert_eq!(last.limits[1], (60.5, 99.0));
    assert_eq!((last.coverage, last.density), (1.0, 1.0));
    let alone = only(&columns[..1], &of_interest);
    assert_eq!(alone.density, 0.39);
}
