"""``import reboto.as_boto`` where boto is installed too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.as_boto.scripts import Scripts


@pytest.mark.parametrize(
    ("script", "printed"),
    [
        ("import boto.ec2; print(boto.ec2.connect_to_region('here'))", "EC2 in here"),
        ("import boto.ec2.elb as elb; print(elb.connect_to_region('here'))", "ELB in here"),
        ("from boto.ec2 import elb; print(elb.connect_to_region('here'))", "ELB in here"),
        ("from boto.ec2.elb import connect_to_region as to; print(to('here'))", "ELB in here"),
        ("import boto; print(boto.ec2.elb.connect_to_region('here'))", "ELB in here"),
        ("import boto.ec2.elb.loadbalancer as m; print(m.LoadBalancer.__name__)", "LoadBalancer"),
        ("import boto; print(type(boto.connect_s3()).__name__)", "S3Connection"),
        ("import boto; print(hasattr(boto, 'connect_s3'), hasattr(boto, 'x'))", "True False"),
        (
            "from boto.exception import ThrottledByMoonlight as T; print(T(400, '').origin)",
            "installed",
        ),
    ],
)
def test_modules_that_reboto_does_not_cover_come_from_the_installed_boto(
    with_boto: Scripts, script: str, printed: str
) -> None:
    assert with_boto.output(script) == printed


@pytest.mark.parametrize(
    "script",
    [
        "import boto.ec2.autoscale as module",
        "import boto.ec2; module = boto.ec2.autoscale",
        "import boto.ec2.elb; from boto.ec2 import autoscale as module",
        "import boto; boto.connect_s3(); import boto.ec2.autoscale; module = boto.ec2.autoscale",
    ],
)
def test_modules_that_reboto_covers_never_come_from_the_installed_boto(
    with_boto: Scripts, script: str
) -> None:
    assert with_boto.output(f"{script}; print(module.__name__)") == "reboto.ec2.autoscale"


def test_the_installed_boto_sees_itself_alone(with_boto: Scripts) -> None:
    assert (
        with_boto.output(
            """
            import boto.ec2, boto.regioninfo
            theirs = boto.ec2.region()
            print(theirs.installed, theirs is boto.regioninfo.RegionInfo)
            """
        )
        == "True False"
    )


def test_boto_imports_its_own_modules_during_calls(with_boto: Scripts) -> None:
    assert (
        with_boto.output(
            """
            import boto, boto.provider
            try:
                boto.connect_s3().find()
            except boto.provider.ProfileNotFoundError as error:
                print(error)
            """
        )
        == "nobody"
    )


def test_an_error_of_the_installed_boto_is_caught_as_reboto_s(with_boto: Scripts) -> None:
    assert (
        with_boto.output(
            """
            import boto.ec2
            from boto.exception import BotoServerError, EC2ResponseError
            for kind in (BotoServerError, EC2ResponseError):
                try:
                    boto.ec2.fail()
                except kind as error:
                    print(kind.__module__, error.status, error.origin)
            """
        )
        == "reboto.exception 400 installed\nreboto.exception 400 installed"
    )


def test_a_list_of_the_installed_boto_is_a_result_set_of_reboto_s(with_boto: Scripts) -> None:
    assert (
        with_boto.output(
            """
            import boto.ec2
            from boto.resultset import ResultSet
            answer = boto.ec2.answer()
            print(isinstance(answer, ResultSet), answer.next_token)
            """
        )
        == "True more"
    )


def test_both_have_one_configuration(with_boto: Scripts) -> None:
    assert (
        with_boto.output(
            """
            import boto, boto.utils
            boto.config.add_section("Boto")
            boto.config.set("Boto", "num_retries", "7")
            print(boto.utils.retries())
            """
        )
        == "7"
    )


def test_its_classes_keep_boto_s_names(with_boto: Scripts) -> None:
    assert (
        with_boto.output(
            """
            import pickle
            from boto.ec2.elb import ELBConnection
            print(ELBConnection.__module__)
            from boto.s3.connection import S3Connection
            print(pickle.loads(pickle.dumps(S3Connection)) is S3Connection)
            """
        )
        == "boto.ec2.elb\nTrue"
    )


def test_a_mock_patched_in_the_installed_boto_is_called(with_boto: Scripts) -> None:
    assert (
        with_boto.output(
            """
            from unittest import mock
            import boto, boto.s3.connection
            with mock.patch("boto.s3.connection.S3Connection.find", return_value="found"):
                print(boto.connect_s3().find())
            with mock.patch("boto.connect_s3", return_value="a connection"):
                print(boto.connect_s3())
            print(type(boto.connect_s3()).__name__)
            """
        )
        == "found\na connection\nS3Connection"
    )


def test_the_error_of_an_unknown_name_mentions_both_packages(with_boto: Scripts) -> None:
    words = with_boto.output(
        """
        import boto
        try:
            import boto.sqs
        except ModuleNotFoundError as error:
            print(error)
        try:
            boto.connect_sqs
        except AttributeError as error:
            print(error)
        """
    )
    for line, name in zip(words.splitlines(), ["boto.sqs", "boto.connect_sqs"], strict=True):
        assert line.startswith(f"{name} is not in reboto")
        assert line.endswith("use boto3.client('sqs'); the installed boto does not have it either")


def test_a_module_of_it_that_fails_to_import_fails_as_it_would(with_boto: Scripts) -> None:
    done = with_boto.python("-c", "import reboto.as_boto, boto.crooked")
    assert "AttributeError: 'NoneType' object has no attribute 'attribute'" in done.stderr


def test_a_module_that_fails_to_import_is_not_a_missing_name(with_boto: Scripts) -> None:
    with_boto.install({"boto/ec2/elb/__init__.py": "None.attribute"})
    done = with_boto.python("-c", "import reboto.as_boto, boto; hasattr(boto.ec2.elb, 'regions')")
    assert "ImportError: the installed boto.ec2.elb cannot be imported ('NoneType'" in done.stderr


def test_a_boto_that_does_not_import_is_named_in_the_error(scripts: Scripts) -> None:
    scripts.install({"boto/__init__.py": "import boto.vendored.six.moves"})
    words = scripts.output(
        """
        import boto
        print(boto.ec2.autoscale.__name__)
        try:
            import boto.s3
        except ImportError as error:
            print(error)
        """
    )
    assert words.startswith("reboto.ec2.autoscale\nboto.s3 is not in reboto")
    assert "the installed boto cannot be imported on Python 3." in words
    assert "boto.vendored" in words


def test_a_folder_named_boto_is_not_boto(scripts: Scripts) -> None:
    scripts.write("boto/notes.txt", "old tickets")
    words = scripts.output(
        """
        import boto
        try:
            import boto.s3
        except ImportError as error:
            print(error)
        """
    )
    assert words.endswith("boto is not installed")
