"""Bands of expected values for anomaly detection.

AWS does not publish its model. Here, the expected value is the mean of the earlier values at the
same hour of the day, or of all earlier values while there is less than two days of them.
"""

from __future__ import annotations

import re
import statistics
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

BAND = re.compile(
    r"\s*ANOMALY_DETECTION_BAND\(\s*(\w+)\s*(?:,\s*([0-9.]+)\s*)?\)\s*", re.IGNORECASE
)
# How far back the data reach from which the band is computed.
HISTORY = timedelta(days=14)
_LEAST = 3
_DAYS = timedelta(days=2)
# The width of the band of values that are all alike, relative to the values.
_FLOOR = 0.01


def band_of(
    past: Mapping[datetime, float], at: datetime, width: float
) -> tuple[float, float] | None:
    """Return the lower and upper end of the band at a time; None without enough past values.

    Parameters
    ----------
    past
        Earlier values by time.
    at
        The time.
    width
        Half the width of the band, in standard deviations.
    """
    earlier = {time: value for time, value in past.items() if time < at}
    if len(earlier) < _LEAST:
        return None
    values = list(earlier.values())
    if max(earlier) - min(earlier) >= _DAYS:
        alike = [value for time, value in earlier.items() if time.hour == at.hour]
        if len(alike) >= _LEAST:
            values = alike
    mean = statistics.fmean(values)
    spread = max(statistics.pstdev(values), abs(mean) * _FLOOR)
    return mean - width * spread, mean + width * spread
