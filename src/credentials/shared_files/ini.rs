//! INI files as Python's `configparser` reads them, but tolerant of mistakes.
//!
//! botocore and boto read the shared files with `configparser`, so existing files rely on what
//! it accepts: indented options, `key: value`, text after a section's bracket. A mistake is
//! recorded for its section, so that other sections stay usable. Reading takes linear time and
//! never fails.

use std::collections::HashMap;

/// A mistake: something that `configparser` refuses, or that is ambiguous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IniError {
    /// Line of the file, from 1.
    pub line: usize,
    pub what: String,
}

/// An option's value; continuation lines are joined by `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    pub text: String,
    pub line: usize,
}

/// A section of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The text between the brackets.
    pub name: String,
    /// Line of its first header.
    pub line: usize,
    /// Values by option name in lower case.
    pub options: HashMap<String, Value>,
    pub mistakes: Vec<IniError>,
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ini {
    /// Sections in the order of their first headers, without `[DEFAULT]`.
    pub sections: Vec<Section>,
    /// `[DEFAULT]`, whose options every section has.
    pub defaults: Section,
    /// The mistake that makes the whole file unusable.
    pub mistake: Option<IniError>,
}

const DEFAULT: &str = "DEFAULT";

impl Ini {
    /// Reads a file's bytes.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        if bytes.starts_with(b"\xff\xfe")
            || bytes.starts_with(b"\xfe\xff")
            || bytes.iter().take(2).any(|byte| *byte == 0)
        {
            let what = "the file is encoded in UTF-16; save it as UTF-8".to_owned();
            return Self { mistake: Some(IniError { line: 1, what }), ..Self::default() };
        }
        let mut reader = IniReader::default();
        for (number, line) in lines(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).enumerate() {
            match std::str::from_utf8(line) {
                Ok(text) => reader.line(number + 1, text, true),
                // Such files are most likely in Latin-1. The text is only shown in errors and compared with names.
                Err(_) => reader.line(number + 1, &line.iter().copied().map(char::from).collect::<String>(), false),
            }
        }
        reader.finish()
    }
}

/// Lines that end with `\n`, `\r\n` or `\r`, as in Python's text files.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            rest = None;
            return Some(text);
        };
        let width = if text[end..].starts_with(b"\r\n") { 2 } else { 1 };
        rest = Some(&text[end + width..]);
        Some(&text[..end])
    })
}

/// Whether Python's `str.strip` removes the character.
fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\x1c'..='\x1f').contains(&character)
}

/// The section that the current line belongs to.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum CurrentSection {
    /// No header has been read.
    #[default]
    None,
    /// `[DEFAULT]`.
    Defaults,
    Section(usize),
}

#[derive(Default)]
struct IniReader {
    ini: Ini,
    known: HashMap<String, usize>,
    current: CurrentSection,
    /// The option that continuation lines belong to.
    option: Option<String>,
    /// Its continuation lines. They are appended to the value at once, because finding it takes time for a long name.
    continuation: String,
    indent: usize,
}

impl IniReader {
    fn line(&mut self, number: usize, line: &str, utf8: bool) {
        let text = line.trim_matches(is_space);
        if text.starts_with(['#', ';']) {
            return;
        }
        if text.is_empty() {
            if self.option.is_some() {
                self.continuation.push('\n');
            }
            return;
        }
        let indent = line.chars().take_while(|character| is_space(*character)).count();
        if indent > self.indent && self.option.is_some() {
            self.continuation.push('\n');
            self.continuation.push_str(text);
        } else {
            self.indent = indent;
            match header(text) {
                Some(name) => self.header(number, name),
                None => self.option(number, text),
            }
        }
        if !utf8 && self.current != CurrentSection::None {
            self.add_mistake(number, "the line is not encoded in UTF-8; save the file as UTF-8");
        }
    }

    fn header(&mut self, number: usize, name: &str) {
        self.end_value();
        if name == DEFAULT {
            self.current = CurrentSection::Defaults;
            DEFAULT.clone_into(&mut self.ini.defaults.name);
            return;
        }
        if let Some(index) = self.known.get(name) {
            self.current = CurrentSection::Section(*index);
            let first = self.ini.sections[*index].line;
            self.add_mistake(number, &format!("the section was already defined in line {first}; merge the two"));
            return;
        }
        let index = self.ini.sections.len();
        self.known.insert(name.to_owned(), index);
        self.ini.sections.push(Section { name: name.to_owned(), line: number, ..Section::default() });
        self.current = CurrentSection::Section(index);
    }

    fn option(&mut self, number: usize, text: &str) {
        if self.current == CurrentSection::None {
            let what =
                "there is text before the first [section]; remove it, or add a section header above it".to_owned();
            self.ini.mistake.get_or_insert(IniError { line: number, what });
            return;
        }
        // A line without a delimiter may contain a secret, so it is not shown.
        let Some((name, value)) = text.split_once(['=', ':']) else {
            self.add_mistake(number, "the line must be `name = value`");
            return;
        };
        let name = name.trim_end_matches(is_space).to_lowercase();
        if name.is_empty() {
            self.add_mistake(number, "there is no name before the `=`; the line must be `name = value`");
            return;
        }
        let value = Value { text: value.trim_matches(is_space).to_owned(), line: number };
        self.end_value();
        let before = self.current_section().and_then(|section| section.options.insert(name.clone(), value));
        if let Some(before) = before {
            self.add_mistake(number, &format!("`{name}` was already set in line {}; remove one of them", before.line));
        }
        self.option = Some(name);
    }

    fn current_section(&mut self) -> Option<&mut Section> {
        match self.current {
            CurrentSection::None => None,
            CurrentSection::Defaults => Some(&mut self.ini.defaults),
            CurrentSection::Section(index) => self.ini.sections.get_mut(index),
        }
    }

    /// Appends the continuation lines to the value of their option.
    fn end_value(&mut self) {
        let Some(option) = self.option.take() else { return };
        let continuation = std::mem::take(&mut self.continuation);
        if let Some(value) = self.current_section().and_then(|section| section.options.get_mut(&option)) {
            value.text.push_str(&continuation);
        }
    }

    fn add_mistake(&mut self, line: usize, what: &str) {
        if let Some(section) = self.current_section() {
            section.mistakes.push(IniError { line, what: what.to_owned() });
        }
    }

    fn finish(mut self) -> Ini {
        self.end_value();
        for section in self.ini.sections.iter_mut().chain([&mut self.ini.defaults]) {
            for value in section.options.values_mut() {
                value.text.truncate(value.text.trim_end_matches(is_space).len());
            }
        }
        self.ini
    }
}

/// The name in a section header; text after the last bracket is ignored.
fn header(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('[')?.rsplit_once(']')?;
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Section {
        let ini = Ini::read(text.as_bytes());
        assert_eq!((ini.sections.len(), ini.mistake), (1, None), "{text:?}");
        ini.sections.into_iter().next().expect("one section")
    }

    fn value<'a>(section: &'a Section, name: &str) -> &'a str {
        &section.options[name].text
    }

    #[test]
    fn odd_forms_are_read() {
        for text in [
            "[default]\n  key = value\n  other: more",
            "\u{feff}[default] # mine\r\nKEY:value\r\n\r\nother = more  \r\n",
            "[default]\rkey = value\rother=more",
            "# [other]\n\n[default]\n;x\nkey\t=\tvalue\nother = more\n\n\n",
        ] {
            let section = one(text);
            assert_eq!((value(&section, "key"), value(&section, "other")), ("value", "more"), "{text:?}");
            assert_eq!(section.mistakes, []);
        }
    }

    #[test]
    fn deeper_lines_continue_a_value() {
        let section = one("[default]\nkey = value\n  # not this\n  other = more\n\n  last\nnext = 1");
        assert_eq!(value(&section, "key"), "value\nother = more\n\nlast");
        assert_eq!(section.options["next"].line, 7);
    }

    #[test]
    fn long_names_and_many_continuation_lines_take_linear_time() {
        // The names would have been copied for each line: 100 GB.
        let name = "a".repeat(500_000);
        let section = one(&format!("[default]\n{name} = b{}", "\n\n c".repeat(150_000)));
        assert_eq!(value(&section, &name).len(), 1 + 3 * 150_000);
    }

    #[test]
    fn mistakes_stay_with_their_section() {
        let ini = Ini::read(b"[good]\nkey = value\n[bad]\nno delimiter\n= x\na = 1\nA = 2\nb = caf\xe9\n[bad]\n");
        assert_eq!(ini.sections[0].mistakes, []);
        let lines: Vec<usize> = ini.sections[1].mistakes.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [4, 5, 7, 8, 9]);
    }

    #[test]
    fn files_without_sections_are_refused() {
        for bytes in [&b"key = value\n[default]"[..], b"\xff\xfe[\0d\0", b"[\0d\0"] {
            assert_eq!(Ini::read(bytes).mistake.expect("a mistake").line, 1);
        }
        assert_eq!(Ini::read(b""), Ini::default());
    }
}
