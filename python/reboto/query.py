"""Former name of `reboto._generic_calls` and `reboto._http_messages`."""

from reboto._generic_calls import QueryCalls
from reboto._http_messages import HTTPRequest, HTTPResponse

__all__ = ["HTTPRequest", "HTTPResponse", "QueryCalls"]
