//! Which uncertain things go together: rank correlations, and the copula they make.

use nalgebra::DMatrix;

use super::Uncertainties;
use crate::fault::{Fault, Place, did_you_mean};
use crate::scenario::Input;
use crate::scenario::ask::Shaper;
use crate::scenario::document::Value;
use crate::scenario::law::{Correlated, Uncertain};

/// A correlation as it is written: of two things, by their indexes.
struct Pair {
    things: (usize, usize),
    rank: f64,
    place: Place,
}

impl Uncertainties<'_> {
    /// Groups of things that go together, with the factor of their correlations. `uncertain` are those that may.
    pub fn correlated(&self, shaper: &mut Shaper<'_>, uncertain: &[Uncertain]) -> Vec<Correlated> {
        let pairs = pairs(shaper, uncertain, &self.inputs);
        let (mut groups, mut left): (Vec<Correlated>, Vec<Pair>) = (Vec::new(), pairs);
        while !left.is_empty() {
            let (own, others) = component(left);
            left = others;
            groups.extend(group(&own, uncertain, &mut shaper.faults));
        }
        groups
    }
}

fn pairs(shaper: &mut Shaper<'_>, uncertain: &[Uncertain], inputs: &[&Input]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for name in shaper.names("correlation") {
        for pair in read(shaper, &name, uncertain, inputs) {
            if pairs.iter().any(|known| known.things == pair.things) {
                let (a, b) = (&uncertain[pair.things.0].name, &uncertain[pair.things.1].name);
                shaper.faults.push(
                    Fault::new(
                        "correlation",
                        format!("`{a}` and `{b}` are correlated twice"),
                        format!("همبستگی `{a}` و `{b}` دو بار آمده است"),
                    )
                    .at(&pair.place, "the second time", "بار دوم"),
                );
            }
            pairs.push(pair);
        }
    }
    pairs
}

fn read(shaper: &mut Shaper<'_>, name: &str, uncertain: &[Uncertain], inputs: &[&Input]) -> Vec<Pair> {
    let at = format!("correlation.{name}");
    let of = shaper.required(&format!("{at}.of"), "the uncertain things that go together, two or more");
    let rank = shaper.required(&format!("{at}.rank"), "their rank correlation, between -1 and 1");
    let (Some(of), Some(rank)) = (of, rank) else { return Vec::new() };
    let rank = match rank.node.value {
        Value::Number(rank, _) if rank > -1.0 && rank < 1.0 => rank,
        _ => {
            let (what, what_fa) = ("a rank correlation between -1 and 1", "همبستگی رتبه‌ای میان -1 و 1");
            shaper.wrong(&rank.node, what, what_fa);
            return Vec::new();
        }
    };
    let nodes = match &of.node.value {
        Value::List(nodes) if nodes.len() >= 2 => nodes,
        _ => {
            shaper.wrong(&of.node, "a list of two or more names", "فهرستی از دو نام یا بیشتر");
            return Vec::new();
        }
    };
    let mut things = Vec::new();
    for node in nodes {
        let text = node.text().unwrap_or_default();
        // What is drawn year by year does not go with what is drawn once.
        match uncertain.iter().position(|uncertain| uncertain.name == text && uncertain.draws(2) == 1) {
            Some(thing) if !things.contains(&thing) => things.push(thing),
            Some(_) => shaper.faults.push(
                Fault::new(
                    "correlation",
                    format!("`{text}` stands here twice"),
                    format!("`{text}` دو بار آمده است"),
                )
                .at(&node.place, "again", "دوباره"),
            ),
            None => {
                let fault = unknown(text, &node.place, uncertain, inputs);
                shaper.faults.push(fault);
            }
        }
    }
    let mut pairs = Vec::new();
    for (n, a) in things.iter().enumerate() {
        for b in &things[..n] {
            pairs.push(Pair { things: (*a.min(b), *a.max(b)), rank, place: of.node.place.clone() });
        }
    }
    pairs
}

fn unknown(text: &str, place: &Place, uncertain: &[Uncertain], inputs: &[&Input]) -> Fault {
    let names = uncertain.iter().filter(|uncertain| uncertain.draws(2) == 1);
    let names = names.map(|uncertain| uncertain.name.as_str());
    if inputs.iter().any(|input| input.row.id == text) {
        return Fault::new(
            "correlation",
            format!("`{text}` is fixed, so nothing can go with it"),
            format!("`{text}` ثابت است و چیزی با آن همبسته نمی‌شود"),
        )
        .at(place, "not uncertain", "نامطمئن نیست")
        .help(
            format!("give it a distribution first, such as uncertainty.{text} = {{ pert = [1, 2, 3] }}; a range of a figure goes by figure:ID"),
            format!("نخست توزیعی به آن بدهید، مانند uncertainty.{text} = {{ pert = [1, 2, 3] }}؛ نام بازهٔ یک رقم figure:ID است"),
        );
    }
    Fault::new(
        "correlation",
        format!("nothing uncertain is called `{text}`"),
        format!("هیچ چیز نامطمئنی `{text}` نام ندارد"),
    )
    .at(place, "not known", "ناشناخته")
    .help(
        "write the id of an uncertain input, or figure:ID where the ranges of figures are drawn",
        "شناسهٔ ورودی نامطمئنی را بنویسید، یا figure:ID اگر از بازهٔ ارقام قرعه کشیده می‌شود",
    )
    .maybe_help(did_you_mean(text, names))
}

/// The pairs that hang together with the first, and the others.
fn component(mut left: Vec<Pair>) -> (Vec<Pair>, Vec<Pair>) {
    let mut own = vec![left.remove(0)];
    loop {
        let touches = |pair: &Pair| {
            let ends = [pair.things.0, pair.things.1];
            own.iter().any(|known| ends.contains(&known.things.0) || ends.contains(&known.things.1))
        };
        let (more, others): (Vec<Pair>, Vec<Pair>) = left.into_iter().partition(touches);
        left = others;
        if more.is_empty() {
            return (own, left);
        }
        own.extend(more);
    }
}

fn group(pairs: &[Pair], uncertain: &[Uncertain], faults: &mut Vec<Fault>) -> Option<Correlated> {
    let mut things: Vec<usize> = pairs.iter().flat_map(|pair| [pair.things.0, pair.things.1]).collect();
    things.sort_unstable();
    things.dedup();
    let mut normal = DMatrix::identity(things.len(), things.len());
    for Pair { things: (a, b), rank, .. } in pairs {
        // Both are among the things: they were collected from the same pairs.
        let at = |thing: usize| things.binary_search(&thing).unwrap_or(0);
        let correlation = 2.0 * (rank * std::f64::consts::PI / 6.0).sin();
        normal[(at(*a), at(*b))] = correlation;
        normal[(at(*b), at(*a))] = correlation;
    }
    let Some(factor) = normal.clone().cholesky() else {
        faults.push(impossible(pairs, &things, &normal, uncertain));
        return None;
    };
    let factor = factor.l();
    // To about 12 digits: what machines differ in is in the last ones.
    let row = |n: usize| (0..=n).map(|m| (factor[(n, m)] * 1e12).round() / 1e12).collect();
    Some(Correlated { factor: (0..things.len()).map(row).collect(), things })
}

fn impossible(pairs: &[Pair], things: &[usize], normal: &DMatrix<f64>, uncertain: &[Uncertain]) -> Fault {
    let nearest = nearest(normal);
    let at = |thing: usize| things.binary_search(&thing).unwrap_or(0);
    let lines: Vec<String> = pairs
        .iter()
        .map(|Pair { things: (a, b), .. }| {
            let rank = 6.0 / std::f64::consts::PI * (nearest[(at(*a), at(*b))] / 2.0).asin();
            let (a, b) = (&uncertain[*a].name, &uncertain[*b].name);
            format!("of = [\"{a}\", \"{b}\"], rank = {rank:.3}")
        })
        .collect();
    Fault::new(
        "correlation",
        "these correlations contradict each other: no numbers can go together in all these ways (their matrix is not positive definite)",
        "این همبستگی‌ها با هم نمی‌خوانند: هیچ عددهایی نمی‌توانند همهٔ آن‌ها را با هم داشته باشند (ماتریس آن‌ها مثبت معین نیست)",
    )
    .at(&pairs[0].place, "one of them", "یکی از آن‌ها")
    .help(
        format!("the nearest that can be: {}", lines.join("; ")),
        format!("نزدیک‌ترین حالت شدنی: {}", lines.join("; ")),
    )
}

/// The nearest correlations that can be, by projections in turn (N. J. Higham, "Computing the nearest correlation matrix",
/// IMA Journal of Numerical Analysis 22, 2002), drawn a little towards none so that they can still be after rounding.
fn nearest(wanted: &DMatrix<f64>) -> DMatrix<f64> {
    let size = wanted.nrows();
    let (mut found, mut correction) = (wanted.clone(), DMatrix::zeros(size, size));
    for _ in 0..1000 {
        let shifted = &found - &correction;
        let mut eigen = shifted.clone().symmetric_eigen();
        eigen.eigenvalues.apply(|value| *value = value.max(0.0));
        let positive = eigen.recompose();
        correction = &positive - shifted;
        found = positive;
        found.fill_diagonal(1.0);
    }
    let mut kept = 0.999;
    loop {
        let ranks = |value: f64| {
            let rank = 6.0 / std::f64::consts::PI * (value.clamp(-1.0, 1.0) * kept / 2.0).asin();
            2.0 * ((rank * 1000.0).round() / 1000.0 * std::f64::consts::PI / 6.0).sin()
        };
        let mut drawn = found.map(ranks);
        drawn.fill_diagonal(1.0);
        // With nothing kept no two go together, which can always be.
        if drawn.clone().cholesky().is_some() || kept <= 0.0 {
            return drawn;
        }
        kept -= 0.001;
    }
}
