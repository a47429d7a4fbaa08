"""Files that use services of boto which reboto does not cover."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from reboto.cli import main
from reboto.migrate.convert import Options, convert_source
from reboto.migrate.rewrite import move

LATER = "Python 3.12 and later"


def moved(source: str) -> str:
    """Move a source twice: the second time changes nothing."""
    once, _ = move(dedent(source))
    assert move(once)[0] == once
    return once


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "except boto.exception.BotoServerError as e:",
            "except (reboto.exception.BotoServerError, boto.exception.BotoServerError) as e:",
        ),
        (
            "except (boto.exception.BotoServerError, KeyError):",
            (
                "except (reboto.exception.BotoServerError, boto.exception.BotoServerError, "
                "KeyError):"
            ),
        ),
        (
            "except (boto.exception.EC2ResponseError):",
            "except ((reboto.exception.EC2ResponseError, boto.exception.EC2ResponseError)):",
        ),
    ],
)
def test_a_clause_catches_the_errors_of_both(before: str, after: str) -> None:
    source = (
        f"import boto\nboto.connect_autoscale()\ntry:\n    boto.connect_s3()\n{before}\n    x\n"
    )
    new = moved(source)
    assert after in new
    assert new.startswith("import boto\nimport reboto\n")


def test_imported_errors_get_a_twin() -> None:
    assert moved(
        """\
        import boto.rds, boto.ec2.cloudwatch
        from boto.exception import BotoServerError as Broken  # all of them
        boto.ec2.cloudwatch.connect_to_region("x")
        try:
            boto.rds.connect_to_region("x")
        except Broken as error:
            if isinstance(error, Broken) or f(error, (OSError, Broken)):
                raise Broken(1, "no")
        """
    ) == dedent(
        """\
        import boto.rds, reboto.ec2.cloudwatch
        from reboto.exception import BotoServerError as Broken  # all of them
        from boto.exception import BotoServerError as boto_Broken
        reboto.ec2.cloudwatch.connect_to_region("x")
        try:
            boto.rds.connect_to_region("x")
        except (Broken, boto_Broken) as error:
            if isinstance(error, (Broken, boto_Broken)) or f(error, (OSError, Broken, boto_Broken)):
                raise Broken(1, "no")
        """
    )


def test_modules_of_errors_keep_their_name_for_boto() -> None:
    new = moved(
        "from boto import exception, rds\nfrom boto.ec2 import autoscale\ntry: autoscale.Tag()\n"
        "except exception.BotoServerError: rds.regions()\n"
    )
    assert "except (reboto.exception.BotoServerError, exception.BotoServerError):" in new
    assert "from boto import exception, rds\nimport reboto.exception\n" in new


def test_tests_catch_the_errors_of_both() -> None:
    new = moved(
        "from boto.exception import BotoServerError as E\nimport boto.s3\n"
        "with pytest.raises(E): pass\nself.assertRaises(E, boto.s3.connect_to_region, 'x')\n"
        "with suppress(KeyError, E): pass\n"
    )
    assert new.count("(E, boto_E)") == 3


def test_a_class_that_is_used_otherwise_is_remarked_on() -> None:
    _, remarks = move(
        "import boto\nboto.connect_autoscale(boto.connect_s3())\n"
        "retry(on=boto.exception.BotoServerError)\n"
    )
    assert remarks[1].line == 3
    assert "use a tuple of both" in remarks[1].text


def test_a_star_of_exceptions_is_remarked_on() -> None:
    source = (
        "from boto.exception import *\nimport boto\nboto.connect_autoscale(boto.connect_s3())\n"
    )
    texts = {remark.line: remark.text for remark in move(source)[1]}
    assert texts[1].startswith("these exceptions are now reboto's, but calls that stay on boto")


def test_a_second_run_reports_the_same_needs() -> None:
    source = (
        "import boto\nfrom boto import rds\ntry: rds.regions(boto.connect_autoscale())\n"
        "except boto.exception.BotoServerError: boto.connect_s3()\n"
    )
    once = convert_source(source, Path("a.py"), Options())
    again = convert_source(once.text, Path("a.py"), Options())
    assert again.needs == once.needs
    assert "boto.rds.regions, boto.connect_s3:" in once.needs
    assert [remark.text for remark in again.remarks] == [remark.text for remark in once.remarks]


def test_without_other_services_a_class_is_enough() -> None:
    source = (
        "import boto\ntry: boto.connect_autoscale()\nexcept boto.exception.BotoServerError: 1\n"
    )
    assert moved(source) == source.replace("boto", "reboto").replace("Reboto", "Boto")


STARTS = """\
try:
    import boto  # all
except ImportError:
    import reboto as boto
import reboto
import reboto.ec2.autoscale
def terminate(ids):
    boto.connect_ec2().terminate_instances(ids)
print(reboto.connect_autoscale("an-id", "a-secret", is_secure=True).port)
"""


def test_a_file_starts_without_boto_if_only_functions_need_it(tmp_path: Path) -> None:
    script = tmp_path / "mixed.py"
    script.write_text(
        moved(
            """\
            import boto  # all
            import boto.ec2.autoscale
            def terminate(ids):
                boto.connect_ec2().terminate_instances(ids)
            print(boto.connect_autoscale("an-id", "a-secret", is_secure=True).port)
            """
        )
        + "terminate([])\n"
    )
    assert script.read_text() == STARTS + "terminate([])\n"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.stdout == "443\n"
    assert "AttributeError: boto.connect_ec2 is not in reboto" in done.stderr
    assert "use boto3.client('ec2'); boto is not installed" in done.stderr


def test_a_second_run_reports_no_hidden_error() -> None:
    once = moved("import boto\ndef f(): boto.connect_s3(boto.connect_autoscale())\n")
    assert [remark.text for remark in move(once)[1]] == [
        "boto.connect_s3 is not in reboto: use boto3.client('s3')"
    ]


@pytest.mark.parametrize(
    ("source", "after"),
    [
        (
            "import boto, os\ndef f(): boto.connect_s3()\nboto.connect_autoscale()\n",
            (
                "try:\n    import boto\nexcept ImportError:\n    import reboto as boto\n"
                "import reboto\nimport os\n"
            ),
        ),
        (
            "import boto.ec2 as e\ndef f(): e.regions(e.autoscale.Tag())\n",
            (
                "try:\n    import boto.ec2 as e\nexcept ImportError:\n    import reboto.ec2 as e\n"
                "import reboto.ec2\n"
            ),
        ),
        (
            "from boto import ec2, connect_autoscale\ndef f(): ec2.regions()\n",
            (
                "try:\n    from boto import ec2\nexcept ImportError:\n    from reboto import ec2\n"
                "from reboto import connect_autoscale\n"
            ),
        ),
        (
            (
                "import boto\nfrom boto.exception import BotoServerError\ndef f():\n"
                "    try: boto.connect_s3()\n    except BotoServerError: pass\n"
            ),
            (
                "try:\n    import boto\nexcept ImportError:\n    import reboto as boto\n"
                "from reboto.exception import BotoServerError\ntry:\n"
                "    from boto.exception import BotoServerError as boto_BotoServerError\n"
                "except ImportError:\n"
                "    from reboto.exception import BotoServerError as boto_BotoServerError\n"
            ),
        ),
    ],
)
def test_imports_fall_back_on_reboto(source: str, after: str) -> None:
    assert moved(source).startswith(after)


def test_imports_that_need_boto_do_not_fall_back() -> None:
    new = moved("import boto.s3\nimport boto\ndef f(): boto.s3.x(boto.connect_autoscale())\n")
    assert "try" not in new


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_line_says_what_a_file_still_needs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.py").write_text("import boto, boto.s3\nboto.s3.x(boto.connect_autoscale())\n")
    (folder / "b.py").write_text(
        "import boto\nboto.connect_autoscale()\ndef f(): boto.connect_ec2(boto.connect_sqs())\n"
    )
    assert main(["migrate", "."]) == 0
    lines = capsys.readouterr().err.splitlines()
    rest = (
        f"install boto 2.49, which {LATER} can import only after `import reboto.as_boto`; "
        "recommended for this file: --mixed=as-boto"
    )
    assert [line for line in lines if "install boto" in line] == [
        f"a.py: needs boto to start, for boto.s3.x: {rest}",
        f"b.py: starts without boto, but needs it for boto.connect_ec2, boto.connect_sqs: {rest}",
    ]
    assert lines[0].startswith("a.py: needs")


def test_errors_of_another_module_that_stays_on_boto_are_remarked_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "store.py").write_text("import boto.s3\ndef save(): boto.s3.connect_to_region('x')\n")
    (folder / "scale.py").write_text(
        "import boto.ec2.autoscale\nfrom boto.exception import BotoServerError\nimport store\n"
        "try:\n    store.save()\nexcept BotoServerError:\n    pass\n"
    )
    (folder / "other.py").write_text(
        "from boto.exception import BotoServerError\ntry: 1\nexcept BotoServerError: 1\n"
    )
    assert main(["migrate", "."]) == 0
    report = capsys.readouterr().err
    assert (
        "scale.py:6: boto.exception.BotoServerError is now reboto's class, but calls of store.py, "
        "which stays on boto, raise boto's: catch both, or use --mixed=as-boto\n"
    ) in report
    assert "other.py" not in report
    main(["migrate", "--mixed=as-boto", "--write", "."])
    assert (folder / "store.py").read_text().startswith(LINE)
    assert capsys.readouterr().err == (
        "store.py: needs boto for boto.s3.connect_to_region: install boto 2.49; "
        f"`import reboto.as_boto` makes it work on {LATER} too\n"
    )


LINE = "import reboto.as_boto  # noqa: F401  # isort: skip\n"


@pytest.mark.parametrize(
    ("head", "start"),
    [
        ("", ""),
        ("#!/usr/bin/env python\n# coding: utf-8\n", ""),
        ('"""A script."""\n', ""),
        ('"""A script."""\nfrom __future__ import annotations\n\n', ""),
    ],
)
def test_as_boto_adds_one_line(folder: Path, head: str, start: str) -> None:
    script = folder / "a.py"
    body = f"{start}import boto\nboto.connect_autoscale(boto.connect_s3())\n"
    script.write_text(head + body)
    assert main(["migrate", "--write", "--mixed=as-boto", "a.py"]) == 0
    assert script.read_text() == head + LINE + body
    for options in (["--mixed=as-boto"], []):
        assert main(["migrate", "--check", *options, "a.py"]) == 0


def test_as_boto_comes_before_a_decorator_and_on_a_shared_line() -> None:
    options = Options(as_boto=True)
    after = "import boto; boto.connect_autoscale(boto.connect_s3())\n"
    for before, line in [("@f\ndef g(): pass\n", LINE), ('"""x"""; ', "import reboto.as_boto; ")]:
        done = convert_source(before + after, Path("a.py"), options)
        place = before.index(";") + 2 if ";" in before else 0
        assert done.text == before[:place] + line + before[place:] + after


def test_as_boto_is_added_to_all_files_of_the_run_that_need_boto(folder: Path) -> None:
    (folder / "mixed.py").write_text("import boto\nboto.connect_autoscale(boto.connect_s3())\n")
    (folder / "other.py").write_text("import boto.s3\nboto.s3.regions()\n")
    (folder / "covered.py").write_text("import boto.ec2.autoscale\n")
    assert main(["migrate", "--write", "--mixed=as-boto", "."]) == 0
    assert (folder / "other.py").read_text() == f"{LINE}import boto.s3\nboto.s3.regions()\n"
    assert (folder / "covered.py").read_text() == "import reboto.ec2.autoscale\n"


def test_linters_keep_the_line(folder: Path) -> None:
    script = folder / "a.py"
    script.write_text(f"import os\n\n{LINE}import boto\n\nboto.x(os)\n")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--fix", "--select=F,I", "a.py"]
    subprocess.run(ruff, check=True, capture_output=True)
    text = script.read_text()
    assert text.index("reboto.as_boto") < text.index("import boto\n")


@pytest.mark.parametrize(
    "line",
    [
        "import reboto.as_boto",
        "from reboto import as_boto",
        "import reboto\nreboto.install_as_boto()",
    ],
)
def test_a_file_that_uses_the_alias_is_left_as_it_is(line: str) -> None:
    source = f"{line}\nimport boto\nboto.connect_autoscale(boto.connect_s3())\n"
    done = convert_source(source, Path("a.py"), Options())
    assert (done.text, done.remarks, done.needs) == (source, [], "")


@pytest.mark.parametrize(
    ("handler", "effect"),
    [
        ("except ImportError:\n    HAS_BOTO = False", "HAS_BOTO is False without an error"),
        ("except (ImportError, KeyError):\n    pass", "the handler hides the error"),
        ("except:\n    boto_found = None", "boto_found is None without an error"),
    ],
)
def test_an_import_that_fails_silently_is_remarked_on(handler: str, effect: str) -> None:
    source = f"try:\n    import boto.rds\n    HAS_BOTO = True\n{handler}\nboto.rds.x()\n"
    _, remarks = move(source)
    texts = [remark.text for remark in remarks if remark.line == 2]
    assert any(text.endswith(f"without `import reboto.as_boto`, {effect}") for text in texts)
    covered = source.replace("boto.rds", "boto.ec2.autoscale").replace(".x()", ".Tag()")
    assert not any("without an error" in remark.text for remark in move(covered)[1])


def test_an_import_whose_failure_is_an_error_is_not() -> None:
    source = "try:\n    import boto.rds\nexcept ImportError:\n    raise SystemExit('boto!')\n"
    assert len(move(source)[1]) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import boto.sts\nboto.sts.connect_to_region('x').assume_role('arn', 'me')\n",
        "import boto\nboto.connect_sts().assume_role('arn', 'me')\n",
        "from boto.sts import STSConnection\n",
    ],
)
def test_assuming_a_role_is_pointed_to_its_argument(source: str) -> None:
    texts = [remark.text for remark in move(source)[1]]
    assert all("pass role_arn= to connect_autoscale" in text for text in texts)
    assert texts


def test_names_that_boto_does_not_have_do_not_need_boto() -> None:
    done = convert_source(
        "import boto\nboto.connect_autoscale()\nboto.connect_moon()\n", Path("a.py"), Options()
    )
    assert done.needs == ""
    assert done.remarks[0].text == (
        "boto.connect_moon is not in reboto: boto 2.49 does not have it either, check the name"
    )


def test_regions_move_from_ec2() -> None:
    assert moved(
        "import boto\nr = boto.ec2.regioninfo.RegionInfo(endpoint='x')\n"
        "boto.connect_autoscale(region=r)\n"
    ) == (
        "import reboto\nr = reboto.ec2.regioninfo.RegionInfo(endpoint='x')\n"
        "reboto.connect_autoscale(region=r)\n"
    )
