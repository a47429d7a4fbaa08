"""A small reader of the XML that services answer with."""

from __future__ import annotations

from xml.parsers import expat

Element = tuple[tuple[str, ...], str]

# Error documents of AWS nest four deep.
_DEEPEST = 100


def read_elements(document: str) -> tuple[list[Element], bool]:
    """List the elements of a document in the order in which they end.

    Parameters
    ----------
    document : str
        An XML text. One with a document type declaration is taken as broken,
        because the entities declared in it could grow without bound, and so is
        one that nests more than 100 elements deep.

    Returns
    -------
    tuple
        The elements, each as its parent's name, if it has one, and its own with
        its text, and whether the document was well-formed. Of a broken one, the elements
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
        if len(path) == _DEEPEST:
            raise expat.ExpatError("elements nest too deep")
        path.append(name)
        text.clear()

    def end(_name: str) -> None:
        elements.append((tuple(path[-2:]), "".join(text)))
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
