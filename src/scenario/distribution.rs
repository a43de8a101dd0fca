//! What is uncertain, and how: distributions, and what a drawn number does.

/// A distribution.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution {
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
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// It is the value, in every year.
    Value,
    /// It multiplies the value of every year.
    Factor,
    /// It is added to the value of every year.
    Shift,
    /// It is the value of a figure, in the unit of the figure, and everything that rests on the figure follows.
    Figure,
    /// One is drawn for each year and shifts its value; the share `persistence` of a shift goes on into the next year.
    /// Shifts are as wide in the first year as in the last.
    Noise {
        /// Correlation of the shifts of two years that follow each other.
        persistence: f64,
    },
    /// One is drawn for each year in which a shock may begin: 1 where it does, else 0. Holds, for each of these years, the
    /// share of every year during which the shock is then on.
    Begins(Vec<Vec<f64>>),
}

/// What the name of a drawn figure begins with.
pub const OF_A_FIGURE: &str = "figure:";

/// Something uncertain, drawn for each member of an ensemble: one number, or one for each year.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// What it is known by: the id of an input, of an input and `:noise`, of a shock, or `figure:ID`. Its draws depend on
    /// the name alone.
    pub name: String,
    /// How it is distributed.
    pub distribution: Distribution,
    /// What it does.
    pub effect: Effect,
    /// Indexes of the inputs it acts on, those at the opening date counted first; of a figure, all that rest on it.
    pub inputs: Vec<usize>,
}

/// Things that are not drawn apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlation {
    /// Indexes of the uncertain things.
    pub uncertainties: Vec<usize>,
    /// The lower triangular factor of the correlations of the normal numbers behind them, by row.
    pub factor: Vec<Vec<f64>>,
}

impl Uncertainty {
    /// Numbers drawn for it in a run of so many years.
    pub fn draws(&self, years: usize) -> usize {
        match &self.effect {
            Effect::Value | Effect::Factor | Effect::Shift | Effect::Figure => 1,
            Effect::Noise { .. } => years,
            Effect::Begins(active) => active.len(),
        }
    }
}

impl Distribution {
    /// The smallest and the largest value, for those that end by themselves; others are cut to the range of their input.
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
