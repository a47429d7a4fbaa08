//! Long work with the GIL held: lets signals and other threads in.

use std::cell::Cell;

use pyo3::prelude::*;

/// Steps between two looks at signals: a step is an element or an item, which takes a microsecond.
const STEPS: u32 = 1024;

thread_local! {
    static LEFT: Cell<u32> = const { Cell::new(STEPS) };
}

/// Counts a step of such work. Every so often signal handlers run, and other threads may take the GIL.
///
/// # Errors
///
/// What a signal's handler raises: `KeyboardInterrupt`, by default.
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
