//! Decoding of responses to Python objects.

pub mod boto3_form;
pub mod boto_sax;
pub mod cbor;
pub mod cbor_objects;
pub mod cbor_values;
pub mod datapoints;
pub mod datetime;
pub mod datetime_cache;
pub mod dimensions;
pub mod error;
pub mod model_result;
pub mod object_limit;
pub mod results;
pub mod shape;
pub mod xml;
pub mod xml_response;
