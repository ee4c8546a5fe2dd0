"""Private windows, and browsers that keep third parties from storing anything: real ones."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from sitebuild.browser import LAUNCH_ARGS, find_chromium
from tests.browser.conftest import BASELINE_ONLY
from tests.browser.playground import LONGEST_LOAD, Playground
from tests.browser.test_embed import RESERVED, frame, ready, script
from tests.browser.test_exercises import result_is

#: Chromium's own setting "Block third-party cookies", which storage of third parties follows.
BLOCKS = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}
IS_REFUSED = "() => { try { localStorage.length; return false } catch { return true } }"


@contextmanager
def window(browser, folder, *flags):
    """A page in a Chromium of its own that keeps third parties from storing."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps(BLOCKS))
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=find_chromium(),
        args=[*LAUNCH_ARGS, BASELINE_ONLY, *flags],
        service_workers="allow",
    )
    uncaught = []
    page = context.pages[0]
    page.on("pageerror", lambda error: uncaught.append(str(error)))
    yield page
    context.close()
    assert uncaught == []


@pytest.mark.slow
@pytest.mark.parametrize("flags", [[], ["--incognito"]], ids=["window", "private window"])
def test_embeds_that_may_store_nothing_run_share_one_python_and_give_a_link(
    browser, site, host, tmp_path, flags
):
    with (
        host(f"{RESERVED}{RESERVED}{script(site)}") as url,
        window(browser, tmp_path / "profile", *flags) as page,
    ):
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(url)
        ready(page, 2)
        for nth in (0, 1):
            inside = frame(page, nth)
            assert inside.locator("html").evaluate(IS_REFUSED)
            inside.get_by_test_id("run").click()
            expect(inside.locator("#playground")).to_have_attribute(
                "data-source", "live", timeout=LONGEST_LOAD
            )
            expect(inside.get_by_test_id("final-balance")).to_have_text("100")
        assert len([each for each in asked if each.endswith(".wasm")]) == 1
        frame(page).get_by_test_id("share").click()
        expect(frame(page).get_by_test_id("share-link")).to_have_value(re.compile(f"^{site}.*#1"))


@pytest.mark.slow
def test_the_site_in_a_private_window_runs_keeps_an_edit_over_a_reload_and_grades(
    browser, site, tmp_path
):
    with window(browser, tmp_path / "profile", "--incognito") as page:
        playground = Playground(page).opened(f"{site}scenarios/unlocked/")
        playground.run()
        expect(playground.final).to_have_text("100")
        playground.type_code("print('mine')\n")
        page.wait_for_function("Object.values(sessionStorage).some((text) => /mine/.test(text))")
        page.reload()
        expect(page.locator("#editor")).to_contain_text("print('mine')")
        page.goto(f"{site}exercises/first-race/")
        page.get_by_label("sometimes 300").check()
        page.get_by_test_id("grade").click()
        result_is(page, "true")
        page.goto(f"{site}exercises/")
        expect(page.locator("#exercises-solved")).to_contain_text("1 of")
