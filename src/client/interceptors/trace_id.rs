//! The trace id of calls within AWS Lambda.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use percent_encoding::{CONTROLS, utf8_percent_encode};

use crate::process::environment::Environment;

/// Adds the invocation's trace id to calls within AWS Lambda, so that AWS can detect functions that
/// invoke themselves. The SDK's interceptor would call `getenv` in each call.
#[derive(Debug)]
pub struct TraceId;

const TRACE_ID: &str = "x-amzn-trace-id";

#[dyn_dispatch_hint]
impl Intercept for TraceId {
    fn name(&self) -> &'static str {
        "TraceId"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request_mut().headers_mut();
        // Read each time, because each invocation has another id.
        if let Some(id) = Environment::now().get("_X_AMZN_TRACE_ID").filter(|_| !headers.contains_key(TRACE_ID)) {
            headers.insert(TRACE_ID, utf8_percent_encode(id, CONTROLS).to_string());
        }
        Ok(())
    }
}
