"""Whatever is done on whatever page: axe has no complaint, and the console no message."""

from __future__ import annotations

import pytest

from lockstep import catalogue as lessons
from lockstep.exercises import catalogue as exercises
from tests.browser.axe import COLOURS, complaints
from tests.browser.states import PAGES, STATES, Kind

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


LIGHT = {"color_scheme": "light", "forced_colors": "none"}
DARK = {"color_scheme": "dark", "forced_colors": "none"}
SYSTEM = {"color_scheme": "light", "forced_colors": "active"}
#: Name, width, colours, and the rules of axe; None: all. In other colours nothing but the contrast
#: is another, but letters that are large at one width only may be paler there.
LOOKS = (
    ("light", 1280, LIGHT, None),
    ("forced colours", 1280, SYSTEM, COLOURS),
    ("dark", 1280, DARK, COLOURS),
    ("dark and narrow", 390, DARK, None),
    ("light and narrow", 390, LIGHT, COLOURS),
)


#: All that a page is opened for in every look is one of each kind; of the others, only on a phone.
NARROW = (
    ("light", 390, LIGHT, None),
    ("dark", 390, DARK, COLOURS),
    ("forced colours", 390, SYSTEM, COLOURS),
)
SHOWN = {kind.path for kind in PAGES}
OTHERS = [
    Kind(path, path)
    for path in (
        *(f"scenarios/{each['name']}/" for each in lessons.load() if not each.get("variant_of")),
        *(f"exercises/{each.name}/" for each in exercises.load()),
    )
    if path not in SHOWN
]


def held_to(open_page, site, kind, looks):
    """What axe and the console have to say of a page, in several looks."""
    with open_page(viewport={"width": looks[0][1], "height": 844}) as page:
        messages, found = [], {}
        page.on("console", lambda message: messages.append(message.text))
        kind.open(page, site)
        for name, width, colours, rules in looks:
            if width == 1280 or kind.narrow:
                page.emulate_media(**colours)
                fit(page, width)
                found[name] = complaints(page, rules)
        expected = (BLOCKED, *EXPECTED.get(kind.name, []))
        wording = [text for text in messages if not text.startswith(expected)]
        return {name: words for name, words in found.items() if words}, wording


@pytest.mark.parametrize("kind", (*PAGES, *STATES), ids=lambda kind: kind.name)
def test_axe_and_the_console_have_nothing_to_say_and_nothing_is_wider_than_the_window(
    open_page, site, kind
):
    assert held_to(open_page, site, kind, LOOKS) == ({}, [])


@pytest.mark.parametrize("kind", OTHERS, ids=lambda kind: kind.name)
def test_nor_have_they_of_any_other_lesson_or_exercise(open_page, site, kind):
    assert held_to(open_page, site, kind, NARROW) == ({}, [])
