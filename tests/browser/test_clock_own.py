"""The clock of a program of one's own: its orders are recorded, or counted, first."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.clock import CROSSED, OWN, Clock, own
from tests.browser.conftest import ROOT
from tests.browser.playground import LONGEST_LOAD, Playground


@pytest.mark.every_engine
def test_a_program_of_ones_own_is_chosen_from_once_its_orders_are_recorded(page, site):
    Playground(page).written(site, OWN)
    page.get_by_test_id("hold-clock").press("Enter")
    clock = Clock(page)
    expect(clock.left).to_have_attribute("data-all", "2", timeout=LONGEST_LOAD)
    clock.expect_left(2, 2)
    expect(clock.choices.first).to_be_focused()
    assert clock.endings() == {"'one'": 1, "'two'": 1}
    clock.choices.nth(1).click()
    clock.expect_left(1, 2)


#: What most programs do: nothing is returned, and what was lost is printed.
PRINTS = OWN.replace("    return seen[0]", "    print(seen)")


def test_a_program_that_returns_nothing_is_told_by_what_it_leaves_in_map_and_answer_alike(
    page, site
):
    clock = own(page, site, PRINTS)
    expect(clock.left).to_have_attribute("data-all", "2", timeout=LONGEST_LOAD)
    page.get_by_role("button", name="Show it now").click()
    assert clock.endings() == {"['one', 'two']": 1, "['two', 'one']": 1}
    expect(page.locator(".map-head")).to_contain_text(
        "2 orders are possible: 1 ends at ['one', 'two'] and 1 at ['two', 'one']."
    )
    expect(page.get_by_test_id("outcomes")).to_contain_text("1 ends at ['one', 'two']")


@dataclass(frozen=True)
class Broken:
    then: str
    ending: str
    many: int
    look: str
    sign: str


DEADLOCK = Broken("pass", "deadlock", 4, "deadlock", "⊗")

ERROR = Broken("if second.locked(): raise ValueError", "ValueError", 8, "error", "!")


@pytest.mark.parametrize("broken", [DEADLOCK, ERROR], ids=["deadlock", "error"])
def test_an_order_that_breaks_off_has_a_pattern_and_a_sign_beside_its_colour(page, site, broken):
    own(page, site, CROSSED.format(then=broken.then))
    bars = page.locator(f"[data-testid=order][data-ending={broken.ending}]")
    expect(bars).to_have_count(broken.many, timeout=LONGEST_LOAD)
    bar = bars.first
    expect(bar).to_have_attribute("data-look", broken.look)
    expect(bar.locator(".map-sign")).to_be_hidden()  # nobody is told before the bet
    page.get_by_role("button", name="Show it now").click()
    expect(bar.locator(".map-sign")).to_have_text(broken.sign)
    expect(bar.locator(".map-sign")).to_be_visible()
    expect(page.locator(f".map-swatch[data-look={broken.look}]")).to_have_text(broken.sign)


def test_in_a_deadlock_nothing_can_arrive_any_more_and_undo_leads_out(page, site):
    clock = own(page, site, CROSSED.format(then="pass"))
    deadlocks = page.locator("[data-testid=order][data-ending=deadlock]")
    expect(deadlocks).to_have_count(4, timeout=LONGEST_LOAD)
    page.get_by_role("button", name="Show it now").click()
    deadlocks.first.click()
    clock.expect_left(1, 6)
    question = page.locator("#choices-question")
    expect(question).to_have_text("Nothing can arrive any more")
    expect(page.get_by_test_id("ending")).to_contain_text("deadlock")
    expect(page.locator("#timeline .tl-link").first).to_be_attached()
    page.get_by_test_id("undo").click()
    expect(question).to_have_text("Whose answer comes next?")


def test_a_program_of_one_order_says_that_there_is_nothing_to_choose(page, site):
    clock = own(page, site, ALONE)
    wording = "There is nothing to choose: one order. No answer could come before another."
    expect(clock.left).to_have_text(wording, timeout=LONGEST_LOAD)
    shown = page.get_by_text("nothing to choose").filter(visible=True)
    expect(shown).to_have_count(1)  # once is enough
    expect(clock.choices).to_have_count(0)
    expect(clock.orders).to_have_count(0)
    expect(clock.balance).to_have_text("2")


ALONE = """import asyncio

total = 0


async def main():
    global total
    for _ in range(2):
        await asyncio.sleep(1)
        total += 1
    return total


asyncio.run(main())
"""

#: Of these 2,520 orders 24 end at 400, of which 6 begin with each ATM.
FOUR_ATMS = (ROOT / "py/lockstep/scenarios/sometimes.py").read_text(encoding="utf-8")

FOUR_ATMS = FOUR_ATMS.replace('"ATM-A", "ATM-B", "ATM-C"', '"ATM-A", "ATM-B", "ATM-C", "ATM-D"')

COUNTS = "all => all.reduce((sum, {dataset}) => sum + Number(dataset.count), 0)"


def test_orders_appear_while_they_are_counted_and_thousands_are_strips_that_open(page, site):
    clock = own(page, site, FOUR_ATMS)
    found = page.locator(".map-found")
    expect(found.nth(20)).to_be_attached(timeout=LONGEST_LOAD)
    expect(clock.left).to_have_text(re.compile(r"^\d[\d,]* orders so far, still counting\. ?$"))
    expect(page.locator(".map-end")).to_be_visible()

    expect(clock.left).to_have_attribute("data-all", "2520", timeout=LONGEST_LOAD)
    expect(found).to_have_count(0)
    assert clock.leaves() == dict.fromkeys(("ATM-A", "ATM-B", "ATM-C", "ATM-D"), 630)
    expect(page.locator(".map-part").first).to_have_text("630 orders: ATM-A's answer first")
    page.get_by_role("button", name="Show it now").click()
    strips = page.locator("[data-testid=order-map] .map-strip")
    assert 1 < strips.count() <= 160
    assert clock.orders.evaluate_all(COUNTS) == 2520
    best = page.locator("[data-testid=order][data-ending='400']")
    assert best.evaluate_all(COUNTS) == 24
    assert min(best.evaluate_all("all => all.map((e) => e.getBoundingClientRect().height)")) >= 4

    clock.press("ATM-A")
    clock.expect_left(630, 2520)
    assert clock.orders.evaluate_all(COUNTS) == 630
    expect(page.locator(".map-thin [data-possible=true]").first).to_be_attached()
    expect(clock.of("ATM-B")).to_contain_text("line 37: reads 0")
    strips.first.click()
    expect(clock.left).not_to_have_attribute("data-left", "630")
    page.locator(".map-table summary").click()
    expect(page.locator(".map-table tbody tr").first).to_be_visible()
