"""Every kind of page, and every state that a playground can be in, for tests to walk through."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page, expect

import lockstep
from lockstep.exercises import catalogue as exercises
from lockstep.share import fragment
from tests.browser.playground import LONGEST_LOAD, Playground
from tests.browser.test_explore import ARRIVALS, COUNTLESS, Orders

RAISES = ARRIVALS.replace("    return account.balance\n", "    raise ValueError('no bank today')\n")
ENDLESS = "while True:\n    pass\n"
LINK = fragment({"code": ARRIVALS, "step": 3})
TRACE = json.dumps(lockstep.run(ARRIVALS).to_dict()).encode()
SOLUTION = exercises.get("repair-threading").solution
#: Passes, and is told what is better.
[HELD] = (each.source for each in exercises.get("repair-made-anew").wrong if each.passes)


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


def show_hint(page: Page) -> None:
    page.get_by_test_id("hint").click()
    expect(page.locator("#exercise-hints li")).to_have_count(1)


def hand_in(answer: str) -> Callable[[Page], None]:
    """An answer that passes, with every hint asked for: all stays to be read."""

    def bring_about(page: Page) -> None:
        while page.get_by_test_id("hint").is_visible():
            page.get_by_test_id("hint").click()
        page.locator(".cm-content").fill(answer)
        page.get_by_test_id("grade").click()
        result = page.get_by_test_id("grade-result")
        expect(result).to_have_attribute("data-passed", "true", timeout=LONGEST_LOAD)
        page.locator("#exercise-solution summary").click()

    return bring_about


def predict_rightly(page: Page) -> None:
    page.get_by_label("sometimes 300").check()
    page.get_by_test_id("grade").click()
    result = page.get_by_test_id("grade-result")
    expect(result).to_have_attribute("data-passed", "true", timeout=LONGEST_LOAD)


def break_it(page: Page) -> None:
    for task in ("ATM-A", "ATM-B"):
        page.get_by_test_id("choice").filter(has_text=task).click()
    page.get_by_test_id("grade").click()
    expect(page.get_by_test_id("divergence")).to_be_visible(timeout=LONGEST_LOAD)


def solve_one(page: Page) -> None:
    page.evaluate("localStorage.setItem('lockstep-exercises', '[\"first-race\"]')")
    page.reload()
    expect(page.locator("#exercises-solved")).to_contain_text("1 of")


def brought(page: Page) -> None:
    expect(page.locator("#status-text")).to_contain_text("This code came from a link")


def refused(page: Page) -> None:
    expect(page.get_by_test_id("verdict")).to_contain_text("This link could not be opened.")


def open_trace(page: Page) -> None:
    page.get_by_test_id("share").click()
    saved = {"name": "mine.json", "mimeType": "application/json", "buffer": TRACE}
    page.get_by_test_id("trace-file").set_input_files([saved])  # type: ignore[list-item]
    expect(page.locator("#status-text")).to_contain_text("Opened from mine.json")


def open_embed_this(page: Page) -> None:
    page.locator("#embed-this > summary").click()
    expect(page.get_by_test_id("embed-code")).to_contain_text("<lockstep-playground")


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
    Kind("exercise with a hint", "exercises/repair-timeout/", show_hint),
    Kind("exercise passed", "exercises/repair-threading/", hand_in(SOLUTION)),
    Kind("exercise passed, held too long", "exercises/repair-made-anew/", hand_in(HELD)),
    Kind("prediction right", "exercises/first-race/", predict_rightly),
    Kind("program broken", "exercises/break-deposit/", break_it),
    Kind("exercises, one solved", "exercises/", solve_one),
    Kind("link opened", f"#{LINK}", brought),
    Kind("link cut in half", f"#{LINK[: len(LINK) // 2]}", refused),
    Kind("saved trace opened", "scenarios/unlocked/", open_trace),
    Kind("embed this", "scenarios/unlocked/", open_embed_this),
    Kind("embed of a wrong option", "embed/v1/?scenario=unlokced&atms=99"),
    Kind("embed of a program", f"embed/v1/?code={quote(ARRIVALS)}"),
)
