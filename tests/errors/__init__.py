"""Exceptions, and a table of faults: how a call can fail and what the caller gets."""
