//! Tables of lists, for dataframe libraries.
//!
//! A table is made on demand from the list's current items, so changes of the list are included.

pub mod column;
pub mod series;

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::Schema;
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCapsule, PyDict, PyList, PyType, PyTypeMethods};

use column::{Cells, Column};
use series::Series;

use crate::decode::shape::Shape;
use crate::decode::shape::boto_shapes;
use crate::error::suppress::suppress;

/// The columns of a list.
///
/// Times are UTC. Missing cells are null. Later changes of the list have no effect.
#[pyclass(module = "reboto.table", frozen)]
pub struct Table {
    columns: Vec<(String, Column)>,
}

#[pymethods]
impl Table {
    /// Export the columns as a stream of Arrow's C data interface.
    ///
    /// Parameters
    /// ----------
    /// requested_schema : object, optional
    ///     Ignored, as the protocol allows.
    ///
    /// Returns
    /// -------
    /// object
    ///     A capsule named ``arrow_array_stream``.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let stream = py.detach(|| self.stream())?;
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        format!("Table({} rows: {})", self.columns.first().map_or(0, |(_, column)| column.len()), names.join(", "))
    }

    /// Get each column's name, numpy dtype and cells.
    ///
    /// Returns
    /// -------
    /// list of object
    ///     A tuple of the three for each column. The cells of ``datetime64[us]``,
    ///     ``float64`` and ``int64`` are a bytearray of 8-byte values in native
    ///     byte order, those of ``bool`` and ``object`` a list.
    fn arrays<'py>(&self, py: Python<'py>) -> PyResult<Vec<(&str, &'static str, Bound<'py, PyAny>)>> {
        let each = self.columns.iter().map(|(name, column)| {
            let (kind, cells) = column.cells(py)?;
            Ok((name.as_str(), kind, cells))
        });
        each.collect()
    }
}

/// Create a table with a row for each object of a list.
///
/// Parameters
/// ----------
/// objects : list of object
///     Dicts, whose keys become columns, or objects, whose attributes become
///     columns. Other values are put into the column ``value``.
/// expected : dict of str to str
///     Names of columns that always exist, each with its kind: ``time``,
///     ``real``, ``whole``, ``flag`` or ``text``. If the first is ``Timestamp`` of
///     kind ``time``, rows are sorted by it, oldest first.
///
/// Returns
/// -------
/// Table
#[pyfunction]
pub fn table_of_rows(objects: &Bound<'_, PyList>, expected: &Bound<'_, PyDict>) -> PyResult<Table> {
    let kinds = expected.copy()?.into_iter().map(|(name, kind)| Ok((name.extract()?, kind.extract()?)));
    let kinds = kinds.collect::<PyResult<Vec<(String, String)>>>()?;
    let mut cells = Cells::expecting(kinds.iter().map(|(name, _)| name.as_str()));
    for object in objects.iter().collect::<Vec<_>>() {
        cells.add(&object)?;
    }
    let mut table = Table { columns: cells.into_columns(objects.py(), &kinds)? };
    if kinds.first().is_some_and(|(name, kind)| name == "Timestamp" && kind == "time") {
        table.sort_by_first();
    }
    Ok(table)
}

/// List the columns of a table of a class's objects.
///
/// Parameters
/// ----------
/// class_ : object
///     A class of reboto or a subclass.
///
/// Returns
/// -------
/// dict of str to str
///     Names of attributes, each with the kind of its column: ``time``,
///     ``real``, ``whole``, ``flag`` or ``text``. Empty for other classes.
#[pyfunction]
pub fn columns_of<'py>(class_: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyDict>> {
    let py = class_.py();
    let columns = PyDict::new(py);
    let Some(shape) = shape_of(class_)? else { return Ok(columns) };
    // In the order of an object's attributes, as in the table of a non-empty list.
    if let Some(object) = suppress::<PyException, _>(py, class_.call0())?
        && let Some(Ok(attributes)) = object.getattr_opt(intern!(py, "__dict__"))?.map(Bound::cast_into::<PyDict>)
    {
        for (name, value) in attributes {
            if column::is_shown(name.extract()?) {
                columns.set_item(name, if value.is_instance_of::<PyBool>() { "flag" } else { "text" })?;
            }
        }
    }
    for (name, kind) in shape.columns() {
        columns.set_item(name, kind)?;
    }
    Ok(columns)
}

fn shape_of(class: &Bound<'_, PyType>) -> PyResult<Option<&'static Shape>> {
    for base in class.mro() {
        let base = base.cast_into::<PyType>()?;
        let (module, name) = (base.module()?, base.qualname()?);
        let (module, name) = (module.to_str()?, name.to_str()?);
        if let Some(shape) = boto_shapes().find(|shape| shape.is_named(module, name)) {
            return Ok(Some(shape));
        }
    }
    Ok(None)
}

/// Create a table of time series, each with its oldest values first.
///
/// Parameters
/// ----------
/// series : list of object
///     `MetricDataResult`, or other objects with the attributes ``id``,
///     ``label``, ``timestamps`` and ``values``.
/// wide : bool
///     Whether each series has its own column. Otherwise each value has its
///     own row.
///
/// Returns
/// -------
/// Table
///
/// Raises
/// ------
/// ValueError
///     If a series has two values at the same time and the table is wide, or
///     if numbers of timestamps and values differ.
#[pyfunction]
pub fn table_of_series(series: &Bound<'_, PyList>, wide: bool) -> PyResult<Table> {
    let series = series::read(series)?;
    if wide { Table::wide(&series) } else { Ok(Table::long(&series)) }
}

impl Table {
    /// A table of columns of the same length.
    pub fn new(columns: Vec<(String, Column)>) -> Self {
        Self { columns }
    }

    fn stream(&self) -> PyResult<FFI_ArrowArrayStream> {
        let arrays = self.columns.iter().map(|(name, column)| (name, column.array(), true));
        let batch = if self.columns.is_empty() {
            RecordBatch::new_empty(Arc::new(Schema::empty()))
        } else {
            RecordBatch::try_from_iter_with_nullable(arrays)
                .map_err(|error| PyValueError::new_err(format!("the list cannot be converted to a table: {error}")))?
        };
        let schema = batch.schema();
        Ok(FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema))))
    }

    fn sort_by_first(&mut self) {
        let Some((_, Column::Time(times))) = self.columns.first() else { return };
        let mut order: Vec<usize> = (0..times.len()).collect();
        order.sort_by_key(|&row| times[row]);
        for (_, column) in &mut self.columns {
            column.reorder(&order);
        }
    }

    fn long(series: &[Series]) -> Self {
        let each = || series.iter().flat_map(|one| one.points.iter().map(move |point| (one, *point)));
        let columns = [
            ("id", Column::Text(each().map(|(one, _)| one.id.clone()).collect())),
            ("label", Column::Text(each().map(|(one, _)| one.label.clone()).collect())),
            ("timestamp", Column::Time(each().map(|(_, (time, _))| Some(time)).collect())),
            ("value", Column::Real(each().map(|(_, (_, value))| Some(value)).collect())),
        ];
        Self { columns: columns.map(|(name, column)| (name.to_owned(), column)).into() }
    }

    fn wide(series: &[Series]) -> PyResult<Self> {
        let times: BTreeSet<i64> = series.iter().flat_map(|one| one.points.iter().map(|(time, _)| *time)).collect();
        let times: Vec<i64> = times.into_iter().collect();
        let mut columns = vec![("timestamp".to_owned(), Column::Time(times.iter().copied().map(Some).collect()))];
        for (one, name) in series.iter().zip(series::names(series, "timestamp")) {
            let mut values = vec![None; times.len()];
            for (time, value) in &one.points {
                if let Ok(row) = times.binary_search(time)
                    && values[row].replace(*value).is_some()
                {
                    return Err(series::repeated(&name, *time));
                }
            }
            columns.push((name, Column::Real(values)));
        }
        Ok(Self { columns })
    }
}
