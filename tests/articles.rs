//! docs/articles.md: every id it names exists in the scenario it names.

use crate::support::{load, root};

#[test]
fn every_id_in_the_table_exists() {
    let text = std::fs::read_to_string(root().join("docs/articles.md")).expect("docs/articles.md");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|') && line.contains('`')).collect();
    assert!(rows.len() >= 25, "a row for each policy, project and system that the articles name");
    let mut ids = 0;
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let scenarios: Vec<&str> =
            cells[5].split(['`', ',', ' ']).filter(|name| name.ends_with(".toml")).collect();
        let known: Vec<String> = scenarios
            .iter()
            .flat_map(|name| {
                let scenario = load(&root().join("scenarios").join(name), &[]);
                let inputs = scenario.inputs().map(|input| input.row.id.clone());
                let rows = scenario.variables.iter().map(|row| row.id.clone());
                let goals = scenario.goals.iter().map(|goal| format!("goal.{}", goal.id));
                inputs.chain(rows).chain(goals).collect::<Vec<_>>()
            })
            .collect();
        for id in cells[4].split('`').skip(1).step_by(2) {
            let prefix = format!("{id}.");
            let exists = known.iter().any(|other| {
                other == id || other.starts_with(&prefix) || ofogh::scenario::matches(id, other)
            });
            assert!(exists, "`{id}` is in none of {scenarios:?}: {row}");
            ids += 1;
        }
    }
    assert!(ids > 30);
}
