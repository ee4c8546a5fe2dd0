"""What does not end by itself is ended, and the next run starts afresh."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def open_page(open_fresh):
    """The worker that is stopped is the first of its page."""
    return open_fresh


ENDLESS = "while True: pass"
GOOD = """\
import asyncio

async def main():
    await asyncio.sleep(0.1)
    return 300

print(asyncio.run(main()))
"""
#: Swallows whatever is raised in it, so the time budget inside Python cannot end it.
STUBBORN = """\
while True:
    try:
        while True: pass
    except BaseException:
        pass
"""


def run(page, code):
    return page.evaluate("code => lockstep.runSource(code)", code)


def state(page):
    return page.locator("#playground").get_attribute("data-state")


def start(page, code):
    """Begin a run without waiting for its end; its outcome is kept in the page."""
    page.evaluate(
        """code => {
            window.outcome = lockstep.runSource(code).then(
                (trace) => ({trace}), (error) => ({kind: error.kind, words: error.message}));
        }""",
        code,
    )


def wait_for_state(page, wanted):
    page.locator(f"#playground[data-state={wanted}]").wait_for(timeout=60_000)


@pytest.mark.every_engine
def test_stop_ends_an_endless_loop_and_the_next_run_is_good(page, site):
    page.goto(site)
    start(page, ENDLESS)
    wait_for_state(page, "running")
    page.get_by_test_id("stop").click()
    outcome = page.evaluate("window.outcome")
    assert outcome["kind"] == "stopped"
    assert state(page) != "running"
    assert run(page, GOOD)["stdout"] == "300\n"


def test_an_endless_loop_ends_by_itself_with_a_trace_of_what_there_was(page, site):
    page.goto(site)
    trace = run(page, ENDLESS)
    assert trace["status"] == "limit"
    assert run(page, GOOD)["status"] == "ok"


@pytest.mark.every_engine
def test_a_program_that_will_not_be_stopped_is_killed_and_the_next_run_is_good(page, site):
    page.goto(site)
    run(page, GOOD)
    start(page, STUBBORN)
    outcome = page.evaluate("window.outcome")
    assert outcome.get("kind") == "killed" or outcome["trace"]["status"] == "limit"
    assert run(page, GOOD)["stdout"] == "300\n"


def test_what_one_program_breaks_is_whole_for_the_next(page, site):
    page.goto(site)
    vandal = "import asyncio, builtins\nasyncio.run = builtins.print = None\n"
    run(page, vandal)
    assert run(page, GOOD)["stdout"] == "300\n"


def test_an_import_from_the_second_half_of_the_standard_library_works(page, site):
    page.goto(site)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert run(page, GOOD)["status"] == "ok"
    assert not [url for url in asked if "stdlib-rest" in url]
    program = "from email.message import Message\nprint(Message().get_content_type())"
    assert run(page, program)["stdout"] == "text/plain\n"
    assert [url for url in asked if "stdlib-rest" in url]


SPINNING = """\
for i in range(1204): print('line', i)
n = 0
while True:
    n += 1
"""


def test_an_endless_loop_says_where_it_spins_and_keeps_its_output_when_it_is_stopped(page, site):
    page.goto(site)
    run(page, GOOD)
    start(page, SPINNING)
    status = page.locator("#status-text")
    spins = re.compile(r"Line [34] has run for [1-9] s without an await; 1,204 lines printed\.")
    expect(status).to_contain_text(spins, timeout=20_000)
    expect(page.get_by_test_id("log")).to_contain_text("line 1203")
    page.get_by_test_id("stop").click()
    expect(page.get_by_test_id("verdict")).to_contain_text(spins)
    expect(page.get_by_test_id("log")).to_contain_text("line 1203")
    assert run(page, GOOD)["stdout"] == "300\n"
    expect(page.get_by_test_id("log")).not_to_contain_text("line 1203")


def test_what_is_killed_says_where_it_was_and_keeps_its_output(page, site):
    page.goto(site)
    run(page, GOOD)
    start(page, "print('so far')\n" + STUBBORN)
    page.evaluate("window.outcome")
    expect(page.get_by_test_id("verdict")).to_contain_text(re.compile(r"[Ll]ine [3-6]"))
    expect(page.get_by_test_id("log")).to_contain_text("so far")
