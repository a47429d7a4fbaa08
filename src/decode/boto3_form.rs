//! Values of the model in boto3's form: dicts with AWS's names.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::decode::datetime::naive;
use crate::model::value::{Fields, Value};

/// The members of a structure as a dict in boto3's form.
pub fn to_dict<'py>(py: Python<'py>, fields: &Fields) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (at, value) in fields.iter() {
        dict.set_item(fields.of.members[at].name, to_python(py, value)?)?;
    }
    Ok(dict)
}

fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Text(text) => text.into_pyobject(py)?.into_any(),
        Value::Integer(number) => number.into_pyobject(py)?.into_any(),
        Value::Long(number) => number.into_pyobject(py)?.into_any(),
        Value::Double(number) => number.into_pyobject(py)?.into_any(),
        Value::Boolean(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
        Value::Timestamp(time) => naive(py, time)?,
        Value::Blob(blob) => PyBytes::new(py, blob.as_ref()).into_any(),
        Value::List(items) => {
            items.iter().map(|item| to_python(py, item)).collect::<PyResult<Vec<_>>>()?.into_pyobject(py)?
        }
        Value::Map(entries) => {
            let dict = PyDict::new(py);
            for (key, item) in entries {
                dict.set_item(key, to_python(py, item)?)?;
            }
            dict.into_any()
        }
        Value::Structure(fields) => to_dict(py, fields)?.into_any(),
    })
}
