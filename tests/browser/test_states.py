"""The page says at every moment what it is doing, and shows nothing as what it is not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.playground import Playground

WASM = "**/pyodide.asm.wasm"


@pytest.fixture
def playground(page, site):
    return Playground(page).opened(site)


def test_a_page_begins_idle_with_a_recorded_run(playground):
    expect(playground.root).to_have_attribute("data-state", "idle")
    expect(playground.root).to_have_attribute("data-source", "recorded")
    expect(playground.status).to_contain_text("Recorded at build time with Python 3.")


def test_nothing_of_the_runtime_is_fetched_before_somebody_turns_to_it(page, site):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    Playground(page).opened(site)
    page.get_by_test_id("step-back").click()
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "/runtime/" in url]


def test_a_first_run_loads_runs_and_is_done_and_says_each(playground):
    playground.page.evaluate(
        """() => {
            window.seen = [];
            const root = document.getElementById("playground");
            new MutationObserver(() => window.seen.push(root.dataset.state))
                .observe(root, {attributeFilter: ["data-state"]});
        }"""
    )
    playground.run()
    assert playground.page.evaluate("[...new Set(window.seen)]") == ["loading", "running", "done"]
    expect(playground.root).to_have_attribute("data-source", "live")


def test_loading_shows_bytes_and_seconds_and_can_be_cancelled(playground):
    playground.page.route(WASM, lambda route: None)  # the request stays open
    playground.run_button.click()
    playground.wait_for("loading")
    expect(playground.page.get_by_test_id("runtime-progress")).to_be_visible()
    expect(playground.status).to_contain_text(" MB, ")
    playground.page.get_by_role("button", name="Cancel").click()
    playground.wait_for("idle")
    expect(playground.verdict).to_contain_text("Loading was cancelled.")
    expect(playground.run_button).to_be_visible()


def test_what_could_not_be_loaded_is_said_and_retry_gets_it(playground):
    playground.page.route(WASM, lambda route: route.abort())
    playground.run_button.click()
    playground.wait_for("failed")
    expect(playground.verdict).to_contain_text("Python could not be loaded.")
    expect(playground.root).to_have_attribute("data-source", "recorded")
    playground.page.unroute(WASM)
    playground.page.get_by_test_id("retry").click()
    playground.wait_for("done")
    expect(playground.final).to_have_text("100")


def test_stop_takes_the_place_of_run_and_the_focus_follows(playground):
    playground.type_code("while True:\n    pass\n")
    stop = playground.page.get_by_test_id("stop")
    playground.run_button.focus()  # it comes into view: the caret stands far below
    place = playground.run_button.bounding_box()
    playground.page.keyboard.press("Enter")
    playground.wait_for("running")
    expect(stop).to_be_focused()
    assert stop.bounding_box() == place
    playground.page.keyboard.press("Enter")
    playground.wait_for("idle")
    expect(playground.verdict).to_contain_text("Stopped.")
    expect(playground.run_button).to_be_focused()


def test_run_source_gives_the_trace_and_shows_it(playground):
    trace = playground.run_source("print('from outside')\n")
    assert trace["stdout"] == "from outside\n"
    assert trace["runtime"] == "pyodide"
    expect(playground.page.get_by_test_id("log")).to_contain_text("from outside")


def test_a_hostile_value_stays_text(playground):
    playground.run_source("raise ValueError('<img src=x onerror=alert(1)>')\n")
    expect(playground.verdict).to_contain_text("<img src=x")
    assert playground.page.locator("main img").count() == 0


def test_the_theme_can_be_chosen_and_is_remembered(playground, site):
    button = playground.page.locator("#theme")
    root = playground.page.locator("html")
    button.click()
    expect(root).to_have_attribute("data-theme", "light")
    button.click()
    playground.opened(site)
    expect(root).to_have_attribute("data-theme", "dark")
    expect(button).to_have_text("Theme: dark")


def test_a_page_whose_storage_is_refused_works_all_the_same(page, site):
    page.add_init_script(
        """Object.defineProperty(window, "localStorage", {
            get() { throw new DOMException("refused", "SecurityError"); }
        });"""
    )
    Playground(page).opened(site)
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
