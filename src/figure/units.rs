//! Units that a province declares itself: `units.toml` in the folder of figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::unit::{Dimension, MOST_OWN_KINDS, Unit, is_built_in, unknown_among};
use crate::fault::{Fault, Place, Source};
use crate::language::{Label, Language};

/// A unit as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUnit {
    /// What it is called, in both languages.
    label: Label,
    /// How much of a known unit it is, such as `40 tonne`; without it, it is a kind of thing of its own.
    #[serde(rename = "is")]
    #[schemars(with = "Option<String>")]
    size: Option<Spanned<String>>,
}

/// The units of a province's own, by their word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Units(BTreeMap<String, OwnUnit>);

/// A unit of a province's own.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnUnit {
    label: Label,
    /// Size in base units.
    pub(super) scale: f64,
    pub(super) dimension: Dimension,
}

impl Units {
    /// The units of a file; every mistake with its place.
    pub(super) fn read(
        source: &Arc<Source>,
        written: BTreeMap<Spanned<String>, RawUnit>,
        faults: &mut Vec<Fault>,
    ) -> Self {
        let (mut units, mut kinds) = (Self::default(), 0);
        for (word, raw) in written {
            let place = |span| Place { source: Arc::clone(source), span };
            let here = place(word.span());
            let word = word.into_inner();
            let letters = word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            if !letters || is_built_in(&word) {
                faults.push(
                    Fault::new(
                        "unit-word",
                        format!("`{word}` cannot be declared as a unit"),
                        format!("`{word}` را نمی‌توان یکا خواند"),
                    )
                    .at(&here, "this word", "این واژه")
                    .help(
                        "take small Latin letters, and no word that is a unit already",
                        "با حروف کوچک لاتین بنویسید و واژه‌ای که خود یکاست برنگزینید",
                    ),
                );
                continue;
            }
            let found = match &raw.size {
                None if kinds == MOST_OWN_KINDS => Err(Fault::new(
                    "unit-word",
                    format!("at most {MOST_OWN_KINDS} kinds of things can be declared"),
                    format!("حداکثر {MOST_OWN_KINDS} نوع چیز را می‌توان خواند"),
                )
                .at(&here, "one too many", "یکی بیش از اندازه")),
                None => {
                    kinds += 1;
                    Ok((1.0, Dimension::own_kind(kinds - 1)))
                }
                Some(size) => of_size(size.get_ref())
                    .map_err(|fault| fault.at(&place(size.span()), "this size", "این اندازه")),
            };
            match found {
                Ok((scale, dimension)) => {
                    units.0.insert(word, OwnUnit { label: raw.label, scale, dimension });
                }
                Err(fault) => faults.push(fault),
            }
        }
        units
    }

    pub(super) fn get(&self, word: &str) -> Option<&OwnUnit> {
        self.0.get(word)
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn unknown(&self, unit: &str, word: &str) -> Fault {
        unknown_among(unit, word, self)
    }

    /// Reads a unit, with those of the province's own.
    ///
    /// # Errors
    /// As [`Unit::parse`].
    pub fn parse(&self, text: &str) -> Result<Unit, Fault> {
        Unit::among(text, self)
    }

    /// A unit as people read it.
    pub fn says(&self, language: Language, unit: &str) -> String {
        language.unit_of(unit, &|word| self.0.get(word).map(|own| own.label.get(language)))
    }

    /// A number for reading with its unit; a pure number has none, and a rate is in percent.
    pub fn with_unit(&self, language: Language, value: f64, unit: &str) -> String {
        match unit {
            "1" => language.shortest(value),
            "1/year" => format!("{} {}", language.shortest(value * 100.0), language.unit("%/year")),
            _ => format!("{} {}", language.shortest(value), self.says(language, unit)),
        }
    }
}

/// The size and the kind of `40 tonne`.
fn of_size(text: &str) -> Result<(f64, Dimension), Fault> {
    let (number, unit) = super::number(text)?;
    let unit = Unit::parse(&unit)?;
    let scale = number * unit.scale;
    if unit.dimension.toman() != 0 || unit.dimension.dollar() != 0 || !(scale.is_finite() && scale > 0.0) {
        return Err(Fault::new(
            "unit-size",
            format!("`{text}` is no size of a unit"),
            format!("`{text}` اندازهٔ یکا نیست"),
        )
        .help(
            "write how much of a known unit it is, such as \"40 tonne\"; money changes its worth and is none",
            "بنویسید چه اندازه از یکای شناخته‌ای است، مانند \"40 tonne\"؛ پول ارزش ثابتی ندارد",
        ));
    }
    Ok((scale, unit.dimension))
}
