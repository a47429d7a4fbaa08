//! Limits the number of connections of a process, well below its limit of file descriptors.
//!
//! A call acquires a slot for its host before the first attempt and releases it at its end. The
//! SDK's pool has a limit too, but there the time in the queue counts against the attempt's
//! timeout, so a burst of calls would time out. Idle connections beyond a smaller limit are closed:
//! the pool would keep as many as were in use at once, for 90 seconds.

use std::collections::HashMap;
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use aws_smithy_http_client::pool::ConnectionEvent;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connection::CaptureSmithyConnection;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::error::CallError;
use crate::process::lock::lock;
use crate::process::per_process::PerProcess;

/// Maximum of concurrent connections to one host, if the limit of open files allows it.
const PER_HOST: usize = 128;
/// Maximum of concurrent connections of the process, likewise.
const TOTAL: usize = 1024;
/// Maximum of idle connections, likewise.
const IDLE: usize = 128;

/// Limits on the number of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionLimits {
    per_host: usize,
    total: usize,
    idle: usize,
}

impl ConnectionLimits {
    /// The limits for a process that may open `files` files; `per_host` is the user's setting.
    #[must_use]
    pub fn of(files: usize, per_host: Option<usize>) -> Self {
        let total = (files / 2).clamp(1, TOTAL.max(per_host.unwrap_or_default()));
        Self {
            per_host: per_host.unwrap_or_else(|| (files / 8).clamp(1, PER_HOST)).min(total),
            total,
            idle: (files / 16).clamp(1, IDLE),
        }
    }
}

/// Slots, each for one call at a time.
#[derive(Debug)]
struct Slots {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// Number of slots released so far.
    returned: AtomicU64,
}

impl Slots {
    fn new(count: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(count)), waiting: AtomicUsize::new(0), returned: AtomicU64::new(0) }
    }

    /// Waits for a slot; returns `None` if no slot is released within `max_wait`.
    async fn take(self: &Arc<Self>, max_wait: Duration) -> Option<Slot> {
        if let Ok(permit) = self.free.clone().try_acquire_owned() {
            return Some(Slot { slots: self.clone(), _permit: permit });
        }
        let _waiting = CountGuard::more(self.clone(), |slots| &slots.waiting);
        let mut permit = pin!(self.free.clone().acquire_owned());
        loop {
            let before = self.returned.load(Ordering::Relaxed);
            match timeout(max_wait, permit.as_mut()).await {
                Ok(permit) => return permit.ok().map(|permit| Slot { slots: self.clone(), _permit: permit }),
                Err(_) if self.returned.load(Ordering::Relaxed) == before => return None,
                Err(_) => {}
            }
        }
    }
}

/// A slot, released on drop.
struct Slot {
    slots: Arc<Slots>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.returned.fetch_add(1, Ordering::Relaxed);
    }
}

/// Increments a counter until it is dropped.
struct CountGuard<T>(Arc<T>, fn(&T) -> &AtomicUsize);

impl<T> CountGuard<T> {
    fn more(of: Arc<T>, counter: fn(&T) -> &AtomicUsize) -> Self {
        counter(&of).fetch_add(1, Ordering::Relaxed);
        Self(of, counter)
    }
}

impl<T> Drop for CountGuard<T> {
    fn drop(&mut self) {
        (self.1)(&self.0).fetch_sub(1, Ordering::Relaxed);
    }
}

/// A host (`None` for all hosts together) and its limit.
type SlotKey = (Option<String>, usize);

/// The process's connections.
#[derive(Default)]
struct Connections {
    slots: Mutex<HashMap<SlotKey, Weak<Slots>>>,
    /// Open connections of the SDK's pools.
    open: AtomicUsize,
    /// Calls that hold a slot.
    calls: AtomicUsize,
}

static CONNECTIONS: PerProcess<Arc<Connections>> = PerProcess::new();

impl Connections {
    fn slots(&self, host: Option<&str>, count: usize) -> Arc<Slots> {
        let mut known = lock(&self.slots);
        let key = (host.map(str::to_owned), count);
        if let Some(slots) = known.get(&key).and_then(Weak::upgrade) {
            return slots;
        }
        known.retain(|_, slots| slots.strong_count() > 0);
        let slots = Arc::new(Slots::new(count));
        known.insert(key, Arc::downgrade(&slots));
        slots
    }
}

/// Returns an event listener that counts a pool's connections.
pub fn listener() -> impl Fn(&ConnectionEvent<'_>) + Send + Sync + 'static {
    let connections = CONNECTIONS.get(Arc::default);
    move |event| match event {
        ConnectionEvent::Opened(_) => _ = connections.open.fetch_add(1, Ordering::Relaxed),
        ConnectionEvent::LogicalClose(_) => _ = connections.open.fetch_sub(1, Ordering::Relaxed),
        _ => {}
    }
}

/// The limit that a client's calls wait for before they are sent.
#[derive(Clone)]
pub struct ConnectionGate {
    connections: Arc<Connections>,
    host: String,
    limit: ConnectionLimits,
    /// Timeout for waiting while no other call ends.
    max_wait: Duration,
    at_host: Arc<Slots>,
    total: Arc<Slots>,
}

impl fmt::Debug for ConnectionGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConnectionGate({}, {:?})", self.host, self.limit)
    }
}

/// The permission to use a connection, released on drop.
pub struct ConnectionPermit {
    _call: CountGuard<Connections>,
    _slots: [Slot; 2],
}

impl ConnectionGate {
    /// The gate for the server of a URL.
    #[must_use]
    pub fn to(url: &str, limit: ConnectionLimits, max_wait: Duration) -> Self {
        let parsed = url.parse::<http::Uri>().ok();
        let host = parsed.as_ref().and_then(http::Uri::authority).map_or(url, http::uri::Authority::as_str);
        let connections = CONNECTIONS.get(Arc::default);
        Self {
            at_host: connections.slots(Some(host), limit.per_host),
            total: connections.slots(None, limit.total),
            host: host.to_owned(),
            connections,
            limit,
            max_wait,
        }
    }

    /// Waits until the call may use a connection.
    ///
    /// # Errors
    ///
    /// If no other call ends within `max_wait`.
    pub async fn acquire(&self) -> Result<ConnectionPermit, CallError> {
        let timed_out = |place: &str, count: usize| {
            CallError::TimedOut(format!(
                "no connection became free within {:.1} s: {count} calls are running {place}, the maximum; \
                 raise max_connections, or make fewer calls at a time",
                self.max_wait.as_secs_f64()
            ))
        };
        let at_host = self.at_host.take(self.max_wait).await;
        let at_host = at_host.ok_or_else(|| timed_out(&format!("to {}", self.host), self.limit.per_host))?;
        let total = self.total.take(self.max_wait).await;
        let total = total.ok_or_else(|| timed_out("in this process", self.limit.total))?;
        let call = CountGuard::more(self.connections.clone(), |connections| &connections.calls);
        Ok(ConnectionPermit { _call: call, _slots: [at_host, total] })
    }

    /// Whether too many idle connections would be left after this call.
    fn has_surplus(&self) -> bool {
        let (open, calls) = (&self.connections.open, &self.connections.calls);
        let others = calls.load(Ordering::Relaxed).saturating_sub(1);
        self.at_host.waiting.load(Ordering::Relaxed) == 0
            && open.load(Ordering::Relaxed) > others.saturating_add(self.limit.idle)
    }
}

/// Closes a call's connection afterwards if there are too many idle ones.
#[derive(Debug)]
pub struct CloseSurplus(pub ConnectionGate);

#[dyn_dispatch_hint]
impl Intercept for CloseSurplus {
    fn name(&self) -> &'static str {
        "CloseSurplus"
    }

    fn read_after_transmit(
        &self,
        _: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if self.0.has_surplus()
            && let Some(connection) = cfg.load::<CaptureSmithyConnection>().and_then(CaptureSmithyConnection::get)
        {
            // The response is still read completely before the connection is closed.
            connection.poison();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(20);

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(work)
    }

    fn gate(host: &str) -> ConnectionGate {
        ConnectionGate::to(&format!("https://{host}.example"), ConnectionLimits::of(1024, Some(1)), SHORT)
    }

    #[test]
    fn limits_stay_well_below_the_limit_of_files() {
        for files in [1, 16, 64, 256, 1024, 4096, usize::MAX] {
            let ConnectionLimits { per_host, total, idle } = ConnectionLimits::of(files, None);
            assert!(per_host >= 1 && total >= 1 && idle >= 1, "{files}");
            assert!(per_host <= total && idle <= total, "{files}");
            assert!(files < 16 || total + idle <= files / 16 * 9, "{files}");
        }
        assert_eq!(ConnectionLimits::of(256, None), ConnectionLimits { per_host: 32, total: 128, idle: 16 });
    }

    #[test]
    fn the_setting_is_used_if_the_limit_of_files_allows_it() {
        assert_eq!(ConnectionLimits::of(1024, Some(3)).per_host, 3);
        assert_eq!(ConnectionLimits::of(1024, Some(300)).per_host, 300);
        assert_eq!(ConnectionLimits::of(256, Some(300)).per_host, 128);
        assert_eq!(ConnectionLimits::of(100_000, Some(2000)).per_host, 2000);
    }

    #[test]
    fn a_waiting_call_gets_a_released_slot() {
        run(async {
            let gate = gate("one");
            let first = gate.acquire().await.expect("free");
            tokio::spawn(async move { drop(first) });
            gate.acquire().await.expect("released");
        });
    }

    #[test]
    fn waiting_times_out_if_no_call_ends() {
        run(async {
            let gate = gate("two");
            let _first = gate.acquire().await.expect("free");
            let error = gate.acquire().await.err().expect("none is free").to_string();
            assert!(error.contains("two.example") && error.contains("max_connections"), "{error}");
            assert_eq!(gate.at_host.waiting.load(Ordering::Relaxed), 0);
        });
    }

    #[test]
    fn waiting_continues_while_calls_end() {
        run(async {
            let mut gate = gate("three");
            gate.max_wait = Duration::from_secs(1);
            let acquire = |gate: ConnectionGate| async move {
                let permit = gate.acquire().await;
                // Eight calls in a row take longer than `max_wait`.
                tokio::time::sleep(Duration::from_millis(150)).await;
                permit.is_ok()
            };
            let calls: Vec<_> = (0..8).map(|_| tokio::spawn(acquire(gate.clone()))).collect();
            for call in calls {
                assert!(call.await.expect("no panic"));
            }
        });
    }

    #[test]
    fn a_cancelled_call_takes_no_slot() {
        run(async {
            let mut gate = gate("four");
            gate.max_wait = Duration::from_mins(1);
            let first = gate.acquire().await.expect("free");
            assert!(timeout(SHORT / 2, gate.acquire()).await.is_err());
            drop(first);
            gate.acquire().await.expect("free again");
        });
    }

    #[test]
    fn each_host_has_separate_slots() {
        run(async {
            let _one = gate("five").acquire().await.expect("free");
            gate("six").acquire().await.expect("free");
            gate("five").acquire().await.err().expect("the same host");
        });
    }
}
