"""A lack of file descriptors and threads, and times beyond the range of clocks."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

import reboto
from reboto.utils import get_instance_metadata
from tests.support.interpreter import finish, start
from tests.support.wire import Wire, failure

if TYPE_CHECKING:
    from tests.support.instance import Instance
    from tests.support.styles import Blocking

SETUP = """
import asyncio, logging, os, re, resource, sys, warnings
import reboto, reboto._logging, reboto._asyncio, reboto.ec2.autoscale.group
from reboto import aio
from reboto.exception import BotoConnectionError
from reboto.regioninfo import RegionInfo

def connect(how, host="127.0.0.1"):
    region = RegionInfo(name="us-east-1", endpoint=host)
    made = how("k", "s", region=region, port=int(sys.argv[1]), is_secure=False)
    made.num_retries = 0
    return made

blocking, awaited = connect(reboto.connect_autoscale), connect(aio.connect_autoscale)
warnings.simplefilter("ignore")
loop = asyncio.new_event_loop()
call = {
    "blocking": lambda: blocking.get_all_groups(),
    "awaited": lambda: loop.run_until_complete(awaited.get_all_groups()),
}[sys.argv[2]]
"""


@pytest.mark.parametrize("style", ["blocking", "awaited"])
def test_calls_without_descriptors_fail_and_recover(server: Wire, style: str) -> None:
    """However many there are, for one is needed after another."""
    process = start(
        SETUP
        + """
def attempt(left):
    held = []
    try:
        while True:
            held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        pass
    for _ in range(left):
        os.close(held.pop())
    try:
        assert call() == [], left
        return None
    except (BotoConnectionError, OSError) as error:
        return str(error)
    finally:
        for descriptor in held:
            os.close(descriptor)

resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
for left in range(16):
    child = os.fork()
    if not child:
        # Nothing is left of what the parent had; and it works again once there are some.
        loop = asyncio.new_event_loop()
        wrong = attempt(left)
        assert call() == [], left
        assert wrong is None or "Too many open files" in wrong, wrong
        os._exit(0 if left < 14 or wrong is None else 1)
    assert os.waitpid(child, 0)[1] == 0, left
print(attempt(0) is not None, call())
""",
        server.port,
        style,
    )
    assert finish(process, timeout=120) == (0, "True []\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is Linux's")
@pytest.mark.parametrize("style", ["blocking", "awaited"])
def test_calls_without_threads_fail_and_recover(server: Wire, style: str) -> None:
    process = start(
        SETUP
        + """
blocking.host = awaited.host = "localhost"
# The imports of a first call and its error need more memory than the limit allows.
import urllib.request, reboto._xml, reboto.exception, reboto.provider
loop.run_until_complete(asyncio.sleep(0))
# The limit is too small for the stack of another thread.
size = int(re.search(r"VmSize:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024
resource.setrlimit(resource.RLIMIT_AS, (size + 1_900_000, resource.RLIM_INFINITY))
try:
    call()
except BotoConnectionError as error:
    print("thread" in str(error))
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(call())
""",
        server.port,
        style,
    )
    code, out, err = finish(process, timeout=60)
    assert (code, out) == (0, "True\n[]\n"), err


@pytest.mark.filterwarnings("ignore::reboto.connection.UncheckedCertificatesWarning")
@pytest.mark.parametrize("value", [1e8, 1e10, 1.8e19, 1e19, 2**63, "1e19"])
@pytest.mark.parametrize(
    "names", [("timeout",), ("connect_timeout",), ("timeout", "connect_timeout")]
)
@pytest.mark.parametrize("secure", [False, True])
def test_a_timeout_beyond_the_range_of_clocks_is_no_timeout(
    value: Any, names: tuple[str, ...], secure: bool, style: Blocking, authority: Any
) -> None:
    tls = authority.context("127.0.0.1") if secure else None
    with Wire(tls=tls) as server:
        for service in (style.autoscale, style.cloudwatch):
            connection = service(server, validate_certs=not secure)
            connection.http_connection_kwargs = dict.fromkeys(names, value)
            assert style.settle(connection.get_status("Action", {}, "/")) is True


@pytest.mark.parametrize("retries", [10**6, 10**8, 2**31 - 1])
def test_a_huge_number_of_retries_costs_nothing(
    retries: int, style: Blocking, server: Wire, boto_cfg: Any
) -> None:
    boto_cfg("[Boto]\nmax_retry_delay = 0\n")
    connection = style.autoscale(server)
    connection.num_retries = retries
    server.script(*[failure("Throttling")] * 10)
    begun = time.process_time()
    assert style.settle(connection.get_all_groups()) == []
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("limit", ["1e10", "1e19", "1e300", "inf"])
def test_a_huge_delay_between_attempts_is_no_limit(
    limit: str, style: Blocking, server: Wire, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\nmax_retry_delay = {limit}\n")
    server.script(failure("InternalFailure", status=500))
    connection = style.autoscale(server)
    assert style.settle(connection.get_all_groups()) == []


@pytest.mark.parametrize("limit", ["nan", "-1", "-inf"])
def test_an_invalid_delay_is_refused(
    limit: str, style: Blocking, server: Wire, boto_cfg: Any
) -> None:
    boto_cfg(f"[Boto]\nmax_retry_delay = {limit}\n")
    with pytest.raises(ValueError, match="max_retry_delay"):
        style.settle(style.autoscale(server).get_all_groups())


@pytest.mark.parametrize("timeout", [1e10, 1e19])
@pytest.mark.parametrize("retries", [1, 10**8, 2**31 - 2])
def test_metadata_with_huge_limits_is_read(timeout: float, retries: int, here: Instance) -> None:
    begun = time.process_time()
    found = get_instance_metadata(timeout=timeout, num_retries=retries)
    assert found["ami-id"] == "ami-1"
    assert time.process_time() - begun < 5


def test_instance_credentials_are_read_with_huge_limits(
    style: Blocking, server: Wire, here: Instance
) -> None:
    reboto.config.add_section("Boto")
    reboto.config.set("Boto", "metadata_service_timeout", "1e19")
    reboto.config.set("Boto", "metadata_service_num_attempts", str(10**8))
    connection = style.autoscale(server, aws_access_key_id=None, aws_secret_access_key=None)
    connection.num_retries = 10**8
    begun = time.process_time()
    assert style.settle(connection.get_all_groups()) == []
    assert time.process_time() - begun < 5
