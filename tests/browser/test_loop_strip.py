"""The scrubber on the picture's own axis, and the loop's queues at its moment."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.playground import Playground

# The axis follows the lanes with their scroll event, a frame after they moved.
TOGETHER = """() => {
    const middle = (selector) => {
        const {x, width} = document.querySelector(`#timeline ${selector}`).getBoundingClientRect();
        return x + width / 2;
    };
    return Math.abs(middle(".tl-thumb") - middle(".tl-knob")) <= 1;
}"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "scenarios/counter/"])
def test_the_thumb_stands_under_the_playhead_at_every_moment(open_page, site, width, path):
    with open_page(viewport={"width": width, "height": 844}) as page:
        Playground(page).opened(site + path)
        scrubber = page.get_by_test_id("scrubber")
        last = int(scrubber.get_attribute("max"))
        for cursor in sorted({0, 1, last // 2, last}):
            scrubber.fill(str(cursor))
            expect(scrubber).to_have_value(str(cursor))
            page.wait_for_function(TOGETHER)


def test_a_press_on_the_axis_goes_to_the_moment_there(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        Playground(page).opened(site)
        scrubber = page.get_by_test_id("scrubber")
        box = scrubber.bounding_box()
        for column in (1, 4, 2):
            step = page.locator(f'#timeline [data-mark="step-{column}"]').bounding_box()
            page.mouse.click(step["x"] + step["width"] - 2, box["y"] + box["height"] / 2)
            expect(scrubber).to_have_value(str(column + 1))
        expect(scrubber).to_be_focused()


def test_the_loop_at_the_moment_of_the_scrubber(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        Playground(page).opened(site)
        strip = page.get_by_test_id("loop-strip")
        page.get_by_test_id("scrubber").fill("4")
        ready = strip.locator("[data-queue=ready] .token-letter")
        expect(ready).to_have_text(["B", "C"])
        expect(strip.locator("[data-queue=done] .token-letter")).to_have_text(["A"])
        hand = strip.locator("[data-testid=hand][data-task=ATM-B]")
        expect(hand).to_have_attribute("data-value", "0")
        expect(hand).to_have_attribute("data-stale", "true")
        page.get_by_test_id("scrubber").fill("3")
        expect(hand).to_have_attribute("data-stale", "false")
        page.get_by_test_id("scrubber").press("End")
        expect(page.get_by_test_id("hand")).to_have_count(0)


def test_the_queues_of_two_locks_are_whole_on_a_laptop(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        Playground(page).opened(f"{site}scenarios/deadlock/")
        strip = page.get_by_test_id("loop-strip")
        expect(strip.locator("[data-queue^=lock]")).to_have_count(2)
        scrubber = page.get_by_test_id("scrubber")
        for cursor in range(int(scrubber.get_attribute("max")) + 1):
            scrubber.fill(str(cursor))
            expect(page.locator(".tl-step")).to_contain_text(f"{cursor}/")
            needed, room = strip.evaluate("each => [each.scrollWidth, each.clientWidth]")
            assert needed <= room, cursor


MOVED = """() => document.querySelector("#loop-strip").getAnimations({subtree: true})
    .map(({effect}) => [effect.target.dataset.task, effect.getComputedTiming().duration])"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_token_that_changes_its_queue_travels_once(open_page, site, motion):
    viewport = {"width": 1280, "height": 800}
    with open_page(viewport=viewport, reduced_motion=motion) as page:
        Playground(page).opened(site)
        page.get_by_test_id("scrubber").fill("0")
        moved = page.evaluate(
            f"""() => {{
                document.querySelector("[data-testid=step-forward]").click();
                return ({MOVED})();
            }}"""
        )
        assert moved == ([] if motion == "reduce" else [["ATM-A", 160]])
