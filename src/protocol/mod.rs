//! Wire formats: XML, CBOR and timestamps, without Python.

pub mod cbor;
pub mod cbor_text;
pub mod cbor_xml;
pub mod query;
pub mod timestamp;
pub mod xml;
