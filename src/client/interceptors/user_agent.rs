//! The user agent headers, cached between calls.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_runtime::sdk_feature::AwsSdkFeature;
use aws_runtime::user_agent::UserAgentInterceptor;
use aws_smithy_runtime::client::sdk_feature::SmithySdkFeature;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use http::HeaderValue;

const NAMES: [&str; 2] = ["user-agent", "x-amz-user-agent"];

/// Adds the SDK's user agent headers. They change only with the features that a call uses, and
/// formatting them takes longer than anything except the signature.
#[derive(Debug, Default)]
pub struct UserAgent {
    sdk: UserAgentInterceptor,
    last: ArcSwapOption<CachedHeaders>,
}

#[derive(Debug)]
struct CachedHeaders {
    smithy: Vec<SmithySdkFeature>,
    aws: Vec<AwsSdkFeature>,
    credentials: Vec<AwsCredentialFeature>,
    headers: [HeaderValue; 2],
}

impl CachedHeaders {
    fn are_of(&self, cfg: &ConfigBag) -> bool {
        cfg.load::<SmithySdkFeature>().eq(&self.smithy)
            && cfg.load::<AwsSdkFeature>().eq(&self.aws)
            && cfg.load::<AwsCredentialFeature>().eq(&self.credentials)
    }
}

#[dyn_dispatch_hint]
impl Intercept for UserAgent {
    fn name(&self) -> &'static str {
        "UserAgent"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(cached) = self.last.load().as_ref().filter(|cached| cached.are_of(cfg)) {
            let headers = context.request_mut().headers_mut();
            for (name, value) in NAMES.iter().zip(&cached.headers) {
                headers.insert(*name, value.clone());
            }
            return Ok(());
        }
        self.sdk.modify_before_signing(context, components, cfg)?;
        let headers = context.request_mut().headers_mut();
        let written = NAMES.map(|name| headers.get(name).and_then(|value| HeaderValue::from_str(value).ok()));
        if let [Some(agent), Some(amazon)] = written {
            self.last.store(Some(Arc::new(CachedHeaders {
                smithy: cfg.load::<SmithySdkFeature>().cloned().collect(),
                aws: cfg.load::<AwsSdkFeature>().cloned().collect(),
                credentials: cfg.load::<AwsCredentialFeature>().cloned().collect(),
                headers: [agent, amazon],
            })));
        }
        Ok(())
    }
}
