"""Properties of every source that ``reboto migrate`` rewrites."""

from __future__ import annotations

import ast
import builtins
import re
from pathlib import Path
from textwrap import indent
from typing import Any

import libcst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reboto._compat.boto_map import covers
from reboto.migrate.convert import convert
from reboto.migrate.rewrite import move
from tests.support.examples import tries

MODULES = {
    "boto",
    "boto.ec2",
    "boto.ec2.autoscale",
    "boto.ec2.autoscale.tag",
    "boto.ec2.cloudwatch",
    "boto.ec2.elb",
    "boto.exception",
    "boto.s3",
    "boto.s3.key",
}

# Import statements, and what each name they bind stands for.
IMPORTS = {
    "import boto": {"boto": "boto"},
    "import boto, os": {"boto": "boto"},
    "import boto.ec2": {"boto": "boto"},
    "import boto.ec2.autoscale": {"boto": "boto"},
    "import os, boto.ec2.cloudwatch, boto.s3": {"boto": "boto"},
    "import boto.ec2.elb": {"boto": "boto"},
    "import boto.exception": {"boto": "boto"},
    "import boto.s3": {"boto": "boto"},
    "import boto as b": {"b": "boto"},
    "import boto.ec2 as hosts": {"hosts": "boto.ec2"},
    "import boto.ec2.cloudwatch as watch": {"watch": "boto.ec2.cloudwatch"},
    "import boto.s3.key as key, boto": {"key": "boto.s3.key", "boto": "boto"},
    "from boto import ec2": {"ec2": "boto.ec2"},
    "from boto import ec2, exception as errors": {"ec2": "boto.ec2", "errors": "boto.exception"},
    "from boto.ec2 import (autoscale,\n    elb,)": {
        "autoscale": "boto.ec2.autoscale",
        "elb": "boto.ec2.elb",
    },
    "from boto.ec2 import autoscale as asg": {"asg": "boto.ec2.autoscale"},
    "from boto import connect_autoscale, connect_s3": {
        "connect_autoscale": "boto.connect_autoscale",
        "connect_s3": "boto.connect_s3",
    },
    "from boto.exception import BotoServerError": {
        "BotoServerError": "boto.exception.BotoServerError"
    },
    "from boto.s3.key import Key": {"Key": "boto.s3.key.Key"},
}

TAILS = {
    "boto": [
        "connect_autoscale",
        "connect_s3",
        "config",
        "exception.BotoServerError",
        "ec2.autoscale.Tag",
        "ec2.autoscale.tag.Tag",
        "ec2.connect_to_region",
        "ec2.elb.ELBConnection",
        "s3.key.Key",
        "",
    ],
    "boto.ec2": ["autoscale.Tag", "cloudwatch.Metric", "regions", "elb.connect_to_region", ""],
    "boto.ec2.autoscale": ["AutoScalingGroup", "tag.Tag", "nothing", ""],
    "boto.ec2.elb": ["ELBConnection", ""],
    "boto.ec2.cloudwatch": ["Metric", "nothing", ""],
    "boto.exception": ["BotoServerError", "nothing", ""],
}


class Thing:
    """Anything of boto or reboto; it knows its name."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __getattr__(self, name: str) -> Thing:
        return Thing(f"{self.path}.{name}")


def trace(source: str) -> list[tuple[str, bool]]:
    """Run a source on things; list what it sees, and whether its modules were imported."""
    seen: list[tuple[str, bool]] = []
    loaded: set[str] = set()

    def load(name: str, *context: Any) -> Any:
        if name.split(".")[0] not in {"boto", "reboto"}:
            return __import__(name, *context)
        names = [
            name,
            *(f"{name}.{each}" for each in (context[2] if len(context) > 2 else ()) or ()),
        ]
        for each in names:
            parts = each.split(".")
            loaded.update(".".join(parts[:length]) for length in range(1, len(parts) + 1))
        return Thing(name if len(names) > 1 else name.split(".")[0])

    def see(thing: Thing) -> None:
        parts = thing.path.split(".")
        modules = {".".join(parts[:length]) for length in range(1, len(parts) + 1)} & MODULES
        seen.append((thing.path, modules <= loaded))

    scope = {"__builtins__": {**vars(builtins), "__import__": load}, "see": see}
    exec(compile(source, "scale.py", "exec"), scope)  # noqa: S102
    return seen


@st.composite
def blocks(draw: st.DrawFn, *, mark: str) -> str:
    """Imports, perhaps tried, then uses of what they bind."""
    imports = draw(st.lists(st.sampled_from(list(IMPORTS)), min_size=1, max_size=5))
    bound: dict[str, str] = {}
    for line in imports:
        bound.update(IMPORTS[line])
    lines = [f"{line}  # {mark}{number}" for number, line in enumerate(imports)]
    if draw(st.booleans()):
        lost = draw(st.sampled_from(["boto", "missing", *bound]))
        body = indent("\n".join(lines), "    ")
        lines = [f"try:\n{body}\nexcept ImportError:\n    {lost} = None"]
    elif draw(st.booleans()):
        lines = ["; ".join(line.split("  #")[0] for line in imports) + f"  # {mark}0"]
    for name in draw(st.lists(st.sampled_from(sorted(bound)), max_size=6)):
        tail = draw(st.sampled_from(TAILS.get(bound[name], [""])))
        lines.append(f"see({name}{tail and '.'}{tail})  # use of {name}")
    return "\n".join(lines)


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A module with imports, and optionally a function with imports."""
    parts = ["# a script", draw(blocks(mark="outer"))]
    if draw(st.booleans()):
        parts.append("def inner():\n" + indent(draw(blocks(mark="inner")), "    ") + "\ninner()")
    return "\n\n".join(parts) + draw(st.sampled_from(["", "\n"]))


KNOTS = [
    # Each of these once came out wrong.
    (
        "import boto\n\ndef inner():\n    try:\n        import boto.s3\n"
        "        from boto.ec2 import autoscale, elb\n    except ImportError:\n"
        "        boto = None\n    see(boto.ec2.autoscale.Tag)\ninner()\n"
    ),
    (
        "try:\n    import boto.ec2 as hosts\n    import os, boto.ec2.cloudwatch, boto.s3\n"
        "except ImportError:\n    hosts = None\nsee(boto.connect_autoscale)\n"
        "see(hosts.cloudwatch.Metric)\nsee(hosts.regions)\n"
    ),
    (
        "from boto.ec2 import autoscale, elb\nsee(autoscale.AutoScalingGroup)\n\ndef inner():\n"
        "    try:\n        import boto.ec2\n        from boto import ec2\n"
        "    except ImportError:\n        boto = None\n    see(boto.connect_autoscale)\n"
        "    see(boto.ec2.autoscale.Tag)\n    see(ec2.regions)\ninner()\n"
    ),
    (
        "try:\n    import boto as b\nexcept ImportError:\n    boto = None\n"
        "see(b.ec2.connect_to_region)\n\ndef inner():\n    try:\n"
        "        import os, boto.ec2.cloudwatch, boto.s3\n        from boto.ec2 import autoscale\n"
        "    except ImportError:\n        boto = None\ninner()\n"
    ),
    "import boto\n\ndef inner():\n    import boto.ec2.autoscale\n    see(boto)\ninner()\n",
    (
        "try:\n    import boto\n    import boto as b\n    import boto.ec2.cloudwatch as watch\n"
        "except ImportError:\n    boto = None\nsee(b.ec2.connect_to_region)\n"
    ),
]


@pytest.fixture(params=KNOTS)
def knot(request: pytest.FixtureRequest) -> str:
    """A source whose names depend on each other."""
    return str(request.param)


def hold_the_same(source: str) -> None:
    """Hold what a moved source uses against what it used."""
    before = trace(source)
    new, remarks = move(source)
    after = trace(new)
    is_tangled = any("several meanings" in remark.text for remark in remarks)
    left = {remark.text.split()[0] for remark in remarks if "import it by hand" in remark.text}
    assert len(before) == len(after)
    for (old_path, was_loaded), (new_path, is_loaded) in zip(before, after, strict=True):
        expected = f"re{old_path}" if covers(old_path) else old_path
        assert new_path == expected or (is_tangled and new_path == old_path)
        is_told = any(f"{new_path}.".startswith(f"{module}.") for module in left)
        assert is_loaded or not was_loaded or is_told or new_path.startswith("reboto")


def test_knots_are_untied(knot: str) -> None:
    hold_the_same(knot)
    once, _ = move(knot)
    assert move(once)[0] == once


@tries(50)
@given(sources())
def test_a_moved_source_uses_the_same_things(source: str) -> None:
    hold_the_same(source)


@tries(50)
@given(sources())
def test_moving_again_changes_nothing(source: str) -> None:
    once, remarks = move(source)
    again, later = move(once)
    assert again == once
    assert len(later) <= len(remarks)


@tries(50)
@given(sources())
def test_every_comment_and_line_of_code_is_kept(source: str) -> None:
    new, _ = move(source)
    assert re.findall(r"# .*", new) == re.findall(r"# .*", source)
    assert len(new.splitlines()) >= len(source.splitlines())


@tries(50)
@given(sources())
def test_another_parser_reads_the_moved_source(source: str) -> None:
    new, _ = move(source)
    assert libcst.parse_module(new).code == new


@tries(50)
@given(sources())
def test_everything_that_stays_on_boto_is_remarked_on(source: str) -> None:
    new, remarks = move(source)
    stays = [path for path, _ in trace(new) if path.split(".")[0] == "boto"]
    assert bool(remarks) or not stays


OLD_LINES = [
    "import ConfigParser, urllib2",
    "from StringIO import StringIO",
    "import urllib",
    "data = urllib.urlencode({'a': 1})",
    "print 'group', conn",
    "print >>sys.stderr, 'late'",
    "print",
    "print('both')",
    "n = raw_input('which? ')",
    "n = input('how many? ')",
    "for i in xrange(3): print i,",
    "sizes = range(4)",
    "for k, v in d.iteritems(): pass",
    "names = d.keys()",
    "first = map(len, filter(None, d.values()))",
    "if d.has_key('a'): raise ValueError, 'a'",
    "mode = 0755 + 10L",
    "same = a <> `b`",
    "t = unicode('x') + ur'y'",
    "try:\n    pass\nexcept boto.exception.BotoServerError, e:\n    print e.error_code",
    "exec 'x = 1' in scope",
    "def f((a, b), c): return reduce(lambda (x, y): x, c)",
    "ok = isinstance(n, (int, long, basestring))",
    "conn = boto.connect_autoscale()",
    "import boto.ec2.elb",
    "elb = boto.ec2.elb.connect_to_region('x')",
    "# a comment",
    "f = lambda d: d.has_key(1, 2)",
    "next = it.next()",
]


@tries(50)
@given(
    st.lists(st.sampled_from(OLD_LINES), max_size=8).map("\n".join),
    st.sampled_from(["\n", "\r\n"]),
)
def test_upgrading_again_changes_nothing(source: str, end: str) -> None:
    source = f"import boto\n{source}\n".replace("\n", end)
    once, remarks = convert(source, Path("scale.py"), python3=True)
    assert convert(once, Path("scale.py"), python3=True)[0] == once
    assert once.count("\n") == once.count(end)
    if not any("parse" in remark.text or "Python 2" in remark.text for remark in remarks):
        ast.parse(once)
