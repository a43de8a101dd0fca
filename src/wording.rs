//! Wording: what the studies say, in two languages, each result laid out once.

pub mod binding;
pub mod catalogue;
pub mod difference;
pub mod discovery;
pub mod ensemble;
pub mod equation_page;
pub mod equations;
pub mod faults;
pub mod member;
pub mod new_plan;
pub mod provenance;
pub mod results;
pub mod sensitivity;
pub mod sentences;
pub mod table;

/// At most `most` characters of a text; a mark says that there were more.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
