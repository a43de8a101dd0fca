//! Reading what is uncertain: distributions of inputs, and the ranges of figures.

use super::Input;
use super::ask::Shaper;
use super::document::{Node, Value};
use super::law::{Act, Law, Uncertain};
use super::quantity::Wanted;
use super::rules::Setting;
use super::series::Reader;
use crate::fault::{Fault, Place};
use crate::figure::Figures;
use crate::language::Label;
use crate::model::structure::Structure;

/// The forms a distribution is written in, each with an example.
const FORMS: &[(&str, &str)] = &[
    ("uniform", "uniform = [1, 3]"),
    ("triangular", "triangular = [1, 2, 3]"),
    ("pert", "pert = [1, 2, 3]"),
    ("normal", "normal = [2, 0.5]"),
    ("lognormal", "lognormal = [1, 3]"),
    ("points", "points = [[550, 0.5], [900, 0.5]]"),
];

/// What is needed to read what is uncertain.
pub struct Uncertainties<'a> {
    /// The figures.
    pub figures: &'a Figures,
    /// The structure.
    pub structure: &'a Structure,
    /// All inputs with their values, those at the opening date first.
    pub inputs: Vec<&'a Input>,
}

impl Uncertainties<'_> {
    /// Everything uncertain: what is written as such, then the ranges of figures if they are asked for.
    pub fn read(&self, shaper: &mut Shaper<'_>) -> Vec<Uncertain> {
        let mut found = Vec::new();
        let of_figures = shaper.optional("uncertainty.figures").is_some_and(|setting| {
            let asked = matches!(setting.node.value, Value::Truth(true));
            if !matches!(setting.node.value, Value::Truth(_)) {
                shaper.wrong(&setting.node, "true or false", "true یا false");
            }
            asked
        });
        for (index, input) in self.inputs.iter().enumerate() {
            if let Some(setting) = shaper.optional(&format!("uncertainty.{}", input.row.id)) {
                found.extend(self.one(index, setting, &mut shaper.faults));
            }
        }
        if of_figures {
            found.extend(self.of_figures(&found));
        }
        found
    }

    /// The ranges of figures, each one drawn for all inputs that rest on that figure alone and have no law of their own.
    fn of_figures(&self, own: &[Uncertain]) -> Vec<Uncertain> {
        let mut found: Vec<Uncertain> = Vec::new();
        for (index, input) in self.inputs.iter().enumerate() {
            let [id] = &input.figures[..] else { continue };
            let Some(figure) = self.figures.figures.get(id) else { continue };
            let Some([low, mode, high]) = figure.range.filter(|[low, _, high]| low < high) else { continue };
            if figure.value <= 0.0
                || input.row.id == CONTENT
                || own.iter().any(|other| other.inputs.contains(&index))
            {
                continue;
            }
            let name = format!("figure:{id}");
            match found.iter_mut().find(|other| other.name == name) {
                Some(known) => known.inputs.push(index),
                None => found.push(Uncertain {
                    law: Law::Pert {
                        low: low / figure.value,
                        mode: mode / figure.value,
                        high: high / figure.value,
                    },
                    act: Act::Factor,
                    inputs: vec![index],
                    name,
                }),
            }
        }
        found
    }

    fn one(&self, index: usize, setting: &Setting, faults: &mut Vec<Fault>) -> Option<Uncertain> {
        let input = self.inputs[index];
        let id = &input.row.id;
        if id == CONTENT {
            faults.push(
                Fault::new(
                    "uncertain-block",
                    format!("`{id}` cannot be uncertain: it goes into the Leontief inverse before the run"),
                    format!("`{id}` نمی‌تواند نامطمئن باشد: پیش از اجرا در معکوس لئونتیف به کار می‌رود"),
                )
                .at(&setting.key, "here", "اینجا")
                .help(
                    "make `economy.multiplier_scale` uncertain instead",
                    "به جای آن `economy.multiplier_scale` را نامطمئن کنید",
                ),
            );
            return None;
        }
        let entries = setting.node.entries().unwrap_or_default();
        let known = |key: &str| key == "as" || FORMS.iter().any(|(form, _)| *form == key);
        let list: Vec<&str> = FORMS.iter().map(|(_, example)| *example).collect();
        let help = format!("write one of {{ {} }}", list.join(" }, { "));
        let help_fa = format!("یکی از این‌ها را بنویسید: {{ {} }}", list.join(" }، { "));
        if let Some(odd) = entries.iter().find(|entry| !known(&entry.key)) {
            let fault = Fault::new(
                "unknown-key",
                format!("unknown key `{}` in a distribution", odd.key),
                format!("کلید ناشناختهٔ `{}` در توزیع", odd.key),
            );
            let names = FORMS.iter().map(|(form, _)| *form).chain(["as"]);
            faults.push(
                fault
                    .at(&odd.place, "not a key here", "اینجا چنین کلیدی نیست")
                    .help(help, help_fa)
                    .maybe_help(crate::fault::did_you_mean(&odd.key, names)),
            );
            return None;
        }
        let forms: Vec<_> = entries.iter().filter(|entry| entry.key != "as").collect();
        let [form] = forms[..] else {
            let fault = Fault::new(
                "distribution",
                format!("`uncertainty.{id}` gives {} distributions, not one", forms.len()),
                format!("`uncertainty.{id}` به جای یک توزیع {} تا دارد", forms.len()),
            );
            faults.push(fault.at(&setting.node.place, "here", "اینجا").help(help, help_fa));
            return None;
        };
        let act = match entries.iter().find(|entry| entry.key == "as").map(|entry| (entry, entry.node.text()))
        {
            None | Some((_, Some("value"))) => Act::Value,
            Some((_, Some("factor"))) => Act::Factor,
            Some((_, Some("shift"))) => Act::Shift,
            Some((entry, _)) => {
                let fault = Fault::new(
                    "wrong-choice",
                    "`as` is \"value\", \"factor\" or \"shift\"",
                    "`as` یکی از \"value\"، \"factor\" و \"shift\" است",
                );
                faults.push(fault.at(&entry.node.place, "none of them", "هیچ‌کدام").help("\"value\" replaces the value, \"factor\" multiplies it in every year, \"shift\" is added to it", "\"value\" جای مقدار را می‌گیرد، \"factor\" در هر سال ضرب و \"shift\" افزوده می‌شود"));
                return None;
            }
        };
        let varies = input.values.windows(2).any(|pair| pair[0].to_bits() != pair[1].to_bits());
        if act == Act::Value && varies {
            let fault = Fault::new(
                "distribution",
                format!("`{id}` differs by year, and one value would flatten it"),
                format!("`{id}` سال به سال فرق می‌کند و یک مقدار آن را هموار می‌کند"),
            );
            faults.push(
                fault.at(&setting.node.place, "one value for all years", "یک مقدار برای همهٔ سال‌ها").help(
                    "say as = \"factor\" or as = \"shift\": the path keeps its shape",
                    "as = \"factor\" یا as = \"shift\" بنویسید تا مسیر شکل خود را نگه دارد",
                ),
            );
            return None;
        }
        let unit = if act == Act::Factor { "1" } else { &input.row.unit };
        let wanted = Wanted::new(unit, self.structure.years.0).ok()?;
        let before = faults.len();
        // A value is cut to the range of its input; a factor or shift is cut when it has acted.
        let cut = match act {
            Act::Value => (input.row.low, input.row.high),
            Act::Factor | Act::Shift => (f64::NEG_INFINITY, f64::INFINITY),
        };
        let law = self.law(&form.key, &form.node, &wanted, cut, faults)?;
        Self::in_range(&law, act, input, &form.node.place, faults);
        (faults.len() == before).then(|| Uncertain { name: id.clone(), law, act, inputs: vec![index] })
    }

    fn law(
        &self,
        form: &str,
        node: &Node,
        wanted: &Wanted,
        cut: (f64, f64),
        faults: &mut Vec<Fault>,
    ) -> Option<Law> {
        let wrong = |what: &str, what_fa: &str| {
            let example = FORMS.iter().find(|(other, _)| *other == form).map_or("", |(_, example)| *example);
            let fault = Fault::new(
                "distribution",
                format!("`{form}` wants {what}"),
                format!("`{form}` به {what_fa} نیاز دارد"),
            );
            fault
                .at(&node.place, "not so here", "اینجا چنین نیست")
                .help(format!("write {example}"), format!("بنویسید {example}"))
        };
        let Value::List(list) = &node.value else {
            faults.push(wrong("a list of numbers", "فهرستی از عددها"));
            return None;
        };
        if form == "points" {
            return self.points(list, node, wanted, faults);
        }
        let numbers: Vec<f64> = list.iter().filter_map(|node| self.number(node, wanted, faults)).collect();
        if numbers.len() != list.len() {
            return None;
        }
        let law = match (form, &numbers[..]) {
            ("uniform", &[low, high]) if low < high => Law::Uniform { low, high },
            ("triangular", &[low, mode, high]) if low <= mode && mode <= high && low < high => {
                Law::Triangular { low, mode, high }
            }
            ("pert", &[low, mode, high]) if low <= mode && mode <= high && low < high => {
                Law::Pert { low, mode, high }
            }
            ("normal", &[mean, deviation]) if deviation > 0.0 => {
                Law::Normal { mean, deviation, low: cut.0, high: cut.1 }
            }
            ("lognormal", &[low, high]) if 0.0 < low && low < high => Law::Lognormal { low, high },
            ("uniform", _) => {
                return refuse(faults, wrong("two numbers, the smaller first", "دو عدد، نخست کوچک‌تر"));
            }
            ("normal", _) => {
                return refuse(
                    faults,
                    wrong("a mean and a standard deviation above 0", "میانگین و انحراف معیار بیش از صفر"),
                );
            }
            ("lognormal", _) => {
                return refuse(
                    faults,
                    wrong(
                        "the tenth and the ninetieth percentile, above 0, the smaller first",
                        "صدک دهم و نودم، بیش از صفر، نخست کوچک‌تر",
                    ),
                );
            }
            _ => {
                return refuse(
                    faults,
                    wrong(
                        "low, most likely and high, in this order and not all equal",
                        "کمینه، محتمل‌ترین و بیشینه، به همین ترتیب و نه همه برابر",
                    ),
                );
            }
        };
        Some(law)
    }

    fn points(&self, list: &[Node], node: &Node, wanted: &Wanted, faults: &mut Vec<Fault>) -> Option<Law> {
        let mut points = Vec::new();
        let before = faults.len();
        for point in list {
            match &point.value {
                Value::List(pair) if pair.len() == 2 => {
                    let value = self.number(&pair[0], wanted, faults);
                    match (&pair[1].value, value) {
                        (Value::Number(weight, _), Some(value)) if *weight > 0.0 => {
                            points.push((value, *weight));
                        }
                        (_, Some(_)) => faults.push(
                            Fault::new("weight", "a weight is a number above 0", "وزن عددی بیش از صفر است")
                                .at(&pair[1].place, "here", "اینجا")
                                .help("write [value, weight]", "بنویسید [مقدار، وزن]"),
                        ),
                        _ => {}
                    }
                }
                _ => {
                    let count = f64::from(u32::try_from(list.len()).unwrap_or(u32::MAX));
                    points.extend(self.number(point, wanted, faults).map(|value| (value, 1.0 / count)));
                }
            }
        }
        let sum: f64 = points.iter().map(|(_, weight)| weight).sum();
        if faults.len() == before && (points.len() < 2 || (sum - 1.0).abs() > 1e-9) {
            let (what, what_fa) = if points.len() < 2 {
                ("two points at least".to_owned(), "دست‌کم دو نقطه".to_owned())
            } else {
                (format!("weights that sum to 1; these sum to {sum}"), format!("وزن‌هایی با جمع 1 (نه {sum})"))
            };
            let fault = Fault::new(
                "weights",
                format!("`points` wants {what}"),
                format!("`points` به {what_fa} نیاز دارد"),
            );
            faults.push(fault.at(&node.place, "here", "اینجا").help(
                "write points = [[550, 0.5], [900, 0.5]], or values alone for equal weights",
                "بنویسید points = [[550, 0.5], [900, 0.5]] یا برای وزن برابر تنها مقدارها را",
            ));
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        (faults.len() == before).then_some(Law::Points(points))
    }

    /// A number, quantity or figure in the unit that is wanted.
    fn number(&self, node: &Node, wanted: &Wanted, faults: &mut Vec<Fault>) -> Option<f64> {
        let years = self.structure.years;
        let reader =
            Reader { figures: self.figures, years, wanted: wanted.clone(), yearly: false, beyond: false };
        reader.read(node, faults).values.first().copied()
    }

    /// Every value that can be drawn must be one that a scenario may set.
    fn in_range(law: &Law, act: Act, input: &Input, place: &Place, faults: &mut Vec<Fault>) {
        let Some((low, high)) = law.bounds() else { return };
        let row = &input.row;
        let acted = |drawn: f64, value: f64| match act {
            Act::Value => drawn,
            Act::Factor => value * drawn,
            Act::Shift => value + drawn,
        };
        let reached = input.values.iter().flat_map(|value| [acted(low, *value), acted(high, *value)]);
        if let Some(beyond) = reached.into_iter().find(|value| !(row.low..=row.high).contains(value)) {
            let fault = Fault::new(
                "out-of-range",
                format!("`{}` would reach {beyond}, outside its range", row.id),
                format!("`{}` به {beyond} می‌رسد که بیرون از بازهٔ آن است", row.id),
            );
            let range = Label::new(
                format!("it goes from {} to {}", row.low, row.high),
                format!("از {} تا {} است", row.low, row.high),
            );
            faults.push(
                fault
                    .at(place, "this reaches too far", "این بیش از اندازه دور می‌رود")
                    .maybe_help(Some(range)),
            );
        }
    }
}

/// The input that the Leontief inverse follows from.
const CONTENT: &str = "economy.local_content";

fn refuse(faults: &mut Vec<Fault>, fault: Fault) -> Option<Law> {
    faults.push(fault);
    None
}
