//! An operation's answer as the bytes it came in.
//!
//! Auto Scaling answers in XML, and what boto made of it follows the document:
//! unknown elements become attributes, text stays text. So the SDK makes, signs,
//! retries and times the call as ever, and hands out the document unread.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{self, BeforeSerializationInterceptorContextRef};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::{Builder, ProvideErrorMetadata};
use bytes::Bytes;

use crate::fault::Fault;
use crate::xml::{Document, Malformed};

/// Put into a call, gives its document in place of its typed output.
///
/// `O` and `E` are the operation's output and error, `empty` an output without content.
pub struct Raw<O, E> {
    slot: Slot,
    empty: fn() -> O,
    error: std::marker::PhantomData<fn() -> E>,
}

type Slot = Arc<Mutex<Option<Bytes>>>;

/// Runs a call and gives the document that answers it.
///
/// # Errors
///
/// What the SDK says of the call.
pub async fn document<O, E, F>(send: impl FnOnce(Raw<O, E>) -> F, empty: fn() -> O) -> Result<Bytes, Fault>
where
    F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
    E: ProvideErrorMetadata + Error + 'static,
{
    let slot = Slot::default();
    let raw = Raw { slot: slot.clone(), empty, error: std::marker::PhantomData };
    send(raw).await.map_err(|error| Fault::from_sdk(&error))?;
    let document = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    Ok(document.unwrap_or_default())
}

impl<O, E> Clone for Raw<O, E> {
    fn clone(&self) -> Self {
        Self { slot: self.slot.clone(), empty: self.empty, error: self.error }
    }
}

impl<O, E> fmt::Debug for Raw<O, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raw")
    }
}

#[dyn_dispatch_hint]
impl<O, E> Intercept for Raw<O, E>
where
    O: fmt::Debug + Send + Sync + 'static,
    E: CreateUnhandledError + Error + Send + Sync + 'static,
{
    fn name(&self) -> &'static str {
        "RawDocument"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        cfg.interceptor_state().store_put(SharedResponseDeserializer::new(self.clone()));
        Ok(())
    }
}

impl<O, E> DeserializeResponse for Raw<O, E>
where
    O: fmt::Debug + Send + Sync + 'static,
    E: CreateUnhandledError + Error + Send + Sync + 'static,
{
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        _: &ConfigBag,
    ) -> Result<context::Output, OrchestratorError<context::Error>> {
        let body = response.body().bytes().unwrap_or_default();
        if !response.status().is_success() {
            let error = E::create_unhandled_error("the service answered with an error".into(), Some(metadata(body)));
            return Err(OrchestratorError::operation(context::Error::erase(error)));
        }
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(Bytes::copy_from_slice(body));
        Ok(context::Output::erase((self.empty)()))
    }
}

/// Code and message of an error document: what decides whether a call is tried again.
fn metadata(body: &[u8]) -> ErrorMetadata {
    let mut found = ErrorMetadata::builder();
    // What cannot be read has no code: the status alone decides then.
    let _ = read_metadata(&mut Document::new(body), &mut found);
    found.build()
}

fn read_metadata(document: &mut Document<'_>, found: &mut Builder) -> Result<(), Malformed> {
    while let Some(element) = document.child()? {
        match element {
            b"Code" => *found = std::mem::take(found).code(document.text()?),
            b"Message" => *found = std::mem::take(found).message(document.text()?),
            b"ErrorResponse" | b"Response" | b"Errors" | b"Error" => read_metadata(document, found)?,
            _ => document.skip()?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_document_gives_its_code() {
        let body =
            b"<ErrorResponse><Error><Type>Sender</Type>\n<Code>Throttling</Code><Message>Rate exceeded</Message>\
                     </Error><RequestId>r</RequestId></ErrorResponse>";
        let metadata = metadata(body);
        assert_eq!(metadata.code(), Some("Throttling"));
        assert_eq!(metadata.message(), Some("Rate exceeded"));
    }

    #[test]
    fn what_is_no_document_gives_no_code() {
        for body in [&b""[..], b"<html><body>503", b"plain", b"\xff\xfe<", b"<Code>"] {
            assert_eq!(metadata(body).code(), None);
        }
    }
}
