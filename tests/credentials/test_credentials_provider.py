"""`credentials_provider=`: credentials from the caller's own code."""

from __future__ import annotations

import contextvars
import functools
import gc
import threading
import time
import traceback
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

import reboto
from reboto import fanout
from reboto.exception import NoAuthHandlerFound
from tests.credentials.vault import (
    IN_AN_HOUR,
    NO_KEYS,
    SECRET,
    UTC,
    WHO,
    SealedError,
    Vault,
    call,
    signers,
)
from tests.support.sts import ROLE, credentials
from tests.support.styles import Blocking, reaching
from tests.support.wire import Wire, failure


def test_calls_are_signed_with_the_providers_credentials(style: Blocking, server: Wire) -> None:
    call(style, server, Vault())
    assert signers(server) == ["AK1"]
    assert server.request.headers["x-amz-security-token"] == "vault-token"


def test_the_credentials_are_kept_until_they_expire(style: Blocking, server: Wire) -> None:
    vault = Vault()
    connection = style.autoscale(server, **NO_KEYS, credentials_provider=vault)
    for _ in range(3):
        style.settle(connection.get_all_groups())
    assert vault.calls == 1


def test_credentials_about_to_expire_are_replaced(style: Blocking, server: Wire) -> None:
    vault = Vault(minutes=0.05)
    connection = style.autoscale(server, **NO_KEYS, credentials_provider=vault)
    for _ in range(2):
        style.settle(connection.get_all_groups())
    assert signers(server) == ["AK1", "AK2"]


def test_connections_with_the_same_provider_share_its_credentials(
    style: Blocking, server: Wire
) -> None:
    vault = Vault()
    for _ in range(3):
        call(style, server, vault)
        style.settle(style.cloudwatch(server, **NO_KEYS, credentials_provider=vault).list_metrics())
    assert vault.calls == 1


def test_methods_of_one_object_are_the_same_provider(style: Blocking, server: Wire) -> None:
    vault = Vault()
    for _ in range(3):
        call(style, server, vault.__call__)
    assert vault.calls == 1


def test_equal_providers_that_are_not_the_same_are_called_each(
    style: Blocking, server: Wire
) -> None:
    class Equal(Vault):
        def __eq__(self, other: object) -> bool:
            return isinstance(other, Equal)

        __hash__ = None  # type: ignore[assignment]

    one, other = Equal(), Equal()
    call(style, server, one)
    call(style, server, other)
    assert (one.calls, other.calls) == (1, 1)


def test_a_provider_is_called_again_when_aws_reports_that_its_credentials_expired(
    style: Blocking, server: Wire
) -> None:
    vault = Vault()
    server.script(failure("ExpiredToken", "The security token is expired", status=403))
    call(style, server, vault)
    assert signers(server) == ["AK1", "AK2"]


FROZEN = SimpleNamespace(access_key="AK", secret_key=SECRET, token="t")


class Slotted:
    __slots__ = ("__weakref__", "access_key", "secret_key", "token")

    def __init__(self) -> None:
        self.access_key, self.secret_key, self.token = "AK", SECRET, "t"


FORMS: dict[str, Any] = {
    "pair": ("AK", SECRET),
    "list": ["AK", SECRET, None],
    "empty token": ("AK", SECRET, "", None),
    "seconds": ("AK", SECRET, "t", IN_AN_HOUR),
    "whole seconds": ("AK", SECRET, "t", int(IN_AN_HOUR)),
    "text": ("AK", SECRET, "t", "2090-01-01T00:00:00Z"),
    "text with an offset": ("AK", SECRET, "t", "2090-01-01T00:00:00+02:00"),
    "naive datetime": ("AK", SECRET, "t", datetime(2090, 1, 1)),
    "datetime": ("AK", SECRET, "t", datetime(2090, 1, 1, tzinfo=UTC)),
    "response of STS": {"AccessKeyId": "AK", "SecretAccessKey": SECRET, "SessionToken": "t"},
    "attributes": FROZEN,
    "slots": Slotted(),
    "frozen credentials": SimpleNamespace(get_frozen_credentials=lambda: FROZEN),
}


@pytest.mark.parametrize("returned", FORMS.values(), ids=FORMS)
def test_every_form_of_credentials_is_taken(style: Blocking, server: Wire, returned: Any) -> None:
    call(style, server, lambda: returned)
    assert signers(server) == ["AK"]
    token = server.request.headers.get("x-amz-security-token")
    assert token in (None, "t")


@pytest.mark.parametrize(
    ("returned", "named"),
    [
        (None, "got NoneType"),
        ("AK", "got str"),
        (("AK",), "got 1 items"),
        (("AK", SECRET, None, None, None), "got 5 items"),
        ((None, SECRET), "NoneType as access_key"),
        (("", SECRET), "an empty string as access_key"),
        (("AK", b"bytes"), "bytes as secret_key"),
        (("AK", SECRET, 5), "int as token"),
        (("AK", SECRET, "t", "tomorrow"), "'tomorrow' as expiry"),
        (("AK", SECRET, "t", -1), "-1 as expiry"),
        (("AK", SECRET, "t", float("nan")), "nan as expiry"),
        (("AK", SECRET, "t", True), "True as expiry"),
        ({"AccessKeyId": "AK"}, "NoneType as secret_key"),
        (("AK\n", SECRET), "aws_access_key_id ends with a newline"),
        (("AK ", SECRET), "aws_access_key_id ends with a space or tab"),
        (("\u00c4K", SECRET), "aws_access_key_id contains a character that is not ASCII"),
        (("AK", f"{SECRET}\r\nX: y"), "aws_secret_access_key contains a newline"),
        (("AK", SECRET, "t\0"), "security_token contains a control character"),
        (("AK", f"{SECRET}\ud800"), "a value contains a lone surrogate"),
    ],
    ids=str,
)
def test_values_that_are_not_credentials_are_refused_before_a_request_is_sent(
    style: Blocking, server: Wire, returned: Any, named: str
) -> None:
    with pytest.raises((TypeError, ValueError), match="credentials_provider") as raised:
        call(style, server, lambda: returned)
    assert named in str(raised.value)
    assert not server.requests
    shown = "".join(
        traceback.TracebackException.from_exception(raised.value, capture_locals=True).format()
    )
    inside = shown.partition("reboto/_credentials_provider.py")[2]
    assert SECRET not in inside


@pytest.mark.parametrize("kind", [SealedError, ValueError, TimeoutError])
def test_an_exception_in_a_provider_is_raised_unchanged(
    style: Blocking, server: Wire, kind: type[BaseException]
) -> None:
    errors = [kind("sealed"), kind("still sealed")]

    def sealed() -> Any:
        raise errors[0]

    for _ in range(2):
        expected = errors[0]
        with pytest.raises(kind) as raised:
            call(style, server, sealed)
        assert raised.value is expected
        errors.reverse()
    assert not server.requests


def test_an_interrupted_provider_interrupts_the_call(server: Wire) -> None:
    def interrupted() -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(Blocking(), server, interrupted)
    assert not server.requests


def test_a_failed_load_is_not_kept(style: Blocking, server: Wire) -> None:
    vault = Vault()
    turns = iter([True, False])

    def flaky() -> Any:
        if next(turns):
            raise SealedError("sealed")
        return vault()

    connection = style.autoscale(server, **NO_KEYS, credentials_provider=flaky)
    with pytest.raises(SealedError):
        style.settle(connection.get_all_groups())
    style.settle(connection.get_all_groups())
    assert signers(server) == ["AK1"]


def test_a_provider_that_does_not_return_times_out(style: Blocking, server: Wire) -> None:
    release = threading.Event()
    connection = style.autoscale(server, **NO_KEYS, credentials_provider=release.wait)
    connection.http_connection_kwargs = {"timeout": 0.3}
    try:
        with pytest.raises(NoAuthHandlerFound, match=r"did not return within 0\.3 s"):
            style.settle(connection.get_all_groups())
    finally:
        release.set()
    assert not server.requests


def test_a_provider_runs_in_the_callers_context(style: Blocking, server: Wire) -> None:
    seen = []

    def provider() -> Any:
        seen.append(WHO.get())
        return "AK", SECRET

    token = WHO.set("the caller")
    try:
        call(style, server, provider)
    finally:
        WHO.reset(token)
    assert seen == ["the caller"]


def test_a_provider_may_make_its_own_calls(style: Blocking, server: Wire) -> None:
    inner = reboto.connect_autoscale(**reaching(server))

    def provider() -> Any:
        inner.get_all_groups()
        return "AK", SECRET

    call(style, server, provider)
    assert signers(server) == ["AKIDEXAMPLE", "AK"]


@pytest.mark.parametrize("how", ["call", "attribute", "other provider"])
def test_a_provider_that_needs_its_own_credentials_is_an_error_at_once(
    style: Blocking, server: Wire, how: str
) -> None:
    """The call and the provider would wait for each other until the timeout."""
    own = reboto.connect_autoscale(
        **reaching(server, **NO_KEYS, credentials_provider=lambda: provider())
    )

    def provider() -> Any:
        return (own.aws_access_key_id if how == "attribute" else own.get_all_groups()), SECRET

    first = own.credentials_provider
    if how == "other provider":
        first = functools.partial(provider)
    with pytest.raises(NoAuthHandlerFound, match="uses a connection that waits for"):
        call(style, server, first)
    assert not server.requests


def test_a_thread_that_a_provider_started_may_use_its_credentials_later(server: Wire) -> None:
    may_call = threading.Event()
    later: list[Any] = []

    def work() -> None:
        may_call.wait(10)
        later.append(own.get_all_groups())

    def provider() -> Any:
        threads.append(threading.Thread(target=contextvars.copy_context().run, args=(work,)))
        threads[0].start()
        return "AK", SECRET

    threads: list[threading.Thread] = []
    own = reboto.connect_autoscale(**reaching(server, **NO_KEYS, credentials_provider=provider))
    own.get_all_groups()
    may_call.set()
    threads[0].join()
    assert later == [[]]


def test_a_providers_calls_wait_for_no_slot_that_the_outer_call_has(
    style: Blocking, server: Wire
) -> None:
    inner = reboto.connect_autoscale(**reaching(server))
    inner.max_connections = 1

    def provider() -> Any:
        inner.get_all_groups()
        return "AK", SECRET

    connection = style.autoscale(server, **NO_KEYS, credentials_provider=provider)
    connection.max_connections = 1
    style.settle(connection.get_all_groups())
    assert signers(server) == ["AKIDEXAMPLE", "AK"]


def test_threads_share_one_call_of_the_provider(server: Wire) -> None:
    vault = Vault()
    barrier = threading.Barrier(8)

    def slowly() -> Any:
        time.sleep(0.2)
        return vault()

    def one(_: int) -> None:
        connection = reboto.connect_autoscale(
            **reaching(server, **NO_KEYS, credentials_provider=slowly)
        )
        barrier.wait()
        connection.get_all_groups()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(8)))
    assert vault.calls == 1


def test_a_role_is_assumed_with_the_providers_credentials(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Wire(lambda _: credentials()) as sts:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", sts.url)
        call(style, server, Vault(), role_arn=ROLE)
        assert signers(sts) == ["AK1"]
    assert signers(server) == ["ASIAROLE"]


def test_fanout_takes_a_provider(
    style: Blocking, server: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    vault = Vault()
    regions = ["us-east-1", "eu-west-1"]
    outcomes = fanout.each(
        lambda autoscale: autoscale.get_all_groups(),
        "autoscaling",
        regions=regions,
        credentials_provider=vault,
    )
    assert [outcome.error for outcome in style.all(outcomes)] == [None, None]
    assert signers(server) == ["AK1", "AK1"]
    assert vault.calls == 1


def test_attributes_of_the_connection_come_from_the_provider(server: Wire) -> None:
    vault = Vault()
    connection = reboto.connect_autoscale(**reaching(server, **NO_KEYS, credentials_provider=vault))
    assert connection.credentials_provider is vault
    assert connection.aws_access_key_id == "AK1"
    assert connection.aws_secret_access_key == SECRET
    assert connection.provider.security_token == "vault-token"


@pytest.mark.parametrize(
    "others",
    [
        {"aws_access_key_id": "AK", "aws_secret_access_key": "secret"},
        {"profile_name": "shop"},
    ],
    ids=str,
)
def test_a_provider_and_other_credentials_are_refused(
    style: Blocking, others: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="pass credentials_provider or"):
        style.autoscale(credentials_provider=Vault(), **others)


@pytest.mark.parametrize(
    "provider",
    [5, "AK", object(), Vault, ("AK", SECRET)],
    ids=["number", "text", "object", "class", "tuple"],
)
def test_a_value_that_is_not_a_provider_is_refused_at_construction(
    style: Blocking, provider: Any
) -> None:
    with pytest.raises(TypeError, match="credentials_provider must be a callable"):
        style.autoscale(credentials_provider=provider)


def test_a_provider_that_refers_to_its_connection_is_collected(
    style: Blocking, server: Wire
) -> None:
    class Holder:
        connection: Any = None

        def provide(self) -> Any:
            return "AK", SECRET

    holder = Holder()
    holder.connection = style.autoscale(server, **NO_KEYS, credentials_provider=holder.provide)
    style.settle(holder.connection.get_all_groups())
    reference = weakref.ref(holder)
    del holder
    for _ in range(3):
        gc.collect()
    assert reference() is None
