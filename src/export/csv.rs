//! CSV: a row a value, or a column a year; every number at full precision.

use crate::study::Report;

/// `scenario,variable,unit,year,value`, or with a column a year.
pub(super) fn bytes(reports: &[Report], wide: bool) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut years: Vec<i32> = reports.iter().flat_map(|report| report.projection.years.clone()).collect();
    years.sort_unstable();
    years.dedup();
    let header = ["scenario", "variable", "unit"].map(str::to_owned).into_iter();
    if wide {
        writer.write_record(header.chain(years.iter().map(ToString::to_string)))?;
    } else {
        writer.write_record(header.chain(["year", "value"].map(str::to_owned)))?;
    }
    for report in reports {
        let (projection, name) = (&report.projection, &report.projection.scenario.name);
        for (row, priced) in projection.scenario.variables.iter().zip(&report.variables) {
            let of_year = |year: &i32| projection.years.iter().position(|other| other == year);
            if wide {
                let value =
                    |year: &i32| of_year(year).map_or(String::new(), |t| priced.values[t].to_string());
                let cells = [name.clone(), row.id.clone(), priced.unit.clone()];
                writer.write_record(cells.into_iter().chain(years.iter().map(value)))?;
            } else {
                for (year, value) in projection.years.iter().zip(&priced.values) {
                    writer.write_record([
                        name,
                        &row.id,
                        &priced.unit,
                        &year.to_string(),
                        &value.to_string(),
                    ])?;
                }
            }
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
