"""A program that has run in this page runs again in its worker, and finds nothing of that run."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from tests.browser.playground import Playground

#: Each gate is a worker of the page's own, and stands before one worker of the sandbox.
COUNT_WORKERS = """
    window.workers = 0;
    window.Worker = class extends Worker {
        constructor(...all) { super(...all); window.workers += 1; }
    };
"""

LEAVES_TRACES = """\
import asyncio
import json
import os
import string

string.runs = getattr(string, "runs", 0) + 1


async def main():
    await asyncio.sleep(0.1)
    seen = os.path.exists("note.txt")
    with open("note.txt", "w") as note:
        note.write("here")
    print(json.dumps([string.runs, seen]))
    asyncio.sleep = None
    string.ascii_letters = None


asyncio.run(main())
"""

READS_TRACES = """\
import asyncio
import string

asyncio.run(asyncio.sleep(0))
print(getattr(string, "runs", 0))
"""


def run(page, source):
    return page.evaluate("(source) => lockstep.runSource(source)", source)


def test_it_runs_in_the_same_worker_and_gives_the_same_trace(open_page, site):
    with open_page() as page:
        page.add_init_script(COUNT_WORKERS)
        Playground(page).opened(site)
        first = run(page, LEAVES_TRACES)
        assert json.loads(first["stdout"])[:2] == [1, False]
        page.wait_for_function(
            "window.workers >= 2"
        )  # the spares that the first run left to others
        assert run(page, LEAVES_TRACES) == first
        before = page.evaluate("window.workers")
        for _ in range(3):
            assert run(page, LEAVES_TRACES) == first
        assert (
            page.evaluate("window.workers") <= before + 1
        )  # a spare may still have been on its way


def test_another_program_never_gets_that_worker(open_page, site):
    with open_page() as page:
        Playground(page).opened(site)
        for _ in range(2):
            run(page, LEAVES_TRACES)
            assert run(page, READS_TRACES)["stdout"] == "0\n"


def test_a_program_that_was_ended_does_not_go_on_in_its_worker(open_page, site):
    with open_page() as page:
        playground = Playground(page).opened(site)
        run(page, LEAVES_TRACES)
        playground.type_code("while True:\n    pass\n")
        page.get_by_test_id("run").click()
        page.get_by_test_id("stop").click()
        assert json.loads(run(page, LEAVES_TRACES)["stdout"])[:2] == [1, False]


#: Prints what depends on where in memory things are, and on what there was before it.
SEES_ADDRESSES = """\
import asyncio
import os
import sys


class Thing:
    pass


async def main():
    things = {Thing() for _ in range(5)}
    await asyncio.sleep(0.1)
    print(things, hash(Thing()), id(asyncio.current_task()), asyncio.sleep)
    print(len(sys.modules), os.getcwd(), os.stat("/lib").st_ino, sys.path)


asyncio.run(main())
"""


def test_a_worker_that_began_with_an_image_of_the_first_runs_a_program_as_that_did(open_page, site):
    """Python starts once in a page: every worker after the first takes over what it was then."""
    with open_page() as page:
        Playground(page).opened(site)
        first = run(page, SEES_ADDRESSES)
        assert first["status"] == "ok"
        for _ in range(3):
            run(page, READS_TRACES)  # the worker of the other program is dropped
            assert run(page, SEES_ADDRESSES) == first


def test_a_program_that_has_been_read_for_its_next_runs_runs_as_it_did_at_first(open_page, site):
    with open_page() as page:
        Playground(page).opened(site)
        first = run(page, SEES_ADDRESSES)
        assert first["status"] == "ok"
        for _ in range(3):
            assert run(page, SEES_ADDRESSES) == first


#: What lays a page out when it is asked for in the midst of drawing.
ASKED_FOR = """() => {
    const asked = [];
    const note = (type, name) => {
        const was = Object.getOwnPropertyDescriptor(type.prototype, name);
        const noted = was.get && function () { asked.push(name); return was.get.call(this); };
        const called = was.value && function (...all) {
            asked.push(name);
            return was.value.apply(this, all);
        };
        Object.defineProperty(
            type.prototype, name, { ...was, ...(noted ? { get: noted } : { value: called }) });
    };
    for (const name of ["scrollLeft", "scrollTop", "clientWidth", "clientHeight"])
        note(Element, name);
    for (const name of ["getBoundingClientRect", "scrollIntoView"]) note(Element, name);
    for (const name of ["offsetTop", "offsetHeight", "offsetWidth"]) note(HTMLElement, name);
    document.querySelector("[data-testid=timeline] *").getBoundingClientRect();
    document.querySelector("[data-testid=run]").click();
    return asked;
}"""


def test_a_press_on_run_lays_nothing_out_before_python_is_asked(page, site):
    Playground(page).opened(f"{site}scenarios/unlocked/").run()
    expect(page.locator("#playground")).to_have_attribute("data-source", "live")

    assert page.evaluate(ASKED_FOR) == ["getBoundingClientRect"]
