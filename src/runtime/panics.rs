//! Conversion of panics to errors. A panic is a bug in reboto or in a dependency; the caller gets a
//! normal exception, and an awaited call ends.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;

use crate::error::CallError;

/// Runs a call and converts a panic to an error.
///
/// # Errors
///
/// The call's error, or that of a panic.
pub async fn catch_panic_in<R>(call: impl Future<Output = Result<R, CallError>>) -> Result<R, CallError> {
    let mut call = pin!(call);
    // Unwind-safe, because the call is not polled again after a panic.
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context))) {
        Ok(turn) => turn,
        Err(panic) => Err(panic_error(&*panic)).into(),
    })
    .await
}

/// Runs a function and converts a panic to an error.
///
/// # Errors
///
/// The error of a panic.
pub fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, CallError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| panic_error(&*panic))
}

fn panic_error(panic: &(dyn Any + Send)) -> CallError {
    let message = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("unknown panic");
    // tokio starts threads for blocking work, such as the lookup of a host name.
    if let Some(cause) = message.strip_prefix("OS can't spawn worker thread: ") {
        return CallError::resource_exhausted(
            "the lookup of a host name needs a thread",
            &std::io::Error::other(cause),
        );
    }
    CallError::Client(format!("a bug in reboto, please report it: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::runtime;

    #[test]
    fn a_panicking_call_is_an_error() {
        let count = std::hint::black_box(3_usize);
        let call = async move { Ok([0_u8; 2].get(count).copied().expect("three of two")) };
        let outcome = runtime().block_on(catch_panic_in(call));
        assert!(matches!(outcome, Err(CallError::Client(text)) if text.contains("report it: three of two")));
    }

    #[test]
    fn a_panicking_function_is_an_error() {
        let outcome = catch_panic(|| panic!("{} of two", "four"));
        assert!(matches!(outcome, Err::<(), _>(CallError::Client(text)) if text.contains("report it: four of two")));
    }

    #[test]
    fn other_outcomes_are_unchanged() {
        assert!(matches!(runtime().block_on(catch_panic_in(async { Ok(1) })), Ok(1)));
        let refused = catch_panic_in::<()>(async { Err(CallError::TimedOut("late".to_owned())) });
        assert!(matches!(runtime().block_on(refused), Err(CallError::TimedOut(_))));
        assert!(matches!(catch_panic(|| 2), Ok(2)));
    }
}
