"""The package of `config`, as in boto."""
