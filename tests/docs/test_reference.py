"""The examples of the reference run against a server that has all members of all operations."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import api_pages
import reference
from reference_families import FAMILIES
from tests.aws_model.responses import response_of
from tests.support.model_values import SERVICES, Filler, operation, service_model
from tests.support.styles import ACCESS_KEY, SECRET_KEY

if TYPE_CHECKING:
    from tests.support.messages import Request, Response
    from tests.support.wire import Wire

EXAMPLES = {
    f"{service}-{family.name}": family.example
    for service, families in FAMILIES.items()
    for family in families
}


def _respond(request: Request) -> Response:
    name = request.operation or ""
    service = next(one for one in SERVICES if name in service_model(one).operation_names)
    value = Filler().fill(operation(service, name).output_shape)
    # The response has no failures.
    return response_of(service, name, {key: one for key, one in value.items() if key != "Failures"})


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_example_of_a_page_runs(server: Wire, example: str) -> None:
    server.otherwise = _respond
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_ENDPOINT_URL": server.url,
        "AWS_REGION": "us-east-1",
    }
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
        env=environment,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert server.requests


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_and_class_has_a_page(service: str) -> None:
    listed = [name for names in reference.operations(service).values() for name in names]
    assert sorted(listed) == sorted(service_model(service).operation_names)
    assert set(reference.methods(service)) == set(listed)
    text = "".join(
        page.read_text(encoding="utf-8") for page in Path(reference.FOLDER).glob(f"{service}-*.md")
    )
    for of in reference.classes(service):
        assert f"`{of.module}.{of.name}`" in text


def test_every_attribute_has_a_description() -> None:
    rows = [
        line
        for page in Path(reference.FOLDER).glob("*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    assert len(rows) > 500
    assert [row for row in rows if re.search(r"\|\s*\|$", row)] == []


def test_the_api_has_every_listed_name_of_every_public_module() -> None:
    checked = 0
    for name in api_pages.modules():
        if name in api_pages.NOT_IMPORTED:
            continue
        module = importlib.import_module(name)
        text = (api_pages.API / f"{name}.md").read_text(encoding="utf-8")
        for one in getattr(module, "__all__", ()):
            value = getattr(module, one)
            # Objects of other public modules are on the pages of those.
            home = getattr(value, "__module__", name)
            if inspect.ismodule(value) or not home.startswith((name + "._", name)):
                continue
            if home in api_pages.modules() and home != name:
                continue
            assert f"::: {name}.{one}\n" in text
            checked += 1
    assert checked > 100
