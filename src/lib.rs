//! reboto's compiled core: boto 2's Auto Scaling and CloudWatch on the AWS SDK for Rust.

pub mod advice;
pub mod asked;
pub mod attempts;
pub mod body_size;
pub mod cbor;
pub mod client;
pub mod clock;
pub mod compress;
pub mod config;
pub mod connection_limit;
pub mod credential_sources;
pub mod credentials;
pub mod echo;
pub mod environment;
pub mod environment_keys;
pub mod fault;
pub mod gone;
pub mod http;
pub mod identity_cache;
pub mod ini;
pub mod insecure;
pub mod key_text;
pub mod known;
pub mod metadata;
pub mod moments;
pub mod no_proxy;
pub mod panics;
pub mod profile_files;
pub mod profile_keys;
pub mod raw;
pub mod recent;
pub mod refused;
pub mod response_limit;
pub mod role;
pub mod runtime;
pub mod secret;
pub mod stack;
pub mod told;
pub mod trust;
pub mod user_agent;
pub mod xml;

#[cfg(feature = "python")]
mod autoscale;
#[cfg(feature = "python")]
mod awaiting;
#[cfg(feature = "python")]
mod cancel;
#[cfg(feature = "python")]
mod cloudwatch;
#[cfg(feature = "python")]
mod convert;
#[cfg(feature = "python")]
mod credentials_provider;
#[cfg(feature = "python")]
mod decode;
#[cfg(feature = "python")]
mod ending;
#[cfg(feature = "python")]
mod error;
#[cfg(feature = "python")]
mod excuse;
#[cfg(feature = "python")]
mod fairness;
#[cfg(feature = "python")]
mod greenlets;
#[cfg(feature = "python")]
mod interpreter;
#[cfg(feature = "python")]
mod limits;
#[cfg(feature = "python")]
mod monotonic;
#[cfg(feature = "python")]
mod nesting;
#[cfg(feature = "python")]
mod noun;
#[cfg(feature = "python")]
mod operation;
#[cfg(feature = "python")]
mod query;
#[cfg(feature = "python")]
mod reply;
#[cfg(feature = "python")]
mod sax;
#[cfg(feature = "python")]
mod session;
#[cfg(feature = "python")]
mod settings;
#[cfg(feature = "python")]
mod snapshot;
#[cfg(feature = "python")]
mod table;
#[cfg(feature = "python")]
mod trace;
#[cfg(feature = "python")]
mod wait;
#[cfg(feature = "python")]
mod words;

#[cfg(feature = "python")]
#[pyo3::pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;

    /// Exports come after the interpreter is known to be the right one: with `pymodule_export` they
    /// would be added before.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::interpreter::claim(module.py())?;
        module.add_class::<crate::autoscale::AsyncAutoScale>()?;
        module.add_class::<crate::autoscale::AutoScale>()?;
        module.add_class::<crate::autoscale::AutoScaleOperations>()?;
        module.add_class::<crate::awaiting::Call>()?;
        module.add_class::<crate::awaiting::Mailbox>()?;
        module.add_class::<crate::cancel::Cancellation>()?;
        module.add_class::<crate::cloudwatch::AsyncCloudWatch>()?;
        module.add_class::<crate::cloudwatch::CloudWatch>()?;
        module.add_class::<crate::cloudwatch::CloudWatchOperations>()?;
        module.add_class::<crate::credentials_provider::CredentialsSource>()?;
        module.add_class::<crate::credentials_provider::LoadedCredentials>()?;
        module.add_class::<crate::settings::Keys>()?;
        module.add_class::<crate::table::Table>()?;
        module.add_function(wrap_pyfunction!(crate::convert::to_float, module)?)?;
        module.add_function(wrap_pyfunction!(crate::convert::to_int, module)?)?;
        module.add_function(wrap_pyfunction!(crate::gone::record_endpoint, module)?)?;
        module.add_function(wrap_pyfunction!(crate::limits::check_limit, module)?)?;
        module.add_function(wrap_pyfunction!(crate::metadata::metadata, module)?)?;
        module.add_function(wrap_pyfunction!(crate::monotonic::monotonic, module)?)?;
        module.add_function(wrap_pyfunction!(crate::monotonic::sleep, module)?)?;
        module.add_function(wrap_pyfunction!(crate::settings::default_region, module)?)?;
        module.add_function(wrap_pyfunction!(crate::settings::find_credentials, module)?)?;
        module.add_function(wrap_pyfunction!(crate::table::columns_of, module)?)?;
        module.add_function(wrap_pyfunction!(crate::table::table_of_rows, module)?)?;
        module.add_function(wrap_pyfunction!(crate::table::table_of_series, module)?)?;
        module.add_function(wrap_pyfunction!(crate::words::to_bool, module)?)?;
        crate::ending::watch(module.py())
    }
}
