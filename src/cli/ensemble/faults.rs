//! What can be wrong with an ensemble that is asked for.

use std::path::Path;

use super::MOST;
use crate::fault::Fault;
use crate::study::ensemble::{DIMENSIONS, Ensemble};

pub(super) fn unwritten(error: &serde_json::Error) -> Fault {
    Fault::new("export", format!("the file cannot be made: {error}"), format!("پرونده ساخته نشد: {error}"))
}

pub(super) fn too_many_dimensions(draws: usize) -> Fault {
    Fault::new(
        "dimensions",
        format!(
            "{draws} numbers are drawn for each member, and Sobol's sequence has {DIMENSIONS} dimensions here"
        ),
        format!("برای هر عضو {draws} قرعه کشیده می‌شود و دنبالهٔ سوبول اینجا {DIMENSIONS} بُعد دارد"),
    )
    .help("add --sampling latin", "‎--sampling latin را بیفزایید")
}

pub(super) fn count_fault(members: u64) -> Fault {
    Fault::new(
        "members",
        format!("an ensemble of {members} members cannot be run"),
        format!("گروهی با {members} عضو اجراشدنی نیست"),
    )
    .help(
        format!("ask for 1 to {MOST} members; 100,000 are enough for most questions"),
        format!("از 1 تا {MOST} عضو بخواهید؛ 100,000 برای بیشتر پرسش‌ها بس است"),
    )
}

pub(in crate::cli) fn certain(path: &Path) -> Fault {
    let name = path.display();
    Fault::new(
        "nothing-uncertain",
        format!("`{name}` says of nothing that it is uncertain"),
        format!("`{name}` هیچ چیزی را نامطمئن نمی‌داند"),
    )
    .help(
        "add --set uncertainty.figures=true to draw from the ranges of its figures, or write [uncertainty] into it",
        "‎--set uncertainty.figures=true را بیفزایید تا از بازهٔ ارقام قرعه کشیده شود، یا [uncertainty] را در آن بنویسید",
    )
}

pub(super) fn not_finite(ensemble: &Ensemble, member: u64, series: usize) -> Fault {
    let (variable, year) = ensemble.series(series);
    Fault::new(
        "not-finite",
        format!("`{variable}` leaves all bounds in {year} in member {member}"),
        format!("`{variable}` در سال {year} در عضو {member} از هر حدی می‌گذرد"),
    )
    .help(
        format!("`--member {member}` shows what was drawn for it; narrow the widest ranges"),
        format!("`--member {member}` قرعه‌های آن را نشان می‌دهد؛ پهن‌ترین بازه‌ها را تنگ‌تر کنید"),
    )
}
