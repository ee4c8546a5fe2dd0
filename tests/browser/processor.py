"""What a page costs the processor. A clock on the wall measures what else the machine does."""

from __future__ import annotations

from playwright.sync_api import Page


class ThreadTime:
    """The processor's time of a page's thread, in milliseconds; Chromium's own count of it."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent_ms(self) -> float:
        """Return what all tasks of the thread have taken so far."""
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")
