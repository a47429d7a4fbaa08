"""Fuzz boto's configuration files: each is read or raises a documented error."""

import configparser
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reboto.pyami", "configparser"]):
    from reboto.pyami.config import Config

# Errors of the standard library's parser for an invalid file, and of reboto for bytes that are not
# text and values that are not numbers.
REFUSED = (configparser.Error, ValueError)
SECRET = "wJalrXUtnFEMI-planted"  # noqa: S105
FOLDER = Path(tempfile.mkdtemp())


def read_one(data: bytes) -> None:
    """Read a file with these bytes in the same way as a connection."""
    # An imported file would depend on the machine.
    data = data.replace(b"#import", b"#-mport")
    path = FOLDER / "boto.cfg"
    path.touch(mode=0o600)
    path.write_bytes(data)
    try:
        config = Config(str(path))
        sections = config.sections()
    except REFUSED:
        return
    for section in ["Boto", "Credentials", *sections]:
        for name in ["debug", "num_retries", "aws_secret_access_key", "is_secure"]:
            try:
                config.get(section, name)
                config.getbool(section, name)
                config.getint(section, name)
                config.getfloat(section, name)
            except REFUSED:
                continue
    if config.has_section("Credentials"):
        config.set("Credentials", "aws_secret_access_key", SECRET)
        with (FOLDER / "shown").open("w+", encoding="utf-8", errors="replace") as shown:
            try:
                config.dump_safe(shown)
            except REFUSED:
                return
            shown.seek(0)
            assert SECRET not in shown.read()


atheris.Setup(sys.argv, read_one)
atheris.Fuzz()
