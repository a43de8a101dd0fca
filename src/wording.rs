//! Wording: what the studies say, in two languages, laid out once.

pub mod equations;
pub mod member;
pub mod new_plan;
pub mod sentences;
