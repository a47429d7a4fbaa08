//! The SDK's serializer and deserializer of each operation.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use aws_smithy_runtime_api::client::interceptors::context::{self, Input};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::error::operation::BuildError;

use crate::client::PreparedRequest;
use crate::client::operation_error::OperationError;
use crate::client::raw_response::{HeaderSelection, RawDeserializer, RawResponse};
use crate::error::CallError;
use crate::protocol::timestamp_rounding;

/// An operation's input.
pub trait Operation: fmt::Debug + Send + Sync + Sized + 'static {
    const NAME: &'static str;
    /// Whether the request reports data. AWS accepts such requests compressed, up to a maximum size.
    const REPORTS_DATA: bool = false;

    /// The SDK's configuration of the operation.
    fn layer() -> Arc<FrozenLayer>;
}

/// An operation whose response the SDK deserializes.
pub trait TypedOperation: Operation {
    type Output: fmt::Debug + Send + Sync + 'static;
    type Error: ProvideErrorMetadata + Error + Send + Sync + 'static;
}

/// Implements `Operation` for operations of an SDK crate.
macro_rules! operations {
    ($sdk:ident: $($module:ident $name:ident $input:ident $(-> $output:ident $error:ident)? $([$flag:ident])?;)*) => {$(
        impl $crate::client::operation::Operation for $sdk::operation::$module::$input {
            const NAME: &'static str = stringify!($name);
            $(const $flag: bool = true;)?

            fn layer() -> std::sync::Arc<aws_smithy_types::config_bag::FrozenLayer> {
                use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
                static LAYER: $crate::client::operation::LayerCache = $crate::client::operation::LayerCache::const_empty();
                $crate::client::operation::cached_layer(&LAYER, || $sdk::operation::$module::$name::new().config())
            }
        }
        $(impl $crate::client::operation::TypedOperation for $sdk::operation::$module::$input {
            type Output = $sdk::operation::$module::$output;
            type Error = $sdk::operation::$module::$error;
        })?
    )*};
}
pub(crate) use operations;

pub type LayerCache = ArcSwapOption<FrozenLayer>;

/// Returns the cached layer, or makes it. It uses no lock, which a fork could leave locked.
pub fn cached_layer(cache: &LayerCache, make: impl FnOnce() -> Option<FrozenLayer>) -> Arc<FrozenLayer> {
    cache.load_full().unwrap_or_else(|| {
        let layer = Arc::new(make().expect("operations are configured"));
        cache.store(Some(layer.clone()));
        layer
    })
}

/// The endpoint rules of an SDK crate.
macro_rules! endpoint {
    ($sdk:ident) => {
        |params: &$crate::client::EndpointParams| {
            use $sdk::config::endpoint::{DefaultResolver, Params, ResolveEndpoint};
            let params = Params::builder()
                .set_region(params.region.clone())
                .use_fips(params.fips)
                .use_dual_stack(params.dual_stack)
                .set_endpoint(params.url.clone())
                .build()?;
            $crate::runtime::now(DefaultResolver::new().resolve_endpoint(&params)).map_err(|error| error.to_string())?
        }
    };
}
pub(crate) use endpoint;

/// Prepares a call that returns the raw response.
///
/// # Errors
///
/// If the input cannot be serialized.
pub fn raw_request<I: Operation>(input: Result<I, BuildError>) -> Result<PreparedRequest, CallError> {
    let request = serialize(input, &I::layer())?;
    let deserializer = SharedResponseDeserializer::new(RawDeserializer(HeaderSelection::Named(&[])));
    Ok(PreparedRequest { request, deserializer, reports_data: I::REPORTS_DATA })
}

/// Prepares a call whose response the SDK deserializes.
///
/// # Errors
///
/// If the input cannot be serialized.
pub fn typed_request<I: TypedOperation>(input: Result<I, BuildError>) -> Result<PreparedRequest, CallError> {
    let layer = I::layer();
    let request = serialize(input, &layer)?;
    let deserializer =
        SharedResponseDeserializer::new(OperationDeserializer::<I::Error> { layer, raw: false, error: PhantomData });
    Ok(PreparedRequest { request, deserializer, reports_data: I::REPORTS_DATA })
}

/// The headers to keep of a page: the content type, for errors, and the request id.
const PAGE: HeaderSelection = HeaderSelection::Named(&["content-type", "x-amzn-requestid"]);

/// Prepares a call that returns a successful response raw; the SDK deserializes errors.
///
/// # Errors
///
/// If the input cannot be serialized.
pub fn page_request<I: TypedOperation>(input: Result<I, BuildError>) -> Result<PreparedRequest, CallError> {
    let layer = I::layer();
    let request = serialize(input, &layer)?;
    let deserializer =
        SharedResponseDeserializer::new(OperationDeserializer::<I::Error> { layer, raw: true, error: PhantomData });
    Ok(PreparedRequest { request, deserializer, reports_data: I::REPORTS_DATA })
}

fn serialize<I: Operation>(input: Result<I, BuildError>, layer: &FrozenLayer) -> Result<HttpRequest, CallError> {
    let refused = |error: &dyn fmt::Display| CallError::Client(format!("the request could not be made: {error}"));
    let input = input.map_err(|error| refused(&error))?;
    let serializer = layer.load::<SharedRequestSerializer>().expect("operations have a serializer");
    serializer.serialize_input(Input::erase(input), &mut ConfigBag::base()).map_err(|error| refused(&error))
}

/// The SDK's deserializer of an operation, with one error type for all operations.
struct OperationDeserializer<E> {
    layer: Arc<FrozenLayer>,
    /// Whether to return successful responses raw.
    raw: bool,
    error: PhantomData<fn() -> E>,
}

impl<E> fmt::Debug for OperationDeserializer<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OperationDeserializer")
    }
}

impl<E: ProvideErrorMetadata + Error + Send + Sync + 'static> DeserializeResponse for OperationDeserializer<E> {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<context::Output, OrchestratorError<context::Error>> {
        if self.raw && response.status().is_success() {
            return Ok(context::Output::erase(RawResponse::of(response, PAGE)));
        }
        let deserializer = self.layer.load::<SharedResponseDeserializer>().expect("operations have a deserializer");
        deserializer
            .deserialize_nonstreaming_with_config(&timestamp_rounding::with_rounded_timestamps(response), cfg)
            .map_err(|error| {
                error.map_operation_error(|error| match error.downcast::<E>() {
                    Ok(known) => context::Error::erase(OperationError::with_cause(known.meta().clone(), known)),
                    Err(other) => other,
                })
            })
    }
}
