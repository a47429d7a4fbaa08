//! Where a profile's credentials come from, in the order of botocore.
//!
//! Mistakes in the files are detected here, before anything is sent. Errors name the file, the line and the
//! profile, and are the same at each call.

use std::collections::HashSet;
use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use crate::credentials::credential_process::CredentialProcess;
use crate::credentials::shared_files::profiles::{AccessKeyPair, Profile, Profiles, Setting, is_identifier, shown};
use crate::credentials::source::{EXPECTED_ROLE, Role, StaticCredentials, is_role};
use crate::credentials::validation::flaw;

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

/// The first credentials, and the roles that are assumed with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The profile that has the first credentials.
    pub profile: String,
    pub source: Source,
    /// In the order in which they are assumed.
    pub roles: Vec<Role>,
}

/// Where a profile's own credentials come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    AccessKey(StaticCredentials),
    /// The program that prints the credentials.
    Program(CredentialProcess),
    /// A role that is assumed with a web identity.
    WebIdentity {
        role: Role,
        token_file: PathBuf,
    },
    SingleSignOn {
        session: Option<String>,
        start_url: String,
    },
    /// A `credential_source`, and its place in the file.
    Named {
        source: NamedSource,
        place: String,
    },
}

/// The values of `credential_source`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedSource {
    Environment,
    Container,
    Instance,
}

/// Options that decide which credentials are used.
const IDENTITY: [&str; 15] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "credential_process",
    "credential_source",
    "duration_seconds",
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

/// Finds the source of a profile's credentials.
///
/// # Errors
///
/// If the profile is missing, or if it or one that it refers to has a mistake.
pub fn plan(profiles: &Profiles, selected: &str) -> Result<Option<Plan>, ProfileError> {
    let broken = |text: String| Err(ProfileError::Broken(text));
    if let Some(mistake) = profiles.mistake() {
        return broken(mistake);
    }
    let Some(mut profile) = profiles.get(selected) else {
        let hint = profiles.hint(selected);
        let shown = shown(selected);
        let text = if profiles.absent() {
            format!("profile `{shown}` is not defined: neither ~/.aws/credentials nor ~/.aws/config exists")
        } else {
            format!("profile `{shown}` is not defined in ~/.aws/credentials or ~/.aws/config{hint}")
        };
        return Err(ProfileError::Missing(text));
    };
    let (mut seen, mut roles) = (HashSet::new(), Vec::new());
    let source = loop {
        seen.insert(profile.name);
        check_readable(&profile)?;
        let first = seen.len() == 1;
        if !first && let Some(pair) = access_key(&profile)? {
            break Some(Source::AccessKey(pair));
        }
        let assumes = profile.get("role_arn").filter(|_| profile.get("web_identity_token_file").is_none());
        let Some(role) = assumes else {
            break match own_credentials(profiles, &profile)? {
                None if !first => {
                    return broken(
                        profile.here("it has no credentials, but another profile uses it as source_profile"),
                    );
                }
                source => source,
            };
        };
        if let Some(device) = profile.get("mfa_serial") {
            return broken(profile.wrong(
                device,
                "mfa_serial needs a code, which reboto does not ask for; pass \
                 credentials_provider=reboto.credentials.from_boto3(), which does",
            ));
        }
        roles.push((profile, role));
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
            (None, Some(source)) => break Some(named_source(&profile, source)?),
            (Some(source), None) if source.text != profile.name => source,
            (Some(_), None) => match own_credentials(profiles, &profile)? {
                None => {
                    return broken(
                        profile.wrong(role, "the profile is its own source_profile, but has no credentials"),
                    );
                }
                source => break source,
            },
        };
        profile = match profiles.get(source.text) {
            Some(next) if !seen.contains(next.name) => next,
            Some(_) => {
                return broken(profile.wrong(source, "source_profile leads back to an earlier profile of the chain"));
            }
            None => {
                let what = format!("its source_profile `{}` is not defined", shown(source.text));
                return Err(ProfileError::Missing(profile.wrong(source, &what) + &profiles.hint(source.text)));
            }
        };
    };
    let Some(source) = source else { return Ok(None) };
    let roles = roles.into_iter().rev().map(|(profile, arn)| role(&profile, arn)).collect::<Result<_, _>>()?;
    Ok(Some(Plan { profile: profile.name.to_owned(), source, roles }))
}

/// The role of a profile.
fn role(profile: &Profile<'_>, arn: Setting<'_>) -> Result<Role, ProfileError> {
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    if !is_role(arn.text) {
        return broken(arn, &format!("role_arn must be {EXPECTED_ROLE}"));
    }
    let text = |option| profile.get(option).map(|setting| setting.text.to_owned());
    let duration = match profile.get("duration_seconds") {
        None => None,
        Some(setting) => match setting.text.parse() {
            Ok(seconds @ 900..=43_200) => Some(seconds),
            _ => return broken(setting, "duration_seconds must be an integer from 900 to 43200"),
        },
    };
    Ok(Role {
        arn: arn.text.to_owned(),
        external_id: text("external_id"),
        session_name: text("role_session_name"),
        duration,
    })
}

/// The source that `credential_source` names.
fn named_source(profile: &Profile<'_>, setting: Setting<'_>) -> Result<Source, ProfileError> {
    let known = [
        ("Environment", NamedSource::Environment),
        ("EcsContainer", NamedSource::Container),
        ("Ec2InstanceMetadata", NamedSource::Instance),
    ];
    let found = known.into_iter().find(|(name, _)| setting.text.eq_ignore_ascii_case(name));
    let what = "credential_source must be Environment, Ec2InstanceMetadata or EcsContainer";
    let (name, source) = found.ok_or_else(|| ProfileError::Broken(profile.wrong(setting, what)))?;
    Ok(Source::Named { source, place: profile.wrong(setting, &format!("credential_source {name}")) })
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
fn own_credentials(profiles: &Profiles, profile: &Profile<'_>) -> Result<Option<Source>, ProfileError> {
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    if let Some(token_file) = profile.get("web_identity_token_file") {
        let Some(arn) = profile.get("role_arn") else {
            return broken(token_file, "web_identity_token_file needs a role_arn");
        };
        // As in botocore, the duration is that of STS.
        let role = Role { duration: None, ..role(profile, arn)? };
        return Ok(Some(Source::WebIdentity { role, token_file: PathBuf::from(token_file.text) }));
    }
    if let Some(start_url) = single_sign_on(profiles, profile)? {
        let session = profile.get("sso_session").map(|name| name.text.to_owned());
        return Ok(Some(Source::SingleSignOn { session, start_url: start_url.to_owned() }));
    }
    if let Some(login) = profile.get("login_session") {
        return broken(
            login,
            "reboto does not support login_session; set an access key, or use a profile for `aws sso login`",
        );
    }
    let pair = access_key(profile)?;
    // botocore uses an access key in the credentials file before it runs the program.
    if let Some(command) = profile.get("credential_process").filter(|_| !profile.has_key_in_credentials()) {
        let program = CredentialProcess { command: command.text.to_owned(), profile: profile.name.to_owned() };
        return Ok(Some(Source::Program(program)));
    }
    Ok(pair.map(Source::AccessKey))
}

/// The start URL, if the profile uses AWS single sign-on (IAM Identity Center).
fn single_sign_on<'a>(profiles: &'a Profiles, profile: &Profile<'a>) -> Result<Option<&'a str>, ProfileError> {
    let options = ["sso_session", "sso_account_id", "sso_role_name", "sso_region", "sso_start_url"];
    let Some(any) = options.into_iter().find_map(|option| profile.get(option)) else { return Ok(None) };
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
    let of_session = session.and_then(|session| session.get("sso_start_url"));
    Ok(of_session.or_else(|| profile.get("sso_start_url")).map(|setting| setting.text))
}

/// The profile's access key, if it has one.
fn access_key(profile: &Profile<'_>) -> Result<Option<StaticCredentials>, ProfileError> {
    let AccessKeyPair { id, secret, token } = profile.pair();
    let broken = |setting: Setting<'_>, what: &str| Err(ProfileError::Broken(profile.wrong(setting, what)));
    let (id, secret) = match (id, secret) {
        (None, None) => return Ok(None),
        (Some(id), None) => return broken(id, "aws_access_key_id is set, but aws_secret_access_key is not"),
        (None, Some(secret)) => return broken(secret, "aws_secret_access_key is set, but aws_access_key_id is not"),
        (Some(id), Some(secret)) => (id, secret),
    };
    for (option, setting) in
        [("aws_access_key_id", Some(id)), ("aws_secret_access_key", Some(secret)), ("the session token", token)]
    {
        let Some(setting) = setting else { continue };
        if let Some(flaw) = flaw(setting.text) {
            return broken(setting, &format!("{option} {flaw}"));
        }
    }
    let text = |setting: Setting<'_>| setting.text.to_owned();
    Ok(Some(StaticCredentials { access_key: text(id), secret_key: text(secret), session_token: token.map(text) }))
}
