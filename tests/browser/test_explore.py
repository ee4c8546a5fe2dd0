"""Every order in the page: recorded with it, tried live, stopped, opened, compared, grown stale."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playground import LONGEST_LOAD, Playground

#: Deposits that arrive when they like: the 90 orders that everybody counts.
ARRIVALS = '''\
"""Deposits that arrive when they like

Watch: account.balance
Expect: COUNT * 100
Update: deposit
"""

import asyncio

COUNT = 3


class Account:
    def __init__(self):
        self.balance = 0


async def deposit(account):
    await asyncio.sleep(0.1)
    value = account.balance
    await asyncio.sleep(0.1)
    account.balance = value + 100


async def main():
    account = Account()
    async with asyncio.TaskGroup() as group:
        for letter in "ABCDEFGH"[:COUNT]:
            group.create_task(deposit(account), name=f"ATM-{letter}")
    return account.balance


print(asyncio.run(main()))
'''
#: Of two deposits, where the numbers do not matter: a sixteenth of the runs.
TWO = ARRIVALS.replace("COUNT = 3", "COUNT = 2")
#: So many orders that no one will wait for them.
COUNTLESS = ARRIVALS.replace("COUNT = 3", "COUNT = 8")
SENTENCE = "90 orders: 48 end at 100, 36 at 200 and 6 at 300."


class Orders:
    """The panel of every order, and the strip that names the order shown."""

    def __init__(self, page):
        self.playground = Playground(page)
        self.page = page
        self.button = page.get_by_test_id("explore")
        self.panel = page.get_by_test_id("outcomes")
        self.rows = self.panel.get_by_role("listitem").filter(has=page.locator(".outcome-text"))
        self.sentence = self.panel.locator(".orders-sentence")
        self.strip = page.get_by_test_id("shown-order")
        self.compare = page.get_by_test_id("compare-orders")

    def opened(self, url, code=None):
        self.playground.opened(url)
        if code:
            self.playground.type_code(code)
        return self

    def wait_for(self, state):
        expect(self.panel).to_have_attribute("data-state", state, timeout=LONGEST_LOAD)

    def explore(self):
        self.button.click()
        self.wait_for("done")

    def open_row(self, words):
        self.rows.filter(has_text=words).get_by_role("button").click()
        expect(self.strip).to_be_visible(timeout=LONGEST_LOAD)
        self.playground.wait_for("done")


def test_without_script_the_recorded_answer_is_there_to_read(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(f"{site}scenarios/unlocked/")
        orders = Orders(page)
        expect(orders.panel).to_have_attribute("data-state", "done")
        expect(orders.panel).to_have_attribute("data-source", "recorded")
        expect(orders.panel).to_contain_text("Recorded at build time with Python 3.")
        expect(orders.sentence).to_contain_text("All 6 orders end at 100.")
        expect(orders.rows.first).to_be_visible()
        expect(page.locator("#all-orders")).to_contain_text("Every order: ")


def test_the_recorded_answer_needs_no_python(page, site):
    page.route("**/runtime/**", lambda route: route.abort())
    orders = Orders(page).opened(f"{site}scenarios/timeout-waiting/")
    expect(orders.panel).to_have_attribute("data-source", "recorded")
    expect(orders.rows).to_have_count(2)


def test_a_recorded_row_is_opened_live_whichever_python_recorded_it(page, site):
    orders = Orders(page).opened(f"{site}scenarios/timeout-waiting/")
    other = orders.rows.filter(has_text="deviation")
    words = re.search(r"'A.*C'", other.locator(".outcome-text").text_content())[0]
    orders.open_row("deviation")
    expect(orders.playground.final).to_have_text(words)
    expect(orders.playground.root).to_have_attribute("data-source", "live")
    expect(other).to_have_attribute("data-shown", "")


@pytest.fixture(scope="module")
def tried(open_page, site):
    """A page on which every order of ARRIVALS was tried, for all who only look at the answer."""
    with open_page(permissions=["clipboard-read", "clipboard-write"]) as page:
        orders = Orders(page).opened(site, ARRIVALS)
        expect(orders.panel).to_have_attribute("data-state", "stale")
        orders.explore()
        yield orders


@pytest.fixture
def explored(tried):
    """The same with the usual order above, as it is at first."""
    if tried.strip.is_visible():
        tried.page.get_by_test_id("usual-order").click()
    expect(tried.strip).to_be_hidden()
    return tried


def test_every_order_is_tried_live_and_counted(explored):
    expect(explored.panel).to_have_attribute("data-source", "live")
    expect(explored.sentence).to_have_text(SENTENCE)
    expect(explored.rows.locator(".outcome-text")).to_have_text(
        [
            "48 of 90 orders end at 100",
            "36 of 90 orders end at 200",
            "6 of 90 orders end at 300",
        ]
    )
    expect(explored.panel).not_to_contain_text("%")
    assert [row.get_attribute("data-tone") for row in explored.rows.all()] == [
        "wrong",
        "wrong",
        "right",
    ]
    expect(explored.page.locator("#all-orders")).to_contain_text("Every order: ")
    # What stands above is a run of this program, not of the one before.
    expect(explored.playground.root).to_have_attribute("data-source", "live")
    expect(explored.playground.final).to_have_text("100")
    expect(explored.page.locator("#timeline")).to_contain_text("ATM-C")


def test_by_keyboard_it_is_asked_what_a_lock_is_for_and_the_focus_is_on_the_answer(page, site):
    orders = Orders(page).opened(f"{site}scenarios/async-with/")
    button = page.get_by_test_id("ask-locks")
    answer = page.get_by_test_id("locks")
    expect(answer).to_be_hidden()

    button.press("Enter")

    sentence = "Without the lock of line 33 (self.lock): All 6 orders lose a deposit."
    expect(answer.get_by_role("listitem")).to_have_text([sentence], timeout=LONGEST_LOAD)
    orders.wait_for("done")
    expect(orders.panel).to_have_attribute("data-source", "live")
    expect(button).to_be_hidden()
    expect(answer).to_be_focused()


def test_a_cold_runtime_is_loaded_with_the_progress_of_a_run(page, site):
    page.route("**/pyodide.asm.wasm", lambda route: None)
    orders = Orders(page).opened(site)
    orders.button.click()
    orders.playground.wait_for("loading")
    expect(page.get_by_test_id("runtime-progress")).to_be_visible()
    expect(orders.playground.status).to_contain_text(" MB, ")
    page.get_by_test_id("stop").click()
    orders.playground.wait_for("idle")
    expect(orders.panel).to_have_attribute("data-source", "recorded")


def test_a_row_shows_its_order_with_its_deviations_marked_and_told(explored):
    page = explored.page
    explored.open_row("end at 200")
    expect(explored.playground.final).to_have_text("200")
    reported = explored.strip.locator(".order-deviations li")
    flags = page.locator("#timeline .tl-flag")
    expect(flags).to_have_count(reported.count())
    assert reported.count() >= 1
    expect(flags.first.locator("title")).to_contain_text("Deviation 1 from the usual order")
    expect(page.get_by_test_id("schedule")).to_be_hidden()
    expect(explored.strip).to_contain_text("ends at 200")


BOXES = """() => [...document.querySelectorAll("#compare svg.tl-lanes")].map((picture) => {
    const {x, width} = picture.getBoundingClientRect();
    return [x, width];
})"""


def test_two_orders_stand_on_one_axis_and_there_is_a_way_back(explored):
    page = explored.page
    explored.open_row("end at 300")
    explored.compare.click()
    expect(explored.compare).to_have_attribute("aria-pressed", "true", timeout=LONGEST_LOAD)
    expect(page.get_by_test_id("compare-balance")).to_have_text(["300", "100"])
    expect(page.locator("#compare-second")).to_contain_text("The usual order")
    first, second = page.evaluate(BOXES)
    assert first == second
    explored.compare.click()
    expect(page.locator("#compare-timeline")).to_be_hidden()
    page.get_by_test_id("usual-order").click()
    expect(explored.strip).to_be_hidden()
    expect(explored.playground.final).to_have_text("100")


@pytest.mark.parametrize("name", ["schedule", "command", "script"])
def test_an_order_is_copied_as_token_command_or_script(explored, name):
    page = explored.page
    explored.open_row("end at 200")
    open_copies(page)
    copied = page.get_by_test_id(name).text_content()
    assert re.search(r"(^|--schedule )any-3\.14:\d", copied)
    page.get_by_test_id(f"copy-{name}").click()
    expect(page.get_by_test_id(f"copy-{name}")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == copied


def open_copies(page):
    if not page.get_by_test_id("copy-command").is_visible():
        page.get_by_text("Copy as").click()
    expect(page.get_by_test_id("copy-command")).to_be_visible()


REFUSE = """() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"));
}"""


def test_where_the_clipboard_is_refused_the_text_is_selected(explored):
    page = explored.page
    page.evaluate(REFUSE)
    explored.open_row("end at 200")
    open_copies(page)
    page.get_by_test_id("copy-command").click()
    expect(page.get_by_test_id("copy-command")).to_have_text("Selected")
    assert page.evaluate("String(getSelection())") == page.get_by_test_id("command").text_content()
    page.evaluate("delete navigator.clipboard.writeText")


#: Nine tasks that do the same, of which nothing is to be told.
EQUAL = TWO.replace(
    "    async with asyncio.TaskGroup() as group:\n",
    "    async with asyncio.TaskGroup() as group:\n"
    "        for _ in range(9):\n"
    "            group.create_task(asyncio.sleep(0))\n",
)


def test_equal_tasks_are_unfolded_in_either_of_two_pictures(page, site):
    orders = Orders(page).opened(site, EQUAL)
    orders.explore()
    orders.open_row("end at 200")
    orders.compare.click()
    expect(orders.compare).to_have_attribute("aria-pressed", "true", timeout=LONGEST_LOAD)
    for picture in ("#timeline", "#compare-timeline"):
        lanes = page.locator(f"{picture} .tl-label")
        folded = lanes.count()
        page.locator(picture).get_by_role("button", name="Unfold 9 equal tasks").click()
        expect(lanes).to_have_count(folded + 8)


#: `gather` makes tasks of plain coroutines, and asyncio calls them "Task-2", "Task-3" ...
NAMELESS = TWO.replace(
    """    async with asyncio.TaskGroup() as group:
        for letter in "ABCDEFGH"[:COUNT]:
            group.create_task(deposit(account), name=f"ATM-{letter}")
""",
    "    await asyncio.gather(*(deposit(account) for _ in range(COUNT)))\n",
)


def test_an_order_that_is_shown_calls_tasks_as_their_lanes_do(page, site):
    orders = Orders(page).opened(site, NAMELESS)
    orders.explore()
    orders.open_row("end at 200")
    either = re.compile(r"deposit [12]'s")
    expect(orders.strip.locator(".order-deviations")).to_contain_text(either)
    expect(page.locator("#timeline .tl-flag title").first).to_contain_text(either)
    page.locator("#sentences summary").click()
    expect(page.locator("#sentences")).to_contain_text("deposit 1 read 0 from account.balance")
    expect(page.locator("#timeline svg.tl-labels")).to_contain_text("deposit 2")
    expect(page.locator("main")).not_to_contain_text("Task-2")


#: Every order fails the one assertion, each with words of its own.
NOISY = ARRIVALS.replace(
    "    return account.balance\n",
    "    assert account.balance == 1, log\n",
).replace("async def main():\n", "log = []\n\n\nasync def main():\n")
NOISY = NOISY.replace(
    "    value = account.balance\n",
    "    log.append(asyncio.current_task().get_name())\n    value = account.balance\n",
)


def test_failures_that_differ_in_the_message_only_are_one_row(page, site):
    orders = Orders(page).opened(site, NOISY)
    orders.explore()
    line = next(n for n, text in enumerate(NOISY.splitlines(), 1) if "assert" in text)
    rows = page.locator(".outcomes-list > li")
    expect(rows).to_have_count(1)
    expect(rows.locator(".outcome-text")).to_have_text(
        f"all 90 orders fail an assertion at line {line}"
    )
    more = rows.locator("summary")
    expect(more).to_have_text(
        re.compile(r"AssertionError.*, and 17 more that differ in the message")
    )
    more.focus()
    page.keyboard.press("Enter")
    expect(rows.locator(".outcome-more li")).to_have_count(18)
    rows.locator(".outcome-more").get_by_role("button").last.click()
    expect(orders.strip).to_be_visible(timeout=LONGEST_LOAD)
    expect(rows.locator(".outcome-more li").last).to_be_visible()


def test_a_new_programs_run_is_seen_as_soon_as_its_orders_are_being_tried(page, site):
    orders = Orders(page).opened(site, COUNTLESS)
    root = page.locator("#playground")
    expect(root).to_have_attribute("data-source", "recorded")
    orders.button.click()
    expect(root).to_have_attribute("data-source", "live", timeout=LONGEST_LOAD)
    expect(page.get_by_test_id("expected-balance")).to_have_text("800")
    expect(orders.panel).to_have_attribute("data-state", "exploring")
    page.get_by_test_id("stop").click()
    orders.wait_for("stopped")


def test_words_that_a_beginner_does_not_have_are_explained_by_touch_and_by_key(open_page, site):
    with open_page(has_touch=True, viewport={"width": 390, "height": 844}) as page:
        Orders(page).opened(f"{site}scenarios/unlocked/")
        terms = page.get_by_text("What do these words mean?")
        terms.tap()
        expect(page.locator(".terms dd").first).to_contain_text("not equally likely")
        terms.focus()
        page.keyboard.press("Space")
        expect(page.locator(".terms dl")).to_be_hidden()


def test_while_orders_are_tried_the_page_answers_and_stop_keeps_what_is_known(page, site):
    orders = Orders(page).opened(site, COUNTLESS)
    orders.button.click()
    expect(orders.panel).to_contain_text(" so far", timeout=LONGEST_LOAD)
    expect(orders.panel).to_have_attribute("data-state", "exploring")
    scrubber = page.get_by_test_id("scrubber")
    before = int(scrubber.input_value())
    page.get_by_test_id("step-back").click()
    expect(scrubber).to_have_value(str(before - 1))
    expect(orders.button).to_have_attribute("aria-disabled", "true")
    known = orders.rows.count()
    page.get_by_test_id("stop").click()
    orders.wait_for("stopped")
    expect(orders.panel).to_contain_text("Stopped after ")
    expect(orders.panel).not_to_contain_text(re.compile("verified", re.IGNORECASE))
    assert orders.rows.count() >= known
    orders.playground.run()
    expect(orders.playground.root).to_have_attribute("data-source", "live")


def test_a_changed_number_takes_the_orders_of_the_earlier_program_away(page, site):
    orders = Orders(page).opened(f"{site}scenarios/unlocked/")
    orders.playground.fill("atms", 2)
    orders.wait_for("idle")
    expect(orders.rows).to_have_count(0)
    orders.explore()
    expect(orders.sentence).to_have_text("Both orders end at 100.")
    orders.playground.fill("atms", 3)
    orders.wait_for("done")
    expect(orders.panel).to_have_attribute("data-source", "recorded")


def test_a_program_may_import_from_the_second_half_of_the_standard_library(page, site):
    code = TWO.replace("import asyncio\n", "import asyncio\nimport email.message\n")
    orders = Orders(page).opened(site, code)
    orders.explore()
    expect(orders.sentence).to_have_text("6 orders: 4 end at 100 and 2 at 200.")


def test_code_that_cannot_run_is_told_with_its_line(page, site):
    orders = Orders(page).opened(site, "async def main(:\n")
    orders.button.click()
    orders.wait_for("failed")
    expect(orders.panel).to_contain_text("could not be explored")
    expect(orders.playground.verdict).to_contain_text("Line 1")


def test_by_keyboard_alone(page, site):
    orders = Orders(page).opened(site, TWO)
    page.keyboard.press("Control+Shift+Enter")
    orders.wait_for("done")
    orders.rows.nth(1).get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(orders.strip).to_be_visible(timeout=LONGEST_LOAD)
    expect(orders.rows.nth(1).get_by_role("button")).to_be_focused()
    page.get_by_text("Keys", exact=True).click()
    expect(page.locator("#keys")).to_contain_text("try every order")
