"""Typing waits for nothing: whatever Python is doing, a key is in the editor and in the picture."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.playground import Playground
from tests.browser.processor import ThreadTime

SPINS = "while True:\n    pass\n"
#: More orders than can be tried while a sentence is typed.
MANY_ORDERS = """\
import asyncio

total = 0
lock = asyncio.Lock()


async def worker():
    global total
    for _ in range(3):
        async with lock:
            value = total
            await asyncio.sleep(0.1)
            total = value + 1
        await asyncio.sleep(0.1)


async def main():
    async with asyncio.TaskGroup() as group:
        for number in range(6):
            group.create_task(worker(), name=f"worker-{number}")


asyncio.run(main())
"""
SENTENCE = "# the quick brown fox jumps over the lazy dog"
#: What a key may take of the page's thread, in ms of its processor, picture included: a third is
#: usual.
MOST_MS = 25


def typed(playground):
    """What each key of a sentence took, typed at the end of the program."""
    page = playground.page
    thread = ThreadTime(page)
    playground.code.focus()
    page.keyboard.press("Control+End")
    before = thread.spent_ms()
    page.keyboard.type(SENTENCE)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    return (thread.spent_ms() - before) / len(SENTENCE)


@pytest.mark.parametrize(("program", "button"), [(SPINS, "run"), (MANY_ORDERS, "explore")])
def test_a_key_is_there_at_once_while_python_works(page, site, program, button):
    playground = Playground(page).opened(site)
    playground.type_code(program)
    page.get_by_test_id(button).click()
    playground.wait_for("running")
    took = typed(playground)
    assert playground.shown_code() == program + SENTENCE
    expect(playground.root).to_have_attribute("data-state", "running")
    assert took < MOST_MS
    page.get_by_test_id("stop").click()
