"""Where the clock's choices stand: in their lanes, on the first screen, and nothing moves."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser.clock import LESSON, Clock, own
from tests.browser.playground import LONGEST_LOAD

PHONE = {"width": 390, "height": 844}


def test_no_choice_stands_anywhere_else_after_a_choice(clock):
    boxes = lambda: [clock.of("ATM-C").bounding_box()[side] for side in ("x", "y")]  # noqa: E731
    before = boxes()
    clock.press("ATM-A", "ATM-B")
    assert boxes() == before


def test_nothing_moves_when_the_lock_is_taken_and_the_run_ends(clock):
    places = lambda: [  # noqa: E731
        clock.page.locator(where).bounding_box()["y"]
        for where in ("#timeline", "#player", "#code", "#order-map", "#order-map .map-head")
    ]
    before = places()
    clock.press("ATM-A", "ATM-B")
    assert places() == before
    clock.page.locator("[data-testid=lock-mode] input[value=async-with]").check()
    clock.expect_left(4, 36)
    assert places() == before
    clock.page.get_by_test_id("run-loop").click()
    expect(clock.balance).to_have_text("300")
    assert places() == before
    overview = clock.page.locator("#timeline .tl-overview")
    expect(overview).to_have_class(re.compile("tl-idle"))  # the whole run is in sight


def test_nothing_moves_when_the_money_is_saved_or_lost(clock):
    places = lambda: [  # noqa: E731
        clock.page.locator(where).bounding_box()["y"] for where in ("#timeline", "#order-map")
    ]
    clock.bet.get_by_role("button", name="300").click()
    before = places()
    clock.press("ATM-A", "ATM-A", "ATM-B", "ATM-B")
    expect(clock.balance).to_have_text("300")
    expect(clock.verdict).to_contain_text("It went well this time.")
    assert places() == before
    for _ in range(3):
        clock.page.get_by_test_id("undo").click()
    clock.press("ATM-B")
    clock.page.get_by_test_id("run-loop").click()
    expect(clock.balance).to_have_text("100")
    assert places() == before


def test_the_whole_map_with_what_was_chosen_is_on_the_first_screen(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        clock = Clock(page).opened(site + LESSON)
        bottom = lambda: page.locator("#order-map").evaluate(  # noqa: E731
            "map => map.getBoundingClientRect().bottom"
        )
        assert bottom() <= 800
        clock.press("ATM-A", "ATM-B", "ATM-A")
        expect(page.locator(".map-bracket")).to_have_count(3)
        assert bottom() <= 800
        note = page.locator(".map-foot").bounding_box()
        words = page.locator(".map-words").evaluate_all(
            "all => all.map((each) => each.getBoundingClientRect().right)"
        )
        assert words[0] <= note["x"]


def test_with_the_lock_both_maps_are_on_the_first_screen_the_chosen_one_on_top(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        clock = Clock(page).opened(site + LESSON)
        clock.press("ATM-A", "ATM-B", "ATM-A")
        page.locator("[data-testid=lock-mode] input[value=async-with]").check()
        expect(page.locator(".map-thin-text")).to_contain_text("without it 6 of 90")
        parts = [page.locator(f".map-{name}") for name in ("head", "area", "brackets", "whole")]
        boxes = [part.bounding_box() for part in parts]
        for above, below in itertools.pairwise(boxes):
            assert above["y"] + above["height"] <= below["y"]
        assert boxes[-1]["y"] + boxes[-1]["height"] <= 800


def test_a_button_stands_in_the_lane_of_its_task(clock):
    for task in ("ATM-A", "ATM-B", "ATM-C"):
        button = clock.of(task).bounding_box()
        label = clock.page.locator(".tl-label", has_text=task).bounding_box()
        middle = label["y"] + label["height"] / 2
        assert abs(button["y"] + button["height"] / 2 - middle) < 6, task


def test_on_a_phone_the_first_choice_of_a_recorded_run_shows_its_picture(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        clock = Clock(page).opened(site + "scenarios/deadlock/")
        clock.choices.first.click()
        expect(page.locator("#choices-question")).to_have_text("Nothing can arrive any more")
        expect(page.get_by_test_id("ending")).to_be_in_viewport()
        expect(page.locator("#timeline .tl-link").first).to_be_in_viewport()


#: Six answers are pending from the first moment on, in 720 orders.
SIX = """import asyncio


async def main():
    async with asyncio.TaskGroup() as group:
        for letter in "ABCDEG":
            group.create_task(asyncio.sleep(1), name=letter)


asyncio.run(main())
"""


#: Whether all of the answer is in the window, above what lies over the window's foot.
ANSWERED = """() => {
    const { top, bottom } = document.getElementById("answer").getBoundingClientRect();
    const over = [...document.querySelectorAll("#choices, .player-row")]
        .filter((each) => getComputedStyle(each).position === "fixed" && each.offsetHeight)
        .map((each) => each.getBoundingClientRect().top);
    return top >= 0 && bottom <= Math.min(innerHeight, ...over);
}"""


@pytest.mark.parametrize("reduced_motion", ["reduce", "no-preference"])
def test_who_takes_the_lock_on_a_phone_sees_the_answer_change(open_page, site, reduced_motion):
    with open_page(viewport=PHONE, reduced_motion=reduced_motion) as page:
        clock = Clock(page).opened(site + LESSON)
        page.get_by_test_id("run-loop").click()
        lock = page.get_by_test_id("lock-mode").get_by_role("radio", name="async with")
        lock.focus()  # scrolls to it
        assert not page.evaluate(ANSWERED)
        lock.check()
        clock.expect_left(1, 36)
        page.wait_for_function(ANSWERED)
        expect(clock.balance).to_have_text("300")
        expect(lock).to_be_focused()


def test_what_has_the_answer_in_sight_does_not_jump_when_the_lock_is_taken(open_page, site):
    with open_page(viewport={"width": 390, "height": 1600}) as page:
        clock = Clock(page).opened(site + LESSON)
        page.get_by_test_id("run-loop").click()
        page.evaluate("scrollTo(0, 40)")
        page.get_by_test_id("lock-mode").get_by_role("radio", name="async with").check()
        clock.expect_left(1, 36)
        assert page.evaluate("scrollY") == 40


def test_more_than_five_choices_and_their_tools_are_all_in_sight(page, site):
    clock = own(page, site, SIX)
    expect(clock.left).to_have_attribute("data-all", "720", timeout=LONGEST_LOAD)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("scrollTo(0, 0)")
    for button in [*clock.choices.all(), page.get_by_test_id("run-loop")]:
        expect(button).to_be_in_viewport(ratio=0.95)
    first, second = clock.choices.all()[:2]
    expect(first).to_have_css("height", "28px")
    second.hover()
    expect(second.locator(".choice-words span")).to_be_visible()
    expect(first.locator(".choice-words span")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(clock.choices).to_have_count(6)
    for button in [*clock.choices.all(), page.get_by_test_id("run-loop")]:
        expect(button).to_be_in_viewport(ratio=0.95)
    page.wait_for_function(THUMBS)  # its layout for a phone is drawn by then


#: All choices are large enough for a thumb, and leave most of a phone to the picture.
THUMBS = """() => {
    const height = (each) => each.getBoundingClientRect().height;
    const all = [...document.querySelectorAll("[data-testid=choice], [data-testid=run-loop]")];
    const choices = document.getElementById("choices");
    return all.length === 7 && all.every((each) => height(each) >= 44)
        && height(choices) < innerHeight * 0.4;
}"""


#: The words beneath the map that lie over one another: lines of choices, and what the map is.
OVERLAID = """() => {
    const seen = [...document.querySelectorAll(".map-words, .map-foot > *")]
        .filter((each) => each.checkVisibility());
    const boxes = seen.map((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getBoundingClientRect();
    });
    const meet = (a, b) => a.left < b.right && b.left < a.right
        && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
    return boxes.flatMap((box, at) => boxes.slice(0, at).filter((each) => meet(box, each))).length;
}"""


def test_no_words_beneath_the_map_lie_over_others_whatever_was_chosen(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        clock = Clock(page).opened(site + LESSON)
        for number, task in enumerate(("ATM-A", "ATM-B", "ATM-A", "ATM-C", "ATM-B"), 1):
            clock.press(task)
            expect(page.locator(".choices-flags button")).to_have_count(number)
            assert page.evaluate(OVERLAID) == 0, number


def test_what_is_pointed_at_is_outlined_in_the_lane_of_its_task(clock):
    outline = clock.page.locator("#timeline .tl-next")
    clock.press("ATM-A", "ATM-B")
    clock.of("ATM-C").hover()
    lane = clock.page.locator("#timeline .tl-block").nth(2).bounding_box()
    box = outline.bounding_box()
    assert abs(box["y"] + box["height"] / 2 - lane["y"] - lane["height"] / 2) <= 1
    assert box["x"] > lane["x"] + lane["width"]
    clock.page.mouse.move(1, 1)
    expect(outline).to_have_count(0)
    clock.of("ATM-A").focus()
    expect(outline).to_have_count(1)
