"""``reboto migrate`` finds Python 2 code, and ``--python3`` rewrites it."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from reboto.migrate.convert import convert
from reboto.migrate.python2 import NotPythonError, obstacles

SCRIPT = Path("scale.py")


def upgraded(source: str) -> str:
    """Upgrade a source of which nothing is left to do by hand."""
    new, remarks = convert(dedent(source), SCRIPT, python3=True)
    assert remarks == []
    ast.parse(new)
    return new


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("print 'up'", "print statement"),
        ("print >>sys.stderr, 'up'", "print statement"),
        ("if x:\n    print", "print statement"),
        ("exec 'x = 1' in scope", "exec statement"),
        ("try: pass\nexcept KeyError, e: pass", "except with a comma"),
        ("try: pass\nexcept (KeyError, ValueError), error: pass", "except with a comma"),
        ("try: pass\nexcept boto.exception.BotoServerError, _e: pass", "except with a comma"),
        ("try: pass\nexcept KeyError, E: pass", "except with a comma"),
        ("raise KeyError, 'group'", "raise with a comma"),
        ("x = `y`", "backquotes"),
        ("def f((a, b)): pass", "tuple parameter"),
        ("f = lambda (a, b): a <> b", "<>"),
        ("x = 0755", "octal number without 0o"),
        ("x = 10L", "long integer"),
        ("x = ur'y'", "ur string"),
        ("if x:\n\ty\n        z", "tabs and spaces mixed"),
        ("import os, ConfigParser", "module ConfigParser"),
        ("from urllib2 import urlopen", "module urllib2"),
        ("import urllib\nurllib.urlencode({})", "urllib.urlencode"),
        ("from urllib import quote", "urllib.quote"),
        ("from itertools import izip", "itertools.izip"),
        ("for k, v in d.iteritems(): pass", "name iteritems"),
        ("if d.has_key('x'): pass", "name has_key"),
        ("x = raw_input()", "built-in raw_input"),
        ("isinstance(x, basestring)", "built-in basestring"),
        ("config.readfp(f)", "name readfp"),
        ("from configparser import SafeConfigParser", "name SafeConfigParser"),
    ],
)
def test_code_that_python_3_does_not_run_is_named(source: str, found: str) -> None:
    texts = {remark.text for remark in obstacles(f"{source}\n", SCRIPT)}
    assert f"Python 2: {found}" in texts


@pytest.mark.skipif(sys.version_info < (3, 14), reason="syntax of Python 3.14")
@pytest.mark.parametrize(
    "exceptions",
    ["KeyError, TypeError", "KeyError, socket.error", "A, B, c", "(KeyError, e)", "()"],
)
def test_exceptions_without_parentheses_are_python_3(exceptions: str) -> None:
    assert obstacles(f"try: pass\nexcept {exceptions}: pass\n", SCRIPT) == []


def test_each_place_is_found_at_its_line() -> None:
    source = "import os\nprint 'a'\n\nfor g in groups:\n    print g\n"
    assert [remark.line for remark in obstacles(source, SCRIPT)] == [2, 5]


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    import urllib2\nexcept ImportError:\n    import urllib.request as urllib2\n",
        "try:\n    text = unicode\nexcept NameError:\n    text = str\n",
        "from functools import reduce\nreduce(f, [])\n",
        "from six.moves import xrange\nxrange(1)\n",
        "unicode = str\nunicode(1)\n",
        "print('a', file=f)\nimport urllib.parse\nurllib.parse.quote('a')\n",
        "box.imap()\nd.items()\n",
        "from . import commands\n",
    ],
)
def test_a_source_for_python_3_or_for_both_has_nothing_to_find(source: str) -> None:
    assert obstacles(source, SCRIPT) == []


def test_a_module_next_to_the_script_is_not_the_library_s(tmp_path: Path) -> None:
    (tmp_path / "commands.py").touch()
    source = "import commands, Queue\n"
    assert [remark.text for remark in obstacles(source, tmp_path / "scale.py")] == [
        "Python 2: module Queue"
    ]


@pytest.mark.parametrize("source", ["def\n", "print 'x\n", "x = (\n", "a = = b\n", "x = 1 2\n"])
def test_a_source_that_is_not_python_is_rejected(source: str) -> None:
    with pytest.raises(NotPythonError, match="cannot be parsed"):
        obstacles(source, SCRIPT)


def test_python_2_is_only_reported_without_being_asked() -> None:
    source = "import boto\nprint boto.connect_autoscale()\n"
    new, remarks = convert(source, SCRIPT)
    assert new == source
    assert [(remark.line, remark.text) for remark in remarks] == [(2, "Python 2: print statement")]


def test_old_names_do_not_keep_the_imports_from_moving() -> None:
    new, remarks = convert("import boto, Queue\n", SCRIPT)
    assert new == "import reboto, Queue\n"
    assert [remark.text for remark in remarks] == ["Python 2: module Queue"]


def test_syntax_and_names_are_upgraded_before_the_imports_move() -> None:
    assert upgraded(
        """
        import boto, ConfigParser, urllib2
        from boto.exception import BotoServerError
        config = ConfigParser.SafeConfigParser()
        config.readfp(open("x"))   # the limits
        try:
            print "groups:", boto.connect_autoscale().get_all_groups()
        except (BotoServerError, urllib2.URLError), e:
            print >>sys.stderr, e
        """
    ) == dedent(
        """
        import reboto, configparser, urllib.request, urllib.error, urllib.parse
        from reboto.exception import BotoServerError
        config = configparser.ConfigParser()
        config.read_file(open("x"))   # the limits
        try:
            print("groups:", reboto.connect_autoscale().get_all_groups())
        except (BotoServerError, urllib.error.URLError) as e:
            print(e, file=sys.stderr)
        """
    )


def test_a_helper_without_boto_is_upgraded_too() -> None:
    assert upgraded("print 'up'\n") == "print('up')\n"


def test_python_3_is_left_as_it_is() -> None:
    source = "n = input('how many? ')\nnames = d.keys()\nprint('a', end='')\nmap(f, x)\n"
    assert upgraded(source) == source


def test_an_input_of_python_3_is_not_evaluated() -> None:
    assert upgraded("n = input()\nself.assertEquals(n, 1, file=f)\nprint('a', end='')\n") == (
        "n = input()\nself.assertEqual(n, 1, file=f)\nprint('a', end='')\n"
    )


def test_an_input_of_python_2_is_evaluated_as_it_was() -> None:
    assert upgraded("n = input()\nprint n\n") == "n = eval(input())\nprint(n)\n"


def test_print_may_be_a_function_in_python_2() -> None:
    assert upgraded("import Queue\nprint('a', file=f)\n") == "import queue\nprint('a', file=f)\n"


def test_tabs_that_python_2_counted_as_eight_become_spaces() -> None:
    assert upgraded('if x:\n\tprint """\n\ta"""\n        print 2\n') == (
        'if x:\n        print("""\n\ta""")\n        print(2)\n'
    )


def test_line_ends_and_a_missing_last_one_are_kept() -> None:
    new, _ = convert("import boto\r\nprint 'up'", SCRIPT, python3=True)
    assert new == "import reboto\r\nprint('up')"


def test_code_that_cannot_be_upgraded_is_left_unchanged() -> None:
    source = "import boto\nprint 'up'\nprint = = 1\n"
    new, remarks = convert(source, SCRIPT, python3=True)
    assert new == source
    (remark,) = remarks
    assert remark.line == 3
    assert re.match(r"cannot be parsed as Python 3\.\d+ or as Python 2", remark.text)


def test_an_upgrade_of_upgraded_code_changes_nothing() -> None:
    once, remarks = convert("ask = raw_input\nn = raw_input()\nunicode(n)\n", SCRIPT, python3=True)
    assert once == "ask = raw_input\nn = input()\nstr(n)\n"
    assert [remark.text for remark in remarks] == ["Python 2: built-in raw_input"]
    assert convert(once, SCRIPT, python3=True) == (once, remarks)
