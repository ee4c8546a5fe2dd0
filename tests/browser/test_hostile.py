"""Whatever a program does: it reads nothing, sends nothing, goes nowhere and ends in time, the
page's thread is free meanwhile, and the next run is right.
"""

from __future__ import annotations

import pytest

from tests.browser.hostile import ENDLESS, PROGRAMS
from tests.browser.processor import Tasks

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def open_page(open_fresh):
    """What an attack leaves behind may meet nobody else's test."""
    return open_fresh


#: The longest task of the page's thread, in milliseconds of the processor.
LONGEST_TASK = 200
#: A pause for collecting garbage comes by chance: a task is long if it always is.
ATTEMPTS = 3
GOOD = """\
import asyncio
balance = 0
async def deposit(lock):
    global balance
    async with lock:
        old = balance
        await asyncio.sleep(0.1)
        balance = old + 100
async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(deposit(lock) for _ in range(3)))
    return balance
asyncio.run(main())
"""

WATCH = """() => {
    window.posted = [];
    addEventListener("message", ({data}) => posted.push(String(data)));
    localStorage.setItem("secret", "treasure");
}"""
#: The outcome as something small: a trace of megabytes would hold up the page on its way to us.
RUN = """(code) => lockstep.runSource(code).then(
    ({status, result, stdout}) => ({status, result, leaks: stdout.includes("treasure")}),
    ({kind, message}) => ({kind, message: message.slice(0, 300)}))"""
#: The same, with a word when it is over.
BEGIN = f"""(code) => {{
    window.over = false;
    window.outcome = ({RUN})(code).finally(() => {{ window.over = true; }});
}}"""
RUNS = "document.querySelector('#playground[data-state=running]')"
#: In one go: a run whose reports are refused may end while somebody looks whether it goes on.
STOP = f"() => {{ if ({RUNS}) document.querySelector('[data-testid=stop]').click(); }}"
#: Two frames later all that follows from the run has been drawn.
DRAWN = """() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"""


class Watch:
    """A page that is attacked, and the longest task of its thread since it was last asked."""

    def __init__(self, page):
        self.page = page
        page.evaluate(WATCH)
        self.longest = Tasks(page).longest_ms


@pytest.fixture(scope="module")
def watch(open_page, site):
    """Of one warm page for all: what one program left behind, the next would meet."""
    with open_page() as page:
        page.goto(site)
        page.evaluate(RUN, GOOD)
        yield Watch(page)


def attack(watch, source):
    watch.longest()
    outcome = watch.page.evaluate(RUN, source)
    watch.page.evaluate(DRAWN)
    return outcome, watch.longest()


def assert_unharmed(page, site, asked):
    assert asked == []
    assert page.url == site
    assert page.evaluate("posted") == []
    assert page.evaluate("localStorage.getItem('secret')") == "treasure"
    assert page.locator("img[src=x]").count() == 0
    assert page.evaluate(RUN, GOOD) == {"status": "ok", "result": "300", "leaks": False}


HOLD_UP = """() => new Promise((done) => setTimeout(() => {
    const until = performance.now() + 3_000;
    while (performance.now() < until);
    setTimeout(done, 100);
}))"""


def test_a_page_that_is_held_up_is_noticed(watch):
    watch.longest()
    watch.page.evaluate(HOLD_UP)
    assert watch.longest() > LONGEST_TASK
    assert watch.longest() <= LONGEST_TASK


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_hostile_or_huge_program_does_no_harm(watch, site, canary, name, record_property):
    url, asked = canary
    source = f"URL = {url!r}\n{PROGRAMS[name]}"
    tasks = []
    while not tasks or (tasks[-1] > LONGEST_TASK and len(tasks) < ATTEMPTS):
        outcome, longest = attack(watch, source)
        tasks.append(longest)
    record_property("outcome", outcome)
    record_property("longest", min(tasks))
    assert min(tasks) <= LONGEST_TASK
    assert outcome.get("leaks") is not True
    assert_unharmed(watch.page, site, asked)


@pytest.mark.parametrize("name", ENDLESS)
def test_a_program_without_an_end_is_stopped_when_stop_is_pressed(
    watch, site, canary, name, record_property
):
    _, asked = canary
    page = watch.page
    watch.longest()
    page.evaluate(BEGIN, ENDLESS[name])
    page.wait_for_function(f"over || {RUNS}")
    page.wait_for_timeout(700)  # long enough to do harm
    longest = watch.longest()
    page.evaluate(STOP)
    assert page.evaluate("window.outcome")["kind"] in {"stopped", "internal"}
    record_property("longest", longest)
    assert longest <= LONGEST_TASK
    assert_unharmed(page, site, asked)
