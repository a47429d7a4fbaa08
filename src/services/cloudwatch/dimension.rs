//! Dimensions: the names and values that tell a metric from its like.

use aws_sdk_cloudwatch::types;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::arguments::collections::pairs;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::limits;
use crate::arguments::text;
use crate::arguments::text::is_text;
use crate::decode::dimensions;
use crate::error::suppress::suppress;

/// Each name with each of its values; a name without value where there is none.
fn each(name: &str, dimensions: &Arg<'_>) -> PyResult<Vec<(String, Option<String>)>> {
    let mut found = Vec::new();
    let Some(dimensions) = dimensions else { return Ok(found) };
    for (key, value) in pairs(name, dimensions)? {
        let key = Some(key).required_text(&format!("{name}' key"))?;
        let what = format!("{name}[{key:?}]");
        match Some(value).truthy()? {
            None => found.push((key, None)),
            Some(scalar)
                if is_text(&scalar) || suppress::<PyTypeError, _>(scalar.py(), scalar.try_iter())?.is_none() =>
            {
                found.push((key, Some(scalar).text(&what)?));
            }
            list => {
                for (at, value) in list.items(&what)?.iter().enumerate() {
                    found.push((key.clone(), Some(text::text(&format!("{what}[{at}]"), value)?)));
                }
            }
        }
    }
    Ok(found)
}

/// Dimensions as a request tells them.
pub fn dimensions(name: &str, given: &Arg<'_>) -> PyResult<Option<Vec<types::Dimension>>> {
    let found = each(name, given)?;
    limits::dimensions(&found, name)?;
    let found: Vec<_> = found
        .into_iter()
        .map(|(name, value)| types::Dimension::builder().name(name).set_value(value).build())
        .collect();
    Ok((!found.is_empty()).then_some(found))
}

/// Dimensions as a search tells them.
pub fn filters(name: &str, given: &Arg<'_>) -> PyResult<Option<Vec<types::DimensionFilter>>> {
    let found: Vec<_> = each(name, given)?
        .into_iter()
        .map(|(name, value)| types::DimensionFilter::builder().name(name).set_value(value).build())
        .collect();
    Ok((!found.is_empty()).then_some(found))
}

/// Dimensions that were read.
pub fn read<'py>(py: Python<'py>, dimensions: &[types::Dimension]) -> PyResult<Bound<'py, PyAny>> {
    let read = dimensions::none(py)?;
    for dimension in dimensions {
        dimensions::add(&read, dimension.name().unwrap_or_default(), dimension.value())?;
    }
    Ok(read.into_any())
}
