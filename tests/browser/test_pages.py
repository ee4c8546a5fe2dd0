"""Every page tells its story by itself: without script, below any path, without a jump."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from playwright.sync_api import expect

from lockstep import catalogue
from tests.browser.pieces import PAINTED, coming_in_pieces
from tests.browser.playground import Playground

LISTED = [scenario for scenario in catalogue.load() if scenario["listed"]]
PAGES = ["", *(f"scenarios/{scenario['name']}/" for scenario in LISTED)]

#: So many times: it paints while the page still comes.
SLOWER = 8
#: Collects, from the first moment on, how much of the page has moved without being asked to.
COUNT_SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


def assert_tells_its_story(page, trace):
    if trace["balance"]:
        expect(page.get_by_test_id("final-balance")).to_have_text(trace["balance"]["final"])
    expect(page.get_by_test_id("verdict")).to_contain_text(trace["verdict"]["headline"])
    expect(page.get_by_test_id("timeline").locator("svg.tl-lanes").first).to_be_visible()
    expect(page.get_by_test_id("editor")).to_contain_text("async def ")
    for line in trace["stdout"].splitlines()[:3]:
        expect(page.get_by_test_id("log")).to_contain_text(line.split(": ")[-1])
    expect(page.locator("main")).to_contain_text("Recorded at build time with Python 3.")


def assert_says_what_is_found_in_one_place(page):
    places = page.locator(
        "#headline, #explanation, #all-orders, .findings li,"
        ".orders-verdict strong, .orders-verdict span, .orders-sentence, .orders-notes li"
    )
    wording = [text.removeprefix("Every order: ") for text in places.all_text_contents()]
    reported = Counter(text.strip().lower() for text in wording if text.strip())
    assert [text for text, times in reported.items() if times > 1] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_script_tells_its_story_and_what_is_found_in_one_place(
    open_page, site, dist, path
):
    name = path.removeprefix("scenarios/").removesuffix("/") or "unlocked"
    trace = json.loads((dist / "traces" / f"{name}.json").read_text(encoding="utf-8"))
    with open_page(java_script_enabled=False) as page:
        page.goto(site + path)
        assert_tells_its_story(page, trace)
        assert_says_what_is_found_in_one_place(page)


def test_a_page_without_script_offers_no_button_that_does_nothing(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(site)
        for control in page.locator("button, input, select").all():
            expect(control).to_be_hidden()


def test_below_a_path_the_site_links_loads_and_runs(open_page, site_below):
    with open_page() as page:
        failed = []
        page.on("response", lambda answer: answer.ok or failed.append(answer.url))
        page.goto(site_below)
        page.get_by_role("link", name="Lessons", exact=True).click()
        page.get_by_role("link", name="Three ATMs, no lock").click()
        expect(page).to_have_url(f"{site_below}scenarios/unlocked/")
        Playground(page).run()
        assert failed == []
        page.get_by_role("link", name="Lockstep").click()
        expect(page).to_have_url(site_below)


def test_a_press_before_the_scripts_are_there_counts_once_they_are(open_page, site):
    with open_page() as page:
        held = []

        def hold(route):
            held.append(route)

        page.route("**/assets/page-*.js", hold)
        page.goto(f"{site}scenarios/async-with/", wait_until="commit")
        playground = Playground(page)
        playground.run_button.click()
        expect(playground.root).to_have_attribute("data-state", "idle")
        for route in held:
            route.continue_()
        playground.wait_for("done")
        expect(playground.root).to_have_attribute("data-source", "live")


def test_the_index_says_of_every_lesson_how_it_ends_and_in_how_many_orders(page, site):
    page.goto(f"{site}scenarios/")
    entries = page.locator(".entry")
    expect(entries).to_have_count(len(LISTED) + 1)  # and the recording of the threads
    expect(entries.first).to_contain_text("100 of 300")
    expect(entries.first).to_contain_text("all 6 orders")
    giving_up = page.locator(".entry[data-lesson=timeout-waiting]")
    expect(giving_up).to_contain_text("3 of 4 right")


def test_scenarios_lead_on_to_the_next_and_back(page, site):
    first, second = LISTED[:2]
    page.goto(f"{site}scenarios/{first['name']}/")
    page.locator("a[rel=next]").click()
    expect(page).to_have_url(f"{site}scenarios/{second['name']}/")
    page.locator("a[rel=prev]").click()
    expect(page).to_have_url(f"{site}scenarios/{first['name']}/")


def test_a_missing_page_finds_the_way_home_from_any_depth(page, site_below):
    answer = page.goto(f"{site_below}scenarios/no/such/page.html")
    assert answer.status == 404
    page.get_by_role("link", name="Go to the front page").click()
    expect(page).to_have_url(site_below)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PAGES[:2])
def test_nothing_moves_while_the_scripts_take_over(open_page, site, path, width):
    with open_page(viewport={"width": width, "height": 900}) as page:
        page.add_init_script(COUNT_SHIFTS)
        Playground(page).opened(site + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shifted") < 0.01


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "scenarios/granularity/", "scenarios/deadlock/"])
def test_nothing_moves_while_a_slow_machine_reads_the_page(open_page, site, path, width):
    with open_page(viewport={"width": width, "height": 900}) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(COUNT_SHIFTS)
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shifted") < 0.01


#: Before each of these a page stops coming until what has come is painted, the last of it this.
STOPS = {
    b'class="player-row"': ".stage",
    b'id="loop-strip"': ".player-row",
    b'id="order-map"': "#loop-strip",
    b'class="card reading"': "#order-map",
}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "scenarios/granularity/", "scenarios/deadlock/"])
def test_nothing_moves_while_a_page_comes_piece_by_piece(open_page, dist, path, width):
    viewport = {"width": width, "height": 900}
    with coming_in_pieces(dist, STOPS) as (site, ask), open_page(viewport=viewport) as page:
        page.add_init_script(COUNT_SHIFTS)
        page.goto(site + path, wait_until="commit")
        for last in STOPS.values():
            page.locator(last).wait_for(state="attached")
            page.evaluate(PAINTED)
            ask()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shifted") < 0.01


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_same_program_is_run_live(open_page, site, width):
    with open_page(viewport={"width": width, "height": 900}) as page:
        page.add_init_script(COUNT_SHIFTS)
        playground = Playground(page).opened(site)
        playground.run()
        assert page.evaluate("window.shifted") < 0.01


def place_of(page, lines, words):
    """Where on the page the text of a line of code begins."""
    return page.evaluate(
        """([lines, words]) => {
            const all = [...document.querySelectorAll(lines)];
            const range = document.createRange();
            range.selectNodeContents(all.find((line) => line.textContent.includes(words)));
            const {x, y} = range.getBoundingClientRect();
            return [Math.round(x), Math.round(y + scrollY)];
        }""",
        [lines, words],
    )


@pytest.mark.parametrize("width", [390, 1280])
def test_the_editor_puts_each_line_where_the_listing_had_it(open_page, site, width):
    viewport = {"width": width, "height": 2000}
    words = "value = account.balance"
    with open_page(viewport=viewport) as bare, open_page(viewport=viewport) as full:
        bare.route("**/codemirror-*.js", lambda route: route.abort())
        bare.goto(site)
        Playground(full).opened(site)
        bare.mouse.move(1, 1)
        for page in (bare, full):
            expect(page.get_by_test_id("order-map")).to_be_visible()
        # What is far out of sight the editor does not draw.
        for page in (bare, full):
            page.locator("#editor").scroll_into_view_if_needed()
        expect(full.locator(".cm-line", has_text=words)).to_be_visible()
        expect(full.locator(".cm-task").first).to_be_visible()
        assert place_of(full, ".cm-line", words) == place_of(bare, ".code-line", words)


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_no_page_is_wider_than_its_window(open_page, site, width):
    with open_page(viewport={"width": width, "height": 800}) as page:
        for path in ("", "scenarios/", "scenarios/global-lock/"):
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_the_answer_comes_first_and_run_is_under_the_thumb(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        Playground(page).opened(site)
        tops = [
            page.locator(selector).bounding_box()["y"]
            for selector in ("#answer", "#timeline", "#controls", "#code", "#log")
        ]
        assert tops == sorted(tops)
        for testid in ("run", "step-back", "step-forward", "scrubber"):
            assert page.get_by_test_id(testid).bounding_box()["y"] > 844 * 0.8, testid


@pytest.mark.parametrize("width", [320, 360, 390])
def test_on_the_narrowest_phones_the_header_fits_and_embed_this_comes_last(open_page, site, width):
    with open_page(viewport={"width": width, "height": 640}) as page:
        page.goto(f"{site}scenarios/deadlock/")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        program = page.locator(".program").bounding_box()
        embed = page.locator("#embed-this").bounding_box()
        assert program and embed
        assert program["y"] + program["height"] <= embed["y"]


@pytest.mark.parametrize("width", [320, 360, 390])
def test_on_a_phone_the_header_leads_to_lessons_exercises_reference_and_embed(
    open_page, site, width
):
    with open_page(viewport={"width": width, "height": 844}) as page:
        page.goto(site)
        links = page.get_by_role("navigation", name="Site").get_by_role("link")
        expect(links).to_have_text(["Lessons", "Exercises", "Reference", "Embed"])
        for link in [*links.all(), page.locator("#theme")]:
            box = link.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width
            assert min(box["width"], box["height"]) >= 24
