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
pub mod credentials;
pub mod echo;
pub mod fault;
pub mod http;
pub mod insecure;
pub mod known;
pub mod metadata;
pub mod moments;
pub mod panics;
pub mod raw;
pub mod refused;
pub mod renewal;
pub mod role;
pub mod runtime;
pub mod secret;
pub mod told;
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
mod decode;
#[cfg(feature = "python")]
mod ending;
#[cfg(feature = "python")]
mod error;
#[cfg(feature = "python")]
mod excuse;
#[cfg(feature = "python")]
mod limits;
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
#[pyo3::pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::autoscale::{AsyncAutoScale, AutoScale, AutoScaleOperations};
    #[pymodule_export]
    use crate::awaiting::{Call, Mailbox};
    #[pymodule_export]
    use crate::cancel::{Cancellation, call_within};
    #[pymodule_export]
    use crate::cloudwatch::{AsyncCloudWatch, CloudWatch, CloudWatchOperations};
    #[pymodule_export]
    use crate::convert::{to_float, to_int};
    #[pymodule_export]
    use crate::metadata::metadata;
    #[pymodule_export]
    use crate::settings::{Keys, default_region, find_credentials};
    #[pymodule_export]
    use crate::table::{Table, table_of_rows, table_of_series};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::ending::watch(module.py())
    }
}
