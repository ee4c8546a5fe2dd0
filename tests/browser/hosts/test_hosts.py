"""A run in the documentation of others: drawn before any script, in their colours, runnable."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hosts.builders import FALSE, NotBuilt
from tests.browser.hosts.conftest import BELOW
from tests.browser.pieces import PAINTED, coming_in_pieces

pytestmark = pytest.mark.slow

LONGEST = 90_000  # ms: the runtime, on a busy machine
WATCH = """
window.heights = new Map();
window.focused = [];
// A run can move its host only by its own height; what else moves there is the host's own.
const watcher = new ResizeObserver((entries) => {
  for (const {target} of entries) {
    const known = window.heights.get(target) ?? window.heights.set(target, new Set()).get(target);
    known.add(Math.round(target.getBoundingClientRect().height));
  }
});
// Before anything stands beneath a run there is nothing that it could move: it is still coming.
const standsAbove = (run) => document.readyState !== "loading" || run.nextSibling !== null;
const watch = () => {
  for (const run of document.querySelectorAll("lockstep-playground"))
    if (standsAbove(run)) watcher.observe(run);
};
new MutationObserver(watch).observe(document, {childList: true, subtree: true});
document.addEventListener("readystatechange", watch);
addEventListener("focusin", ({target}) => window.focused.push(target.tagName));
"""
#: A run is in a frame that knows nothing of its host: one of each kind, a page that is loaded
#: once (Sphinx), one that navigates by itself (Material), and one without any docs build.
RUN_IN = ("furo", "material", "module")
#: Where the page halts: in the first run before anything of it, and before what stands beneath.
PIECES = (b"<style>.lockstep{", b"More words.")
HEIGHTS = "[...heights.values()].map((all) => [...all])"
DARK = 100  # of 255: how light a dark ground can be
LIGHTNESS = """(element) => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  pen.fillStyle = getComputedStyle(element).backgroundColor;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  return (r + g + b) / 3;
}"""


@pytest.fixture
def open_host(open_page, built):
    """Open the host's page, light at first; what is asked for comes in `asked`."""

    def opened(page, without_script=False):
        if without_script:
            page.route("**/lockstep.js", lambda route: route.abort())
        page.add_init_script(WATCH)
        page.goto(built.url)
        return page

    return opened


@pytest.fixture
def page(open_page):
    with open_page(color_scheme="light", viewport={"width": 1280, "height": 800}) as fresh:
        yield fresh


def frame(page, nth=0):
    return page.frame_locator("lockstep-playground iframe").nth(nth)


def ready(page, count=2):
    expect(page.locator("lockstep-playground[data-ready]")).to_have_count(count, timeout=30_000)


def turn_dark(page, host):
    for selector in host.toggle * 3:
        if page.locator(host.dark).count():
            return
        page.locator(selector).first.click()
    expect(page.locator(host.dark)).to_have_count(1)


def only_recorded(built):
    if not built.host.recorded:
        pytest.skip("this page has no docs build")


def test_without_javascript_both_runs_are_drawn_and_the_code_can_be_read(open_page, built):
    with open_page(java_script_enabled=False) as page:
        page.goto(built.url)
        expect(page.get_by_text("before = total")).to_be_visible()
        if built.host.recorded:
            expect(page.locator(".tl-lanes")).to_have_count(2)
            for drawn in page.locator(".tl-lanes").all():
                expect(drawn).to_be_visible()
            expect(page.get_by_text("Two deposits were lost.")).to_be_visible()
            expect(page.get_by_text("One update was lost.")).to_be_visible()


def test_the_drawing_follows_the_host_s_theme(open_host, built, page):
    only_recorded(built)
    open_host(page, without_script=True)
    drawn = page.locator(".lockstep-run").first
    assert drawn.evaluate(LIGHTNESS) > 255 - DARK
    turn_dark(page, built.host)
    assert drawn.evaluate(LIGHTNESS) < DARK


@pytest.mark.parametrize("width", [1280, 390])
def test_frames_come_without_a_shift_a_scroll_or_the_focus_and_draw_what_was_recorded(
    open_host, built, page, width
):
    page.set_viewport_size({"width": width, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_host(page)
    ready(page)
    expect(frame(page, 0).get_by_test_id("final-balance")).to_have_text("100")
    if built.host.recorded:
        expect(frame(page, 1).get_by_test_id("final-balance")).to_have_text("1")
        expect(frame(page, 1).locator("#playground")).to_have_attribute("data-source", "recorded")
    page.mouse.wheel(0, 5000)
    page.wait_for_function("scrollY > 0")
    expect(page.get_by_text("The last words.")).to_be_in_viewport()
    assert [len(had) for had in page.evaluate(HEIGHTS)] == [1, 1], page.evaluate(HEIGHTS)
    assert page.evaluate("focused") == []
    assert not [url for url in asked if "/runtime/" in url]


def test_a_run_never_moves_what_stands_beneath_it_though_its_page_comes_piece_by_piece(built, page):
    only_recorded(built)
    page.add_init_script(WATCH)
    with coming_in_pieces(built.files, PIECES, BELOW) as (url, ask):
        page.goto(url, wait_until="commit")
        for last in ("lockstep-playground", ".tl-lanes"):
            page.locator(last).first.wait_for(state="attached")
            page.evaluate(PAINTED)
            ask()
        ready(page)
        assert [len(had) for had in page.evaluate(HEIGHTS)] == [1, 1], page.evaluate(HEIGHTS)


def test_frames_follow_the_host_s_theme(open_host, built, page):
    open_host(page)
    ready(page)
    roots = [frame(page, nth).locator("html") for nth in range(2)]
    for root in roots:
        expect(root).to_have_attribute("data-theme", "light")
    turn_dark(page, built.host)
    for root in roots:
        expect(root).to_have_attribute("data-theme", "dark")
    assert frame(page).locator("#playground").evaluate(LIGHTNESS) < DARK


def test_run_gives_the_right_balance_and_tells_the_host(open_host, built, page):
    if built.host.name not in RUN_IN:
        pytest.skip("another host of its kind runs it")
    open_host(page)
    page.evaluate(
        """() => { window.told = [];
        addEventListener("lockstep-done", ({detail}) => window.told.push(detail.result)); }"""
    )
    ready(page)
    for nth, balance in enumerate(("100", "1")):
        inside = frame(page, nth)
        inside.get_by_test_id("run").click()
        expect(inside.locator("#playground")).to_have_attribute(
            "data-source", "live", timeout=LONGEST
        )
        expect(inside.get_by_test_id("final-balance")).to_have_text(balance)
    page.wait_for_function("told.length === 2")
    assert page.evaluate("told") == ["100", "1"]


def test_the_way_to_another_page_and_back_leaves_both_runs_whole(open_host, page):
    open_host(page)
    ready(page)
    # by key: while a page still scrolls, Chromium may take a press for one inside a frame
    page.get_by_role("link", name="Other", exact=True).last.press("Enter")
    expect(page.get_by_role("heading", name="Other")).to_be_visible()
    expect(page.locator("lockstep-playground")).to_have_count(0)
    page.go_back()
    ready(page)
    expect(frame(page, 0).get_by_test_id("final-balance")).to_have_text("100")


def test_a_claim_that_is_untrue_fails_the_strict_build(built, site_below, tmp_path):
    only_recorded(built)
    with pytest.raises(NotBuilt, match="the claim 'outcomes: 2' is untrue"):
        built.host.build(tmp_path, built.url, site_below, FALSE)
