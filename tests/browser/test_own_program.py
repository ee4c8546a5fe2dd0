"""One's own program has its own title, file and controls; no edit is lost without a way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.playground import LONGEST_LOAD, Playground

MINE = '''\
"""My own counter

Watch: total
Expect: WORKERS
"""

import asyncio

WORKERS = 3  # 1 to 9 (workers): how many
total = 0


async def add():
    global total
    before = total
    await asyncio.sleep(0)
    total = before + 1


async def main():
    await asyncio.gather(*(add() for _ in range(WORKERS)))
    return total


asyncio.run(main())
'''


@pytest.fixture
def playground(page, site):
    return Playground(page).opened(f"{site}scenarios/unlocked/")


def restore(playground):
    return playground.page.get_by_role("button", name="Restore my edit")


def drop(playground, name, text):
    """As a file is dropped on the code."""
    playground.page.evaluate(
        """([name, text]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], name));
            document.querySelector("#code .cm-content").dispatchEvent(
                new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer}));
        }""",
        [name, text],
    )


def test_new_begins_a_program_that_is_no_lesson(playground):
    page = playground.page
    page.get_by_test_id("new-program").click()
    expect(page.locator("h1")).to_have_text("Your program")
    expect(page).to_have_title("Your program · Lockstep")
    expect(page.locator("#code-heading")).to_have_text("main.py")
    expect(playground.verdict).to_contain_text("Not run yet.")
    for part in ("[data-testid=lock-mode]", "[data-testid=atms]", ".lesson-place"):
        expect(page.locator(part)).to_be_hidden()
    expect(playground.code).to_be_focused()
    playground.run()
    expect(page.get_by_test_id("log")).to_contain_text("total: 2")


def test_a_dropped_file_brings_its_name_title_and_controls(playground):
    drop(playground, "counter.py", MINE)
    page = playground.page
    expect(page.locator("#code-heading")).to_have_text("counter.py")
    expect(page.locator("h1")).to_have_text("My own counter")
    playground.run()
    expect(playground.expected).to_have_text("3")
    playground.fill("workers", 5)
    assert "\nWORKERS = 5 " in playground.shown_code()
    expect(playground.expected).to_have_text("5", timeout=LONGEST_LOAD)


def test_what_the_clipboard_holds_is_pasted_as_a_program(open_page, site):
    with open_page(permissions=["clipboard-read", "clipboard-write"]) as page:
        playground = Playground(page).opened(site)
        page.evaluate("text => navigator.clipboard.writeText(text)", MINE)
        page.get_by_test_id("paste-program").click()
        expect(page.locator("h1")).to_have_text("My own counter")
        assert playground.shown_code() == MINE


def test_a_paste_over_all_the_code_is_another_program(open_page, site):
    with open_page(permissions=["clipboard-read", "clipboard-write"]) as page:
        playground = Playground(page).opened(site)
        page.evaluate("text => navigator.clipboard.writeText(text)", MINE)
        playground.code.click()
        page.keyboard.press("Control+a")
        page.keyboard.press("Control+v")
        expect(page.locator("h1")).to_have_text("My own counter")


def test_reset_and_new_keep_what_they_replace(playground):
    playground.type_code("x = 1\n")
    playground.page.get_by_test_id("new-program").click()
    playground.type_code("y = 2\n")
    playground.page.get_by_test_id("reset").click()
    expect(playground.page.locator("h1")).to_have_text("Three ATMs, no lock")
    restore(playground).click()
    assert playground.shown_code() == "y = 2\n"
    expect(playground.page.locator("#code-heading")).to_have_text("main.py")
    restore(playground).click()
    assert playground.shown_code() == "x = 1\n"
    expect(playground.page.locator("#code-heading")).to_have_text("unlocked.py")


def test_a_lock_chosen_in_a_lesson_leads_to_its_lesson_and_back(page, site_below):
    playground = Playground(page).opened(f"{site_below}scenarios/unlocked/")
    playground.choose("lock-mode", "async-with")
    expect(page).to_have_url(f"{site_below}scenarios/async-with/")
    expect(page).to_have_title("async with round the read and the write · Lockstep")
    expect(page.locator(".lesson-place")).to_contain_text("The lock")
    page.go_back()
    expect(page).to_have_url(f"{site_below}scenarios/unlocked/")
    expect(page.locator("h1")).to_have_text("Three ATMs, no lock")
    expect(playground.final).to_have_text("100")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("async with round the read and the write")
    page.locator("a[rel=next]").click()
    expect(page.locator("h1")).to_have_text("acquire and release by hand")
    page.reload()
    expect(page.locator("h1")).to_have_text("acquire and release by hand")
