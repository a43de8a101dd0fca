//! CSV: a row a value, or a column a year; every number at full precision.

use super::FileOptions;
use super::plain::{number, text};
use crate::study::Report;

/// First letters of a digest that tell scenarios apart.
const DIGEST: usize = 16;

/// `scenario,variable,unit,year,value`, or with a column a year; the opening date is a year called `opening`.
pub(super) fn bytes(reports: &[Report], shape: FileOptions) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut years: Vec<i32> = reports.iter().flat_map(|report| report.projection.years.clone()).collect();
    years.sort_unstable();
    years.dedup();
    // Nothing stands for the opening date.
    let columns: Vec<Option<i32>> =
        shape.openings.then_some(None).into_iter().chain(years.into_iter().map(Some)).collect();
    let called = |year: &Option<i32>| year.map_or("opening".to_owned(), |year| year.to_string());
    let mut header: Vec<String> = ["scenario", "variable", "unit"].map(str::to_owned).into();
    if shape.wide {
        header.extend(columns.iter().map(called));
    } else {
        header.extend(["year", "value"].map(str::to_owned));
    }
    if shape.origin {
        header.extend(["settings", "digest"].map(str::to_owned));
    }
    writer.write_record(header)?;
    for report in reports {
        let (projection, scenario) = (&report.projection, &report.projection.scenario);
        let (settings, digest) = (scenario.settings.join("; "), scenario.digest());
        let origin: &[&str] = if shape.origin { &[&text(&settings), &digest[..DIGEST]] } else { &[] };
        for (row, priced) in scenario.variables.iter().zip(&report.variables) {
            let value = |year: &Option<i32>| match year {
                None => priced.opening,
                Some(year) => {
                    projection.years.iter().position(|other| other == year).map(|t| priced.values[t])
                }
            };
            let first = [&text(&scenario.name), row.id.as_str(), &text(&priced.unit)];
            if shape.wide {
                let values: Vec<String> =
                    columns.iter().map(|year| value(year).map_or(String::new(), number)).collect();
                let values = values.iter().map(String::as_str);
                writer.write_record(first.into_iter().chain(values).chain(origin.iter().copied()))?;
                continue;
            }
            for (year, value) in columns.iter().filter_map(|year| Some((called(year), number(value(year)?))))
            {
                writer
                    .write_record(first.into_iter().chain([&*year, &value]).chain(origin.iter().copied()))?;
            }
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
