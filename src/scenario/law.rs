//! What is uncertain, and how: distributions, and what a drawn number does.

/// A distribution.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Every value between two alike.
    Uniform {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// A triangle over three values.
    Triangular {
        /// Smallest.
        low: f64,
        /// Most likely.
        mode: f64,
        /// Largest.
        high: f64,
    },
    /// A beta distribution over three values, the most likely weighing four times.
    Pert {
        /// Smallest.
        low: f64,
        /// Most likely.
        mode: f64,
        /// Largest.
        high: f64,
    },
    /// A normal distribution, cut to the range of its input.
    Normal {
        /// Mean before it is cut.
        mean: f64,
        /// Standard deviation before it is cut.
        deviation: f64,
        /// Smallest that is left.
        low: f64,
        /// Largest that is left.
        high: f64,
    },
    /// A logarithmic normal distribution between its tenth and its ninetieth percentile.
    Lognormal {
        /// Tenth percentile.
        low: f64,
        /// Ninetieth percentile.
        high: f64,
    },
    /// Single values, each with its weight; the weights sum to 1.
    Points(Vec<(f64, f64)>),
}

/// What a drawn number does to an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is the value, in every year.
    Value,
    /// It multiplies the value of every year.
    Factor,
    /// It is added to the value of every year.
    Shift,
}

/// Something uncertain: one number is drawn for each member of an ensemble.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertain {
    /// What it is known by: the id of an input, or `figure:ID`. Its draws depend on the name alone.
    pub name: String,
    /// How it is distributed.
    pub law: Law,
    /// What it does.
    pub act: Act,
    /// Indexes of the inputs it acts on, those at the opening date counted first.
    pub inputs: Vec<usize>,
}

impl Law {
    /// The smallest and the largest value, for laws that end by themselves; others are cut to the range of their input.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        match self {
            Self::Uniform { low, high }
            | Self::Triangular { low, high, .. }
            | Self::Pert { low, high, .. } => Some((*low, *high)),
            Self::Points(points) => Some((points.first()?.0, points.last()?.0)),
            Self::Normal { .. } | Self::Lognormal { .. } => None,
        }
    }
}
