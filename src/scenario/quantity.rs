//! Quantities: `"180 MUSD"`, `"30 billion toman @1397"`, `"4 %/year"` — converted or refused, never guessed.

use crate::fault::Fault;
use crate::figure::{Converted, Figure, Figures, Unit};
use crate::language::plain_digits;

/// What a number must become: the unit an input or variable is declared in, and the year its money is at.
#[derive(Debug, Clone)]
pub(super) struct TargetUnit {
    /// Declared unit, with the price year of the scenario.
    pub unit: Unit,
    /// Opening year of the scenario.
    pub opening: i32,
}

impl TargetUnit {
    /// From a declared unit, whose money is at the prices of `opening`.
    ///
    /// # Errors
    /// A declared unit that is none: a programme's `unit` is free text until it gets here.
    pub(super) fn new(unit: &str, opening: i32) -> Result<Self, Fault> {
        let mut unit = Unit::parse(unit)?;
        if unit.dimension.toman() != 0 {
            unit.price_year = Some(opening);
            if unit.dimension.dollar() == 0 {
                unit.text = unit.text.replace("toman", &format!("toman@{opening}"));
            }
        }
        Ok(Self { unit, opening })
    }

    /// The value of a quantity written as text.
    ///
    /// # Errors
    /// No number, no unit, a unit that does not fit.
    pub(super) fn quantity(&self, text: &str, figures: &Figures) -> Result<Converted, Fault> {
        let plain = plain_digits(text).replace(" @", "@").replace("@ ", "@");
        let plain = plain.trim();
        let end = plain.find(|c: char| !(c.is_ascii_digit() || "+-._".contains(c))).unwrap_or(plain.len());
        let end = exponent(plain, end);
        let (number, unit) = (plain[..end].replace('_', ""), plain[end..].trim());
        if number.is_empty() {
            return Err(Fault::new(
                "not-a-number",
                format!("`{text}` is not a number"),
                format!("`{text}` عدد نیست"),
            )
            .help(
                format!(
                    "write a number in `{0}`, or a text such as \"12 {0}\" or \"figure:solar.licensed\"",
                    self.unit.text
                ),
                format!(
                    "عددی به `{0}` بنویسید، یا متنی مانند \"12 {0}\" یا \"figure:solar.licensed\"",
                    self.unit.text
                ),
            ));
        }
        if unit.starts_with(',') {
            return Err(Fault::new(
                "comma",
                format!("`{text}` has a comma in its number"),
                format!("عدد `{text}` ویرگول دارد"),
            )
            .help(
                "write 1.4 with a point and 2600 without a mark",
                "اعشار را با نقطه (1.4) و هزارگان را بی‌نشانه (2600) بنویسید",
            ));
        }
        let value: f64 = number.parse().map_err(|_| {
            Fault::new("not-a-number", format!("`{number}` is not a number"), format!("`{number}` عدد نیست"))
                .help("write digits with at most one point", "رقم‌ها را با حداکثر یک نقطه بنویسید")
        })?;
        if unit.is_empty() {
            return Err(Fault::new(
                "quoted-number",
                "this number is in quotes, so it is a text",
                "این عدد در گیومه است و متن به شمار می‌آید",
            )
            .help(
                format!("remove the quotes: {number}; or give it a unit: \"{number} {}\"", self.unit.text),
                format!("گیومه را بردارید: {number}؛ یا یکا بدهید: \"{number} {}\"", self.unit.text),
            ));
        }
        let unit = Unit::parse(unit)?;
        figures.money.convert(value, &unit, &self.unit, self.opening)
    }

    /// The value of a figure in the declared unit.
    ///
    /// # Errors
    /// A unit that does not fit.
    pub(super) fn figure(&self, figure: &Figure, figures: &Figures) -> Result<Converted, Fault> {
        figures.money.convert(figure.value, &figure.unit, &self.unit, self.opening)
    }
}

/// Takes an exponent such as `e6` into the number that ends at `end`.
fn exponent(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let Some(after) = rest.strip_prefix(['e', 'E']) else { return end };
    let sign = usize::from(after.starts_with(['+', '-']));
    let digits = after[sign..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { end } else { end + 1 + sign + digits }
}
