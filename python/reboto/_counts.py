"""Numbers with a noun, for texts that people read."""

from __future__ import annotations


def counted(number: object, noun: str, plural: str = "") -> str:
    """Return a number with its noun in the singular or the plural.

    Parameters
    ----------
    number : int or str
        The number.
    noun : str
        The noun in the singular.
    plural : str, optional
        The noun in the plural. Default: with an s.

    Returns
    -------
    str

    Examples
    --------
    >>> counted(1, "policy", "policies"), counted(0, "alarm")
    ('1 policy', '0 alarms')
    """
    return f"{number} {noun if str(number) == '1' else plural or noun + 's'}"
