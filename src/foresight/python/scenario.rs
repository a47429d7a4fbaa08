//! Scenarios and sweeps for Python. Long series come as bytes, and simulations release the GIL.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use super::super::plan::Plan;
use super::super::run::{Workspace, run};
use super::super::scenario::Scenario;
use super::super::sweep::Sweep;
use super::super::timeline::Timeline;
use super::super::variant::Base;
use super::timeline::ForesightTimeline;

fn value_error(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A scenario to simulate.
///
/// Parameters
/// ----------
/// json : str
///     The scenario as JSON. Metrics whose values or load are in `series` have an
///     empty list there.
/// series : dict of str to bytes
///     Values or load of metrics: doubles in native byte order, NaN for a missing one.
///
/// Raises
/// ------
/// ValueError
///     If a key or a value is invalid. The message names it.
#[pyclass(module = "reboto._core", frozen)]
pub struct ForesightScenario {
    scenario: Arc<Scenario>,
}

#[pymethods]
impl ForesightScenario {
    #[new]
    fn new(py: Python<'_>, json: &str, series: std::collections::BTreeMap<String, PyBackedBytes>) -> PyResult<Self> {
        let read = || {
            let scenario = Arc::new(base(json, &series)?.scenario().map_err(value_error)?);
            Plan::new(&scenario).map_err(value_error)?;
            Ok(Self { scenario })
        };
        py.detach(read)
    }

    /// Simulate the scenario.
    ///
    /// Returns
    /// -------
    /// ForesightTimeline
    fn run(&self, py: Python<'_>) -> PyResult<ForesightTimeline> {
        py.detach(|| {
            let plan = Plan::new(&self.scenario).map_err(value_error)?;
            let (mut workspace, mut timeline) = (Workspace::default(), Timeline::default());
            run(&plan, &mut workspace, &mut timeline);
            let alarms = plan.alarms;
            Ok(ForesightTimeline::new(Arc::clone(&self.scenario), alarms, workspace, timeline))
        })
    }
}

/// Variants of a scenario.
///
/// Parameters
/// ----------
/// json : str
///     The scenario as JSON.
/// series : dict of str to bytes
///     Values or load of metrics, as for a scenario.
/// pointers : str
///     JSON list of the places that vary: ``[["alarms", 0, "threshold"]]``.
/// scores : str
///     JSON list of scores: ``[{"kind": "above", "metric": "cpu", "limit": 80}]``. The
///     kinds are ``instance_seconds``, ``above``, ``below``, ``activities``,
///     ``flaps`` and ``peak``.
/// seeds : list of int
///     Seeds of the noise: one run each.
/// launch_noise, load_noise : float
///     Standard deviations of the time to launch and of the load, as fractions.
///
/// Raises
/// ------
/// ValueError
///     If a key or a value is invalid. The message names it.
#[pyclass(module = "reboto._core", frozen)]
pub struct ForesightSweep {
    sweep: Sweep,
}

#[pymethods]
impl ForesightSweep {
    #[new]
    #[expect(clippy::too_many_arguments, reason = "Python passes them by position")]
    fn new(
        py: Python<'_>,
        json: &str,
        series: std::collections::BTreeMap<String, PyBackedBytes>,
        pointers: &str,
        scores: &str,
        seeds: Vec<u64>,
        launch_noise: f64,
        load_noise: f64,
    ) -> PyResult<Self> {
        let read = || {
            let base = base(json, &series)?;
            let sweep = Sweep::new(base, pointers, scores, &seeds, (launch_noise, load_noise));
            Ok(Self { sweep: sweep.map_err(value_error)? })
        };
        py.detach(read)
    }

    /// Run variants with all seeds.
    ///
    /// Parameters
    /// ----------
    /// variants : str
    ///     JSON list of variants, each a list with a value for each pointer.
    /// threads : int
    ///     Number of threads.
    ///
    /// Returns
    /// -------
    /// bytes
    ///     Scores as doubles in native byte order: by variant, then by seed.
    ///
    /// Raises
    /// ------
    /// ValueError
    ///     If a variant is invalid: its index, and the message that names the key.
    fn run<'py>(&self, py: Python<'py>, variants: &str, threads: usize) -> PyResult<Bound<'py, PyBytes>> {
        let scores = py
            .detach(|| self.sweep.run(variants, threads))
            .map_err(|invalid| PyValueError::new_err((invalid.variant, invalid.error.to_string())))?;
        PyBytes::new_with(py, scores.len() * 8, |space| {
            for (place, score) in space.chunks_exact_mut(8).zip(&scores) {
                place.copy_from_slice(&score.to_ne_bytes());
            }
            Ok(())
        })
    }
}

fn base(json: &str, series: &std::collections::BTreeMap<String, PyBackedBytes>) -> PyResult<Base> {
    let read = |(name, bytes): (&String, &PyBackedBytes)| {
        let (numbers, rest) = bytes.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(value_error(format!("series {name:?} must be doubles of 8 bytes, got {} bytes", bytes.len())));
        }
        let values: Arc<[f64]> = numbers.iter().map(|bytes| f64::from_ne_bytes(*bytes)).collect();
        if values.iter().any(|value| value.is_infinite()) {
            return Err(value_error(format!("series {name:?} must be finite numbers and NaN, got infinity")));
        }
        Ok((name.clone(), values))
    };
    let series = series.iter().map(read).collect::<PyResult<Vec<_>>>()?;
    Base::new(json, series).map_err(value_error)
}
