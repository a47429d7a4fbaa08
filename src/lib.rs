//! reboto's compiled core: boto 2's Auto Scaling and CloudWatch on the AWS SDK for Rust.

pub mod client;
pub mod credentials;
pub mod error;
pub mod http;
pub mod process;
pub mod protocol;
pub mod redaction;
pub mod runtime;

#[cfg(feature = "python")]
mod arguments;
#[cfg(feature = "python")]
mod arrow;
#[cfg(feature = "python")]
mod decode;
#[cfg(feature = "python")]
mod services;

#[cfg(feature = "python")]
#[pyo3::pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;

    /// Exports come after the interpreter is known to be the right one: with `pymodule_export` they
    /// would be added before.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::process::interpreter::claim(module.py())?;
        module.add_class::<crate::services::autoscaling::AsyncAutoScale>()?;
        module.add_class::<crate::services::autoscaling::AutoScale>()?;
        module.add_class::<crate::services::autoscaling::AutoScaleOperations>()?;
        module.add_class::<crate::runtime::asyncio::Call>()?;
        module.add_class::<crate::runtime::asyncio::Mailbox>()?;
        module.add_class::<crate::runtime::cancellation::Cancellation>()?;
        module.add_class::<crate::services::cloudwatch::AsyncCloudWatch>()?;
        module.add_class::<crate::services::cloudwatch::CloudWatch>()?;
        module.add_class::<crate::services::cloudwatch::CloudWatchOperations>()?;
        module.add_class::<crate::credentials::python_provider::CredentialsSource>()?;
        module.add_class::<crate::credentials::python_provider::LoadedCredentials>()?;
        module.add_class::<crate::client::connection_settings::Keys>()?;
        module.add_class::<crate::arrow::Table>()?;
        module.add_function(wrap_pyfunction!(crate::arguments::convert::to_float, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arguments::convert::to_int, module)?)?;
        module.add_function(wrap_pyfunction!(crate::error::closed_endpoints::record_endpoint, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arguments::limits::check_limit, module)?)?;
        module.add_function(wrap_pyfunction!(crate::credentials::imds::metadata, module)?)?;
        module.add_function(wrap_pyfunction!(crate::runtime::monotonic::monotonic, module)?)?;
        module.add_function(wrap_pyfunction!(crate::runtime::monotonic::sleep, module)?)?;
        module.add_function(wrap_pyfunction!(crate::client::connection_settings::default_region, module)?)?;
        module.add_function(wrap_pyfunction!(crate::client::connection_settings::find_credentials, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arrow::columns_of, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arrow::table_of_rows, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arrow::table_of_series, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arguments::text::to_bool, module)?)?;
        crate::process::finalization::watch(module.py())
    }
}
