//! The JSON Schema of scenario files, for editors: built from the same rules that read them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::rules::{Rule, Takes, rules};

/// The schema, draft 2020-12.
pub fn schema() -> Value {
    let mut root = Branch::default();
    for rule in rules() {
        let path: Vec<String> = rule.pattern.split('.').map(str::to_owned).collect();
        root.add(&path, rule);
    }
    let mut schema = root.object();
    schema.insert("type".into(), "object".into());
    schema.remove("not");
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), "A scenario of ofogh".into());
    schema.insert("description".into(), "Says only what differs from the scenarios it is based on. NAME = false takes away what they say of it: a goal, a programme, a need, a distribution, or any other key.".into());
    schema.insert("$defs".into(), definitions());
    Value::Object(schema)
}

/// The keys below one place: by name, and those below any name of the planner's.
#[derive(Default)]
struct Branch {
    named: BTreeMap<String, Branch>,
    any: Option<Box<Branch>>,
    rule: Option<Rule>,
}

impl Branch {
    fn add(&mut self, path: &[String], rule: Rule) {
        match path {
            [] => self.rule = Some(rule),
            [name, rest @ ..] if name == "*" => self.any.get_or_insert_default().add(rest, rule),
            [name, rest @ ..] => self.named.entry(name.clone()).or_default().add(rest, rule),
        }
    }

    fn value(&self) -> Value {
        match &self.rule {
            Some(rule) => leaf(rule),
            None => Value::Object(self.object()),
        }
    }

    fn object(&self) -> Map<String, Value> {
        let mut object = Map::new();
        // `false` takes away what the bases say of a thing.
        object.insert("type".into(), json!(["object", "boolean"]));
        object.insert("not".into(), json!({ "const": true }));
        if !self.named.is_empty() {
            let properties = self.named.iter().map(|(name, branch)| (name.clone(), branch.value())).collect();
            object.insert("properties".into(), Value::Object(properties));
        }
        match &self.any {
            Some(any) => object.insert("patternProperties".into(), json!({ "^[a-z0-9_]+$": any.value() })),
            None => None,
        };
        object.insert("additionalProperties".into(), false.into());
        object
    }
}

fn leaf(rule: &Rule) -> Value {
    let text = json!({ "type": "string" });
    let mut schema = match rule.takes {
        Takes::Label => json!({ "$ref": "#/$defs/label" }),
        Takes::Text => text,
        Takes::Texts => json!({ "anyOf": [text, { "type": "array", "items": text }] }),
        Takes::Truth => json!({ "type": "boolean" }),
        Takes::Whole => json!({ "type": "integer" }),
        Takes::Number => json!({ "type": "number" }),
        Takes::Numbers => json!({ "type": "array", "items": { "type": "number" } }),
        Takes::Date => json!({ "anyOf": [{ "type": "integer" }, text] }),
        Takes::Opening => json!({ "$ref": "#/$defs/opening" }),
        Takes::Distribution => json!({ "$ref": "#/$defs/law" }),
        Takes::Yearly => json!({ "$ref": "#/$defs/yearly" }),
    };
    if let Value::Object(object) = &mut schema {
        object.insert("description".into(), rule.meaning.clone().into());
    }
    schema
}

fn definitions() -> Value {
    let note = json!({ "type": "string", "description": "What a reader should know about this value." });
    let source = json!({ "type": "string", "description": "Where this value comes from." });
    let number = json!({ "$ref": "#/$defs/number" });
    let described = |text: &str| json!({ "$ref": "#/$defs/number", "description": text });
    let one = json!({
        "type": "object",
        "properties": { "value": described("The value."), "note": note, "source": source },
        "required": ["value"],
        "additionalProperties": false,
    });
    let years = json!({
        "type": "object",
        "properties": {
            "between": { "enum": ["step", "line"], "description": "What holds between the years given: \"step\", which is meant where nothing is said, holds a value until the next year given; \"line\" draws a line." },
            "note": note,
            "source": source,
        },
        "patternProperties": { "^1[3-4][0-9][0-9]$": number },
        "additionalProperties": false,
    });
    let growth = json!({
        "type": "object",
        "properties": {
            "grow": {
                "type": "object",
                "description": "A path that grows at a steady rate.",
                "properties": {
                    "from": described("Value of the first year."),
                    "rate": described("Growth a year, such as \"4 %/year\"."),
                },
                "required": ["from", "rate"],
                "additionalProperties": false,
            },
            "note": note,
            "source": source,
        },
        "required": ["grow"],
        "additionalProperties": false,
    });
    let numbers = |count: usize, text: &str| json!({ "type": "array", "items": number, "minItems": count, "maxItems": count, "description": text });
    let away = json!({ "$ref": "#/$defs/away" });
    let pair = json!({ "type": "array", "minItems": 2, "maxItems": 2 });
    let law = json!({
        "type": "object",
        "properties": {
            "uniform": numbers(2, "Smallest and largest."),
            "triangular": numbers(3, "Smallest, most likely and largest."),
            "pert": numbers(3, "Smallest, most likely and largest; a smooth distribution."),
            "normal": numbers(2, "Mean and standard deviation; cut to the range of the input."),
            "lognormal": numbers(2, "Tenth and ninetieth percentile."),
            "points": { "type": "array", "minItems": 2, "items": { "anyOf": [number, pair] }, "description": "Values, or pairs of a value and its weight; weights sum to 1." },
            "noise": { "type": "array", "minItems": 2, "maxItems": 2, "items": number, "description": "Noise from year to year: its standard deviation, and the share of it that goes on into the next year." },
            "as": { "enum": ["value", "factor", "shift"], "description": "Whether the number is the value, multiplies it in every year, or is added to it." },
        },
        "additionalProperties": false,
    });
    json!({
        "law": { "anyOf": [law, away] },
        "label": {
            "type": "object",
            "description": "A text in both languages.",
            "properties": {
                "en": { "type": "string", "description": "In English." },
                "fa": { "type": "string", "description": "In Persian." },
            },
            "required": ["en", "fa"],
            "additionalProperties": false,
        },
        "number": {
            "description": "A number in the declared unit, a quantity such as \"180 MUSD/year\", or a figure such as \"figure:solar.licensed\".",
            "anyOf": [{ "type": "number" }, { "type": "string" }],
        },
        "away": { "const": false, "description": "Takes away what the bases say." },
        "opening": { "anyOf": [number, one, away] },
        "yearly": { "anyOf": [number, one, years, growth, away] },
    })
}
