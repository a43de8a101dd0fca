//! Files of figures as they are written, and the JSON Schemas that editors read of them.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde::Deserialize;
use toml::Spanned;

use super::mistake::NO_NUMBER;
use super::units::RawUnit;
use super::{Article, Contradiction, SourceKind, Speaker, number};
use crate::language::Label;

/// A sourced figure: a value or an expression over other figures, with unit, date, source and meaning.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Figure")]
pub(super) struct RawFigure {
    /// The number as its source gives it, in `unit`.
    #[schemars(with = "Option<f64>")]
    pub value: Option<WrittenNumber>,
    /// An expression over other figures, such as `{solar.building_stated} / 2`.
    #[schemars(with = "Option<String>")]
    pub expression: Option<Spanned<String>>,
    /// Unit, such as `MW`, `million USD/year` or `billion toman@1404/unit`.
    #[schemars(with = "String")]
    pub unit: Spanned<String>,
    /// Low, most likely and high, in the same unit.
    #[schemars(with = "Option<[f64; 3]>")]
    pub range: Option<[WrittenNumber; 3]>,
    /// Solar Hijri date: year, year-month or year-month-day.
    pub date: String,
    /// How the number came to be known.
    pub kind: SourceKind,
    /// Keys of the articles that state it; for figures of that kind, and only for them.
    #[serde(default, deserialize_with = "one_or_many")]
    #[schemars(with = "Texts")]
    pub article: Vec<String>,
    /// Key of the speaker; for figures from articles, and only for them.
    pub said_by: Option<String>,
    /// Reference, or what an estimate rests on; for all figures that no article states.
    pub source: Option<String>,
    /// What it means, in our own words.
    pub meaning: Label,
    /// What else must be said.
    pub note: Option<Label>,
    /// Why it drives nothing, for figures that are only recorded.
    pub recorded_only: Option<Label>,
}

/// A number, or a text that is one, with digits of any script.
#[derive(Debug, Clone, Copy)]
pub(super) struct WrittenNumber(pub f64);

impl<'de> Deserialize<'de> for WrittenNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;
        impl serde::de::Visitor<'_> for NumberVisitor {
            type Value = WrittenNumber;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number")
            }

            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                Ok(WrittenNumber(number))
            }

            // Whole numbers of figures are far below 2^53.
            #[allow(clippy::cast_precision_loss)]
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(WrittenNumber(number as f64))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
                match number(text) {
                    Ok((number, unit)) if unit.is_empty() => Ok(WrittenNumber(number)),
                    _ => Err(E::custom(format!("{NO_NUMBER}{text}"))),
                }
            }
        }
        deserializer.deserialize_any(NumberVisitor)
    }
}

/// A text or a list of texts.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)]
enum Texts {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// `articles.toml`: articles by key, and the speakers.
#[derive(JsonSchema)]
#[schemars(rename = "Articles")]
#[allow(dead_code)]
struct ArticlesFile {
    /// The people who state figures, by key.
    #[serde(default)]
    speaker: BTreeMap<String, Speaker>,
    /// The articles, by key.
    #[serde(flatten)]
    articles: BTreeMap<String, Article>,
}

/// The JSON Schema of a file of figures: `figures`, `articles`, `contradictions` or `units`; `None` for any other name.
pub fn schema(file: &str) -> Option<serde_json::Value> {
    let schema = match file {
        "figures" => schema_for!(BTreeMap<String, RawFigure>),
        "articles" => schema_for!(ArticlesFile),
        "contradictions" => schema_for!(BTreeMap<String, Contradiction>),
        "units" => schema_for!(BTreeMap<String, RawUnit>),
        _ => return None,
    };
    Some(schema.to_value())
}

/// A text or a list of texts.
fn one_or_many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct OneOrMany;
    impl<'de> serde::de::Visitor<'de> for OneOrMany {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a text or a list of texts")
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(vec![text.to_owned()])
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut texts = Vec::new();
            while let Some(text) = list.next_element()? {
                texts.push(text);
            }
            Ok(texts)
        }
    }
    deserializer.deserialize_any(OneOrMany)
}
