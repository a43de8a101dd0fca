//! Hindcast: projected against what was later observed, and how far off it is.

use super::Projection;
use crate::scenario::Observed;

/// One observation beside its projection.
#[derive(Debug, Clone)]
pub struct HindcastError {
    /// What was observed.
    pub observed: Observed,
    /// What the run says.
    pub projected: f64,
    /// Projected less observed.
    pub error: f64,
    /// The error as a share of the observed; `None` where nothing was observed.
    pub relative: Option<f64>,
}

/// Every observation of the scenario beside its projection, by variable, then by year.
pub fn compare_with_observed(projection: &Projection) -> Vec<HindcastError> {
    let mut observed = projection.scenario.observed.clone();
    observed.sort_by_key(|observed| (observed.variable, observed.year));
    let one = |observed: Observed| {
        // An observation's year was checked to lie within the run.
        let at = projection.years.iter().position(|year| *year == observed.year).expect("its year");
        let projected = projection.values[at][observed.variable];
        let error = projected - observed.value;
        let relative = (observed.value != 0.0).then(|| error / observed.value);
        HindcastError { observed, projected, error, relative }
    };
    observed.into_iter().map(one).collect()
}
