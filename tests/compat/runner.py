"""Run scenarios under one of the packages, and describe the results.

As a program it is the oracle's side: it reads a line of JSON for each scenario to run, or for all
scenarios of values, and writes a line with the description::

    .oracle/bin/python -m tests.compat.runner
"""

from __future__ import annotations

import base64
import importlib
import json
import pickle
import sys
from typing import TYPE_CHECKING, Any

from tests.compat import old_modules, value_json, value_scenarios
from tests.compat.describe import Describer
from tests.compat.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable

ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
_MODULES = ("ec2.autoscale", "ec2.cloudwatch", "ec2.blockdevicemapping", "exception", "regioninfo")


def load(package: str) -> Any:
    """Import a package with all modules that scenarios name."""
    for module in _MODULES:
        importlib.import_module(f"{package}.{module}")
    return importlib.import_module(package)


def connect(boto: Any, host: str, port: int) -> list[Any]:
    """Connect to both services at an endpoint."""
    connections = []
    for service in ("autoscale", "cloudwatch"):
        connection = getattr(boto, f"connect_{service}")(
            ACCESS_KEY,
            SECRET_KEY,
            region=boto.regioninfo.RegionInfo(name="us-east-1", endpoint=host),
            port=port,
            is_secure=False,
        )
        connection.num_retries = 0
        connections.append(connection)
    if boto.__name__ == "boto":
        # boto reads them off the host's name, which is an address here.
        for connection, service in zip(connections, ("autoscaling", "monitoring"), strict=True):
            connection.auth_service_name = service
            connection.auth_region_name = "us-east-1"
    return connections


def run(boto: Any, name: str, arguments: tuple[Any, ...], host: str, port: int) -> Any:
    """Run a scenario and describe what it returns or raises."""
    chosen = SCENARIOS[name]
    try:
        outcome = chosen.run(boto, *connect(boto, host, port), *arguments)
    except Exception as error:  # noqa: BLE001 - which one is what is compared
        outcome = error
    return Describer(made_up=chosen.responses is None).describe(outcome)


def run_values(package: str) -> dict[str, Any]:
    """Describe the results and errors of the value scenarios, which need no endpoint."""
    return {name: _value(scenario) for name, scenario in value_scenarios.all_of(package).items()}


def _value(scenario: Callable[[], Any]) -> Any:
    try:
        return value_json.as_json(scenario())
    except Exception as error:  # noqa: BLE001 - which one is what is compared
        return {"raises": [base.__name__ for base in type(error).__mro__]}


def encode(arguments: tuple[Any, ...]) -> str:
    """Turn plain data into text for a line of JSON."""
    return base64.b64encode(pickle.dumps(arguments, protocol=4)).decode()


def _serve() -> None:
    boto = load("boto")
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(_requested(boto, order)), flush=True)


def _requested(boto: Any, order: dict[str, Any]) -> Any:
    if order["name"] == "values":
        return run_values("boto")
    arguments = pickle.loads(base64.b64decode(order["arguments"]))  # noqa: S301 - our own
    return run(boto, order["name"], arguments, order["host"], order["port"])


if __name__ == "__main__":
    old_modules.provide()
    _serve()
