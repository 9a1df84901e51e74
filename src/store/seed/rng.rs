//! Deterministic chance: the same plan always draws the same university. SplitMix64, and Zipf's law for what is
//! distributed as names are (few frequent, many rare).

/// A small generator of pseudo-random numbers. Not for secrets.
#[derive(Clone, Debug)]
pub(super) struct Rng(u64);

impl Rng {
    /// A generator that always draws the same sequence for the same seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator of its own for item `index`, so that one item's draws never move another's.
    pub(super) fn fork(seed: u64, index: u64) -> Self {
        let mut rng = Self(seed ^ index.wrapping_mul(0xD134_2543_DE82_EF95));
        rng.next();
        rng
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..n`; 0 when `n` is 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// A number in `low..=high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low).max(0) as usize + 1) as i64
    }

    /// A number in `0.0..1.0`.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True once in a while.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of these. The slice is never empty: every list of the seed is a constant or checked when built.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Draws an index, each with its own weight.
#[derive(Clone, Debug)]
pub(super) struct Weighted(Vec<f64>);

impl Weighted {
    /// From one weight an index.
    pub(super) fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        Self(
            weights
                .into_iter()
                .map(|w| {
                    sum += w;
                    sum
                })
                .collect(),
        )
    }

    /// Zipf's law over `n` ranks: the weight of a rank is its inverse, flattened at the head by `shift`.
    pub(super) fn zipf(n: usize, shift: f64) -> Self {
        Self::new((0..n).map(|rank| 1.0 / (rank as f64 + shift)))
    }

    /// An index.
    pub(super) fn draw(&self, rng: &mut Rng) -> usize {
        let total = self.0.last().copied().unwrap_or(0.0);
        let at = rng.unit() * total;
        self.0.partition_point(|&sum| sum <= at).min(self.0.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_sequence() {
        let draw = |seed| {
            let mut rng = Rng::new(seed);
            (0..50).map(|_| rng.next()).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn bounds_are_kept() {
        let mut rng = Rng::new(1);
        assert_eq!(rng.below(0), 0);
        for _ in 0..10_000 {
            assert!(rng.below(3) < 3);
            assert!((-2..=5).contains(&rng.between(-2, 5)));
            assert!((0.0..1.0).contains(&rng.unit()));
        }
    }

    #[test]
    fn zipf_gives_few_frequent_and_many_rare() {
        let law = Weighted::zipf(1_000, 1.0);
        let mut counts = vec![0u32; 1_000];
        let mut rng = Rng::new(42);
        for _ in 0..100_000 {
            counts[law.draw(&mut rng)] += 1;
        }
        let head: u32 = counts[..10].iter().sum();
        assert!(head > 30_000 && head < 50_000, "{head}");
        assert!(counts[0] > 3 * counts[5]);
        assert!(counts[500..].iter().filter(|&&n| n > 0).count() > 450);
    }
}
