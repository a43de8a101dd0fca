//! Members one by one: what was drawn for each and what came out, as columns of numbers.

use super::{Ensemble, MemberBlock, blocks};
use crate::engine::{Output, Registers};

/// What a column holds of every member.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MemberColumn {
    /// The number drawn of that index.
    Drawn(usize),
    /// A variable in a year.
    Result(Output),
}

impl Ensemble {
    /// The columns with their names: what is drawn is called as its stream, a result `VARIABLE@YEAR`. First what is
    /// drawn, then the variables shown, each by year.
    pub fn columns(&self) -> Vec<(String, MemberColumn)> {
        let drawn = self.members.names().enumerate().map(|(n, name)| (name, MemberColumn::Drawn(n)));
        let mut columns: Vec<(String, MemberColumn)> = drawn.collect();
        let outputs = self.members.outputs();
        // What is shown comes first among what is wanted.
        for (place, variable) in self.shown.iter().enumerate() {
            let id = &self.scenario.variables[*variable].id;
            for (n, year) in self.scenario.structure.all_years().enumerate() {
                let output = outputs[n * self.plan.variables + place];
                columns.push((format!("{id}@{year}"), MemberColumn::Result(output)));
            }
        }
        columns
    }

    /// Appends the numbers of the members from `range.0` to before `range.1` to `into`, a list for each column.
    pub fn keep(
        &self,
        columns: &[(String, MemberColumn)],
        range: (u64, u64),
        registers: &mut Registers,
        into: &mut [Vec<f64>],
    ) {
        for MemberBlock { first, lanes } in blocks(range) {
            self.members.run(first, registers);
            for ((_, column), into) in columns.iter().zip(into.iter_mut()) {
                let values = match *column {
                    MemberColumn::Drawn(n) => self.members.drawn(registers)[n],
                    MemberColumn::Result(output) => registers.block(output),
                };
                into.extend_from_slice(&values.0[lanes.clone()]);
            }
        }
    }
}
