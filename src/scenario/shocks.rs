//! From settings to shocks: when they come, what they cut, shrink and delay.

use super::document::Value;
use super::merge::Setting;
use super::reader::StructureReader;
use crate::fault::Fault;
use crate::model::structure::{Envelope, Named, Shock, Structure};

/// A shock's timing: its year and its length in months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Timing {
    /// Year in which it begins.
    pub year: i32,
    /// Months it lasts.
    pub months: f64,
}

impl Timing {
    /// The share of each year of a run during which the shock is on.
    pub(super) fn active(self, structure: &Structure) -> Vec<f64> {
        let months =
            |year: i32| 12.0 * if year == structure.years.0 { structure.opening_length } else { 1.0 };
        let in_year = |year: i32| {
            let earlier: f64 = (self.year..year).map(months).sum();
            if year < self.year { 0.0 } else { ((self.months - earlier) / months(year)).clamp(0.0, 1.0) }
        };
        structure.all_years().map(in_year).collect()
    }
}

impl StructureReader<'_> {
    /// The shocks, with the timing of each.
    pub(super) fn shocks(
        &mut self,
        sectors: &[Named],
        envelopes: &[Envelope],
        years: (i32, i32),
    ) -> (Vec<Shock>, Vec<Timing>) {
        let (mut shocks, mut timings) = (Vec::new(), Vec::new());
        let envelopes: Vec<&Named> = envelopes.iter().map(|e| &e.named).collect();
        for id in self.declared("shock", "shock", "شوک") {
            let at = format!("shock.{id}");
            let year = self.required(&format!("{at}.year"), "the year in which the shock begins");
            let year = year.and_then(|setting| self.beginning(&at, setting, years));
            let months = self.required(&format!("{at}.months"), "the months the shock lasts");
            let months = months.and_then(|setting| match setting.node.value {
                Value::Number(months, _) if months > 0.0 && months <= 1200.0 => Some(months),
                _ => {
                    self.wrong(
                        &setting.node,
                        "a number of months above 0, such as 6",
                        "شمار ماه‌ها، بیش از صفر، مانند 6",
                    );
                    None
                }
            });
            let acts = ["cuts.", "shrinks.", "delay"].iter().any(|what| {
                let prefix = format!("{at}.{what}");
                self.settings.beginning(&prefix).next().is_some()
            });
            if !acts {
                self.idle_shock(&at);
            }
            timings.push(Timing { year: year.unwrap_or(years.0), months: months.unwrap_or(0.0) });
            shocks.push(Shock {
                cuts: self.links(&format!("{at}.cuts"), &sectors.iter().collect::<Vec<_>>(), "sector", "بخش"),
                shrinks: self.links(&format!("{at}.shrinks"), &envelopes, "envelope", "محدودیت"),
                named: Named { label: self.label(&at), id },
            });
        }
        (shocks, timings)
    }

    /// The year in which a shock begins. One that a later file moved the run away from may still last into it, or is off
    /// in every year.
    fn beginning(&mut self, at: &str, setting: &Setting, years: (i32, i32)) -> Option<i32> {
        let before = self.faults.len();
        let within = self.year_of(at, setting, years);
        let is_set_aside = within.is_none() && self.faults.len() == before;
        if is_set_aside { self.year(&setting.node, 1300, 1499) } else { within }
    }

    /// A shock that cuts, shrinks and delays nothing was surely meant to do something.
    fn idle_shock(&mut self, at: &str) {
        let Some(setting) = self.optional(&format!("{at}.label")) else { return };
        self.faults.push(
            Fault::new("idle-shock", format!("`{at}` does nothing"), format!("`{at}` هیچ اثری ندارد"))
                .at(&setting.key, "no cuts, no shrinks, no delay", "بدون cuts، shrinks و delay")
                .help(
                    format!("say what it does, such as {at}.cuts.manufacturing = 0.2"),
                    format!("بگویید چه می‌کند، مانند {at}.cuts.manufacturing = 0.2"),
                ),
        );
    }
}
