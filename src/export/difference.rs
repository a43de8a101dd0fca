//! Two scenarios on the same draws as files: a row for each variable and year, or a sheet with the table.

use serde_json::{Value, json};

use super::{FileFormat, plain, refused, workbook};
use crate::fault::Fault;
use crate::language::Language;
use crate::study::ensemble::{Apart, Difference};

/// The bytes of a file of that kind; equal differences give equal bytes.
///
/// # Errors
/// What the library that writes it refuses.
pub fn bytes(kind: FileFormat, difference: &Difference, language: Language) -> Result<Vec<u8>, Fault> {
    match kind {
        FileFormat::Csv => csv(difference).map_err(|error| refused(&error)),
        FileFormat::Json => json(difference).map_err(|error| refused(&error)),
        FileFormat::Workbook => workbook::difference(difference, language).map_err(|error| refused(&error)),
    }
}

/// The numbers of a row, by name.
fn numbers(apart: &Apart) -> [(&'static str, f64); 10] {
    let [p5, p25, p50, p75, p95] = apart.spread.percentiles;
    let (low, high) = apart.larger.interval;
    [
        ("mean", apart.spread.mean),
        ("deviation", apart.spread.deviation),
        ("p5", p5),
        ("p25", p25),
        ("p50", p50),
        ("p75", p75),
        ("p95", p95),
        ("larger", apart.larger.share),
        ("larger_low_95", low),
        ("larger_high_95", high),
    ]
}

fn csv(difference: &Difference) -> Result<Vec<u8>, csv::Error> {
    let [one, other] = &difference.scenarios;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut header = vec!["scenario", "less", "variable", "unit", "year"];
    let first = difference.apart.first().and_then(|apart| apart.first());
    header.extend(first.iter().flat_map(|apart| numbers(apart)).map(|(name, _)| name));
    writer.write_record(header)?;
    for (pair, apart) in difference.variables.iter().zip(&difference.apart) {
        let row = &one.variables[pair[0]];
        for (year, apart) in difference.years.iter().zip(apart) {
            let mut record = vec![
                plain::text(&one.name).into_owned(),
                plain::text(&other.name).into_owned(),
                row.id.clone(),
                one.priced(&row.unit),
                year.to_string(),
            ];
            record.extend(numbers(apart).map(|(_, number)| plain::number(number)));
            writer.write_record(&record)?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn json(difference: &Difference) -> Result<Vec<u8>, serde_json::Error> {
    let variables = difference.variables.iter().zip(&difference.apart).map(|(pair, apart)| {
        let row = &difference.scenarios[0].variables[pair[0]];
        let mut object = serde_json::Map::new();
        object.insert("id".into(), json!(row.id));
        object.insert("label".into(), json!(row.label));
        object.insert("unit".into(), json!(difference.scenarios[0].priced(&row.unit)));
        for n in 0..numbers(&apart[0]).len() {
            let by_year: Vec<f64> = apart.iter().map(|apart| numbers(apart)[n].1).collect();
            object.insert(numbers(&apart[0])[n].0.into(), json!(by_year));
        }
        Value::Object(object)
    });
    let scenarios = difference.scenarios.each_ref().map(|scenario| {
        json!({ "scenario": scenario.name, "digest": scenario.digest(), "settings": scenario.settings })
    });
    let whole = json!({
        "manifest": {
            "version": env!("CARGO_PKG_VERSION"),
            "scenarios": scenarios,
            "figures": difference.scenarios[0].figures.digest(),
            "members": difference.design.members,
            "seed": difference.design.seed,
            "sampling": difference.design.sampling.name(),
            "members_outside": difference.outside,
        },
        "years": difference.years,
        "variables": variables.collect::<Vec<Value>>(),
    });
    plain::json(&whole)
}
