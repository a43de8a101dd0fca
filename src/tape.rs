//! What the model is made of: the yearly step recorded as equations, checked for its units, written as text.

mod expression;
mod notation;
mod recording;
mod slope;
mod traced;
mod units;

pub use expression::{Expression, Operation};
pub use notation::{Form, Notation, Tightness};
pub use recording::{Equation, Order, Recording, Reference};
pub use traced::{AtLeast, Tape, Traced};
pub(crate) use traced::{Operand, TapeNode};
pub use units::{UnitFault, check_units};
