//! The native stack: how much of it a call needs, and calls that nest in each other without end.
//!
//! Python counts its own frames alone. A request hook or a log handler that calls its own
//! connection puts frames of this library and of Python's between them, and a thread's stack may
//! be small; so the bytes that are left are measured.

/// What must be left where a call begins, for all that runs on the caller's stack: the conversion
/// of arguments and responses, and Python code beneath a hook or a handler.
#[cfg(feature = "python")]
const LEAST: usize = if cfg!(debug_assertions) { 160 * 1024 } else { 80 * 1024 };

/// What the SDK needs at most to be driven by a thread that waits.
const DRIVING: usize = if cfg!(debug_assertions) { 768 * 1024 } else { 256 * 1024 };

/// Runs `work`, which touches no Python object, on another stack where this one has too little left.
pub fn with_room<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(DRIVING, 2 * DRIVING, work)
}

/// Refuses a call for which the stack has no room.
///
/// # Errors
///
/// `RecursionError`, as where Python counts too many frames.
#[cfg(feature = "python")]
pub fn check() -> pyo3::PyResult<()> {
    match stacker::remaining_stack() {
        Some(left) if left < LEAST => Err(pyo3::exceptions::PyRecursionError::new_err(format!(
            "maximum recursion depth exceeded: {} KiB of this thread's stack are left, and a call needs {} KiB; \
             check for a request hook or log handler that makes calls without end, or allow threads more with \
             threading.stack_size()",
            left / 1024,
            LEAST / 1024
        ))),
        _ => Ok(()),
    }
}
