//! A pull parser for XML documents: the caller enters elements and reads their text.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

/// Maximum nesting of elements, against hostile documents. AWS's have about a dozen levels.
const MAX_DEPTH: usize = 100;

/// The reason why a document is not a valid response.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed(pub String);

impl Malformed {
    /// A document that is not UTF-8.
    #[must_use]
    pub fn charset() -> Self {
        Self("its text is not UTF-8".to_owned())
    }
}

impl<E: std::error::Error> From<E> for Malformed {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// A document and a position in it. The current element is the one entered last.
pub struct Document<'a> {
    bytes: &'a [u8],
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// An element found by `content`, not yet returned by `child`.
    pending: Option<&'a [u8]>,
}

/// The content of an element: text or child elements.
pub enum Content<'a> {
    Text(Cow<'a, str>),
    /// Elements, to be entered with [`Document::child`].
    Children,
}

impl<'a> Document<'a> {
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        Self { bytes, reader, depth: 0, pending: None }
    }

    /// Enters the current element's next child and returns its name. If there are no more
    /// children, leaves the current element and returns `None`.
    ///
    /// # Errors
    ///
    /// If the document is malformed or truncated.
    pub fn child(&mut self) -> Result<Option<&'a [u8]>, Malformed> {
        if let Some(pending) = self.pending.take() {
            return Ok(Some(pending));
        }
        loop {
            match self.reader.read_event()? {
                Event::Start(start) => return self.enter(start.local_name().as_ref()).map(Some),
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(None);
                }
                Event::Eof if self.depth == 0 => return Ok(None),
                event => self.pass(&event)?,
            }
        }
    }

    /// The current element's text; leaves the element and skips elements in it.
    ///
    /// # Errors
    ///
    /// If the document is malformed or truncated.
    pub fn text(&mut self) -> Result<Cow<'a, str>, Malformed> {
        match self.content()? {
            Content::Text(text) => Ok(text),
            Content::Children => {
                self.skip()?;
                Ok(Cow::Borrowed(""))
            }
        }
    }

    /// The current element's text, after leaving the element, or [`Content::Children`] if it contains elements.
    ///
    /// # Errors
    ///
    /// If the document is malformed or truncated.
    pub fn content(&mut self) -> Result<Content<'a>, Malformed> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.reader.read_event()? {
                Event::Text(more) => append(&mut text, decoded(more.into_inner())?),
                Event::CData(more) => append(&mut text, decoded(more.into_inner())?),
                Event::GeneralRef(name) => append(&mut text, Cow::Owned(resolved(&name)?)),
                Event::Start(start) => {
                    self.pending = Some(self.enter(start.local_name().as_ref())?);
                    return Ok(Content::Children);
                }
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(Content::Text(text));
                }
                event => self.pass(&event)?,
            }
        }
    }

    /// Skips the rest of the current element and leaves it.
    ///
    /// # Errors
    ///
    /// If the document is malformed or truncated.
    pub fn skip(&mut self) -> Result<(), Malformed> {
        skip_element(|| self.child().map(|child| child.is_some()))
    }

    /// The position in the document, in bytes.
    #[must_use]
    pub fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// The content of an element that has just been left: what follows `start` without the end tag.
    #[must_use]
    pub fn content_since(&self, start: usize) -> &'a [u8] {
        let element = self.bytes.get(start..self.position()).unwrap_or_default();
        let end = element.iter().rposition(|byte| *byte == b'<').unwrap_or_default();
        &element[..end]
    }

    /// The name, borrowed from the document: the names in events have a shorter lifetime.
    fn enter(&mut self, name: &[u8]) -> Result<&'a [u8], Malformed> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Malformed(format!("its elements are nested more than {MAX_DEPTH} deep")));
        }
        let offset = (name.as_ptr() as usize).wrapping_sub(self.bytes.as_ptr() as usize);
        let within = self.bytes.get(offset..offset.saturating_add(name.len()));
        within.ok_or_else(|| Malformed("an element's name could not be read".to_owned()))
    }

    fn pass(&self, event: &Event<'_>) -> Result<(), Malformed> {
        match event {
            Event::Eof => Err(Malformed(format!("it ends with {} elements still open", self.depth))),
            Event::DocType(_) => Err(Malformed("it has a document type declaration".to_owned())),
            Event::GeneralRef(name) => resolved(name).map(drop),
            _ => Ok(()),
        }
    }
}

/// Skips the rest of an element; `enter_child` enters the next child or leaves the element that it is in.
///
/// # Errors
///
/// If `enter_child` fails.
pub fn skip_element<E>(mut enter_child: impl FnMut() -> Result<bool, E>) -> Result<(), E> {
    let mut open = 1_usize;
    while open > 0 {
        if enter_child()? {
            open += 1;
        } else {
            open -= 1;
        }
    }
    Ok(())
}

fn append<'a>(text: &mut Cow<'a, str>, more: Cow<'a, str>) {
    if text.is_empty() {
        *text = more;
    } else {
        text.to_mut().push_str(&more);
    }
}

fn decoded(bytes: Cow<'_, [u8]>) -> Result<Cow<'_, str>, Malformed> {
    match bytes {
        Cow::Borrowed(bytes) => Ok(Cow::Borrowed(std::str::from_utf8(bytes).map_err(|_| Malformed::charset())?)),
        Cow::Owned(bytes) => Ok(Cow::Owned(String::from_utf8(bytes).map_err(|_| Malformed::charset())?)),
    }
}

/// The character of a predefined entity or a character reference. AWS's documents declare no other entities.
fn resolved(reference: &BytesRef<'_>) -> Result<String, Malformed> {
    if let Some(character) = reference.resolve_char_ref()? {
        return Ok(character.to_string());
    }
    let name = reference.decode()?;
    resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| Malformed(format!("it has a reference to an unknown entity, {name:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(document: &str) -> Result<String, Malformed> {
        let mut walk = Document::new(document.as_bytes());
        walk.child()?;
        walk.text().map(Cow::into_owned)
    }

    #[test]
    fn text_includes_entities_and_cdata() {
        assert_eq!(leaf("<a>1 &lt; 2 &amp; <![CDATA[<3>]]>&#x21;</a>"), Ok("1 < 2 & <3>!".to_owned()));
    }

    #[test]
    fn an_empty_element_has_empty_text() {
        assert_eq!(leaf("<a/>"), Ok(String::new()));
    }

    #[test]
    fn children_are_entered_in_order() {
        let mut walk = Document::new(b"<r><n:a>1</n:a><b><c/></b><a>2</a></r>");
        assert_eq!(walk.child(), Ok(Some(&b"r"[..])));
        assert_eq!(walk.child(), Ok(Some(&b"a"[..])));
        assert_eq!(walk.text().as_deref(), Ok("1"));
        assert_eq!(walk.child(), Ok(Some(&b"b"[..])));
        walk.skip().expect("b is whole");
        assert_eq!(walk.child(), Ok(Some(&b"a"[..])));
        assert_eq!(walk.text().as_deref(), Ok("2"));
        assert_eq!(walk.child(), Ok(None));
        assert_eq!(walk.child(), Ok(None));
    }

    #[test]
    fn content_distinguishes_text_from_children() {
        let mut walk = Document::new(b"<r><a> <b>1</b></a></r>");
        walk.child().expect("r");
        walk.child().expect("a");
        assert!(matches!(walk.content(), Ok(Content::Children)));
        assert_eq!(walk.child(), Ok(Some(&b"b"[..])));
        assert_eq!(walk.text().as_deref(), Ok("1"));
        assert_eq!(walk.child(), Ok(None));
    }

    #[test]
    fn the_content_of_an_element_can_be_read_again() {
        let mut walk = Document::new(b"<r><a><b>1</b><c/> </a><d/></r>");
        for _ in 0..2 {
            walk.child().expect("r, then a");
        }
        let start = walk.position();
        walk.skip().expect("a is whole");
        assert_eq!(walk.content_since(start), b"<b>1</b><c/> ");
        walk.child().expect("d");
        let start = walk.position();
        walk.skip().expect("d is whole");
        assert_eq!(walk.content_since(start), b"");
    }

    #[test]
    fn malformed_and_hostile_documents_are_rejected() {
        let deep = "<a>".repeat(MAX_DEPTH + 1);
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>";
        for document in ["<a>", "<a><b></a>", "<a>&unknown;</a>", bomb, &deep] {
            let mut walk = Document::new(document.as_bytes());
            let end = loop {
                match walk.child() {
                    Ok(Some(_)) => match walk.content() {
                        Ok(_) => {}
                        Err(error) => break Err(error),
                    },
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            assert!(end.is_err(), "{document}");
        }
    }
}
