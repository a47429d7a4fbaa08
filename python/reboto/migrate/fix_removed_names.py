"""A fixer for names that Python 3 itself has dropped since."""

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
    """Renames what Python 3.9 to 3.12 removed and had by another name before."""

    PATTERN = "NAME"

    def match(self, node: Any) -> bool:
        """Tell whether a leaf is such a name.

        Parameters
        ----------
        node : fissix.pytree.Leaf
            Part of a source.

        Returns
        -------
        bool
        """
        return not node.children and node.value in REMOVED

    def transform(self, node: Any, results: Any) -> None:  # noqa: ARG002
        """Give a name its newer form.

        Parameters
        ----------
        node : fissix.pytree.Leaf
            The name.
        results : object
            Not used.
        """
        node.value = REMOVED[node.value]
        node.changed()
