"""An order that loses, beside the nearest one that ends well."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.clock import own
from tests.browser.playground import LONGEST_LOAD

#: What stands between the two orders, row by row.
BETWEEN = """() => [...document.querySelectorAll("#divergence .dv-between")]
    .map((cell) => cell.textContent)"""


def test_an_order_chosen_to_a_lost_end_shows_where_it_last_could_have_ended_well(page, site):
    page.goto(f"{site}scenarios/sometimes/")
    page.mouse.move(1, 1)
    parted = page.get_by_test_id("divergence")
    for task in ("ATM-A", "ATM-B", "ATM-A"):
        page.locator(f"[data-testid=choice][data-task={task}]").click()
    expect(page.get_by_test_id("orders-left")).to_have_attribute("data-left", "3")
    expect(parted).to_be_hidden()
    page.get_by_test_id("run-loop").click()
    expect(parted).to_be_visible()
    expect(parted.get_by_test_id("parting")).to_contain_text("The first 4 steps are the same.")
    expect(parted.get_by_test_id("parting")).to_contain_text("ATM-B read 0 from account.balance")
    expect(parted.locator(".dv-end").first).to_have_text("✓ ends at 300")
    rows = page.evaluate(BETWEEN)
    assert rows[0] == "≠ first difference"
    assert set(rows[1:]) == {"same", "≠ differs"}
    folded = parted.get_by_role("button", name="4 equal steps")
    folded.press("Enter")
    expect(parted.locator("tbody tr[data-same=true] .dv-between").first).to_have_text("same")
    page.get_by_test_id("undo").click()
    expect(parted).to_be_hidden()


#: Four tasks; the two that ask before they read decide how it ends.
FOUR = '''"""Two of four pay in.

Watch: balance
Expect: 200
"""

import asyncio

balance = 0


async def deposit(asks):
    global balance
    for _ in range(asks):
        await asyncio.sleep(0.1)
    value = balance
    if asks:
        await asyncio.sleep(0.1)
        balance = value + 100


async def main():
    async with asyncio.TaskGroup() as tg:
        for name, asks in [("A", 1), ("B", 1), ("C", 0), ("D", 0)]:
            tg.create_task(deposit(asks), name=f"ATM-{name}")
    return balance


asyncio.run(main())
'''


SIX = FOUR.replace('("D", 0)', '("D", 0), ("E", 0), ("F", 0)')

#: What is written in a row, however many lanes there are: the size of its letters in pixels, and
#: whether it goes beyond its place.
WRITTEN = """() => [...document.querySelectorAll("#divergence tbody :is(.dv-words, .dv-between)")]
    .filter((each) => each.checkVisibility())
    .map((each) =>
        [parseFloat(getComputedStyle(each).fontSize), each.scrollWidth > each.clientWidth])"""


@pytest.mark.parametrize(("code", "lanes"), [(FOUR, 4), (SIX, 6)])
def test_on_a_phone_many_tasks_stand_side_by_side_twice_to_be_read_without_scrolling(
    open_page, site, code, lanes
):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        own(page, site, code)
        bad = page.locator("[data-testid=order][data-ending='100']")
        expect(bad.first).to_be_attached(timeout=LONGEST_LOAD)
        page.get_by_role("button", name="Show it now").click()
        bad.first.click()
        table = page.get_by_test_id("divergence").locator(".dv-table")
        expect(table).to_have_attribute("data-lanes", str(lanes))
        wide = "e => [e.scrollWidth, e.clientWidth]"
        needed, room = page.locator("#divergence .dv-scroll").evaluate(wide)
        assert needed <= room
        wrong = table.locator(".dv-cell-wrong .dv-words")
        expect(wrong).to_have_text("B write 100")
        written = page.evaluate(WRITTEN)
        assert len(written) > 9
        assert [each for each in written if each[0] < 11 or each[1]] == []


#: Words of the blocks that are broken between two letters, though not where a name begins a word.
BROKEN = """() => [...document.querySelectorAll(".dv-table .dv-words")].flatMap((each) => {
    const broken = [];
    const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        for (const {0: word, index} of text.data.matchAll(/[a-z]+/gi)) {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            const tops = new Set([...range.getClientRects()].map(({top}) => Math.round(top)));
            if (tops.size > 1) broken.push(word);
        }
    }
    return broken;
})"""


def test_beside_an_exercise_of_four_lanes_no_word_is_broken_and_equal_endings_are_one(page, site):
    page.goto(f"{site}exercises/repair-timeout/")
    page.get_by_test_id("grade").click()
    result = page.get_by_test_id("grade-result")
    expect(result).to_have_attribute("data-passed", "false", timeout=LONGEST_LOAD)
    expect(page.locator(".dv-table")).to_have_attribute("data-lanes", "4")
    expect(page.locator(".dv-words").get_by_text("release").first).to_be_visible()
    assert page.evaluate(BROKEN) == []
    endings = page.locator(".grade-endings li").all_text_contents()
    assert len(endings) == len(set(endings)) == 2
    assert endings[1].startswith("✕ 5 × ExceptionGroup(")
