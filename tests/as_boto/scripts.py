"""Run scripts in new processes, with and without boto installed alongside reboto."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# The shape of boto 2.49, and how its parts import each other.
BOTO = {
    "boto/__init__.py": """
        from boto.pyami.config import Config
        from boto.exception import BotoServerError
        import boto.utils
        __version__ = "2.49.0"
        Version = __version__
        config = Config()
        def connect_s3():
            from boto.s3.connection import S3Connection
            return S3Connection()
        def connect_autoscale():
            raise AssertionError("the installed boto's Auto Scaling was asked for")
        """,
    "boto/pyami/__init__.py": "",
    "boto/pyami/config.py": """
        class Config:
            def get(self, section, name, default=None):
                return "the installed boto's"
        """,
    "boto/utils.py": """
        import boto
        def get_instance_metadata(): raise AssertionError("never asked for")
        def pythonize_name(name): return name.lower()
        def retries(): return boto.config.get("Boto", "num_retries")
        """,
    "boto/resultset.py": """
        class ResultSet(list):
            def __init__(self, marker_elem=None):
                list.__init__(self)
                self.next_token = "more"
        """,
    "boto/provider.py": """
        class ProfileNotFoundError(ValueError): pass
        """,
    "boto/exception.py": """
        class BotoServerError(Exception):
            def __init__(self, status, reason, body=None):
                super(BotoServerError, self).__init__(status, reason, body)
                self.status, self.origin = status, "installed"
        class EC2ResponseError(BotoServerError):
            pass
        class ThrottledByMoonlight(BotoServerError):
            pass
        """,
    "boto/regioninfo.py": "class RegionInfo: installed = True",
    "boto/ec2/__init__.py": """
        from boto.regioninfo import RegionInfo
        from boto.exception import EC2ResponseError
        import boto.resultset
        def connect_to_region(name): return "EC2 in " + name
        def answer(): return boto.resultset.ResultSet()
        def fail(): raise EC2ResponseError(400, "Bad Request")
        def region(): return RegionInfo
        """,
    "boto/ec2/autoscale/__init__.py": 'raise AssertionError("the installed boto is shadowed")',
    "boto/ec2/elb/__init__.py": """
        from boto.ec2 import RegionInfo
        from boto.ec2.elb.listelement import ListElement
        class ELBConnection: pass
        def connect_to_region(name): return "ELB in " + name
        """,
    "boto/ec2/elb/listelement.py": "class ListElement(list): pass",
    "boto/ec2/elb/loadbalancer.py": "class LoadBalancer: pass",
    "boto/s3/__init__.py": "",
    "boto/s3/connection.py": """
        class S3Connection:
            def find(self):
                import boto.provider
                from boto.regioninfo import RegionInfo
                assert RegionInfo.installed
                raise boto.provider.ProfileNotFoundError("nobody")
        """,
    "boto/crooked.py": "None.attribute",
}


class Scripts:
    """Runs scripts in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installed = folder / "installed"

    def install(self, modules: dict[str, str]) -> None:
        """Put modules where the scripts' interpreter finds installed ones."""
        for name, text in modules.items():
            file = self.installed / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text))

    def write(self, name: str, text: str) -> Path:
        """Write a file into the folder of the scripts."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text))
        return file

    def python(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run Python in the folder."""
        path = [str(self.installed), *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.run(
            [sys.executable, "-W", "error", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "NO_COLOR": "1"},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )

    def output(self, text: str) -> str:
        """Run a script in which `boto` is reboto, and return its output."""
        done = self.python("-c", "import reboto.as_boto\n" + textwrap.dedent(text))
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
