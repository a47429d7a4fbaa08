"""Tables of lists, for dataframe libraries.

`to_arrow` of lists, slices and page iterators returns a `Table`. Use the class in annotations
and in ``isinstance``; it has no constructor.

>>> from reboto.table import Table
>>> def rows(table: Table) -> int:
...     return len(table.arrays()[0][2])
"""

from __future__ import annotations

from reboto._core import Table as Table

__all__ = ["Table"]
