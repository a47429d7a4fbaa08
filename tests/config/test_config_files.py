"""boto's configuration files are found, read when needed, and can be changed."""

from __future__ import annotations

import copy
import io
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from reboto.pyami import config as module
from reboto.pyami.config import Config, config_locations

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("BOTO_CONFIG", "BOTO_PATH", "AWS_CREDENTIAL_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(module, "BotoConfigPath", str(tmp_path / "boto.cfg"))
    return tmp_path


def write(path: Any, text: str) -> Any:
    path.touch(mode=0o600)
    path.write_text(text)
    return str(path)


class TestWhereTheFilesAre:
    def test_the_users_file_takes_precedence_over_the_systems(self, home: Path) -> None:
        write(home / "boto.cfg", "[Boto]\nproxy = system\nproxy_port = 1\n")
        write(home / ".boto", "[Boto]\nproxy = user\n")
        config = Config()
        assert (config.get("Boto", "proxy"), config.get("Boto", "proxy_port")) == ("user", "1")

    def test_boto_config_names_the_only_file(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(home / ".boto", "[Boto]\nproxy = user\n")
        write(home / "mine", "[Boto]\nproxy_port = 2\n")
        monkeypatch.setenv("BOTO_CONFIG", "~/mine")
        config = Config()
        assert (config.get("Boto", "proxy"), config.get("Boto", "proxy_port")) == (None, "2")

    def test_boto_path_names_several(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        first = write(home / "first", "[Boto]\nproxy = first\nproxy_port = 1\n")
        write(home / "second", "[Boto]\nproxy = second\n")
        monkeypatch.setenv("BOTO_PATH", f"{first}:~/second")
        config = Config()
        assert (config.get("Boto", "proxy"), config.get("Boto", "proxy_port")) == ("second", "1")

    def test_boto_s_names_for_the_places_follow_the_environment(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert module.UserConfigPath == str(home / ".boto")
        assert module.BotoConfigLocations == [module.BotoConfigPath, str(home / ".boto")]
        monkeypatch.setenv("BOTO_CONFIG", "/elsewhere")
        assert module.BotoConfigLocations == config_locations() == ["/elsewhere"]

    def test_without_any_file_there_are_only_defaults(self) -> None:
        assert Config().get("Boto", "proxy", "none") == "none"


class TestWhenTheyAreRead:
    def test_not_before_the_first_use(self, home: Path) -> None:
        config = Config()
        write(home / ".boto", "[Boto]\nproxy = late\n")
        assert config.get("Boto", "proxy") == "late"

    def test_not_again_after_it(self, home: Path) -> None:
        write(home / ".boto", "[Boto]\nproxy = first\n")
        config = Config()
        config.get("Boto", "proxy")
        write(home / ".boto", "[Boto]\nproxy = second\n")
        assert config.get("Boto", "proxy") == "first"

    def test_a_copy_does_not_bring_it_about(self, home: Path) -> None:
        twin = copy.copy(Config(do_load=False))
        write(home / ".boto", "[Boto]\nproxy = late\n")
        assert twin.get("Boto", "proxy") is None

    def test_a_pickle_carries_what_was_read(self, home: Path) -> None:
        write(home / ".boto", "[Boto]\nproxy = p\n")
        pickled = pickle.dumps(Config())
        (home / ".boto").unlink()
        assert pickle.loads(pickled).get("Boto", "proxy") == "p"  # noqa: S301


class TestOtherFiles:
    def test_a_path_is_read_instead_with_its_imports(self, home: Path) -> None:
        write(home / ".boto", "[Boto]\ndebug = 2\n")
        write(home / "base.cfg", "[Boto]\nproxy = base\nproxy_port = 1\n")
        path = write(home / "top.cfg", "#import base.cfg\n[Boto]\nproxy = top\n")
        config = Config(path)
        assert (config.get("Boto", "proxy"), config.get("Boto", "proxy_port")) == ("top", "1")
        assert config.getint("Boto", "debug") == 0

    def test_a_path_that_is_not_there_is_an_error(self, home: Path) -> None:
        with pytest.raises(FileNotFoundError):
            Config(str(home / "none"))

    def test_an_old_credential_file_joins_in(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = write(home / "keys", "AWSAccessKeyId=AKID\nAWSSecretKey=secret\n")
        monkeypatch.setenv("AWS_CREDENTIAL_FILE", path)
        config = Config()
        assert config.get("Credentials", "aws_access_key_id") == "AKID"
        assert config.get("Credentials", "aws_secret_access_key") == "secret"

    def test_an_old_credential_file_that_is_not_there_is_warned_of(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_CREDENTIAL_FILE", str(home / "none"))
        config = Config()
        with pytest.warns(UserWarning, match="AWS_CREDENTIAL_FILE cannot be read"):
            assert config.sections() == []


class TestChangingIt:
    @pytest.mark.parametrize("name", ["save_user_option", "save_system_option"])
    def test_an_option_is_saved_and_the_others_stay(self, home: Path, name: str) -> None:
        path = home / (".boto" if name == "save_user_option" else "boto.cfg")
        write(path, "[Boto]\nproxy = p\n")
        config = Config()
        getattr(config, name)("Boto", "debug", "1")
        assert config.getint("Boto", "debug") == 1
        assert Config(str(path)).get("Boto", "proxy") == "p"
        assert Config(str(path)).getint("Boto", "debug") == 1

    def test_a_file_and_a_section_are_made_when_missing(self, home: Path) -> None:
        Config(do_load=False).save_option(str(home / "new"), "New", "option", "value")
        assert Config(str(home / "new")).get("New", "option") == "value"


def test_an_invalid_number_is_reported_with_its_place() -> None:
    config = Config(fp=io.StringIO("[Boto]\nnum_retries = many\n"))
    with pytest.raises(
        ValueError, match=r"num_retries in section \[Boto\].* must be an integer, got 'many'"
    ):
        config.getint("Boto", "num_retries")


@pytest.mark.parametrize("method", ["getint", "getfloat", "getbool", "get"])
def test_a_default_of_none_stays_none(method: str) -> None:
    assert getattr(Config(do_load=False), method)("Boto", "none", None) is None


def test_printing_safely_hides_the_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    text = "[Credentials]\naws_access_key_id = AKID\naws_secret_access_key = hush\n"
    config = Config(fp=io.StringIO(text))
    config.dump_safe()
    printed = capsys.readouterr().out
    assert "aws_access_key_id = AKID" in printed
    assert "hush" not in printed
    to_file = io.StringIO()
    config.dump_safe(to_file)
    assert to_file.getvalue() == printed


def test_printing_shows_all(capsys: pytest.CaptureFixture[str]) -> None:
    Config(fp=io.StringIO("[Boto]\nproxy = p\n")).dump()
    assert "proxy = p" in capsys.readouterr().out


def test_a_name_that_nothing_has_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        Config(do_load=False).nonsense  # noqa: B018
    with pytest.raises(AttributeError, match="nonsense"):
        module.nonsense  # noqa: B018
