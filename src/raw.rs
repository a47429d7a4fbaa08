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
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::{CreateUnhandledError, SdkError};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::{Builder, ProvideErrorMetadata};
use bytes::Bytes;

use crate::fault::Fault;
use crate::xml::{Document, Malformed};

/// Put into a call, gives its document in place of its typed output; with a form,
/// sends that in place of its typed input.
///
/// `O` and `E` are the operation's output and error, `empty` an output without content.
pub struct Raw<O, E> {
    slot: Slot,
    form: Option<Form>,
    empty: fn() -> O,
    error: std::marker::PhantomData<fn() -> E>,
}

type Slot = Arc<Mutex<Option<Received>>>;

/// What came back.
#[derive(Debug)]
pub struct Received {
    pub status: u16,
    pub head: Vec<(String, String)>,
    pub body: Bytes,
}

/// An action of the Query API, written out.
#[derive(Clone, Debug)]
pub struct Form {
    pub path: String,
    /// `Action=...&Version=...` and the parameters, encoded.
    pub body: String,
}

impl SerializeRequest for Form {
    fn serialize_input(&self, _: context::Input, _: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let request = http::Request::post(self.path.as_str())
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", self.body.len())
            .body(SdkBody::from(self.body.as_str()))?;
        Ok(HttpRequest::try_from(request)?)
    }
}

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
    Ok(receive(None, send, empty).await?.body)
}

/// Runs a call, sending a form in its place, and gives what comes back.
///
/// # Errors
///
/// What the SDK says of the call, answers that tell of an error among it.
pub async fn receive<O, E, F>(
    form: Option<Form>,
    send: impl FnOnce(Raw<O, E>) -> F,
    empty: fn() -> O,
) -> Result<Received, Fault>
where
    F: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
    E: ProvideErrorMetadata + Error + 'static,
{
    let slot = Slot::default();
    let raw = Raw { slot: slot.clone(), form, empty, error: std::marker::PhantomData };
    send(raw).await.map_err(|error| Fault::from_sdk(&error))?;
    let received = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    received.ok_or_else(|| Fault::Client("the answer was lost".to_owned()))
}

impl<O, E> Clone for Raw<O, E> {
    fn clone(&self) -> Self {
        Self { slot: self.slot.clone(), form: self.form.clone(), empty: self.empty, error: self.error }
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
        let state = cfg.interceptor_state();
        state.store_put(SharedResponseDeserializer::new(self.clone()));
        if let Some(form) = &self.form {
            state.store_put(SharedRequestSerializer::new(form.clone()));
        }
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
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(Received {
            status: response.status().as_u16(),
            // Only generic calls show the head.
            head: if self.form.is_some() { head(response) } else { Vec::new() },
            body: Bytes::copy_from_slice(body),
        });
        Ok(context::Output::erase((self.empty)()))
    }
}

/// The head's fields.
#[must_use]
pub fn head(response: &HttpResponse) -> Vec<(String, String)> {
    response.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Code and message of an error document: what decides whether a call is tried again.
#[must_use]
pub fn metadata(body: &[u8]) -> ErrorMetadata {
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
