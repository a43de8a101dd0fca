//! The schemas under `schema/`: current, complete, and named by every shipped file.

use serde_json::Value;

use crate::support::root;

fn current(name: &str) -> Value {
    match name {
        "scenario" => ofogh::scenario::schema(),
        _ => ofogh::figure::schema(name).expect("a schema"),
    }
}

/// `RENEW=1 cargo test schema` writes them anew.
#[test]
fn committed_schemas_are_current() {
    for name in ["scenario", "figures", "articles", "contradictions", "units"] {
        let path = root().join("schema").join(format!("{name}.schema.json"));
        let text = format!("{:#}\n", current(name));
        if std::env::var_os("RENEW").is_some() {
            std::fs::write(&path, &text).expect("a schema");
        }
        assert_eq!(std::fs::read_to_string(&path).expect("a schema"), text, "RENEW=1 cargo test schema");
    }
}

/// Every property that holds no others has a meaning.
#[test]
fn every_property_means_something() {
    fn walk(at: &str, schema: &Value, missing: &mut Vec<String>) {
        let Some(object) = schema.as_object() else { return };
        for key in ["properties", "patternProperties"] {
            for (name, inner) in object.get(key).and_then(Value::as_object).into_iter().flatten() {
                let holds = inner.get("properties").is_some() || inner.get("patternProperties").is_some();
                let is_name = key == "patternProperties";
                if !holds && !is_name && inner.get("description").is_none() {
                    missing.push(format!("{at}.{name}"));
                }
                walk(&format!("{at}.{name}"), inner, missing);
            }
        }
        for key in ["anyOf", "allOf"] {
            for inner in object.get(key).and_then(Value::as_array).into_iter().flatten() {
                walk(at, inner, missing);
            }
        }
        for (name, inner) in object.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            walk(name, inner, missing);
        }
    }
    for name in ["scenario", "figures", "articles", "contradictions", "units"] {
        let mut missing = Vec::new();
        walk(name, &current(name), &mut missing);
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn every_shipped_file_names_its_own_schema() {
    for folder in
        ["scenarios", "scenarios/qom", "seeds", "examples/second-province", "examples/second-province/seeds"]
    {
        let folder = root().join(folder);
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let text = std::fs::read_to_string(&path).expect("a text");
                let first = text.lines().next().unwrap_or_default();
                let named = first
                    .strip_prefix("#:schema ")
                    .unwrap_or_else(|| panic!("{} names no schema", path.display()));
                assert!(folder.join(named).is_file(), "{}: {named}", path.display());
                let right = match path.file_stem().and_then(|stem| stem.to_str()) {
                    Some(stem @ ("articles" | "contradictions")) => stem,
                    _ if folder.ends_with("seeds") => "figures",
                    _ => "scenario",
                };
                assert!(
                    named.ends_with(&format!("schema/{right}.schema.json")),
                    "{}: {named}",
                    path.display()
                );
            }
        }
    }
}
