"""The clock of a page, for tests to press, and programs to choose in."""

from playwright.sync_api import expect

from tests.browser.playground import Playground, made_live

LESSON = "scenarios/sometimes/"


class Clock:
    """The clock of a page, as somebody has it who presses."""

    def __init__(self, page):
        self.page = page
        self.left = page.get_by_test_id("orders-left")
        self.choices = page.get_by_test_id("choice")
        self.orders = page.get_by_test_id("order")
        self.balance = page.get_by_test_id("final-balance")
        self.verdict = page.get_by_test_id("verdict")
        self.bet = page.get_by_test_id("bet")

    def opened(self, url):
        self.page.goto(url)
        expect(self.choices.first).to_be_visible()
        made_live(self.page)
        return self

    def of(self, task):
        return self.page.locator(f'[data-testid=choice][data-task="{task}"]')

    def press(self, *tasks):
        for task in tasks:
            self.of(task).click()

    def expect_left(self, left, of):
        expect(self.left).to_have_attribute("data-left", str(left))
        expect(self.left).to_have_attribute("data-all", str(of))

    def leaves(self):
        return self.choices.evaluate_all(
            "all => Object.fromEntries(all.map(({dataset: d}) => [d.task, Number(d.leaves)]))"
        )

    def endings(self, which=""):
        found = self.page.locator(f"[data-testid=order]{which}").evaluate_all(
            "all => all.map(({dataset}) => dataset.ending)"
        )
        return {ending: found.count(ending) for ending in set(found)}


#: What loses two deposits of three, and what loses none.
LOST = ("ATM-A", "ATM-B", "ATM-A")

SAVED = ("ATM-A", "ATM-B", "ATM-B", "ATM-C", "ATM-C")


def lose_and_save(clock, choose, undo):
    """Press until the balance shows 100, undo twice, and save the money."""
    for task in LOST:
        choose(task)
    clock.expect_left(3, 90)
    expect(clock.balance).to_have_text("100")
    expect(clock.verdict).to_contain_text("300 is out of reach.")
    expect(clock.verdict).to_contain_text("ATM-B still holds the 0 it read before ATM-A wrote 100.")
    for left in (12, 30):
        undo()
        clock.expect_left(left, 90)
    for task in SAVED:
        if not clock.of(task).count():
            break  # nothing is left to choose
        choose(task)
    clock.expect_left(1, 90)
    expect(clock.balance).to_have_text("300")
    expect(clock.verdict).to_contain_text("It went well this time.")


OWN = """import asyncio

seen = []


async def ask(name):
    await asyncio.sleep(0.1)
    seen.append(name)


async def main():
    await asyncio.gather(ask("one"), ask("two"))
    return seen[0]


asyncio.run(main())
"""


def own(page, site, code):
    """The clock of a program of one's own, with every ending shown."""
    Playground(page).written(site, code)
    page.get_by_test_id("hold-clock").click()
    return Clock(page)


#: Two tasks that take two locks crosswise; `{then}` stands where the first is held.
CROSSED = """import asyncio

total = 0


async def work(first, second):
    global total
    await asyncio.sleep(1)
    async with first:
        await asyncio.sleep(1)
        {then}
        async with second:
            total += 1


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(work(a, b), work(b, a))
    return total


asyncio.run(main())
"""
