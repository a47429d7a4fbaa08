"""Reports of expectations as JUnit XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # Only written, never parsed.
from collections.abc import Iterable
from pathlib import Path

from reboto.foresight._check import Report


def write(
    path: str | Path, reports: Iterable[Report], errors: Iterable[tuple[str, str]] = ()
) -> None:
    """Write a test suite for each file.

    Parameters
    ----------
    path : str or Path
        The file to write.
    reports : list of Report
        The reports.
    errors : list of tuple
        Files that are wrong, with the error of each.
    """
    root = ET.Element("testsuites")
    for one in reports:
        suite = ET.SubElement(
            root,
            "testsuite",
            name=one.path,
            tests=str(len(one.outcomes)),
            failures=str(len(one.failures)),
            errors="0",
        )
        for outcome in one.outcomes:
            name = f"line {outcome.line}: {outcome.expected}"
            case = ET.SubElement(suite, "testcase", classname=one.path, name=name)
            if outcome.got is not None:
                message = f"expected {outcome.expected}, got {outcome.got}"
                failure = ET.SubElement(case, "failure", message=message)
                failure.text = f"{one.path}:{outcome.line}: {message}\n{outcome.why}"
    for name, message in errors:
        suite = ET.SubElement(root, "testsuite", name=name, tests="1", failures="0", errors="1")
        case = ET.SubElement(suite, "testcase", classname=name, name="file")
        ET.SubElement(case, "error", message=message)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
