"""Moving the source of scripts from boto to reboto.

The parts: `files` finds, reads and writes them, `python2` finds what keeps one
from running on Python 3 and `upgrade` changes that, `names` finds what it has
of boto, `plan` decides what becomes of it and `rewrite` does it. `convert` is
all of this for one source. They need the extra ``migrate``.
"""
