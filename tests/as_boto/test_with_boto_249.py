"""``import reboto.as_boto`` with boto 2.49 installed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

import reboto
from tests.compat.environment import interpreter


@pytest.fixture(scope="module")
def python() -> str:
    """The interpreter that has boto 2.49; it can import reboto as well."""
    return interpreter()


def output(python: str, script: str) -> str:
    """Run a script in which `boto` is reboto, and return its output."""
    done = subprocess.run(
        [python, "-c", "import reboto.as_boto\n" + dedent(script)],
        env={**os.environ, "PYTHONPATH": str(Path(reboto.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "service",
    ["ec2", "elb", "s3", "sqs", "sns", "iam", "rds", "vpc", "cloudformation", "route53", "emr"],
)
def test_connections_to_other_services_are_boto_s(python: str, service: str) -> None:
    words = output(
        python,
        f"""
        import boto
        connection = boto.connect_{service}("key", "secret")
        print(type(connection).__module__, boto.connect_autoscale("key", "secret"))
        """,
    )
    module, ours = words.split()
    assert module.startswith("boto.")
    assert ours == "AutoScaleConnection:autoscaling.us-east-1.amazonaws.com"


def test_no_part_of_reboto_is_inside_boto_but_what_they_share(python: str) -> None:
    assert (
        output(
            python,
            """
            import sys
            import boto.ec2.elb, boto.s3.connection, boto.vpc, boto.sqs, boto.sdb, boto.logs
            modules = [m for n, m in list(sys.modules.items()) if n.startswith("_installed_boto")]
            assert len(modules) > 50
            print(sorted({
                name
                for module in modules
                for name, value in vars(module).items()
                if not name.startswith("__") and type(value).__name__ != "StandIn"
                and (getattr(value, "__module__", None) or "").startswith("reboto")
            }))
            """,
        )
        == "['config']"
    )


def test_one_handler_catches_the_errors_of_both(python: str) -> None:
    assert (
        output(
            python,
            """
            import threading
            from http.server import BaseHTTPRequestHandler, HTTPServer

            import boto
            from boto.exception import BotoServerError
            from boto.regioninfo import RegionInfo
            from boto.resultset import ResultSet

            RESERVATIONS = b'''<DescribeInstancesResponse><reservationSet><item>
                <reservationId>r-1</reservationId><instancesSet><item><instanceId>i-1</instanceId>
                </item></instancesSet></item></reservationSet></DescribeInstancesResponse>'''
            ERROR = b'''<Response><Errors><Error><Code>Unhappy</Code><Message>no</Message></Error>
                </Errors><RequestID>1</RequestID></Response>'''

            class Handler(BaseHTTPRequestHandler):
                def do_POST(self):
                    asked = self.rfile.read(int(self.headers["Content-Length"]))
                    good = b"DescribeInstances" in asked
                    body = RESERVATIONS if good else ERROR
                    self.send_response(200 if good else 400)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *words):
                    pass

            server = HTTPServer(("127.0.0.1", 0), Handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            reach = dict(
                region=RegionInfo(name="here", endpoint="127.0.0.1"),
                port=server.server_port, is_secure=False,
            )
            hosts = boto.connect_ec2("key", "secret", **reach)
            found = hosts.get_all_reservations()
            print(isinstance(found, ResultSet), found[0].instances)
            for call in (
                lambda: hosts.stop_instances(["i-1"]),
                lambda: boto.connect_autoscale("key", "secret", **reach).get_all_tags(),
            ):
                try:
                    call()
                except BotoServerError as error:
                    print(error.status, error.error_code, error.message)
            """,
        )
        == "True [Instance:i-1]\n400 Unhappy no\n400 Unhappy no"
    )


def test_block_devices_of_reboto_s_serve_boto_s_calls(python: str) -> None:
    assert (
        output(
            python,
            """
            from unittest import mock
            import boto
            from boto.ec2.blockdevicemapping import BlockDeviceMapping, BlockDeviceType
            devices = BlockDeviceMapping()
            devices["/dev/sda1"] = BlockDeviceType(size=10)
            hosts = boto.connect_ec2("key", "secret")
            with mock.patch.object(type(hosts), "get_object") as sent:
                hosts.run_instances("ami-12c6146b", block_device_map=devices)
            print(sent.call_args.args[1]["BlockDeviceMapping.1.Ebs.VolumeSize"])
            """,
        )
        == "10"
    )


def test_regions_of_other_services_are_boto_s(python: str) -> None:
    script = """
        import boto.exception
        import boto.regioninfo as m
        from boto.ec2.connection import EC2Connection
        regions = m.get_regions("ec2", connection_cls=EC2Connection)
        print(len(regions) > 10, type(regions[0]).__module__)
        region = [one for one in regions if one.name == "eu-west-1"][0]
        print(region.connect(aws_access_key_id="a", aws_secret_access_key="b").host)
        print(m.load_regions()["ec2"]["eu-west-1"], m.load_regions()["autoscaling"]["eu-west-1"])
        print(type(m.get_regions("autoscaling")[0]).__module__)
        try:
            m.get_regions("moon")
        except boto.exception.BotoClientError as error:
            print("service_name must be one of" in str(error))
    """
    assert output(python, script).splitlines() == [
        "True boto.regioninfo",
        "ec2.eu-west-1.amazonaws.com",
        "ec2.eu-west-1.amazonaws.com autoscaling.eu-west-1.amazonaws.com",
        "reboto.regioninfo",
        "True",
    ]


def test_boto_s_handler_fills_result_sets_of_reboto_s(python: str) -> None:
    script = """
        import xml.sax
        from boto.handler import XmlHandler
        from boto.resultset import ResultSet
        from boto.cloudformation.stack import Stack
        found = ResultSet([("member", Stack)])
        text = b"<r><a><member><StackName>web</StackName></member></a><NextToken>n</NextToken>"
        xml.sax.parseString(text + b"<IsTruncated>true</IsTruncated></r>", XmlHandler(found, None))
        print(type(found).__module__, [one.stack_name for one in found])
        print(found.next_token, found.is_truncated)
    """
    assert output(python, script).splitlines() == ["reboto.resultset ['web']", "n True"]


def test_a_provider_has_the_default_credentials(python: str) -> None:
    script = """
        import os
        os.environ.update(AWS_ACCESS_KEY_ID="AKID", AWS_SECRET_ACCESS_KEY="secret")
        from boto.provider import Provider
        found = Provider("aws")
        print(found.access_key, found.secret_key, Provider("aws", "a", "b").access_key)
        try:
            Provider("google")
        except ValueError as error:
            print(error)
    """
    assert output(python, script).splitlines() == [
        "AKID secret a",
        "connection must be a connection or 'aws', got 'google'",
    ]
