"""The contenders: one module each, with the same calls.

Each has ``start_up(port)``: import, connect to both services, first call on each. Blocking ones
have ``calls(port, connections)``: for each row, a function that makes the call and reads the
result. Async ones have ``awaited(port, at_once)``: it yields a function that describes one group,
and closes its connection afterwards. ``first_call_tls(port)`` is a first call over TLS, and
``role_calls(port, count)`` of reboto returns a call with each role in turn. These functions import
everything that they need, so `start_up` measures the complete startup.
"""
