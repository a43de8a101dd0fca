//! The recorded equations: they are the model, to the last bit, and their units fit.

use std::collections::BTreeSet;

use ofogh::engine::instruction_set::{InstructionSet, Work};
use ofogh::engine::{BLOCK, Program, Registers};
use ofogh::figure::Units;
use ofogh::model::conversion::CONVERSIONS;
use ofogh::number::Number;
use ofogh::scenario::Scenario;
use ofogh::study::project;
use ofogh::tape::{Equation, Expression, Operation, Recording, Reference, Tape, Traced, check_units};
use ofogh::wording::equations::{Names, in_words};

use crate::support::{load, root, shipped};

fn replay(scenario: &Scenario, recording: &Recording) -> (Vec<f64>, Vec<Vec<f64>>) {
    let opening: Vec<f64> = scenario.opening.iter().map(|input| input.values[0]).collect();
    let period = |t: usize| scenario.yearly.iter().map(|input| input.values[t]).collect();
    recording.evaluate(&opening, &(0..scenario.structure.all_years().count()).map(period).collect::<Vec<_>>())
}

#[test]
fn the_recorded_equations_give_the_projection_bit_for_bit() {
    for path in shipped().into_iter().chain([root().join("examples/second-province/kavir.toml")]) {
        let projection = project(load(&path, &[])).expect("finite results");
        let equations = Recording::of(&projection.scenario.structure);
        let (start, years) = replay(&projection.scenario, &equations);
        assert_eq!(start, projection.opening, "{}", path.display());
        assert_eq!(years, projection.values, "{}", path.display());
    }
}

#[test]
fn every_unit_fits() {
    for path in shipped() {
        let scenario = load(&path, &[]);
        let equations = Recording::of(&scenario.structure);
        assert_eq!(check_units(&equations, &scenario.figures.units), [], "{}", path.display());
    }
}

/// Whichever variable or input is declared in another unit, the check finds it, unless nothing is worked out from it.
#[test]
fn a_wrong_unit_is_caught() {
    let equations = Recording::of(&load(&root().join("scenarios/reference.toml"), &[]).structure);
    let mut tried = 0;
    for variable in 0..equations.variables.len() {
        let mut wrong = equations.clone();
        wrong.variables[variable].unit = format!("{}*tonne", wrong.variables[variable].unit);
        let zero = |equation: &Equation| *equation == Expression::Constant(0.0);
        let never = zero(&equations.yearly[variable]) && zero(&equations.opening[variable]);
        assert_eq!(
            check_units(&wrong, &Units::default()).is_empty(),
            never,
            "{}",
            equations.variables[variable].id
        );
        tried += usize::from(!never);
    }
    let mut used = BTreeSet::new();
    for equation in &equations.yearly {
        equation.references(&mut |reference| {
            if let Reference::Yearly(index) = reference {
                used.insert(*index);
            }
        });
    }
    let idle = (0..equations.yearly_rows.len()).filter(|index| !used.contains(index));
    let idle: Vec<&str> = idle.map(|index| equations.yearly_rows[index].id.as_str()).collect();
    // One prices results in dollars, the other goes into the Leontief inverse before the step.
    assert_eq!(idle, ["prices.exchange_rate", "economy.local_content"]);
    for index in used {
        let mut wrong = equations.clone();
        wrong.yearly_rows[index].unit = format!("{}*tonne", wrong.yearly_rows[index].unit);
        assert!(!check_units(&wrong, &Units::default()).is_empty(), "{}", equations.yearly_rows[index].id);
    }
    // A month is no year, and a share is no percentage.
    for (id, unit) in [("programme.solar.stages.licensed.months", "year"), ("class.small.idling", "%/year")] {
        let mut wrong = equations.clone();
        let at = wrong.yearly_rows.iter().position(|row| row.id == id).expect("an input");
        wrong.yearly_rows[at].unit = unit.to_owned();
        assert!(!check_units(&wrong, &Units::default()).is_empty(), "{id} in {unit}");
    }
    assert!(tried > 300, "{tried} variables");
}

#[test]
fn no_hidden_numbers() {
    let equations = Recording::of(&load(&root().join("scenarios/reference.toml"), &[]).structure);
    let mut found = Vec::new();
    for equation in equations.opening.iter().chain(&equations.yearly) {
        equation.constants(&mut |value| found.push(value));
    }
    for value in found {
        // Nought to twelve: a half, a square, the quarters of a period, the steps of a stage.
        let known = (0..=12).any(|count| f64::from(count) == value)
            || CONVERSIONS.iter().any(|(other, _)| *other == value);
        assert!(known, "{value} is a literal of no name");
    }
}

#[test]
fn equations_in_words() {
    use ofogh::language::Language;
    let equations = Recording::of(&load(&root().join("scenarios/reference.toml"), &[]).structure);
    let words = |id: &str, names| {
        let at = equations.variables.iter().position(|row| row.id == id).expect("a variable");
        in_words(&equations, at, &equations.yearly[at], names)
    };
    for (id, expected) in [
        ("nation.gdp", "gdp[−1] × (growth + 1)^period.length"),
        ("programme.solar.operating", "operating[−1] − retired + commissioned"),
        ("programme.solar.commissioned", "stages.modules.moved"),
        ("programme.solar.stages.modules.stock", "steps.1.parts.4 + steps.2.parts.4 + waiting"),
        ("power.noon", "max(demand − firm − at_noon, 0)"),
        ("programme.solar.needs.credit.fits", "(1 where offered ≥ wanted, otherwise offered ÷ wanted)"),
    ] {
        assert_eq!(words(id, Names::Ids), expected, "{id}");
    }
    assert_eq!(
        words("power.noon", Names::Labels(Language::Persian)),
        "بیشینه(نیاز اوج − تأمین مطمئن در اوج − سهم طرح‌ها در ظهر، ۰)"
    );
    assert_eq!(
        words("programme.solar.operating", Names::Labels(Language::English)),
        "operating [period before] − retired + commissioned"
    );
}

const AWKWARD: [f64; 14] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    -2.5,
    12.0,
    1e-300,
    -1e-300,
    1e300,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    5e-324,
];
const ALL: [Operation; 11] = [
    Operation::Add,
    Operation::Subtract,
    Operation::Multiply,
    Operation::Divide,
    Operation::Negate,
    Operation::Minimum,
    Operation::Maximum,
    Operation::Exponential,
    Operation::Logarithm,
    Operation::Power,
    Operation::Choose,
];

fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

/// Every operation, on awkward numbers: recorded and evaluated it gives what plain numbers give.
#[test]
fn every_operation_of_every_kind_of_number() {
    for operation in ALL {
        for a in AWKWARD {
            for b in AWKWARD {
                let parts = [a, b, b, a];
                let plain = operation.apply(|n| parts[n]);
                // Which of the parts are literals and which are recorded makes no difference.
                for recorded in 0..16_usize {
                    let tape = Tape::default();
                    let part = |n: usize| {
                        if recorded & (1 << n) == 0 { Traced::from(parts[n]) } else { tape.given(n) }
                    };
                    let all: Vec<Traced<'_>> = (0..4).map(part).collect();
                    let found = match operation.apply(|n| all[n]) {
                        Traced::Constant(value) => value,
                        Traced::Recorded(_, place) => {
                            let expression = tape.expression(place, &|at| tape.given_at(at));
                            expression.evaluate(&|n: &usize| parts[*n])
                        }
                    };
                    assert!(
                        same(found, plain),
                        "{operation:?} of {a}, {b} ({recorded:04b}): {found}, {plain}"
                    );
                }
            }
        }
    }
    let sum: Traced<'_> = [1.5, 2.5].into_iter().map(Traced::from).sum();
    assert!(matches!(sum, Traced::Constant(4.0)));
    assert!(matches!(Traced::zero() + 1.0, Traced::Constant(1.0)));
}

struct Execute<'a>(&'a Program, &'a mut Registers);

impl Work for Execute<'_> {
    fn run(self) {
        self.0.execute(self.1);
    }
}

/// Two operations give over blocks what one after the other does, from either side and with a literal, in one loop or two.
#[test]
fn operations_after_each_other_over_blocks() {
    let four = [Operation::Add, Operation::Subtract, Operation::Multiply, Operation::Divide];
    for (inner, outer) in four.iter().flat_map(|inner| four.map(|outer| (*inner, outer))) {
        for (literal, from_left) in [(None, true), (None, false), (Some(0.3), true), (Some(0.3), false)] {
            let tape = Tape::default();
            let [a, b, c] = [0, 1, 2].map(|given| tape.given(given));
            let first = inner.apply(|n| [literal.map_or(a, Traced::from), b][n]);
            let output = outer.apply(|n| if from_left { [first, c][n] } else { [c, first][n] });
            let program = Program::new(&tape, 3, &[output]);
            let mut registers = program.registers();
            for set in InstructionSet::available() {
                for a in AWKWARD {
                    for (b, c) in AWKWARD.iter().zip(AWKWARD.iter().cycle().skip(3)) {
                        for (block, value) in program.givens(&mut registers).iter_mut().zip([a, *b, *c]) {
                            block.0[5] = value;
                        }
                        set.run(Execute(&program, &mut registers));
                        let found = registers.block(program.outputs()[0]).0[5];
                        let first = inner.apply(|n| [literal.unwrap_or(a), *b][n]);
                        let plain = outer.apply(|n| if from_left { [first, *c][n] } else { [*c, first][n] });
                        assert!(
                            same(found, plain),
                            "{inner:?} then {outer:?} of {a}, {b}, {c}: {found}, {plain}"
                        );
                    }
                }
            }
        }
    }
}

/// The same over blocks, with every instruction set of this machine: each pair of awkward numbers in a lane of its own,
/// both recorded, or one of them a literal.
#[test]
fn every_operation_over_blocks() {
    let pairs: Vec<(f64, f64)> = AWKWARD.iter().flat_map(|a| AWKWARD.map(|b| (*a, b))).collect();
    let literals = AWKWARD.iter().flat_map(|value| [(Some(*value), None), (None, Some(*value))]);
    let forms: Vec<(Option<f64>, Option<f64>)> = literals.chain([(None, None)]).collect();
    for operation in ALL {
        for (left, right) in &forms {
            let tape = Tape::default();
            let (a, b) = (tape.given(0), tape.given(1));
            let all = [left.map_or(a, Traced::from), right.map_or(b, Traced::from)];
            let output = operation.apply(|n| [all[0], all[1], all[1], all[0]][n]);
            let program = Program::new(&tape, 2, &[output]);
            for set in InstructionSet::available() {
                let mut registers = program.registers();
                for lanes in pairs.chunks(BLOCK) {
                    for (n, (a, b)) in lanes.iter().enumerate() {
                        let givens = program.givens(&mut registers);
                        (givens[0].0[n], givens[1].0[n]) = (*a, *b);
                    }
                    set.run(Execute(&program, &mut registers));
                    for (n, (a, b)) in lanes.iter().enumerate() {
                        let parts = [left.unwrap_or(*a), right.unwrap_or(*b)];
                        let plain = operation.apply(|n| [parts[0], parts[1], parts[1], parts[0]][n]);
                        let found = registers.block(program.outputs()[0]).0[n];
                        assert!(
                            same(found, plain),
                            "{operation:?} of {parts:?} with {set:?}: {found}, {plain}"
                        );
                    }
                }
            }
        }
    }
}
