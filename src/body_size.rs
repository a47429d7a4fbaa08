//! The size of a request that reports data.

use std::error::Error;
use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Holds a call's body, as it would be sent, to what AWS takes.
#[derive(Debug)]
pub struct BodySize;

/// Of `PutMetricData`; compressed bodies count as they are sent.
const LARGEST_BODY: usize = 1024 * 1024;

/// A body that AWS would refuse.
#[derive(Debug)]
pub struct TooLarge(usize);

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request has {} bytes: AWS takes at most {LARGEST_BODY}; send the data in several calls", self.0)
    }
}

impl Error for TooLarge {}

#[dyn_dispatch_hint]
impl Intercept for BodySize {
    fn name(&self) -> &'static str {
        "BodySize"
    }

    fn read_before_signing(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        match context.request().body().content_length() {
            Some(size) if size > LARGEST_BODY as u64 => Err(Box::new(TooLarge(usize::try_from(size)?))),
            _ => Ok(()),
        }
    }
}
