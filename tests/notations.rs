//! One oracle for each notation: what is written of a model, read by another program, gives the projection of every shipped
//! scenario. Formulas of workbooks are recalculated by another spreadsheet engine, in the crate `recalculation`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use ofogh::scenario::Scenario;
use ofogh::study::ensemble::{Design, Ensemble, Sampling};
use ofogh::study::{Projection, project};
use ofogh::tape::Tightness::{Product, Sign, Sum};
use ofogh::tape::{Form, Notation, Operation, Recording, Reference};
use ofogh::wording::equations::{Names, in_words};

use crate::support::{assert_near, load, root, shipped};

fn all() -> Vec<PathBuf> {
    shipped().into_iter().chain([root().join("examples/second-province/kavir.toml")]).collect()
}

/// What a program prints that reads `script`; nothing where the machine does not have it.
fn run(program: &str, script: &str) -> Option<String> {
    let mut command = Command::new(program);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).arg("-").spawn();
    let Ok(mut child) = child else {
        println!("{program} is not here: its oracle was left out");
        return None;
    };
    child.stdin.take().expect("an input").write_all(script.as_bytes()).expect("a reader");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{program} failed");
    Some(String::from_utf8(output.stdout).expect("a text"))
}

/// JavaScript: all that a third program needs to write the model down.
struct JavaScript;

impl Notation<Reference> for JavaScript {
    fn constant(&self, value: f64) -> String {
        format!("({value:?})")
    }

    fn reference(&self, reference: &Reference) -> String {
        match reference {
            Reference::Opening(index) => format!("opening[{index}]"),
            Reference::Yearly(index) => format!("inputs[{index}]"),
            Reference::Start(index) => format!("start[{index}]"),
            Reference::Last(index) => format!("last[{index}]"),
            Reference::Now(index) => format!("now[{index}]"),
        }
    }

    fn form(&self, operation: Operation) -> Form {
        match operation {
            Operation::Add => Form::Infix(" + ", Sum, Sum, Product),
            Operation::Subtract => Form::Infix(" - ", Sum, Sum, Product),
            Operation::Multiply => Form::Infix(" * ", Product, Product, Sign),
            Operation::Divide => Form::Infix(" / ", Product, Product, Sign),
            Operation::Negate => Form::Around("(-", ")", Sign, Sign),
            Operation::Minimum => Form::Call("min"),
            Operation::Maximum => Form::Call("max"),
            Operation::Exponential => Form::Call("exp"),
            Operation::Logarithm => Form::Call("ln"),
            Operation::Power => Form::Call("pow"),
            Operation::Choose => Form::Pattern("({0} >= {1} ? {2} : {3})"),
        }
    }
}

fn script(scenario: &Scenario, recording: &Recording) -> String {
    let list = |values: &mut dyn Iterator<Item = f64>| {
        format!("[{}]", values.map(|value| format!("{value:?}")).collect::<Vec<_>>().join(","))
    };
    let mut script = String::from("{\n");
    let opening = list(&mut scenario.opening.iter().map(|input| input.values[0]));
    let years = scenario.structure.all_years().count();
    let period = |t: usize| list(&mut scenario.yearly.iter().map(|input| input.values[t]));
    let periods: Vec<String> = (0..years).map(period).collect();
    let _ = writeln!(script, "const opening = {opening}, periods = [{}];", periods.join(","));
    let _ = writeln!(script, "const start = [];\n{{ const now = start;");
    for variable in &recording.order.opening {
        let _ = writeln!(script, "now[{variable}] = {};", JavaScript.write(&recording.opening[*variable]));
    }
    script.push_str("}\nshow(start);\nlet last = start;\nfor (const inputs of periods) {\nconst now = [];\n");
    for variable in &recording.order.yearly {
        let _ = writeln!(script, "now[{variable}] = {};", JavaScript.write(&recording.yearly[*variable]));
    }
    script + "show(now);\nlast = now;\n}\n}\n"
}

/// The recorded equations as JavaScript, run by node, give every number of every scenario to the last bit.
#[test]
fn a_third_program_replays_every_scenario_bit_for_bit() {
    let elementary = std::fs::read_to_string(root().join("tests/peers/elementary.js")).expect("a script");
    let mut whole = elementary;
    let mut expected = String::new();
    for path in all() {
        let projection = project(load(&path, &[])).expect("finite results");
        let recording = Recording::of(&projection.scenario.structure);
        whole.push_str(&script(&projection.scenario, &recording));
        for row in std::iter::once(&projection.opening).chain(&projection.values) {
            let bits: Vec<String> = row.iter().map(|value| format!("{:016x}", value.to_bits())).collect();
            let _ = writeln!(expected, "{}", bits.join(" "));
        }
    }
    let Some(found) = run("node", &whole) else { return };
    assert_eq!(found.lines().count(), expected.lines().count());
    for (n, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert!(found == expected, "line {n} differs");
    }
}

/// The listing of a program, run as plain Python, gives what the member gives when it is run alone.
#[test]
fn python_reads_the_listing_of_every_scenario() {
    let mut script = String::from(
        "from math import exp, log\n\
         def power(a, b): return 1.0 if b == 0.0 else a if b == 1.0 else a ** b\n\
         def where(test, yes, no): return yes if test else no\n\
         class Number(float):\n\
         \x20   def __truediv__(self, other): return Number(float(self) / other) if other else Number('inf')\n\
         \x20   def __rtruediv__(self, other): return Number(other / float(self)) if self else Number('inf')\n",
    );
    for operator in ["add", "radd", "sub", "rsub", "mul", "rmul"] {
        let _ = writeln!(
            script,
            "Number.__{operator}__ = lambda a, b: Number(float.__{operator}__(a, float(b)))"
        );
    }
    script.push_str("Number.__neg__ = lambda a: Number(float.__neg__(a))\n");
    let mut expected: Vec<(String, f64)> = Vec::new();
    for path in all() {
        let design = Design { members: 64, seed: 1, sampling: Sampling::Latin };
        let ensemble = Ensemble::new(load(&path, &["uncertainty.figures=true"]), true, design);
        let (members, program) = (&ensemble.members, ensemble.members.program());
        let alone = project(members.member(5)).expect("finite results");
        let _ = writeln!(script, "r = [Number(0.0)] * {}", program.registers().len());
        for (n, drawn) in members.drawn_for(5).iter().enumerate() {
            let _ = writeln!(script, "r[{n}] = Number({drawn:?})");
        }
        for line in program.listing() {
            // Literals become numbers that divide by nought as the model does.
            let (to, what) = line.split_once(" = ").expect("an assignment");
            let _ = writeln!(script, "{to} = Number({what})");
        }
        for output in program.listed_outputs() {
            let _ = writeln!(script, "print(repr(float({output})))");
        }
        for (year, row) in alone.years.iter().zip(&alone.values) {
            let named = alone.scenario.variables.iter().zip(row);
            let name = |id: &str| format!("{}: {id} in {year}", path.display());
            expected.extend(named.map(|(variable, value)| (name(&variable.id), *value)));
        }
    }
    let Some(found) = run("python3", &script) else { return };
    assert_eq!(found.lines().count(), expected.len());
    for (found, (name, expected)) in found.lines().zip(&expected) {
        let found: f64 = found.parse().expect("a number");
        // Differences of large numbers keep the error of these; powers differ in the last place.
        if expected.abs() > 1e-6 {
            assert_near(found, *expected, 1e-7, name);
        }
    }
}

/// The engine, which runs members by blocks, gives every variable of a member the bits it has when it is run alone, but
/// for the sign of nought.
#[test]
fn the_engine_runs_members_of_every_scenario_bit_for_bit() {
    for path in all() {
        let design = Design { members: 64, seed: 2, sampling: Sampling::Random };
        let ensemble = Ensemble::new(load(&path, &["uncertainty.figures=true"]), true, design);
        let mut registers = ensemble.members.registers();
        ensemble.members.run(0, &mut registers);
        for lane in [0, 7, 63] {
            let alone = project(ensemble.members.member(lane)).expect("finite results");
            let lane = usize::try_from(lane).expect("small");
            let outputs = ensemble.members.outputs().iter();
            let found = outputs.map(|output| (registers.block(*output).0[lane] + 0.0).to_bits());
            let expected = alone.values.iter().flatten().map(|value| (value + 0.0).to_bits());
            assert!(found.eq(expected), "member {lane} of {}", path.display());
        }
    }
}

/// What the pages of equations say, read back and worked out, is the projection.
#[test]
fn the_words_of_every_equation_say_what_it_does() {
    for path in all() {
        let projection = project(load(&path, &[])).expect("finite results");
        let recording = Recording::of(&projection.scenario.structure);
        for variable in 0..recording.variables.len() {
            let equation = &recording.yearly[variable];
            let text = in_words(&recording, variable, equation, Names::Ids);
            let reader = Reader { projection: &projection, place: &recording.variables[variable].place };
            let found = reader.read(&text);
            let expected = projection.values[1][variable];
            let size = expected.abs().max(1e-3);
            assert!(
                (found - expected).abs() <= 1e-9 * size || (found.is_nan() && expected == 0.0),
                "{}: {} = {text} comes to {found}, not {expected}",
                path.display(),
                recording.variables[variable].id
            );
        }
    }
}

/// Reads equations in words, at the second year of a run.
struct Reader<'a> {
    projection: &'a Projection,
    place: &'a str,
}

impl Reader<'_> {
    fn read(&self, text: &str) -> f64 {
        let mut words = split(text);
        words.reverse();
        let value = self.sum(&mut words);
        assert!(words.is_empty(), "left over of {text}: {words:?}");
        value
    }

    fn sum(&self, words: &mut Vec<String>) -> f64 {
        let mut value = self.product(words);
        while let Some(sign) = words.pop_if(|word| word == "+" || word == "−") {
            let next = self.product(words);
            value = if sign == "+" { value + next } else { value - next };
        }
        value
    }

    fn product(&self, words: &mut Vec<String>) -> f64 {
        let mut value = self.power(words);
        while let Some(sign) = words.pop_if(|word| word == "×" || word == "÷") {
            let next = self.power(words);
            value = if sign == "×" { value * next } else { value / next };
        }
        value
    }

    fn power(&self, words: &mut Vec<String>) -> f64 {
        if words.pop_if(|word| word == "−").is_some() {
            return -self.power(words);
        }
        let value = self.atom(words);
        match words.pop_if(|word| word == "^") {
            Some(_) => value.powf(self.atom(words)),
            None => value,
        }
    }

    fn atom(&self, words: &mut Vec<String>) -> f64 {
        let word = words.pop().expect("a word");
        let take = |words: &mut Vec<String>, expected: &str| {
            assert_eq!(words.pop().as_deref(), Some(expected));
        };
        match word.as_str() {
            "(" => {
                let value = self.sum(words);
                let Some(end) = words.pop() else { panic!("no end") };
                if end == ")" {
                    return value;
                }
                assert_eq!(end, "where");
                let left = self.sum(words);
                take(words, "≥");
                let right = self.sum(words);
                take(words, ",");
                take(words, "otherwise");
                let otherwise = self.sum(words);
                take(words, ")");
                if left >= right { value } else { otherwise }
            }
            "min" | "max" => {
                take(words, "(");
                let mut value = self.sum(words);
                while words.pop_if(|word| word == ",").is_some() {
                    let next = self.sum(words);
                    value = if word == "min" { value.min(next) } else { value.max(next) };
                }
                take(words, ")");
                value
            }
            "exp" | "ln" => {
                take(words, "(");
                let value = self.sum(words);
                take(words, ")");
                if word == "exp" { value.exp() } else { value.ln() }
            }
            number if number.starts_with(|c: char| c.is_ascii_digit()) => number.parse().expect("a number"),
            id => self.look(id),
        }
    }

    /// An id leaves out what it shares with the place of its equation.
    fn look(&self, text: &str) -> f64 {
        let (id, back) = match text.split_once('[') {
            Some((id, back)) => (id, back),
            None => (text, ""),
        };
        let scenario = &self.projection.scenario;
        let value = |id: &str| {
            if let Some(at) = scenario.variables.iter().position(|row| row.id == id) {
                return Some(match back {
                    "" => self.projection.values[1][at],
                    "−1]" => self.projection.values[0][at],
                    _ => self.projection.opening[at],
                });
            }
            scenario
                .inputs()
                .find(|input| input.row.id == id)
                .map(|input| if input.values.len() > 1 { input.values[1] } else { input.values[0] })
        };
        value(&format!("{}.{id}", self.place))
            .or_else(|| value(id))
            .unwrap_or_else(|| panic!("what is {text}?"))
    }
}

/// Words, signs and brackets; the brackets of `[−1]` belong to their word.
fn split(text: &str) -> Vec<String> {
    let (mut words, mut word, mut inside) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        inside = (inside || c == '[') && c != ']';
        let stands_alone = !inside && "()+−×÷^≥, ".contains(c);
        if stands_alone && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        match c {
            ' ' => {}
            c if stands_alone => words.push(c.to_string()),
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}
