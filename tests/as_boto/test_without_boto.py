"""``import reboto.as_boto`` where boto is not installed."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

import boto3
import pytest

import reboto.ec2
from reboto._compat.boto_map import SERVICES, advise

if TYPE_CHECKING:
    from tests.as_boto.scripts import Scripts


def test_boto_and_its_modules_are_reboto_s_own(scripts: Scripts) -> None:
    modules = [
        module.name.removeprefix("reboto.")
        for module in pkgutil.walk_packages(reboto.ec2.__path__, "reboto.ec2.")
        if "._" not in module.name
    ]
    assert len(modules) > 10
    checks = "\n".join(
        f"import boto.{name}, reboto.{name}; assert boto.{name} is reboto.{name}"
        for name in [*modules, "exception", "regioninfo", "resultset", "provider", "pyami.config"]
    )
    assert scripts.output(f"{checks}\nimport boto; assert boto is reboto; print('same')") == "same"


def test_modules_are_reached_after_importing_boto_alone(scripts: Scripts) -> None:
    assert scripts.output(
        "import boto; print(boto.ec2.autoscale.tag.Tag(key='Name', value='web'))"
    ) == scripts.output("from boto.ec2 import autoscale; print(autoscale.Tag(None, 'Name', 'web'))")


def test_from_imports_give_reboto_s_classes(scripts: Scripts) -> None:
    assert (
        scripts.output(
            """
            from boto.ec2.autoscale import AutoScalingGroup, ScalingPolicy as Policy
            import reboto.ec2.autoscale as ours
            print(AutoScalingGroup is ours.AutoScalingGroup, Policy is ours.ScalingPolicy)
            """
        )
        == "True True"
    )


def test_a_mock_patched_by_boto_s_name_is_called(scripts: Scripts) -> None:
    assert (
        scripts.output(
            """
            from unittest import mock
            import boto
            name = "boto.ec2.autoscale.AutoScaleConnection.get_all_groups"
            with mock.patch(name, return_value=["web"]):
                print(boto.connect_autoscale("key", "secret").get_all_groups())
            with mock.patch("boto.connect_autoscale", return_value="a connection"):
                print(boto.connect_autoscale())
            print(boto.connect_autoscale("key", "secret"))
            """
        )
        == "['web']\na connection\nAutoScaleConnection:autoscaling.us-east-1.amazonaws.com"
    )


def test_pickles_name_reboto(scripts: Scripts) -> None:
    assert (
        scripts.output(
            """
            import pickle
            from boto.ec2.autoscale import Tag
            written = pickle.dumps(Tag(key="Name", value="web"))
            print(b"reboto.ec2.autoscale.tag" in written, pickle.loads(written).key)
            """
        )
        == "True Name"
    )


def test_setting_something_on_boto_reaches_reboto(scripts: Scripts) -> None:
    assert (
        scripts.output(
            "import boto, reboto; boto.UserAgent = 'mine'; del boto; print(reboto.UserAgent)"
        )
        == "mine"
    )


@pytest.mark.parametrize(
    ("line", "missing", "client"),
    [
        ("import boto.s3", "boto.s3", "s3"),
        ("import boto.s3.key", "boto.s3", "s3"),
        ("from boto.dynamodb2 import table", "boto.dynamodb2", "dynamodb"),
        ("from boto import route53", "boto.route53", "route53"),
        ("import boto.ec2.elb.loadbalancer", "boto.ec2.elb.loadbalancer", "elb"),
        ("from boto.ec2 import connect_to_region", "boto.ec2.connect_to_region", "ec2"),
        ("import boto.logs", "boto.logs", "logs"),
        ("from boto import connect_euca", "boto.connect_euca", "ec2"),
        ("from boto.ec2.elb import ELBConnection", "boto.ec2.elb.ELBConnection", "elb"),
    ],
)
def test_the_error_of_an_import_that_is_not_covered_names_an_alternative(
    scripts: Scripts, line: str, missing: str, client: str
) -> None:
    words = scripts.output(
        f"""
        try:
            {line}
        except ModuleNotFoundError as error:
            print(error.name, "-", error)
        """
    )
    assert words.startswith(f"{missing} - {missing} is not in reboto, which covers Auto Scaling")
    assert f"use boto3.client('{client}')" in words
    assert words.endswith("boto is not installed")


def test_the_error_of_a_name_that_is_not_covered_names_an_alternative(scripts: Scripts) -> None:
    words = scripts.output(
        """
        import boto
        for read in (lambda: boto.connect_s3, lambda: boto.ec2.get_region):
            try:
                read()
            except AttributeError as error:
                print(error)
        """
    )
    first, second = words.splitlines()
    assert first.startswith("boto.connect_s3 is not in reboto")
    assert "boto3.client('s3')" in first
    assert second.startswith("boto.ec2.get_region is not in reboto")
    assert "boto3.client('ec2')" in second


def test_names_that_are_not_covered_can_be_probed(scripts: Scripts) -> None:
    assert (
        scripts.output(
            """
            import boto
            print(hasattr(boto, "connect_s3"), hasattr(boto, "connect_autoscale"))
            print(getattr(boto.ec2, "connect_to_region", None))
            try:
                import boto.s3
            except ImportError:
                boto_s3 = None
            print(boto_s3)
            """
        )
        == "False True\nNone\nNone"
    )


@pytest.mark.parametrize("module", sorted(SERVICES))
def test_boto3_has_the_client_advised(module: str) -> None:
    assert SERVICES[module] in boto3.Session().get_available_services()
    assert advise(f"{module}.connection") == f"use boto3.client({SERVICES[module]!r})"


def test_a_boto_imported_before_is_an_error_that_says_so(with_boto: Scripts) -> None:
    done = with_boto.python("-c", "import boto\nimport reboto.as_boto")
    assert done.returncode == 1
    assert "ImportError: boto is already imported, from " in done.stderr
    assert "put `import reboto.as_boto` before the first import of boto" in done.stderr


def test_activating_twice_changes_nothing(scripts: Scripts) -> None:
    assert (
        scripts.output(
            """
            import importlib, sys
            before = list(sys.meta_path)
            import boto
            importlib.reload(reboto.as_boto)
            print(sys.meta_path == before)
            """
        )
        == "True"
    )


def test_sitecustomize_can_hold_the_line(scripts: Scripts) -> None:
    scripts.install({"sitecustomize.py": "import reboto.as_boto"})
    done = scripts.python("-c", "import boto; print(boto.__name__)")
    assert (done.stdout, done.stderr) == ("reboto\n", "")


def test_forked_children_have_it(scripts: Scripts) -> None:
    assert (
        scripts.output(
            """
            import multiprocessing
            def child(queue):
                import boto.ec2.cloudwatch
                queue.put(boto.ec2.cloudwatch.__name__)
            context = multiprocessing.get_context("fork")
            queue = context.Queue()
            process = context.Process(target=child, args=(queue,))
            process.start()
            print(queue.get())
            process.join()
            """
        )
        == "reboto.ec2.cloudwatch"
    )
