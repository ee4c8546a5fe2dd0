"""What a page loads before its reader does anything: measured over the wire, as hosts compress."""

from __future__ import annotations

import json
import re

import pytest

from lockstep import catalogue
from sitebuild.bench import UNTOUCHED, alone, bytes_untouched
from sitebuild.serve import serving

#: Bytes.
MOST = 60_000


#: By the kind of page: every address of it, by the name of what it shows.
EVERY = {
    "lesson": {
        name: f"scenarios/{name}/"
        for entry in catalogue.load()
        if not entry.get("variant_of") and (name := entry["name"])
    },
    "embed": {
        name: f"embed/v1/?scenario={name}" for entry in catalogue.load() if (name := entry["name"])
    },
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("what", UNTOUCHED)
def test_a_page_that_nobody_touches_stays_within_its_budget(page, dist, what, width):
    assert over(page, dist, width, {what: UNTOUCHED[what]}) == {}


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", EVERY)
def test_so_does_every_lesson_and_every_embed(page, dist, kind, width):
    assert over(page, dist, width, EVERY[kind]) == {}


def over(page, dist, width, paths):
    """What is sent of each page that is above its budget, largest first."""
    page.set_viewport_size({"width": width, "height": 800})
    alone(page)
    sent, found = [], {}
    with serving(dist, compress=True, sent=sent) as url:
        for name, path in paths.items():
            if bytes_untouched(page, url + path, sent) > MOST:
                found[name] = sorted(((each.size, each.path) for each in sent), reverse=True)
    return found


@pytest.mark.parametrize("what", UNTOUCHED)
def test_runner_editor_and_recorded_answers_come_with_the_first_act(page, site, what):
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(site + UNTOUCHED[what])
    page.get_by_test_id("final-balance").hover()
    for part in ("assets/runner-", "assets/codemirror-", "records/"):
        page.wait_for_function(
            "(part) => performance.getEntriesByType('resource')"
            ".some(({name}) => name.includes(part))",
            arg=part,
        )
    assert not [url for url in asked if url.startswith("runtime/")]


@pytest.mark.parametrize("what", UNTOUCHED)
def test_a_press_on_run_asks_for_python_before_the_scripts_of_the_page_are_there(page, site, what):
    held = []
    page.route("**/assets/playground-*.js", lambda route: held.append(route))  # noqa: PLW0108
    page.goto(site + UNTOUCHED[what])
    with page.expect_response("**/pyodide.asm.wasm") as wasm:
        page.get_by_test_id("run").click()
    assert wasm.value.ok
    for route in held:
        route.continue_()
    page.locator("#playground[data-state=done][data-source=live]").wait_for()


def test_what_makes_a_page_live_is_asked_for_at_once_and_not_file_by_file(page, dist):
    scripts = json.loads(
        re.search(
            r'id="lockstep-data">(.*?)</script>', (dist / "index.html").read_text(encoding="utf-8")
        )[1]
    )["scripts"]
    held = []
    page.route("**/assets/playground-*.js", lambda route: held.append(route))  # noqa: PLW0108
    with serving(dist) as url:
        page.goto(url)
        page.mouse.move(1, 1)
        for script in scripts[1:]:
            page.wait_for_function(
                "(url) => performance.getEntriesByName(url).length > 0", arg=url + script
            )
        assert page.locator("#playground[data-live]").count() == 0
