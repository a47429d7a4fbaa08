"""Answers that come in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult

if TYPE_CHECKING:
    from moto.core.responses import BaseResponse


class InvalidNextToken(ServiceException):
    """The token of a page that no answer named."""

    code = "InvalidNextToken"


def page(request: BaseResponse, name: str, items: list[Any], limit: int) -> ActionResult:
    """Answer the page of a list that a request asks for.

    Parameters
    ----------
    request : BaseResponse
        The request, with AWS's ``MaxRecords`` and ``NextToken`` or without.
    name : str
        Name of the list in the answer.
    items : list
        The whole list.
    limit : int
        Number of items on a page unless the request says it.

    Returns
    -------
    ActionResult
        The page, with the token of the next one if there is one.

    Raises
    ------
    InvalidNextToken
        If the request's token is not one that an answer named.
    """
    token = request._get_param("NextToken") or "0"  # pyright: ignore[reportPrivateUsage]
    if not token.isdecimal():
        raise InvalidNextToken(f"the token {token!r} is not one that an answer named")
    size = request._get_int_param("MaxRecords", limit)  # pyright: ignore[reportPrivateUsage]
    end = int(token) + size
    next_token = str(end) if end < len(items) else None
    return ActionResult({name: items[int(token) : end], "NextToken": next_token})
