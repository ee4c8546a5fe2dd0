"""Every scenario and every choice of the widgets, run live, gives what real asyncio gives."""

from __future__ import annotations

import itertools
import json

import pytest
from playwright.sync_api import expect

from lockstep import catalogue
from tests.browser.playground import Playground

SCENARIOS = {scenario["name"]: scenario for scenario in catalogue.load()}
LOCKS = [
    ("none", None),
    *itertools.product(("async-with", "acquire-release"), ("per-account", "global")),
]
AMOUNT = 50


@pytest.fixture(scope="module")
def warm(open_page, site):
    """One page for all runs: the runtime is loaded once."""
    with open_page() as page:
        yield Playground(page).opened(site)


@pytest.mark.parametrize("accounts", [1, 2])
@pytest.mark.parametrize("atms", [1, 3])
@pytest.mark.parametrize(("mode", "scope"), LOCKS)
def test_every_choice_of_the_widgets_has_its_right_balance(warm, mode, scope, atms, accounts):
    warm.choose("lock-mode", mode)
    if scope:
        warm.choose("lock-scope", scope)
    for testid, value in {"atms": atms, "accounts": accounts, "amount": AMOUNT}.items():
        warm.fill(testid, value)
    warm.run()
    deposits = accounts * atms * AMOUNT
    kept = accounts * AMOUNT if mode == "none" else deposits
    expect(warm.final).to_have_text(str(kept))
    expect(warm.expected).to_have_text(str(deposits))
    expect(warm.root).to_have_attribute("data-source", "live")
    expect(warm.status).to_contain_text("Live in your browser")


def without_host(trace):
    """What a trace says of the program; not which Python told it."""
    return {key: value for key, value in trace.items() if key not in ("python", "runtime")}


def named(filename, trace):
    """Name the file as a lesson's own page does: on the page of another it is main.py."""
    assert trace["filename"] in (filename, "main.py")
    return json.loads(json.dumps(trace).replace(trace["filename"], filename))


@pytest.mark.every_engine
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_recorded_trace_equals_the_live_one(warm, dist, name):
    recorded = json.loads((dist / "traces" / f"{name}.json").read_text(encoding="utf-8"))
    live = warm.run_source(recorded["source"])
    assert live["runtime"] == "pyodide"
    assert named(recorded["filename"], without_host(live)) == without_host(recorded)


@pytest.mark.every_engine
@pytest.mark.parametrize("name", ["async-with", "deadlock"])
def test_on_a_lessons_own_page_its_run_is_the_recorded_one(page, site, dist, name):
    recorded = json.loads((dist / "traces" / f"{name}.json").read_text(encoding="utf-8"))
    playground = Playground(page).opened(f"{site}scenarios/{name}/")
    live = playground.run_source(recorded["source"])
    assert without_host(live) == without_host(recorded)


def test_a_warm_run_is_shown_at_once(warm):
    warm.run()
    milliseconds = warm.page.evaluate(
        """async () => {
            const began = performance.now();
            await lockstep.runSource("print('again')");
            return performance.now() - began;
        }"""
    )
    assert milliseconds < 3000
    expect(warm.page.get_by_test_id("log")).to_contain_text("again")


def test_a_session_leaves_the_console_empty(page, site):
    wording = []
    page.on("console", lambda message: wording.append(message.text))
    page.goto(site)
    page.evaluate("lockstep.runSource('print(1)')")
    page.evaluate("lockstep.runSource('import aiohttp')")
    page.get_by_test_id("explore").click()
    page.locator("#playground[data-state=done]").wait_for()
    assert wording == []
