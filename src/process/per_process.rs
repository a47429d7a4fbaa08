//! Values that belong to one process and are rebuilt after a fork.

use std::sync::Arc;

use arc_swap::{ArcSwapOption, Guard};

/// A value that belongs to the process that built it.
///
/// After a fork, the child detects another process id and builds its own value. The inherited value
/// is leaked: dropping a runtime or a connection pool would wait for threads that exist only in the
/// parent, or use shared file descriptors. There is no lock that a fork could leave locked.
pub struct PerProcess<T>(ArcSwapOption<(u32, T)>);

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        // A child that drops a connection of its parent leaks the parent's value, too.
        std::mem::forget(self.0.swap(None).filter(|value| value.0 != std::process::id()));
    }
}

impl<T: Clone + Send + Sync + 'static> PerProcess<T> {
    #[must_use]
    pub const fn new() -> Self {
        Self(ArcSwapOption::const_empty())
    }

    /// This process's value, built now if there is none or `keep` returns false.
    ///
    /// Threads that build at the same time all get the value that was built first, unless `keep`
    /// returns false for it. The other values are dropped with all that depends on them.
    ///
    /// # Errors
    ///
    /// The error of `keep` or `build`.
    pub fn get_if<E>(
        &self,
        keep: impl Fn(&T) -> Result<bool, E>,
        build: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let pid = std::process::id();
        let kept = |entry: &Option<Arc<(u32, T)>>| match entry.as_deref() {
            Some((owner, value)) if *owner == pid && keep(value)? => Ok(Some(value.clone())),
            _ => Ok(None),
        };
        let current = self.0.load();
        if let Some(value) = kept(&current)? {
            return Ok(value);
        }
        let fresh = build()?;
        let previous = self.0.compare_and_swap(&current, Some(Arc::new((pid, fresh.clone()))));
        let replaced = previous.as_ref().map(Arc::as_ptr) == current.as_ref().map(Arc::as_ptr);
        if !replaced {
            return Ok(kept(&previous)?.unwrap_or(fresh));
        }
        if previous.as_ref().is_some_and(|stale| stale.0 != pid) {
            std::mem::forget(Guard::into_inner(previous));
        }
        Ok(fresh)
    }

    /// This process's value, if there is one.
    #[must_use]
    pub fn peek(&self) -> Option<T> {
        let current = self.0.load();
        current.as_ref().filter(|entry| entry.0 == std::process::id()).map(|entry| entry.1.clone())
    }

    /// This process's value, built now if there is none.
    pub fn get(&self, build: impl FnOnce() -> T) -> T {
        let value: Result<T, std::convert::Infallible> = self.get_if(|_| Ok(true), || Ok(build()));
        match value {
            Ok(value) => value,
        }
    }
}

impl<T: Clone + Send + Sync + 'static> Default for PerProcess<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_built_once_and_kept() {
        let slot = PerProcess::new();
        assert_eq!(slot.get(|| 1), 1);
        assert_eq!(slot.get(|| 2), 1);
    }

    #[test]
    fn a_refused_value_is_built_anew() {
        let slot = PerProcess::new();
        slot.get(|| 1);
        assert_eq!(slot.get_if(|kept| Ok(*kept == 2), || Ok::<_, ()>(2)), Ok(2));
        assert_eq!(slot.get(|| 3), 2);
    }

    #[test]
    fn a_failed_build_leaves_the_slot_as_it_was() {
        let slot = PerProcess::new();
        slot.get(|| 1);
        assert_eq!(slot.get_if(|_| Ok(false), || Err("no")), Err("no"));
        assert_eq!(slot.get(|| 2), 1);
    }

    #[test]
    fn threads_that_build_at_once_share_one_value() {
        for _ in 0..100 {
            let (slot, start) = (PerProcess::new(), std::sync::Barrier::new(8));
            let build = || {
                start.wait();
                Arc::clone(&slot.get(|| Arc::new(())))
            };
            let values: Vec<_> = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..8).map(|_| scope.spawn(build)).collect();
                threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
            });
            assert!(values.iter().all(|value| Arc::ptr_eq(value, &values[0])));
        }
    }
}
