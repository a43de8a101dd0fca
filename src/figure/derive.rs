//! Derived figures: worked out from others, in their own units; a change of one flows through.

use std::collections::BTreeMap;

use super::expression::{FigureExpression, Measured};
use super::money::{Converted, DOLLAR, RISE_OF_PRICES};
use super::{Figure, Figures, Money, Unit};
use crate::fault::{Fault, Place, did_you_mean};

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
            let fits = fits && (prefix != "prices.cpi_" || is_a_year(&figure.unit));
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

/// Works out derived figures, each after those it rests on; `places` says where each expression stands.
pub(super) fn derive(figures: &mut Figures, places: &BTreeMap<String, Place>, faults: &mut Vec<Fault>) {
    let mut waiting: Vec<String> = figures
        .figures
        .values()
        .filter(|figure| figure.expression.is_some())
        .map(|figure| figure.id.clone())
        .collect();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut still = Vec::new();
        for id in waiting {
            let figure = &figures.figures[&id];
            let known = |on: &String| figures.figures.get(on).is_none_or(|figure| !figure.value.is_nan());
            if !figure.rests_on.iter().all(known) {
                still.push(id);
                continue;
            }
            match derived(figures, figure) {
                Ok(Converted { value, figures: prices }) => {
                    if let Some(figure) = figures.figures.get_mut(&id) {
                        figure.value = value;
                        let new = |price: &String| !figure.rests_on.contains(price);
                        let new: Vec<String> = prices.into_iter().filter(new).collect();
                        figure.rests_on.extend(new);
                    }
                }
                Err(fault) => {
                    faults.push(fault.at(&places[&id], "in this expression", "در این عبارت"));
                    figures.figures.remove(&id);
                }
            }
        }
        if still.len() == before {
            let list = still.join("`, `");
            faults.push(
                Fault::new(
                    "figure-cycle",
                    format!("the figures `{list}` rest on one another in a circle"),
                    format!("ارقام `{list}` در یک دور بر هم تکیه دارند"),
                )
                .at(&places[&still[0]], "one of them", "یکی از آن‌ها"),
            );
            return;
        }
        waiting = still;
    }
}

/// The value of a derived figure, in its own unit, and the figures of prices that it took. Money inside the expression is brought to the price year of the result.
fn derived(figures: &Figures, figure: &Figure) -> Result<Converted, Fault> {
    let fault = |why: &str| {
        Fault::new("figure", format!("figure `{}` {why}", figure.id), format!("رقم `{}`: {why}", figure.id))
    };
    let expression = FigureExpression::parse(figure.expression.as_deref().unwrap_or_default())
        .map_err(|why| fault(&why))?;
    let of_inputs = figure.rests_on.iter().filter_map(|id| figures.figures.get(id)?.unit.price_year).max();
    let latest = figures.money.dollar.keys().last().copied().unwrap_or_default();
    let year = figure.unit.price_year.or(of_inputs).unwrap_or(latest);
    let (mut values, mut used) = (Vec::new(), Vec::new());
    for id in &figure.rests_on {
        let other = figures.figures.get(id).ok_or_else(|| {
            fault(&format!("names the unknown figure `{id}`"))
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
        values.push(Measured(Ok((other.value * other.unit.scale * prices, other.unit.dimension))));
    }
    let (value, dimension) = expression.value(&values).map_err(|why| fault(&why))?;
    let price_year = (dimension.toman() != 0).then_some(year);
    let text = format!("the unit of {}", figure.expression.as_deref().unwrap_or_default());
    let own = Unit { text, scale: 1.0, dimension, periods: 1.0, price_year };
    let Converted { value, figures: more } = figures.money.convert(value, &own, &figure.unit, year)?;
    used.extend(more);
    used.sort();
    used.dedup();
    if !value.is_finite() {
        return Err(fault("is not a finite number"));
    }
    match figure.range {
        Some([low, _, high]) if value < low || value > high => Err(fault("lies outside its own range")),
        _ => Ok(Converted { value, figures: used }),
    }
}
