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
    assert "\nLONG = False " in playground.shown_code()
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


LESSON_1 = "scenarios/unlocked/"
RACE_AND_REPAIR = ["Three ATMs, no lock", "async with round the read and the write"]


def test_lesson_1_shows_the_race_beside_its_repair_without_script(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(site + LESSON_1)
        comparison = Comparison(page)
        expect(comparison.pictures).to_have_count(2)
        expect(comparison.titles).to_have_text(RACE_AND_REPAIR)
        expect(comparison.balances).to_have_text(["100", "300"])
        assert page.locator("#timeline input[type=radio]:checked").get_attribute("value") == "steps"


def test_race_and_repair_are_stepped_together_at_one_instant(page, site):
    Playground(page).opened(site + LESSON_1)
    moments = page.locator("#compare .tl-detail")
    expect(moments.nth(0)).to_contain_text("Step 2 of 6, 0 s: ATM-B read 0")
    expect(moments.nth(1)).to_contain_text("Step 2 of 8, 0 s: ATM-B asked for")
    page.get_by_test_id("step-forward").click()
    page.get_by_test_id("step-forward").click()
    expect(moments.nth(0)).to_contain_text("Step 4 of 6, 0.1 s: ATM-A wrote 100")
    expect(moments.nth(1)).to_contain_text("Step 4 of 8, 0.1 s: ATM-A wrote 100")
    page.get_by_test_id("scrubber").press("End")
    expect(moments.nth(1)).to_contain_text("Step 8 of 8, 0.3 s: ATM-C wrote 300")


def test_the_lock_that_is_chosen_changes_places_with_the_race_and_both_stay_live(page, site):
    playground = Playground(page).opened(site + LESSON_1)
    comparison = Comparison(page)
    playground.choose("lock-mode", "async-with")
    expect(comparison.titles).to_have_text(RACE_AND_REPAIR[::-1])
    playground.run()
    expect(comparison.balances).to_have_text(["300", "100"])
    page.get_by_test_id("set-beside").click()
    expect(comparison.root).to_have_attribute("data-alone", "")
    page.get_by_test_id("set-beside").click()
    expect(comparison.balances).to_have_text(["300", "100"])


def test_an_embed_of_lesson_1_has_the_race_alone_over_its_whole_width(open_page, site):
    with open_page(viewport={"width": 640, "height": 800}) as page:
        page.goto(f"{site}embed/v1/?scenario=unlocked")
        expect(page.locator("svg.tl-lanes")).to_have_count(1)
        scroll = page.locator("#timeline .tl-scroll").bounding_box()
        last = page.locator("#timeline .tl-block").last.bounding_box()
        assert last["x"] + last["width"] > scroll["x"] + 0.9 * scroll["width"]


OWN = """import asyncio

hits = 0


async def visit():
    global hits
    seen = hits
    await asyncio.sleep({seconds})
    hits = seen + 1


async def main():
    await asyncio.gather(visit(), visit())


asyncio.run(main())
"""


def test_any_run_can_be_kept_and_the_next_one_stands_beside_it_on_one_axis(page, site):
    playground = Playground(page).written(site, OWN.format(seconds=1))
    playground.run()
    comparison = Comparison(page)
    keep = page.get_by_test_id("keep-run")
    keep.click()
    expect(comparison.root).to_have_attribute("data-alone", "")
    playground.type_code(OWN.format(seconds=3))
    playground.run()
    expect(comparison.titles).to_have_text(["Your program", "Kept: Your program (1)"])
    expect(comparison.durations).to_have_text(["3 s", "1 s"])
    page.get_by_test_id("scrubber").press("End")
    expect(page.locator("#compare .tl-detail").nth(1)).to_contain_text("Step 4 of 4, 1 s")
    keep.click()
    expect(comparison.root).to_have_attribute("data-alone", "")
    expect(keep).to_be_focused()


def test_an_order_of_a_lesson_is_kept_and_stands_beside_another_of_the_same(page, site):
    Playground(page).opened(f"{site}scenarios/cache-stampede/")
    shows = page.get_by_test_id("outcomes").get_by_role("button", name="Show: ")
    page.get_by_test_id("keep-run").click()
    shows.first.click()
    comparison = Comparison(page)
    expect(comparison.titles.nth(1)).to_contain_text("Kept: ", timeout=60_000)
    expect(comparison.balances).to_have_text(["2", "3"])
