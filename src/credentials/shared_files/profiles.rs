//! The shared files, `~/.aws/credentials` and `~/.aws/config`, as botocore reads them.
//!
//! The SDK's reader refuses a whole file for one line that botocore accepts, and drops profiles
//! whose names contain spaces. So the files are read here, and the profiles in use are passed to
//! the SDK in the form that it reads.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aws_config::ConfigLoader;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::credentials::shared_files::ini::{Ini, Section};
use crate::process::environment::Environment;
use crate::process::regular_file;

/// Both files.
#[derive(Debug, Default)]
pub struct Profiles {
    credentials: File,
    config: File,
    sessions: HashMap<String, usize>,
    services: HashMap<String, usize>,
}

/// A file, with the index of each profile's section.
#[derive(Debug, Default)]
struct File {
    path: PathBuf,
    ini: Ini,
    profiles: HashMap<String, usize>,
    /// Why it cannot be read, although it exists.
    unreadable: Option<String>,
}

/// A profile: its section in each file.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    pub name: &'a str,
    credentials: Option<ProfileSection<'a>>,
    config: Option<ProfileSection<'a>>,
}

/// A section of a file.
#[derive(Clone, Copy, Debug)]
pub struct ProfileSection<'a> {
    path: &'a Path,
    section: &'a Section,
    defaults: &'a Section,
}

/// An option's value and its location.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    pub text: &'a str,
    pub path: &'a Path,
    pub line: usize,
}

/// A profile's access key, whose parts all come from one file.
#[derive(Clone, Copy, Debug)]
pub struct AccessKeyPair<'a> {
    pub id: Option<Setting<'a>>,
    pub secret: Option<Setting<'a>>,
    pub token: Option<Setting<'a>>,
}

/// Paths of the credentials file and of the configuration file.
#[must_use]
pub fn paths(environment: &Environment) -> [Option<PathBuf>; 2] {
    [("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "config")].map(|(name, usual)| {
        match environment.get(name) {
            Some(path) => Some(expanded(path, environment)),
            None => Some(Path::new(environment.home()?).join(".aws").join(usual)),
        }
    })
}

/// A path with `~` and variables expanded as by botocore.
#[must_use]
pub fn expanded(path: &str, environment: &Environment) -> PathBuf {
    let path = PathBuf::from(with_variables(path, environment));
    match path.strip_prefix("~") {
        Ok(rest) => environment.home().map(|home| Path::new(home).join(rest)).unwrap_or(path),
        Err(_) => path,
    }
}

/// The text with the values of `$NAME` and `${NAME}`, where those are set.
fn with_variables(text: &str, environment: &Environment) -> String {
    let mut pieces = text.split('$');
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end =
            piece.find(|character: char| !character.is_ascii_alphanumeric() && character != '_').unwrap_or(piece.len());
        let (name, rest) =
            piece.strip_prefix('{').and_then(|inner| inner.split_once('}')).unwrap_or_else(|| piece.split_at(end));
        match environment.get(name) {
            Some(value) => whole.extend([value, rest]),
            None => whole.extend(["$", piece]),
        }
    }
    whole
}

/// Variables that name the profile. botocore prefers the second one, but boto knew only the first.
const PROFILE_VARIABLES: [&str; 2] = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];

/// The profile to use, and whether the caller or the environment named it.
#[must_use]
pub fn selected(given: Option<&str>, environment: &Environment) -> (String, bool) {
    let named = || PROFILE_VARIABLES.into_iter().find_map(|name| environment.text(name));
    let named = given.filter(|name| !name.is_empty()).or_else(named);
    named.map_or_else(|| ("default".to_owned(), false), |name| (name.to_owned(), true))
}

/// Lets a loader read its settings from the selected profile.
#[must_use]
pub fn configured(loader: ConfigLoader, given: Option<&str>, environment: &Environment) -> ConfigLoader {
    let (name, _) = selected(given, environment);
    loader.profile_files(Profiles::read(environment).for_sdk(&name)).profile_name(sdk_name(&name))
}

impl Profiles {
    /// Reads both files, as they are now.
    #[must_use]
    pub fn read(environment: &Environment) -> Self {
        let [credentials, config] = paths(environment).map(|path| path.map(File::read).unwrap_or_default());
        Self::of(credentials, config)
    }

    fn of(mut credentials: File, mut config: File) -> Self {
        let (mut sessions, mut services) = (HashMap::new(), HashMap::new());
        for (index, section) in credentials.ini.sections.iter().enumerate() {
            credentials.profiles.insert(section.name.clone(), index);
        }
        for (index, section) in config.ini.sections.iter().enumerate() {
            // A later section replaces an earlier one of the same name.
            let name = &section.name;
            let (names, word) = if name.starts_with("profile") {
                (&mut config.profiles, last_of_two(name))
            } else if name.starts_with("sso-session") {
                (&mut sessions, last_of_two(name))
            } else if name.starts_with("services") {
                (&mut services, last_of_two(name))
            } else {
                (&mut config.profiles, Some(name.clone()).filter(|name| name == "default"))
            };
            names.extend(word.map(|word| (word, index)));
        }
        Self { credentials, config, sessions, services }
    }

    /// The profile of this name, if it is in a file.
    #[must_use]
    pub fn get<'a>(&'a self, name: &'a str) -> Option<Profile<'a>> {
        let of = |file: &'a File| file.profiles.get(name).map(|index| file.part(*index));
        let (credentials, config) = (of(&self.credentials), of(&self.config));
        (credentials.is_some() || config.is_some()).then_some(Profile { name, credentials, config })
    }

    /// The `[sso-session]` of this name, if there is one.
    #[must_use]
    pub fn session(&self, name: &str) -> Option<ProfileSection<'_>> {
        Some(self.config.part(*self.sessions.get(name)?))
    }

    /// The `[services]` section of this name, if there is one.
    #[must_use]
    pub fn services(&self, name: &str) -> Option<ProfileSection<'_>> {
        Some(self.config.part(*self.services.get(name)?))
    }

    /// The mistake that makes a whole file unusable, if there is one.
    #[must_use]
    pub fn mistake(&self) -> Option<String> {
        [&self.credentials, &self.config].into_iter().find_map(|file| {
            let mistake = file.ini.mistake.as_ref()?;
            Some(format!("{}, line {}: {}", file.path.display(), mistake.line, mistake.what))
        })
    }

    /// Hints why a profile is missing: unreadable files, and sections with a similar name.
    #[must_use]
    pub fn hint(&self, name: &str) -> String {
        let mut hint = String::new();
        for (file, form) in [(&self.credentials, format!("[{name}]")), (&self.config, config_header(name))] {
            let path = file.path.display();
            if let Some(reason) = file.unreadable.as_ref().filter(|_| file.path.symlink_metadata().is_ok()) {
                let _ = write!(hint, "; {path} cannot be read: {reason}");
            }
            let sections = &file.ini.sections;
            let Some(index) = sections.iter().position(|section| normalized(&section.name) == normalized(name)) else {
                continue;
            };
            let line = sections[index].line;
            // A profile such as `profile dev` in the credentials file is a mistake, so it is not suggested.
            let is_suggested = |name: &str| name == name.trim() && !name.starts_with("profile ");
            let other = file.profiles.iter().find(|(name, section)| **section == index && is_suggested(name));
            let _ = match other {
                Some((other, _)) => write!(hint, "; {path}, line {line}: did you mean `{other}`?"),
                None => write!(hint, "; {path}, line {line}: [{}] must be {form}", sections[index].name),
            };
        }
        hint
    }

    /// Why files are not used, if that may be the reason why no credentials were found.
    #[must_use]
    pub fn unreadable(&self, environment: &Environment) -> String {
        let files = [("AWS_SHARED_CREDENTIALS_FILE", &self.credentials), ("AWS_CONFIG_FILE", &self.config)];
        let mut text = String::new();
        for (variable, file) in files {
            let Some(reason) = &file.unreadable else { continue };
            let path = shown(&file.path.display().to_string());
            if environment.get(variable).is_some() {
                let _ = write!(text, "; {path} of {variable} cannot be read: {reason}");
            } else if file.path.symlink_metadata().is_ok() {
                let _ = write!(text, "; {path} cannot be read: {reason}");
            }
        }
        text
    }

    /// Whether neither file exists.
    #[must_use]
    pub fn absent(&self) -> bool {
        let absent = |file: &File| file.ini == Ini::default() && file.path.symlink_metadata().is_err();
        absent(&self.credentials) && absent(&self.config)
    }

    /// The region of a profile, or of the first of its source profiles that sets one.
    #[must_use]
    pub fn region<'a>(&'a self, selected: &'a str) -> Option<(Profile<'a>, Setting<'a>)> {
        self.chain(selected).into_iter().find_map(|profile| Some((profile, profile.get("region")?)))
    }

    /// The profile and its source profiles, each once.
    fn chain<'a>(&'a self, selected: &'a str) -> Vec<Profile<'a>> {
        let (mut seen, mut chain) = (HashSet::new(), Vec::new());
        let mut next = self.get(selected);
        while let Some(profile) = next.filter(|profile| seen.insert(profile.name)) {
            chain.push(profile);
            next = profile.get("source_profile").and_then(|source| self.get(source.text));
        }
        chain
    }

    /// The profile and its session, in the form that the SDK reads, without credentials and roles.
    #[must_use]
    pub fn for_sdk(&self, selected: &str) -> EnvConfigFiles {
        EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, self.normal(selected)).build()
    }

    fn normal(&self, selected: &str) -> String {
        let mut text = String::new();
        let Some(profile) = self.get(selected) else { return text };
        let session = profile.get("sso_session").and_then(|name| self.session(name.text));
        let _ = writeln!(text, "[profile {}]", sdk_name(profile.name));
        for option in profile.options() {
            let Some(setting) = profile.get(option) else { continue };
            match option {
                _ if OWN_OPTIONS.contains(&option) => {}
                // The SDK refuses these options next to a session, even if the values are equal.
                "sso_start_url" | "sso_region"
                    if session.and_then(|part| part.get(option)).is_some_and(|own| own.text == setting.text) => {}
                "services" => write_option(&mut text, option, &sdk_name(setting.text)),
                _ => write_option(&mut text, option, setting.text),
            }
        }
        let name = profile.get("sso_session").map(|name| name.text).filter(|name| is_identifier(name));
        if let (Some(name), Some(part)) = (name, session) {
            let _ = writeln!(text, "[sso-session {name}]");
            for option in part.options() {
                write_option(&mut text, option, part.get(option).map_or("", |setting| setting.text));
            }
        }
        let services = profile.get("services").and_then(|name| self.services.get_key_value(name.text));
        if let Some((name, index)) = services {
            let _ = writeln!(text, "[services {}]", sdk_name(name));
            write_services(&mut text, self.config.part(*index));
        }
        text
    }
}

/// Options that the SDK does not see.
const OWN_OPTIONS: [&str; 8] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_security_token",
    "aws_session_token",
    "credential_process",
    "credential_source",
    "role_arn",
    "source_profile",
];

impl File {
    fn read(path: PathBuf) -> Self {
        // Like botocore, skip anything but regular files: reading a pipe may block forever.
        match regular_file::read(&path) {
            Ok(bytes) => Self { path, ini: Ini::read(&bytes), ..Self::default() },
            Err(error) => Self { path, unreadable: Some(regular_file::reason(&error)), ..Self::default() },
        }
    }

    fn part(&self, index: usize) -> ProfileSection<'_> {
        ProfileSection { path: &self.path, section: &self.ini.sections[index], defaults: &self.ini.defaults }
    }
}

impl<'a> ProfileSection<'a> {
    /// An option's value. An empty value counts as not set.
    #[must_use]
    pub fn get(&self, option: &str) -> Option<Setting<'a>> {
        let value = self.section.options.get(option).or_else(|| self.defaults.options.get(option))?;
        let setting = Setting { text: &value.text, path: self.path, line: value.line };
        (!value.text.is_empty()).then_some(setting)
    }

    fn options(&self) -> BTreeSet<&'a str> {
        self.section.options.keys().chain(self.defaults.options.keys()).map(String::as_str).collect()
    }
}

impl<'a> Profile<'a> {
    /// An option's value; the credentials file takes precedence.
    #[must_use]
    pub fn get(&self, option: &str) -> Option<Setting<'a>> {
        self.parts().find_map(|part| part.get(option))
    }

    /// The access key. ID, secret and token are read from the same file.
    #[must_use]
    pub fn pair(&self) -> AccessKeyPair<'a> {
        let named = self.parts().find(|part| part.get("aws_access_key_id").is_some());
        let Some(part) = named.or_else(|| self.parts().find(|part| part.get("aws_secret_access_key").is_some())) else {
            return AccessKeyPair { id: None, secret: None, token: None };
        };
        AccessKeyPair {
            id: part.get("aws_access_key_id"),
            secret: part.get("aws_secret_access_key"),
            token: part.get("aws_security_token").or_else(|| part.get("aws_session_token")),
        }
    }

    /// Whether the credentials file has its access key.
    #[must_use]
    pub fn has_key_in_credentials(&self) -> bool {
        self.credentials.is_some_and(|part| part.get("aws_access_key_id").is_some())
    }

    /// The first mistake in its sections.
    #[must_use]
    pub fn mistake(&self) -> Option<String> {
        self.parts().find_map(|part| {
            let mistake = part.section.mistakes.first().or_else(|| part.defaults.mistakes.first())?;
            Some(self.at(part.path, mistake.line, &mistake.what))
        })
    }

    /// An error text with the location of the profile's first section.
    #[must_use]
    pub fn here(&self, what: &str) -> String {
        let part = self.parts().next();
        part.map_or_else(|| what.to_owned(), |part| self.at(part.path, part.section.line, what))
    }

    /// An error text with the location of a setting.
    #[must_use]
    pub fn wrong(&self, setting: Setting<'_>, what: &str) -> String {
        self.at(setting.path, setting.line, what)
    }

    fn at(&self, path: &Path, line: usize, what: &str) -> String {
        format!("{}, line {line}, profile `{}`: {what}", path.display(), shown(self.name))
    }

    fn parts(&self) -> impl Iterator<Item = ProfileSection<'a>> + use<'a> {
        [self.credentials, self.config].into_iter().flatten()
    }

    fn options(&self) -> BTreeSet<&'a str> {
        self.parts().flat_map(|part| part.options()).collect()
    }
}

/// The profile's name for the SDK, which drops profiles whose names contain other characters.
#[must_use]
pub fn sdk_name(name: &str) -> String {
    const ESCAPED: &str = "reboto%";
    if is_identifier(name) && !name.starts_with(ESCAPED) {
        name.to_owned()
    } else {
        format!("{ESCAPED}{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
    }
}

/// The name for an error: shortened, and without control characters.
#[must_use]
pub fn shown(name: &str) -> String {
    let short: String = name.chars().take(100).collect();
    let rest = if short.len() < name.len() { "..." } else { "" };
    let escaped = short.chars().map(|character| {
        if character.is_control() { character.escape_debug().to_string() } else { character.to_string() }
    });
    escaped.collect::<String>() + rest
}

/// Whether the SDK accepts the name.
#[must_use]
pub fn is_identifier(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|character| character.is_ascii_alphanumeric() || "_-/.%@:+".contains(character))
}

/// Writes an option, unless the SDK cannot read it, such as a value of several lines.
fn write_option(text: &mut String, option: &str, value: &str) {
    if is_identifier(option) && !value.is_empty() && !value.contains('\n') {
        let _ = writeln!(text, "{option}={value}");
    }
}

/// Writes a section's nested options without those that the SDK cannot read: it would refuse all.
fn write_services(text: &mut String, part: ProfileSection<'_>) {
    for option in part.options().into_iter().filter(|option| is_identifier(option)) {
        let Some(setting) = part.get(option).filter(|setting| setting.text.starts_with('\n')) else { continue };
        let _ = writeln!(text, "{option}=");
        for (name, value) in setting.text.lines().filter_map(|line| line.split_once('=')) {
            if is_identifier(name.trim()) && !value.trim().is_empty() {
                let _ = writeln!(text, " {}={}", name.trim(), value.trim());
            }
        }
    }
}

/// The second word of a section name that has two.
fn last_of_two(name: &str) -> Option<String> {
    let mut words = words(name)?;
    (words.len() == 2).then(|| words.pop()).flatten()
}

/// Splits a section name like a shell, as botocore does; `None` if a quote is not closed.
fn words(text: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None::<char>);
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, '\\') => word.get_or_insert_default().push(characters.next()?),
            (Some('"'), '\\') => {
                let next = characters.next()?;
                let word = word.get_or_insert_default();
                if !matches!(next, '"' | '\\') {
                    word.push('\\');
                }
                word.push(next);
            }
            (None, ' ' | '\t' | '\r' | '\n') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// A profile's section header in the configuration file.
fn config_header(name: &str) -> String {
    match name {
        "default" => "[default]".to_owned(),
        _ if is_identifier(name) => format!("[profile {name}]"),
        _ => format!("[profile \"{name}\"]"),
    }
}

/// A name without its prefix, quotes, case and repeated spaces, to find similar names.
fn normalized(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix("profile").filter(|rest| rest.starts_with(char::is_whitespace)).unwrap_or(name);
    name.split_whitespace().collect::<Vec<_>>().join(" ").replace(['"', '\''], "").to_lowercase()
}
