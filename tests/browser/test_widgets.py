"""The widgets change the code shown, the code shown is the code that runs, and nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.playground import LONGEST_LOAD, Playground


@pytest.fixture
def playground(page, site):
    return Playground(page).opened(site)


def test_a_number_changes_the_code_at_once(playground):
    playground.fill("atms", 5)
    assert "\nATMS = 5 " in playground.shown_code()


def test_a_lock_changes_the_code_title_and_lesson_at_once(playground):
    title = playground.page.locator("h1")
    before = title.text_content()
    playground.choose("lock-mode", "async-with")
    assert "async with account.lock:" in playground.shown_code()
    assert title.text_content() != before
    expect(playground.page.locator("#code-heading")).to_have_text("async-with.py")


def test_numbers_survive_a_change_of_the_lock_and_of_its_scope(playground):
    playground.fill("atms", 2)
    playground.fill("amount", 70)
    playground.choose("lock-mode", "acquire-release")
    playground.choose("lock-scope", "global")
    expect(playground.page.get_by_test_id("amount")).to_have_value("70")
    code = playground.shown_code()
    assert "\nATMS = 2 " in code
    assert "\nAMOUNT = 70 " in code
    assert "\nlock = asyncio.Lock()" in code


def test_without_a_lock_there_is_no_scope_to_choose(playground):
    scope = playground.page.locator("[data-testid=lock-scope] input").first
    expect(scope).to_be_disabled()
    playground.choose("lock-mode", "async-with")
    expect(scope).to_be_enabled()


def test_a_number_of_which_nothing_is_recorded_leaves_no_answer_of_another_program(page, site):
    page.route("**/runtime/**", lambda route: route.abort())
    playground = Playground(page).opened(site)
    playground.fill("atms", 4)
    expect(playground.verdict).to_contain_text("Not run yet. Press Run")
    expect(playground.final).to_have_text("–")
    expect(page.locator("#timeline svg.tl-lanes")).to_have_count(0)
    expect(page.get_by_test_id("log").locator("li")).to_have_count(0)
    expect(page.get_by_test_id("outcomes")).to_have_attribute("data-state", "idle")
    playground.fill("atms", 3)
    expect(playground.status).to_contain_text("Recorded at build time")
    expect(playground.final).to_have_text("100")


def test_a_number_reruns_at_once_where_python_is_there(playground):
    playground.run()
    playground.fill("atms", 5)
    expect(playground.expected).to_have_text("500", timeout=LONGEST_LOAD)
    expect(playground.root).to_have_attribute("data-source", "live")
    playground.fill("amount", 20)
    expect(playground.expected).to_have_text("100", timeout=LONGEST_LOAD)
    expect(playground.root).to_have_attribute("data-state", "done")


def test_the_bounds_are_said_when_a_number_has_the_focus(playground):
    playground.page.get_by_test_id("atms").focus()
    expect(playground.note).to_have_text("ATMs: 1 to 8.")


def test_a_number_out_of_its_bounds_is_named_with_its_limit_and_not_run(playground):
    before = playground.shown_code()
    playground.fill("atms", 12)
    expect(playground.note).to_have_text(
        "ATMs is 12, more than 8: give a whole number from 1 to 8."
    )
    playground.run_button.click()
    expect(playground.page.get_by_test_id("atms")).to_be_focused()
    expect(playground.root).to_have_attribute("data-state", "idle")
    assert playground.shown_code() == before


def test_a_number_that_is_right_again_is_taken_and_no_longer_complained_of(playground):
    playground.fill("atms", "")
    playground.fill("atms", 8)
    expect(playground.note).to_have_text("ATMs: 1 to 8.")
    assert "\nATMS = 8 " in playground.shown_code()


def places_in_the_program(page):
    """How far code and log stand beneath the top of the column they share."""
    return page.evaluate(
        """() => ["#editor", "#log"].map((part) =>
            document.querySelector(part).getBoundingClientRect().top -
            document.querySelector(".program").getBoundingClientRect().top)"""
    )


def test_an_edit_that_a_widget_replaces_can_be_had_back(playground):
    edit = "ATMS = 3\nprint('my own work')\n"
    before = places_in_the_program(playground.page)
    playground.type_code(edit)
    playground.choose("lock-mode", "async-with")
    assert "my own work" not in playground.shown_code()
    expect(playground.page.locator("#replaced")).to_contain_text("Your edit was replaced.")
    assert places_in_the_program(playground.page) == before
    playground.page.get_by_role("button", name="Restore my edit").click()
    assert playground.shown_code() == edit
    expect(playground.page.get_by_role("button", name="Restore my edit")).to_be_hidden()


def test_a_number_is_put_into_the_edited_code_where_its_line_is(playground):
    playground.type_code("ATMS = 3\nprint(ATMS)\n")
    playground.fill("atms", 6)
    assert playground.shown_code() == "ATMS = 6\nprint(ATMS)\n"


def test_a_number_with_no_line_in_the_edited_code_says_so(playground):
    playground.type_code("print('no line for it')\n")
    playground.fill("atms", 6)
    expect(playground.note).to_contain_text("Your code has no line “ATMS = …” to change.")
    assert playground.shown_code() == "print('no line for it')\n"


def test_reset_brings_back_code_and_numbers_and_the_edit_stays_within_reach(playground):
    before = playground.shown_code()
    playground.fill("atms", 7)
    playground.type_code("x = 1\n")
    playground.page.get_by_test_id("reset").click()
    assert playground.shown_code() == before
    expect(playground.page.get_by_test_id("atms")).to_have_value("3")
    expect(playground.page.get_by_role("button", name="Restore my edit")).to_be_visible()


def test_a_code_chosen_before_the_editor_has_come_is_shown_all_the_same(page, site):
    page.route("**/codemirror-*.js", lambda route: route.abort())
    playground = Playground(page)
    page.goto(site)
    playground.fill("atms", 5)
    expect(page.locator("#editor")).to_contain_text("ATMS = 5")
    expect(page.locator("#code-note")).to_contain_text("reload the page to edit")
