//! Money: price years by consumer prices, dollars at the market's mean of a year. Nothing is converted silently.

use std::collections::BTreeMap;

use super::unit::Unit;
use crate::fault::Fault;

/// What money needs to change its price year or its currency.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Money {
    /// Rise of consumer prices from the mean of the year before, by year.
    pub inflation: BTreeMap<i32, f64>,
    /// Toman per dollar, by year.
    pub dollar: BTreeMap<i32, f64>,
}

/// A number, with the ids of the figures of prices and of the dollar that it was converted with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Converted {
    /// The number.
    pub value: f64,
    /// Ids of the figures.
    pub figures: Vec<String>,
}

impl From<f64> for Converted {
    fn from(value: f64) -> Self {
        Self { value, figures: Vec::new() }
    }
}

/// What the id of a rise of consumer prices begins with, before its year.
pub(super) const RISE_OF_PRICES: &str = "prices.cpi_";
/// What the id of a rate of exchange begins with, before its year.
pub(super) const DOLLAR: &str = "prices.dollar_";

impl Money {
    /// Factor from money at the prices of `from` to money at the prices of `to`.
    ///
    /// # Errors
    /// A year between the two without a figure of inflation.
    pub fn price_factor(&self, from: i32, to: i32) -> Result<Converted, Fault> {
        let (early, late) = (from.min(to), from.max(to));
        let mut factor = Converted::from(1.0);
        for year in early + 1..=late {
            let rise = self.inflation.get(&year).ok_or_else(|| no_prices(year))?;
            factor.value *= 1.0 + rise;
            factor.figures.push(format!("{RISE_OF_PRICES}{year}"));
        }
        if from > to {
            factor.value = 1.0 / factor.value;
        }
        Ok(factor)
    }

    /// Converts `value` from one unit to another; money without a price year in `to` is at the prices of `opening`.
    ///
    /// # Errors
    /// Units of different dimension; money without a price year; a year without prices or a rate.
    pub fn convert(&self, value: f64, from: &Unit, to: &Unit, opening: i32) -> Result<Converted, Fault> {
        let sized = value * (from.scale / to.scale);
        if from.dimension == to.dimension {
            let toman = from.dimension.toman();
            if toman == -from.dimension.dollar() {
                // Pure numbers, and rates of exchange, which are of their own day.
                return Ok(sized.into());
            }
            return match (toman, from.price_year, to.price_year) {
                (0, ..) | (_, None, None) => Ok(sized.into()),
                (_, None, Some(_)) => Err(no_price_year(&from.text)),
                (_, Some(year), to) => {
                    let Converted { value, figures } = self.price_factor(year, to.unwrap_or(opening))?;
                    Ok(Converted { value: sized * value.powi(i32::from(toman)), figures })
                }
            };
        }
        // One kind of money on each side, to the same power; anything else only happens to net out.
        let power = |unit: &Unit| match (unit.dimension.toman(), unit.dimension.dollar()) {
            (power, 0) | (0, power) => power,
            _ => 0,
        };
        if power(from) == 0
            || power(from) != power(to)
            || from.dimension.in_toman() != to.dimension.in_toman()
        {
            return Err(mismatch(from, to));
        }
        let toman = from.dimension.toman();
        let year = to.price_year.unwrap_or(opening);
        let Converted { value: prices, mut figures } = match (toman, from.price_year) {
            (0, _) => 1.0.into(),
            (_, None) => return Err(no_price_year(&from.text)),
            (_, Some(own)) => self.price_factor(own, year)?,
        };
        let rate = self.dollar.get(&year).ok_or_else(|| no_prices(year))?;
        figures.push(format!("{DOLLAR}{year}"));
        let changed = from.dimension.dollar() - to.dimension.dollar();
        let value = sized * prices.powi(i32::from(toman)) * rate.powi(i32::from(changed));
        Ok(Converted { value, figures })
    }
}

/// The code of a year without prices.
pub(super) const NO_PRICES: &str = "no-prices";

fn mismatch(from: &Unit, to: &Unit) -> Fault {
    let fault = Fault::new(
        "unit-mismatch",
        format!("`{}` cannot be turned into `{}`", from.text, to.text),
        format!("`{}` به `{}` تبدیل‌پذیر نیست", from.text, to.text),
    );
    let a_year = Unit::parse(&format!("{}/year", from.text));
    if a_year.is_ok_and(|a_year| a_year.dimension.in_toman() == to.dimension.in_toman()) {
        return fault.help(
            format!("this is a pace: write `{}/year`", from.text),
            format!("این مقدارِ سالانه است: بنویسید `{}/year`", from.text),
        );
    }
    if to.text == "1" {
        return fault.help("give a number without a unit, or a percentage", "عدد بدون یکا یا درصد بنویسید");
    }
    fault.help(
        format!("give it in `{}` or a unit of the same kind", to.text),
        format!("آن را به `{}` یا یکایی هم‌جنس آن بنویسید", to.text),
    )
}

fn no_price_year(unit: &str) -> Fault {
    Fault::new(
        "price-year-missing",
        format!("money in `{unit}` does not say which year's prices it is at"),
        format!("مبلغ به `{unit}` سال قیمت ندارد"),
    )
    .help("add the price year: `billion toman@1404`", "سال قیمت را بیفزایید: `billion toman@1404`")
}

fn no_prices(year: i32) -> Fault {
    Fault::new(
        NO_PRICES,
        format!("there is no figure of prices or of the dollar for {year}"),
        format!("برای سال {year} رقم قیمت یا دلار در دست نیست"),
    )
    .help(
        format!(
            "add `cpi_{year}` and `dollar_{year}` to prices.toml among the figures, or use another price year"
        ),
        format!("`cpi_{year}` و `dollar_{year}` را به prices.toml بیفزایید یا سال قیمت دیگری به کار برید"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money() -> Money {
        Money {
            inflation: BTreeMap::from([(1403, 0.25), (1404, 0.5)]),
            dollar: BTreeMap::from([(1403, 50_000.0), (1404, 100_000.0)]),
        }
    }

    fn convert(value: f64, from: &str, to: &str) -> Result<f64, Fault> {
        let unit = |text| Unit::parse(text).expect("a unit");
        money().convert(value, &unit(from), &unit(to), 1404).map(|converted| converted.value)
    }

    #[test]
    fn by_hand() {
        assert_eq!(convert(1.5, "GW", "MW"), Ok(1500.0));
        assert_eq!(convert(1.4, "%", "1"), Ok(0.013_999_999_999_999_999));
        assert_eq!(convert(80.0, "billion toman@1402", "billion toman"), Ok(150.0));
        assert_eq!(convert(150.0, "billion toman@1404", "billion toman@1402"), Ok(80.0));
        assert_eq!(convert(300.0, "billion rial@1404", "billion toman"), Ok(30.0));
        // 430 USD/kW = 0.43 million USD/MW = 43 billion toman/MW at 100,000 toman a dollar.
        assert!((convert(430.0, "USD/kW", "billion toman/MW").expect("money") - 43.0).abs() < 1e-12);
        // 20 billion toman of 1403 = 30 of 1404 = 0.3 million dollars.
        assert!((convert(20.0, "billion toman@1403", "million USD").expect("money") - 0.3).abs() < 1e-12);
    }

    #[test]
    fn what_it_was_converted_with_is_told() {
        let [from, to] = ["billion toman@1402", "million USD"].map(|text| Unit::parse(text).expect("a unit"));
        let figures = money().convert(1.0, &from, &to, 1404).expect("money").figures;
        assert_eq!(figures, ["prices.cpi_1403", "prices.cpi_1404", "prices.dollar_1404"]);
    }

    #[test]
    fn refused() {
        let code = |from, to| convert(1.0, from, to).expect_err("refused").code;
        assert_eq!(code("MW", "GWh"), "unit-mismatch");
        assert_eq!(code("billion toman", "billion toman@1404"), "price-year-missing");
        assert_eq!(code("billion toman", "million USD"), "price-year-missing");
        assert_eq!(code("billion toman@1390", "billion toman"), "no-prices");
        assert_eq!(code("%", "toman/USD"), "unit-mismatch");
        assert_eq!(code("GWh/MW/year", "toman/USD"), "unit-mismatch");
        assert_eq!(code("toman/USD", "1"), "unit-mismatch");
    }
}
