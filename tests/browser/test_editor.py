"""The code can be edited and run; what is wrong with it is said at its line."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.playground import Playground

DIVIDES = """\
import asyncio

async def main():
    await asyncio.sleep(0.1)
    print(1 / 0)

asyncio.run(main())
"""


@pytest.fixture
def playground(page, site):
    return Playground(page).opened(site)


def fault(playground):
    return playground.page.get_by_test_id("editor-error")


def line_number(playground):
    return playground.page.locator(".cm-lineNumbers .cm-number-error")


def test_what_is_typed_is_what_runs(playground):
    playground.type_code("print('typed', 'by hand')\n")
    playground.run()
    expect(playground.page.get_by_test_id("log")).to_contain_text("typed by hand")
    expect(playground.root).to_have_attribute("data-source", "live")


def test_a_syntax_error_is_said_at_its_line_and_nothing_is_run(playground):
    playground.type_code("import asyncio\n\nasync def main()\n    pass\n")
    playground.run_button.click()
    playground.wait_for("failed")
    expect(playground.verdict).to_contain_text("This code cannot run. Line 3:")
    expect(line_number(playground)).to_have_text("3")
    expect(fault(playground)).to_contain_text("expected ':'")
    expect(playground.final).to_have_text("–")
    expect(playground.status).to_have_text("There is no run of this program to show.")


def test_an_exception_is_said_at_its_line_and_its_run_is_shown(playground):
    playground.type_code(DIVIDES)
    playground.run()
    expect(playground.verdict).to_contain_text("ZeroDivisionError")
    expect(line_number(playground)).to_have_text("5")
    expect(fault(playground)).to_have_text("ZeroDivisionError: division by zero")


def test_the_next_edit_takes_the_complaint_away(playground):
    playground.type_code(DIVIDES)
    playground.run()
    playground.type_code("print('mended')\n")
    expect(fault(playground)).to_have_count(0)
    playground.run()
    expect(line_number(playground)).to_have_count(0)


def test_the_line_of_every_task_is_marked_with_its_name(playground):
    scrubber = playground.page.get_by_test_id("scrubber")
    scrubber.fill("2")
    names = playground.page.locator(".cm-task")
    expect(names).to_have_text(["A", "B"])
    expect(playground.page.locator(".cm-task-now")).to_have_text("B")
    scrubber.fill("0")
    expect(names).to_have_count(0)


def test_names_stand_behind_the_text_of_their_line_and_cut_nothing_off(playground):
    playground.page.get_by_test_id("scrubber").fill("1")
    line = playground.page.locator(".cm-line", has=playground.page.locator(".cm-task"))
    expect(line).to_have_text("    await asyncio.sleep(0.1)Avalue 0")
    expect(playground.page.locator(".cm-gutter")).to_have_count(1)


def test_all_lines_of_a_step_are_marked(playground):
    playground.page.get_by_test_id("scrubber").fill("6")
    marked = playground.page.locator(".cm-line.cm-at")
    expect(marked).to_contain_text(["account.balance = value", "wrote {value", "done"])


def test_forty_four_characters_are_seen_before_a_line_is_clipped(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        playground = Playground(page).opened(site)
        playground.type_code("#" + 42 * "x" + "#\n")
        right = page.locator(".cm-line").first.evaluate(
            """(line) => {
                const range = document.createRange();
                range.selectNodeContents(line);
                return range.getBoundingClientRect().right;
            }"""
        )
        editor = page.locator(".cm-scroller").bounding_box()
        assert right <= editor["x"] + editor["width"]


def test_the_editor_opens_on_the_code_with_the_text_before_it_folded(playground):
    first = playground.page.locator(".cm-line").first
    expect(first).to_have_text('"""Three ATMs, no lock…"""')
    assert "Every ATM reads the balance" in playground.shown_code()
    expect(playground.page.get_by_text("import asyncio", exact=True)).to_be_visible()


def test_a_press_unfolds_the_text(playground):
    playground.page.get_by_role("button", name="Show the whole text").click()
    expect(playground.code).to_contain_text("Every ATM reads the balance")
    expect(playground.code).to_contain_text("Watch: ")


def test_keys_unfold_the_text_and_fold_it_again(playground):
    playground.code.focus()
    playground.page.keyboard.press("Control+Home")
    playground.page.keyboard.press("Control+Shift+BracketRight")
    expect(playground.code).to_contain_text("Every ATM reads the balance")
    playground.page.keyboard.press("Control+Shift+BracketLeft")
    expect(playground.code).not_to_contain_text("Every ATM reads the balance")


def test_without_script_the_text_is_folded_too_and_opens(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(site)
        line = page.locator(".code-line", has_text="Every ATM reads the balance")
        expect(line).to_be_hidden()
        page.locator("#editor summary").click()
        expect(line).to_be_visible()


def test_another_lock_is_opened_on_its_code_too(playground):
    playground.choose("lock-mode", "async-with")
    expect(playground.code).to_contain_text("async with account.lock")
    expect(playground.code).not_to_contain_text("Watch: ")


def test_stepping_never_scrolls_the_page(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        Playground(page).opened(site)
        before = int(page.get_by_test_id("scrubber").input_value())
        page.get_by_test_id("step-forward").click()
        page.get_by_test_id("step-forward").click()
        expect(page.get_by_test_id("scrubber")).to_have_value(str(before + 2))
        assert page.evaluate("scrollY") == 0


def test_control_enter_runs_from_inside_the_editor_and_types_nothing(playground):
    playground.type_code("print('by key')\n")
    playground.page.keyboard.press("Control+Enter")
    playground.wait_for("done")
    assert playground.shown_code() == "print('by key')\n"
    expect(playground.page.get_by_test_id("log")).to_contain_text("by key")


def test_tab_leaves_the_editor(playground):
    playground.code.focus()
    playground.page.keyboard.press("Tab")
    expect(playground.code).not_to_be_focused()


def test_undo_brings_back_what_a_widget_changed(playground):
    before = playground.shown_code()
    playground.fill("atms", 5)
    playground.code.focus()
    playground.page.keyboard.press("Control+z")
    assert playground.shown_code() == before
