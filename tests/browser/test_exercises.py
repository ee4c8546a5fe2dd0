"""Exercises in the page: one of each kind solved by mouse, by keyboard alone and by touch."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from lockstep.exercises import catalogue

REPAIR = catalogue.get("repair-threading")
TIMEOUT = catalogue.get("repair-timeout")
WAIT = 90_000
#: How a divergence reads, row by row: what stands between the two orders.
BETWEEN = """() => [...document.querySelectorAll(".dv-between")]
    .map((cell) => cell.textContent).filter(Boolean)"""


def opened(page, site, name):
    page.goto(f"{site}exercises/{name}/")
    expect(page.get_by_test_id("grade")).to_be_enabled()
    return page


def result_is(page, passed):
    """Wait for the grade, and for what is drawn of it, by the end of the grading."""
    result = page.get_by_test_id("grade-result")
    expect(result).to_have_attribute("data-passed", passed, timeout=WAIT)
    expect(page.locator("#exercise-stop")).to_be_hidden(timeout=WAIT)
    return result


def graded(page, passed):
    page.get_by_test_id("grade").click()
    return result_is(page, passed)


def test_a_repair_is_refused_with_its_mistake_and_first_difference_then_passes(page, site):
    opened(page, site, TIMEOUT.name)
    expect(page.locator("#goal-heading")).to_contain_text("Goal: every order ends at (False, ['A',")
    page.get_by_test_id("hint").click()
    result = graded(page, "false")
    expect(result).to_contain_text(
        "1 of 6 orders ends right. B gives back lock at line 44, which A holds"
    )
    expect(result.get_by_test_id("divergence")).to_contain_text("in the order that ends well")
    assert page.evaluate(BETWEEN).count("≠ first difference") == 1
    expect(page.locator(".grade-cell[data-tone=right]")).to_have_count(1)
    expect(page.get_by_test_id("editor-error")).to_contain_text("released twice")
    page.locator(".cm-content").fill(TIMEOUT.solution)
    expect(page.locator(".grade-stale")).to_contain_text("attempt 1")
    expect(graded(page, "true")).to_contain_text("orders end right.")
    expect(page.locator(".grade-stale")).to_be_hidden()
    expect(page.locator(".grade-attempts li")).to_have_count(2)
    expect(page.locator("#exercise-solution")).to_be_visible()
    expect(page.locator("#exercise-hints li")).to_have_count(1)
    expect(page.get_by_test_id("hint")).to_be_enabled()
    expect(page.locator("#exercise-next")).to_have_class("exercise-next primary")
    page.goto(f"{site}exercises/")
    expect(page.locator(f"[data-exercise-entry={TIMEOUT.name}][data-done]")).to_be_visible()


def test_a_lock_for_threads_is_named_by_keyboard_alone(page, site):
    opened(page, site, REPAIR.name)
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Enter")
    expect(result_is(page, "false")).to_contain_text("a threading.Lock, that ATM-A holds")
    expect(page.get_by_test_id("divergence")).to_contain_text("ends in a deadlock")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(REPAIR.solution)
    page.keyboard.press("Control+Enter")
    expect(result_is(page, "true")).to_contain_text("All 4 orders end right.")


REFUSED = """
    const refuse = () => { throw new DOMException("refused", "SecurityError"); };
    Object.defineProperty(window, "localStorage", {get: refuse});
"""


def test_a_wrong_prediction_opens_the_order_that_refutes_it_where_storage_is_refused(
    open_page, site
):
    with open_page() as page:
        page.add_init_script(REFUSED)
        opened(page, site, "first-race")
        graded_nothing = page.locator("#exercise-status")
        page.get_by_test_id("grade").click()
        expect(graded_nothing).to_have_text("Choose an answer first.")
        page.get_by_label("always 300").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        result = result_is(page, "false")
        expect(result).to_contain_text("You took each deposit for one step.")
        expect(page.locator(".dv-title")).to_have_text(["✕ ends at 100 an order that refutes it"])
        expect(page.locator(".dv-table tbody tr")).to_have_count(9)
        page.get_by_label("always 300").focus()
        for _ in range(2):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Control+Enter")
        expect(result_is(page, "true")).to_contain_text("6 end at 300")
        page.goto(f"{site}exercises/")
        expect(page.locator("#exercises-note")).to_contain_text("This browser keeps nothing")


def test_an_order_that_goes_wrong_is_chosen_by_touch_on_a_phone(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}, has_touch=True) as page:
        opened(page, site, "break-deposit")
        left = page.get_by_test_id("orders-left")
        expect(left).to_have_attribute("data-left", "6")
        for words, orders in (("ATM-A", "3"), ("ATM-A", "1")):
            page.get_by_test_id("choice").filter(has_text=words).tap()
            expect(left).to_have_attribute("data-left", orders)
        page.get_by_test_id("undo").tap()
        expect(left).to_have_attribute("data-left", "3")
        page.get_by_test_id("choice").filter(has_text="ATM-B").tap()
        # What was not chosen goes on as the clock is set.
        page.get_by_test_id("grade").tap()
        expect(result_is(page, "true")).to_contain_text("this order ends at 100")
        expect(left).to_have_attribute("data-left", "1")
        ends = page.locator(".dv-end")
        expect(ends).to_have_text(["✓ ends at 200", "✕ ends at 100"])


def click(locator):
    locator.click()


def tap(locator):
    locator.tap()


def enter(locator):
    """By the keyboard alone: Space chooses and presses, as does Enter a button."""
    locator.focus()
    locator.page.keyboard.press("Space")


@dataclass(frozen=True)
class Way:
    """How somebody solves an exercise, and on what."""

    press: Callable[[Locator], None]
    width: int = 1280
    has_touch: bool = False


WAYS = {
    "mouse": Way(click),
    "keyboard": Way(enter),
    "touch": Way(tap, width=390, has_touch=True),
}


def predict(page, press):
    press(page.get_by_label("sometimes 300"))


def break_it(page, press):
    for task in ("ATM-A", "ATM-B"):
        press(page.get_by_test_id("choice").filter(has_text=task))


def repair(page, press):
    code = page.locator(".cm-content")
    if press is not enter:
        press(code)
    code.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(REPAIR.solution)


KINDS = {
    "first-race": (predict, "6 end at 300"),
    "break-deposit": (break_it, "this order ends at 100"),
    REPAIR.name: (repair, "All 4 orders end right."),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("name", KINDS)
def test_one_of_each_kind_is_solved_by_mouse_by_keyboard_and_by_touch(open_page, site, name, way):
    solve, states = KINDS[name]
    viewport = {"width": way.width, "height": 844}
    with open_page(viewport=viewport, has_touch=way.has_touch) as page:
        opened(page, site, name)
        solve(page, way.press)
        way.press(page.get_by_test_id("grade"))
        expect(result_is(page, "true")).to_contain_text(states)
        next_one = page.locator("#exercise-next")
        expect(next_one).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= way.width
        assert page.evaluate("document.activeElement !== document.body") or way.has_touch


def test_on_a_phone_what_goes_on_is_seen_and_then_the_grade(open_page, site):
    settings = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with open_page(**settings) as page:
        opened(page, site, "repair-deposit")
        result = page.get_by_test_id("grade-result")
        page.get_by_test_id("grade").tap()
        expect(page.locator("#exercise-status")).to_be_in_viewport()
        expect(result).to_have_attribute("data-passed", "false", timeout=WAIT)
        expect(result.locator(".grade-count")).to_be_in_viewport(ratio=1)
        expect(page.locator(".exercise-notes")).to_be_hidden()


def test_hints_come_one_at_a_time_with_their_code_and_the_last_is_the_answer(page, site):
    opened(page, site, REPAIR.name)
    hint = page.get_by_test_id("hint")
    for shown, text in enumerate(REPAIR.hints, 1):
        expect(hint).to_have_text(f"Show hint {shown} of {len(REPAIR.hints)}")
        hint.click()
        expect(page.locator("#exercise-hints li").last).to_have_text(text.replace("`", ""))
    expect(hint).to_be_hidden()
    expect(page.locator("#exercise-hints code").first).to_have_text("lock = asyncio.Lock()")


def test_a_grader_that_fails_says_so_and_no_attempt_is_counted(page, site):
    name = "first-race"

    def with_a_fault(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("Kind: predict", "Kind: guess"))

    page.route(f"**/exercises/{name}/", with_a_fault)
    opened(page, site, name)
    page.get_by_label("sometimes 300").check()
    page.get_by_test_id("grade").click()
    status = page.locator("#exercise-status")
    expect(status).to_contain_text("Your answer has not been judged.", timeout=WAIT)
    expect(status).to_contain_text("'Kind: guess' is none of predict, break and repair")
    expect(page.get_by_test_id("grade-result")).to_be_hidden()
    expect(page.get_by_test_id("grade")).to_be_enabled()


@pytest.fixture
def listed(page, site):
    """The list, with one exercise solved and one begun."""
    page.goto(f"{site}exercises/")
    page.evaluate(
        """() => {
            localStorage.setItem("lockstep-exercises", '["first-race"]');
            localStorage.setItem("lockstep-exercises-repair-cache", "print(1)");
        }"""
    )
    page.reload()
    return page


def test_progress_is_saved_erased_put_back_and_brought_back_from_a_file(listed, tmp_path):
    page = listed
    solved = page.locator("#exercises-solved")
    expect(solved).to_have_text(f"1 of {len(catalogue.load())} solved")
    expect(page.locator("#exercises-next")).to_contain_text("A read and a write")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save to a file").click()
    file = tmp_path / "kept.json"
    saved.value.save_as(file)
    kept = {
        "format": "lockstep-exercises/1",
        "solved": ["first-race"],
        "drafts": {"repair-cache": "print(1)"},
    }
    assert json.loads(file.read_text()) == kept
    page.get_by_role("button", name="Erase all of it").click()
    expect(solved).to_have_text("")
    page.get_by_role("button", name="Undo").click()
    expect(solved).to_have_text(f"1 of {len(catalogue.load())} solved")
    page.get_by_role("button", name="Erase all of it").click()
    expect(solved).to_have_text("")
    (tmp_path / "other.json").write_text("{}")
    page.locator("#exercises-file").set_input_files(tmp_path / "other.json")
    expect(page.locator("#exercises-note")).to_contain_text("no file of lockstep-exercises/1")
    page.locator("#exercises-file").set_input_files(file)
    expect(solved).to_have_text(f"1 of {len(catalogue.load())} solved")
    assert page.evaluate("localStorage.getItem('lockstep-exercises-repair-cache')") == "print(1)"
