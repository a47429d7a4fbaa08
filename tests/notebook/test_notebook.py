"""The example notebook runs in a new kernel, and blocking calls work in a running loop."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

from reboto import aio, connect_autoscale

if TYPE_CHECKING:
    import reboto.local

NOTEBOOK = Path(__file__).parents[2] / "examples" / "dynamic_scaling.ipynb"


def read() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def outputs() -> list[dict[str, Any]]:
    """The outputs of the cells; a cell that fails makes the fixture fail."""
    notebook = read()
    NotebookClient(notebook, timeout=100, kernel_name="python3").execute()
    return [
        dict(output)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output["output_type"] != "stream" or output["name"] != "stderr"
    ]


def shown(outputs: list[dict[str, Any]], kind: str) -> list[str]:
    return [output["data"][kind] for output in outputs if kind in output.get("data", {})]


@pytest.mark.timeout(150)
def test_the_notebook_runs_from_clean(outputs: list[dict[str, Any]]) -> None:
    assert outputs
    assert all(output["output_type"] != "error" for output in outputs)


@pytest.mark.timeout(150)
def test_it_shows_tables_of_groups_policies_and_alarms(outputs: list[dict[str, Any]]) -> None:
    tables = [html for html in shown(outputs, "text/html") if "reboto" in html]
    for name in ("AutoScalingGroup", "ScalingPolicy", "MetricAlarm", "MetricDataResult"):
        assert any(f"<caption>{name}" in html for html in tables), name


@pytest.mark.timeout(150)
def test_it_shows_two_pictures(outputs: list[dict[str, Any]]) -> None:
    pictures = [base64.b64decode(picture) for picture in shown(outputs, "image/png")]
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") and len(picture) > 10_000 for picture in pictures)


@pytest.mark.timeout(150)
def test_a_cell_can_await_a_call_at_its_top_level(outputs: list[dict[str, Any]]) -> None:
    assert "(1, 2)" in shown(outputs, "text/plain")


def test_the_notebook_is_kept_without_outputs() -> None:
    cells = [cell for cell in read().cells if cell.cell_type == "code"]
    assert len(cells) > 8
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)


def test_calls_that_block_work_in_a_loop_that_runs(endpoint: reboto.local.Endpoint) -> None:
    async def cell() -> tuple[int, int]:
        blocking = len(connect_autoscale().get_all_groups())
        async with aio.connect_autoscale() as awaited:
            return blocking, len(await awaited.get_all_groups())

    assert asyncio.run(cell()) == (0, 0)
