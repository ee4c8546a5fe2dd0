"""Two runs on one axis: recorded with the page, and live, with what each took and how it ended."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lockstep import catalogue
from tests.browser.playground import Playground

COMPARED = [scenario["name"] for scenario in catalogue.load() if scenario["compare"]]

#: name: the balances and the durations of the first run and of the second
SHOWN = {
    "global-lock": (["600", "600"], ["0.6 s", "0.3 s"]),
    "granularity": (["3", "3"], ["1.05 s", "0.45 s"]),
}


class Comparison:
    def __init__(self, page):
        self.root = page.get_by_test_id("compare")
        self.balances = page.get_by_test_id("compare-balance")
        self.durations = page.get_by_test_id("compare-duration")
        self.titles = page.locator(".compare-table th[scope=row]")
        self.scrolls = page.locator("#compare .tl-scroll")
        self.pictures = page.locator("#compare svg.tl-lanes")


@pytest.mark.parametrize("name", SHOWN)
def test_without_script_both_runs_are_drawn_and_told(open_page, site, name):
    balances, durations = SHOWN[name]
    with open_page(java_script_enabled=False) as page:
        page.goto(f"{site}scenarios/{name}/")
        comparison = Comparison(page)
        expect(comparison.pictures).to_have_count(2)
        expect(comparison.balances).to_have_text(balances)
        expect(comparison.durations).to_have_text(durations)
        page.get_by_text("The timeline in sentences").nth(1).click()
        expect(page.locator("#compare-sentences li").first).to_be_visible()


@pytest.mark.parametrize("name", SHOWN)
def test_run_runs_both_programs_live(page, site, name):
    balances, durations = SHOWN[name]
    playground = Playground(page).opened(f"{site}scenarios/{name}/")
    playground.run()
    comparison = Comparison(page)
    expect(playground.root).to_have_attribute("data-source", "live")
    expect(comparison.balances).to_have_text(balances)
    expect(comparison.durations).to_have_text(durations)


def test_both_programs_follow_the_widgets(page, site):
    playground = Playground(page).opened(f"{site}scenarios/granularity/")
    comparison = Comparison(page)
    playground.fill("workers", 2)
    playground.run()
    expect(comparison.balances).to_have_text(["2", "2"])
    expect(comparison.durations).to_have_text(["0.7 s", "0.4 s"])
    page.get_by_test_id("work-inside-the-lock").uncheck()
    assert "\nWORK_INSIDE = False " in playground.shown_code()
    playground.run()
    expect(comparison.titles).to_have_text(
        ["work inside the lock: no", "work inside the lock: yes"]
    )
    expect(comparison.durations).to_have_text(["0.4 s", "0.7 s"])


def test_a_choice_that_is_compared_with_nothing_takes_the_second_run_away(page, site):
    playground = Playground(page).opened(f"{site}scenarios/global-lock/")
    playground.choose("lock-mode", "none")
    playground.run()
    expect(Comparison(page).balances.first).to_be_hidden()
    expect(page.locator("#compare-timeline")).to_be_hidden()
    playground.choose("lock-mode", "async-with")
    playground.run()
    expect(Comparison(page).durations).to_have_text(["0.6 s", "0.3 s"])


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", COMPARED)
def test_the_same_instant_stands_at_the_same_place_in_both_pictures(open_page, site, name, width):
    with open_page(viewport={"width": width, "height": 900}) as page:
        Playground(page).opened(f"{site}scenarios/{name}/")
        first, second = (
            dict(
                zip(
                    picture.locator(".tl-when").all_text_contents(),
                    [mark.bounding_box()["x"] for mark in picture.locator(".tl-when").all()],
                    strict=True,
                )
            )
            for picture in Comparison(page).pictures.all()
        )
        common = (first.keys() & second.keys()) - {""}
        assert "0 s" in common
        assert {at: first[at] for at in common} == pytest.approx({at: second[at] for at in common})


def test_both_pictures_scroll_as_one(open_page, site):
    with open_page(viewport={"width": 390, "height": 900}) as page:
        Playground(page).opened(f"{site}scenarios/global-lock/")
        for _ in range(4):
            page.get_by_role("button", name="Zoom in").first.click()
        for leader in (0, 1):
            scrolls = Comparison(page).scrolls
            target = 60 + 40 * leader
            scrolls.nth(leader).evaluate("(element, x) => { element.scrollLeft = x; }", target)
            expect(scrolls.nth(1 - leader)).to_have_js_property("scrollLeft", target)


def test_the_second_picture_can_be_asked_by_keyboard(page, site):
    Playground(page).opened(f"{site}scenarios/global-lock/")
    second = page.locator(".compare-second")
    second.locator(".tl-scroll").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(second.locator(".tl-detail")).not_to_contain_text("Step 16")
