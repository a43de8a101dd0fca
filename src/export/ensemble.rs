//! Ensembles as files: a row for each variable and year, then each goal; with what is needed to run them again.

use serde_json::{Value, json};

use super::{FileFormat, plain, refused, workbook};
use crate::fault::Fault;
use crate::language::Language;
use crate::study::ensemble::{Ensemble, Outcome, SHARES};

/// The bytes of a file of that kind; equal ensembles give equal bytes.
///
/// # Errors
/// What the library that writes it refuses.
pub fn bytes(
    kind: FileFormat,
    ensemble: &Ensemble,
    outcome: &Outcome,
    language: Language,
) -> Result<Vec<u8>, Fault> {
    match kind {
        FileFormat::Csv => csv(ensemble, outcome).map_err(|error| refused(&error)),
        FileFormat::Json => json(ensemble, outcome).map_err(|error| refused(&error)),
        FileFormat::Workbook => {
            workbook::ensemble(ensemble, outcome, language).map_err(|error| refused(&error))
        }
    }
}

fn csv(ensemble: &Ensemble, outcome: &Outcome) -> Result<Vec<u8>, csv::Error> {
    let scenario = &ensemble.scenario;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "scenario",
        "variable",
        "unit",
        "year",
        "mean",
        "deviation",
        "p5",
        "p25",
        "p50",
        "p75",
        "p95",
        "probability",
        "low_95",
        "high_95",
        "members",
        "asked",
        "partial",
    ])?;
    let [members, asked] = [outcome.members, ensemble.design.members].map(|count| count.to_string());
    let how_many = [members, asked, (outcome.members < ensemble.design.members).to_string()];
    let years: Vec<i32> = scenario.structure.all_years().collect();
    for (variable, spreads) in ensemble.shown.iter().zip(&outcome.spreads) {
        let row = &scenario.variables[*variable];
        for (year, spread) in years.iter().zip(spreads) {
            let mut record = vec![
                plain::text(&scenario.name).into_owned(),
                row.id.clone(),
                scenario.priced(&row.unit),
                year.to_string(),
            ];
            record.extend([spread.mean, spread.deviation].map(plain::number));
            record.extend(spread.percentiles.map(plain::number));
            record.extend([(); 3].map(|()| String::new()));
            record.extend_from_slice(&how_many);
            writer.write_record(&record)?;
        }
    }
    for (goal, probabilities) in scenario.goals.iter().zip(&outcome.probabilities) {
        for (year, probability) in years.iter().zip(probabilities) {
            let mut record = vec![
                plain::text(&scenario.name).into_owned(),
                format!("goal.{}", goal.id),
                "1".to_owned(),
                year.to_string(),
            ];
            // A goal has a probability where a variable has a spread.
            record.extend([String::new(), String::new()]);
            record.extend(SHARES.map(|_| String::new()));
            record.extend(
                [probability.share, probability.interval.0, probability.interval.1].map(plain::number),
            );
            record.extend_from_slice(&how_many);
            writer.write_record(&record)?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn json(ensemble: &Ensemble, outcome: &Outcome) -> Result<Vec<u8>, serde_json::Error> {
    let scenario = &ensemble.scenario;
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let variables = ensemble.shown.iter().zip(&outcome.spreads).map(|(variable, spreads)| {
        let row = &scenario.variables[*variable];
        let percentiles: Value = SHARES
            .iter()
            .enumerate()
            .map(|(n, share)| {
                let values: Vec<f64> = spreads.iter().map(|spread| spread.percentiles[n]).collect();
                (format!("p{}", share * 100.0), json!(values))
            })
            .collect::<serde_json::Map<String, Value>>()
            .into();
        json!({
            "id": row.id,
            "label": row.label,
            "unit": scenario.priced(&row.unit),
            "mean": spreads.iter().map(|spread| spread.mean).collect::<Vec<f64>>(),
            "deviation": spreads.iter().map(|spread| spread.deviation).collect::<Vec<f64>>(),
            "percentiles": percentiles,
        })
    });
    let goals = scenario.goals.iter().zip(&outcome.probabilities).map(|(goal, probabilities)| {
        json!({
            "id": goal.id,
            "label": goal.label,
            "by": goal.by,
            "probability": probabilities.iter().map(|probability| probability.share).collect::<Vec<f64>>(),
            "low_95": probabilities.iter().map(|probability| probability.interval.0).collect::<Vec<f64>>(),
            "high_95": probabilities.iter().map(|probability| probability.interval.1).collect::<Vec<f64>>(),
        })
    });
    let whole = json!({
        "manifest": manifest(ensemble, outcome.members),
        "years": years,
        "variables": variables.collect::<Vec<Value>>(),
        "goals": goals.collect::<Vec<Value>>(),
        "settled": outcome.settled.map(|settled| json!({
            "variable": scenario.variables[ensemble.shown[settled.variable]].id,
            "year": years[settled.year],
            "share_of_width": settled.share,
        })),
        "held_at_a_limit": ensemble.held.iter().map(|held| json!({
            "input": scenario.inputs().nth(held.input).map(|input| input.row.id.as_str()),
            "share": held.share,
        })).collect::<Vec<Value>>(),
        "outside_the_possible": outcome.outside.as_ref().map(|outside| json!({
            "members": outside.members,
            "first_member": outside.first,
            "variable": outside.variable,
            "year": outside.year,
        })),
    });
    plain::json(&whole)
}

/// What it was run with: enough to run it again and get the same bits.
pub(super) fn manifest(ensemble: &Ensemble, members: u64) -> Value {
    let identity = ensemble.identity();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": ensemble.scenario.name,
        "digest": identity.digest,
        "figures": identity.figures,
        "settings": identity.settings,
        "members": members,
        "asked": identity.members,
        "partial": members < identity.members,
        "seed": identity.seed,
        "sampling": identity.sampling,
        "uncertain": ensemble.scenario.uncertainties.iter().map(|uncertainty| uncertainty.name.as_str()).collect::<Vec<&str>>(),
    })
}
