//! Derived figures: worked out from others, in their own units; a change of one flows through.

use std::collections::{BTreeMap, HashMap};

use super::expression::{FigureExpression, Measured};
use super::money::{Converted, DOLLAR, NO_PRICES, RISE_OF_PRICES};
use super::{Figure, Figures, Formula, Money, Unit};
use crate::fault::{Fault, Place, did_you_mean};
use crate::language::Label;

/// Prices and rates from the plain figures `prices.cpi_YEAR` (a rise a year) and `prices.dollar_YEAR` (toman per dollar).
pub(super) fn money(
    figures: &BTreeMap<String, Figure>,
    places: &BTreeMap<String, Place>,
    faults: &mut Vec<Fault>,
) -> Money {
    let mut money = Money::default();
    for figure in figures.values() {
        let year = |prefix: &str| figure.id.strip_prefix(prefix).and_then(|year| year.parse().ok());
        // Prices rise from the mean of one year to that of the next.
        #[allow(clippy::float_cmp)]
        let is_a_year = |unit: &Unit| unit.periods == 1.0;
        let series = [(RISE_OF_PRICES, "1/year", -0.9..20.0), (DOLLAR, "toman/USD", 0.001..1e12)];
        for (prefix, unit, sensible) in series {
            let Some(year) = year(prefix) else { continue };
            let fits = Unit::parse(unit).is_ok_and(|unit| unit.dimension == figure.unit.dimension);
            let value = figure.value * figure.unit.scale;
            let fits = fits && (prefix != RISE_OF_PRICES || is_a_year(&figure.unit));
            if !fits || figure.expression.is_some() || !sensible.contains(&value) {
                let en = format!("figure `{}` must be a plain value in `{unit}` within reason", figure.id);
                let fa = format!("رقم `{}` باید مقداری ساده و معقول به `{unit}` باشد", figure.id);
                faults.push(Fault::new("figure", en, fa).at(&places[&figure.id], "this figure", "این رقم"));
            } else if prefix == RISE_OF_PRICES {
                money.inflation.insert(year, value);
            } else {
                money.dollar.insert(year, value);
            }
        }
    }
    money
}

/// Works out derived figures, each after those it rests on; `places` says where each expression stands. What fails only
/// because something that `follows` from a mistake is missing, or prices that are not `priced`, is left out in silence.
pub(super) fn derive(
    figures: &mut Figures,
    places: &BTreeMap<String, Place>,
    follows: &dyn Fn(&str) -> bool,
    priced: bool,
    faults: &mut Vec<Fault>,
) {
    let is_derived =
        |id: &&String| figures.figures.get(*id).is_some_and(|figure| figure.expression.is_some());
    let mut resting: HashMap<String, Vec<String>> = HashMap::new();
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    for figure in figures.figures.values().filter(|figure| figure.expression.is_some()) {
        let on: Vec<&String> = figure.rests_on.iter().filter(is_derived).collect();
        open.insert(figure.id.clone(), on.len());
        for id in on {
            resting.entry(id.clone()).or_default().push(figure.id.clone());
        }
    }
    let mut ready: Vec<String> = open.iter().filter(|(_, on)| **on == 0).map(|(id, _)| id.clone()).collect();
    while let Some(id) = ready.pop() {
        open.remove(&id);
        let figure = &figures.figures[&id];
        let known = |on: &String| figures.figures.contains_key(on);
        match derived(figures, figure) {
            Ok((Converted { value, figures: prices }, formula)) => {
                if let Some(figure) = figures.figures.get_mut(&id) {
                    figure.value = value;
                    figure.formula = formula;
                    let new = |price: &String| !figure.rests_on.contains(price);
                    let new: Vec<String> = prices.into_iter().filter(new).collect();
                    figure.rests_on.extend(new);
                }
            }
            Err(fault) => {
                let ghost = figure.rests_on.iter().any(|on| !known(on) && follows(on))
                    || (fault.code == NO_PRICES && !priced);
                if !ghost {
                    faults.push(fault.at(&places[&id], "in this expression", "در این عبارت"));
                }
                figures.figures.remove(&id);
            }
        }
        for other in resting.remove(&id).unwrap_or_default() {
            if let Some(on) = open.get_mut(&other) {
                *on -= 1;
                if *on == 0 {
                    ready.push(other);
                }
            }
        }
    }
    if let Some(first) = open.keys().next() {
        let list = circle(first, figures, &open).join("`, `");
        faults.push(
            Fault::new(
                "figure-cycle",
                format!("the figures `{list}` rest on one another in a circle"),
                format!("ارقام `{list}` در یک دور بر هم تکیه دارند"),
            )
            .at(&places[first], "one of them", "یکی از آن‌ها"),
        );
        figures.figures.retain(|id, _| !open.contains_key(id));
    }
}

/// The figures of a circle that `first` is in or rests on, each resting on the next.
fn circle(first: &str, figures: &Figures, open: &BTreeMap<String, usize>) -> Vec<String> {
    let mut path: Vec<String> = vec![first.to_owned()];
    let mut at: HashMap<String, usize> = HashMap::from([(first.to_owned(), 0)]);
    loop {
        // Whatever is still open rests on something that is, or it would have been worked out.
        let last = &path[path.len() - 1];
        let next = figures.figures[last].rests_on.iter().find(|id| open.contains_key(*id));
        let Some(next) = next.cloned() else { return path };
        if let Some(start) = at.get(&next) {
            return path.split_off(*start);
        }
        at.insert(next.clone(), path.len());
        path.push(next);
    }
}

/// The value of a derived figure, in its own unit, with the figures of prices that it took, and the equation behind it.
/// Money inside the expression is brought to the price year of the result.
fn derived(figures: &Figures, figure: &Figure) -> Result<(Converted, Option<Formula>), Fault> {
    let fault = |why: Label| {
        let id = &figure.id;
        Fault::new("figure", format!("figure `{id}` {}", why.en), format!("رقم `{id}` {}", why.fa))
    };
    let expression =
        FigureExpression::parse(figure.expression.as_deref().unwrap_or_default()).map_err(fault)?;
    let of_inputs = figure.rests_on.iter().filter_map(|id| figures.figures.get(id)?.unit.price_year).max();
    let latest = figures.money.dollar.keys().last().copied().unwrap_or_default();
    let year = figure.unit.price_year.or(of_inputs).unwrap_or(latest);
    let (mut values, mut named, mut used) = (Vec::new(), Vec::new(), Vec::new());
    for id in &figure.rests_on {
        let other = figures.figures.get(id).ok_or_else(|| {
            let names =
                (format!("names the unknown figure `{id}`"), format!("رقم ناشناختهٔ `{id}` را نام می‌برد"));
            fault(Label::new(names.0, names.1))
                .maybe_help(did_you_mean(id, figures.figures.keys().map(String::as_str)))
        })?;
        let toman = i32::from(other.unit.dimension.toman());
        let prices = match other.unit.price_year {
            Some(own) => {
                let factor = figures.money.price_factor(own, year)?;
                used.extend(factor.figures);
                factor.value.powi(toman)
            }
            None => 1.0,
        };
        named.push(Formula::figure(id, other.unit.scale * prices));
        values.push(Measured(Ok((other.value * other.unit.scale * prices, other.unit.dimension))));
    }
    let (value, dimension) = expression.value(&values).map_err(fault)?;
    let price_year = (dimension.toman() != 0).then_some(year);
    let text = format!("the unit of {}", figure.expression.as_deref().unwrap_or_default());
    let own = Unit { text, scale: 1.0, dimension, periods: 1.0, price_year };
    let Converted { value: factor, .. } = figures.money.convert(1.0, &own, &figure.unit, year)?;
    let Converted { value, figures: more } = figures.money.convert(value, &own, &figure.unit, year)?;
    used.extend(more);
    used.sort();
    used.dedup();
    if !value.is_finite() {
        return Err(fault(Label::new("comes to no number", "به عددی نمی‌رسد")));
    }
    match figure.range {
        Some([low, _, high]) if value < low || value > high => {
            Err(fault(Label::new("lies outside its own range", "بیرون از بازهٔ خود است")))
        }
        _ => {
            let formula = Formula::parse(figure.expression.as_deref().unwrap_or_default(), &named);
            Ok((Converted { value, figures: used }, formula.map(|formula| formula.times(factor))))
        }
    }
}
