//! Time and prices: the length of a period, the price index, the discount factor, the nation's output.

use super::record::record;
use crate::number::Number;

record! {
    /// The period itself; worked out from the opening date.
    pub struct PeriodInputs {
        /// Length of the period: the rest of the opening year, then whole years.
        Computed length "year": "length of the period", "طول دوره";
        /// Calendar years since the year of the column before: 0 in the opening year, then 1.
        Computed ahead "year": "years ahead of the last column", "فاصله از ستون پیشین";
        /// Share of the year that is gone before the period begins: that before the opening date, then nothing.
        Computed gone "1" in 0.0..1.0: "share of the year gone before", "سهم گذشتهٔ سال";
        /// Whether the summer's peak day comes within the period: 1 if it does, 0 in the rest of a year that opens after it.
        Computed peak "1" in 0.0..1.0: "whether the peak day comes", "وجود روز اوج در دوره";
    }
}

record! {
    /// Prices and the discount rate.
    pub struct PriceInputs {
        /// Rise of consumer prices from the mean of the year before to the mean of this year.
        Yearly inflation "1/year", Grows in -0.5..20.0: "inflation", "تورم";
        /// Market price of a dollar in toman of the opening year's purchasing power.
        Yearly exchange_rate "toman/USD" in 1.0..: "real exchange rate", "نرخ ارز حقیقی";
        /// Real discount rate of investments.
        Yearly discount_rate "1/year", Grows in 0.001..1.0: "real discount rate", "نرخ تنزیل حقیقی";
    }
}

record! {
    /// Prices at the end of a period.
    pub struct PriceYear {
        /// Mean consumer prices of the year, the opening year being 1.
        Rate index "1" in 0.0..: "price index", "شاخص قیمت";
        /// Worth at the opening date of one toman at the end of the period.
        Stock discount_factor "1" in 0.0..1.0: "discount factor", "ضریب تنزیل";
    }
}

record! {
    /// The nation at the opening date.
    pub struct NationOpening {
        /// Gross domestic product of the nation in the opening year, at its prices.
        Opening opening_gdp "billion toman/year" in 1.0..: "opening gross domestic product", "تولید ناخالص داخلی آغازین";
    }
}

record! {
    /// The nation by year.
    pub struct NationInputs {
        /// Real growth of the national economy.
        Yearly growth "1/year", Grows in -0.5..0.5: "economic growth", "رشد اقتصادی";
    }
}

record! {
    /// The nation in one year.
    pub struct NationYear {
        /// Gross domestic product of the nation without what the province adds beyond its trend.
        Rate gdp "billion toman/year" in 0.0..: "gross domestic product", "تولید ناخالص داخلی";
    }
}

/// Prices after a period: `index' = index (1 + inflation)^ahead`, `factor' = factor / (1 + rate)^length`.
pub fn prices<T: Number>(
    period: &PeriodInputs<T>,
    inputs: &PriceInputs<T>,
    last: &PriceYear<T>,
) -> PriceYear<T> {
    PriceYear {
        index: last.index * (inputs.inflation + 1.0).powf(period.ahead),
        discount_factor: last.discount_factor / (inputs.discount_rate + 1.0).powf(period.length),
    }
}

/// The nation after a period: `gdp' = gdp (1 + growth)^length`.
pub fn nation<T: Number>(
    period: &PeriodInputs<T>,
    inputs: &NationInputs<T>,
    last: &NationYear<T>,
) -> NationYear<T> {
    NationYear { gdp: last.gdp * (inputs.growth + 1.0).powf(period.length) }
}

/// What the period gives to every programme.
pub struct Surroundings<'a, T> {
    /// The period.
    pub period: &'a PeriodInputs<T>,
    /// Months that shocks add to every stage.
    pub delay: T,
    /// Discount factor at the end of the period.
    pub discount_factor: T,
    /// Real discount rate.
    pub discount_rate: T,
}
