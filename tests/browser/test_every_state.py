"""Whatever is done on whatever page: axe has no complaint, and the console no message."""

from __future__ import annotations

import pytest

from tests.browser.axe import COLOURS, complaints
from tests.browser.states import PAGES, STATES

pytestmark = pytest.mark.slow

#: What the browser itself says of an answer 404, which is what this page is for.
EXPECTED = {"missing": ["Failed to load resource: the server responded with a status of 404"]}


#: What the harness says in the page's name: no test but those of it has a service worker.
BLOCKED = "Service Worker registration blocked by Playwright"
FITS = "width => innerWidth === width && document.documentElement.scrollWidth <= width"


def fit(page, width):
    """Give the window a width, and wait until the page is no wider."""
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_function(FITS, arg=width)


# What axe asks depends on a page's width and on its colours, but not on both at once: colours are
# the same at every width, and in other colours nothing but the contrast is another.
@pytest.mark.parametrize("kind", (*PAGES, *STATES), ids=lambda kind: kind.name)
def test_axe_and_the_console_have_nothing_to_say_and_nothing_is_wider_than_the_window(
    open_page, site, kind
):
    with open_page(viewport={"width": 1280, "height": 844}) as page:
        messages, found = [], {}
        page.on("console", lambda message: messages.append(message.text))
        kind.open(page, site)
        fit(page, 1280)
        found["light"] = complaints(page)
        page.emulate_media(color_scheme="dark")
        if kind.narrow:
            fit(page, 390)
        found["dark"] = complaints(page, None if kind.narrow else COLOURS)
        page.emulate_media(color_scheme="light", forced_colors="active")
        found["forced colours"] = complaints(page, COLOURS)
        expected = (BLOCKED, *EXPECTED.get(kind.name, []))
        said = [text for text in messages if not text.startswith(expected)]
        assert ({name: words for name, words in found.items() if words}, said) == ({}, [])
