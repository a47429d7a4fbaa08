//! One tokio runtime per process, and values that a forked child builds anew.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use tokio::runtime::{Builder, Runtime};

/// A value that belongs to the process that built it.
///
/// After `fork` the child sees another process id and builds its own. What it
/// inherited is leaked: dropping a runtime or a socket pool whose threads stayed
/// in the parent would wait for them, or reach into descriptors both share.
/// No lock is held at any time, so a fork at any moment leaves none locked.
pub struct PerProcess<T>(ArcSwapOption<(u32, T)>);

impl<T: Clone + Send + Sync + 'static> PerProcess<T> {
    #[must_use]
    pub const fn new() -> Self {
        Self(ArcSwapOption::const_empty())
    }

    /// This process's value, built now if there is none or `keep` refuses it.
    ///
    /// # Errors
    ///
    /// What `build` answers.
    pub fn get_if<E>(&self, keep: impl Fn(&T) -> bool, build: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let pid = std::process::id();
        let current = self.0.load();
        if let Some(entry) = current.as_ref()
            && entry.0 == pid
            && keep(&entry.1)
        {
            return Ok(entry.1.clone());
        }
        drop(current);
        let fresh = build()?;
        let stale = self.0.swap(Some(Arc::new((pid, fresh.clone()))));
        if let Some(stale) = stale
            && stale.0 != pid
        {
            std::mem::forget(stale);
        }
        Ok(fresh)
    }

    /// This process's value, built now if there is none.
    pub fn get(&self, build: impl FnOnce() -> T) -> T {
        let value: Result<T, std::convert::Infallible> = self.get_if(|_| true, || Ok(build()));
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

static RUNTIME: PerProcess<Arc<Runtime>> = PerProcess::new();

/// The process's runtime, made at first use.
///
/// It has no worker thread: the thread that waits for an answer drives the
/// sockets itself, which spares a small call two hand-overs between threads.
#[must_use]
pub fn runtime() -> Arc<Runtime> {
    RUNTIME.get(|| {
        let runtime = Builder::new_current_thread()
            .thread_name("reboto")
            .enable_all()
            .build()
            .expect("the system gives a process a poll descriptor");
        Arc::new(runtime)
    })
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
        assert_eq!(slot.get_if(|kept| *kept == 2, || Ok::<_, ()>(2)), Ok(2));
        assert_eq!(slot.get(|| 3), 2);
    }

    #[test]
    fn a_failed_build_leaves_the_slot_as_it_was() {
        let slot = PerProcess::new();
        slot.get(|| 1);
        assert_eq!(slot.get_if(|_| false, || Err("no")), Err("no"));
        assert_eq!(slot.get(|| 2), 1);
    }

    #[test]
    fn many_threads_share_the_runtime() {
        let threads: Vec<_> =
            (0..8).map(|n| std::thread::spawn(move || runtime().block_on(async move { n }))).collect();
        let sum: i32 = threads.into_iter().map(|t| t.join().expect("no panic")).sum();
        assert_eq!(sum, 28);
    }
}
