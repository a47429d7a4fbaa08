"""Fixtures of tests that draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes


@pytest.fixture(autouse=True)
def no_windows() -> Iterator[None]:
    """Draw without windows, and close all figures afterwards."""
    mpl.use("agg")
    yield
    plt.close("all")


@pytest.fixture
def ax() -> Axes:
    """Axes of a figure that pyplot does not know."""
    return Figure(layout="constrained").subplots()
