"""Whatever is done on whatever page: axe has no complaint, and the console no message."""

from __future__ import annotations

import pytest

from tests.browser.axe import complaints
from tests.browser.states import PAGES, STATES

LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
}


def faults(page):
    """What there is to complain of, in each of the looks that a page can have."""
    found = {}
    for name, look in LOOKS.items():
        page.emulate_media(**look)
        found[name] = complaints(page)
    return {name: words for name, words in found.items() if words}


EVERYWHERE = [
    pytest.param(kind, width, id=f"{kind.name}-{width}")
    for kind in (*PAGES, *STATES)
    for width in ((390, 1280) if kind.narrow else (1280,))
]


#: What the browser itself says of an answer 404, which is what this page is for.
EXPECTED = {"missing": ["Failed to load resource: the server responded with a status of 404"]}


@pytest.mark.parametrize(("kind", "width"), EVERYWHERE)
def test_axe_and_the_console_have_nothing_to_say_and_nothing_is_wider_than_the_window(
    open_page, site, kind, width
):
    with open_page(viewport={"width": width, "height": 844}) as page:
        messages = []
        page.on("console", lambda message: messages.append(message.text))
        kind.open(page, site)
        assert faults(page) == {}
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expected = tuple(EXPECTED.get(kind.name, ["\0"]))
        assert [text for text in messages if not text.startswith(expected)] == []
