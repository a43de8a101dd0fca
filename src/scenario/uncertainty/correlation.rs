//! Which uncertain things go together: rank correlations, and the copula they make.

use nalgebra::DMatrix;

use super::UncertaintyReader;
use crate::fault::{Fault, Place, did_you_mean};
use crate::figure::Figures;
use crate::scenario::Input;
use crate::scenario::distribution::{Correlation, OF_A_FIGURE, Uncertainty};
use crate::scenario::document::Value;
use crate::scenario::reader::StructureReader;

/// A correlation as it is written: of two things, by their indexes.
struct Pair {
    members: (usize, usize),
    rank: f64,
    place: Place,
}

impl UncertaintyReader<'_> {
    /// Groups of uncertainties that go together, with the factor of their correlations.
    pub(crate) fn correlations(
        &self,
        reader: &mut StructureReader<'_>,
        uncertainties: &[Uncertainty],
    ) -> Vec<Correlation> {
        let pairs = pairs(reader, uncertainties, &self.inputs, self.figures);
        let (mut groups, mut left): (Vec<Correlation>, Vec<Pair>) = (Vec::new(), pairs);
        while !left.is_empty() {
            let (own, others) = component(left);
            left = others;
            groups.extend(group(&own, uncertainties, &mut reader.faults));
        }
        groups
    }
}

fn pairs(
    reader: &mut StructureReader<'_>,
    uncertainties: &[Uncertainty],
    inputs: &[&Input],
    figures: &Figures,
) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for name in reader.settings.names("correlation") {
        for pair in read(reader, &name, uncertainties, inputs, figures) {
            if pairs.iter().any(|known| known.members == pair.members) {
                let (a, b) = (&uncertainties[pair.members.0].name, &uncertainties[pair.members.1].name);
                reader.faults.push(
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

fn read(
    reader: &mut StructureReader<'_>,
    name: &str,
    uncertainties: &[Uncertainty],
    inputs: &[&Input],
    figures: &Figures,
) -> Vec<Pair> {
    let at = format!("correlation.{name}");
    let of = reader.required(&format!("{at}.of"), "the uncertain things that go together, two or more");
    let rank = reader.required(&format!("{at}.rank"), "their rank correlation, between -1 and 1");
    let (Some(of), Some(rank)) = (of, rank) else { return Vec::new() };
    let rank = match rank.node.value {
        Value::Number(rank, _) if rank > -1.0 && rank < 1.0 => rank,
        _ => {
            let (what, what_fa) = ("a rank correlation between -1 and 1", "همبستگی رتبه‌ای میان -1 و 1");
            reader.wrong(&rank.node, what, what_fa);
            return Vec::new();
        }
    };
    let nodes = match &of.node.value {
        Value::List(nodes) if nodes.len() >= 2 => nodes,
        _ => {
            reader.wrong(&of.node, "a list of two or more names", "فهرستی از دو نام یا بیشتر");
            return Vec::new();
        }
    };
    let mut members = Vec::new();
    let is_a_figure =
        |text: &str| text.strip_prefix(OF_A_FIGURE).is_some_and(|id| figures.figures.contains_key(id));
    for node in nodes {
        let text = &node.word().unwrap_or_default();
        // What is drawn year by year does not go with what is drawn once.
        match uncertainties
            .iter()
            .position(|uncertainty| uncertainty.name == *text && uncertainty.draws(2) == 1)
        {
            Some(uncertainty) if !members.contains(&uncertainty) => members.push(uncertainty),
            Some(_) => reader.faults.push(
                Fault::new(
                    "correlation",
                    format!("`{text}` stands here twice"),
                    format!("`{text}` دو بار آمده است"),
                )
                .at(&node.place, "again", "دوباره"),
            ),
            // A base correlates figures that not every scenario on top of it rests on.
            None if is_a_figure(text) => {}
            None => {
                let fault = unknown(text, &node.place, uncertainties, inputs);
                reader.faults.push(fault);
            }
        }
    }
    let mut pairs = Vec::new();
    for (n, a) in members.iter().enumerate() {
        for b in &members[..n] {
            pairs.push(Pair { members: (*a.min(b), *a.max(b)), rank, place: of.node.place.clone() });
        }
    }
    pairs
}

fn unknown(text: &str, place: &Place, uncertainties: &[Uncertainty], inputs: &[&Input]) -> Fault {
    let names = uncertainties.iter().filter(|uncertainty| uncertainty.draws(2) == 1);
    let names = names.map(|uncertainty| uncertainty.name.as_str());
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
            let ends = [pair.members.0, pair.members.1];
            own.iter().any(|known| ends.contains(&known.members.0) || ends.contains(&known.members.1))
        };
        let (more, others): (Vec<Pair>, Vec<Pair>) = left.into_iter().partition(touches);
        left = others;
        if more.is_empty() {
            return (own, left);
        }
        own.extend(more);
    }
}

fn group(pairs: &[Pair], uncertainties: &[Uncertainty], faults: &mut Vec<Fault>) -> Option<Correlation> {
    let mut members: Vec<usize> = pairs.iter().flat_map(|pair| [pair.members.0, pair.members.1]).collect();
    members.sort_unstable();
    members.dedup();
    let mut normal = DMatrix::identity(members.len(), members.len());
    for Pair { members: (a, b), rank, .. } in pairs {
        // Both are among the things: they were collected from the same pairs.
        let at = |uncertainty: usize| members.binary_search(&uncertainty).unwrap_or(0);
        let correlation = 2.0 * (rank * std::f64::consts::PI / 6.0).sin();
        normal[(at(*a), at(*b))] = correlation;
        normal[(at(*b), at(*a))] = correlation;
    }
    let Some(factor) = normal.clone().cholesky() else {
        faults.push(impossible(pairs, &members, &normal, uncertainties));
        return None;
    };
    let factor = factor.l();
    // To about 12 digits: what machines differ in is in the last ones.
    let row = |n: usize| (0..=n).map(|m| (factor[(n, m)] * 1e12).round() / 1e12).collect();
    Some(Correlation { factor: (0..members.len()).map(row).collect(), uncertainties: members })
}

fn impossible(
    pairs: &[Pair],
    members: &[usize],
    normal: &DMatrix<f64>,
    uncertainties: &[Uncertainty],
) -> Fault {
    let nearest = nearest(normal);
    let at = |uncertainty: usize| members.binary_search(&uncertainty).unwrap_or(0);
    let lines: Vec<String> = pairs
        .iter()
        .map(|Pair { members: (a, b), .. }| {
            let rank = 6.0 / std::f64::consts::PI * (nearest[(at(*a), at(*b))] / 2.0).asin();
            let (a, b) = (&uncertainties[*a].name, &uncertainties[*b].name);
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
