//! What is fixed in the workbook: what there is, in which order, and what it was made from.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::layout::{Layout, fixed_cell_of};
use super::names;
use super::put::Put;
use super::style::Style;
use crate::model::structure::{Drawn, EnvelopeKind, Named};

/// Writes the sheet of the structure of a report.
pub(super) fn write(workbook: &mut Workbook, style: &Style, layout: &Layout<'_>) -> Result<(), XlsxError> {
    let scenario = &layout.report.projection.scenario;
    let structure = &scenario.structure;
    let name = |named: &Named| named.label.get(style.language).to_owned();
    let list = |texts: Vec<String>| style.language.list(&texts);
    let arrow = style.say(" → ", " ← ");
    let mut lines: Vec<(String, String)> = Vec::new();
    let years = format!("{}–{}", structure.years.0, structure.years.1);
    lines.push((style.say("years", "سال‌ها").to_owned(), style.language.digits(&years)));
    let order: Vec<String> =
        structure.order.iter().map(|claimant| name(structure.claimant(*claimant))).collect();
    lines.push((
        style.say("who draws on the envelopes first", "ترتیب برداشت از محدودیت‌ها").to_owned(),
        order.join(arrow),
    ));
    for programme in &structure.programmes {
        let operation = style.say("operating", "بهره‌برداری");
        let stage =
            |at: usize| programme.stages.get(at).map_or(operation.to_owned(), |stage| name(&stage.named));
        let gate = stage(programme.finance_at);
        let stages: Vec<String> = (0..=programme.stages.len()).map(stage).collect();
        let need = |need: &Drawn| {
            let envelope = name(&structure.envelopes[need.envelope].named);
            if need.at == programme.finance_at {
                envelope
            } else {
                format!("{envelope} ({})", stage(need.at))
            }
        };
        let needs = programme.needs.iter().map(need).collect();
        let text = format!(
            "{}; {}: {gate}; {}: {}; {}: {}",
            stages.join(arrow),
            style.say("money from", "تأمین مالی از"),
            style.say("draws on", "برداشت از"),
            list(needs),
            style.say("sector", "بخش"),
            name(&structure.sectors[programme.sector]),
        );
        lines.push((name(&programme.named), text));
    }
    for envelope in &structure.envelopes {
        let kind = match envelope.kind {
            EnvelopeKind::Flow => style.say("so much a year", "سالانه"),
            EnvelopeKind::Stock => style.say("so much at any time", "در هر زمان"),
        };
        lines.push((name(&envelope.named), kind.to_owned()));
    }
    for shock in &structure.shocks {
        let cuts = shock.cuts.iter().map(|sector| name(&structure.sectors[*sector]));
        let shrinks = shock.shrinks.iter().map(|envelope| name(&structure.envelopes[*envelope].named));
        lines.push((name(&shock.named), list(cuts.chain(shrinks).collect())));
    }
    let sheet = style.sheet(workbook, &layout.structure)?;
    sheet.put(0, 0, style.say("What is fixed here", "آنچه اینجا ثابت است"), &style.title)?;
    let note = style.say(
        "Stages, sectors, purchases between them, envelopes, shocks, priorities, years and the sides of goals are structure: change them in the scenario's files and run again.",
        "مرحله‌ها، بخش‌ها و خرید میان آن‌ها، محدودیت‌ها، شوک‌ها، اولویت‌ها، سال‌ها و جهت هدف‌ها ساختارند: آن‌ها را در پرونده‌های سناریو تغییر دهید و دوباره اجرا کنید.",
    );
    sheet.put(1, 0, note, &style.faint)?;
    let mut row = 3;
    for (what, text) in lines {
        sheet.put(row, 0, what, &style.text)?.put(row, 1, style.lead(&text), &style.wrapped)?;
        row += 1;
    }
    row += 1;
    sheet.put(row, 0, style.say("Made from", "ساخته‌شده از"), &style.section)?.write_blank(
        row,
        1,
        &style.section,
    )?;
    let file = scenario.files.last().map(|path| path.display().to_string()).unwrap_or_default();
    let about = [
        ("version", env!("CARGO_PKG_VERSION").to_owned(), style.say("version of ofogh", "نسخهٔ افق")),
        ("scenario", scenario.name.clone(), style.say("scenario", "سناریو")),
        ("file", file, style.say("file", "پرونده")),
        ("settings", scenario.settings.join("\n"), style.say("settings over it", "تنظیم‌های افزوده")),
        (
            "formulas",
            if style.live { "live" } else { names::NO_FORMULAS }.to_owned(),
            style.say("formulas", "فرمول‌ها"),
        ),
        (
            "names",
            if layout.named { "all years" } else { names::FIRST_YEARS }.to_owned(),
            style.say("named cells", "خانه‌های نام‌دار"),
        ),
        ("digest", scenario.digest(), style.say("digest of its values", "چکیدهٔ مقدارها")),
    ];
    let mut named = Vec::new();
    for (what, value, label) in about {
        row += 1;
        sheet.put(row, 0, label, &style.text)?.put(row, 1, value, &style.faint)?;
        let place = format!("={}", fixed_cell_of(&layout.structure, row, 1));
        named.push((names::about(&layout.prefix, what), place));
    }
    sheet.set_column_width(0, 40)?.set_column_width(1, 120)?;
    Style::protect(sheet);
    style.define(workbook, named)
}
