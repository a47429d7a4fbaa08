"""Connections under configuration files, arguments and environment variables.

Each case runs in a process of its own, because boto reads its configuration when it is imported.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NO_KEYS = {"aws_access_key_id": None, "aws_secret_access_key": None}
IN_ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "F"}
KEYS = "aws_access_key_id = A\naws_secret_access_key = S\naws_security_token = T\n"
PROXY = "[Boto]\nproxy = p\nproxy_port = 3\nproxy_user = u\nproxy_pass = w\n"

# File, arguments and environment of each case.
CASES: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "nothing": ("", {}, {}),
    "is_secure 0": ("[Boto]\nis_secure = 0\n", {}, {}),
    "is_secure on, argument False": ("[Boto]\nis_secure = on\n", {"is_secure": False}, {}),
    "is_secure False, a port": ("[Boto]\nis_secure = False\n", {"port": 99}, {}),
    "proxy": (PROXY, {}, {}),
    "proxy, argument": (PROXY, {"proxy": "q", "proxy_port": 4}, {}),
    "proxy, http_proxy": (PROXY, {}, {"http_proxy": "http://e:5"}),
    "http_proxy with a login": ("", {}, {"http_proxy": "http://u:p@e.x:5"}),
    "proxy argument, http_proxy": ("", {"proxy": "q", "proxy_port": 4}, {"http_proxy": "http://e"}),
    "http_socket_timeout": ("[Boto]\nhttp_socket_timeout = 5\n", {}, {}),
    "checks off": ("[Boto]\nhttps_validate_certificates = False\n", {"validate_certs": True}, {}),
    "checks on": ("[Boto]\nhttps_validate_certificates = True\n", {"validate_certs": False}, {}),
    "debug": ("[Boto]\ndebug = 1\n", {}, {}),
    "debug, argument": ("[Boto]\ndebug = 1\n", {"debug": 2}, {}),
    "no debug, argument": ("[Boto]\nproxy_user = u\n", {"debug": 2}, {}),
    "regions and endpoints": (
        (
            "[Boto]\nautoscale_region_name = eu-west-2\nautoscale_endpoint = a.x\n"
            "cloudwatch_region_name = eu-west-2\ncloudwatch_region_endpoint = c.x\n"
        ),
        {},
        {},
    ),
    "a region alone": ("[Boto]\nautoscale_region_name = eu-west-2\n", {}, {}),
    "AWS_REGION": ("", {}, {"AWS_REGION": "eu-west-2"}),
    "versions": ("[Boto]\nautoscale_version = 2009\ncloudwatch_version = 2008\n", {}, {}),
    "keys": (f"[Credentials]\n{KEYS}", NO_KEYS, {}),
    "keys, arguments": (f"[Credentials]\n{KEYS}", {}, {}),
    "keys, environment": (f"[Credentials]\n{KEYS}", NO_KEYS, IN_ENVIRONMENT),
    "profile": (f"[profile x]\n{KEYS}", {**NO_KEYS, "profile_name": "x"}, {}),
    "AWS_PROFILE": (f"[profile x]\n{KEYS}", NO_KEYS, {"AWS_PROFILE": "x"}),
    "profile, environment": (
        f"[profile x]\n{KEYS}",
        {**NO_KEYS, "profile_name": "x"},
        IN_ENVIRONMENT,
    ),
    "AWS_SECURITY_TOKEN": ("", NO_KEYS, {**IN_ENVIRONMENT, "AWS_SECURITY_TOKEN": "G"}),
    "a token alone": ("", {**NO_KEYS, "security_token": "t"}, IN_ENVIRONMENT),
}

ONE = """
import importlib, json, sys
from tests.compat import old_modules
old_modules.provide()
package = importlib.import_module(sys.argv[1])
arguments = {"aws_access_key_id": "k", "aws_secret_access_key": "s", **json.loads(sys.argv[2])}
names = (
    "is_secure port protocol host path proxy proxy_port proxy_user proxy_pass use_proxy debug "
    "https_validate_certificates http_connection_kwargs APIVersion DefaultRegionName "
    "DefaultRegionEndpoint aws_access_key_id aws_secret_access_key profile_name"
).split()
found = {}
for service in ("autoscale", "cloudwatch"):
    connection = getattr(package, "connect_" + service)(**arguments)
    for name in names:
        found[service + "." + name] = getattr(connection, name)
    found[service + ".proxy_port"] = str(connection.proxy_port)
    found[service + ".security_token"] = connection.provider.security_token
    found[service + ".region"] = [connection.region.name, connection.region.endpoint]
print(json.dumps(found))
"""


def attributes(python: str, package: str, case: str) -> dict[str, Any]:
    """Return the attributes of a package's connections in one case.

    Parameters
    ----------
    python : str
        The path of an interpreter that has the package.
    package : str
        ``"boto"`` or ``"reboto"``.
    case : str
        The name of the case.
    """
    text, arguments, environment = CASES[case]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "boto.cfg"
        path.touch(mode=0o600)
        path.write_text(text)
        variables = {"PATH": os.environ["PATH"], "HOME": folder, "BOTO_CONFIG": str(path)}
        ran = subprocess.run(
            [python, "-W", "ignore", "-c", ONE, package, json.dumps(arguments)],
            env={**variables, "AWS_EC2_METADATA_DISABLED": "true", **environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    # boto prints too.
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found
