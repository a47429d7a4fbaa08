"""``python -m reboto run``: a script behaves as under ``python``, on reboto."""

from __future__ import annotations

import ast
import signal
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reboto.local

if TYPE_CHECKING:
    from tests.as_boto.scripts import Scripts

SHOW = """
    import sys
    print(__name__, __doc__, __file__, __package__, __spec__ and __spec__.name)
    print(sys.argv, sys.path[0], type(__loader__).__name__)
    print(sys.modules["__main__"].__dict__ is globals())
    """

BEHAVIORS = {
    "ends": "print('done')",
    "exits with a number": "raise SystemExit(3)",
    "exits with a text": "import sys; sys.exit('no groups')",
    "exits with nothing": "import sys; sys.exit()",
    "raises": "def deep():\n    return [][1]\ndef shallow():\n    deep()\nshallow()",
    "raises from another error": "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n"
    "    raise KeyError('group') from e",
    "does not parse": "import os\nif os.name\n    pass",
    "imports what does not parse": "import broken",
    "imports what is missing": "import nowhere.near",
    "is interrupted": "raise KeyboardInterrupt",
    # Python 3.14 has removed `__file__` when it calls the hook.
    "has its own hook": "import sys\nsys.excepthook = lambda k, e, t, path=__file__: "
    "print('hook', k.__name__, t.tb_frame.f_code.co_filename == path)\n1 / 0",
    "leaves work for the exit": "import atexit, __main__\nword = 'bye'\n"
    "atexit.register(lambda: print(__main__.word))",
    "leaves a thread": "import threading, time\n"
    "def late():\n    threading.main_thread().join(); import __main__; print(__main__.mark)\n"
    "mark = 'late'\nthreading.Thread(target=late).start()",
    "has a coding line": "# -*- coding: latin-1 -*-\nprint(ascii('\xe9'))",
    "pickles its own classes": "import pickle\nclass Group: pass\n"
    "print(type(pickle.loads(pickle.dumps(Group()))) is Group)",
    "imports a module from its folder": "import helper; print(helper.__file__)",
    "starts others": "import multiprocessing\ndef work(n): return n + 1\n"
    "if __name__ == '__main__':\n"
    "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
    "        print(pool.map(work, [1]))",
}


def same(scripts: Scripts, *arguments: str, stdin: str = "") -> None:
    """Hold what ``run`` does against what Python does."""
    plain = scripts.python(*arguments, stdin=stdin)
    ours = scripts.python("-m", "reboto", "run", *arguments, stdin=stdin)
    assert (ours.returncode, ours.stdout, ours.stderr) == (
        plain.returncode,
        plain.stdout,
        plain.stderr,
    )
    assert plain.stdout or plain.stderr or plain.returncode in (0, 3)


@pytest.mark.parametrize("behavior", BEHAVIORS)
def test_a_script_behaves_as_under_python(scripts: Scripts, behavior: str) -> None:
    scripts.write("bin/broken.py", "def")
    scripts.write("bin/helper.py", "")
    file = scripts.write("bin/script.py", "")
    file.write_bytes(BEHAVIORS[behavior].encode("latin-1"))
    same(scripts, "bin/script.py", "web", "--force")


@pytest.mark.parametrize(
    "arguments",
    [[], ["web"], ["-h"], ["--", "-m", "x"], ["-m", "--"], ["-", "--write"], ["--", "--"]],
)
def test_a_script_gets_its_arguments_as_they_are(scripts: Scripts, arguments: list[str]) -> None:
    scripts.write("bin/script.py", SHOW)
    same(scripts, "bin/script.py", *arguments)


@pytest.mark.parametrize("name", ["tool", "tool.grow"])
@pytest.mark.parametrize("arguments", [[], ["web", "-m", "--", "-h"]])
def test_a_module_gets_the_globals_that_python_sets(
    scripts: Scripts, name: str, arguments: list[str]
) -> None:
    scripts.write("tool/__init__.py", "print('package first')")
    scripts.write("tool/__main__.py", SHOW)
    scripts.write("tool/grow.py", SHOW)
    same(scripts, "-m", name, *arguments)


def test_the_traceback_of_a_module_begins_in_it(scripts: Scripts) -> None:
    scripts.write("tool.py", "1 / 0")
    done = scripts.python("-m", "reboto", "run", "-m", "tool")
    assert done.stderr.splitlines()[1].strip().startswith(f'File "{scripts.folder / "tool.py"}"')


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nowhere.py"], 2, "can't open file 'nowhere.py': No such file or directory"),
        (["folder"], 1, "can't find '__main__' module in 'folder'"),
        (["-m", "nowhere"], 1, "No module named nowhere"),
        (["-m", "empty"], 1, "No module named empty.__main__; 'empty' is a package"),
        (["-m", "nowhere.near"], 1, "No module named 'nowhere'"),
        ([], 2, "the following arguments are required: SCRIPT"),
    ],
)
def test_a_script_that_is_not_there_is_an_error(
    scripts: Scripts, arguments: list[str], status: int, words: str
) -> None:
    scripts.write("empty/__init__.py", "")
    scripts.write("folder/notes.txt", "")
    done = scripts.python("-m", "reboto", "run", *arguments)
    assert done.returncode == status
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_script_can_come_from_standard_input(scripts: Scripts) -> None:
    script = "import sys; print(__name__, sys.argv, repr(sys.path[0])); [][1]"
    same(scripts, "-", "web", "-h", stdin=script)


def test_a_folder_is_run_by_the_main_in_it(scripts: Scripts) -> None:
    scripts.write("app/__main__.py", SHOW)
    same(scripts, "app", "web")


def test_an_archive_is_run_by_the_main_in_it(scripts: Scripts) -> None:
    with zipfile.ZipFile(scripts.folder / "app.pyz", "w") as archive:
        archive.writestr("__main__.py", "import sys; print(__name__, sys.argv, sys.path[0])")
    same(scripts, "app.pyz", "web")


def test_a_linked_script_imports_modules_from_its_real_folder(scripts: Scripts) -> None:
    scripts.write("lib/helper.py", "")
    script = scripts.write("lib/script.py", SHOW + "import helper")
    (scripts.folder / "link").symlink_to(script)
    same(scripts, "link")


def test_no_files_are_left_in_the_folder_of_the_script(scripts: Scripts) -> None:
    scripts.write("bin/script.py", "print(1)")
    scripts.python("-m", "reboto", "run", "bin/script.py")
    assert [file.name for file in (scripts.folder / "bin").iterdir()] == ["script.py"]


def test_an_isolated_python_searches_no_folder_of_scripts(scripts: Scripts) -> None:
    scripts.write("bin/script.py", "import sys; print(sys.argv[0], sys.flags.isolated)\n")
    home = str(Path(reboto.__file__).parents[1])
    code = (
        f"import sys; sys.path.insert(0, {home!r})\n"
        "from reboto.cli import main\n"
        "before = sys.path[0]; main(['run', 'bin/script.py']); print(sys.path[0] == before)"
    )
    done = scripts.python("-I", "-c", code)
    assert done.stdout.splitlines() == ["bin/script.py 1", "True"]


def test_boto_is_reboto_in_the_script(scripts: Scripts) -> None:
    scripts.write("script.py", "import boto.ec2.autoscale as a; print(a.__name__)")
    done = scripts.python("-m", "reboto", "run", "script.py")
    assert (done.stdout, done.stderr) == ("reboto.ec2.autoscale\n", "")


def test_a_boto_that_is_imported_already_stops_the_run(with_boto: Scripts) -> None:
    with_boto.install({"sitecustomize.py": "import boto"})
    with_boto.write("script.py", "print('never')")
    done = with_boto.python("-m", "reboto", "run", "script.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert "boto is already imported, from" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupted_script_ends_by_the_signal(scripts: Scripts) -> None:
    scripts.write("script.py", "raise KeyboardInterrupt")
    assert scripts.python("-m", "reboto", "run", "script.py").returncode == -signal.SIGINT


def test_a_script_of_boto_2_scales_a_group(
    scripts: Scripts, endpoint: reboto.local.Endpoint
) -> None:
    scripts.write(
        "grow.py",
        '''
        """Grow a group by one when its average load is over the limit."""
        import argparse

        import boto
        import boto.ec2.autoscale
        import boto.ec2.cloudwatch
        from boto.ec2.autoscale import AutoScalingGroup, LaunchConfiguration, ScalingPolicy, Tag
        from boto.ec2.cloudwatch import MetricAlarm
        from boto.exception import BotoServerError

        parser = argparse.ArgumentParser()
        parser.add_argument("group")
        parser.add_argument("--region", default="us-east-1")
        options = parser.parse_args()

        conn = boto.ec2.autoscale.connect_to_region(options.region)
        if not conn:
            raise SystemExit("no such region")

        lc = LaunchConfiguration(
            connection=conn, name="web-1", image_id="ami-12c6146b", instance_type="t2.micro"
        )
        conn.create_launch_configuration(lc)
        conn.create_auto_scaling_group(
            AutoScalingGroup(
                conn, group_name=options.group, availability_zones=["us-east-1a"],
                launch_config=lc, min_size=1, max_size=4, desired_capacity=1,
                tags=[Tag(key="Name", value="web", propagate_at_launch=True,
                          resource_id=options.group)],
            )
        )
        conn.create_scaling_policy(
            ScalingPolicy(name="up", adjustment_type="ChangeInCapacity",
                          as_name=options.group, scaling_adjustment="1", cooldown="60")
        )
        policy = conn.get_all_policies(as_group=options.group, policy_names=["up"])[0]

        watch = boto.connect_cloudwatch()
        watch.create_alarm(
            MetricAlarm(
                name="busy", namespace="AWS/EC2", metric="CPUUtilization", statistic="Average",
                comparison=">", threshold="70", period="60", evaluation_periods=2,
                alarm_actions=[policy.policy_arn],
                dimensions={"AutoScalingGroupName": options.group},
            )
        )
        print(watch.describe_alarms(alarm_names=["busy"])[0])

        group = conn.get_all_groups(names=[options.group])[0]
        group.desired_capacity += 1
        group.update()
        print(conn.get_all_groups([options.group])[0].desired_capacity, "of", group.max_size)
        try:
            conn.delete_auto_scaling_group("batch", force_delete=True)
        except BotoServerError as e:
            print(e.status, e.error_code)
        ''',
    )
    done = scripts.python("-m", "reboto", "run", "grow.py", "web", "--region", "us-east-1")
    assert done.stderr == ""
    first, second, *rest = done.stdout.splitlines()
    assert first == "MetricAlarm:busy[CPUUtilization(Average) > 70.0]"
    assert second == "2 of 4"
    assert rest == ["400 ValidationError"]
    assert endpoint.url


@pytest.mark.parametrize("arguments", [[], ["web", "-m", "--", "-h"]])
def test_code_is_run_as_by_python(scripts: Scripts, arguments: list[str]) -> None:
    code = "import sys; print(__name__, sys.argv, repr(sys.path[0])); sys.exit(4)"
    same(scripts, "-c", code, *arguments)


def test_the_name_of_a_module_may_follow_its_option_directly(scripts: Scripts) -> None:
    scripts.write("tool.py", SHOW)
    same(scripts, "-mtool", "web")


def test_a_script_imports_no_modules_for_the_command_line(scripts: Scripts) -> None:
    """Starting a script takes little longer than starting a migrated one."""
    scripts.write("script.py", "import sys; print(sorted(sys.modules))")
    scripts.write("start.py", "from reboto.cli import main; main(['run', 'script.py'])")
    plain = scripts.python("-c", "import sys, reboto; print(sorted(sys.modules))")
    started = scripts.python("start.py")
    more = {*ast.literal_eval(started.stdout)} - {*ast.literal_eval(plain.stdout)}
    assert {name for name in more if name.partition(".")[0] != "reboto"} == set()
