"""The shared files are read as by botocore, and errors name the place that cannot be read."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import botocore.exceptions
import botocore.session
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reboto import _core
from reboto.ec2.autoscale import AutoScaleConnection
from reboto.exception import BotoClientError, NoAuthHandlerFound
from reboto.provider import ProfileNotFoundError
from tests.support.examples import tries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.styles import Blocking
    from tests.support.wire import Wire

KEYS = "aws_access_key_id = %s\naws_secret_access_key = a-secret-key\n"


def write(home: Path, credentials: bytes | None, config: bytes | None = None) -> None:
    folder = home / ".aws"
    folder.mkdir(exist_ok=True)
    for name, content in {"credentials": credentials, "config": config}.items():
        (folder / name).unlink(missing_ok=True)
        if content is not None:
            (folder / name).write_bytes(content)


def found(profile: str | None = None) -> tuple[str | None, str | None, str | None]:
    """The credentials with which reboto would sign."""
    provider = AutoScaleConnection(profile_name=profile, region="us-east-1").provider
    return provider.access_key, provider.secret_key, provider.security_token


def by_botocore(profile: str | None = None) -> tuple[str, str, str | None] | None:
    credentials: Any = botocore.session.Session(profile=profile).get_credentials()
    if credentials is None or not (credentials.access_key and credentials.secret_key):
        return None
    return credentials.access_key, credentials.secret_key, credentials.token or None


FILES = {
    "indented": "[default]\n  aws_access_key_id = AK1\n  aws_secret_access_key = a-secret-key\n",
    "an indented other profile": f"[default]\n{KEYS % 'AK1'}[other]\n  aws_access_key_id = AK2\n",
    "text after the bracket": f"[default] # mine\n{KEYS % 'AK1'}[other] /* s3 */\n{KEYS % 'AK2'}",
    "colons": "[default]\naws_access_key_id: AK1\naws_secret_access_key:a-secret-key\n",
    "CRLF": f"[default]\n{KEYS % 'AK1'}".replace("\n", "\r\n"),
    "CR": f"[default]\n{KEYS % 'AK1'}".replace("\n", "\r"),
    "BOM": f"\ufeff[default]\n{KEYS % 'AK1'}",
    "tabs": "[default]\n\taws_access_key_id\t=\tAK1\n\taws_secret_access_key\t=\ta-secret-key\t\n",
    "upper case": f"[default]\n{(KEYS % 'AK1').replace('aws', 'AWS').replace('key', 'KEY')}",
    "[DEFAULT] for all": f"[DEFAULT]\n{KEYS % 'AK1'}[default]\nregion = eu-west-1\n",
    "comments": f"; old\n  # [x]\n[default]\n# no\n{KEYS % 'AK1'}  ; aws_session_token = no\n",
    "a delimiter in the value": f"[default]\n{KEYS % 'AK1'}aws_session_token = a=b:c==\n",
    "an empty token": f"[default]\n{KEYS % 'AK1'}aws_session_token =\naws_security_token: \n",
    "boto's name of the token": f"[default]\n{KEYS % 'AK1'}aws_security_token = token\n",
    "a nested section": f"[default]\ns3 =\n  max = 5\n{KEYS % 'AK1'}",
    "a broken other profile": f"[default]\n{KEYS % 'AK1'}[other]\nno delimiter\n[other]\n= x\n",
    "Latin-1 elsewhere": f"# caf\xe9\n[caf\xe9]\nx = \xe9\n[default]\n{KEYS % 'AK1'}",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", ["credentials", "config"])
def test_odd_files_are_read(
    style: Blocking, server: Wire, home: Path, name: str, kind: str
) -> None:
    encoding = "latin-1" if "Latin" in name else "utf-8"
    write(home, **{"credentials": None, kind: FILES[name].encode(encoding)})
    connection = style.autoscale(server, aws_access_key_id=None, aws_secret_access_key=None)
    style.settle(connection.get_all_groups())
    scope = server.request.scope
    assert scope is not None
    assert scope.access_key == "AK1"
    token = {"a delimiter in the value": "a=b:c==", "boto's name of the token": "token"}.get(name)
    assert server.request.headers.get("x-amz-security-token") == token
    if name not in ("a broken other profile", "BOM", "Latin-1 elsewhere"):
        assert by_botocore() == found()


def test_names_may_hold_anything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["My MacBook Pro", "caf\xe9", "a#b", "a;b", "reboto%41", "a]b", "it's", "100%", "x=y"]
    text = "".join(f"[{name}]\n{KEYS % f'AK{number}'}" for number, name in enumerate(names))
    write(home, text.encode())
    for number, name in enumerate(names):
        assert found(name) == by_botocore(name) == (f"AK{number}", "a-secret-key", None)
        monkeypatch.setenv("AWS_PROFILE", name)
        assert found() == found(name)
        monkeypatch.delenv("AWS_PROFILE")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("[profile dev]", "dev"),
        ("[profile  dev ]", "dev"),
        ("[profile\tdev]", "dev"),
        ('[profile "dev"]', "dev"),
        ("[profile 'My Mac']", "My Mac"),
        ("[profile My\\ Mac]", "My Mac"),
        ('[profile "a \\"b\\" \\c"]', 'a "b" \\c'),
        ("[profile a\"b\"'c']", "abc"),
        ("[profile default]", "default"),
        ("[default]", "default"),
    ],
)
def test_profiles_of_the_configuration_file_are_named_as_botocore_names_them(
    home: Path, header: str, name: str
) -> None:
    write(home, None, f"{header}\n{KEYS % 'AK1'}region = eu-west-1\n".encode())
    assert found(name) == by_botocore(name) == ("AK1", "a-secret-key", None)
    assert _core.default_region(name) == "eu-west-1"


@pytest.mark.parametrize(
    "header", ["[dev]", "[profile dev x]", '[profile "dev]', "[ profile dev]", "[profile-dev]"]
)
def test_other_sections_of_the_configuration_file_are_not_profiles(home: Path, header: str) -> None:
    write(home, None, f"{header}\n{KEYS % 'AK1'}".encode())
    with pytest.raises(botocore.exceptions.ProfileNotFound):
        by_botocore("dev")
    with pytest.raises(ProfileNotFoundError, match="profile `dev` is not defined"):
        found("dev")


@pytest.mark.parametrize(
    ("kind", "header", "form"),
    [
        ("config", "[dev]", r"\[dev\] must be \[profile dev\]"),
        ("credentials", "[profile dev]", r"\[profile dev\] must be \[dev\]"),
        ("credentials", "[ dev ]", r"\[ dev \] must be \[dev\]"),
    ],
)
def test_a_section_that_looks_like_the_profile_is_named(
    home: Path, kind: str, header: str, form: str
) -> None:
    write(home, **{"credentials": None, kind: f"\n{header}\n{KEYS % 'AK1'}".encode()})
    with pytest.raises(ProfileNotFoundError, match=rf"/\.aws/{kind}, line 2: {form}"):
        found("dev")


BROKEN = {
    "a repeated section": ("[dev]\n[dev]\n", 2, "the section was already defined in line 1"),
    "a repeated key": (f"[dev]\n{KEYS % 'A'}{KEYS % 'B'}", 4, "was already set in line 2"),
    "no delimiter": ("[dev]\naws_access_key_id AK1\n", 2, "the line must be `name = value`"),
    "no name": ("[dev]\n= AK1\n", 2, "there is no name"),
    "no header": (f"{KEYS % 'A'}[dev]\n{KEYS % 'B'}", 1, r"text before the first \[section\]"),
    "half a pair": ("[dev]\naws_access_key_id = AK1\n", 2, "but aws_secret_access_key is not"),
    "the other half": ("[dev]\naws_secret_access_key = x\n", 2, "but aws_access_key_id is not"),
    "a deeper line": (
        "[dev]\naws_access_key_id = AK1\n  aws_secret_access_key = x\n",
        2,
        "aws_access_key_id continues in the next line",
    ),
    "Latin-1": ("[dev]\n" + KEYS % "caf\xe9", 2, "not encoded in UTF-8"),
    "UTF-16": ("\xff\xfe[\0d\0e\0v\0]\0", 1, "UTF-16"),
    "a comment behind": (f"[dev]\n{KEYS % 'AK1 # mine'}", 2, "has a comment after its value"),
    "a key with a blank": (
        f"[dev]\n{KEYS % 'AK 1'}",
        2,
        "aws_access_key_id contains a space or tab",
    ),
    "a control character": ("[dev]\n" + KEYS % "A\x001", 2, "contains a control character"),
    "a quoted token": (
        f"[dev]\n{KEYS % 'A'}aws_session_token = a b\n",
        4,
        "contains a space or tab",
    ),
    "a missing source": (
        "[dev]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = none\n",
        3,
        "its source_profile `none` is not defined",
    ),
    "a circle": (
        "[dev]\nrole_arn = a\nsource_profile = b\n[b]\nrole_arn = b\nsource_profile = dev\n",
        6,
        "leads back",
    ),
    "no source": ("[dev]\nrole_arn = a\n", 2, "role_arn needs a source_profile"),
    "two sources": (
        "[dev]\nrole_arn = a\nsource_profile = b\ncredential_source = Environment\n",
        3,
        "cannot both be set",
    ),
    "an odd source": (
        "[dev]\nrole_arn = a\ncredential_source = None\n",
        3,
        "must be Environment, Ec2InstanceMetadata or EcsContainer",
    ),
    "a token without role": ("[dev]\nweb_identity_token_file = /x\n", 2, "needs a role_arn"),
    "no SSO session": (
        "[dev]\nsso_session = ours\nsso_account_id = 1\nsso_role_name = r\n",
        2,
        r"there is no \[sso-session ours\]",
    ),
    "half of SSO": ("[dev]\nsso_start_url = https://x/\n", 2, "sso_region is missing"),
    "a login": (
        "[dev]\nlogin_session = arn:aws:iam::1:user/x\n",
        2,
        "does not support login_session",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_unreadable_file_is_reported_by_each_call_until_it_is_fixed(
    style: Blocking, server: Wire, home: Path, name: str
) -> None:
    text, line, words = BROKEN[name]
    write(home, text.encode("latin-1"))
    without = {"aws_access_key_id": None, "aws_secret_access_key": None, "profile_name": "dev"}
    connection = style.autoscale(server, **without)
    messages = []
    for which in (connection, connection, style.autoscale(server, **without)):
        with pytest.raises((NoAuthHandlerFound, ProfileNotFoundError)) as caught:
            style.settle(which.get_all_groups())
        messages.append((type(caught.value), re.sub(r"after [\d.]+ s", "", str(caught.value))))
    assert len(set(messages)) == 1, messages
    assert re.search(rf"/\.aws/credentials, line {line}\b", messages[0][1])
    assert re.search(words, messages[0][1])
    assert "a-secret-key" not in messages[0][1]
    if name not in ("no header", "UTF-16"):
        assert "profile `" in messages[0][1]
    assert server.requests == []
    # The file keeps its modification time, as after a save by some editors.
    path = home / ".aws" / "credentials"
    before = path.stat()
    path.write_text(f"[dev]\n{KEYS % 'FIXED'}")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    style.settle(connection.get_all_groups())
    assert server.request.scope is not None
    assert server.request.scope.access_key == "FIXED"


def test_other_keys_need_no_files(
    style: Blocking, server: Wire, home: Path, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, b"no header\n", b"[default\n")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    style.settle(style.autoscale(server).get_all_groups())
    without = {"aws_access_key_id": None, "aws_secret_access_key": None}
    style.settle(style.autoscale(server, **without).get_all_groups())


def test_the_region_is_not_guessed_where_the_profile_cannot_be_read(home: Path) -> None:
    write(home, None, b"[default]\nregion eu-west-1\n")
    with pytest.raises(BotoClientError, match=r"/\.aws/config, line 2, profile `default`"):
        _ = AutoScaleConnection("AKID", "secret").region
    write(home, None, b"[default]\nregion = eu-west-1\noutput json\n")
    assert AutoScaleConnection("AKID", "secret").region.name == "eu-west-1"


def test_a_profile_that_the_environment_names_must_be_there(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, f"[default]\n{KEYS % 'AK1'}".encode())
    monkeypatch.setenv("AWS_PROFILE", "none")
    with pytest.raises(ProfileNotFoundError, match="profile `none` is not defined"):
        found()
    monkeypatch.setenv("AWS_PROFILE", "")
    assert found() == ("AK1", "a-secret-key", None)
    assert found("") == ("AK1", "a-secret-key", None)


def test_keys_of_two_files_are_not_mixed(home: Path) -> None:
    write(
        home,
        f"[dev]\n{KEYS % 'AK1'}".encode(),
        f"[profile dev]\n{KEYS % 'AK2'}aws_session_token = other\n".encode(),
    )
    assert found("dev") == by_botocore("dev") == ("AK1", "a-secret-key", None)


def test_keys_of_the_credentials_file_come_before_a_program(home: Path) -> None:
    program = b"[profile dev]\ncredential_process = false\n"
    write(home, f"[dev]\n{KEYS % 'AK1'}".encode(), program)
    assert found("dev") == by_botocore("dev") == ("AK1", "a-secret-key", None)


def test_paths_may_hold_variables(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERE", "there")
    (home / "there").write_text(f"[default]\n{KEYS % 'AK1'}")
    for path in ("~/there", "$HOME/there", "${HOME}/$HERE", "~/${HERE}"):
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", path)
        assert found() == by_botocore() == ("AK1", "a-secret-key", None)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "$NONE/there")
    with pytest.raises(NoAuthHandlerFound):
        found()


def test_a_file_that_may_not_be_read_is_named(home: Path) -> None:
    write(home, b"")
    (home / ".aws" / "credentials").unlink()
    (home / ".aws" / "credentials").mkdir()
    with pytest.raises(ProfileNotFoundError, match="is not defined"):
        found("dev")


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"", b" \n"])
@pytest.mark.parametrize("place", ["environment", "profile"])
def test_a_web_identitys_token_that_cannot_be_read_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, place: str
) -> None:
    path = home / "token"
    if content is not None:
        path.write_bytes(content)
    role = "arn:aws:iam::123456789012:role/web"
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1")
    if place == "environment":
        monkeypatch.setenv("AWS_ROLE_ARN", role)
        monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(path))
    else:
        text = f"[default]\nrole_arn = {role}\nweb_identity_token_file = {path}\n"
        write(home, None, text.encode())
    for _ in range(2):
        with pytest.raises(NoAuthHandlerFound, match=f"token file {re.escape(str(path))}"):
            found()


# Parts of files that botocore reads, and of some that it refuses.
NAMES = ["default", "dev", "My Mac", "other", "DEFAULT", "profile dev", 'profile "My Mac"', "x y z"]
HEADERS = st.builds(
    "{}[{}]{}".format,
    st.sampled_from(["", "", "", "  ", "\t"]),
    st.sampled_from(NAMES),
    st.sampled_from(["", "", " # mine", " ; x", "]", " ", "x"]),
)
OPTIONS = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_security_token",
    "region",
    "output",
    "AWS_Access_Key_ID",
    "s3",
]
VALUES = [
    "AK1",
    "AK2",
    "a-secret",
    "",
    "eu-west-1",
    "a b",
    "x # y",
    "a=b",
    "a:b",
    "\xe9",
    '"AK"',
    "\x0b",
]
LINES = st.one_of(
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["", "", "", " ", "    ", "\t", "\x0c"]),
        st.sampled_from(OPTIONS),
        st.sampled_from([" = ", "=", ":", " : ", "\t=", " "]),
        st.sampled_from(VALUES),
        st.sampled_from(["", "", " ", "\t", " ; z"]),
    ),
    st.sampled_from(["", "  ", "# comment", "  ; comment", "[", "[]", "= x", "  more", "word"]),
)
KEY_LINES = st.sampled_from(
    [(KEYS % "AK1").split("\n"), ("  " + KEYS.replace("\n", "\n  ") % "AK2").split("\n")]
)
SECTIONS = st.builds(
    lambda header, before, keys, after: [header, *before, *keys, *after],
    HEADERS,
    st.lists(LINES, max_size=2),
    st.one_of(KEY_LINES, st.just([])),
    st.lists(LINES, max_size=2),
)
TEXTS = st.builds(
    lambda sections, end: end.join(line for section in sections for line in section),
    st.lists(SECTIONS, max_size=4),
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
)


@given(TEXTS, TEXTS, st.sampled_from([None, "default", "dev", "My Mac"]))
@example("[DEFAULT]\naws_access_key_id = AK1\n", "", None)
@tries(60)
def test_files_are_read_as_by_botocore_or_an_error_says_where(
    home: Path, credentials: str, config: str, profile: str | None
) -> None:
    write(home, credentials.encode(), config.encode())
    expected, refusal = outcome(by_botocore, profile)
    got, error = outcome(found, profile)
    if isinstance(refusal, botocore.exceptions.ProfileNotFound):
        assert isinstance(error, ProfileNotFoundError | BotoClientError), (got, error)
    elif error is None:
        # botocore refuses a file also for what stands in parts that are not used.
        assert refusal is not None or got == expected
    elif isinstance(error, ProfileNotFoundError):
        assert refusal is not None, error
    elif "no AWS credentials were found" in str(error):
        assert refusal is not None or expected is None, error
    else:
        assert isinstance(error, NoAuthHandlerFound | BotoClientError), error
        assert re.search(r"/\.aws/(credentials|config), line \d+", str(error)), error
        odd = expected is None or any(
            not re.fullmatch(r"[!-~]*", value or "") for value in expected
        )
        assert refusal is not None or odd, error


OURS = (NoAuthHandlerFound, ProfileNotFoundError, BotoClientError)


def outcome(find: Callable[[str | None], Any], profile: str | None) -> tuple[Any, Exception | None]:
    """The credentials that a package finds, or its error."""
    try:
        return find(profile), None
    except (*OURS, botocore.exceptions.BotoCoreError, AttributeError, TypeError) as error:
        # botocore takes a nested section for text.
        return None, error


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from([None, "a"]))
@tries(50)
def test_any_bytes_are_read_or_refused(
    home: Path, credentials: bytes, config: bytes, profile: str | None
) -> None:
    write(home, b"[a]\n" + credentials, b"[default]\n" + config)
    got, error = outcome(found, profile)
    assert got or isinstance(error, NoAuthHandlerFound | ProfileNotFoundError | BotoClientError), (
        error
    )


def test_large_files_are_read(home: Path) -> None:
    depth = "".join(f"{' ' * number}x = {number}\n" for number in range(1000))
    many = "".join(f"[{number}]\n{KEYS % number}" for number in range(10_000))
    loops = "".join(f"[p{n}]\nrole_arn = a\nsource_profile = p{n + 1}\n" for n in range(10_000))
    write(home, f"{many}[deep]\n{depth}{KEYS % 'DEEP'}".encode(), b"[DEFAULT]\n" + depth.encode())
    assert found("9999") == ("9999", "a-secret-key", None)
    assert found("deep") == ("DEEP", "a-secret-key", None)
    write(home, f"{loops}[p10000]\nrole_arn = a\nsource_profile = p0\n".encode())
    with pytest.raises(NoAuthHandlerFound, match=r"line 30003, profile `p10000`: .* leads back"):
        found("p0")
