//! Publishing metric data.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use super::connection::{CallResult, CloudWatchOperations, Connection, run_for_status};
use super::dimension::dimensions;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::Mapping;
use crate::arguments::limits::{self, CheckLimit};
use crate::model::cloudwatch::{METRIC_DATUM, OP_PUT_METRIC_DATA, STATISTIC_SET};
use crate::model::value::{Fields, Input};

#[pymethods]
impl CloudWatchOperations {
    /// Publish values of metrics.
    ///
    /// AWS operation: ``PutMetricData``, at most 1,000 values per call. To publish
    /// several values, pass lists or tuples of equal length. Other arguments apply
    /// to every value.
    ///
    /// Parameters
    /// ----------
    /// namespace : str
    ///     Namespace of the metrics. It must not begin with ``AWS/``.
    /// name : str or sequence of str
    ///     Names of the metrics.
    /// value : float or str or sequence of float or sequence of str, optional
    ///     The measured values. Required unless ``statistics`` is given.
    /// timestamp : datetime.datetime or str or sequence of datetime.datetime, optional
    ///     UTC; time of the measurement; default is the current time.
    /// unit : str or sequence of str, optional
    ///     Unit of the value, such as ``Seconds`` or ``Percent``.
    /// dimensions : dict or sequence of dict, optional
    ///     Dimensions of the metric: each name with its value or a list of values.
    /// statistics : dict or sequence of dict, optional
    ///     Statistics of several measurements, instead of a value: ``maximum``,
    ///     ``minimum``, ``samplecount`` and ``sum``.
    /// metric_data : list of MetricDatum or list of dict, optional
    ///     Data with all of AWS's settings, instead of ``name`` and the arguments after
    ///     it: several values with counts, and the storage resolution.
    /// entity_metric_data : list of EntityMetricData or list of dict, optional
    ///     Data with the entity that it belongs to.
    /// strict_entity_validation : bool, optional
    ///     Whether AWS rejects data of an invalid entity; default is False.
    ///
    /// Returns
    /// -------
    /// bool
    ///     True.
    ///
    /// Raises
    /// ------
    /// BotoServerError
    ///     If AWS rejects the request.
    /// ValueError, TypeError
    ///     If an argument is invalid or lists differ in length. No request is
    ///     sent.
    ///
    /// Examples
    /// --------
    /// >>> cloudwatch.put_metric_data("Shop", "Orders", 3, unit="Count")
    /// True
    /// >>> cloudwatch.put_metric_data("Shop", ["Orders", "Returns"], [5, 1])
    /// True
    #[pyo3(signature = (namespace, name=None, value=None, timestamp=None, unit=None, dimensions=None, statistics=None, *, metric_data=None, entity_metric_data=None, strict_entity_validation=None))]
    #[expect(clippy::too_many_arguments, reason = "boto's signature")]
    fn put_metric_data<'py>(
        slf: &Connection<'py>,
        namespace: Arg<'py>,
        name: Arg<'py>,
        value: Arg<'py>,
        timestamp: Arg<'py>,
        unit: Arg<'py>,
        dimensions: Arg<'py>,
        statistics: Arg<'py>,
        metric_data: Arg<'py>,
        entity_metric_data: Arg<'py>,
        strict_entity_validation: Arg<'py>,
    ) -> CallResult<'py> {
        let input = Input::new(&OP_PUT_METRIC_DATA)
            .with("Namespace", namespace.required_text("namespace")?.within(&limits::NEW_NAMESPACE, "namespace")?)
            .argument("MetricData", "metric_data", &metric_data)?
            .argument("EntityMetricData", "entity_metric_data", &entity_metric_data)?
            .argument("StrictEntityValidation", "strict_entity_validation", &strict_entity_validation)?;
        if name.is_none() && (metric_data.is_some() || entity_metric_data.is_some()) {
            return run_for_status(slf, input);
        }
        if metric_data.is_some() {
            return Err(PyValueError::new_err("put_metric_data must have either name or metric_data, got both"));
        }
        let columns = ArgumentColumns::of([
            ("name", name),
            ("value", value),
            ("timestamp", timestamp.non_empty()?),
            ("unit", unit.non_empty()?),
            ("dimensions", dimensions.truthy()?),
            ("statistics", statistics.truthy()?),
        ])?;
        let data = (0..columns.length).map(|row| columns.datum(row)).collect::<PyResult<Vec<_>>>()?;
        run_for_status(slf, input.with("MetricData", data))
    }
}

/// The arguments as columns of equal length. Arguments that are not lists are repeated.
struct ArgumentColumns<'py> {
    length: usize,
    columns: [(&'static str, ArgumentColumn<'py>); 6],
}

enum ArgumentColumn<'py> {
    /// A copy of a list: another thread may change the list itself.
    Rows(Bound<'py, PyTuple>),
    Repeated(Arg<'py>),
}

impl<'py> ArgumentColumns<'py> {
    fn of(columns: [(&'static str, Arg<'py>); 6]) -> PyResult<Self> {
        let columns = columns.map(|(name, column)| (name, rows(column)));
        let mut lists = columns.iter().filter_map(|(name, column)| match column {
            ArgumentColumn::Rows(rows) => Some((*name, rows.len())),
            ArgumentColumn::Repeated(_) => None,
        });
        let Some((first, length)) = lists.next() else {
            return Ok(Self { length: 1, columns });
        };
        for (name, other) in lists {
            if other != length {
                return Err(PyValueError::new_err(format!(
                    "{name} must have as many elements as {first}, {length}, got {other}"
                )));
            }
        }
        limits::at_most(1000, length, first, "elements")?;
        Ok(Self { length, columns })
    }

    /// A cell and its name in errors.
    fn cell(&self, column: usize, row: usize) -> PyResult<(Arg<'py>, String)> {
        let (name, values) = &self.columns[column];
        match values {
            ArgumentColumn::Rows(rows) => {
                let value = rows.get_item(row)?;
                Ok((Some(value).filter(|value| !value.is_none()), format!("{name}[{row}]")))
            }
            ArgumentColumn::Repeated(value) => Ok((value.clone(), (*name).to_owned())),
        }
    }

    fn datum(&self, row: usize) -> PyResult<Fields> {
        let [name, value, timestamp, unit, dimension, statistics] =
            [0, 1, 2, 3, 4, 5].map(|column| self.cell(column, row));
        let (name, value, timestamp) = (name?, value?, timestamp?);
        let (unit, dimension, statistics) = (unit?, dimension?, statistics?);
        let datum = Fields::new(&METRIC_DATUM)
            .with("MetricName", name.0.required_text(&name.1)?.within(&limits::METRIC_NAME, &name.1)?)
            .with("Timestamp", timestamp.0.timestamp(&timestamp.1)?)
            .with("Unit", unit.0.identifier(&unit.1)?)
            .with("Dimensions", dimensions(&dimension.1, &dimension.0.truthy()?)?);
        if let Some(given) = &statistics.0 {
            return Ok(datum.with("StatisticValues", statistic_set(&Mapping::of(given, &statistics.1)?)?));
        }
        match value.0.real(&value.1)? {
            Some(real) => Ok(datum.with("Value", limits::measured(real, &value.1)?)),
            None => Err(PyValueError::new_err(format!("{} is required unless statistics is given", value.1))),
        }
    }
}

/// A column from an argument. Each element of a list or tuple belongs to one value.
fn rows(column: Arg<'_>) -> ArgumentColumn<'_> {
    let several = column.as_ref().and_then(|value| match value.cast::<PyList>() {
        Ok(list) => Some(list.to_tuple()),
        Err(_) => value.cast::<PyTuple>().ok().cloned(),
    });
    several.map_or(ArgumentColumn::Repeated(column), ArgumentColumn::Rows)
}

fn statistic_set(given: &Mapping<'_, '_>) -> PyResult<Fields> {
    Ok(Fields::new(&STATISTIC_SET)
        .with("Maximum", given.required_real("maximum")?)
        .with("Minimum", given.required_real("minimum")?)
        .with("SampleCount", given.required_real("samplecount")?)
        .with("Sum", given.required_real("sum")?))
}
