//! Scenario discovery: the ranges of the inputs where the cases of interest gather, a case being a row of inputs.
//!
//! The patient rule induction method, PRIM, of Friedman and Fisher (1999), "Bump hunting in high-dimensional data",
//! Statistics and Computing 9, with the coverage, density and quasi-p values of Bryant and Lempert (2010), "Thinking inside
//! the box", Technological Forecasting and Social Change 77. It follows EMA Workbench, with its lenient objective for real
//! inputs, in every choice and in the order of operations, so that limits agree bit for bit.

use std::cmp::Reverse;

use statrs::function::beta::beta_reg;

/// How patiently boxes are peeled and pasted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The share of the cases of a box that one peel aims to cut off, above 0 and below 1.
    pub peel: f64,
    /// The share of the cases beside a box that one paste aims to take back, above 0 and below 1.
    pub paste: f64,
    /// The least share of all cases that a box may hold.
    pub least_mass: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { peel: 0.05, paste: 0.05, least_mass: 0.05 }
    }
}

/// A box and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct PrimBox {
    /// The lowest and the highest value of each input, both within the box.
    pub limits: Vec<(f64, f64)>,
    /// The inputs with a limit that differs from that of all cases, in ascending order.
    pub restricted: Vec<usize>,
    /// Cases within the box.
    pub cases: usize,
    /// Cases of interest within the box.
    pub of_interest: usize,
    /// The share of all cases of interest that is within the box; 0 if there are none at all.
    pub coverage: f64,
    /// The share of the cases within the box that is of interest.
    pub density: f64,
    /// The share of all cases that is within the box.
    pub mass: f64,
    /// For the lower and the upper side of each input, if that side is restricted: the probability that chance alone makes at
    /// least as many cases of the box be of interest, each as likely as those of the box without this limit.
    pub quasi_p: Vec<(Option<f64>, Option<f64>)>,
}

/// Every box on the way: that of all cases, those peeled from it, those pasted after; the caller picks. None without cases.
///
/// `columns` holds for each input its finite values, one for each case; `of_interest` says of each case whether it is.
///
/// # Panics
///
/// If the lengths differ, or the share to peel or to paste is out of range.
pub fn boxes(columns: &[Vec<f64>], of_interest: &[bool], options: &Options) -> Vec<PrimBox> {
    let have_all = columns.iter().all(|column| column.len() == of_interest.len());
    assert!(have_all, "each input has a value for each case");
    let in_range = [options.peel, options.paste].iter().all(|share| *share > 0.0 && *share < 1.0);
    assert!(in_range, "shares to peel and to paste are above 0 and below 1");
    if of_interest.is_empty() {
        return Vec::new();
    }
    let order = |column: &Vec<f64>| {
        let mut order: Vec<usize> = (0..column.len()).collect();
        order.sort_unstable_by(|one, other| column[*one].total_cmp(&column[*other]));
        order
    };
    let mut orders: Vec<Vec<usize>> = columns.iter().map(order).collect();
    let ends = |(column, order): (&Vec<f64>, &Vec<usize>)| (column[order[0]], column[order[order.len() - 1]]);
    let first: Vec<(f64, f64)> = columns.iter().zip(&orders).map(ends).collect();
    let data = Data { columns, of_interest, first, options };

    let (mut now, mut found) = (data.stand(data.first.clone()), Vec::new());
    while let Some(next) = data.best(data.peels(&now, &orders)) {
        for order in &mut orders {
            order.retain(|case| next.within[*case]);
        }
        found.push(std::mem::replace(&mut now, next).found);
    }
    while let Some(next) = data.best(data.pastes(&now)) {
        found.push(std::mem::replace(&mut now, next).found);
    }
    found.push(now.found);
    found
}

/// What stays the same for all boxes.
struct Data<'a> {
    columns: &'a [Vec<f64>],
    of_interest: &'a [bool],
    /// The limits of the first box.
    first: Vec<(f64, f64)>,
    options: &'a Options,
}

/// Where the way has come to.
struct Stand {
    found: PrimBox,
    /// Of each case, whether it is within the box.
    within: Vec<bool>,
    /// The restricted sides, input by input and the lower before the upper, with the cases that nothing but this side keeps out.
    sides: Vec<(BoxSide, Vec<usize>)>,
}

/// One side of a box.
#[derive(Clone, Copy)]
struct BoxSide {
    input: usize,
    upper: bool,
    limit: f64,
}

impl BoxSide {
    fn keeps_out(&self, value: f64) -> bool {
        if self.upper { value > self.limit } else { value < self.limit }
    }
}

/// A box that could be next.
struct Candidate {
    limits: Vec<(f64, f64)>,
    cases: usize,
    /// The gain in density for each case more or less; then the restricted inputs, better few.
    rank: (f64, Reverse<usize>),
}

impl Data<'_> {
    /// The box with these limits.
    fn stand(&self, limits: Vec<(f64, f64)>) -> Stand {
        let mut sides = Vec::new();
        for (input, (now, first)) in limits.iter().zip(&self.first).enumerate() {
            for (upper, limit, first) in [(false, now.0, first.0), (true, now.1, first.1)] {
                if limit != first {
                    sides.push((BoxSide { input, upper, limit }, Vec::new()));
                }
            }
        }
        let mut within = vec![false; self.of_interest.len()];
        for (case, within) in within.iter_mut().enumerate() {
            let keeps_out =
                |(side, _): &(BoxSide, Vec<usize>)| side.keeps_out(self.columns[side.input][case]);
            match sides.iter().position(keeps_out) {
                None => *within = true,
                Some(place) if sides[place + 1..].iter().any(keeps_out) => {}
                Some(place) => sides[place].1.push(case),
            }
        }
        let inside: Vec<usize> = (0..within.len()).filter(|case| within[*case]).collect();
        let (cases, of_interest) = (inside.len(), self.count(&inside));
        let mut quasi_p = vec![(None, None); limits.len()];
        for (side, kept_out) in &sides {
            let likely = share(of_interest + self.count(kept_out), cases + kept_out.len());
            let (lower, upper) = &mut quasi_p[side.input];
            // The survival function of the binomial distribution; only a gain restricts, so there are some of interest.
            let value = beta_reg(real(of_interest), real(cases - of_interest + 1), likely);
            *(if side.upper { upper } else { lower }) = Some(value);
        }
        let restricted = (0..limits.len()).filter(|input| limits[*input] != self.first[*input]).collect();
        let coverage = share(of_interest, self.of_interest.iter().filter(|is| **is).count());
        let (density, mass) = (share(of_interest, cases), share(cases, within.len()));
        let found = PrimBox { limits, restricted, cases, of_interest, coverage, density, mass, quasi_p };
        Stand { found, within, sides }
    }

    /// The candidates that cut off one side of an input; `orders` holds for each input the cases within the box, ascending.
    fn peels(&self, now: &Stand, orders: &[Vec<usize>]) -> Vec<Candidate> {
        let peel = |input: usize, upper: bool| {
            let (column, order) = (&self.columns[input], &orders[input]);
            let share = if upper { 1.0 - self.options.peel } else { self.options.peel };
            let limit = quantile(order.len(), |place| column[order[place]], share);
            let side = BoxSide { input, upper, limit };
            let edge = order.partition_point(|case| side.keeps_out(column[*case]) != upper);
            let cut = if upper { &order[edge..] } else { &order[..edge] };
            let of_interest = now.found.of_interest - self.count(cut);
            self.candidate(&now.found, side, order.len() - cut.len(), of_interest)
        };
        (0..orders.len()).flat_map(|input| [peel(input, true), peel(input, false)]).collect()
    }

    /// The candidates that take back some of what one side keeps out; other sides have nothing to give.
    fn pastes(&self, now: &Stand) -> Vec<Candidate> {
        let paste = |(side, kept_out): &(BoxSide, Vec<usize>)| {
            let column = &self.columns[side.input];
            // What lies on the limit belongs both to the box and to what is beside it.
            let on_limit = |case: &usize| now.within[*case] && column[*case] == side.limit;
            let beside = kept_out.iter().copied().chain((0..column.len()).filter(on_limit));
            let mut values: Vec<f64> = beside.map(|case| column[case]).collect();
            values.sort_unstable_by(f64::total_cmp);
            let share = if side.upper { self.options.paste } else { 1.0 - self.options.paste };
            let side = BoxSide { limit: quantile(values.len(), |place| values[place], share), ..*side };
            let back: Vec<_> =
                kept_out.iter().copied().filter(|case| !side.keeps_out(column[*case])).collect();
            let of_interest = now.found.of_interest + self.count(&back);
            self.candidate(&now.found, side, now.found.cases + back.len(), of_interest)
        };
        now.sides.iter().filter(|(_, kept_out)| !kept_out.is_empty()).map(paste).collect()
    }

    /// The candidate with another limit on one side and so many cases.
    fn candidate(&self, now: &PrimBox, side: BoxSide, cases: usize, of_interest: usize) -> Candidate {
        let mut limits = now.limits.clone();
        let (lower, upper) = &mut limits[side.input];
        *(if side.upper { upper } else { lower }) = side.limit;
        let restricted = limits.iter().zip(&self.first).filter(|(now, first)| now != first).count();
        let gain = share(of_interest, cases) - now.density;
        let objective = gain / real(cases.abs_diff(now.cases).max(1));
        Candidate { limits, cases, rank: (objective, Reverse(restricted)) }
    }

    /// The box of the candidate of the highest rank, of equals the first; if it is a gain and holds enough cases.
    fn best(&self, candidates: Vec<Candidate>) -> Option<Stand> {
        let better = |best: Candidate, next: Candidate| if next.rank > best.rank { next } else { best };
        let best = candidates.into_iter().reduce(better)?;
        let mass = share(best.cases, self.of_interest.len());
        (best.rank.0 > 0.0 && mass >= self.options.least_mass).then(|| self.stand(best.limits))
    }

    /// How many of some cases are of interest.
    fn count(&self, cases: &[usize]) -> usize {
        cases.iter().filter(|case| self.of_interest[**case]).count()
    }
}

/// The quantile of ascending values, in the middle between two; of values that are tied, it is in the gap on their inner side.
fn quantile(length: usize, value: impl Fn(usize) -> f64, share: f64) -> f64 {
    let place = real(length - 1) * share;
    // From the first value to the last.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let (mut low, mut high) = (place.floor() as usize, place.ceil() as usize);
    while share > 0.5 && low > 0 && value(low) == value(high) {
        low -= 1;
    }
    while share <= 0.5 && high < length - 1 && value(low) == value(high) {
        high += 1;
    }
    f64::midpoint(value(low), value(high))
}

/// A part as a share of a whole; 0 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { real(part) / real(whole) }
}

/// A number of cases, which is below 2^53.
#[allow(clippy::cast_precision_loss)]
fn real(cases: usize) -> f64 {
    cases as f64
}
