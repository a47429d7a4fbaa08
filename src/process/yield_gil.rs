//! Lets signal handlers and other threads run during long work that holds the GIL.

use std::cell::Cell;

use pyo3::prelude::*;

/// Steps between two checks; a step is the processing of an element or item, about a microsecond.
const STEPS: u32 = 1024;

thread_local! {
    static LEFT: Cell<u32> = const { Cell::new(STEPS) };
}

/// Counts a step. At intervals, signal handlers run and other threads may acquire the GIL.
///
/// # Errors
///
/// The exception of a signal handler, such as `KeyboardInterrupt`.
#[inline]
pub fn step(py: Python<'_>) -> PyResult<()> {
    let left = LEFT.get();
    LEFT.set(left.wrapping_sub(1));
    if left == 0 { pause(py) } else { Ok(()) }
}

#[cold]
fn pause(py: Python<'_>) -> PyResult<()> {
    LEFT.set(STEPS);
    py.check_signals()?;
    py.detach(|| ());
    Ok(())
}
