//! Publishing metric data.

use std::borrow::Cow;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyList, PyTuple};

use super::connection::{CallResult, CloudWatchOperations, Connection, run_for_status};
use super::dimension::dimensions;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::fields::Mapping;
use crate::arguments::limits::{self, CheckLimit};
use crate::model::cloudwatch::{METRIC_DATUM, OP_PUT_METRIC_DATA, STATISTIC_SET};
use crate::model::value::{Fields, Input, IntoValue, Value};

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
        let columns = ArgumentColumns::of(
            [name, timestamp.non_empty()?, unit.non_empty()?, dimensions.truthy()?],
            value,
            statistics.truthy()?,
        )?;
        let data = (0..columns.length).map(|row| columns.datum(row)).collect::<PyResult<Vec<_>>>()?;
        run_for_status(slf, input.with("MetricData", data))
    }
}

/// An argument that becomes a member of each datum.
struct MemberArgument {
    name: &'static str,
    member: &'static str,
    convert: for<'py> fn(&Arg<'py>, &str) -> PyResult<Option<Value>>,
}

static MEMBERS: [MemberArgument; 4] = [
    MemberArgument {
        name: "name",
        member: "MetricName",
        convert: |cell, name| Ok(cell.required_text(name)?.within(&limits::METRIC_NAME, name)?.into_value()),
    },
    MemberArgument {
        name: "timestamp",
        member: "Timestamp",
        convert: |cell, name| Ok(cell.timestamp(name)?.into_value()),
    },
    MemberArgument { name: "unit", member: "Unit", convert: |cell, name| Ok(cell.identifier(name)?.into_value()) },
    MemberArgument {
        name: "dimensions",
        member: "Dimensions",
        convert: |cell, name| Ok(dimensions(name, &cell.clone().truthy()?)?.into_value()),
    },
];

/// The arguments as columns of equal length. Arguments that are not lists are repeated.
struct ArgumentColumns<'py> {
    length: usize,
    /// The members that all data have in common. They are converted once.
    common: Fields,
    /// The members that differ.
    members: Vec<(&'static MemberArgument, Bound<'py, PyTuple>)>,
    value: ArgumentColumn<'py>,
    statistics: ArgumentColumn<'py>,
}

enum ArgumentColumn<'py> {
    /// A copy of a list: another thread may change the list itself.
    Rows(Bound<'py, PyTuple>),
    Repeated(Arg<'py>),
}

impl<'py> ArgumentColumns<'py> {
    /// The columns of the arguments in `MEMBERS`, of the values and of the statistics.
    fn of(members: [Arg<'py>; 4], value: Arg<'py>, statistics: Arg<'py>) -> PyResult<Self> {
        let columns = members.map(rows);
        let (value, statistics) = (rows(value), rows(statistics));
        let [name, timestamp, unit, dimensions] = &columns;
        let length = row_count([
            ("name", name),
            ("value", &value),
            ("timestamp", timestamp),
            ("unit", unit),
            ("dimensions", dimensions),
            ("statistics", &statistics),
        ])?;
        let (mut common, mut members) = (Fields::new(&METRIC_DATUM), Vec::new());
        for (argument, column) in MEMBERS.iter().zip(columns) {
            match column {
                ArgumentColumn::Rows(rows) => members.push((argument, rows)),
                // Not of an empty list, which has no datum.
                ArgumentColumn::Repeated(given) if length > 0 => {
                    common.set(argument.member, (argument.convert)(&given, argument.name)?);
                }
                ArgumentColumn::Repeated(_) => {}
            }
        }
        Ok(Self { length, common, members, value, statistics })
    }

    fn datum(&self, row: usize) -> PyResult<Fields> {
        let mut datum = self.common.clone();
        for (argument, rows) in &self.members {
            let (cell, name) = cell(rows, row, argument.name)?;
            datum.set(argument.member, (argument.convert)(&cell, &name)?);
        }
        let (statistics, name) = self.statistics.cell(row, "statistics")?;
        if let Some(given) = statistics {
            datum.set("StatisticValues", statistic_set(&Mapping::of(&given, &name)?)?);
            return Ok(datum);
        }
        // Most values are floats. The name, for errors, is not needed then.
        if let Some(real) = self.value.float(row)?
            && limits::is_measurable(real)
        {
            datum.set("Value", real);
            return Ok(datum);
        }
        let (value, name) = self.value.cell(row, "value")?;
        match value.real(&name)? {
            Some(real) => datum.set("Value", limits::measured(real, &name)?),
            None => return Err(PyValueError::new_err(format!("{name} is required unless statistics is given"))),
        }
        Ok(datum)
    }
}

/// The number of values: the common length of all lists, or 1.
fn row_count(columns: [(&'static str, &ArgumentColumn<'_>); 6]) -> PyResult<usize> {
    let mut lists = columns.iter().filter_map(|(name, column)| match column {
        ArgumentColumn::Rows(rows) => Some((*name, rows.len())),
        ArgumentColumn::Repeated(_) => None,
    });
    let Some((first, length)) = lists.next() else { return Ok(1) };
    for (name, other) in lists {
        if other != length {
            return Err(PyValueError::new_err(format!(
                "{name} must have as many elements as {first}, {length}, got {other}"
            )));
        }
    }
    limits::at_most(1000, length, first, "elements")?;
    Ok(length)
}

impl<'py> ArgumentColumn<'py> {
    /// The cell of a row and its name in errors.
    fn cell(&self, row: usize, name: &'static str) -> PyResult<(Arg<'py>, Cow<'static, str>)> {
        match self {
            Self::Rows(rows) => cell(rows, row, name),
            Self::Repeated(value) => Ok((value.clone(), name.into())),
        }
    }

    /// The cell of a row, if it is in a list and exactly a float.
    fn float(&self, row: usize) -> PyResult<Option<f64>> {
        let Self::Rows(rows) = self else { return Ok(None) };
        let cell = rows.get_borrowed_item(row)?;
        Ok(cell.cast_exact::<PyFloat>().ok().map(|real| real.value()))
    }
}

fn cell<'py>(rows: &Bound<'py, PyTuple>, row: usize, name: &str) -> PyResult<(Arg<'py>, Cow<'static, str>)> {
    let value = rows.get_item(row)?;
    Ok((Some(value).filter(|value| !value.is_none()), format!("{name}[{row}]").into()))
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
