"""Tests without AWS: recorded or written responses, and fixtures for pytest.

`responses` gives connections the responses that a test writes or that `record` saved. It needs no
other package, no account and no network. Connections, arguments, errors and retries work as with
AWS:

>>> import reboto
>>> from reboto import testing
>>> with testing.responses() as responses:
...     responses.add(
...         "DescribeAutoScalingGroups", {"AutoScalingGroups": [{"AutoScalingGroupName": "web"}]}
...     )
...     autoscale = reboto.connect_autoscale()
...     [group.name for group in autoscale.get_all_groups(["web"])]
['web']
>>> responses.calls[0].parameters["AutoScalingGroupNames.member.1"]
'web'

pytest finds these fixtures wherever reboto is installed:

- ``reboto_responses``: the `Responses` of `responses`, for one test. After the test,
  `Responses.check` reports requests without a response, and responses that were not used.
- ``reboto_local``: a `reboto.local.Endpoint` without groups and alarms, for one test. Install
  ``reboto[local]``.

In both, new connections use the fixture without arguments.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from os import PathLike

from reboto.testing._recording import record as record
from reboto.testing._responses import Call as Call
from reboto.testing._responses import Responses as Responses

__all__ = ["Call", "Responses", "record", "responses"]


@contextlib.contextmanager
def responses(path: str | PathLike[str] | None = None) -> Generator[Responses]:
    """Respond to the calls of connections that are made inside the ``with`` block.

    Environment variables of the process select the responses, for each connection without an
    explicit endpoint, profile or credentials, and are restored after the block.

    Parameters
    ----------
    path : str or path, optional
        A file that `record` wrote.

    Yields
    ------
    Responses
        Responses can be added before and between calls.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If the file has other content.
    """
    from reboto.local._environment import applied, variables
    from reboto.testing._server import serving

    given = Responses()
    if path is not None:
        given.load(path)
    with serving(given.respond) as (host, port):
        url = f"http://{host}:{port}"
        with applied(lambda present: variables(url, host, present)):
            yield given
