"""boto 2.49 imports and works next to reboto on each Python version, also on those it predates."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import moto.server
import pytest
import requests
from moto.moto_server import werkzeug_app

from tests.as_boto.pythons import VERSIONS, Python
from tests.support.wire import Authority, Response, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "mixed-programs.md"
# Modules of boto that import packages which are not installed, or start instances when imported.
UNUSABLE = {
    "contrib.ymlmessage": "yaml",
    "manage.cmdshell": "paramiko",
    "manage.test_manage": "'NoneType' object has no attribute 'verbose_name'",
    "mashups.order": "sdb.persist",
    **{
        f"{package}.{module}": "requests"
        for package in ("cloudsearch", "cloudsearch2")
        for module in ("document", "domain", "layer2", "search")
    },
}


@pytest.fixture(params=VERSIONS)
def python(request: pytest.FixtureRequest) -> Python:
    return Python(request.param)


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    """The port of moto's server."""
    server = moto.server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    with pytest.MonkeyPatch.context() as patched:
        # moto knows no signatures older than version 4; the host names tell services apart.
        patched.setattr(
            werkzeug_app.DomainDispatcherApplication,
            "infer_service_region_host",
            lambda _self, environ, _path: environ["HTTP_HOST"],
        )
        server.start()
        try:
            yield str(server.get_host_and_port()[1])
        finally:
            server.stop()


def test_all_modules_of_boto_import(python: Python) -> None:
    words = python.output(
        """
        import contextlib, importlib, io, pathlib
        import boto.s3
        root = pathlib.Path(boto.s3.__file__).parents[1]
        for file in sorted(root.rglob("*.py")):
            parts = file.relative_to(root).with_suffix("").parts
            name = ".".join(part for part in parts if part != "__init__")
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    importlib.import_module(f"_installed_boto.{name}".rstrip("."))
            except Exception as error:
                print(name, error)
        """
    )
    failed = dict(line.split(" ", 1) for line in words.splitlines())
    assert failed.keys() <= UNUSABLE.keys()
    for name, error in failed.items():
        assert UNUSABLE[name] in error


CALLS = """
    import os
    import boto, boto.ec2.autoscale, boto.ec2.elb, boto.sqs.message
    from boto.s3.connection import OrdinaryCallingFormat

    local = dict(aws_access_key_id="key", aws_secret_access_key="secret", is_secure=False,
                 proxy="127.0.0.1", proxy_port=int(os.environ["PORT"]))

    s3 = boto.connect_s3(calling_format=OrdinaryCallingFormat(), **local)
    bucket = s3.create_bucket("reports")
    bucket.new_key("a/b").set_contents_from_string("text")
    print([key.name for key in bucket], bucket.get_key("a/b").get_contents_as_string())
    upload = bucket.initiate_multipart_upload("large")
    print(upload.key_name, bucket.delete_key("a/b").name)

    ec2 = boto.connect_ec2(**local)
    started = ec2.run_instances("ami-12c6146b", min_count=2, max_count=2)
    print(len(started.instances), started.instances[0].state)
    started.instances[0].add_tag("role", "web")
    print([i.tags for r in ec2.get_all_reservations() for i in r.instances if i.tags])

    elb = boto.ec2.elb.ELBConnection(**local)
    print(elb.create_load_balancer("front", ["us-east-1a"], [(80, 8080, "http")]).name)
    print([b.listeners[0].protocol for b in elb.get_all_load_balancers()])

    rds = boto.connect_rds(**local)
    rds.create_dbinstance("db", 5, "db.m1.small", "root", "password1", engine="mysql")
    print([d.id for d in rds.get_all_dbinstances()])

    sqs = boto.connect_sqs(**local)
    # The server reads the parameters of SQS from the body of a POST request only.
    send = sqs.make_request
    sqs.make_request = lambda action, params=None, path="/", verb="GET": send(
        action, params, path, "POST")
    queue = sqs.create_queue("jobs")
    queue.write(boto.sqs.message.Message(body="work"))
    print(queue.read().get_body())

    sns = boto.connect_sns(**local)
    made = sns.create_topic("alarms")["CreateTopicResponse"]["CreateTopicResult"]["TopicArn"]
    print(made, sns.publish(made, "message")["PublishResponse"]["PublishResult"].keys())

    sts = boto.connect_sts(**local)
    role = sts.assume_role("arn:aws:iam::123456789012:role/ops", "session")
    print(type(role.credentials.access_key).__name__)

    iam = boto.connect_iam(**local)
    iam.create_user("alice")
    print([u.user_name for u in iam.get_all_users().users])

    # boto uses HTTPS only for Route 53.
    del local["is_secure"]
    dns = boto.connect_route53(port=80, **local)
    dns.is_secure, dns.protocol = False, "http"
    dns.create_hosted_zone("example.com.", "us-east-1")
    print([zone.name for zone in dns.get_zones()])

    groups = boto.ec2.autoscale.AutoScaleConnection(is_secure=False, **local)
    print(type(groups).__module__, groups.get_all_groups())
    """

PRINTED = """\
['a/b'] b'text'
large a/b
2 pending
[{'role': 'web'}]
front
['HTTP']
['db']
work
arn:aws:sns:us-east-1:123456789012:alarms dict_keys(['MessageId'])
str
['alice']
['example.com.']
reboto.ec2.autoscale []"""


def test_calls_to_other_services(python: Python, aws: str) -> None:
    requests.post(f"http://127.0.0.1:{aws}/moto-api/reset", timeout=10)
    assert python.output(CALLS, PORT=aws) == PRINTED


def test_the_certificate_of_a_server_is_verified(python: Python, tmp_path: Path) -> None:
    """The host name is sent to the server, which may have several certificates."""
    authority = Authority()
    names: list[str | None] = []
    context = authority.context("localhost")
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    other = authority.context("elsewhere.example")
    reply = Response(
        body=b"<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name></Bucket></Buckets>"
        b"</ListAllMyBucketsResult>"
    )
    with Wire(reply, tls=context) as good, Wire(reply, tls=other) as wrong:
        (tmp_path / "boto.cfg").write_text(
            f"[Boto]\nca_certificates_file = {authority.bundle(tmp_path / 'ca.pem')}\n"
            "num_retries = 0\n"
        )
        script = f"""
            import sys, boto
            def ask(port):
                s3 = boto.connect_s3("key", "secret", host="localhost", port=port,
                                     validate_certs=True)
                try:
                    print([bucket.name for bucket in s3.get_all_buckets()])
                except Exception as error:
                    print(type(error).__module__, type(error).__name__)
            ask({good.port})
            ask({wrong.port})
            """
        trusting = python.output(script, BOTO_CONFIG=str(tmp_path / "boto.cfg"))
        (tmp_path / "boto.cfg").write_text("[Boto]\nnum_retries = 0\n")
        strict = python.output(script, BOTO_CONFIG=str(tmp_path / "boto.cfg"))
    assert trusting == "['b']\nboto.https_connection InvalidCertificateException"
    assert strict == "ssl SSLCertVerificationError\nssl SSLCertVerificationError"
    assert names == ["localhost", "localhost"]
    assert not wrong.requests


def test_nothing_outside_boto_changes(python: Python) -> None:
    assert (
        python.output(
            """
            import base64, collections, configparser, ssl, sys
            def shape():
                modules = (base64, collections, configparser, ssl)
                return [dict(vars(module)) for module in modules], dict(vars(ssl.SSLContext))
            before, filters = shape(), list(__import__("warnings").filters)
            import boto, boto.s3.connection, boto.dynamodb2.table, boto.plugin
            boto.connect_s3("key", "secret")
            print(before == shape(), filters == __import__("warnings").filters)
            print(hasattr(boto.plugin.imp, "find_module"), sorted(
                name for name, module in sys.modules.items()
                if type(module).__name__ == "StandIn"))
            """
        )
        == "True True\nTrue []"
    )


def test_plugins_and_old_names(python: Python, tmp_path: Path) -> None:
    """Features of boto that use names which newer Pythons do not have."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "signer.py").write_text(
        "import boto.auth_handler\nclass Signer(boto.auth_handler.AuthHandler):\n"
        "    capability = ['moonlight']\n"
    )
    (tmp_path / "keys").write_text("AWSAccessKeyId=an-id\nAWSSecretKey=a-secret\n")
    (tmp_path / "boto.cfg").write_text(
        f"[Plugin]\nplugin_directory = {tmp_path / 'plugins'}\n[Boto]\nnum_retries = 0\n"
    )
    words = python.output(
        """
        import sys, boto, boto.auth, boto.auth_handler, boto.plugin, boto.compat, boto.ecs.item
        import boto.pyami.config, boto.dynamodb.types, boto.mws.connection
        boto.auth.get_auth_handler("host", boto.config, boto.connect_s3("k", "s").provider, ["s3"])
        print([h.__name__ for h in boto.plugin.get_plugin(boto.auth_handler.AuthHandler,
                                                          ["moonlight"])])
        print(sys.modules["signer"].__file__.endswith("plugins/signer.py"))
        from boto.vendored.six.moves.urllib.parse import quote
        from boto.vendored.six.moves import reload_module, http_client
        print(quote("a b"), http_client.__name__)
        from boto.compat import ConfigParser, StringIO
        parser = ConfigParser()
        parser.readfp(StringIO("[a]\\nb = c\\n"))
        print(parser.get("a", "b"))
        from _installed_boto.pyami.config import Config
        print(Config(do_load=True).get("Credentials", "aws_access_key_id"))
        print(boto.dynamodb.types.dynamize_value({1, 2}))
        print(boto.mws.connection.destructure_object({"a": [1]}, result := {}, "p") or result)
        """,
        BOTO_CONFIG=str(tmp_path / "boto.cfg"),
        AWS_CREDENTIAL_FILE=str(tmp_path / "keys"),
    )
    assert words.splitlines() == [
        "['Signer']",
        "True",
        "a%20b http.client",
        "c",
        "an-id",
        "{'NS': ['1', '2']}",
        "{'p.a.1': 1}",
    ]


@pytest.mark.parametrize(
    "start",
    ["import reboto.as_boto", "import reboto\nreboto.install_as_boto()", None],
    ids=["as_boto", "install_as_boto", "run"],
)
def test_all_ways_to_start(python: Python, tmp_path: Path, start: str | None) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        (start or "") + "\nimport boto\nprint(boto.connect_sqs('k', 's'), boto.connect_autoscale)"
    )
    done = python.run(*(() if start else ("-m", "reboto", "run")), str(script))
    assert done.stdout.startswith("SQSConnection:"), done.stderr
    assert "connect_autoscale" in done.stdout
    assert done.stderr == ""


def test_the_script_of_the_guide(python: Python) -> None:
    (script,) = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    before = """
        import reboto.ec2.autoscale as a, boto.s3.connection as s
        a.AutoScaleConnection.get_all_groups = lambda self: [a.AutoScalingGroup(name="web")]
        s.S3Connection.get_all_buckets = lambda self: [s.Bucket(name="reports")]
        """
    words = python.output(dedent(before) + script, AWS_ACCESS_KEY_ID="k", AWS_SECRET_ACCESS_KEY="s")
    assert words == "web\nreports"
