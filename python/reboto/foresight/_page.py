"""A timeline as one self-contained HTML page."""

from __future__ import annotations

from reboto._html import escape, many
from reboto.foresight._timeline import Timeline
from reboto.foresight._what_if import section

_MOST = 200


def page(timeline: Timeline) -> str:
    """Return a page with the picture, sliders, the activities, explanations and assumptions.

    Parameters
    ----------
    timeline : Timeline
        The timeline.

    Returns
    -------
    str
    """
    title = escape(f"Foresight: {timeline.scenario.name or 'scenario'}")
    assumptions = "".join(
        f"<tr><th>{escape(one.name)}</th><td>{escape(str(one.value))}</td>"
        f"<td>{escape(one.meaning)}</td></tr>"
        for one in timeline.assumptions
    )
    reasons: list[str] = []
    for at, *_ in timeline.core.activities()[:_MOST]:
        reasons += timeline.why(at).splitlines()
    changes = "".join(f"<li>{escape(reason)}</li>" for reason in dict.fromkeys(reasons))
    count = len(timeline.core.activities())
    more = f"<p>and {count - _MOST} more changes</p>" if count > _MOST else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{font-family:sans-serif;max-width:900px;margin:2em auto;padding:0 1em;"
        "line-height:1.45}details{margin:1em 0}summary{cursor:pointer;font-weight:600}"
        "li{margin:.3em 0;overflow-wrap:anywhere}figure{margin:1em 0}"
        ".sliders{display:grid;grid-template-columns:auto 1fr 5em;gap:.4em 1em;align-items:center}"
        "</style></head><body>"
        f"<h1>{title}</h1>{timeline.html()}{section(timeline)}"
        f"<details open id=changes><summary>Changes of the capacity</summary><ul>{changes}</ul>"
        f"{more}</details>"
        "<details id=activities><summary>Activities</summary>"
        f"{many(timeline.activities[:_MOST], '')}</details>"
        "<details id=assumptions><summary>Assumptions: what AWS does not publish</summary>"
        f'<table class="reboto"><tbody>{assumptions}</tbody></table></details>'
        "</body></html>\n"
    )
