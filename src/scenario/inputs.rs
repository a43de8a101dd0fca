//! Every input of the model gets its value: from a file, from its default, or worked out.

use std::collections::HashSet;

use super::merge::{Setting, Settings};
use super::quantity::TargetUnit;
use super::reader::StructureReader;
use super::rules::is_structural;
use super::series::{Series, ValueReader};
use super::shocks::Timing;
use super::{Input, Origin};
use crate::fault::{Fault, Place, did_you_mean, shown};
use crate::figure::Figures;
use crate::language::Label;
use crate::model::record::{Row, RowKind};
use crate::model::structure::Structure;

/// Gives each input of the model its values.
pub(super) struct InputReader<'a, 'b> {
    /// All settings.
    pub settings: &'a Settings,
    /// The figures.
    pub figures: &'a Figures,
    /// The structure.
    pub structure: &'a Structure,
    /// Timing of each shock.
    pub timings: &'a [Timing],
    /// Collects the faults.
    pub reader: &'a mut StructureReader<'b>,
}

impl InputReader<'_, '_> {
    /// An input with its values by year, from its setting, its default or the program.
    pub(super) fn input(&mut self, row: Row) -> Input {
        let years = self.structure.years;
        let count = self.structure.all_years().count();
        let blank = |row: Row, values, origin| Input {
            row,
            values,
            written: String::new(),
            origin,
            figures: Vec::new(),
            formulas: Vec::new(),
            prices: Vec::new(),
            note: None,
            source: None,
        };
        if matches!(row.kind, RowKind::Computed | RowKind::Requirement) {
            let values = self.computed(&row);
            return blank(row, values, Origin::Computed);
        }
        let Some(setting) = self.settings.get(&row.id) else {
            if row.default.is_none() {
                self.reader
                    .lacking
                    .push((row.id.clone(), row.meaning.trim().trim_end_matches('.').to_owned()));
            }
            let values = vec![row.default.unwrap_or(f64::NAN); count];
            return blank(row, values, Origin::Default);
        };
        let wanted = match TargetUnit::new(&row.unit, years.0, &self.figures.units) {
            Ok(wanted) => wanted,
            Err(fault) => {
                let place = self.unit_place(&row.id).unwrap_or_else(|| setting.key.clone());
                if !self.reader.faults.iter().any(|other| other.place.as_ref() == Some(&place)) {
                    self.reader.faults.push(fault.at(&place, "this unit", "این یکا"));
                }
                return blank(row, vec![f64::NAN; count], Origin::Default);
            }
        };
        let wanted = wanted.accruing(row.accrual);
        let (yearly, beyond) = (row.kind == RowKind::Yearly, self.settings.run_moved_after(setting));
        let reader = ValueReader { figures: self.figures, years, wanted, yearly, beyond };
        let Series { values, formulas, figures, prices, note, source } =
            reader.read(&setting.node, &mut self.reader.faults);
        self.in_range(&row, &values, setting);
        let values = if values.is_empty() { vec![f64::NAN; count] } else { values };
        let origin = Origin::Set { place: setting.key.clone(), overrode: setting.overrode.clone() };
        Input {
            row,
            values,
            written: setting.node.written().to_owned(),
            origin,
            formulas: if figures.is_empty() { Vec::new() } else { formulas },
            figures,
            prices,
            note,
            source,
        }
    }

    /// Where the unit of the thing an input belongs to is set.
    fn unit_place(&self, id: &str) -> Option<Place> {
        let mut parts = id.split('.');
        let at = format!("{}.{}.unit", parts.next()?, parts.next()?);
        self.settings.get(&at).map(|setting| setting.node.place.clone())
    }

    fn in_range(&mut self, row: &Row, values: &[f64], setting: &Setting) {
        let wrong = |value: &f64| !value.is_finite() || !(row.low..=row.high).contains(value);
        let Some(at) = values.iter().position(wrong) else { return };
        let value = &values[at];
        let varies = values.iter().any(|other| other.to_bits() != value.to_bits());
        let year = self.structure.years.0 + i32::try_from(at).unwrap_or(0);
        let when = if varies { (format!(" in {year}"), format!(" در {year}")) } else { Default::default() };
        let (low, high, unit) = (row.low, row.high, &row.unit);
        let share = matches!(unit.as_str(), "1" | "1/year") && high <= 1.0;
        let bound = |bound: f64| if share { format!("{} %", shown(bound * 100.0)) } else { shown(bound) };
        let a_year = if share && unit == "1/year" { ("a year", " در سال") } else { ("", "") };
        let (range, range_fa) = if high.is_finite() {
            (
                format!("from {} to {} {}", bound(low), bound(high), a_year.0),
                format!("از {} تا {}{}", bound(low), bound(high), a_year.1),
            )
        } else {
            (format!("at least {}", bound(low)), format!("دست‌کم {}", bound(low)))
        };
        let (inside, inside_fa) = if share {
            (String::new(), String::new())
        } else {
            (format!(", in `{unit}`"), format!("، به `{unit}`"))
        };
        let percent = (unit == "1" || unit == "1/year") && (low..=high).contains(&(value / 100.0)) && !varies;
        let ending = if unit == "1" { "%" } else { "%/year" };
        let value = shown(*value);
        let hint = percent.then(|| {
            Label::new(
                format!("for a percentage write \"{value} {ending}\""),
                format!("برای درصد بنویسید \"{value} {ending}\""),
            )
        });
        self.reader.faults.push(
            Fault::new(
                "out-of-range",
                format!("`{}` is {value}{}, outside its range", row.id, when.0),
                format!("`{}`{} برابر {value} و بیرون از بازهٔ مجاز است", row.id, when.1),
            )
            .at(
                &setting.node.place,
                format!("must be {}{inside}", range.trim_end()),
                format!("باید {range_fa} باشد{inside_fa}"),
            )
            .help(row.meaning.trim(), row.label.fa.clone())
            .maybe_help(hint),
        );
    }

    /// Period lengths, the timing of shocks, how far opening stocks have come; the Leontief block is filled in later.
    fn computed(&self, row: &Row) -> Vec<f64> {
        let years = self.structure.all_years();
        let opens = self.structure.years.0;
        if row.kind == RowKind::Requirement {
            return years.map(|_| 0.0).collect();
        }
        let shock = row.place.strip_prefix("shock.");
        if let Some(k) = self.structure.shocks.iter().position(|known| shock == Some(&known.named.id)) {
            return self.timings[k].active(self.structure);
        }
        if let Some(share) = self.structure.opening_share(&row.id) {
            return years.map(|_| share).collect();
        }
        let one = |year: i32| match row.id.as_str() {
            "period.length" if year == opens => self.structure.opening_length,
            "period.length" => 1.0,
            "period.ahead" => f64::from(i8::from(year != opens)),
            "period.gone" if year == opens => 1.0 - self.structure.opening_length,
            "period.gone" => 0.0,
            "period.peak" => f64::from(i8::from(self.structure.has_peak(year))),
            // A field of that kind without a line here is a fault of the program.
            other => unreachable!("nobody works out `{other}`"),
        };
        years.map(one).collect()
    }

    /// Settings that no input took: keys of something that this structure does not have.
    pub(super) fn leftovers(&mut self, opening: &[Input], yearly: &[Input]) {
        let known: HashSet<&str> = opening.iter().chain(yearly).map(|input| input.row.id.as_str()).collect();
        for (id, setting) in self.settings.iter() {
            let of_a_law = id.strip_prefix("uncertainty.");
            let acts_on = of_a_law.unwrap_or(id);
            if !known.contains(acts_on) && !is_structural(id) {
                self.reader.faults.push(
                    Fault::new("unused", format!("`{id}` has nothing to act on in this scenario"), format!("`{id}` در این سناریو بر چیزی اثر ندارد"))
                        .at(&setting.key, "never used", "به کار نمی‌رود")
                        .help("check what it belongs to: `visitors` needs `visitors.programme`, `foreign_investment` needs `foreign_investment.envelope`", "ببینید از آنِ چیست: `visitors` به `visitors.programme` و `foreign_investment` به `foreign_investment.envelope` نیاز دارد")
                        .maybe_help(of_a_law.and_then(|of| did_you_mean(of, known.iter().copied()))),
                );
            }
        }
    }
}
