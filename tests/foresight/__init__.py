"""A reference implementation of the simulator's JSON interface, to test the simulator."""
