//! Units: what a number is a number of, and by how much one unit differs from another.

use std::fmt;

use super::units::Units;
use crate::fault::{Fault, did_you_mean};

/// The kinds of things that are counted or measured; a unit is a product of powers of them.
const BASES: usize = BUILT_IN + MOST_OWN_KINDS;
/// Those of the units below.
const BUILT_IN: usize = 17;
/// Kinds that a province may declare besides.
pub(super) const MOST_OWN_KINDS: usize = 15;
const TOMAN: usize = 0;
const DOLLAR: usize = 1;
const POWER: usize = 2;
const TIME: usize = 3;

/// Word, base (none for pure numbers), factor to the base unit.
const WORDS: &[(&str, Option<usize>, f64)] = &[
    ("1", None, 1.0),
    ("%", None, 0.01),
    ("toman", Some(TOMAN), 1.0),
    ("rial", Some(TOMAN), 0.1),
    ("USD", Some(DOLLAR), 1.0),
    ("MUSD", Some(DOLLAR), 1e6),
    ("kW", Some(POWER), 1e-3),
    ("MW", Some(POWER), 1.0),
    ("GW", Some(POWER), 1e3),
    ("hour", Some(TIME), 1.0 / 8760.0),
    ("day", Some(TIME), 1.0 / 365.0),
    ("night", Some(TIME), 1.0 / 365.0),
    ("month", Some(TIME), 1.0 / 12.0),
    ("year", Some(TIME), 1.0),
    ("unit", Some(4), 1.0),
    ("bed", Some(5), 1.0),
    ("job", Some(6), 1.0),
    ("person", Some(6), 1.0),
    ("visit", Some(7), 1.0),
    ("m2", Some(8), 1e-4),
    ("ha", Some(8), 1.0),
    ("km2", Some(8), 100.0),
    ("m3", Some(9), 1.0),
    ("kg", Some(10), 1e-3),
    ("tonne", Some(10), 1.0),
    ("km", Some(11), 1.0),
    ("head", Some(12), 1.0),
    ("dwelling", Some(13), 1.0),
    ("household", Some(14), 1.0),
    ("vehicle", Some(15), 1.0),
    ("student", Some(16), 1.0),
];

/// Energies are powers times hours.
const ENERGIES: &[(&str, f64)] =
    &[("kWh", 1e-3 / 8760.0), ("MWh", 1.0 / 8760.0), ("GWh", 1e3 / 8760.0), ("TWh", 1e6 / 8760.0)];

const SCALES: &[(&str, f64)] = &[("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

/// The powers of a unit, without its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dimension {
    powers: [i8; BASES],
}

/// A unit: its text, its size in base units, its dimension and, for money, its price year.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// As written.
    pub text: String,
    /// Size in base units (toman, USD, MW, year, hectare …).
    pub scale: f64,
    /// Powers of the bases.
    pub dimension: Dimension,
    /// For a rate: how many of its periods follow one another in a year; 12 where it is given a month.
    pub periods: f64,
    /// Year whose prices the money is at.
    pub price_year: Option<i32>,
}

impl Dimension {
    /// That of a pure number.
    pub const PURE: Self = Self { powers: [0; BASES] };
    /// That of a duration.
    pub const TIME: Self = Self::of_time(1);
    /// That of a rate a year.
    pub const RATE: Self = Self::of_time(-1);

    const fn of_time(power: i8) -> Self {
        let mut powers = [0; BASES];
        powers[TIME] = power;
        Self { powers }
    }

    /// That of the `n`th kind that a province declares.
    pub(super) fn own_kind(n: usize) -> Self {
        let mut powers = [0; BASES];
        powers[BUILT_IN + n] = 1;
        Self { powers }
    }

    /// Power of toman.
    pub fn toman(self) -> i8 {
        self.powers[TOMAN]
    }

    /// Power of dollars.
    pub fn dollar(self) -> i8 {
        self.powers[DOLLAR]
    }

    /// The same with money counted in one currency.
    #[must_use]
    pub fn in_toman(mut self) -> Self {
        self.powers[TOMAN] += self.powers[DOLLAR];
        self.powers[DOLLAR] = 0;
        self
    }

    /// The dimension of a product; `None` if a power leaves all reason.
    pub fn times(self, other: Self) -> Option<Self> {
        self.combine(other, i8::checked_add)
    }

    /// The dimension of a quotient; `None` if a power leaves all reason.
    pub fn over(self, other: Self) -> Option<Self> {
        self.combine(other, i8::checked_sub)
    }

    /// The dimension of a whole power; `None` if a power leaves all reason.
    pub fn to_the(self, power: i8) -> Option<Self> {
        let mut powers = self.powers;
        for p in &mut powers {
            *p = p.checked_mul(power)?;
        }
        Some(Self { powers })
    }

    fn combine(self, other: Self, join: impl Fn(i8, i8) -> Option<i8>) -> Option<Self> {
        let mut powers = self.powers;
        for (p, q) in powers.iter_mut().zip(other.powers) {
            *p = join(*p, q)?;
        }
        Some(Self { powers })
    }
}

/// The powers of the base units: `MW*year^-1`.
impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = |base: usize| {
            let is_base = |(_, of, scale): &&(&str, Option<usize>, f64)| *of == Some(base) && *scale == 1.0;
            WORDS.iter().find(is_base).map_or("own", |(word, ..)| word)
        };
        let powers = self.powers.iter().enumerate().filter(|(_, power)| **power != 0);
        let words = powers.map(|(at, power)| match power {
            1 => base(at).to_owned(),
            _ => format!("{}^{power}", base(at)),
        });
        f.write_str(&words.collect::<Vec<_>>().join("*"))
    }
}

impl Unit {
    /// Reads a unit such as `billion toman@1404/MW`: factors joined by `*` and `/`, scale words in front of a factor.
    ///
    /// # Errors
    /// A word that is no unit, with the nearest that is; a price year on anything but toman and rial.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Self::among(text, &Units::default())
    }

    /// The same, with units of a province's own.
    pub(super) fn among(text: &str, own: &Units) -> Result<Self, Fault> {
        let mut unit = Self {
            text: text.trim().to_owned(),
            scale: 1.0,
            dimension: Dimension::default(),
            periods: 1.0,
            price_year: None,
        };
        let mut sign = 1;
        let mut rest = unit.text.clone();
        loop {
            let end = rest.find(['*', '/']).unwrap_or(rest.len());
            unit.factor(rest[..end].trim(), sign, own)?;
            if end == rest.len() {
                return unit.sound();
            }
            sign = if rest.as_bytes()[end] == b'/' { -1 } else { 1 };
            rest = rest[end + 1..].to_owned();
        }
    }

    /// Refuses sizes that leave the numbers, and price years on rates of exchange, which are of their own day.
    fn sound(self) -> Result<Self, Fault> {
        if !self.scale.is_finite() || self.scale <= 0.0 {
            return Err(unknown(&self.text, &self.text));
        }
        if self.price_year.is_some() && self.dimension.toman() != 0 && self.dimension.dollar() != 0 {
            return Err(price_year_fault(&self.text, "toman/USD"));
        }
        Ok(self)
    }

    fn add(&mut self, base: usize, power: i8) -> Result<(), Fault> {
        let sum = self.dimension.powers[base].checked_add(power);
        self.dimension.powers[base] = sum.ok_or_else(|| unknown(&self.text, &self.text))?;
        Ok(())
    }

    fn factor(&mut self, text: &str, sign: i8, own: &Units) -> Result<(), Fault> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let noun = words.pop().ok_or_else(|| unknown(&self.text, ""))?;
        for word in words {
            let (_, scale) =
                SCALES.iter().find(|(name, _)| *name == word).ok_or_else(|| unknown(&self.text, word))?;
            self.scale *= scale.powi(i32::from(sign));
        }
        let (noun, year) = noun.split_once('@').map_or((noun, None), |(noun, year)| (noun, Some(year)));
        let (noun, power) = match noun.split_once('^') {
            Some((noun, power)) => (noun, power.parse::<i8>().map_err(|_| unknown(&self.text, power))?),
            None => (noun, 1),
        };
        let power =
            sign.checked_mul(power).filter(|p| p.abs() < 8).ok_or_else(|| unknown(&self.text, noun))?;
        if let Some((_, scale)) = ENERGIES.iter().find(|(name, _)| *name == noun) {
            self.scale *= scale.powi(i32::from(power));
            self.add(POWER, power)?;
            self.add(TIME, power)?;
        } else if let Some(own) = own.get(noun) {
            self.scale *= own.scale.powi(i32::from(power));
            let powers = own.dimension.to_the(power).and_then(|powers| self.dimension.times(powers));
            self.dimension = powers.ok_or_else(|| unknown(&self.text, noun))?;
        } else {
            let found = WORDS.iter().find(|(name, ..)| *name == noun);
            let found = found.ok_or_else(|| own.unknown(&self.text, noun))?;
            let size = found.2.powi(i32::from(power));
            self.scale *= size;
            if let Some(base) = found.1 {
                self.periods *= if base == TIME { size } else { 1.0 };
                self.add(base, power)?;
            }
        }
        if let Some(year) = year {
            let known = (noun == "toman" || noun == "rial")
                .then(|| year.parse().ok())
                .flatten()
                .filter(|year| (1300..1500).contains(year));
            self.price_year = Some(known.ok_or_else(|| price_year_fault(&self.text, noun))?);
        }
        Ok(())
    }
}

fn unknown(unit: &str, word: &str) -> Fault {
    unknown_among(unit, word, &Units::default())
}

/// Whether a word is one of the units or scales that the program brings along.
pub(super) fn is_built_in(word: &str) -> bool {
    WORDS.iter().any(|(name, ..)| *name == word)
        || ENERGIES.iter().chain(SCALES).any(|(name, _)| *name == word)
}

/// The code of a word that is no unit.
pub(super) const UNKNOWN_UNIT: &str = "unknown-unit";

/// A word that is no unit, with the nearest that is.
pub(super) fn unknown_among(unit: &str, word: &str, own: &Units) -> Fault {
    let fault = Fault::new(
        UNKNOWN_UNIT,
        format!("`{word}` in `{unit}` is no unit"),
        format!("`{word}` در `{unit}` یکای شناخته‌ای نیست"),
    );
    // A wrong guess among scales would be wrong a thousandfold.
    let instead = match word.to_lowercase().as_str() {
        "milliard" | "میلیارد" | "bn" => Some("billion"),
        "trillion" | "همت" | "hemat" => Some("thousand billion toman"),
        "میلیون" | "mn" => Some("million"),
        "هزار" => Some("thousand"),
        "تومان" | "tomans" => Some("toman"),
        "ریال" => Some("rial"),
        "دلار" | "dollar" | "dollars" | "$" => Some("USD"),
        "مگاوات" | "megawatt" | "megawatts" => Some("MW"),
        "سال" | "years" => Some("year"),
        "واحد" | "units" => Some("unit"),
        "درصد" | "percent" => Some("%"),
        _ => None,
    };
    let names = || {
        WORDS.iter().map(|(name, ..)| *name).chain(ENERGIES.iter().map(|(name, _)| *name)).chain(own.words())
    };
    let same = names().find(|name| name.to_lowercase() == word.to_lowercase() && *name != word);
    if let Some(instead) = instead.or(same) {
        return fault.help(format!("write `{instead}`"), format!("بنویسید `{instead}`"));
    }
    if SCALES.iter().any(|(name, _)| *name == word) {
        let example = format!("{word} USD/year");
        return fault.help(
            format!("`{word}` of what? write `{example}`"),
            format!("`{word}` از چه؟ بنویسید `{example}`"),
        );
    }
    if names().any(|name| name == word) {
        return fault.help(
            "a unit stands alone: put remarks into note = \"…\"",
            "یکا تنها می‌آید: توضیح را در note = \"…\" بنویسید",
        );
    }
    fault
        .help(
            "write units like `MW`, `GWh/MW/year`, `billion toman@1404/unit`, `million USD/year`, `%`",
            "یکاها را چنین بنویسید: `MW`، `GWh/MW/year`، `billion toman@1404/unit`، `million USD/year`، `%`",
        )
        .maybe_help(did_you_mean(word, names().filter(|name| is_of_the_kind(word, name))))
}

/// Whether a unit could be a misspelt other: a length is no area, and a thousand of something is not one of it.
fn is_of_the_kind(word: &str, name: &str) -> bool {
    let is_scaled = |(a, b): (&str, &str)| a.strip_suffix(b).is_some_and(|scale| "kMGTm".contains(scale));
    digits(word) == digits(name) && !is_scaled((word, name)) && !is_scaled((name, word))
}

/// The digits of a unit.
fn digits(word: &str) -> String {
    word.chars().filter(char::is_ascii_digit).collect()
}

fn price_year_fault(unit: &str, noun: &str) -> Fault {
    let fault = Fault::new(
        "price-year",
        format!("`{noun}` in `{unit}` cannot carry this price year"),
        format!("`{noun}` در `{unit}` نمی‌تواند این سال قیمت را داشته باشد"),
    );
    match noun {
        "toman" | "rial" => fault.help(
            "a price year is a Solar Hijri year of four digits: `toman@1404`",
            "سال قیمت، سال هجری خورشیدی چهاررقمی است: `toman@1404`",
        ),
        "toman/USD" => fault.help(
            "an exchange rate is of its own day: write `toman/USD`",
            "نرخ ارز از آنِ روز خود است: بنویسید `toman/USD`",
        ),
        _ => fault.help(
            "the year belongs to money in toman or rial: `billion toman@1404/year`; dollars carry none",
            "سال قیمت از آنِ تومان یا ریال است: `billion toman@1404/year`؛ دلار سال قیمت ندارد",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn unit(text: &str) -> Unit {
        Unit::parse(text).unwrap_or_else(|fault| panic!("{text}: {}", fault.message.en))
    }

    #[test]
    fn sizes() {
        assert_eq!(unit("million USD/year").scale, 1e6);
        assert_eq!(unit("thousand billion toman@1400").scale, 1e12);
        assert_eq!(unit("USD/kW").scale, 1e3);
        assert_eq!(unit("billion rial@1397").scale, 1e8);
        assert!((unit("GWh/MW/year").scale - 1000.0 / 8760.0).abs() < 1e-15);
        assert_eq!(unit("GWh/MW/year").dimension, Dimension::default());
        assert_eq!(unit("%/year").dimension, unit("1/year").dimension);
    }

    #[test]
    fn things_that_are_counted() {
        for word in ["km", "head", "dwelling", "household", "vehicle", "student"] {
            let per = unit(&format!("{word}/year"));
            assert_eq!(per.dimension, unit(word).dimension.over(Dimension::TIME).expect("a pace"), "{word}");
            assert_eq!(unit(word).dimension.to_string(), word);
            assert_ne!(Language::Persian.unit(word), word, "{word} has a Persian name");
        }
        assert_eq!(unit("thousand head").scale, 1000.0);
        assert_eq!(unit("kg").scale, 0.001);
        assert_ne!(unit("km").dimension, unit("km2").dimension);
    }

    #[test]
    fn mistakes() {
        let fault = Unit::parse("MWW").expect_err("no such unit");
        assert_eq!(fault.message.en, "`MWW` in `MWW` is no unit");
        assert_eq!(fault.help.expect("help").en, "did you mean `MW`?");
        assert!(Unit::parse("USD@1404").is_err());
        assert!(Unit::parse("").is_err());
        assert!(Unit::parse("MW^127*MW^127").is_err());
        assert!(Unit::parse("MW^4*".repeat(64).trim_end_matches('*')).is_err());
        assert!(Unit::parse("toman@1397/USD").is_err(), "a rate is of its own day");
        assert!(Unit::parse("toman@99999").is_err());
    }
}
