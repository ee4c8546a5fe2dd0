"""What a page costs the processor. A clock on the wall measures what else the machine does."""

from __future__ import annotations

import json

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


class Tasks:
    """The tasks of a page's thread, one by one, as Chromium traces them.

    A task lasts while others have the processor, too, by no fault of the page: what counts is what
    the task itself has taken of it.
    """

    _TASK = "ThreadControllerImpl::RunTask"
    _SIGN = "the thread that is meant"

    def __init__(self, page: Page) -> None:
        self._page = page
        self._begin()

    def longest_ms(self) -> float:
        """Return the processor's time of the longest task since this was last asked."""
        self._page.evaluate("(sign) => void performance.mark(sign)", self._SIGN)
        events = json.loads(self._page.context.browser.stop_tracing())["traceEvents"]
        self._begin()
        thread = next(_thread(event) for event in events if event["name"] == self._SIGN)
        over = (event for event in events if event["name"] == self._TASK and event["ph"] == "X")
        return max((task["tdur"] / 1000 for task in over if _thread(task) == thread), default=0)

    def _begin(self) -> None:
        browser = self._page.context.browser
        browser.start_tracing(page=self._page, categories=["toplevel", "blink.user_timing"])


def _thread(event: dict) -> tuple[int, int]:
    return event["pid"], event["tid"]
