"""What is compared: one module each, with the same calls in its own words.

Each has ``start_up(port)``: import, connect to both services, first call on each.
Those that block have ``calls(port, connections)``: functions that make a row's call
and read what it gave. Those that are awaited have ``awaited(port, at_once)``: it
yields what describes one group, and closes its connection after. Everything is imported in these
functions, so that `start_up` is all that starting takes.
"""
