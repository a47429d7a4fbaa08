//! Native stack space for calls, and the detection of endless nesting.
//!
//! Python's recursion limit counts only its own frames. A request hook or log handler that calls its
//! own connection adds native frames, and a thread's stack may be small. So the free bytes are
//! measured.

/// Minimum of free stack at the start of a call, for the conversion of arguments and responses and
/// for Python code in a hook or handler.
#[cfg(feature = "python")]
const LEAST: usize = if cfg!(debug_assertions) { 160 * 1024 } else { 80 * 1024 };

/// Stack that the SDK needs while a thread drives it.
const DRIVING: usize = if cfg!(debug_assertions) { 768 * 1024 } else { 256 * 1024 };

/// Runs `work` on a new stack if the current one has too little space; `work` must not use Python objects.
pub fn with_room<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(DRIVING, 2 * DRIVING, work)
}

/// Checks that the stack has enough space for a call.
///
/// # Errors
///
/// `RecursionError`, as for Python's recursion limit.
#[cfg(feature = "python")]
pub fn check() -> pyo3::PyResult<()> {
    match stacker::remaining_stack() {
        Some(left) if left < LEAST => Err(pyo3::exceptions::PyRecursionError::new_err(format!(
            "maximum recursion depth exceeded: {} KiB of this thread's stack are left, but a call needs {} KiB; \
             check for a request hook or log handler that calls itself endlessly, or raise \
             threading.stack_size()",
            left / 1024,
            LEAST / 1024
        ))),
        _ => Ok(()),
    }
}
