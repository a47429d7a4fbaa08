//! Credentials of a profile of the shared files.
//!
//! The SDK's provider does the work. What it would refuse is found here before, so that the
//! words say the file, the line and the profile, and are the same at each call: the SDK tells
//! the cause once.

use std::collections::HashSet;
use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{self, ProvideCredentials};

use crate::credentials::shared_files::profiles::{
    AccessKeyPair, Profile, Profiles, Setting, is_identifier, sdk_name, selected,
};
use crate::credentials::validation::{flaw, validated};
use crate::process::environment::Environment;
use crate::process::lock::lock;

/// Why a profile cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileError {
    /// No file has it.
    Missing(String),
    /// Something in it is wrong; the text says where.
    Broken(String),
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(text) | Self::Broken(text) => f.write_str(text),
        }
    }
}

impl Error for ProfileError {}

/// What a profile's credentials come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Plan {
    /// The token's file, for a role that is assumed with a web identity.
    token_file: Option<PathBuf>,
}

/// The credentials of a profile.
#[derive(Debug)]
pub struct ProfileCredentials {
    /// The profile that was given, in place of `AWS_PROFILE` and `default`.
    pub given: Option<String>,
    /// Whether boto's configuration has credentials under the same name.
    pub in_boto_file: bool,
    pub config: ProviderConfig,
    environment: Environment,
    made: Mutex<Option<CachedProvider>>,
}

#[derive(Clone, Debug)]
struct CachedProvider {
    provider: Arc<ProfileFileCredentialsProvider>,
    plan: Plan,
    name: String,
}

impl ProfileCredentials {
    #[must_use]
    pub fn new(given: Option<String>, in_boto_file: bool, config: ProviderConfig, environment: &Environment) -> Self {
        Self { given, in_boto_file, config, environment: environment.clone(), made: Mutex::default() }
    }

    /// The SDK's provider; a failure is not kept, for the files may be others the next time.
    fn provider(&self) -> Result<CachedProvider, CredentialsError> {
        if let Some(made) = &*lock(&self.made) {
            return Ok(made.clone());
        }
        let (name, was_named) = selected(self.given.as_deref(), &self.environment);
        let profiles = Profiles::read(&self.environment);
        let plan = match plan(&profiles, &name) {
            Ok(Some(plan)) => plan,
            Ok(None) => return Err(CredentialsError::not_loaded("the profile names no credentials")),
            Err(ProfileError::Missing(_)) if !was_named || self.in_boto_file => {
                return Err(CredentialsError::not_loaded("there is no such profile"));
            }
            Err(error) => return Err(CredentialsError::invalid_configuration(error)),
        };
        let provider = ProfileFileCredentialsProvider::builder()
            .configure(&self.config)
            .profile_files(profiles.for_sdk(&name))
            .profile_name(sdk_name(&name))
            .build();
        let made = CachedProvider { provider: Arc::new(provider), plan, name };
        *lock(&self.made) = Some(made.clone());
        Ok(made)
    }

    async fn credentials(&self) -> provider::Result {
        let CachedProvider { provider, plan, name } = self.provider()?;
        match provider.provide_credentials().await {
            Ok(credentials) => validated(credentials, &format!("profile `{name}`")),
            Err(error) => {
                // The SDK's provider would not say the same again.
                *lock(&self.made) = None;
                Err(match plan.token_file {
                    Some(path) => explain_token_file(error, &path, &format!(", of profile `{name}`,")),
                    None => error,
                })
            }
        }
    }
}

impl ProvideCredentials for ProfileCredentials {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(self.credentials())
    }
}

/// The error, unless the cause is a web identity's token that cannot be read.
#[must_use]
pub fn explain_token_file(error: CredentialsError, token_file: &Path, whose: &str) -> CredentialsError {
    let why = match std::fs::read(token_file) {
        Err(cause) => cause.kind().to_string(),
        Ok(token) if std::str::from_utf8(&token).is_err() => "it is not text in UTF-8".to_owned(),
        Ok(_) => return error,
    };
    let text = format!("the web identity token file {}{whose} cannot be read: {why}", token_file.display());
    CredentialsError::invalid_configuration(ProfileError::Broken(text))
}

/// Options that decide whose credentials are used.
const IDENTITY: [&str; 14] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "credential_process",
    "credential_source",
    "external_id",
    "role_arn",
    "role_session_name",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
];

/// How the credentials of a profile are had, if it names any.
///
/// The order is the SDK's and botocore's.
fn plan(profiles: &Profiles, selected: &str) -> Result<Option<Plan>, ProfileError> {
    let broken = |text: String| Err(ProfileError::Broken(text));
    if let Some(mistake) = profiles.mistake() {
        return broken(mistake);
    }
    let Some(mut profile) = profiles.get(selected) else {
        let hint = profiles.hint(selected);
        let text = if profiles.absent() {
            format!("profile `{selected}` was not defined: there is no ~/.aws/credentials and no ~/.aws/config")
        } else {
            format!("profile `{selected}` was not defined in ~/.aws/credentials or ~/.aws/config{hint}")
        };
        return Err(ProfileError::Missing(text));
    };
    let mut seen = HashSet::new();
    loop {
        seen.insert(profile.name);
        check_readable(&profile)?;
        let first = seen.len() == 1;
        if !first && has_access_key(&profile)? {
            return Ok(Some(Plan::default()));
        }
        let assumes = profile.get("role_arn").filter(|_| profile.get("web_identity_token_file").is_none());
        let Some(role) = assumes else {
            return match own_credentials(profiles, &profile)? {
                None if !first => {
                    broken(profile.here("it names no credentials, but is another profile's source_profile"))
                }
                plan => Ok(plan),
            };
        };
        let source = match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(source), Some(_)) => {
                return broken(profile.wrong(source, "source_profile and credential_source exclude each other"));
            }
            (None, None) => {
                return broken(profile.wrong(role, "role_arn needs a source_profile or a credential_source"));
            }
            (Some(source), None) if source.text != profile.name => source,
            // The profile's own credentials.
            _ => {
                return match own_credentials(profiles, &profile)? {
                    None => {
                        broken(profile.wrong(role, "the profile is its own source_profile, but names no credentials"))
                    }
                    plan => Ok(plan),
                };
            }
        };
        profile = match profiles.get(source.text) {
            Some(next) if !seen.contains(next.name) => next,
            Some(_) => return broken(profile.wrong(source, "source_profile leads back to a profile before it")),
            None => {
                let what = format!("profile `{}`, its source_profile, was not defined", source.text);
                return Err(ProfileError::Missing(profile.wrong(source, &what) + &profiles.hint(source.text)));
            }
        };
    }
}

/// Whether all that matters in a profile can be read.
fn check_readable(profile: &Profile<'_>) -> Result<(), ProfileError> {
    if let Some(mistake) = profile.mistake() {
        return Err(ProfileError::Broken(mistake));
    }
    for option in IDENTITY {
        let Some(setting) = profile.get(option) else { continue };
        let what = if setting.text.contains('\n') {
            "goes on in the next line, which is indented more"
        } else if has_comment(setting.text) {
            "has a comment behind its value; give the comment a line of its own"
        } else {
            continue;
        };
        return Err(ProfileError::Broken(profile.wrong(setting, &format!("{option} {what}"))));
    }
    Ok(())
}

/// Whether the SDK would leave out the end of a value; for botocore it belongs to it.
fn has_comment(value: &str) -> bool {
    let mut blank = false;
    value.chars().any(|sign| {
        let begins = blank && matches!(sign, '#' | ';');
        blank = sign.is_whitespace();
        begins
    })
}

/// Credentials that the profile names itself.
fn own_credentials(profiles: &Profiles, profile: &Profile<'_>) -> Result<Option<Plan>, ProfileError> {
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    if let Some(source) = profile.get("credential_source") {
        let known = ["environment", "ec2instancemetadata", "ecscontainer"];
        if !known.contains(&source.text.to_ascii_lowercase().as_str()) {
            return broken(source, "credential_source must be Environment, Ec2InstanceMetadata or EcsContainer");
        }
        return Ok(Some(Plan::default()));
    }
    if let Some(token_file) = profile.get("web_identity_token_file") {
        if profile.get("role_arn").is_none() {
            return broken(token_file, "web_identity_token_file needs a role_arn");
        }
        return Ok(Some(Plan { token_file: Some(PathBuf::from(token_file.text)) }));
    }
    if uses_sso(profiles, profile)? {
        return Ok(Some(Plan::default()));
    }
    if let Some(login) = profile.get("login_session") {
        return broken(login, "reboto cannot use login_session; give keys, or sign in with `aws sso login`");
    }
    if has_access_key(profile)? || profile.get("credential_process").is_some() {
        return Ok(Some(Plan::default()));
    }
    Ok(None)
}

/// Whether the profile is one of AWS's single sign-on.
fn uses_sso(profiles: &Profiles, profile: &Profile<'_>) -> Result<bool, ProfileError> {
    let options = ["sso_session", "sso_account_id", "sso_role_name", "sso_region", "sso_start_url"];
    let Some(any) = options.into_iter().find_map(|option| profile.get(option)) else { return Ok(false) };
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    let session = match profile.get("sso_session") {
        None => None,
        Some(name) => match profiles.session(name.text) {
            Some(session) if is_identifier(name.text) => Some(session),
            Some(_) => return broken(name, "the name of an sso-session may hold letters, digits and _ - / . % @ : +"),
            None => return broken(name, &format!("there is no [sso-session {}]", name.text)),
        },
    };
    for option in ["sso_region", "sso_start_url"] {
        let own = profile.get(option);
        match (session.map(|session| session.get(option)), own) {
            (Some(Some(there)), Some(here)) if there.text != here.text => {
                return broken(here, &format!("{option} differs from that of the profile's sso_session"));
            }
            (Some(Some(_)), _) | (None, Some(_)) => {}
            (Some(None), _) => return broken(any, &format!("the profile's sso_session has no {option}")),
            (None, None) => return broken(any, &format!("{option} is missing")),
        }
    }
    for option in ["sso_account_id", "sso_role_name"] {
        if profile.get(option).is_none() {
            return broken(any, &format!("{option} is missing"));
        }
    }
    Ok(true)
}

/// Whether the profile names an access key and its secret.
fn has_access_key(profile: &Profile<'_>) -> Result<bool, ProfileError> {
    let AccessKeyPair { id, secret, token } = profile.pair();
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    match (id, secret) {
        (None, None) => return Ok(false),
        (Some(id), None) => return broken(id, "there is aws_access_key_id, but no aws_secret_access_key"),
        (None, Some(secret)) => return broken(secret, "there is aws_secret_access_key, but no aws_access_key_id"),
        (Some(_), Some(_)) => {}
    }
    for (option, setting) in
        [("aws_access_key_id", id), ("aws_secret_access_key", secret), ("the session token", token)]
    {
        let Some(setting) = setting else { continue };
        if let Some(flaw) = flaw(setting.text) {
            return broken(setting, &format!("{option} {flaw}"));
        }
    }
    Ok(true)
}
