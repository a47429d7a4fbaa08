//! Conversion of credential errors to errors of the call that needs the credentials.

use std::fmt;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::assume_role_with_web_identity::AssumeRoleWithWebIdentityError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;

use crate::credentials::credential_process::ProgramError;
use crate::credentials::endpoint_tracking::EndpointError;
use crate::credentials::shared_files::plan::ProfileError;
use crate::credentials::validation::InvalidCredentials;
use crate::error::chain::{deepest, find};
use crate::error::sdk::from_sdk;
use crate::error::{CallError, ProviderException};
use crate::redaction::registry::redact;

/// Converts the error of credentials that could not be loaded.
#[must_use]
pub fn describe(error: &CredentialsError) -> CallError {
    if let Some(error) = sts_error(error) {
        return error;
    }
    if let Some(raised) = find::<ProviderException>(error) {
        return CallError::ProviderRaised(raised.clone());
    }
    if let Some(timeout) = find::<ProviderTimeout>(error) {
        return CallError::NoCredentials(format!("{timeout}; check why it is slow, or raise the connection's timeout"));
    }
    match find::<ProfileError>(error) {
        Some(ProfileError::Missing(text)) => {
            return CallError::ProfileNotFound(format!(
                "{}; check profile_name=, AWS_PROFILE and AWS_DEFAULT_PROFILE",
                redact(text)
            ));
        }
        Some(ProfileError::Broken(text)) => {
            return CallError::NoCredentials(format!("AWS credentials could not be loaded: {}", redact(text)));
        }
        None => {}
    }
    if let Some(ProgramError(text)) = find::<ProgramError>(error) {
        let text = redact(text);
        return CallError::NoCredentials(format!(
            "AWS credentials could not be loaded: {text}; run it in a terminal to see why"
        ));
    }
    if let Some(InvalidCredentials(what)) = find::<InvalidCredentials>(error) {
        return CallError::NoCredentials(format!("AWS credentials are invalid: {what}; remove the character there"));
    }
    let text = redact(&deepest(error)).into_owned();
    if matches!(error, CredentialsError::CredentialsNotLoaded(_)) {
        return CallError::NoCredentials(format!(
            "no AWS credentials were found ({text}); set credentials in one of these places"
        ));
    }
    let remedy = if text.contains("SSO") {
        "sign in with `aws sso login`"
    } else if text.contains("instance metadata") {
        "try again later, or set credentials in another way"
    } else {
        "fix their source, or set credentials in another way"
    };
    let text = rephrased(text.trim_end().trim_end_matches('.').to_owned());
    let endpoint = find::<EndpointError>(error).map(|failed| &failed.endpoint);
    let source = endpoint.map(|endpoint| format!(" from {}", endpoint.address)).unwrap_or_default();
    let text = match endpoint.and_then(|endpoint| endpoint.error_status) {
        Some(status) if text.starts_with("Non-success status") => format!("the response has the status {status}"),
        _ => text,
    };
    CallError::NoCredentials(format!("AWS credentials could not be loaded{source}: {text}; {remedy}"))
}

/// The SDK's text in the terms of the user.
fn rephrased(text: String) -> String {
    if let Some((_, reason)) = text.split_once("invalid full URI for ECS provider ") {
        return format!("AWS_CONTAINER_CREDENTIALS_FULL_URI is invalid {reason}");
    }
    if text.starts_with("invalid JSON in response") {
        return "the response is not valid JSON".to_owned();
    }
    text
}

/// The error of STS, if it is the cause.
fn sts_error(error: &CredentialsError) -> Option<CallError> {
    let assumed = find::<SdkError<AssumeRoleError, HttpResponse>>(error).map(|error| from_sdk(error, describe));
    let by_token =
        || find::<SdkError<AssumeRoleWithWebIdentityError, HttpResponse>>(error).map(|error| from_sdk(error, describe));
    let during = find::<EndpointError>(error).map_or_else(
        || "the role was not assumed".to_owned(),
        |EndpointError { endpoint, .. }| {
            let attempts = if endpoint.requests == 1 { "attempt" } else { "attempts" };
            format!(
                "the role was not assumed: STS at {} failed after {} {attempts}",
                endpoint.address, endpoint.requests
            )
        },
    );
    assumed.or_else(by_token).map(|error| error.within(&during))
}

/// A `credentials_provider` that did not return within the timeout.
#[derive(Debug)]
pub struct ProviderTimeout(pub Duration);

impl std::error::Error for ProviderTimeout {}

impl fmt::Display for ProviderTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "credentials_provider did not return within {} s", self.0.as_secs_f64())
    }
}
