//! Patterns of ids: `programme.*.operating`.

/// Whether `id` fits `pattern`, in which `*` stands for any run of characters.
pub fn matches(pattern: &str, id: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == id };
    let Some(rest) = id.strip_prefix(before) else { return false };
    (0..=rest.len()).filter(|at| rest.is_char_boundary(*at)).any(|at| matches(after, &rest[at..]))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        assert!(matches("programme.*.operating", "programme.solar.operating"));
        assert!(matches("*", "anything"));
        assert!(matches("programme.solar*", "programme.solar_priority.started"));
        assert!(!matches("programme.*.operating", "programme.solar.operating_cost"));
        assert!(!matches("solar", "programme.solar"));
    }
}
