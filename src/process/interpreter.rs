//! Restricts the module to one interpreter per process.
//!
//! PyO3 stores classes in statics of the process. A second interpreter would use classes of the
//! first: exceptions are not caught, `isinstance` is false, and when the first interpreter ends, the
//! process crashes.

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

const REFUSAL: &str = "reboto is already imported in another interpreter of this process, but works in only one. \
    Use one interpreter per process: in uWSGI set `single-interpreter = true` (--single-interpreter), \
    in mod_wsgi set `WSGIApplicationGroup %{GLOBAL}` and a process group for each application, \
    in Python use processes or threads instead of subinterpreters";

/// Claims the module for the current interpreter, for the rest of the process.
///
/// # Errors
///
/// `ImportError` in every interpreter except the first, even after the first has ended.
pub fn claim(py: Python<'_>) -> PyResult<()> {
    // Each interpreter has its own `sys` module. The reference prevents a later one from having the same address.
    static OWNER: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let sys = py.import("sys")?;
    let owner = OWNER.get_or_init(py, || sys.clone().unbind());
    if owner.is(&sys) { Ok(()) } else { Err(PyImportError::new_err(REFUSAL)) }
}
