"""A fixer for names that later versions of Python 3 removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fissix.fixer_base import BaseFix

if TYPE_CHECKING:
    from typing import Any

REMOVED = {
    "SafeConfigParser": "ConfigParser",
    "assertEquals": "assertEqual",
    "assertItemsEqual": "assertCountEqual",
    "assertNotEquals": "assertNotEqual",
    "assertRegexpMatches": "assertRegex",
    "decodestring": "decodebytes",
    "encodestring": "encodebytes",
    "readfp": "read_file",
}


class FixRemovedNames(BaseFix):  # type: ignore[misc]
    """Replaces names that Python 3.9 to 3.12 removed by the names that remain."""

    PATTERN = "NAME"

    def match(self, node: Any) -> bool:
        """Check whether a leaf is a removed name.

        Parameters
        ----------
        node : fissix.pytree.Leaf
            A leaf of the syntax tree.

        Returns
        -------
        bool
        """
        return not node.children and node.value in REMOVED

    def transform(self, node: Any, results: Any) -> None:  # noqa: ARG002
        """Replace a removed name.

        Parameters
        ----------
        node : fissix.pytree.Leaf
            The name.
        results : object
            Not used.
        """
        node.value = REMOVED[node.value]
        node.changed()
