//! Credentials of a profile in the shared files.
//!
//! The SDK's provider loads the credentials. Mistakes in the files are detected here first, so
//! that errors name the file, the line and the profile. They are also the same at each call: the
//! SDK reports the cause only once.

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

use crate::credentials::credential_process::CredentialProcess;
use crate::credentials::shared_files::profiles::{
    AccessKeyPair, PROGRAM_SOURCE, Profile, Profiles, Setting, is_identifier, sdk_name, selected,
};
use crate::credentials::validation::{InvalidCredentials, flaw, validated};
use crate::process::environment::Environment;
use crate::process::lock::lock;
use crate::process::regular_file;

/// Why a profile cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileError {
    /// It is in neither file.
    Missing(String),
    /// It has a mistake; the text says where.
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

/// The source of a profile's credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Plan {
    /// The token file, for a role that is assumed with a web identity.
    token_file: Option<PathBuf>,
    /// Whether the SDK reads the cache of single sign-on.
    sso: bool,
    /// Whether the container's credentials service is asked.
    container: bool,
    /// The program that prints the credentials, or those that assume the role.
    program: Option<CredentialProcess>,
}

/// The credentials of a profile.
#[derive(Debug)]
pub struct ProfileCredentials {
    /// The requested profile, instead of `AWS_PROFILE` and `default`.
    pub given: Option<String>,
    /// Whether boto.cfg has credentials for a profile of the same name.
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

    /// The SDK's provider. A failure is not cached, because the files may change.
    fn provider(&self) -> Result<CachedProvider, CredentialsError> {
        if let Some(made) = &*lock(&self.made) {
            return Ok(made.clone());
        }
        let (name, was_named) = selected(self.given.as_deref(), &self.environment);
        let profiles = Profiles::read(&self.environment);
        let plan = match plan(&profiles, &name) {
            Ok(Some(plan)) => plan,
            Ok(None) => return Err(CredentialsError::not_loaded("the profile has no credentials")),
            Err(ProfileError::Missing(_)) if !was_named || self.in_boto_file => {
                return Err(CredentialsError::not_loaded("there is no such profile"));
            }
            Err(error) => return Err(CredentialsError::invalid_configuration(error)),
        };
        let program = plan.program.as_ref();
        let mut builder = ProfileFileCredentialsProvider::builder()
            .configure(&self.config)
            .profile_files(profiles.for_sdk(&name, program.map(|program| program.profile.as_str())))
            .profile_name(sdk_name(&name));
        if let Some(program) = program {
            builder = builder.with_custom_provider(PROGRAM_SOURCE, program.clone());
        }
        let made = CachedProvider { provider: Arc::new(builder.build()), plan, name };
        *lock(&self.made) = Some(made.clone());
        Ok(made)
    }

    async fn credentials(&self) -> provider::Result {
        let CachedProvider { provider, plan, name } = self.provider()?;
        let whose = format!(", of profile `{name}`,");
        if let Some(path) = &plan.token_file {
            check_token_file(path, &whose)?;
        }
        if plan.sso {
            check_sso_cache(&self.environment)?;
        }
        if plan.container {
            check_container(&self.environment)?;
        }
        match provider.provide_credentials().await {
            Ok(credentials) => validated(credentials, &format!("profile `{name}`")),
            Err(error) => {
                // The SDK's provider reports the cause only once.
                *lock(&self.made) = None;
                Err(match plan.token_file {
                    Some(path) => explain_token_file(error, &path, &whose),
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

/// Replaces the error if the cause is a web identity token file that cannot be read.
#[must_use]
pub fn explain_token_file(error: CredentialsError, token_file: &Path, whose: &str) -> CredentialsError {
    let reason = match regular_file::read(token_file) {
        Err(cause) => regular_file::reason(&cause),
        Ok(token) if token.trim_ascii().is_empty() => "it is empty".to_owned(),
        Ok(token) if std::str::from_utf8(&token).is_err() => "it is not UTF-8 text".to_owned(),
        Ok(_) => return error,
    };
    unreadable("web identity token file", token_file, whose, &reason)
}

fn unreadable(what: &str, path: &Path, whose: &str, reason: &str) -> CredentialsError {
    let text = format!("the {what} {}{whose} cannot be read: {reason}", path.display());
    CredentialsError::invalid_configuration(ProfileError::Broken(text))
}

/// Refuses a token file that the SDK could not read to its end.
///
/// # Errors
///
/// If it is a FIFO or the like.
pub fn check_token_file(token_file: &Path, whose: &str) -> Result<(), CredentialsError> {
    let refused = |cause| unreadable("web identity token file", token_file, whose, &regular_file::reason(&cause));
    regular_file::check(token_file).map_err(refused)
}

/// Refuses files of single sign-on that the SDK could not read to their end.
fn check_sso_cache(environment: &Environment) -> Result<(), CredentialsError> {
    let Some(home) = environment.home() else { return Ok(()) };
    let folder = Path::new(home).join(".aws/sso/cache");
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        regular_file::check(&path)
            .map_err(|cause| unreadable("file of single sign-on", &path, "", &regular_file::reason(&cause)))?;
    }
    Ok(())
}

/// Checks the token for the container's credentials service, because the SDK's errors do not name its source.
///
/// # Errors
///
/// If the file with the token cannot be read, or if the token has a character that is not allowed in a header.
pub fn check_container(environment: &Environment) -> Result<(), CredentialsError> {
    const FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    let (origin, token) = if let Some(path) = environment.text(FILE) {
        let whose = format!(" of {FILE}");
        let refused = |reason: &str| unreadable("token file", Path::new(path), &whose, reason);
        let token = regular_file::read(Path::new(path)).map_err(|cause| refused(&regular_file::reason(&cause)))?;
        let token = String::from_utf8(token).map_err(|_| refused("it is not UTF-8 text"))?;
        (format!("the token in {path}"), token)
    } else {
        let Some(token) = environment.text(TOKEN) else { return Ok(()) };
        (format!("the environment variable {TOKEN}"), token.to_owned())
    };
    let is_sent = |character: char| character == '\t' || !character.is_control();
    if token.chars().all(is_sent) {
        return Ok(());
    }
    let flaw = flaw(&token).unwrap_or("contains a control character");
    Err(CredentialsError::invalid_configuration(InvalidCredentials(format!("{origin} {flaw}"))))
}

/// Options that decide which credentials are used.
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

/// Finds the source of a profile's credentials, in the order of the SDK and of botocore.
fn plan(profiles: &Profiles, selected: &str) -> Result<Option<Plan>, ProfileError> {
    let broken = |text: String| Err(ProfileError::Broken(text));
    if let Some(mistake) = profiles.mistake() {
        return broken(mistake);
    }
    let Some(mut profile) = profiles.get(selected) else {
        let hint = profiles.hint(selected);
        let text = if profiles.absent() {
            format!("profile `{selected}` is not defined: neither ~/.aws/credentials nor ~/.aws/config exists")
        } else {
            format!("profile `{selected}` is not defined in ~/.aws/credentials or ~/.aws/config{hint}")
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
                    broken(profile.here("it has no credentials, but another profile uses it as source_profile"))
                }
                plan => Ok(plan),
            };
        };
        if let Some(device) = profile.get("mfa_serial") {
            return broken(profile.wrong(
                device,
                "mfa_serial needs a code, which reboto does not ask for; pass \
                 credentials_provider=reboto.credentials.from_boto3(), which does",
            ));
        }
        let source = match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(source), Some(_)) => {
                return broken(
                    profile
                        .wrong(source, "source_profile and credential_source cannot both be set; remove one of them"),
                );
            }
            (None, None) => {
                return broken(profile.wrong(role, "role_arn needs a source_profile or a credential_source"));
            }
            (Some(source), None) if source.text != profile.name => source,
            // The profile's own credentials.
            _ => {
                return match own_credentials(profiles, &profile)? {
                    None => {
                        broken(profile.wrong(role, "the profile is its own source_profile, but has no credentials"))
                    }
                    plan => Ok(plan),
                };
            }
        };
        profile = match profiles.get(source.text) {
            Some(next) if !seen.contains(next.name) => next,
            Some(_) => {
                return broken(profile.wrong(source, "source_profile leads back to an earlier profile of the chain"));
            }
            None => {
                let what = format!("its source_profile `{}` is not defined", source.text);
                return Err(ProfileError::Missing(profile.wrong(source, &what) + &profiles.hint(source.text)));
            }
        };
    }
}

/// Checks that the options that select credentials can be read.
fn check_readable(profile: &Profile<'_>) -> Result<(), ProfileError> {
    if let Some(mistake) = profile.mistake() {
        return Err(ProfileError::Broken(mistake));
    }
    for option in IDENTITY {
        let Some(setting) = profile.get(option) else { continue };
        let what = if setting.text.contains('\n') {
            "continues in the next line; remove the indentation there"
        } else if has_comment(setting.text) {
            "has a comment after its value; move the comment to a separate line"
        } else {
            continue;
        };
        return Err(ProfileError::Broken(profile.wrong(setting, &format!("{option} {what}"))));
    }
    Ok(())
}

/// Whether the SDK would cut the value at a comment sign that botocore takes as part of the value.
fn has_comment(value: &str) -> bool {
    let mut blank = false;
    value.chars().any(|character| {
        let begins = blank && matches!(character, '#' | ';');
        blank = character.is_whitespace();
        begins
    })
}

/// The source of credentials that the profile sets itself.
fn own_credentials(profiles: &Profiles, profile: &Profile<'_>) -> Result<Option<Plan>, ProfileError> {
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    if let Some(source) = profile.get("credential_source") {
        let known = ["environment", "ec2instancemetadata", "ecscontainer"];
        if !known.contains(&source.text.to_ascii_lowercase().as_str()) {
            return broken(source, "credential_source must be Environment, Ec2InstanceMetadata or EcsContainer");
        }
        let container = source.text.eq_ignore_ascii_case("EcsContainer");
        return Ok(Some(Plan { container, ..Plan::default() }));
    }
    if let Some(token_file) = profile.get("web_identity_token_file") {
        if profile.get("role_arn").is_none() {
            return broken(token_file, "web_identity_token_file needs a role_arn");
        }
        return Ok(Some(Plan { token_file: Some(PathBuf::from(token_file.text)), ..Plan::default() }));
    }
    if uses_sso(profiles, profile)? {
        return Ok(Some(Plan { sso: true, ..Plan::default() }));
    }
    if let Some(login) = profile.get("login_session") {
        return broken(
            login,
            "reboto does not support login_session; set an access key, or use a profile for `aws sso login`",
        );
    }
    let has_key = has_access_key(profile)?;
    // botocore uses an access key in the credentials file before it runs the program.
    if let Some(command) = profile.get("credential_process").filter(|_| !profile.has_key_in_credentials()) {
        let program = CredentialProcess { command: command.text.to_owned(), profile: profile.name.to_owned() };
        return Ok(Some(Plan { program: Some(program), ..Plan::default() }));
    }
    Ok(has_key.then(Plan::default))
}

/// Whether the profile uses AWS single sign-on (IAM Identity Center).
fn uses_sso(profiles: &Profiles, profile: &Profile<'_>) -> Result<bool, ProfileError> {
    let options = ["sso_session", "sso_account_id", "sso_role_name", "sso_region", "sso_start_url"];
    let Some(any) = options.into_iter().find_map(|option| profile.get(option)) else { return Ok(false) };
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    let session = match profile.get("sso_session") {
        None => None,
        Some(name) => match profiles.session(name.text) {
            Some(session) if is_identifier(name.text) => Some(session),
            Some(_) => {
                return broken(name, "the name of an sso-session may contain only letters, digits and _ - / . % @ : +");
            }
            None => return broken(name, &format!("there is no [sso-session {}] in ~/.aws/config", name.text)),
        },
    };
    for option in ["sso_region", "sso_start_url"] {
        match (session.map(|session| session.get(option)), profile.get(option)) {
            (Some(Some(there)), Some(here)) if there.text != here.text => {
                return broken(here, &format!("{option} differs from {option} of the profile's sso_session"));
            }
            (Some(Some(_)), _) | (None, Some(_)) => {}
            (Some(None), _) => return broken(any, &format!("the profile's sso_session has no {option}; set it there")),
            (None, None) => return broken(any, &format!("{option} is missing; set it for single sign-on")),
        }
    }
    for option in ["sso_account_id", "sso_role_name"] {
        if profile.get(option).is_none() {
            return broken(any, &format!("{option} is missing; set it for single sign-on"));
        }
    }
    Ok(true)
}

/// Whether the profile has an access key and its secret.
fn has_access_key(profile: &Profile<'_>) -> Result<bool, ProfileError> {
    let AccessKeyPair { id, secret, token } = profile.pair();
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    match (id, secret) {
        (None, None) => return Ok(false),
        (Some(id), None) => return broken(id, "aws_access_key_id is set, but aws_secret_access_key is not"),
        (None, Some(secret)) => return broken(secret, "aws_secret_access_key is set, but aws_access_key_id is not"),
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
