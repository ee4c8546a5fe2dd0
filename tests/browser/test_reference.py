"""The reference: one page, from everywhere, without any script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sitebuild import reference
from tests.browser.axe import complaints

ROWS = [row for part in reference.PARTS for row in part.rows]


@pytest.mark.parametrize("start", ["", "scenarios/", "scenarios/unlocked/"])
def test_it_is_one_click_away(page, site, start):
    page.goto(site + start)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Reference").click()
    assert page.url == f"{site}reference/"
    expect(page.locator(".site-nav [aria-current=page]")).to_have_text("Reference")


def test_without_script_each_row_has_its_snippet_and_what_it_gives(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(f"{site}reference/")
        for row in ROWS:
            shown = page.locator(f"#{row.name}")
            expect(shown.locator("pre")).to_have_text(row.snippet)
            expect(shown.locator("samp")).to_have_text(row.gives)
            expect(shown.get_by_role("link")).to_have_attribute(
                "href", f"../scenarios/{row.scenario}/"
            )


def test_a_row_leads_to_the_lesson_that_shows_it(page, site):
    page.goto(f"{site}reference/#twice")
    page.locator("#twice").get_by_role("link").click()
    assert page.url == f"{site}scenarios/not-reentrant/"


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_it_is_never_wider_than_its_window(open_page, site, width):
    with open_page(viewport={"width": width, "height": 800}) as page:
        page.goto(f"{site}reference/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(open_page, site, width, theme):
    with open_page(viewport={"width": width, "height": 844}, color_scheme=theme) as page:
        page.goto(f"{site}reference/")
        assert complaints(page) == ""
