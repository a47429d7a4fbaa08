"""Rewrite the source code of scripts from boto to reboto. Requires the extra ``migrate``.

`convert` rewrites one source. `files` finds, reads and writes files. `python2`
finds Python 2 code and `upgrade` converts it to Python 3. `names` finds imports
and uses of boto, `plan` decides how each is changed, and `rewrite` changes them.
"""
