//! A bounded map that evicts the least recently used entries.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// A map of at most `limit` entries. It evicts an eighth of them at once, which makes evictions cheap.
#[derive(Debug)]
pub struct LruCache<K, V> {
    entries: HashMap<K, (u64, V)>,
    uses: u64,
    limit: usize,
}

impl<K: Eq + Hash, V> LruCache<K, V> {
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { entries: HashMap::new(), uses: 0, limit }
    }

    /// Returns a value and marks it as used.
    pub fn get<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (used, value) = self.entries.get_mut(key)?;
        self.uses += 1;
        *used = self.uses;
        Some(value)
    }

    /// Inserts a value and marks it as used.
    pub fn insert(&mut self, key: K, value: V) {
        self.uses += 1;
        self.entries.insert(key, (self.uses, value));
        if self.entries.len() > self.limit {
            let mut uses: Vec<u64> = self.entries.values().map(|(used, _)| *used).collect();
            let evicted = self.entries.len() - self.limit + self.limit / 8;
            let (_, last, _) = uses.select_nth_unstable(evicted - 1);
            let last = *last;
            self.entries.retain(|_, (used, _)| *used > last);
        }
    }

    /// Evicts the entries for which `keep` returns false.
    pub fn retain(&mut self, keep: impl Fn(&K, &V) -> bool) {
        self.entries.retain(|key, (_, value)| keep(key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(limit: usize, count: usize) -> LruCache<usize, usize> {
        let mut cache = LruCache::new(limit);
        (0..count).for_each(|number| cache.insert(number, number));
        cache
    }

    #[test]
    fn recent_entries_are_kept() {
        for limit in [1, 2, 7, 8, 100] {
            let mut cache = filled(limit, 10 * limit);
            assert!(cache.entries.len() <= limit && cache.entries.len() * 8 + 8 >= limit * 7, "{limit}");
            assert_eq!(cache.get(&(10 * limit - 1)), Some(&(10 * limit - 1)));
            assert_eq!(cache.get(&0), None);
        }
    }

    #[test]
    fn used_entries_are_kept() {
        let mut cache = filled(16, 1);
        for number in 1..1000 {
            cache.insert(number, number);
            assert_eq!(cache.get(&0), Some(&0));
        }
    }

    #[test]
    fn entries_that_are_not_retained_are_evicted() {
        let mut cache = filled(16, 10);
        cache.retain(|number, _| number % 2 == 0);
        assert_eq!(cache.get(&4), Some(&4));
        assert_eq!(cache.get(&5), None);
    }
}
