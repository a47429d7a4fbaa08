"""Support for importing reboto as ``boto``: the names covered, and the import hook."""
