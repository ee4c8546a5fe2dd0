"""Every kind of page, and every state that a playground can be in, for tests to walk through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.playground import LONGEST_LOAD, Playground
from tests.browser.test_explore import ARRIVALS, COUNTLESS, Orders

RAISES = ARRIVALS.replace("    return account.balance\n", "    raise ValueError('no bank today')\n")
ENDLESS = "while True:\n    pass\n"


@dataclass(frozen=True)
class Kind:
    """A page, and what is done on it."""

    name: str
    path: str
    bring_about: Callable[[Page], None] = lambda page: None
    narrow: bool = True  # whether a phone has it, too

    def open(self, page: Page, site: str) -> None:
        page.goto(site + self.path)
        page.mouse.move(1, 1)  # the editor comes when its reader first acts
        if page.locator("#editor").count():
            expect(page.locator(".cm-content")).to_be_attached()
        page.wait_for_load_state("networkidle")
        self.bring_about(page)


def run(code: str, state: str = "done") -> Callable[[Page], None]:
    def bring_about(page: Page) -> None:
        playground = Playground(page)
        playground.type_code(code)
        playground.run_button.click()
        playground.wait_for(state)

    return bring_about


def load(page: Page) -> None:
    page.route("**/pyodide.asm.wasm", lambda route: None)
    playground = Playground(page)
    playground.run_button.click()
    playground.wait_for("loading")


def edit(page: Page) -> None:
    Playground(page).type_code(ARRIVALS)


def refuse_number(page: Page) -> None:
    Playground(page).fill("atms", 99)


def stop(page: Page) -> None:
    run(ENDLESS, "running")(page)
    page.get_by_test_id("stop").click()
    Playground(page).wait_for("idle")


def explore_without_end(page: Page) -> None:
    orders = Orders(page)
    orders.playground.type_code(COUNTLESS)
    orders.button.click()
    expect(orders.panel).to_contain_text(" so far", timeout=LONGEST_LOAD)


def be_refused(page: Page) -> None:
    page.get_by_test_id("hint").click()
    page.get_by_test_id("grade").click()
    expect(page.get_by_test_id("divergence")).to_be_visible(timeout=LONGEST_LOAD)


def choose_two(page: Page) -> None:
    for _ in range(2):
        page.get_by_test_id("choice").first.click()


def open_share(page: Page) -> None:
    page.get_by_test_id("share").click()
    expect(page.get_by_test_id("share-said")).not_to_be_empty()


def lose(page: Page) -> None:
    """Bet, choose to a lost end, keep a fork of it, and have the map as a table."""
    page.get_by_test_id("bet").get_by_role("button", name="300").click()
    for task in ("ATM-A", "ATM-B", "ATM-A"):
        page.locator(f'[data-testid=choice][data-task="{task}"]').click()
    page.get_by_test_id("fork").click()
    for table in page.get_by_text("as a table").filter(visible=True).all():
        table.click()
    page.get_by_test_id("run-loop").click()
    expect(page.get_by_test_id("divergence")).to_be_visible()


def predict_wrongly(page: Page) -> None:
    for _ in range(3):
        page.get_by_test_id("hint").click()
    page.get_by_label("always 300").check()
    page.get_by_test_id("grade").click()
    expect(page.get_by_test_id("divergence")).to_be_visible(timeout=LONGEST_LOAD)


def open_outcome(page: Page) -> None:
    orders = Orders(page)
    orders.playground.type_code(ARRIVALS)
    orders.explore()
    orders.open_row("end at 200")
    for words in ("Copy as", "What do these words mean?"):
        page.get_by_text(words).first.click()


def compare_orders(page: Page) -> None:
    orders = Orders(page)
    orders.playground.type_code(ARRIVALS)
    orders.explore()
    orders.open_row("end at 200")
    orders.compare.click()
    expect(orders.compare).to_have_attribute("aria-pressed", "true", timeout=LONGEST_LOAD)


def open_keys(page: Page) -> None:
    page.get_by_text("Keys", exact=True).click()


PAGES = (
    Kind("home", ""),
    Kind("index", "scenarios/"),
    Kind("lesson", "scenarios/async-with/"),
    Kind("comparison", "scenarios/global-lock/"),
    Kind("deadlock", "scenarios/deadlock/"),
    Kind("reference", "reference/"),
    Kind("exercises", "exercises/"),
    Kind("prediction", "exercises/first-race/"),
    Kind("threads", "scenarios/threads/"),
    Kind("embedding", "embed/"),
    Kind("embed", "embed/v1/?scenario=unlocked"),
    Kind("missing", "no-such-page"),
)
STATES = (
    Kind("loading", "", load),
    Kind("keys", "", open_keys, narrow=False),
    Kind("edited", "", edit),
    Kind("wrong number", "", refuse_number),
    Kind("own program", "", run(ARRIVALS)),
    Kind("error", "", run(RAISES)),
    Kind("syntax error", "", run("def broken(\n", "failed")),
    Kind("stopped", "", stop),
    Kind("exploring", "", explore_without_end),
    Kind("outcome opened", "", open_outcome),
    Kind("two orders", "", compare_orders),
    Kind("snippet", "#reference=twice"),
    Kind("share menu", "", open_share),
    Kind("bet open", "scenarios/sometimes/"),
    Kind("lost by choice", "scenarios/sometimes/", lose),
    Kind("prediction refuted", "exercises/first-race/", predict_wrongly),
    Kind("exercise chosen", "exercises/break-deposit/", choose_two),
    Kind("exercise refused", "exercises/repair-timeout/", be_refused),
)
