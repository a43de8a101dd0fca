//! Output against what it is made of: purchases and value added make it up, and jobs make it within reason.

use std::ops::RangeInclusive;

use super::{Accounts, at};
use crate::fault::{Fault, shown};
use crate::figure::InputOutput;
use crate::scenario::Input;

/// What rounding in a table of purchases may add up to.
const ROUNDING: f64 = 1e-3;

/// Value added per job of a sector that is likely, as multiples of that of the province. In the shipped provinces it is
/// between 0.46 and 3.0.
const OF_SECTORS: RangeInclusive<f64> = 0.1..=10.0;

/// The same of a programme's or a class's unit: between 0.34 and 46, where few people run a plant.
const OF_UNITS: RangeInclusive<f64> = 0.05..=200.0;

impl Accounts<'_> {
    /// What is bought for a toman of output and the value added in it cannot be more than the toman.
    pub(in crate::scenario) fn check_output(&self, table: &InputOutput, faults: &mut Vec<Fault>) {
        let n = self.structure.sectors.len();
        for (s, (sector, inputs)) in self.structure.sectors.iter().zip(&self.by_year.sectors).enumerate() {
            let bought: f64 = (0..n).map(|supplier| table.purchases[supplier * n + s]).sum();
            let ratio = &self.yearly[inputs.flow.value_added_ratio];
            let Some(most) = ratio.values.iter().copied().find(|value| bought + value > 1.0 + ROUNDING)
            else {
                continue;
            };
            let rounded = |value: f64| shown((value * 1e4).round() / 1e4);
            let (id, bought, whole, left) =
                (&sector.id, rounded(bought), rounded(bought + most), rounded(1.0 - bought));
            let most = rounded(most);
            let fault = Fault::new(
                "accounts",
                format!("of a toman of `{id}`'s output {bought} is bought and {most} is value added: {whole} in all"),
                format!("از هر تومان ستاندهٔ `{id}` مقدار {bought} خرید و {most} ارزش افزوده است: روی هم {whole}"),
            )
            .help(
                format!("the ratio can be at most {left}; or lower the column `{id}` of input-output.csv"),
                format!("این نسبت حداکثر {left} است؛ یا ستون `{id}` در input-output.csv را کم کنید"),
            );
            faults.push(at(fault, ratio, "more than the whole", "بیش از کل"));
        }
    }

    /// Value added per job that no province has seen.
    pub(in crate::scenario) fn remark_on_jobs(&self, remarks: &mut Vec<Fault>) {
        let opening = |index: usize| &self.opening[index];
        let first = |index: usize| self.yearly[index].values[0];
        let value = |index: usize| opening(index).values[0];
        let gdp =
            value(self.at_opening.nation.opening_gdp) * value(self.at_opening.province.opening_gdp_share);
        let mean = gdp / value(self.at_opening.work.opening_employed);
        let mut remark = |id: String, of: f64, likely: RangeInclusive<f64>, input: &Input| {
            if !likely.contains(&of) {
                remarks.push(unlikely(&id, of, &likely, input));
            }
        };
        for (sector, shares) in self.structure.sectors.iter().zip(&self.at_opening.sectors) {
            let (output, jobs) = (value(shares.output_share), value(shares.jobs_share));
            if output > 0.0 {
                remark(
                    format!("sector.{}", sector.id),
                    output / jobs,
                    OF_SECTORS,
                    opening(shares.jobs_share),
                );
            }
        }
        for (programme, inputs) in self.structure.programmes.iter().zip(&self.by_year.programmes) {
            let flow = &inputs.flow;
            let (output, jobs) =
                (first(flow.value_added_per_unit), first(flow.run_jobs) * first(flow.jobs_realised));
            // Some plants run unattended.
            if output > 0.0 && jobs > 0.0 {
                let id = format!("programme.{}", programme.named.id);
                remark(id, output / jobs / mean, OF_UNITS, &self.yearly[flow.value_added_per_unit]);
            }
        }
        for (class, inputs) in self.structure.classes.iter().zip(&self.by_year.classes) {
            let (output, jobs) = (first(inputs.flow.value_added_per_unit), first(inputs.flow.jobs_per_unit));
            if output > 0.0 && jobs > 0.0 {
                let id = format!("class.{}", class.named.id);
                remark(id, output / jobs / mean, OF_UNITS, &self.yearly[inputs.flow.value_added_per_unit]);
            }
        }
    }
}

fn unlikely(id: &str, of: f64, likely: &RangeInclusive<f64>, input: &Input) -> Fault {
    let (low, high) = (likely.start(), likely.end());
    let (times, times_fa) = if of.is_finite() {
        let times = shown((of * 1e4).round() / 1e4);
        (format!("{times} times"), format!("{times} برابر"))
    } else {
        ("without jobs, beyond".to_owned(), "بی‌شغل و بیش از".to_owned())
    };
    let remark = Fault::new(
        "unlikely",
        format!("value added per job of `{id}` is {times} that of the province"),
        format!("ارزش افزودهٔ هر شغل `{id}` {times_fa} میانگین استان است"),
    )
    .help(
        format!("from {low} to {high} times is likely: look at units, and at jobs"),
        format!("از {low} تا {high} برابر محتمل است: یکاها و شمار شغل‌ها را ببینید"),
    );
    at(remark, input, "one of the two", "یکی از این دو")
}
