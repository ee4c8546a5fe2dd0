"""Exercises in the page: one of each kind solved, hints asked for, a mistake named."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lockstep.exercises import catalogue

REPAIR = catalogue.get("repair-threading")
WAIT = 90_000


def graded(page, passed):
    page.get_by_test_id("grade").click()
    result = page.get_by_test_id("grade-result")
    expect(result).to_have_attribute("data-passed", passed, timeout=WAIT)
    return result


@pytest.fixture
def opened(page, site):
    """Open an exercise and wait until it can be answered."""

    def go(name):
        page.goto(f"{site}exercises/{name}/")
        expect(page.get_by_test_id("grade")).to_be_enabled()
        return page

    return go


def test_a_repair_is_refused_with_the_name_of_its_mistake_then_passes(opened):
    page = opened(REPAIR.name)
    expect(graded(page, "false")).to_contain_text("a threading.Lock, that ATM-A holds")
    page.locator(".cm-content").fill(REPAIR.solution)
    expect(graded(page, "true")).to_contain_text("All 4 orders end right.")
    expect(page.locator("#exercise-solution")).to_be_visible()
    page.goto(page.url.replace(f"{REPAIR.name}/", ""))
    expect(page.locator(f"[data-exercise-entry={REPAIR.name}][data-done]")).to_be_visible()


def test_a_wrong_prediction_is_told_the_idea_behind_it_and_the_right_one_passes(opened):
    page = opened("first-race")
    page.get_by_label("always 300").check()
    expect(graded(page, "false")).to_contain_text("You took each deposit for one step.")
    page.get_by_label("sometimes 300").check()
    expect(graded(page, "true")).to_contain_text("6 end at 300")


def test_an_order_that_goes_wrong_is_chosen_step_by_step(opened):
    page = opened("break-deposit")
    page.get_by_test_id("choice").nth(0).click()
    page.get_by_test_id("choice").filter(has_text="ATM-B").click()
    expect(graded(page, "true")).to_contain_text("Broken: this order ends at 100")


def test_hints_come_one_at_a_time_and_the_last_is_the_answer(opened):
    page = opened(REPAIR.name)
    hint = page.get_by_test_id("hint")
    for shown, text in enumerate(REPAIR.hints, 1):
        expect(hint).to_have_text(f"Show hint {shown} of {len(REPAIR.hints)}")
        hint.click()
        expect(page.locator("#exercise-hints li").last).to_have_text(text)
    expect(hint).to_be_hidden()
