"""The first screen: answer, picture, player and Run at once, and nothing moves or covers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playground import Playground


@pytest.fixture(scope="module")
def open_page(open_fresh):
    """What is seen first is seen by those who were never there."""
    return open_fresh


SCREENS = [(1280, 800), (1366, 768), (390, 844)]
PLAYER = ("step-back", "step-forward", "play", "scrubber")
#: What a choice of the lock must not move; on a phone the text of the lesson stands below these.
STAND = {
    390: ("#controls", "#answer", "#timeline", "#outcomes"),
    1280: ("#controls", "#answer", "#timeline", "#outcomes", "#code", "#log"),
}


def in_window(page, locator):
    """Whether all of it is in the window, and nothing else lies on its middle."""
    return locator.evaluate(
        """(element) => {
            const {left, top, right, bottom} = element.getBoundingClientRect();
            const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
            const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            return inside && (element.contains(there) || there?.contains(element));
        }"""
    )


@pytest.mark.parametrize("path", ["", "scenarios/async-with/", "scenarios/deadlock/"])
@pytest.mark.parametrize("screen", SCREENS)
def test_player_run_answer_and_picture_are_on_the_first_screen(open_page, site, screen, path):
    width, height = screen
    with open_page(viewport={"width": width, "height": height}) as page:
        Playground(page).opened(site + path)
        for testid in ("run", *PLAYER, "final-balance"):
            assert in_window(page, page.get_by_test_id(testid)), testid
        lanes = page.locator(".tl-lanes").first.bounding_box()
        player = page.locator("#player").bounding_box()
        assert lanes["y"] + 36 + 3 * 40 <= player["y"]  # the lanes of three tasks


@pytest.mark.parametrize("screen", [(1280, 800), (1280, 720), (1366, 768), (1440, 900)])
def test_choices_beneath_the_race_are_on_the_first_screen(open_page, site, screen):
    width, height = screen
    with open_page(viewport={"width": width, "height": height}) as page:
        Playground(page).opened(site)
        choices = page.get_by_test_id("choice")
        expect(choices).to_have_count(3)
        player = page.locator(".player-row").bounding_box()
        for choice in choices.all():
            box = choice.bounding_box()
            assert in_window(page, choice)
            assert box["y"] + box["height"] <= player["y"]


def test_on_a_phone_a_choice_that_is_gone_to_stands_above_the_dock(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}, has_touch=True) as page:
        Playground(page).opened(site)
        dock = page.locator("#player").bounding_box()
        for choice in page.get_by_test_id("choice").all():
            choice.focus()
            box = choice.bounding_box()
            assert in_window(page, choice)
            assert box["y"] + box["height"] <= dock["y"]


def test_code_is_376_wide_and_the_picture_has_the_rest(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        page.goto(site)
        assert page.locator("#code").bounding_box()["width"] == 376
        assert page.locator("#result").bounding_box()["width"] == 808


@pytest.mark.parametrize("path", ["", "scenarios/counter/", "scenarios/granularity/"])
def test_the_controls_take_one_row(open_page, site, path):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        Playground(page).opened(site + path)
        middles = page.locator("#controls > :not(#controls-note)").evaluate_all(
            """(all) => all.map((each) => {
                const {top, bottom} = each.getBoundingClientRect();
                return Math.round((top + bottom) / 2);
            })"""
        )
        assert max(middles) - min(middles) <= 2


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_lock_is_switched(open_page, site, width):
    with open_page(viewport={"width": width, "height": 844}) as page:
        playground = Playground(page).opened(f"{site}scenarios/unlocked/")

        def places():
            scrolled = page.evaluate("scrollY")
            return {
                name: page.locator(name).bounding_box()["y"] + scrolled for name in STAND[width]
            }

        before = places()
        playground.choose("lock-mode", "async-with")
        expect(page.locator("#lesson-title")).to_contain_text("async with")
        assert places() == before


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (640, 400), (390, 844)])
def test_nothing_covers_anything_however_small_the_window(open_page, site, size):
    """320 by 256 is a window of 1280 by 1024 at 400 %."""
    width, height = size
    with open_page(viewport={"width": width, "height": height}) as page:
        Playground(page).opened(site)
        boxes = {testid: page.get_by_test_id(testid).bounding_box() for testid in ("run", *PLAYER)}
        for one, a in boxes.items():
            for other, b in boxes.items():
                apart = (
                    a["x"] + a["width"] <= b["x"]
                    or b["x"] + b["width"] <= a["x"]
                    or a["y"] + a["height"] <= b["y"]
                    or b["y"] + b["height"] <= a["y"]
                )
                assert one == other or apart, (one, other)
        covered = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((each) =>
                ["fixed", "sticky"].includes(getComputedStyle(each).position)
                && getComputedStyle(each).bottom !== "auto"
                && each.getBoundingClientRect().top < innerHeight
            ).reduce((sum, each) => Math.max(sum, each.getBoundingClientRect().height), 0)"""
        )
        assert covered <= height / 5
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        last = page.locator(".neighbours").bounding_box()
        dock = page.locator("#player").bounding_box()
        fixed = page.locator("#player").evaluate("each => getComputedStyle(each).position")
        assert fixed != "fixed" or last["y"] + last["height"] <= dock["y"]


def test_on_a_phone_the_write_that_loses_is_in_the_first_view(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        Playground(page).opened(site)
        lost = page.locator("#timeline .tl-block.tl-wrong")
        expect(lost).not_to_have_count(0)
        for wrong in lost.all():
            assert in_window(page, wrong)


def test_on_a_phone_the_loop_and_the_map_stand_above_what_is_pressed(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}, has_touch=True) as page:
        page.goto(f"{site}scenarios/sometimes/")
        page.get_by_test_id("bet").get_by_role("button", name="300").click()
        for task in ("ATM-A", "ATM-B", "ATM-A"):
            page.locator(f"[data-testid=choice][data-task={task}]").tap()
        expect(page.get_by_test_id("orders-left")).to_have_attribute("data-left", "3")
        assert page.evaluate("scrollY") == 0
        pressed = page.locator(".clock-choices").bounding_box()["y"]
        parts = [".answer", "#timeline .tl-track", "#loop-strip", "[data-testid=order-map]"]
        foots = [box["y"] + box["height"] for box in map(box_of(page), parts)]
        assert foots == sorted(foots)
        assert foots[-1] <= pressed


def box_of(page):
    return lambda selector: page.locator(selector).bounding_box()


def test_a_picture_that_does_not_fit_is_shown_where_the_scrubber_is(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        Playground(page).opened(f"{site}scenarios/counter/")
        scroll = page.locator("#timeline .tl-scroll").bounding_box()
        shown = page.locator("#timeline .tl-now").bounding_box()
        assert scroll["x"] <= shown["x"] <= scroll["x"] + scroll["width"]


@pytest.mark.parametrize("path", ["scenarios/granularity/", "scenarios/per-object-lock/"])
def test_beside_two_pictures_the_column_of_the_code_is_not_left_blank(open_page, site, path):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        Playground(page).opened(site + path)
        left = page.locator("#log").bounding_box()
        right = page.locator(".reading").bounding_box()
        assert right["y"] + right["height"] - (left["y"] + left["height"]) < 24
        code = page.locator("#code").bounding_box()
        editor = page.locator("#editor .cm-editor").bounding_box()
        assert code["y"] + code["height"] - (editor["y"] + editor["height"]) < 8


def test_the_home_page_says_in_a_line_what_this_is_and_where_to_start(page, site):
    page.goto(site)
    expect(page.locator(".welcome")).to_contain_text("Real asyncio code, run in your browser")
    page.locator(".welcome").get_by_role("link", name=re.compile(r"all \d+ lessons")).click()
    page.wait_for_url(f"{site}scenarios/")
    page.goto(site)
    page.locator("a[rel=next]").click()
    page.wait_for_url(f"{site}scenarios/sometimes/")


def test_scrolled_down_the_code_stays_in_its_column_and_covers_nothing_below(open_page, site):
    with open_page(viewport={"width": 1280, "height": 500}) as page:
        Playground(page).opened(site)
        page.get_by_test_id("outcomes").scroll_into_view_if_needed()
        page.mouse.wheel(0, 200)
        page.wait_for_function("scrollY > 0")
        log, orders = page.locator("#log"), page.get_by_test_id("outcomes")
        page.wait_for_function("document.documentElement.scrollTop > 100")
        bottom = log.bounding_box()["y"] + log.bounding_box()["height"]
        assert bottom <= orders.bounding_box()["y"]


@pytest.mark.parametrize("width", [800, 1280])
def test_the_scrubber_lies_on_the_player_with_no_lane_between_them(open_page, site, width):
    with open_page(viewport={"width": width, "height": 640}) as page:
        page.goto(f"{site}scenarios/semaphore/")
        places = page.evaluate(
            """() => {
                const box = (where) => document.querySelector(where).getBoundingClientRect();
                scrollTo(0, box("#timeline .tl-lanes").top - innerHeight + 240);
                const [track, player] = [box(".tl-track"), box(".player-row")];
                const foot = Math.min(player.top, innerHeight);
                return { lanes: box("#timeline .tl-lanes").bottom, foot, gap: foot - track.bottom };
            }"""
        )
    assert places["lanes"] > places["foot"]  # they go on beneath both
    assert -4 <= places["gap"] <= 0
