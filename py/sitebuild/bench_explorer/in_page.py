"""The explorer in Chromium: the page's own button, its worker, its answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from sitebuild import bench
from sitebuild.bench_explorer import tables
from sitebuild.serve import Sent

#: For what would go on for long.
STOP_MS = 10_000
#: In which the page gets its spare workers ready.
WARM_MS = 4_000
#: What is written beneath a lesson.
EDIT = "\nEDITED = True\n"


def measured(dist: Path, first: str, wanted: dict[str, str]) -> dict[str, float]:
    """Return how many orders, or runs, a second each program's exploration told of.

    ``first`` loads the runtime and does not count. What has no answer after `STOP_MS` is stopped.
    """

    def measure(page: Page, url: str, _sent: list[Sent]) -> dict[str, float]:
        _begin(page, url, first)
        rates = {}
        for name, source in wanted.items():
            page.wait_for_timeout(bench.REST_MS)
            seen = _explored(page, source)
            rates[name] = tables.rate(tables.orders_in(seen["sentence"]), seen["ms"] / 1000)
        return rates

    return bench.in_browser(dist, "", measure)


def verdicts(dist: Path, first: str, lessons: dict[str, str]) -> dict[str, float | None]:
    """Return in how many ms each lesson, edited, had a verdict over every order; None: it has none.

    ``first`` loads the runtime and does not count; each press finds the spare workers ready.
    """

    def measure(page: Page, url: str, _sent: list[Sent]) -> dict[str, float | None]:
        _begin(page, url, first)
        times: dict[str, float | None] = {}
        for name, source in lessons.items():
            _write(page, source + EDIT)
            page.wait_for_timeout(WARM_MS)
            seen = page.evaluate((bench.FILES / "verdict.js").read_text(encoding="utf-8"))
            times[name] = seen["ms"] if seen["complete"] else None
        return times

    return bench.in_browser(dist, "", measure)


def _begin(page: Page, url: str, first: str) -> None:
    page.goto(url)
    page.locator(".cm-content").wait_for()
    _explored(page, first)


def _write(page: Page, source: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def _explored(page: Page, source: str) -> dict[str, Any]:
    _write(page, source)
    script = (bench.FILES / "explore.js").read_text(encoding="utf-8")
    seen: dict[str, Any] = page.evaluate(script, {"stop_ms": STOP_MS})
    return seen
