//! The program that a profile's `credential_process` names.
//!
//! The SDK also runs such programs, but it does not limit the output, and it does not kill the program
//! after a timeout.

use std::collections::HashMap;
use std::error::Error;
use std::process::ExitStatus;
use std::time::SystemTime;
use std::{fmt, io};

use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials};
use futures_util::future::try_join3;
use jiff::Timestamp;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::Command;

use crate::http::response_limit::LONGEST_CREDENTIALS;
use crate::process::child::Child;

/// Number of bytes of the standard error that an exception can show.
const LONGEST_ERRORS: usize = 10_000;

/// Why the program gave no credentials.
#[derive(Debug)]
pub struct ProgramError(pub String);

impl Error for ProgramError {}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Credentials that a program prints.
#[derive(Clone, PartialEq, Eq)]
pub struct CredentialProcess {
    /// The command, which a shell runs.
    pub command: String,
    /// The profile that sets it.
    pub profile: String,
}

impl fmt::Debug for CredentialProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The command can contain a secret.
        f.debug_struct("CredentialProcess").field("profile", &self.profile).finish_non_exhaustive()
    }
}

impl CredentialProcess {
    async fn credentials(&self) -> provider::Result {
        let failed = |what: String| {
            let text = format!("credential_process of profile `{}` {what}", self.profile);
            CredentialsError::provider_error(ProgramError(text))
        };
        let (output, errors, status) = self.run().await.map_err(|error| failed(format!("failed: {error}")))?;
        if !status.success() {
            let errors = String::from_utf8_lossy(&errors);
            let separator = if errors.trim().is_empty() { "" } else { ": " };
            let status = status.code().map_or_else(|| status.to_string(), |code| format!("status {code}"));
            return Err(failed(format!("ended with {status}{separator}{}", errors.trim())));
        }
        parse(&output).map_err(failed)
    }

    async fn run(&self) -> io::Result<(Vec<u8>, Vec<u8>, ExitStatus)> {
        // A timeout or the cancellation of the call drops the future, which kills the program.
        let (child, output, errors) = Child::start(&mut shell(&self.command))?;
        try_join3(limited(output), beginning(errors), child.wait()).await
    }
}

/// Reads the output to its end, unless it is too long for credentials.
async fn limited(output: impl AsyncRead + Unpin) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    output.take(LONGEST_CREDENTIALS as u64 + 1).read_to_end(&mut content).await?;
    if content.len() > LONGEST_CREDENTIALS {
        return Err(io::Error::other(format!("it printed more than {} MB", LONGEST_CREDENTIALS / 1_000_000)));
    }
    Ok(content)
}

/// Reads the standard error to its end, so that the program does not wait, but keeps only its beginning.
async fn beginning(mut errors: impl AsyncRead + Unpin) -> io::Result<Vec<u8>> {
    let mut kept = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match errors.read(&mut buffer).await? {
            0 => return Ok(kept),
            count => kept.extend_from_slice(&buffer[..count.min(LONGEST_ERRORS - kept.len())]),
        }
    }
}

/// The credentials in the program's output.
fn parse(output: &[u8]) -> Result<Credentials, String> {
    // Errors of this type do not show values. Those of a map do.
    let document: Value = serde_json::from_slice(output).map_err(|error| format!("did not print JSON: {error}"))?;
    let members = document.as_object().ok_or("did not print a JSON object")?;
    let members: HashMap<_, _> = members.iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    let text = |name: &str| match members.get(&name.to_ascii_lowercase()) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
        Some(_) => Err(format!("printed an invalid {name}: it is not a string")),
    };
    let required = |name| text(name)?.ok_or_else(|| format!("printed no {name}"));
    match members.get("version") {
        Some(version) if version.as_i64() == Some(1) => {}
        Some(_) => return Err("printed an invalid Version: it is not 1".to_owned()),
        None => return Err("printed no Version".to_owned()),
    }
    let time = |text: &str| text.parse::<Timestamp>().ok().and_then(|time| SystemTime::try_from(time).ok());
    let expiry = text("Expiration")?
        .map(|text| time(text).ok_or("printed an invalid Expiration: it is not a time in ISO 8601 with a zone"))
        .transpose()?;
    let mut credentials = Credentials::builder()
        .access_key_id(required("AccessKeyId")?)
        .secret_access_key(required("SecretAccessKey")?)
        .provider_name("CredentialProcess");
    credentials.set_session_token(text("SessionToken")?.map(str::to_owned));
    credentials.set_expiry(expiry);
    let mut credentials = credentials.build();
    credentials
        .get_property_mut_or_default::<Vec<AwsCredentialFeature>>()
        .push(AwsCredentialFeature::CredentialsProcess);
    Ok(credentials)
}

impl ProvideCredentials for CredentialProcess {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(self.credentials())
    }
}

#[cfg(not(windows))]
fn shell(text: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", text]);
    command
}

#[cfg(windows)]
fn shell(text: &str) -> Command {
    let mut command = Command::new("cmd.exe");
    // cmd removes the outer quotes, and has its own rules for inner ones.
    command.arg("/C").raw_arg(format!("\"{text}\""));
    command
}
