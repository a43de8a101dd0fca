//! What is missing: required keys that no file sets, told thing by thing.

use crate::fault::{Fault, Place};
use crate::scenario::merge::{Removal, Settings};

/// The faults of required keys that no file sets: one for each thing that lacks some, placed at the first line of what
/// there is of it.
pub(in crate::scenario) fn missing(
    lacking: &[(String, String)],
    settings: &Settings,
    whole: &Place,
) -> Vec<Fault> {
    let mut things: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for (id, meaning) in lacking {
        let (thing, key) = id.rsplit_once('.').unwrap_or(("", id));
        match things.iter_mut().find(|(other, _)| *other == thing) {
            Some((_, keys)) => keys.push((key, meaning)),
            None => things.push((thing, vec![(key, meaning)])),
        }
    }
    let fault = |(thing, keys): &(&str, Vec<(&str, &str)>)| {
        let fault = incomplete(thing, keys, settings, whole);
        let id = |key: &str| if thing.is_empty() { key.to_owned() } else { format!("{thing}.{key}") };
        match keys.iter().find_map(|(key, _)| settings.removal(&id(key))) {
            Some(Removal { place, .. }) => fault.also(place, "taken away here", "اینجا برداشته شده است"),
            None => fault,
        }
    };
    things.iter().map(fault).collect()
}

fn incomplete(thing: &str, keys: &[(&str, &str)], settings: &Settings, whole: &Place) -> Fault {
    let prefix = format!("{thing}.");
    let own = settings.beginning(&prefix).filter(|_| !thing.is_empty()).map(|(_, setting)| &setting.key);
    // The last file is the planner's own; in it, the first line that speaks of the thing.
    let place = own.min_by_key(|place| (place.source != whole.source, place.span.start)).unwrap_or(whole);
    let list: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
    let (list, example) = (
        list.join(", "),
        if thing.is_empty() { keys[0].0.to_owned() } else { format!("{prefix}{}", keys[0].0) },
    );
    let help_fa = "آن را بیفزایید یا سناریو را بر سناریویی استوار کنید که آن را تعیین کرده است";
    if let [(_, meaning)] = keys {
        let en = format!("`{example}` is not set: {meaning}");
        return Fault::new("missing", en, format!("`{example}` تعیین نشده است"))
            .at(place, "missing beside this", "در کنار این کم است")
            .help(format!("add `{example}`, or base the scenario on one that sets it"), help_fa);
    }
    let meanings: Vec<String> = keys.iter().map(|(key, meaning)| format!("{key}: {meaning}")).collect();
    Fault::new("missing", format!("`{thing}` still needs: {list}"), format!("`{thing}` هنوز کم دارد: {list}"))
        .at(place, "incomplete", "ناقص")
        .help(meanings.join("; "), help_fa)
}
