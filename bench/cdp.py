"""What an extension's scripts cost a page, read from Chromium's own profiler and tracing.

The page's `longtask` observer does not see extension work, so time is attributed by the address of
the script: every sample whose stack holds a chrome-extension:// frame counts, with all that it
called, layout included.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page

SCHEME = "chrome-extension://"
SAMPLING_US = 50
CATEGORIES = "toplevel,devtools.timeline,v8"


@dataclass
class Cost:
    """Milliseconds of the page's main thread."""

    cpu: float = 0.0
    longest_task: float = 0.0
    by_function: dict[str, float] = field(default_factory=dict)


@contextmanager
def profiled(page: Page) -> Iterator[Cost]:
    """Profile what happens on the page's main thread; the cost is filled in at the end."""
    session = page.context.new_cdp_session(page)
    cost = Cost()
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": SAMPLING_US})
    session.send("Profiler.start")
    try:
        yield cost
    finally:
        read_profile(session.send("Profiler.stop")["profile"], cost)
        session.detach()


def read_profile(profile: dict[str, Any], cost: Cost) -> None:
    """Add up the samples of extension scripts; `cost.by_function` has each function's own part."""
    nodes = {node["id"]: node for node in profile["nodes"]}
    parents = {child: node["id"] for node in profile["nodes"] for child in node.get("children", ())}

    def owner(node: int) -> str | None:
        place: int | None = node
        while place is not None:
            frame = nodes[place]["callFrame"]
            if frame["url"].startswith(SCHEME):
                return f"{frame['functionName'] or '(top)'}:{frame['lineNumber'] + 1}"
            place = parents.get(place)
        return None

    owners = {node: owner(node) for node in nodes}
    for sample, microseconds in zip(profile["samples"], profile["timeDeltas"], strict=True):
        name = owners[sample]
        if name is not None:
            cost.cpu += microseconds / 1000
            cost.by_function[name] = cost.by_function.get(name, 0.0) + microseconds / 1000


@contextmanager
def traced(page: Page) -> Iterator[Cost]:
    """Trace the page's tasks; `cost.longest_task` is the longest that ran an extension's script."""
    session = page.context.new_cdp_session(page)
    cost = Cost()
    events: list[dict[str, Any]] = []
    session.on("Tracing.dataCollected", lambda found: events.extend(found["value"]))
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": _config()})
    try:
        yield cost
    finally:
        _end(page, session)
        cost.longest_task = longest_task(events)
        session.detach()


def _config() -> dict[str, Any]:
    return {"includedCategories": CATEGORIES.split(","), "recordMode": "recordAsMuchAsPossible"}


def _end(page: Page, session: CDPSession) -> None:
    done: list[bool] = []
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(20)


def longest_task(events: list[dict[str, Any]]) -> float:
    """Return the longest task, in ms, of those in which an extension's script was running."""
    ours = [event for event in events if SCHEME in json.dumps(event.get("args", {}))]
    tasks = [e for e in events if e.get("name") in TASKS and e.get("ph") == "X"]
    longest = 0
    for event in ours:
        thread, at = (event["pid"], event["tid"]), event["ts"]
        for task in tasks:
            if (task["pid"], task["tid"]) == thread and task["ts"] <= at < task["ts"] + task["dur"]:
                longest = max(longest, task["dur"])
    return longest / 1000


TASKS = ("RunTask", "ThreadControllerImpl::RunTask")
