//! How far two words are apart by slips of the hand: what every "did you mean" counts with.

/// How many letters to add, remove, change or swap with their neighbour (optimal string alignment).
pub fn slips(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let mut best = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::slips;

    #[test]
    fn letters_added_removed_changed_and_swapped_are_counted() {
        let between = |a: &str, b: &str| {
            let letters = |word: &str| word.chars().collect::<Vec<char>>();
            slips(&letters(a), &letters(b))
        };
        for (a, b, count) in [("", "abc", 3), ("port", "prot", 1), ("languge", "language", 1), ("é", "e", 1)]
        {
            assert_eq!((between(a, b), between(b, a)), (count, count), "{a} {b}");
        }
    }
}
