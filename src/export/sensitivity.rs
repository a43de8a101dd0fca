//! Studies of sensitivity as files: a row for each variable, year and factor; or a sheet with bars for each variable.

use serde_json::{Value, json};

use super::{FileFormat, plain, refused, workbook};
use crate::fault::Fault;
use crate::language::Language;
use crate::study::sensitivity::{Line, Method, Sensitivity, SensitivityResult};

/// The bytes of a file of that kind; equal studies give equal bytes.
///
/// # Errors
/// What the library that writes it refuses.
pub fn bytes(
    kind: FileFormat,
    study: &Sensitivity,
    found: &SensitivityResult,
    language: Language,
) -> Result<Vec<u8>, Fault> {
    match kind {
        FileFormat::Csv => csv(study, found).map_err(|error| refused(&error)),
        FileFormat::Json => json(study, found).map_err(|error| refused(&error)),
        FileFormat::Workbook => {
            workbook::sensitivity(study, found, language).map_err(|error| refused(&error))
        }
    }
}

/// Names of the numbers that a method gives.
fn names(method: Method) -> &'static [&'static str] {
    match method {
        Method::Sobol => &["first_order", "first_order_within_95", "total", "total_within_95"],
        Method::Morris => {
            &["effect_mean", "effect_mean_absolute", "effect_mean_absolute_within_95", "effect_deviation"]
        }
        Method::Regression => &["coefficient", "coefficient_of_ranks"],
    }
}

fn numbers(line: &Line) -> Vec<f64> {
    if let Some((first, total)) = line.indices {
        return vec![first.value, first.within_95(), total.value, total.within_95()];
    }
    if let Some(effects) = line.effects {
        return vec![effects.mean, effects.mean_absolute, effects.within_95(), effects.deviation];
    }
    line.coefficients.map_or_else(Vec::new, |(plain, ranked)| vec![plain, ranked])
}

fn kind(study: &Sensitivity, factor: usize) -> &'static str {
    use crate::figure::SourceKind::{Article, Estimate, Literature, Statistic};
    match study.factors[factor].kind {
        Some(Article) => "article",
        Some(Statistic) => "statistic",
        Some(Literature) => "literature",
        Some(Estimate) => "estimate",
        None => "scenario",
    }
}

fn csv(study: &Sensitivity, found: &SensitivityResult) -> Result<Vec<u8>, csv::Error> {
    let scenario = &study.scenario;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut header = vec!["scenario", "variable", "unit", "year", "factor", "source"];
    header.extend(names(study.method));
    header.extend(["at_p10", "at_p90"]);
    writer.write_record(header)?;
    for (n, variable) in study.variables.iter().enumerate() {
        let row = &scenario.variables[*variable];
        for (t, year) in scenario.structure.all_years().enumerate() {
            for (factor, line) in found.lines[study.output(n, t)].iter().enumerate() {
                let mut record = vec![
                    plain::text(&scenario.name).into_owned(),
                    row.id.clone(),
                    scenario.priced(&row.unit),
                    year.to_string(),
                    study.factors[factor].name.clone(),
                    kind(study, factor).to_owned(),
                ];
                record.extend(numbers(line).into_iter().map(plain::number));
                record.extend([line.swing.0, line.swing.1].map(plain::number));
                writer.write_record(&record)?;
            }
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn json(study: &Sensitivity, found: &SensitivityResult) -> Result<Vec<u8>, serde_json::Error> {
    let scenario = &study.scenario;
    let years: Vec<i32> = scenario.structure.all_years().collect();
    let factor = |variable: usize, factor: usize| -> Value {
        let by_year = |of: &dyn Fn(&Line) -> f64| -> Vec<f64> {
            (0..years.len()).map(|t| of(&found.lines[study.output(variable, t)][factor])).collect()
        };
        let mut object = serde_json::Map::new();
        object.insert("factor".into(), json!(study.factors[factor].name));
        object.insert("source".into(), json!(kind(study, factor)));
        for (n, name) in names(study.method).iter().enumerate() {
            object.insert((*name).into(), json!(by_year(&|line| numbers(line)[n])));
        }
        object.insert("at_p10".into(), json!(by_year(&|line| line.swing.0)));
        object.insert("at_p90".into(), json!(by_year(&|line| line.swing.1)));
        object.into()
    };
    let variables = study.variables.iter().enumerate().map(|(n, variable)| {
        let row = &scenario.variables[*variable];
        let factors: Vec<Value> = (0..study.factors.len()).map(|place| factor(n, place)).collect();
        json!({ "id": row.id, "label": row.label, "unit": scenario.priced(&row.unit), "factors": factors })
    });
    let whole = json!({
        "manifest": {
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": scenario.name,
            "digest": scenario.digest(),
            "figures": scenario.figures.digest(),
            "settings": scenario.settings,
            "method": format!("{:?}", study.method).to_lowercase(),
            "rows": study.rows,
            "seed": study.seed,
        },
        "years": years,
        "variables": variables.collect::<Vec<Value>>(),
    });
    plain::json(&whole)
}
