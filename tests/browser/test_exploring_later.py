"""What only exploring needs comes after what a run needs, and no run shows whether it has come."""

from __future__ import annotations

import pytest

from tests.browser.playground import Playground
from tests.browser.test_explore import Orders


@pytest.fixture(scope="module")
def open_page(open_fresh):
    """Nothing of the runtime may have been loaded before."""
    return open_fresh


EXPLORING = "**/lockstep-exploring.zip"
#: What a program finds of the files, and what a file that it makes is numbered.
FILES = """\
import os

print(*((name, os.stat(f"/lib/{name}").st_size) for name in sorted(os.listdir("/lib"))))
os.mkdir("/tmp/mine")
print(os.stat("/tmp/mine").st_ino)
"""
IMPORTING = """\
import lockstep
from lockstep.explore import explore

print(lockstep.explore is explore, lockstep.check.__module__)
"""
UNLOCKED = "import asyncio\n\nasyncio.run(asyncio.sleep(1))\n"


@pytest.mark.every_engine
def test_a_run_waits_for_none_of_it_and_exploring_does(page, site):
    held = []
    page.route(EXPLORING, lambda route: held.append(route))  # noqa: PLW0108
    playground = Playground(page)
    with page.expect_request(EXPLORING):
        orders = Orders(page).opened(site, UNLOCKED)
        before = playground.run_source(FILES)
    assert "lockstep-exploring.zip" in str(before["stdout"])
    orders.button.click()
    orders.wait_for("exploring")
    held[0].continue_()
    orders.wait_for("done")
    assert playground.run_source(FILES)["stdout"] == before["stdout"]
    assert len(held) == 1


def test_where_it_does_not_come_runs_go_on_and_exploring_says_so_until_it_does(page, site):
    page.route(EXPLORING, lambda route: route.abort())
    orders = Orders(page).opened(site, UNLOCKED)
    assert orders.playground.run_source("print(1)")["stdout"] == "1\n"
    orders.button.click()
    orders.wait_for("failed")
    assert "file lockstep-exploring.zip did not arrive" in orders.panel.inner_text()
    assert orders.playground.run_source("print(2)")["stdout"] == "2\n"
    page.unroute(EXPLORING)
    orders.explore()


def test_a_program_may_import_it(page, site):
    page.goto(site)
    assert Playground(page).run_source(IMPORTING)["stdout"] == "True lockstep.testing.decorator\n"
