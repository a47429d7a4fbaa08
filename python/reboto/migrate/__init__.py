"""Moving the source of scripts from boto to reboto.

The parts: `files` finds, reads and writes them, `python2` brings Python 2 up
to Python 3, `names` finds what a file has of boto, `plan` decides what becomes
of it and `rewrite` does it. They need the extra ``migrate``.
"""
