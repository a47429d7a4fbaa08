"""Errors carry their data, print and pickle as boto's, and are safe to print."""

from __future__ import annotations

import copy
import pickle
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from reboto import exception
from reboto.exception import (
    BotoClientError,
    BotoConnectionError,
    BotoServerError,
    BotoTimeoutError,
    EC2ResponseError,
    InvalidInstanceMetadataError,
    JSONResponseError,
    NoConnectionError,
    PleaseRetryException,
)

if TYPE_CHECKING:
    from pathlib import Path

XML = "<E><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></E>"
# Ten levels of ten: a document of a few hundred bytes for a text of ten billion.
BOMB = (
    "<!DOCTYPE b [<!ENTITY e0 'x'>"
    + "".join(f"<!ENTITY e{i + 1} '{f'&e{i};' * 10}'>" for i in range(10))
    + "]><E><Code>&e10;</Code></E>"
)


def every_error() -> Any:
    made: list[Exception] = [
        BotoServerError(400, "Bad Request", XML),
        EC2ResponseError(
            400, "Bad Request", "<R><Errors><Error><Code>c</Code></Error></Errors></R>"
        ),
        JSONResponseError(400, "Bad Request", {"__type": "a#b", "message": "m"}),
        exception.SQSDecodeError("why", "message"),
        exception.ResumableUploadException("why", "ABORT"),
        InvalidInstanceMetadataError("why"),
        PleaseRetryException("why", response=5),
    ]
    known = {type(error) for error in made}
    for name in dir(exception):
        cls = getattr(exception, name)
        if not isinstance(cls, type) or cls in known or name.startswith("_"):
            continue
        if issubclass(cls, BotoServerError):
            made.append(cls(400, "Bad Request", {}))
        elif issubclass(cls, exception.ResumableDownloadException):
            made.append(cls("why", "ABORT"))
        elif issubclass(cls, Exception):
            made.append(cls("why"))
    return made


def test_there_is_an_example_of_every_error() -> None:
    assert len(every_error()) > 30


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))],  # noqa: S301
    ids=["copy", "deepcopy", "pickle"],
)
def test_an_error_is_whole_after_copying_and_pickling(error: Any, duplicate: Any) -> None:
    error.request_id = "set afterwards"
    twin = duplicate(error)
    assert type(twin) is type(error)
    assert (vars(twin), twin.args, str(twin)) == (vars(error), error.args, str(error))


def test_attributes_set_after_a_response_was_read_survive_a_pickle() -> None:
    error = BotoServerError(400, "Bad Request", XML)
    error.error_code = "Other"
    assert pickle.loads(pickle.dumps(error)).code == "Other"  # noqa: S301


@pytest.mark.parametrize("body", [BOMB, BOMB.encode()])
def test_an_entity_bomb_is_text_and_nothing_else(body: str) -> None:
    error = BotoServerError(500, "Internal Server Error", body)
    assert error.error_code is None
    assert (error.message, error.body) == (BOMB, None)


def test_any_document_type_is_refused_however_small() -> None:
    body = "<!DOCTYPE b [<!ENTITY e 'x'>]><E><Code>&e;</Code></E>"
    error = BotoServerError(500, "Internal Server Error", body)
    assert (error.error_code, error.message) == (None, body)


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    body = f"<!DOCTYPE b [<!ENTITY e SYSTEM '{secret.as_uri()}'>]><E><Code>&e;</Code></E>"
    error = BotoServerError(500, "Internal Server Error", body)
    assert "hidden" not in f"{vars(error)}"


def test_the_received_part_of_a_broken_response_is_kept() -> None:
    error = BotoServerError(503, "Service Unavailable", "<E><Code>Throttling</Code><Mess")
    assert error.error_code == "Throttling"
    assert error.message == "<E><Code>Throttling</Code><Mess"


def test_both_names_of_code_and_message_can_be_read_and_written() -> None:
    error = BotoServerError(400, "Bad Request", XML)
    assert (error.code, error.error_message) == ("Throttling", "Rate exceeded")
    error.code, error.error_message = "c", "m"
    assert (error.error_code, error.message) == ("c", "m")


def test_an_error_prints_as_scripts_search_it() -> None:
    error = BotoServerError(400, "Bad Request", XML)
    assert str(error) == repr(error) == f"BotoServerError: 400 Bad Request\n{XML}"
    assert error.body.find("Throttling") > 0


@pytest.mark.parametrize("cls", [BotoConnectionError, BotoTimeoutError, NoConnectionError])
def test_a_traceback_of_a_client_error_names_its_class_once(cls: Any) -> None:
    error = cls("no response")
    assert str(error) == "no response"
    assert repr(error) == f"{cls.__name__}: no response"
    (shown,) = traceback.format_exception_only(error)
    assert shown == f"reboto.exception.{cls.__name__}: no response\n"


def test_an_error_of_boto_prints_as_in_boto() -> None:
    error = BotoClientError("no response")
    assert str(error) == repr(error) == "BotoClientError: no response"


@pytest.mark.parametrize(
    ("cls", "builtin"),
    [
        (BotoConnectionError, ConnectionError),
        (BotoTimeoutError, TimeoutError),
        (NoConnectionError, AttributeError),
    ],
)
def test_errors_of_the_network_are_boto_s_and_python_s_alike(cls: Any, builtin: Any) -> None:
    with pytest.raises(BotoClientError) as caught:
        raise cls("why")
    assert isinstance(caught.value, builtin)
    assert caught.value.reason == "why"


def test_an_unknown_attribute_of_an_error_is_named() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(BotoServerError(400, "Bad Request"), "nonsense")  # noqa: B009
