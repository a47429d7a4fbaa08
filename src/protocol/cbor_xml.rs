//! Members of a CBOR document as elements of XML, for errors: boto has error responses as XML.

use quick_xml::escape::escape;

use super::cbor::{Item, Items, MAX_DEPTH};

/// The members of a document, without those that are left out. Empty if it is not a map.
#[must_use]
pub fn members(document: &[u8], left_out: &[&str]) -> String {
    let mut found = String::new();
    let mut items = Items::new(document);
    match map(&mut items, left_out, MAX_DEPTH, &mut found) {
        Some(()) => found,
        None => String::new(),
    }
}

fn map(items: &mut Items<'_>, left_out: &[&str], depth: u32, found: &mut String) -> Option<()> {
    let Item::Map(mut left) = items.item()? else { return None };
    entries(items, &mut left, left_out, depth, found)
}

fn entries(
    items: &mut Items<'_>,
    left: &mut Option<u64>,
    left_out: &[&str],
    depth: u32,
    found: &mut String,
) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    while items.has_next(left) {
        let Item::Text(name) = items.item()? else { return None };
        if left_out.contains(&&*name) || !is_name(&name) {
            items.skip()?;
        } else {
            element(items, &name, depth, found)?;
        }
    }
    Some(())
}

fn element(items: &mut Items<'_>, name: &str, depth: u32, found: &mut String) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    let item = items.item()?;
    if item == Item::Null {
        return Some(());
    }
    push_tag(found, "<", name);
    match item {
        Item::Map(mut left) => entries(items, &mut left, &[], depth, found)?,
        Item::List(mut left) => {
            while items.has_next(&mut left) {
                element(items, "member", depth, found)?;
            }
        }
        Item::Integer(number) => *found += &number.to_string(),
        Item::Float(number) | Item::Time(number) => *found += &number.to_string(),
        Item::Bool(value) => *found += &value.to_string(),
        Item::Text(text) => *found += &escape(&*text),
        Item::Bytes(_) | Item::Null => {}
    }
    push_tag(found, "</", name);
    Some(())
}

fn push_tag(found: &mut String, opening: &str, name: &str) {
    found.push_str(opening);
    found.push_str(name);
    found.push('>');
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_become_elements() {
        // {"message": "no", "Paths": [{"Path": "<a>", "At": 1, "No": null}], "a b": 2, "Is": true}
        let document = b"\xa4gmessagebnoePaths\x81\xa3dPathc<a>bAt\x01bNo\xf6ca b\x02bIs\xf5";
        assert_eq!(
            members(document, &["message"]),
            "<Paths><member><Path>&lt;a&gt;</Path><At>1</At></member></Paths><Is>true</Is>"
        );
    }

    #[test]
    fn other_documents_have_no_members() {
        for document in [&b""[..], b"\x01", b"\x81\x01", b"\xa1aa", b"\xa1\x01\x01"] {
            assert_eq!(members(document, &[]), "");
        }
        let deep = [&b"\xa1aa"[..], &[0x81; 100], b"\x01"].concat();
        assert_eq!(members(&deep, &[]), "");
    }
}
