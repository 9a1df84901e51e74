//! The nearest valid name, for "did you mean" in every error about a name that does not exist.

use crate::config::slips::slips;
use crate::domain::fold::fold;

/// The candidate closest to `found`, if one is close enough to be worth naming. Case and accents do not count;
/// a candidate that begins with what was typed is close.
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = fold(found).chars().collect();
    if wanted.is_empty() {
        return None;
    }
    let limit = (wanted.len() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let name: Vec<char> = fold(candidate).chars().collect();
            let far = if wanted.len() > 2 && name.starts_with(&wanted) { 1 } else { slips(&wanted, &name) };
            (far <= limit).then_some((far, name.len(), candidate))
        })
        .min_by_key(|&(far, length, _)| (far, length))
        .map(|(_, _, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn close_names_are_found_and_far_ones_are_not() {
        let names = ["étudiant", "étape", "début", "état"];
        assert_eq!(nearest("etudaint", names), Some("étudiant"));
        assert_eq!(nearest("DEBUT", names), Some("début"));
        assert_eq!(nearest("étu", names), Some("étudiant"));
        assert_eq!(nearest("zzz", names), None);
        assert_eq!(nearest("", names), None);
    }
}
