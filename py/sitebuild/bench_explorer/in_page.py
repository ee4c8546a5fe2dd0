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
_SCRIPT = bench.FILES / "explore.js"


def measured(dist: Path, first: str, wanted: dict[str, str]) -> dict[str, float]:
    """Return how many orders, or runs, a second each program's exploration told of.

    ``first`` loads the runtime and does not count. What has no answer after `STOP_MS` is stopped.
    """

    def measure(page: Page, url: str, _sent: list[Sent]) -> dict[str, float]:
        page.goto(url)
        page.locator(".cm-content").wait_for()
        _explored(page, first)
        rates = {}
        for name, source in wanted.items():
            page.wait_for_timeout(bench.REST_MS)
            seen = _explored(page, source)
            rates[name] = tables.rate(tables.orders_in(seen["sentence"]), seen["ms"] / 1000)
        return rates

    return bench.in_browser(dist, "", measure)


def _explored(page: Page, source: str) -> dict[str, Any]:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    script = _SCRIPT.read_text(encoding="utf-8")
    seen: dict[str, Any] = page.evaluate(script, {"stop_ms": STOP_MS})
    return seen
