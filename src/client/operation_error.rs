//! An error response in the form that the SDK's retry classifiers use.

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};

/// AWS's error code and message.
#[derive(Debug)]
pub struct OperationError {
    meta: ErrorMetadata,
    /// The deserializer's error, if the response could not be read.
    cause: Option<BoxError>,
}

impl OperationError {
    #[must_use]
    pub fn new(meta: ErrorMetadata) -> Self {
        Self { meta, cause: None }
    }

    /// An error with the deserializer's error as its cause.
    #[must_use]
    pub fn with_cause(meta: ErrorMetadata, cause: impl Into<BoxError>) -> Self {
        Self { meta, cause: Some(cause.into()) }
    }
}

impl fmt::Display for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.meta.fmt(f)
    }
}

impl Error for OperationError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

impl ProvideErrorMetadata for OperationError {
    fn meta(&self) -> &ErrorMetadata {
        &self.meta
    }
}

impl ProvideErrorKind for OperationError {
    fn retryable_error_kind(&self) -> Option<ErrorKind> {
        None
    }

    fn code(&self) -> Option<&str> {
        self.meta.code()
    }
}
