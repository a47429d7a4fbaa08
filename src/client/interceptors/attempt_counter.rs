//! Counts a call's attempts, and limits the size of its responses.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::base64;
use aws_smithy_types::config_bag::ConfigBag;
use percent_encoding::percent_decode_str;

use crate::error::{call_stats, closed_endpoints};
use crate::http::response_limit::{self, LONGEST_RESPONSE};
use crate::redaction::registry::ActiveSecrets;

/// Counts a call's attempts, and limits the size of its responses.
#[derive(Debug)]
pub struct AttemptCounter;

#[dyn_dispatch_hint]
impl Intercept for AttemptCounter {
    fn name(&self) -> &'static str {
        "AttemptCounter"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request();
        // The request is no longer available when the attempt is classified.
        let closed = closed_endpoints::closed_endpoint(request.uri());
        call_stats::attempt_started(closed, || user_data(request.body().bytes().unwrap_or_default()));
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        Ok(response_limit::limit(context.response_mut(), LONGEST_RESPONSE)?)
    }
}

/// The user data in a request, both encoded as sent and decoded.
fn user_data(form: &[u8]) -> Option<ActiveSecrets> {
    let form = form.starts_with(b"Action=CreateLaunchConfiguration&").then_some(form)?;
    let sent = std::str::from_utf8(form).ok()?.split('&').find_map(|field| field.strip_prefix("UserData="))?;
    let sent: Vec<u8> = percent_decode_str(sent).collect();
    let read = std::str::from_utf8(&sent).ok().and_then(|text| base64::decode(text).ok());
    Some(ActiveSecrets::of([Some(sent), read].into_iter().flatten()))
}
