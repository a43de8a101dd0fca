//! Distributions as they are written: `{ pert = [1, 2, 3] }` and the other forms.

use super::UncertaintyReader;
use crate::fault::{Fault, shown};
use crate::scenario::distribution::Distribution;
use crate::scenario::document::{Node, Value};
use crate::scenario::quantity::TargetUnit;
use crate::scenario::series::ValueReader;

/// The forms a distribution is written in, each with an example.
pub(super) const FORMS: &[(&str, &str)] = &[
    ("uniform", "uniform = [1, 3]"),
    ("triangular", "triangular = [1, 2, 3]"),
    ("pert", "pert = [1, 2, 3]"),
    ("normal", "normal = [2, 0.5]"),
    ("lognormal", "lognormal = [1, 3]"),
    ("points", "points = [[550, 0.5], [900, 0.5]]"),
];

/// Whether `key` is one of them.
pub(super) fn is(key: &str) -> bool {
    FORMS.iter().any(|(form, _)| *form == key)
}

/// All of them as a remedy, in both languages.
pub(super) fn list() -> (String, String) {
    let list: Vec<&str> = FORMS.iter().map(|(_, example)| *example).collect();
    (
        format!("write one of {{ {} }}", list.join(" }, { ")),
        format!("یکی از این‌ها را بنویسید: {{ {} }}", list.join(" }، { ")),
    )
}

impl UncertaintyReader<'_> {
    /// The distribution that `node` describes in `form`; a normal one is cut to `cut`.
    pub(super) fn read_form(
        &self,
        form: &str,
        node: &Node,
        wanted: &TargetUnit,
        cut: (f64, f64),
        faults: &mut Vec<Fault>,
    ) -> Option<Distribution> {
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
        // A deviation is a difference, and so is written as one.
        let deviation = wanted.clone().of_differences();
        let wanted_at = |n: usize| if form == "normal" && n == 1 { &deviation } else { wanted };
        let numbers = list.iter().enumerate().filter_map(|(n, node)| self.number(node, wanted_at(n), faults));
        let numbers: Vec<f64> = numbers.collect();
        if numbers.len() != list.len() {
            return None;
        }
        let distribution = match (form, &numbers[..]) {
            ("uniform", &[low, high]) if low < high => Distribution::Uniform { low, high },
            ("triangular", &[low, mode, high]) if low <= mode && mode <= high && low < high => {
                Distribution::Triangular { low, mode, high }
            }
            ("pert", &[low, mode, high]) if low <= mode && mode <= high && low < high => {
                Distribution::Pert { low, mode, high }
            }
            ("normal", &[mean, deviation]) if deviation > 0.0 => {
                Distribution::Normal { mean, deviation, low: cut.0, high: cut.1 }
            }
            ("lognormal", &[low, high]) if 0.0 < low && low < high => Distribution::Lognormal { low, high },
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
        Some(distribution)
    }

    fn points(
        &self,
        list: &[Node],
        node: &Node,
        wanted: &TargetUnit,
        faults: &mut Vec<Fault>,
    ) -> Option<Distribution> {
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
                (
                    format!("weights that sum to 1; these sum to {}", shown(sum)),
                    format!("وزن‌هایی با جمع 1 (نه {})", shown(sum)),
                )
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
        (faults.len() == before).then_some(Distribution::Points(points))
    }

    /// A number, quantity or figure in the unit that is wanted.
    pub(super) fn number(&self, node: &Node, wanted: &TargetUnit, faults: &mut Vec<Fault>) -> Option<f64> {
        let years = self.structure.years;
        let reader = ValueReader {
            figures: self.figures,
            years,
            wanted: wanted.clone(),
            yearly: false,
            beyond: false,
        };
        reader.read(node, faults).values.first().copied()
    }
}

fn refuse(faults: &mut Vec<Fault>, fault: Fault) -> Option<Distribution> {
    faults.push(fault);
    None
}
