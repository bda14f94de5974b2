"""What the extension costs a page, as Chromium's own profiler sees it.

A page's `longtask` observer does not see an extension's work. So this records a trace with the V8
profiler's samples in it, and counts those in whose stack a function of the extension stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from demo.chromium import ChromiumPage

CATEGORIES = (
    "disabled-by-default-v8.cpu_profiler",
    "disabled-by-default-v8.cpu_profiler.hires",
    "toplevel",
)
OURS = "chrome-extension://"
TASKS = {"ThreadControllerImpl::RunTask", "RunTask"}
Thread = tuple[int, int]  # process and thread


@dataclass(frozen=True)
class Cost:
    """Main-thread time of the extension in one page, in milliseconds.

    `total` is all of it; `longest` is the most that it took within one task of the browser;
    `samples` is how many samples that rests on, one about every 0.1 ms.
    """

    total: float
    longest: float
    samples: int


def content_cpu(page: ChromiumPage, act: Callable[[], object]) -> Cost:
    """Run `act`, which navigates or changes `page` and waits until all is painted; say the cost.

    Only the content scripts count: the page's own scripts, the background worker, and style and
    layout that the browser does later, on its own, are left out; layout that a content script asks
    for while it runs is in.
    """
    session = page.page.context.new_cdp_session(page.page)
    events: list[dict[str, Any]] = []
    ended: list[bool] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda _: ended.append(True))
    config = {"includedCategories": list(CATEGORIES)}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    try:
        act()
    finally:
        session.send("Tracing.end")
        while not ended:
            page.page.wait_for_timeout(10)
        session.detach()
    return cost(events)


def cost(events: list[dict[str, Any]]) -> Cost:
    """Add up a trace's samples by the task in which they were taken; times in it are microseconds.

    Pages run on their process's main thread, and the background worker on one of its own.
    """
    names = {(e["pid"], e["tid"]): e["args"]["name"] for e in events if e["name"] == "thread_name"}
    total = longest = count = 0
    for thread, chunks in _profiles(events):
        if names.get(thread) != "CrRendererMain":
            continue
        tasks = sorted(
            event["ts"]
            for event in events
            if event["name"] in TASKS and (event["pid"], event["tid"]) == thread
        )
        by_task: Counter[int] = Counter()
        for at, took in _samples(chunks):
            by_task[bisect_right(tasks, at)] += took
            count += 1
        total += by_task.total()
        longest = max([longest, *by_task.values()])
    return Cost(total / 1000, longest / 1000, count)


def _profiles(events: list[dict[str, Any]]) -> list[tuple[Thread, list[dict[str, Any]]]]:
    """Each profile's thread and its parts, in order."""
    threads: dict[tuple[int, str], Thread] = {}
    parts: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for event in sorted(events, key=lambda event: int(event.get("ts", 0))):
        if event["name"] in ("Profile", "ProfileChunk"):
            key = (event["pid"], event["id"])
            parts.setdefault(key, []).append(event)
            if event["name"] == "Profile":
                threads[key] = (event["pid"], event["tid"])
    return [(thread, parts[key]) for key, thread in threads.items()]


def _samples(chunks: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """When each of our samples was taken, and how long until the next one."""
    ours: dict[int, bool] = {}
    at = 0
    times: list[tuple[int, bool]] = []
    for chunk in chunks:
        data = chunk["args"]["data"]
        at = data.get("startTime", at)
        profile = data.get("cpuProfile", {})
        for node in profile.get("nodes", []):
            url = node["callFrame"].get("url", "")
            ours[node["id"]] = url.startswith(OURS) or ours.get(node.get("parent"), False)
        for node_id, passed in zip(
            profile.get("samples", []), data.get("timeDeltas", []), strict=True
        ):
            at += passed
            times.append((at, ours.get(node_id, False)))
    return [(at, after - at) for (at, is_ours), (after, _) in pairwise(times) if is_ours]
