"""Differences in errors."""

from __future__ import annotations

from tests.compat.difference_rows.row import NOTHING, Row

ROWS = [
    Row(
        "failed connections and timeouts",
        "raises `socket.error`, `ssl.SSLError` or `httplib.HTTPException`",
        "raises `BotoConnectionError` or `BotoTimeoutError`, which are also `ConnectionError` "
        "and `TimeoutError`",
        "Catch `ConnectionError` and `TimeoutError`. See [Errors and retries](errors.md).",
    ),
    Row(
        "invalid arguments: missing names and sizes, text that is not a number, control "
        "characters, and values beyond AWS's published limits",
        "sends them, some as the text `None`, and raises `BotoServerError` for AWS's response",
        "raises ValueError or TypeError that names the argument and the limit; sends nothing. "
        "Quotas that AWS raises on request are left to AWS.",
        "Fix the argument, or catch ValueError and TypeError.",
    ),
    Row(
        "a success response that is not from AWS, such as a login page of a network",
        "takes well-formed web pages for empty lists",
        "raises `UnreadableAnswerError`, a `BotoServerError`",
        "Check the network and the proxy.",
    ),
    Row(
        "very large or deeply nested responses",
        "no limit",
        "raises `UnreadableAnswerError` beyond 100 MB, 100 nested XML elements or 32 nested "
        "CBOR items",
        NOTHING,
    ),
    Row(
        "redirects",
        "follows them, with the signature",
        "raises `BotoServerError`",
        "Set the region or `host` to the service's own endpoint.",
    ),
    Row(
        "`error.args[2]`",
        "the response's body: bytes on Python 3",
        "the body as text, as `error.body` is in both",
        "Use `error.body`.",
    ),
    Row(
        "`str()` of an error whose response is not a document",
        "contains the text `None`",
        "contains the response",
        NOTHING,
    ),
    Row(
        "`error.reason`",
        "the reason phrase that the server sent",
        "the standard reason phrase of the status, which AWS also sends",
        "Compare `error.status` or `error.error_code`.",
    ),
    Row(
        "`error.request_id` of an error whose document has none",
        "None",
        "the request id of the response's headers",
        NOTHING,
    ),
    Row(
        "a method of an object that has no connection",
        "raises AttributeError about None",
        "raises `NoConnectionError`, an AttributeError that says how to set the connection",
        NOTHING,
    ),
    Row(
        "hooks and log handlers that make calls without end",
        "raises RecursionError by Python's limit",
        "also raises RecursionError when less than 80 KiB of the thread's stack are left",
        "Start threads that need more with `threading.stack_size()`.",
    ),
    Row(
        "several interpreters in one process, as under uWSGI and mod_wsgi",
        "works in each",
        "raises ImportError in the second one",
        "Use one interpreter per process: [Web servers](guide/web-servers.md).",
    ),
    Row(
        "zip files",
        "can be imported from one",
        "cannot: the module is compiled",
        "Unpack the archive: [Zip files](guide/web-servers.md#zip-files).",
    ),
]
