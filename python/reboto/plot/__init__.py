"""Pictures of metrics and of groups, with matplotlib (the extra ``plot``).

Each function draws on the axes that it is given, or on those of a new figure, and
returns them. Settings and the current figure's axes are left alone. Times are UTC.
"""

from reboto.plot._capacity import capacity
from reboto.plot._metric import metric

__all__ = ["capacity", "metric"]
