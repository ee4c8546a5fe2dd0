"""The reference: one page, from everywhere, without any script; with one, its snippets open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sitebuild import reference
from tests.browser.playground import Playground

ROWS = [row for part in reference.PARTS for row in part.rows]


@pytest.mark.parametrize("start", ["", "scenarios/", "scenarios/unlocked/"])
def test_it_is_one_click_away(page, site, start):
    page.goto(site + start)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Reference").click()
    expect(page).to_have_url(f"{site}reference/")
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
            )  # the one link: there is no playground to open without script


def test_a_row_leads_to_the_lesson_that_shows_it(page, site):
    page.goto(f"{site}reference/#twice")
    page.locator("#twice .see").get_by_role("link").click()
    expect(page).to_have_url(f"{site}scenarios/not-reentrant/")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_snippet_opens_in_the_playground_as_a_program_of_ones_own(page, site, row):
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{site}reference/")
    page.locator(f"#{row.name}").get_by_role("link", name="Open in the playground").click()
    playground = Playground(page)
    expect(page.locator("#code-heading")).to_have_text(f"{row.name}.py")
    expect(playground.code).to_be_attached()
    assert playground.shown_code() == row.program
    # It is there to be run, and runs nothing by itself.
    assert not [url for url in loaded if url.endswith(".wasm")]


def test_a_snippet_that_was_opened_gives_what_the_reference_says(page, site):
    row = next(row for row in ROWS if row.name == "fair")
    page.goto(f"{site}#reference=fair")
    playground = Playground(page)
    expect(page.locator("#code-heading")).to_have_text("fair.py")
    playground.run()
    printed = [line.inner_text() for line in page.locator(".log-text").all()]
    assert "\n".join(printed) == row.gives


def test_a_snippet_that_there_is_not_is_said_not_to_be_there(page, site):
    page.goto(f"{site}#reference=no-such")
    verdict = page.locator("main")
    expect(verdict).to_contain_text("This snippet could not be opened.")
    expect(verdict).to_contain_text("has no snippet “no-such”")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_it_is_never_wider_than_its_window(open_page, site, width):
    with open_page(viewport={"width": width, "height": 800}) as page:
        page.goto(f"{site}reference/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
