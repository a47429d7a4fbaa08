"""The rewrites of ``reboto migrate`` in Python 3 sources."""

from __future__ import annotations

from textwrap import dedent

import pytest

from reboto.migrate.rewrite import move


def moved(source: str) -> str:
    """Move a source of which nothing is left to do by hand."""
    new, remarks = move(dedent(source))
    assert remarks == []
    return new


def remarks_on(source: str) -> list[tuple[int, str]]:
    """Give what is left to do by hand."""
    return [(remark.line, remark.text) for remark in move(dedent(source))[1]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import boto\n", "import reboto\n"),
        ("import boto.ec2\n", "import reboto.ec2\n"),
        ("import boto.ec2.autoscale\n", "import reboto.ec2.autoscale\n"),
        ("import boto.ec2.autoscale as asg\n", "import reboto.ec2.autoscale as asg\n"),
        ("import boto as b\n", "import reboto as b\n"),
        ("import  boto , os\n", "import  reboto , os\n"),
        ("import os, boto.exception ,sys;x = 1\n", "import os, reboto.exception ,sys;x = 1\n"),
        ("from boto.ec2 import autoscale\n", "from reboto.ec2 import autoscale\n"),
        (
            "from boto.ec2.cloudwatch import MetricAlarm as A, Metric\n",
            "from reboto.ec2.cloudwatch import MetricAlarm as A, Metric\n",
        ),
        ("from boto.ec2.autoscale.tag import *\n", "from reboto.ec2.autoscale.tag import *\n"),
        ("from boto import connect_autoscale\n", "from reboto import connect_autoscale\n"),
        ("from  boto . ec2 import autoscale\n", "from  reboto . ec2 import autoscale\n"),
        ("import boto3, botocore\n", "import boto3, botocore\n"),
        ("from .boto import connect_autoscale\n", "from .boto import connect_autoscale\n"),
        ("from . import boto\nboto.ec2.x()\n", "from . import boto\nboto.ec2.x()\n"),
    ],
)
def test_imports_of_what_reboto_covers_move(before: str, after: str) -> None:
    assert moved(before) == after


def test_formatting_and_comments_stay() -> None:
    assert moved(
        """
        # the groups
        from boto.ec2.autoscale import (  # all of them
            AutoScalingGroup,   # a group
            Tag  as  T,  # its tags
        )   # noqa
        import   boto.ec2.cloudwatch   # the metrics
        def grow( conn = boto.connect_autoscale ( ) ):  return ( boto ).connect_cloudwatch()
        """
    ) == dedent(
        """
        # the groups
        from reboto.ec2.autoscale import (  # all of them
            AutoScalingGroup,   # a group
            Tag  as  T,  # its tags
        )   # noqa
        import   reboto.ec2.cloudwatch   # the metrics
        def grow( conn = reboto.connect_autoscale ( ) ):  return ( reboto ).connect_cloudwatch()
        """
    )


def test_uses_move_with_their_import() -> None:
    assert moved(
        """
        import boto
        import boto.ec2.autoscale
        conn = boto.ec2.autoscale.connect_to_region("eu-west-1")
        boto.config.add_section("Boto")
        boto.UserAgent = f"{boto.UserAgent} grow"
        try:
            pass
        except (boto.exception.BotoServerError, KeyError) as error:
            raise
        handlers = {boto.ec2.autoscale.Tag: lambda: boto.connect_cloudwatch}
        for boto.ec2.autoscale in (): del boto.ec2.autoscale
        """
    ) == dedent(
        """
        import reboto
        import reboto.ec2.autoscale
        conn = reboto.ec2.autoscale.connect_to_region("eu-west-1")
        reboto.config.add_section("Boto")
        reboto.UserAgent = f"{reboto.UserAgent} grow"
        try:
            pass
        except (reboto.exception.BotoServerError, KeyError) as error:
            raise
        handlers = {reboto.ec2.autoscale.Tag: lambda: reboto.connect_cloudwatch}
        for reboto.ec2.autoscale in (): del reboto.ec2.autoscale
        """
    )


def test_each_scope_is_moved_for_itself() -> None:
    assert moved(
        """
        import boto

        def inner():
            import boto.ec2.cloudwatch
            return boto.ec2.cloudwatch.Metric

        def shadow(boto):
            return boto.ec2.anything, [boto.x for boto in ()]

        class Scaler:
            from boto.ec2 import autoscale
            group = autoscale.AutoScalingGroup
            def boto(self): return self.boto.connect_s3(boto=boto.connect_autoscale())
        """
    ) == dedent(
        """
        import reboto

        def inner():
            import reboto.ec2.cloudwatch
            return reboto.ec2.cloudwatch.Metric

        def shadow(boto):
            return boto.ec2.anything, [boto.x for boto in ()]

        class Scaler:
            from reboto.ec2 import autoscale
            group = autoscale.AutoScalingGroup
            def boto(self): return self.boto.connect_s3(boto=reboto.connect_autoscale())
        """
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "import boto\nboto.connect_autoscale()\nboto.connect_s3()\n",
            "import boto\nimport reboto\nreboto.connect_autoscale()\nboto.connect_s3()\n",
        ),
        (
            "import boto, os  # both\nboto.connect_autoscale()\nboto.connect_s3()\n",
            "import boto, reboto, os  # both\nreboto.connect_autoscale()\nboto.connect_s3()\n",
        ),
        (
            "import boto.ec2.autoscale\nboto.ec2.autoscale.Tag()\nboto.ec2.regions()\n",
            (
                "import boto.ec2\nimport reboto.ec2.autoscale\n"
                "reboto.ec2.autoscale.Tag()\nboto.ec2.regions()\n"
            ),
        ),
        (
            "import boto.ec2.autoscale\nboto.connect_s3()\n",
            "import boto\nimport reboto.ec2.autoscale\nboto.connect_s3()\n",
        ),
        (
            "import boto\nimport boto.ec2\nboto.ec2.regions()\nboto.connect_autoscale()\n",
            "import reboto\nimport boto.ec2\nboto.ec2.regions()\nreboto.connect_autoscale()\n",
        ),
        (
            "import boto.s3\nboto.connect_autoscale()\nboto.s3.connect_to_region('x')\n",
            (
                "import boto.s3\nimport reboto\nreboto.connect_autoscale()\n"
                "boto.s3.connect_to_region('x')\n"
            ),
        ),
        (
            "from boto.ec2 import autoscale, elb\nautoscale.Tag()\nelb.regions()\n",
            (
                "from boto.ec2 import elb\nfrom reboto.ec2 import autoscale\n"
                "autoscale.Tag()\nelb.regions()\n"
            ),
        ),
        (
            "from boto.ec2 import (\n    autoscale,  # groups\n    regions,  # all\n)\n",
            (
                "from boto.ec2 import (\n    regions,  # all\n)\n"
                "from reboto.ec2 import (\n    autoscale,  # groups\n)\n"
            ),
        ),
        (
            "from boto import ec2\nec2.autoscale.Tag()\nec2.regions()\n",
            "from boto import ec2\nimport reboto.ec2\nreboto.ec2.autoscale.Tag()\nec2.regions()\n",
        ),
        (
            "import boto.ec2 as e\ne.autoscale.Tag()\ne.regions()\n",
            "import boto.ec2 as e\nimport reboto.ec2\nreboto.ec2.autoscale.Tag()\ne.regions()\n",
        ),
        (
            "from boto.ec2 import (autoscale,  # groups\n    elb)\nelb.regions()\n",
            (
                "from boto.ec2 import (elb)\n"
                "from reboto.ec2 import (autoscale,  # groups\n    )\nelb.regions()\n"
            ),
        ),
        (
            "def f():\n    from boto.ec2 import autoscale, elb; import os\n    elb.regions()\n",
            (
                "def f():\n    from boto.ec2 import elb; from reboto.ec2 import autoscale; "
                "import os\n    elb.regions()\n"
            ),
        ),
        (
            "if True: import boto\nboto.connect_autoscale(boto.connect_s3())\n",
            "if True: import boto; import reboto\nreboto.connect_autoscale(boto.connect_s3())\n",
        ),
    ],
)
def test_code_that_reboto_does_not_cover_stays_on_boto(before: str, after: str) -> None:
    new, remarks = move(before)
    assert new == after
    assert remarks


@pytest.mark.parametrize(
    "source",
    [
        "import boto.s3.key\nimport boto\n",
        "import boto\nboto.connect_s3()\n",
        "from boto.s3.key import Key\nfrom boto import s3, ec2\n",
        "import boto.ec2\nfrom boto.ec2 import *\nregions()\n",
        "from boto.ec2 import elb\nelb.ELBConnection()\n",
    ],
)
def test_a_source_of_other_services_stays_as_it_is(source: str) -> None:
    new, remarks = move(source)
    assert new == source
    assert remarks


def test_a_name_that_is_also_bound_otherwise_is_kept() -> None:
    assert moved(
        """
        try:
            import boto
            import boto.ec2.autoscale
            from boto.exception import BotoServerError
        except ImportError:
            boto = None
            BotoServerError = Exception
        if boto is None or not boto:
            raise SystemExit("boto is needed")
        conn = boto.ec2.autoscale.connect_to_region("eu-west-1")
        """
    ) == dedent(
        """
        try:
            import reboto as boto
            import reboto.ec2.autoscale
            from reboto.exception import BotoServerError
        except ImportError:
            boto = None
            BotoServerError = Exception
        if boto is None or not boto:
            raise SystemExit("boto is needed")
        conn = boto.ec2.autoscale.connect_to_region("eu-west-1")
        """
    )


def test_a_name_bound_by_a_submodule_alone_is_kept_too() -> None:
    assert moved("try: import boto.ec2.autoscale\nexcept ImportError: boto = None\n") == (
        "try: import reboto as boto; import reboto.ec2.autoscale\nexcept ImportError: boto = None\n"
    )


def test_a_file_that_uses_the_name_reboto_keeps_it() -> None:
    assert moved("import boto\nreboto = True\nboto.connect_autoscale()\n") == (
        "import reboto as boto\nreboto = True\nboto.connect_autoscale()\n"
    )


def test_a_tangle_is_left_to_a_person() -> None:
    source = (
        "try:\n    import boto\nexcept ImportError:\n    boto = None\n"
        "boto.connect_autoscale()\nboto.connect_s3()\n"
    )
    new, remarks = move(source)
    assert new == source
    assert [(remark.line, remark.text) for remark in remarks] == [
        (
            2,
            (
                "if boto cannot be imported, as on Python 3.12 and later without "
                "`import reboto.as_boto`, boto is None without an error"
            ),
        ),
        (
            2,
            (
                "the name imported here has several meanings in this file: change it by hand, "
                "or use --mixed=as-boto"
            ),
        ),
        (6, "boto.connect_s3 is not in reboto: use boto3.client('s3')"),
    ]


def test_a_name_for_two_things_of_boto_is_left_to_a_person() -> None:
    source = (
        "if x:\n    from boto.ec2 import autoscale as m\nelse:\n    from boto import ec2 as m\n"
        "m.Tag()\nm.nothing()\n"
    )
    new, remarks = move(source)
    assert new == source
    assert remarks[0].text.startswith("the name imported here has several meanings")


def test_a_module_that_only_a_moving_line_loaded_is_loaded_again() -> None:
    source = "import boto\nfrom boto.ec2 import autoscale\nboto.ec2.regions()\n"
    assert move(source)[0] == (
        "import boto.ec2\nfrom reboto.ec2 import autoscale\nboto.ec2.regions()\n"
    )


def test_a_module_that_cannot_be_loaded_again_is_named() -> None:
    new, remarks = move(
        "try:\n    import boto\nexcept ImportError:\n    boto = None\n"
        "from boto.ec2 import autoscale\nimport boto as b\n"
        "b.ec2.regions(boto.connect_autoscale())\n"
    )
    assert new == (
        "try:\n    import reboto as boto\nexcept ImportError:\n    boto = None\n"
        "from reboto.ec2 import autoscale\nimport boto as b\n"
        "b.ec2.regions(boto.connect_autoscale())\n"
    )
    assert [remark.text for remark in remarks if remark.line == 6] == [
        "boto.ec2 was imported by a line that now imports reboto: import it by hand"
    ]


def test_an_import_that_loads_what_another_name_uses_stays() -> None:
    new, _ = move(
        "try:\n    import boto.ec2.elb\nexcept ImportError:\n    boto = None\n"
        "import boto.ec2 as hosts\nfrom boto.ec2 import autoscale\nhosts.elb.regions()\n"
    )
    assert new == (
        "try:\n    import boto.ec2.elb\nexcept ImportError:\n    boto = None\n"
        "import boto.ec2 as hosts\nfrom reboto.ec2 import autoscale\nhosts.elb.regions()\n"
    )


def test_an_import_of_reboto_is_not_repeated() -> None:
    assert move("import reboto.ec2\nfrom boto import ec2\nec2.autoscale.Tag(ec2.regions())\n")[
        0
    ] == ("import reboto.ec2\nfrom boto import ec2\nreboto.ec2.autoscale.Tag(ec2.regions())\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            (
                "@mock.patch('boto.ec2.autoscale.AutoScaleConnection.get_all_groups')\n"
                "def test(groups): pass\n"
            ),
            (
                "@mock.patch('reboto.ec2.autoscale.AutoScaleConnection.get_all_groups')\n"
                "def test(groups): pass\n"
            ),
        ),
        (
            'with patch(r"boto.connect_autoscale"): pass\n',
            'with patch(r"reboto.connect_autoscale"): pass\n',
        ),
        (
            "mocker.patch('''boto.connect_cloudwatch''', boto='boto')\n",
            "mocker.patch('''reboto.connect_cloudwatch''', boto='boto')\n",
        ),
        (
            "monkeypatch.setattr('boto.ec2.cloudwatch.connect_to_region', fake)\n",
            "monkeypatch.setattr('reboto.ec2.cloudwatch.connect_to_region', fake)\n",
        ),
        (
            "patch.dict('boto.ec2.autoscale.group.__dict__', {})\n",
            "patch.dict('reboto.ec2.autoscale.group.__dict__', {})\n",
        ),
        ("log = logging.getLogger('boto')\n", "log = logging.getLogger('boto')\n"),
        ("open('boto.cfg')\n'''boto.connect_s3'''\n", "open('boto.cfg')\n'''boto.connect_s3'''\n"),
    ],
)
def test_names_that_mocks_replace_move(before: str, after: str) -> None:
    assert moved(before) == after


@pytest.mark.parametrize(
    ("source", "line", "text"),
    [
        ("\nimport boto.vpc\n", 2, "boto.vpc is not in reboto: use boto3.client('ec2')"),
        (
            "from boto.s3.key import Key as K\n",
            1,
            "boto.s3.key.Key is not in reboto: use boto3.client('s3')",
        ),
        (
            "import boto\n\nf(boto.connect_elb(\n))\n",
            3,
            "boto.connect_elb is not in reboto: use boto3.client('elb')",
        ),
        (
            "from boto.opsworks import layer1\n",
            1,
            "boto.opsworks.layer1 is not in reboto: AWS has discontinued the service",
        ),
        (
            "from boto.handler import XmlHandler\n",
            1,
            "boto.handler.XmlHandler is not in reboto: it is internal to boto",
        ),
        (
            "from boto.exception import Moonlight\n",
            1,
            (
                "boto.exception.Moonlight is not in reboto: boto 2.49 does not have it either, "
                "check the name"
            ),
        ),
        (
            "from boto import *\n",
            1,
            "from boto import * imports names that reboto does not have: import the names you use",
        ),
        (
            "import boto\nprint(boto)\n",
            2,
            "boto itself is used as a value: choose boto or reboto by hand",
        ),
        (
            "m = __import__('boto.ec2.autoscale')\n",
            1,
            (
                "imports 'boto.ec2.autoscale' by a string: "
                "change it to 'reboto.ec2.autoscale' by hand"
            ),
        ),
        (
            "import importlib\nimportlib.import_module('boto.sqs')\n",
            2,
            "imports 'boto.sqs' by a string: use boto3.client('sqs')",
        ),
        (
            "@patch('scaler.boto.connect_autoscale')\ndef f(): pass\n",
            1,
            (
                "'scaler.boto.connect_autoscale' patches boto through another module: "
                "change it by hand"
            ),
        ),
        (
            "@patch('boto.connect_s3')\ndef f(): pass\n",
            1,
            "boto.connect_s3 is not in reboto: use boto3.client('s3')",
        ),
        (
            "CLASSES = ['boto.ec2.autoscale.tag.Tag']\n",
            1,
            (
                "the string 'boto.ec2.autoscale.tag.Tag' names a part of boto: "
                "change it to 'reboto.ec2.autoscale.tag.Tag' if it is imported"
            ),
        ),
        (
            "f(\n  https_connection_factory=(a, ()))\n",
            2,
            (
                "https_connection_factory is not supported: reboto uses the HTTP client of "
                "the AWS SDK (for certificates see validate_certs)"
            ),
        ),
    ],
)
def test_remaining_work_is_reported_with_its_line(source: str, line: int, text: str) -> None:
    assert remarks_on(source) == [(line, text)]
