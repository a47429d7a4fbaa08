"""The judge of the simulator: a second reading of its JSON interface."""
