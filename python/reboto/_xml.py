"""A small parser for XML error responses."""

from __future__ import annotations

# `xml.parsers.expat` has the same names, in four modules.
import pyexpat as expat

Element = tuple[tuple[str, ...], str]

# Error documents of AWS are four levels deep.
_DEEPEST = 100


def read_elements(document: str) -> tuple[list[Element], bool]:
    """Return the elements of a document in the order of their end tags.

    Parameters
    ----------
    document : str
        An XML text. A document type declaration is treated as an error, because its
        entities could expand without limit. So is nesting of more than 100 elements.

    Returns
    -------
    tuple
        The elements, and whether the document is well-formed. Each element is a tuple
        of its path (the name of its parent, if any, and its own name) and its text. If the
        document is not well-formed, the elements before the error are returned.

    Examples
    --------
    >>> read_elements("<Error><Code>Throttling</Code></Error>")
    ([(('Error', 'Code'), 'Throttling'), (('Error',), '')], True)
    """
    elements: list[Element] = []
    path: list[str] = []
    text: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if len(path) == _DEEPEST:
            raise expat.ExpatError("elements are nested too deeply")
        path.append(name)
        text.clear()

    def end(_name: str) -> None:
        elements.append((tuple(path[-2:]), "".join(text)))
        path.pop()
        text.clear()

    def reject_doctype(*_declaration: object) -> None:
        raise expat.ExpatError("document type declarations are not allowed")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = reject_doctype
    try:
        parser.Parse(document, True)
    except expat.ExpatError:
        return elements, False
    return elements, True
