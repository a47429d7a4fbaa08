"""A small reader of the XML that services answer with."""

from __future__ import annotations

from xml.parsers import expat

Element = tuple[tuple[str, ...], str]


def read_elements(document: str) -> tuple[list[Element], bool]:
    """List the elements of a document in the order in which they end.

    Parameters
    ----------
    document : str
        An XML text. One with a document type declaration is taken as broken,
        because the entities declared in it could grow without bound.

    Returns
    -------
    tuple
        The elements, each as the names from the root to it and its text, and
        whether the document was well-formed. Of a broken one, the elements
        before the fault are listed.

    Examples
    --------
    >>> read_elements("<Error><Code>Throttling</Code></Error>")
    ([(('Error', 'Code'), 'Throttling'), (('Error',), '')], True)
    """
    elements: list[Element] = []
    path: list[str] = []
    text: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(name)
        text.clear()

    def end(_name: str) -> None:
        elements.append((tuple(path), "".join(text)))
        path.pop()
        text.clear()

    def refuse(*_declaration: object) -> None:
        raise expat.ExpatError("document type declarations are refused")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(document, True)
    except expat.ExpatError:
        return elements, False
    return elements, True
