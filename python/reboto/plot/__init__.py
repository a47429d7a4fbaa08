"""Plots of metrics, capacities, policies, rules and refreshes with matplotlib (the extra ``plot``).

Each function draws on the given axes, or on those of a new figure, and returns the axes.
Matplotlib's settings and the axes of the current figure are not changed. Times are UTC.
"""

from reboto.plot._alarm_rule import alarm_rule
from reboto.plot._capacity import capacity
from reboto.plot._metric import metric
from reboto.plot._policy import policy
from reboto.plot._refresh import refreshes

__all__ = ["alarm_rule", "capacity", "metric", "policy", "refreshes"]
