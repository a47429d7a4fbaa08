"""The beginning of scripts that tests run in child processes."""

from tests.support.interpreter import finish, start

__all__ = ["CONNECT", "finish", "start"]

CONNECT = """
import sys, threading
import reboto
from reboto.regioninfo import RegionInfo

def connect(how=reboto.connect_autoscale):
    region = RegionInfo(name="us-east-1", endpoint="127.0.0.1")
    port = int(sys.argv[1])
    return how("k", "s", region=region, port=port, is_secure=False)

connection = connect()
"""
