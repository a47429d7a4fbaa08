//! Lists as columns: what dataframe libraries take.
//!
//! The columns are made when they are asked for, from what the list holds then, so
//! a list that was changed since it was read never disagrees with its table.

mod column;
mod series;

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::Schema;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};

use column::{Cells, Column};
use series::Series;

/// The columns of a list at one moment.
///
/// Times are UTC; what a row lacks is null.
#[pyclass(module = "reboto._core", frozen)]
pub struct Table {
    columns: Vec<(String, Column)>,
}

#[pymethods]
impl Table {
    /// Make a table with a row for each object of a list.
    ///
    /// Parameters
    /// ----------
    /// objects : list
    ///     Dicts, whose keys become columns, or objects, whose attributes do;
    ///     anything else goes into the one column ``value``.
    /// expected : list of tuple of str
    ///     Names of columns that are there in any case, each with its kind:
    ///     ``time``, ``real`` or ``text``. By the first, if it is a time, rows are put in
    ///     order, the oldest first.
    ///
    /// Returns
    /// -------
    /// Table
    #[staticmethod]
    fn of_rows(objects: &Bound<'_, PyList>, expected: Vec<(String, String)>) -> PyResult<Self> {
        let mut cells = Cells::expecting(expected.iter().map(|(name, _)| name.as_str()));
        for object in objects {
            cells.add(&object)?;
        }
        let mut table = Self { columns: cells.into_columns(objects.py(), &expected)? };
        if expected.first().is_some_and(|(_, kind)| kind == "time") {
            table.sort_by_first();
        }
        Ok(table)
    }

    /// Make a table of time series, the oldest of each first.
    ///
    /// Parameters
    /// ----------
    /// series : list of MetricDataResult
    ///     What has ``id``, ``label``, ``timestamps`` and ``values``.
    /// wide : bool
    ///     Whether each series gets a column of its own, in place of a row for
    ///     each value.
    ///
    /// Returns
    /// -------
    /// Table
    #[staticmethod]
    fn of_series(series: &Bound<'_, PyList>, wide: bool) -> PyResult<Self> {
        let series = series::read(series)?;
        Ok(if wide { Self::wide(&series) } else { Self::long(&series) })
    }

    /// Give the columns as a stream of Arrow's C data interface.
    ///
    /// Parameters
    /// ----------
    /// requested_schema : optional
    ///     Ignored, as the protocol allows.
    ///
    /// Returns
    /// -------
    /// PyCapsule
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

    fn __len__(&self) -> usize {
        self.columns.first().map_or(0, |(_, column)| column.len())
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        format!("Table({} rows: {})", self.__len__(), names.join(", "))
    }

    /// Give each column's name, numpy's name for its kind, and its cells.
    ///
    /// Returns
    /// -------
    /// list of tuple of str, str and bytearray or list
    ///     ``datetime64[us]``, ``float64`` and ``int64`` come as a bytearray of
    ///     8-byte cells in the machine's order, ``bool`` and ``object`` as a list.
    fn arrays<'py>(&self, py: Python<'py>) -> PyResult<Vec<(&str, &'static str, Bound<'py, PyAny>)>> {
        let each = self.columns.iter().map(|(name, column)| {
            let (kind, cells) = column.cells(py)?;
            Ok((name.as_str(), kind, cells))
        });
        each.collect()
    }
}

impl Table {
    fn stream(&self) -> PyResult<FFI_ArrowArrayStream> {
        let arrays = self.columns.iter().map(|(name, column)| (name, column.array(), true));
        let batch = if self.columns.is_empty() {
            RecordBatch::new_empty(Arc::new(Schema::empty()))
        } else {
            RecordBatch::try_from_iter_with_nullable(arrays)
                .map_err(|error| PyValueError::new_err(format!("the list makes no table: {error}")))?
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

    fn wide(series: &[Series]) -> Self {
        let times: BTreeSet<i64> = series.iter().flat_map(|one| one.points.iter().map(|(time, _)| *time)).collect();
        let times: Vec<i64> = times.into_iter().collect();
        let mut columns = vec![("timestamp".to_owned(), Column::Time(times.iter().copied().map(Some).collect()))];
        for one in series {
            let mut values = vec![None; times.len()];
            for (time, value) in &one.points {
                if let Ok(row) = times.binary_search(time) {
                    values[row] = Some(*value);
                }
            }
            columns.push((one.name(series), Column::Real(values)));
        }
        Self { columns }
    }
}
