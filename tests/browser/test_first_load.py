"""What a page loads before its reader does anything: measured over the wire, as hosts compress."""

from __future__ import annotations

import pytest

from sitebuild.bench import UNTOUCHED, bytes_untouched
from sitebuild.serve import serving

#: Bytes.
MOST = 60_000


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("what", UNTOUCHED)
def test_a_page_that_nobody_touches_stays_within_its_budget(page, dist, what, width):
    sent = []
    page.set_viewport_size({"width": width, "height": 800})
    with serving(dist, compress=True, sent=sent) as url:
        total = bytes_untouched(page, url + UNTOUCHED[what], sent)
    assert total <= MOST, "\n".join(f"{each.size:8,} {each.path}" for each in sent)


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
