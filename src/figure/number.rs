//! The one reader of numbers, wherever people write them: in files, settings, tables and cells.

use crate::fault::{Fault, quotable};
use crate::language::plain_digits;

/// The number a text begins with, and what stands behind it: its unit, or nothing. Persian and Arabic digits are
/// understood, and marks that are not seen are passed over.
///
/// # Errors
/// No number; a comma or a slash within it; a sign that belongs to neither numbers nor units; a number too large to hold.
pub fn number(text: &str) -> Result<(f64, String), Fault> {
    let plain = plain_digits(text).replace(" @", "@").replace("@ ", "@");
    let plain = plain.trim();
    let end = plain.find(|c: char| !(c.is_ascii_digit() || "+-._".contains(c))).unwrap_or(plain.len());
    let (number, unit) = plain.split_at(exponent(plain, end));
    let (number, unit) = (number.replace('_', ""), unit.trim());
    let shown = quotable(text.trim());
    let begins = |mark: char| {
        unit.strip_prefix(mark).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if !number.is_empty() && unit.starts_with(',') {
        let fault = Fault::new(
            "comma",
            format!("`{shown}` has a comma in its number"),
            format!("عدد `{shown}` ویرگول دارد"),
        );
        return Err(fault.help(
            "write 1.4 with a point and 2600 without a mark",
            "اعشار را با نقطه (1.4) و هزارگان را بی‌نشانه (2600) بنویسید",
        ));
    }
    if !number.is_empty() && begins('/') {
        let fault = Fault::new(
            "slash",
            format!("`{shown}` has a slash in its number"),
            format!("عدد `{shown}` خط مورب دارد"),
        );
        return Err(fault.help(
            "write 1.4 with a point (or ۱٫۴), and a fraction as the number it comes to",
            "اعشار را با نقطه (1.4) یا ممیز (۱٫۴) و کسر را به صورت عدد حاصل بنویسید",
        ));
    }
    if let Some(odd) = unit.chars().find(|c| !c.is_ascii() && !c.is_alphanumeric()) {
        let place = 1 + text.chars().position(|c| c == odd).unwrap_or(0);
        let code = odd as u32;
        return Err(Fault::new(
            "strange-sign",
            format!("the sign `{odd}` (`U+{code:04X}`, sign {place} of `{shown}`) belongs to no number and no unit"),
            format!("نشانهٔ `{odd}` (`U+{code:04X}`، نویسهٔ {place} در `{shown}`) از آنِ هیچ عدد و یکایی نیست"),
        )
        .help("write a number, then its unit", "نخست عدد و سپس یکای آن را بنویسید"));
    }
    if number.is_empty() {
        return Err(Fault::new(
            "not-a-number",
            format!("`{shown}` is not a number"),
            format!("`{shown}` عدد نیست"),
        ));
    }
    let value: f64 = number.parse().map_err(|_| {
        let number = quotable(&number);
        Fault::new("not-a-number", format!("`{number}` is not a number"), format!("`{number}` عدد نیست"))
            .help("write digits with at most one point", "رقم‌ها را با حداکثر یک نقطه بنویسید")
    })?;
    if value.is_finite() { Ok((value, unit.to_owned())) } else { Err(too_large()) }
}

/// What is said of a number that no computer word holds.
pub fn too_large() -> Fault {
    Fault::new(
        "too-large",
        "this number is too large to reckon with",
        "این عدد بزرگ‌تر از آن است که بتوان با آن حساب کرد",
    )
    .help("the largest is about 1.8e308", "بزرگ‌ترین عدد نزدیک 1.8e308 است")
}

/// Takes an exponent such as `e6` into the number that ends at `end`.
fn exponent(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let Some(after) = rest.strip_prefix(['e', 'E']) else { return end };
    let sign = usize::from(after.starts_with(['+', '-']));
    let digits = after[sign..].bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { end } else { end + 1 + sign + digits }
}
