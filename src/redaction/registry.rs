//! The registry of the secrets that this process uses, which are redacted in all texts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use crate::process::lock::lock;
use crate::process::per_process::PerProcess;
use crate::redaction::matcher::{Encodings, Matcher, SHORTEST};
use crate::redaction::names::{self, REDACTED};

/// The secrets in use and their matcher.
#[derive(Default)]
struct Secrets {
    /// Each secret's number of users and encodings.
    values: HashMap<Vec<u8>, (usize, Arc<Encodings>)>,
    /// Built by the first search after a change of the secrets.
    matcher: Option<Arc<Matcher>>,
}

static SECRETS: PerProcess<Arc<Mutex<Secrets>>> = PerProcess::new();

/// Secrets that are in use as long as this value lives.
pub struct ActiveSecrets {
    values: Vec<Vec<u8>>,
    process: u32,
}

impl ActiveSecrets {
    /// Registers the values that are long enough to be distinguished from other text.
    pub fn of<V: Into<Vec<u8>>>(values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<Vec<u8>> = values.into_iter().map(Into::into).filter(|value| value.len() >= SHORTEST).collect();
        if !values.is_empty() {
            let secrets = SECRETS.get(Arc::default);
            let mut secrets = lock(&secrets);
            for value in &values {
                if let Some((users, _)) = secrets.values.get_mut(value) {
                    *users += 1;
                    continue;
                }
                secrets.values.insert(value.clone(), (1, Arc::new(Encodings::of(value))));
                secrets.matcher = None;
            }
        }
        Self { values, process: std::process::id() }
    }
}

impl Drop for ActiveSecrets {
    fn drop(&mut self) {
        // A forked child has its own registry.
        let Some(secrets) = SECRETS.peek().filter(|_| self.process == std::process::id()) else { return };
        let mut secrets = lock(&secrets);
        for value in &self.values {
            if let Some((users, _)) = secrets.values.get_mut(value) {
                *users -= 1;
                if *users == 0 {
                    secrets.values.remove(value);
                    secrets.matcher = None;
                }
            }
        }
    }
}

impl fmt::Debug for ActiveSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Redacts the secrets in use, and values that have the name of a secret.
#[must_use]
pub fn redact(text: &str) -> Cow<'_, str> {
    match replace_secrets(text) {
        None => names::redact_fields(text),
        Some(text) => names::redact_fields(&text).into_owned().into(),
    }
}

/// More bytes than any escaped secret has.
const MARGIN: usize = 64 * 1024;

/// Number of bytes needed to redact the first `most` bytes of a text: a secret that is split by the
/// cut is recognized only together with the bytes after it.
#[must_use]
pub const fn search_length(most: usize) -> usize {
    most.saturating_add(MARGIN)
}

/// Redacts the first `most` bytes of a text, and reads at most `search_length(most)` bytes.
#[must_use]
pub fn redact_prefix(text: &str, most: usize) -> Cow<'_, str> {
    let mut shown = redact(&text[..text.floor_char_boundary(most)]);
    let mut end = most.min(shown.len());
    if text.len() > most {
        // A secret that is split by the cut is redacted only in the longer text.
        let further = redact(&text[..text.floor_char_boundary(search_length(most))]);
        let same = shown.bytes().zip(further.bytes()).take_while(|(one, other)| one == other).count();
        end = end.min(same);
    }
    end = shown.floor_char_boundary(end);
    match &mut shown {
        Cow::Borrowed(text) => *text = &text[..end],
        Cow::Owned(text) => text.truncate(end),
    }
    shown
}

/// Redacts the secrets in use.
#[must_use]
pub fn redact_values(text: String) -> String {
    replace_secrets(&text).unwrap_or(text)
}

fn replace_secrets(text: &str) -> Option<String> {
    let secrets = SECRETS.peek()?;
    let matcher = {
        let mut secrets = lock(&secrets);
        let Secrets { values, matcher } = &mut *secrets;
        if values.is_empty() {
            return None;
        }
        let build = || Arc::new(Matcher::new(values.values().map(|(_, encodings)| encodings.clone()).collect()));
        matcher.get_or_insert_with(build).clone()
    };
    let (mut redacted, mut done) = (String::new(), 0);
    for place in matcher.find(text) {
        redacted.extend([&text[done..place.start], REDACTED]);
        done = place.end;
    }
    (done > 0).then(|| redacted + &text[done..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_redacted_while_it_is_in_use() {
        let text = "a known-by-two b";
        let (one, other) = (ActiveSecrets::of(["known-by-two"]), ActiveSecrets::of(["known-by-two"]));
        assert_eq!(redact(text), "a *** b");
        drop(one);
        assert_eq!(redact(text), "a *** b");
        drop(other);
        assert_eq!(redact(text), text);
    }

    #[test]
    fn each_secret_is_redacted_unless_it_is_short() {
        let known = ActiveSecrets::of(["first-secret", "second-secret", "a"]);
        assert_eq!(redact("first-secretsecond-secret a"), "****** a");
        assert_eq!(format!("{known:?}"), "***");
    }

    #[test]
    fn a_secret_at_the_cut_of_a_long_text_is_redacted() {
        let _known = ActiveSecrets::of(["cut-in-the-middle"]);
        for most in 0..60 {
            for length in [0, 30, 200_000] {
                let text = format!("{} cut-in-the-middle {}", "é".repeat(10), "b".repeat(length));
                let (shown, whole) = (redact_prefix(&text, most), redact(&text));
                assert!(whole.starts_with(&*shown) && shown.len() <= most, "{shown}");
                // The replacement is shorter than the secret.
                assert!(shown.len() + "cut-in-the-middle".len() >= most.min(whole.len()), "{shown}");
            }
        }
        let long = format!("UserData={}&a=b", "x".repeat(300_000));
        assert_eq!(redact_prefix(&long, 1_000), "UserData=***");
        assert_eq!(redact_prefix(&long, 1_000_000), "UserData=***&a=b");
    }
}
