"""All that the page shows is of one program: its own answer, or none, and never that of another."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.playground import LONGEST_LOAD, Playground

#: What stands where on the page; none of it may move when the lock is switched.
PLACES = ("#controls", "#answer", "#status", "#timeline")


class OneProgram(Playground):
    def __init__(self, page):
        super().__init__(page)
        self.panel = page.get_by_test_id("outcomes")
        self.lanes = page.locator("#timeline svg.tl-lanes")
        self.log = page.get_by_test_id("log").locator("li")
        self.caption = page.locator("#timeline .tl-detail")

    def opened_with_records(self, url):
        with self.page.expect_response("**/records/*.json"):
            self.opened(url)
        self.page.wait_for_load_state("networkidle")
        return self

    def places(self):
        """Where each part stands on the page, however far that is scrolled."""
        return self.page.evaluate(
            """(parts) => parts.map((part) => {
                const {x, y} = document.querySelector(part).getBoundingClientRect();
                return [Math.round(x), Math.round(y + scrollY)];
            })""",
            [*PLACES],
        )


@pytest.fixture
def shown(page, site):
    return OneProgram(page)


def test_each_lock_shows_its_own_recorded_answer_at_once_and_without_python(shown, site):
    shown.page.route("**/runtime/**", lambda route: route.abort())
    shown.opened_with_records(f"{site}scenarios/unlocked/")
    for mode, scope, kept, orders in (
        ("async-with", "per-account", "300", "The only order ends at 300."),
        ("async-with", "global", "300", "The only order ends at 300."),
        ("acquire-release", "global", "300", "The only order ends at 300."),
        ("none", None, "100", "All 6 orders end at 100."),
    ):
        shown.choose("lock-mode", mode)
        if scope:
            shown.choose("lock-scope", scope)
        expect(shown.final).to_have_text(kept)
        expect(shown.root).to_have_attribute("data-source", "recorded")
        expect(shown.lanes).to_have_count(1)
        expect(shown.panel).to_have_attribute("data-state", "done")
        expect(shown.panel.locator(".orders-body")).to_contain_text(orders)


def test_a_yes_or_no_shows_its_own_recorded_answer_beside_the_other(shown, site):
    shown.page.route("**/runtime/**", lambda route: route.abort())
    shown.opened_with_records(f"{site}scenarios/granularity/")
    shown.page.get_by_test_id("work-inside-the-lock").uncheck()
    expect(shown.page.get_by_test_id("compare-duration")).to_have_text(["0.45 s", "1.05 s"])
    expect(shown.root).to_have_attribute("data-source", "recorded")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_lock_is_switched(open_page, site, width):
    with open_page(viewport={"width": width, "height": 844}) as page:
        shown = OneProgram(page).opened_with_records(f"{site}scenarios/unlocked/")
        before = shown.places()
        for mode in ("async-with", "acquire-release", "none"):
            shown.choose("lock-mode", mode)
            expect(shown.lanes).to_have_count(1)
            assert shown.places() == before, mode


def test_an_edit_leaves_the_earlier_answer_faded_and_called_what_it_is(shown, site):
    shown.opened(site)
    shown.type_code("print('mine')\n")
    expect(shown.status).to_contain_text("Of the program before your edit.")
    expect(shown.root).to_have_attribute("data-stale", "")
    expect(shown.lanes).to_have_css("opacity", "0.6")
    expect(shown.panel).to_have_attribute("data-state", "stale")


def test_a_run_without_steps_keeps_nothing_of_the_run_before(shown, site):
    shown.opened(site)
    shown.type_code("print('hi')\n")
    shown.run()
    expect(shown.lanes).to_have_count(0)
    expect(shown.caption).to_have_text("")
    expect(shown.log).to_have_count(1)
    expect(shown.panel).to_have_attribute("data-state", "idle")
    shown.page.get_by_text("The timeline in sentences").first.click()
    expect(shown.page.locator("#sentences li")).to_have_count(0)


def test_after_stop_nothing_is_left_of_the_run_before(shown, site):
    shown.opened(site)
    shown.type_code("while True:\n    pass\n")
    shown.run_button.click()
    shown.wait_for("running")
    shown.page.get_by_test_id("stop").click()
    shown.wait_for("idle")
    expect(shown.verdict).to_contain_text("Stopped.")
    expect(shown.lanes).to_have_count(0)
    expect(shown.log).to_have_count(0)
    expect(shown.final).to_have_text("–")
    expect(shown.status).to_have_text("There is no run of this program to show.")


def test_orders_tried_before_a_run_stand_beside_a_run_of_their_own_program(shown, site):
    shown.opened(site)
    shown.type_code(
        "import asyncio\n\n\nasync def lone():\n    print('mine')\n\n\nasyncio.run(lone())\n"
    )
    shown.page.get_by_test_id("explore").click()
    expect(shown.panel).to_have_attribute("data-state", "done", timeout=LONGEST_LOAD)
    expect(shown.log).to_have_count(1)
    expect(shown.log).to_contain_text("mine")
    expect(shown.root).to_have_attribute("data-source", "live")


@pytest.mark.parametrize("path", ["", "scenarios/deadlock/"])
def test_the_first_press_does_something_and_the_answer_is_there(shown, site, path):
    shown.opened(site + path)
    scrubber = shown.page.get_by_test_id("scrubber")
    before = int(scrubber.input_value())
    assert before > 0
    expect(shown.verdict).not_to_be_empty()
    shown.page.get_by_test_id("step-forward").click()
    expect(scrubber).to_have_value(str(before + 1))
    shown.page.get_by_test_id("play").click()
    expect(scrubber).to_have_value(str(before + 3))


@pytest.mark.parametrize(
    ("path", "word", "kept"), [("deadlock", "deadlock", "–"), ("manual-leak", "deadlock", "100")]
)
def test_a_deadlock_stands_where_the_numbers_stand_even_without_script(
    open_page, site, path, word, kept
):
    with open_page(java_script_enabled=False) as page:
        page.goto(f"{site}scenarios/{path}/")
        expect(page.get_by_test_id("ending")).to_have_text(f" {word}")
        expect(page.get_by_test_id("verdict")).to_contain_text("waits at line")
        expect(page.get_by_test_id("final-balance")).to_have_text(kept)
        assert page.get_by_test_id("final-balance").is_visible() == (kept != "–")


def test_an_exception_stands_large_with_its_line(shown, site):
    shown.opened(site)
    shown.type_code(
        "import asyncio\n\n\nasync def main():\n    print(1 / 0)\n\n\nasyncio.run(main())\n"
    )
    shown.run()
    ending = shown.page.get_by_test_id("ending")
    expect(ending.locator(".ending-word")).to_contain_text("ZeroDivisionError")
    expect(ending.locator(".ending-detail")).to_have_text("line 5: print(1 / 0)")
    expect(shown.verdict).to_contain_text("division by zero")
