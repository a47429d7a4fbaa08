"""Fuzz tests: unexpected arguments from scripts and unexpected responses from servers.

`values` generates the arguments and `surface` finds the functions and classes that take them.
"""
