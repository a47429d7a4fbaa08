//! A service's client: the SDK's orchestrator, set up once for all calls.
//!
//! The SDK's generated clients build their configuration anew for each call, layer by layer. Here
//! one layer and one set of components, made of the same parts, serve all calls. Signing,
//! credentials, timeouts, retries and the clock correction are those of the SDK (decision 006).

#[cfg(feature = "python")]
pub(crate) mod change_detection;
#[cfg(feature = "python")]
pub(crate) mod connection_settings;
#[cfg(feature = "python")]
pub(crate) mod endpoint;
pub mod endpoint_protocol;
#[cfg(feature = "python")]
pub(crate) mod failed_call;
#[cfg(feature = "python")]
pub(crate) mod find_credentials;
pub mod interceptors;
pub mod operation_error;
pub mod raw_response;
pub mod sdk_config;
#[cfg(feature = "python")]
pub(crate) mod session;
pub mod shared_client;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_runtime::auth::sigv4::{self, SigV4AuthScheme};
use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::sdk_feature::AwsSdkFeature;
use aws_runtime::service_clock_skew::{
    DisableClockSkewCorrection, ServiceClockSkewClassifier, ServiceClockSkewInterceptor,
};
use aws_runtime::user_agent::{ApiMetadata, AwsUserAgent};
use aws_smithy_runtime::client::http::connection_poisoning::ConnectionPoisoningInterceptor;
use aws_smithy_runtime::client::orchestrator;
use aws_smithy_runtime::client::retries::TokenBucket;
use aws_smithy_runtime::client::retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier};
use aws_smithy_runtime::client::retries::strategy::StandardRetryStrategy;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::AuthSchemeOptionResolverParams;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::endpoint::{EndpointFuture, EndpointResolverParams, ResolveEndpoint};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Input, Output};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::{RuntimePlugins, StaticRuntimePlugin};
use aws_smithy_runtime_api::client::ser_de::{SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer};
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer, Layer};
use aws_smithy_types::endpoint::Endpoint;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SigningName;
use aws_types::region::{Region, SigningRegion};

use crate::client::endpoint_protocol::EndpointProtocol;
use crate::client::interceptors::attempt_counter::AttemptCounter;
use crate::client::interceptors::compression::Compression;
use crate::client::interceptors::request_limit;
use crate::client::interceptors::retry_classifier::RetryClassifier;
use crate::client::interceptors::trace_id::TraceId;
use crate::client::interceptors::user_agent::UserAgent;
use crate::client::operation_error::OperationError;
use crate::client::sdk_config::ClientSettings;
use crate::credentials::connection_credentials::{CallCredentials, ConnectionCredentials, CredentialsResolver};
use crate::credentials::errors;
use crate::error::CallError;
use crate::error::sdk::from_sdk;
use crate::http::connection_limit::{CloseSurplus, ConnectionGate};
use crate::process::environment::Environment;

/// The properties of an AWS service that a client needs.
#[derive(Debug)]
pub struct Service {
    /// Its name in signatures.
    pub signing_name: &'static str,
    /// Its metadata in the user agent.
    pub metadata: ApiMetadata,
    /// Whether requests are CBOR.
    pub cbor: bool,
    /// The rules that find its endpoint.
    pub endpoint: fn(&EndpointParams) -> Result<Endpoint, BoxError>,
    /// Wraps the HTTP client.
    pub http_client: fn(SharedHttpClient) -> SharedHttpClient,
    /// Additional interceptors.
    pub interceptors: fn() -> Vec<SharedInterceptor>,
}

/// The settings that determine a service's endpoint.
#[derive(Clone, Debug)]
pub struct EndpointParams {
    pub region: Option<String>,
    pub fips: bool,
    pub dual_stack: bool,
    pub url: Option<String>,
}

impl EndpointParams {
    fn of(settings: &ClientSettings, config: &SdkConfig) -> Self {
        // As in botocore, these select among AWS's hosts only.
        let is_own = settings.endpoint.is_none();
        Self {
            region: config.region().map(|region| region.as_ref().to_owned()),
            fips: is_own && config.use_fips().unwrap_or_default(),
            dual_stack: is_own && config.use_dual_stack().unwrap_or_default(),
            url: settings.endpoint.clone(),
        }
    }
}

/// A request and the deserializer of its response.
pub struct PreparedRequest {
    pub request: HttpRequest,
    pub deserializer: SharedResponseDeserializer,
    /// Whether the request reports data. AWS accepts such requests compressed, up to a maximum size.
    pub reports_data: bool,
    /// Whether the server may not know compressed requests.
    pub is_plain: bool,
}

impl fmt::Debug for PreparedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PreparedRequest")
    }
}

/// What the clients of connections with equal settings have in common.
#[derive(Debug)]
pub struct SharedParts {
    settings: ClientSettings,
    plugins: RuntimePlugins,
    gate: ConnectionGate,
    endpoint_protocol: EndpointProtocol,
}

impl SharedParts {
    /// # Errors
    ///
    /// If the service has no endpoint in the region.
    pub fn new(service: &Service, settings: ClientSettings, environment: &Environment) -> Result<Self, CallError> {
        let config = sdk_config::build(&settings, environment)?;
        let params = EndpointParams::of(&settings, &config);
        let endpoint = (service.endpoint)(&params)
            .map_err(|error| CallError::Client(format!("no endpoint was found: {error}")))?;
        let timeouts = config.timeout_config();
        let max_wait = timeouts.and_then(TimeoutConfig::operation_attempt_timeout).unwrap_or(Duration::MAX);
        let gate = ConnectionGate::to(endpoint.url(), settings.connections, max_wait);
        let endpoint_protocol = EndpointProtocol::at(endpoint.url(), settings.protocol);
        let plugin = StaticRuntimePlugin::new()
            .with_config(layer(service, &config, &params, environment))
            .with_runtime_components(components(service, &config, endpoint, gate.clone(), environment));
        Ok(Self { settings, plugins: RuntimePlugins::new().with_client_plugin(plugin), gate, endpoint_protocol })
    }
}

/// A client of one service, with a connection's credentials.
#[derive(Clone, Debug)]
pub struct Client {
    parts: Arc<SharedParts>,
    credentials: ConnectionCredentials,
    /// False for calls within another call.
    is_limited: bool,
}

impl Client {
    #[must_use]
    pub const fn new(parts: Arc<SharedParts>, credentials: ConnectionCredentials) -> Self {
        Self { parts, credentials, is_limited: true }
    }

    /// The settings that the client was made from.
    #[must_use]
    pub fn settings(&self) -> &ClientSettings {
        &self.parts.settings
    }

    /// The protocol of the endpoint.
    #[must_use]
    pub fn endpoint_protocol(&self) -> &EndpointProtocol {
        &self.parts.endpoint_protocol
    }

    /// The same client without a connection limit, for a call within another one: the outer call
    /// keeps its slot in the meantime.
    #[must_use]
    pub fn without_limit(&self) -> Self {
        Self { is_limited: false, ..self.clone() }
    }

    /// Sends a request with retries and returns the deserialized response.
    ///
    /// # Errors
    ///
    /// If no response arrives, or if it reports an error or cannot be read.
    ///
    /// # Panics
    ///
    /// If the deserializer returns another type than `T`.
    pub fn send<T: fmt::Debug + Send + Sync + 'static>(
        &self,
        prepared: PreparedRequest,
    ) -> impl Future<Output = Result<T, CallError>> + Send + use<T> {
        let (parts, is_limited) = (self.parts.clone(), self.is_limited);
        let input = Input::erase(CallInput { prepared, credentials: CallCredentials(self.credentials.clone()) });
        // Boxed, because this future has many kilobytes, which would move with each future around it.
        let call: Pin<Box<dyn Future<Output = Result<OrchestratorOutcome, CallError>> + Send>> = Box::pin(async move {
            let _permit = if is_limited { Some(parts.gate.acquire().await?) } else { None };
            Ok(orchestrator::invoke("", "", input, &parts.plugins).await)
        });
        async move {
            let refused = |error: Error| error.downcast::<OperationError>().expect("deserializers return this error");
            let output = call.await?.map_err(|error| from_sdk(&error.map_service_error(refused), errors::describe))?;
            Ok(output.downcast::<T>().expect("the deserializer gives this type"))
        }
    }
}

type OrchestratorOutcome = Result<Output, SdkError<Error, HttpResponse>>;

/// The configuration layer that all calls share.
fn layer(service: &Service, config: &SdkConfig, params: &EndpointParams, environment: &Environment) -> FrozenLayer {
    let mut layer = Layer::new("reboto");
    layer.store_put(SharedRequestSerializer::new(PreparedRequestSerializer));
    layer.store_put(AuthSchemeOptionResolverParams::new(()));
    layer.store_put(EndpointResolverParams::new(()));
    let mut signing_options = SigningOptions::default();
    signing_options.double_uri_encode = true;
    signing_options.normalize_uri_path = true;
    layer.store_put(SigV4OperationSigningConfig {
        region: config.region().cloned().map(SigningRegion::from),
        region_set: None,
        name: Some(SigningName::from_static(service.signing_name)),
        signing_options,
    });
    layer.store_or_unset::<Region>(config.region().cloned());
    layer.store_or_unset(config.retry_config().cloned());
    layer.store_or_unset(config.timeout_config().cloned());
    layer.store_or_unset(config.stalled_stream_protection());
    layer.store_or_unset(config.disable_clock_skew_correction().map(DisableClockSkewCorrection::from));
    // Unlimited, so that failures do not use up the retries of other calls: boto always made `num_retries`.
    layer.store_put(TokenBucket::unlimited());
    layer.store_or_unset(Compression::of(config));
    layer.store_put(user_agent(service, config, environment));
    layer.store_append(SmithySdkFeature::RetryModeStandard);
    if service.cbor {
        layer.store_append(SmithySdkFeature::ProtocolRpcV2Cbor);
    }
    if params.url.is_some() {
        layer.store_append(AwsSdkFeature::EndpointOverride);
    }
    layer.freeze()
}

fn user_agent(service: &Service, config: &SdkConfig, environment: &Environment) -> AwsUserAgent {
    let mut agent = AwsUserAgent::new_from_environment(environment.for_sdk(), service.metadata.clone());
    if let Some(name) = config.app_name() {
        agent.set_app_name(name.clone());
    }
    for framework in config.framework_metadata() {
        agent.add_framework_metadata(framework.clone());
    }
    agent
}

fn components(
    service: &Service,
    config: &SdkConfig,
    endpoint: Endpoint,
    gate: ConnectionGate,
    environment: &Environment,
) -> RuntimeComponentsBuilder {
    let mut components = RuntimeComponentsBuilder::new("reboto")
        .with_http_client(config.http_client().map(service.http_client))
        .with_auth_scheme(SigV4AuthScheme::new())
        .with_auth_scheme_option_resolver(Some(StaticAuthSchemeOptionResolver::new(vec![sigv4::SCHEME_ID])))
        .with_identity_cache(config.identity_cache())
        .with_endpoint_resolver(Some(StaticEndpoint(endpoint)))
        .with_retry_strategy(Some(StandardRetryStrategy::new()))
        .with_retry_classifier(HttpStatusCodeClassifier::default())
        .with_retry_classifier(TransientErrorClassifier::<OperationError>::new())
        .with_retry_classifier(AwsErrorCodeClassifier::<OperationError>::new())
        .with_retry_classifier(ServiceClockSkewClassifier::<OperationError>::new())
        .with_retry_classifier(RetryClassifier)
        .with_time_source(Some(config.time_source().unwrap_or_default()))
        .with_sleep_impl(config.sleep_impl())
        .with_interceptor(SharedInterceptor::permanent(ConnectionPoisoningInterceptor::new()))
        .with_interceptor(SharedInterceptor::permanent(CloseSurplus(gate)))
        .with_interceptor(SharedInterceptor::permanent(ServiceClockSkewInterceptor::new()))
        .with_interceptor(SharedInterceptor::permanent(RequestInfoInterceptor::new()))
        .with_interceptor(SharedInterceptor::permanent(UserAgent::default()))
        .with_interceptor(SharedInterceptor::permanent(InvocationIdInterceptor::new()))
        .with_interceptor(SharedInterceptor::permanent(AttemptCounter));
    components.set_identity_resolver(sigv4::SCHEME_ID, CredentialsResolver);
    if environment.get("AWS_LAMBDA_FUNCTION_NAME").is_some() {
        components.push_interceptor(SharedInterceptor::permanent(TraceId));
    }
    components.extend_interceptors((service.interceptors)().into_iter());
    components
}

/// The endpoint, which is the same for each call.
#[derive(Debug)]
struct StaticEndpoint(Endpoint);

impl ResolveEndpoint for StaticEndpoint {
    fn resolve_endpoint<'a>(&'a self, _: &'a EndpointResolverParams) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(self.0.clone()))
    }
}

/// What the SDK gets for a call.
#[derive(Debug)]
struct CallInput {
    prepared: PreparedRequest,
    credentials: CallCredentials,
}

/// Passes a prepared request on and selects its deserializer for the response.
#[derive(Debug)]
struct PreparedRequestSerializer;

impl SerializeRequest for PreparedRequestSerializer {
    fn serialize_input(&self, input: Input, cfg: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let CallInput { mut prepared, credentials } = input.downcast().map_err(|_| "a call has a prepared request")?;
        cfg.interceptor_state().store_put(credentials);
        if prepared.reports_data {
            let compression = cfg.load::<Compression>().filter(|_| !prepared.is_plain);
            let compressed = compression.map(|compression| compression.apply(&mut prepared.request)).transpose()?;
            request_limit::check(&prepared.request)?;
            if compressed == Some(true) {
                cfg.interceptor_state().store_append(SmithySdkFeature::GzipRequestCompression);
            }
        }
        cfg.interceptor_state().store_put(prepared.deserializer);
        Ok(prepared.request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size_of_output<A, F>(_: impl Fn(&Client, A) -> F) -> usize {
        size_of::<F>()
    }

    #[test]
    fn the_future_of_a_call_is_small() {
        assert!(size_of_output(Client::send::<String>) <= 128);
    }
}
