//! Attributes of value objects and items of mappings, read when a request is sent.

use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;

use crate::arguments::collections::is_mapping;
use crate::arguments::convert::{Arg, Convert};
use crate::arguments::invalid::{mistyped, wrong};
use crate::error::suppress::suppress;

/// The attributes of a value object that a request is made from.
pub struct Fields<'a, 'py> {
    object: &'a Bound<'py, PyAny>,
    noun: &'static str,
}

impl<'a, 'py> Fields<'a, 'py> {
    pub fn of(object: &'a Bound<'py, PyAny>, noun: &'static str) -> Self {
        Self { object, noun }
    }

    /// An attribute and its name in errors. The value of an absent attribute is `None`.
    pub fn get(&self, attribute: &str) -> PyResult<Field<'py>> {
        let value = self.object.getattr_opt(attribute)?.filter(|value| !value.is_none());
        Ok(Field { value, name: format!("{}.{attribute}", self.noun) })
    }
}

/// One attribute of a value object.
pub struct Field<'py> {
    pub value: Arg<'py>,
    pub name: String,
}

impl<'py> Field<'py> {
    pub fn truthy(self) -> PyResult<Self> {
        Ok(Self { value: self.value.truthy()?, name: self.name })
    }
    pub fn text(&self) -> PyResult<Option<String>> {
        self.value.text(&self.name)
    }
    pub fn identifier(&self) -> PyResult<Option<String>> {
        self.value.identifier(&self.name)
    }
    pub fn required_text(&self) -> PyResult<String> {
        self.value.required_text(&self.name)
    }
    pub fn name(&self) -> PyResult<Option<String>> {
        self.value.name_or_object(&self.name)
    }
    pub fn texts(&self) -> PyResult<Option<Vec<String>>> {
        self.value.texts(&self.name)
    }
    pub fn count(&self) -> PyResult<Option<i32>> {
        self.value.count(&self.name)
    }
    pub fn real(&self) -> PyResult<Option<f64>> {
        self.value.real(&self.name)
    }
    pub fn flag(&self) -> PyResult<Option<bool>> {
        self.value.flag(&self.name)
    }
    /// Whether it is true, also given as text; false if absent.
    pub fn is_set(&self) -> PyResult<bool> {
        Ok(self.flag()?.unwrap_or(false))
    }
    pub fn items(&self) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.value.items(&self.name)
    }
    pub fn refuse(&self, expected: &str) -> PyErr {
        match &self.value {
            Some(value) => wrong(&self.name, value, expected),
            None => PyValueError::new_err(format!("{} is required and must be {expected}", self.name)),
        }
    }
}

/// A mapping whose values are read by name.
pub struct Mapping<'a, 'py> {
    mapping: &'a Bound<'py, PyAny>,
    name: &'a str,
}

impl<'a, 'py> Mapping<'a, 'py> {
    pub fn of(value: &'a Bound<'py, PyAny>, name: &'a str) -> PyResult<Self> {
        if is_mapping(value)? { Ok(Self { mapping: value, name }) } else { Err(mistyped(name, value, "a dict")) }
    }

    pub fn required_real(&self, key: &str) -> PyResult<f64> {
        let name = format!("{}[{key:?}]", self.name);
        let missing = || PyValueError::new_err(format!("{name} is required and must be a number"));
        self.get(key)?.real(&name)?.ok_or_else(missing)
    }

    /// The value of a key, or `None` if the key is absent.
    pub fn get(&self, key: &str) -> PyResult<Arg<'py>> {
        let value = suppress::<PyKeyError, _>(self.mapping.py(), self.mapping.get_item(key))?;
        Ok(value.filter(|value| !value.is_none()))
    }
}
