"""``python -m reboto run``: processes that the script starts can import boto too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.as_boto.scripts import Scripts

POOL = """
    import multiprocessing
    import boto.ec2.autoscale
    from boto.ec2.autoscale import AutoScalingGroup

    def work(number):
        return AutoScalingGroup.__module__, number

    def deeper(number):
        with multiprocessing.get_context("{method}").Pool(1) as pool:
            return pool.map(work, [number])

    if __name__ == "__main__":
        context = multiprocessing.get_context("{method}")
        {body}
    """

BODIES = {
    "Pool": "pool = context.Pool(2); print(pool.map(work, [1, 2])); pool.close(); pool.join()",
    "Process": "p = context.Process(target=work, args=(1,)); p.start(); p.join(); "
    "print(p.exitcode)",
    "ProcessPoolExecutor": "from concurrent.futures import ProcessPoolExecutor as E; "
    "print(list(E(2, mp_context=context).map(work, [1, 2])))",
    "a child's child": "from concurrent.futures import ProcessPoolExecutor as E; "
    "print(list(E(1, mp_context=context).map(deeper, [1])))",
    "preloaded": "context.set_forkserver_preload(['__main__']); "
    "pool = context.Pool(1); print(pool.map(work, [3])); pool.close(); pool.join()",
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("method", ["spawn", "forkserver", "fork"])
def test_children_know_boto(scripts: Scripts, method: str, body: str) -> None:
    scripts.write("many.py", POOL.format(method=method, body=BODIES[body]))
    done = scripts.python("-m", "reboto", "run", "many.py")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "reboto.ec2" in done.stdout or done.stdout == "0\n"


def test_a_module_s_children_know_boto(scripts: Scripts) -> None:
    scripts.write("many.py", POOL.format(method="spawn", body=BODIES["Pool"]))
    done = scripts.python("-m", "reboto", "run", "-m", "many")
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_other_programs_stay_as_they_are(scripts: Scripts) -> None:
    scripts.write(
        "other.py",
        """
        import subprocess, sys
        code = "import sys; print('reboto' in sys.modules)"
        print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
        """,
    )
    assert scripts.python("-m", "reboto", "run", "other.py").stdout.strip() == "False"
