"""The form of a row of the page of differences."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A difference, in a user's words.

    Attributes
    ----------
    subject : str
        What differs.
    boto, reboto : str
        What each package does.
    action : str
        What a user should do.
    """

    subject: str
    boto: str
    reboto: str
    action: str


NOTHING = "Nothing."
