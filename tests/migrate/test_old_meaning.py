"""Python 2 code that is valid Python 3, but fails or runs differently there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reboto.migrate.convert import convert
from reboto.migrate.python2 import obstacles

SCRIPT = Path("scale.py")

FIXED = [
    ("first = d.keys()[0]\n", "first = list(d.keys())[0]\n"),
    ("names = d.keys()\nnames.sort()\n", "names = list(d.keys())\nnames.sort()\n"),
    ("both = d.keys() + e.values()\n", "both = list(d.keys()) + list(e.values())\n"),
    ("def f(v):\n    return map(str, v)[0]\n", "def f(v):\n    return list(map(str, v))[0]\n"),
    ("n = len(filter(None, x))\n", "n = len(list(filter(None, x)))\n"),
    ("p = zip(a, b)\nprint(p[1:])\n", "p = list(zip(a, b))\nprint(p[1:])\n"),
    ("if not filter(None, x): pass\n", "if not list(filter(None, x)): pass\n"),
    ("map(g.delete, x)\n", "list(map(g.delete, x))\n"),
    ("s = json.dumps(d.values())\n", "s = json.dumps(list(d.values()))\n"),
    (
        "for k in d.keys():\n    if k: del d[k]\n",
        "for k in list(d.keys()):\n    if k: del d[k]\n",
    ),
    ("for k, v in d.items(): d.pop(k)\n", "for k, v in list(d.items()): d.pop(k)\n"),
    ("half = len(x) / 2\n", "half = len(x) // 2\n"),
    ("y = x[n / 2]\nfor i in range(n/2): pass\n", "y = x[n // 2]\nfor i in range(n//2): pass\n"),
    (
        "'''Sort.'''\nx = sorted(d.keys(), cmp=lambda a, b: 0)\n",
        (
            "'''Sort.'''\nimport functools\n"
            "x = sorted(d.keys(), key=functools.cmp_to_key(lambda a, b: 0))\n"
        ),
    ),
    (
        "import functools\nx.sort(lambda a, b: a.n - b.n)\n",
        "import functools\nx.sort(key=functools.cmp_to_key(lambda a, b: a.n - b.n))\n",
    ),
    ("x = cmp(a, b.c)\n", "x = ((a > b.c) - (a < b.c))\n"),
    ("x = cmp(a[1], b['c'])\n", "x = ((a[1] > b['c']) - (a[1] < b['c']))\n"),
    (
        "import string\nx = string.letters + string.lowercase\n",
        "import string\nx = string.ascii_letters + string.ascii_lowercase\n",
    ),
    (
        "import inspect\nx = inspect.getargspec(f).args\n",
        "import inspect\nx = inspect.getfullargspec(f).args\n",
    ),
    (
        "import inspect\na, b, c, d = inspect.getargspec(f)\n",
        "import inspect\na, b, c, d = inspect.getfullargspec(f)[:4]\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), FIXED)
def test_what_is_safe_is_upgraded(before: str, after: str) -> None:
    new, remarks = convert(before, SCRIPT, python3=True)
    assert (new, remarks) == (after, [])
    assert convert(after, SCRIPT, python3=True) == (after, [])


@pytest.mark.parametrize(("source", "_after"), FIXED)
def test_it_is_reported_without_being_asked(source: str, _after: str) -> None:
    new, remarks = convert(f"import boto.s3\n{source}", SCRIPT)
    assert new == f"import boto.s3\n{source}"
    assert any(remark.text.startswith("Python 2: ") for remark in remarks)


REMARKS = [
    ("x = n / 2\n", 1, "n / 2 is not rounded (see //)"),
    ("\nif urlopen(u).read() == 'x': pass\n", 2, "urlopen(u).read() returns bytes, not text,"),
    ("t = urlopen(u).read()\nif 'x' in t: pass\n", 2, "returns bytes, not text,"),
    ("r = urllib2.urlopen(u)\nr.read().split('\\n')\n", 2, "r.read() returns bytes, not text,"),
    ("import socket\ns.sendall('GET / %s' % x)\n", 2, "s.sendall() needs bytes, not text,"),
    ("import socket\nx = s.recv(9) + 'x'\n", 2, "s.recv() returns bytes, not text,"),
    ("with open(p, 'wb') as f:\n    f.write('x')\n", 2, "f.write() of a binary file needs bytes"),
    ("x = open(p, 'rb').read().split(',')\n", 1, "returns bytes, not text,"),
    ("out = subprocess.check_output(c)\nout.startswith('x')\n", 2, "returns bytes, not text,"),
    ("h = hashlib.md5('x').hexdigest()\n", 1, "hashlib.md5() needs bytes, not text,"),
    ("x = 'ff'.decode('hex')\n", 1, "the codec 'hex' does not convert text"),
    ("raise 'no group'\n", 1, "raise needs an exception, not a string,"),
    ("raise 'no %s' % group\n", 1, "raise needs an exception, not a string,"),
    ("import inspect\nf(inspect.getargspec(g))\n", 2, "inspect.getargspec does not exist"),
    ("import string\nx = string.join(y, ',')\n", 2, "string.join() does not exist"),
    ("x.sort(cmp)\n", 1, "sorting takes a key function, not one that compares,"),
    ("x = cmp(f(), g())\n", 1, "the built-in cmp does not exist"),
    ("x = file('a')\n", 1, "the built-in file does not exist"),
    ("f = open('a', 'rU')\n", 1, "the mode 'rU' of open() does not exist"),
    ("class A:\n    def __nonzero__(self): pass\n", 2, "rename it to __bool__"),
    ("class A:\n    __metaclass__ = M\n", 2, "__metaclass__ has no effect"),
    ("try: pass\nexcept ValueError as e: x = e.message\n", 2, "e.message does not exist"),
]


@pytest.mark.parametrize(("source", "line", "text"), REMARKS)
def test_the_rest_is_remarked_on(source: str, line: int, text: str) -> None:
    new, remarks = convert(source, SCRIPT, python3=True)
    assert new == source
    found = [remark for remark in remarks if text in remark.text]
    assert [remark.line for remark in found] == [line]
    assert found[0].text.startswith("Python 2: ")
    assert found[0].text.endswith(" on Python 3")


@pytest.mark.parametrize(
    "source",
    [
        "for k in d.keys(): print(k)\nn = len(d.keys())\nx = sorted(d.items(), key=f)\n",
        "names = list(d.keys())\nnames.sort()\nx = list(map(str, v))[0]\n",
        "x = n // 2\ny = n / 2.0\nz = float(n) / m\np = path / 'a'\n",
        "from __future__ import division\nx = n / 2\n",
        "print(f'{n}')\nx = n / 2\n",
        "def f(n: int): return n / 2\n",
        "x = urlopen(u).read().decode()\nif 'x' in x: pass\n",
        "json.loads(urlopen(u).read())\n",
        "import six\nfor k, v in six.iteritems(d): pass\n",
        "from six.moves import map\n",
        "def f(map, x): return map(x)[0]\n",
        "x.sort(key=f)\nx.sort()\ncursor.sort('name')\n",
        "def f(file): return file('x')\n",
        "with open(p, 'wb') as f:\n    f.write(b'x')\n    f.write(x)\n",
        "out = check_output(c, universal_newlines=True)\nout.startswith('x')\n",
        "try: pass\nexcept BotoServerError as e: x = e.message\n",
    ],
)
def test_python_3_has_nothing_to_find(source: str) -> None:
    assert convert(source, SCRIPT, python3=True) == (source, [])


def test_a_division_is_only_reported_in_python_2() -> None:
    assert obstacles("x = n / 2\n", SCRIPT) == []
    assert len(obstacles("x = n / 2\ny = d.keys()[0]\n", SCRIPT)) == 2


def test_what_a_syntax_upgrade_leaves_is_reported() -> None:
    new, remarks = convert("print 'half', n / 2\n", SCRIPT, python3=True)
    assert new == "print('half', n / 2)\n"
    assert [remark.text for remark in remarks] == [
        "Python 2: n / 2 is not rounded (see //) on Python 3"
    ]
