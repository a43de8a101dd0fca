//! Quantities: `"180 MUSD"`, `"30 billion toman @1397"`, `"4 %/year"` — converted or refused, never guessed.

use crate::fault::{Fault, shown};
use crate::figure::{self, Converted, Dimension, Figure, Figures, Unit, Units};
use crate::language::Label;
use crate::model::record::Accrual;

/// What a number must become: the unit an input or variable is declared in, and the year its money is at.
#[derive(Debug, Clone)]
pub(super) struct TargetUnit {
    /// Declared unit, with the price year of the scenario.
    pub unit: Unit,
    /// Opening year of the scenario.
    pub opening: i32,
    /// How what is given for a part of a year becomes one a year.
    accrual: Accrual,
    /// Whether the number is a difference of two: a deviation, a shift.
    difference: bool,
}

impl TargetUnit {
    /// From a declared unit, whose money is at the prices of `opening`.
    ///
    /// # Errors
    /// A declared unit that is none: a programme's `unit` is free text until it gets here.
    pub(super) fn new(unit: &str, opening: i32, units: &Units) -> Result<Self, Fault> {
        let mut unit = units.parse(unit)?;
        if unit.dimension.toman() != 0 {
            unit.price_year = Some(opening);
            if unit.dimension.dollar() == 0 {
                unit.text = unit.text.replace("toman", &format!("toman@{opening}"));
            }
        }
        Ok(Self { unit, opening, accrual: Accrual::Adds, difference: false })
    }

    /// The same for a rate that compounds.
    #[must_use]
    pub(super) fn accruing(self, accrual: Accrual) -> Self {
        Self { accrual, ..self }
    }

    /// The same for the difference of two such numbers.
    #[must_use]
    pub(super) fn of_differences(self) -> Self {
        Self { difference: true, ..self }
    }

    /// Another way to write the number one might have meant: with the unit, or as a percentage where there is none.
    pub(super) fn example(&self, number: &str) -> String {
        match self.unit.text.as_str() {
            "1" => format!("{number} %"),
            unit => format!("{number} {unit}"),
        }
    }

    /// The unit in words: pure numbers have none.
    pub(super) fn named(&self) -> (String, String) {
        match self.unit.text.as_str() {
            "1" => ("a number or a percentage".to_owned(), "عدد یا درصد".to_owned()),
            unit => (format!("a number in `{unit}`"), format!("عددی به `{unit}`")),
        }
    }

    /// What to say at the caret of a number that is not what was wanted.
    pub(super) fn caret(&self) -> Label {
        match self.unit.text.as_str() {
            "1" => Label::new("wanted as a number or a percentage", "به صورت عدد یا درصد لازم است"),
            unit => Label::new(format!("wanted in `{unit}`"), format!("به `{unit}` لازم است")),
        }
    }

    /// The value of a quantity written as text.
    ///
    /// # Errors
    /// No number, no unit, a unit that does not fit.
    pub(super) fn quantity(&self, text: &str, figures: &Figures) -> Result<Converted, Fault> {
        let (value, unit) = figure::number(text).map_err(|fault| {
            let ((named, named_fa), example) = (self.named(), self.example("12"));
            let help = Label::new(
                format!("write {named}, or a text such as \"{example}\" or \"figure:solar.licensed\""),
                format!("{named_fa} بنویسید، یا متنی مانند \"{example}\" یا \"figure:solar.licensed\""),
            );
            Fault { help: fault.help.or(Some(help)), ..fault }
        })?;
        if unit.is_empty() {
            let (number, percent) = (shown(value), self.unit.text == "1");
            let example = if percent { format!("{} %", shown(value * 100.0)) } else { self.example(&number) };
            return Err(Fault::new(
                "quoted-number",
                "this number is in quotes, so it is a text",
                "این عدد در گیومه است و متن به شمار می‌آید",
            )
            .help(
                format!("remove the quotes: {number}; or give it a unit: \"{example}\""),
                format!("گیومه را بردارید: {number}؛ یا یکا بدهید: \"{example}\""),
            ));
        }
        self.convert(value, &figures.units.parse(&unit)?, figures)
    }

    /// The value of a figure in the declared unit.
    ///
    /// # Errors
    /// A unit that does not fit.
    pub(super) fn figure(&self, figure: &Figure, figures: &Figures) -> Result<Converted, Fault> {
        self.convert(figure.value, &figure.unit, figures)
    }

    fn convert(&self, value: f64, from: &Unit, figures: &Figures) -> Result<Converted, Fault> {
        // Periods of a year are exactly one, those of its parts never.
        #[allow(clippy::float_cmp)]
        let is_part = from.dimension == Dimension::RATE && from.periods != 1.0;
        if self.accrual != Accrual::Adds && is_part {
            return Err(self.compounds(value, from));
        }
        figures.money.convert(value, from, &self.unit, self.opening)
    }

    /// A rate that compounds is not twelve times as much a year as a month; which rate a year is meant is for the planner
    /// to write.
    fn compounds(&self, value: f64, from: &Unit) -> Fault {
        let percent = |rate: f64| shown((rate * 1e8).round() / 1e6);
        let added = value * from.scale;
        let a_year = self.accrual.a_year(added / from.periods, from.periods);
        let written = format!("{} {}", shown(value), from.text);
        let fault = |en: String, fa: String| Fault::new("compounds", en, fa);
        if self.difference || !a_year.is_finite() || a_year.abs() > 1e6 {
            return fault(
                format!("this rate compounds, so `{written}` does not become one a year by adding it up"),
                format!("این نرخ مرکب است و `{written}` با جمع‌زدن سالانه نمی‌شود"),
            )
            .help("give it a year, such as \"4 %/year\"", "آن را سالانه بنویسید، مانند \"4 %/year\"");
        }
        let (makes, not) = (percent(a_year), percent(added));
        fault(
            format!("this rate compounds: `{written}` makes {makes} % a year, not {not} %"),
            format!("این نرخ مرکب است: `{written}` سالانه {makes} درصد می‌شود، نه {not} درصد"),
        )
        .help(format!("write \"{makes} %/year\""), format!("بنویسید \"{makes} %/year\""))
    }
}
