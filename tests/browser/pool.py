"""Pages that are lent to one test after another, as good as new.

A fresh context costs a second of the processor before the first look at a page (a new process, an
empty cache, scripts compiled anew), more than most tests take. What a test can leave behind is
put right in between: the document with its workers and all of Python, storage, routes, listeners,
size and looks. A page of which something stays that cannot be taken back is not lent again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Page

#: What cannot be taken back.
FOR_GOOD = ("add_init_script", "expose_binding", "expose_function", "set_default_timeout")
#: A page of which nothing is known to be wrong is given up after so many tests all the same.
MOST_LOANS = 40
#: A service worker would answer in the place of a test's routes, and outlive its document.
WITHOUT_WORKER = {"service_workers": "block"}
VIEWPORT = {"width": 1280, "height": 720}  # Playwright's own


class Loan:
    """A page, and what a test has done to it that has to be undone."""

    def __init__(self, browser: Browser, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.page = browser.new_context(**{**WITHOUT_WORKER, **settings}).new_page()
        self.times = 0
        self.uncaught: list[str] = []
        self._is_spoilt = False
        self._listeners: list[tuple[str, Callable[..., Any]]] = []
        self._devtools = self.page.context.new_cdp_session(self.page)
        self._note_listeners()
        for name in FOR_GOOD:
            self._note_use_of(name)

    def _note_listeners(self) -> None:
        add = self.page.on

        def on(event: str, listener: Callable[..., Any]) -> None:
            self._listeners.append((event, listener))
            add(event, listener)  # type: ignore[call-overload]

        self.page.on = on  # type: ignore[method-assign,assignment]

    def _note_use_of(self, name: str) -> None:
        real = getattr(self.page, name)

        def used(*words: Any, **more: Any) -> Any:
            self._is_spoilt = True
            return real(*words, **more)

        setattr(self.page, name, used)

    def begin(self) -> None:
        self.times += 1
        self.uncaught = []
        self.page.on("pageerror", lambda error: self.uncaught.append(str(error)))

    def restore(self, origins: list[str]) -> bool:
        """Make the page as good as new; return whether it is."""
        page = self.page
        if self._is_spoilt or page.is_closed() or len(page.context.pages) > 1:
            return False
        for event, listener in self._listeners:
            page.remove_listener(event, listener)
        self._listeners.clear()
        try:
            self._clear(origins)
        except Error:
            return False
        return self.times < MOST_LOANS

    def _clear(self, origins: list[str]) -> None:
        page = self.page
        page.unroute_all()
        page.context.unroute_all()
        page.mouse.move(-1, -1)
        page.goto("about:blank")
        page.context.clear_cookies()
        page.set_viewport_size(self.settings.get("viewport") or VIEWPORT)  # type: ignore[arg-type]
        page.emulate_media(
            media="null",
            color_scheme=self.settings.get("color_scheme", "light"),
            forced_colors=self.settings.get("forced_colors", "none"),
            reduced_motion=self.settings.get("reduced_motion", "no-preference"),
        )
        for origin in origins:
            self._devtools.send(
                "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"}
            )
        self._devtools.send("Page.resetNavigationHistory")

    def close(self) -> None:
        self.page.context.close()


class Pool:
    """Loans that are free, by the settings of their context."""

    def __init__(self, browser: Browser, origins: list[str]) -> None:
        self.browser = browser
        self.origins = origins
        self._free: dict[str, list[Loan]] = {}

    @contextmanager
    def lend(self, **settings: Any) -> Iterator[Page]:
        """A page; an error that no script of it caught fails the test."""
        free = self._free.setdefault(repr(sorted(settings.items())), [])
        loan = free.pop() if free else Loan(self.browser, settings)
        loan.begin()
        try:
            yield loan.page
        except BaseException:
            loan.close()  # who knows what stopped where
            raise
        uncaught = loan.uncaught
        if loan.restore(self.origins):
            free.append(loan)
        else:
            loan.close()
        assert uncaught == [], uncaught
