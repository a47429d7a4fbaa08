//! The one interpreter of the process that may import the module.
//!
//! PyO3 keeps classes in statics of the process. In a second interpreter they are foreign: exceptions
//! are not caught, `isinstance` is false, and when the first interpreter ends, the process crashes.

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

const REFUSAL: &str = "reboto is imported in another interpreter of this process, and works in one interpreter only. \
    Keep to one interpreter per process: in uWSGI with `single-interpreter = true` (--single-interpreter), \
    in mod_wsgi with `WSGIApplicationGroup %{GLOBAL}` and a process group for each application; \
    in Python with processes or threads in place of subinterpreters";

/// Claims the module for the interpreter that runs, for the rest of the process.
///
/// # Errors
///
/// `ImportError` in every interpreter but the first, also after the first one has ended.
pub fn claim(py: Python<'_>) -> PyResult<()> {
    // Each interpreter has a `sys` of its own. This one is kept, so that no later one takes its address.
    static OWNER: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let sys = py.import("sys")?;
    let owner = OWNER.get_or_init(py, || sys.clone().unbind());
    if owner.is(&sys) { Ok(()) } else { Err(PyImportError::new_err(REFUSAL)) }
}
