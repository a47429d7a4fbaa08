//! Dimensions: the names and values that identify a metric within its namespace.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::arguments::collections::{is_mapping, pairs};
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::limits;
use crate::arguments::members;
use crate::arguments::text;
use crate::arguments::text::is_text;
use crate::error::suppress::suppress;
use crate::model::cloudwatch::{DIMENSION, DIMENSION_FILTER};
use crate::model::value::{Fields, Value};

/// Pairs of name and value: one pair for each value of a name, or `None` as the value if it has none.
fn each(name: &str, dimensions: &Arg<'_>) -> PyResult<Vec<(String, Option<String>)>> {
    let mut found = Vec::new();
    let Some(dimensions) = dimensions else { return Ok(found) };
    if is_list_of_dicts(dimensions)? {
        for (at, item) in dimensions.try_iter()?.enumerate() {
            let (path, item) = (format!("{name}[{at}]"), item?);
            let fields = members::fields(&path, &item, &DIMENSION)?;
            let text = |member| match fields.get(member) {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            };
            let key =
                text("Name").ok_or_else(|| members::missing(&format!("{path}.name"), &DIMENSION.members[0].of))?;
            found.push((key, text("Value")));
        }
        return Ok(found);
    }
    for (key, value) in pairs(name, dimensions)? {
        let key = Some(key).required_text(&format!("{name}' key"))?;
        let path = format!("{name}[{key:?}]");
        match Some(value).truthy()? {
            None => found.push((key, None)),
            Some(scalar)
                if is_text(&scalar) || suppress::<PyTypeError, _>(scalar.py(), scalar.try_iter())?.is_none() =>
            {
                found.push((key, Some(scalar).text(&path)?));
            }
            list => {
                for (at, value) in list.items(&path)?.iter().enumerate() {
                    found.push((key.clone(), Some(text::text(&format!("{path}[{at}]"), value)?)));
                }
            }
        }
    }
    Ok(found)
}

/// Whether dimensions are in boto3's form.
fn is_list_of_dicts(dimensions: &Bound<'_, PyAny>) -> PyResult<bool> {
    let Ok(list) = dimensions.cast::<PyList>() else { return Ok(false) };
    for item in list {
        if !is_mapping(&item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The dimensions of a request.
pub fn dimensions(name: &str, given: &Arg<'_>) -> PyResult<Option<Vec<Fields>>> {
    let found = each(name, given)?;
    limits::dimensions(&found, name)?;
    let found: Vec<_> = found
        .into_iter()
        .map(|(name, value)| Fields::new(&DIMENSION).with("Name", name).with("Value", value))
        .collect();
    Ok((!found.is_empty()).then_some(found))
}

/// The dimension filters of a `ListMetrics` request.
pub fn filters(name: &str, given: &Arg<'_>) -> PyResult<Option<Vec<Fields>>> {
    let found: Vec<_> = each(name, given)?
        .into_iter()
        .map(|(name, value)| Fields::new(&DIMENSION_FILTER).with("Name", name).with("Value", value))
        .collect();
    Ok((!found.is_empty()).then_some(found))
}
