//! Studies: what is asked of a scenario. Everything here is computed in memory; nothing touches a disk.

mod binding;
pub mod discover;
pub mod ensemble;
mod evidence;
mod goal;
mod hindcast;
pub mod limits;
mod possible;
mod prices;
mod projection;
mod report;
mod select;
pub mod sensitivity;
pub mod workers;

pub use binding::{Binding, bindings};
pub use evidence::Evidence;
pub use goal::{GoalResult, goal_results};
pub use hindcast::{HindcastError, compare_with_observed};
pub use possible::{Impossible, Unlikely};
pub use prices::{PriceBasis, Priced, is_money};
pub use projection::{Projection, project};
pub use report::Report;
pub use select::{UnknownPattern, UnknownResult, result_at, select};
