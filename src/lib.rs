//! reboto's compiled core: boto 2's Auto Scaling and CloudWatch API on the AWS SDK for Rust.

pub mod arguments;
pub mod client;
pub mod credentials;
pub mod error;
pub mod foresight;
pub mod http;
pub mod model;
pub mod process;
pub mod protocol;
pub mod redaction;
pub mod runtime;

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

    /// Adds the exports after the check of the interpreter. `#[pymodule_export]` would add them before.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::process::interpreter::claim(module.py())?;
        crate::decode::shape::set_boto_shapes(&crate::services::shapes::SHAPES);
        module.add_class::<crate::services::autoscaling::connection::AsyncAutoScale>()?;
        module.add_class::<crate::services::autoscaling::connection::AutoScale>()?;
        module.add_class::<crate::services::autoscaling::connection::AutoScaleOperations>()?;
        module.add_class::<crate::runtime::asyncio::Call>()?;
        module.add_class::<crate::runtime::completion_queue::CompletionQueue>()?;
        module.add_class::<crate::runtime::cancellation::Cancellation>()?;
        module.add_class::<crate::services::cloudwatch::connection::AsyncCloudWatch>()?;
        module.add_class::<crate::services::cloudwatch::connection::CloudWatch>()?;
        module.add_class::<crate::services::cloudwatch::connection::CloudWatchOperations>()?;
        module.add_class::<crate::credentials::python_provider::CredentialsSource>()?;
        module.add_class::<crate::credentials::python_provider::LoadedCredentials>()?;
        module.add_class::<crate::credentials::python_credentials::Credentials>()?;
        module.add_class::<crate::foresight::python::scenario::ForesightScenario>()?;
        module.add_class::<crate::foresight::python::scenario::ForesightSweep>()?;
        module.add_class::<crate::foresight::python::timeline::ForesightTimeline>()?;
        module.add_class::<crate::arrow::Table>()?;
        module.add_function(wrap_pyfunction!(crate::arguments::numbers::to_float, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arguments::numbers::to_int, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arguments::invalid::shown, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arguments::collections::gather, module)?)?;
        module.add_function(wrap_pyfunction!(crate::error::closed_endpoints::record_endpoint, module)?)?;
        module.add_function(wrap_pyfunction!(crate::http::proxy::proxy_for, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arguments::limits::check_limit, module)?)?;
        module.add_function(wrap_pyfunction!(crate::credentials::instance_metadata::metadata, module)?)?;
        module.add_function(wrap_pyfunction!(crate::runtime::monotonic::monotonic, module)?)?;
        module.add_function(wrap_pyfunction!(crate::runtime::monotonic::sleep, module)?)?;
        module
            .add_function(wrap_pyfunction!(crate::credentials::configured_endpoint::configured_endpoint_of, module)?)?;
        module
            .add_function(wrap_pyfunction!(crate::credentials::configured_endpoint::configured_ca_bundle, module)?)?;
        module.add_function(wrap_pyfunction!(crate::credentials::default_region::check_region, module)?)?;
        module.add_function(wrap_pyfunction!(crate::credentials::default_region::default_region, module)?)?;
        module.add_function(wrap_pyfunction!(crate::client::find_credentials::find_credentials, module)?)?;
        module.add_function(wrap_pyfunction!(crate::foresight::python::foresight, module)?)?;
        module.add_function(wrap_pyfunction!(crate::foresight::python::foresight_respond, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arrow::columns_of, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arrow::table_of_rows, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arrow::table_of_series, module)?)?;
        module.add_function(wrap_pyfunction!(crate::arguments::booleans::to_bool, module)?)?;
        crate::process::finalization::register(module.py())
    }
}
