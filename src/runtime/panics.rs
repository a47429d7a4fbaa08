//! A panic is a bug, here or in what reboto stands on: a caller gets it as an error
//! that scripts catch, and an awaited call ends all the same.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;

use crate::error::CallError;

/// The call's outcome, or the fault that it panicked.
///
/// # Errors
///
/// The call's own fault, or what it panicked with.
pub async fn catch_panic_in<R>(call: impl Future<Output = Result<R, CallError>>) -> Result<R, CallError> {
    let mut call = pin!(call);
    // It is not polled again after a panic, so nobody sees what that left half done.
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context))) {
        Ok(turn) => turn,
        Err(panic) => Err(panic_error(&*panic)).into(),
    })
    .await
}

/// What work gives, or the fault that it panicked.
///
/// # Errors
///
/// What the work panicked with.
pub fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, CallError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| panic_error(&*panic))
}

fn panic_error(panic: &(dyn Any + Send)) -> CallError {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let words = words.unwrap_or("it panicked");
    // tokio starts threads for what has no other way to be waited for, such as a name server.
    if let Some(cause) = words.strip_prefix("OS can't spawn worker thread: ") {
        return CallError::resource_exhausted(
            "the search for a host's address needs a thread",
            &std::io::Error::other(cause),
        );
    }
    CallError::Client(format!("a bug in reboto, please report it: {words}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::runtime;

    #[test]
    fn a_call_that_panics_is_a_fault() {
        let count = std::hint::black_box(3_usize);
        let call = async move { Ok([0_u8; 2].get(count).copied().expect("three of two")) };
        let outcome = runtime().block_on(catch_panic_in(call));
        assert!(matches!(outcome, Err(CallError::Client(text)) if text.contains("report it: three of two")));
    }

    #[test]
    fn work_that_panics_is_a_fault() {
        let outcome = catch_panic(|| panic!("{} of two", "four"));
        assert!(matches!(outcome, Err::<(), _>(CallError::Client(text)) if text.contains("report it: four of two")));
    }

    #[test]
    fn what_does_not_panic_is_as_it_was() {
        assert!(matches!(runtime().block_on(catch_panic_in(async { Ok(1) })), Ok(1)));
        let refused = catch_panic_in::<()>(async { Err(CallError::TimedOut("late".to_owned())) });
        assert!(matches!(runtime().block_on(refused), Err(CallError::TimedOut(_))));
        assert!(matches!(catch_panic(|| 2), Ok(2)));
    }
}
