"""The embed: version 1 of its address, its element, its messages; drawn before any runtime."""

from __future__ import annotations

import itertools
import json

import pytest
from playwright.sync_api import expect

from lockstep.embedding import room
from tests.browser.processor import ThreadTime

LONGEST = 90_000  # ms: the runtime, on a busy machine
CODE = """\
import asyncio

total = 0

async def add():
    global total
    before = total
    await asyncio.sleep(0.1)
    total = before + 1

async def main():
    await asyncio.gather(add(), add())
    return total

asyncio.run(main())
"""


ELEMENT = "lockstep-playground"
#: As the site offers it: with its place kept free.
RESERVED = (
    '<lockstep-playground scenario="unlocked" style="display:block;min-height:'
    f'{room.css(room.height("all"))}"></lockstep-playground>'
)


def script(site):
    return f'<script type="module" src="{site}embed/v1/lockstep.js"></script>'


def frame(page, nth=0):
    return page.frame_locator("lockstep-playground iframe").nth(nth)


def ready(page, count=1):
    expect(page.locator("lockstep-playground[data-ready]")).to_have_count(count, timeout=30_000)


@pytest.mark.every_engine
def test_a_scenario_is_drawn_and_loads_no_runtime_before_a_press(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}embed/v1/?scenario=unlocked")
    expect(page.get_by_test_id("final-balance")).to_have_text("100")
    expect(page.get_by_test_id("expected-balance")).to_have_text("300")
    expect(page.locator("#playground")).to_have_attribute("data-source", "recorded")
    expect(page.locator(".tl-block").first).to_be_visible()
    assert not [url for url in asked if "/runtime/" in url]


@pytest.mark.parametrize(
    ("query", "final", "title"),
    [
        ("scenario=async-with", "300", "async with"),
        ("scenario=unlocked&lock-mode=async-with", "300", "async with"),
        ("scenario=unlocked&sparkle=yes", "100", "Three ATMs"),
    ],
)
def test_options_choose_the_program_and_unknown_ones_are_ignored(page, site, query, final, title):
    page.goto(f"{site}embed/v1/?{query}")
    expect(page.get_by_test_id("final-balance")).to_have_text(final)
    expect(page.locator("#lesson-title")).to_contain_text(title)
    expect(page.locator("#embed-notes")).to_have_text("")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("scenario=unlocked&view=sideways", "view='sideways' is none of all, picture or code."),
        ("scenario=unlocked&atms=99", "atms='99' is no whole number from 1 to 8."),
        ("scenario=unlokced", "No scenario is called 'unlokced', so this is the first."),
        ("", "No scenario is named, so this is the first: add ?scenario=NAME."),
        ("scenario=unlocked#1.cut", "This link is damaged or cut short: copy it anew."),
    ],
)
def test_a_value_that_cannot_be_is_answered_in_words(page, site, query, words):
    page.goto(f"{site}embed/v1/?{query}")
    expect(page.locator("#embed-notes")).to_contain_text(words)
    expect(page.get_by_test_id("final-balance")).to_have_text("100")


def test_it_opens_at_a_step_and_shows_the_parts_that_are_asked_for(page, site):
    page.goto(f"{site}embed/v1/?scenario=unlocked&step=5&view=picture")
    expect(page.locator(".tl-step")).to_have_text("step 5/6")
    expect(page.get_by_test_id("timeline")).to_be_visible()
    expect(page.get_by_test_id("editor")).to_be_hidden()


def test_the_lesson_of_choices_opens_with_its_recorded_run_and_keeps_the_choices_behind_a_press(
    page, site
):
    page.goto(f"{site}embed/v1/?scenario=sometimes")
    expect(page.get_by_test_id("final-balance")).to_have_text("100")
    expect(page.get_by_test_id("choices")).to_be_hidden()
    page.get_by_text("Orders, log and sentences").click()
    expect(page.get_by_test_id("choice")).to_have_count(3)
    page.get_by_test_id("choice").first.click()
    expect(page.get_by_test_id("orders-left")).to_have_attribute("data-left", "30")
    page.locator("[data-testid=choice][data-task=ATM-B]").click()
    page.locator("[data-testid=choice][data-task=ATM-A]").click()
    page.get_by_test_id("run-loop").click()
    expect(page.get_by_test_id("parting")).to_contain_text("The first 4 steps are the same.")


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_its_parts_stand_one_below_the_other_at_any_width(open_page, site, width):
    with open_page(viewport={"width": width, "height": 700}) as page:
        page.goto(f"{site}embed/v1/?scenario=unlocked")
        expect(page.locator(".tl-block").first).to_be_visible()
        boxes = [
            page.locator(part).bounding_box()
            for part in (".embed-head", ".embed-code", ".embed-result", ".embed-foot")
        ]
        assert [box["width"] for box in boxes] == [width - 2] * 4
        for above, below in itertools.pairwise(boxes):
            assert above["y"] + above["height"] <= below["y"] + 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_program_that_may_not_be_edited_takes_no_key(page, site):
    page.goto(f"{site}embed/v1/?scenario=unlocked&readonly")
    page.mouse.move(5, 5)
    code = page.locator(".cm-content")
    code.click()
    before = code.inner_text()
    page.keyboard.type("x = 1")
    assert code.inner_text() == before


@pytest.mark.every_engine
def test_the_element_shows_a_scenario_and_tells_of_a_run(page, site, host):
    with host(
        f'<lockstep-playground scenario="async-with"></lockstep-playground>{script(site)}'
    ) as url:
        page.goto(url)
        ready(page)
        page.evaluate(
            "addEventListener('lockstep-done', (event) => { window.told = event.detail; })"
        )
        frame(page).get_by_test_id("run").click()
        expect(frame(page).locator("#playground")).to_have_attribute(
            "data-state", "done", timeout=LONGEST
        )
        expect(frame(page).get_by_test_id("final-balance")).to_have_text("300")
        page.wait_for_function("window.told")
        reported = page.evaluate("told")
        assert (reported["status"], reported["result"]) == ("ok", "300")
        assert "async with account.lock" in reported["source"]


def test_a_listing_of_the_author_becomes_a_playground(page, site, host):
    listing = f"<pre><code>{CODE}</code></pre>"
    with host(f"<lockstep-playground>{listing}</lockstep-playground>{script(site)}") as url:
        page.goto(url)
        ready(page)
        frame(page).get_by_test_id("run").click()
        expect(frame(page).get_by_test_id("final-balance")).to_have_text("1", timeout=LONGEST)
        expect(frame(page).get_by_test_id("verdict")).to_contain_text("One update was lost.")


def test_a_listing_can_be_read_without_scripts(open_page, site, host):
    listing = f"<pre><code>{CODE}</code></pre>"
    with (
        host(f"<lockstep-playground>{listing}</lockstep-playground>{script(site)}") as url,
        open_page(java_script_enabled=False) as page,
    ):
        page.goto(url)
        expect(page.get_by_text("before = total")).to_be_visible()


def test_hidden_set_up_runs_before_the_code_shown(page, site, host):
    setup = '<template data-lockstep="setup">import asyncio</template>'
    listing = f"<pre><code>{CODE.removeprefix('import asyncio')}</code></pre>"
    body = f"<lockstep-playground>{setup}{listing}</lockstep-playground>{script(site)}"
    with host(body) as url:
        page.goto(url)
        ready(page)
        frame(page).get_by_test_id("run").click()
        expect(frame(page).get_by_test_id("final-balance")).to_have_text("1", timeout=LONGEST)


@pytest.mark.every_engine
def test_ten_embeds_are_drawn_at_once_share_one_runtime_and_move_nothing(page, site, host):
    ten = f"<p>text</p>{RESERVED}" * 10
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    with host(f"<div>{ten}</div><p id=after>after</p>{script(site)}") as url:
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver((list) => {"
            "for (const entry of list.getEntries()) window.shift += entry.value; })"
            ".observe({type: 'layout-shift', buffered: true});"
        )
        page.goto(url)
        ready(page, 10)
        assert not [one for one in asked if "/runtime/" in one]
        assert page.evaluate("document.activeElement === document.body")
        assert page.evaluate("scrollY") == 0
        for nth in (3, 7):
            frame(page, nth).get_by_test_id("run").click()
            expect(frame(page, nth).locator("#playground")).to_have_attribute(
                "data-source", "live", timeout=LONGEST
            )
            # one that stands before it and comes alive later asks it, too
            frame(page).get_by_test_id("final-balance").hover()
            expect(frame(page).locator("#playground")).to_have_attribute("data-live", "")
        wasm = [one for one in asked if one.endswith(".wasm")]
        assert len(wasm) == 1
        assert page.evaluate("shift") == 0


#: Scrolls from the top to the end, a tenth of the screen a frame; how many frames that took.
SCROLL_PAST = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const end = () => scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    scrollTo(0, 0);
    let frames = 0;
    for (; !end(); frames++) {
        scrollBy(0, innerHeight / 10);
        await frame();
    }
    return frames;
}"""
#: Milliseconds of the processor's time for a frame: a phone's, four times slower, has 16.
A_FRAME = 4
#: How much dearer a frame may be, on whatever machine, than where no script has run yet: with one
#: embed alive, and with three, two of which have run. To come alive scrolled past makes it 12.
ONE_ALIVE = 2
THREE_ALIVE = 3


def scrolled_past(page, thread):
    """What a frame costs the thread that host and embeds share, in ms of the processor's time."""
    before = thread.spent_ms()
    frames = page.evaluate(SCROLL_PAST)
    assert frames > 50
    return (thread.spent_ms() - before) / frames


@pytest.mark.slow
def test_ten_embeds_on_a_phones_page_scroll_smoothly_at_any_time(page, site):
    page.set_viewport_size({"width": 390, "height": 844})
    body = f"<p>text</p>{RESERVED}" * 10 + script(site)
    page.route(
        f"{site}ten.html",
        lambda route: route.fulfill(body=f"<!doctype html>{body}", content_type="text/html"),
    )
    page.goto(f"{site}ten.html")
    ready(page, 10)
    thread = ThreadTime(page)
    at_first = scrolled_past(page, thread)
    assert at_first <= A_FRAME
    page.evaluate("scrollTo(0, 0)")
    # from now on they come alive unasked, where they are read: not those that are scrolled past
    expect(frame(page).locator("#playground")).to_have_attribute("data-live", "", timeout=30_000)
    assert scrolled_past(page, thread) <= ONE_ALIVE * at_first
    for nth in (3, 7):
        frame(page, nth).get_by_test_id("run").click()
        expect(frame(page, nth).locator("#playground")).to_have_attribute(
            "data-source", "live", timeout=LONGEST
        )
    # what else the machine does makes a pass dearer, never cheaper
    assert min(scrolled_past(page, thread) for _ in range(3)) <= THREE_ALIVE * at_first


@pytest.mark.slow
def test_of_a_page_that_is_only_read_the_embeds_in_sight_come_alive(page, site, host):
    with host(f"{RESERVED}<p style='height:3000px'></p>{RESERVED}{script(site)}") as url:
        page.goto(url)
        ready(page, 2)
        first, last = (frame(page, nth).locator("#playground") for nth in (0, 1))
        expect(first).to_have_attribute("data-live", "", timeout=30_000)  # after ten seconds
        expect(last).not_to_have_attribute("data-live", "")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        expect(last).to_have_attribute("data-live", "")


@pytest.mark.every_engine
def test_a_frame_with_too_little_room_grows_where_nobody_looks_and_where_it_is_used(
    open_page, site, host
):
    tight = RESERVED.replace("min-height:", "min-height:400px;--was:")
    with (
        host(f"<p>text</p>{tight}<div style='height:900px'></div>{tight}{script(site)}") as url,
        open_page(viewport={"width": 390, "height": 800}) as page,
    ):
        page.goto(url)
        ready(page, 2)
        elements = page.locator("lockstep-playground")
        grown = "(element) => element.offsetHeight > 700"
        page.wait_for_function(
            f"[...document.querySelectorAll('{ELEMENT}')].slice(1).some({grown})"
        )
        assert elements.first.evaluate("(element) => element.offsetHeight") == 400
        frame(page).get_by_test_id("step-forward").press("Enter")
        page.wait_for_function(f"({grown})(document.querySelector('{ELEMENT}'))")


def test_an_element_without_any_room_takes_what_it_needs(open_page, site, host):
    bare = f'<{ELEMENT} scenario="counter"></{ELEMENT}>'
    with (
        host(f"{bare}{script(site)}") as url,
        open_page(viewport={"width": 390, "height": 800}) as page,
    ):
        page.goto(url)
        ready(page)
        page.frames[1].wait_for_function("document.documentElement.scrollHeight <= innerHeight")
        assert page.locator(ELEMENT).evaluate("(element) => element.offsetHeight") > 1000


@pytest.mark.every_engine
def test_the_host_s_theme_and_accent_are_followed_live(page, site, host):
    style = (
        "<style>body{background:#fff;color:#222;--color-brand-primary:#5b32b4}"
        "[data-theme=dark] body{background:#101418;color:#eee}</style>"
    )
    body = f'<lockstep-playground scenario="unlocked"></lockstep-playground>{script(site)}'
    with host(body, style) as url:
        page.goto(url)
        ready(page)
        root = frame(page).locator("html")
        expect(root).to_have_attribute("data-theme", "light")
        expect(frame(page).get_by_test_id("run")).to_have_css(
            "background-color", "rgb(91, 50, 180)"
        )
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        expect(root).to_have_attribute("data-theme", "dark")
        expect(frame(page).locator("#playground")).to_have_css(
            "background-color", "rgb(16, 20, 24)"
        )


def test_what_a_docs_build_recorded_is_drawn_without_a_run(page, site, host):
    import lockstep

    recorded = {
        "trace": lockstep.run(CODE).to_dict(),
        "exploration": lockstep.explore(CODE).to_dict(),
    }
    text = json.dumps(recorded).replace("<", "\\u003c")
    kept = f'<script type="application/json" data-lockstep="recording">{text}</script>'
    inside = f"<pre><code>{CODE}</code></pre>{kept}"
    with host(f"<lockstep-playground>{inside}</lockstep-playground>{script(site)}") as url:
        page.goto(url)
        ready(page)
        expect(frame(page).get_by_test_id("final-balance")).to_have_text("1")
        expect(frame(page).locator("#playground")).to_have_attribute("data-source", "recorded")
        expect(frame(page).locator("#all-orders")).to_contain_text("both orders end alike")


@pytest.mark.every_engine
def test_a_sandboxed_host_frame_without_storage_still_runs(page, site, host):
    source = f"{site}embed/v1/?scenario=async-with"
    body = f'<iframe sandbox="allow-scripts" width="640" height="700" src="{source}"></iframe>'
    with host(body) as url:
        page.goto(url)
        inside = page.frame_locator("iframe")
        expect(inside.get_by_test_id("final-balance")).to_have_text("300")
        inside.get_by_test_id("run").click()
        expect(inside.locator("#playground")).to_have_attribute(
            "data-source", "live", timeout=LONGEST
        )


@pytest.mark.every_engine
def test_a_strict_policy_of_the_host_needs_two_directives(page, site, host):
    origin = site.rstrip("/")
    policy = f"default-src 'none'; script-src {origin}/; frame-src {origin}/"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    with host(
        f'<lockstep-playground scenario="unlocked"></lockstep-playground>{script(site)}', head
    ) as url:
        page.goto(url)
        ready(page)
        expect(frame(page).get_by_test_id("final-balance")).to_have_text("100")


@pytest.mark.every_engine
def test_code_in_an_embed_reaches_nothing_of_its_host(page, site, host):
    hostile = CODE.replace(
        "asyncio.run(main())",
        "import sys\nfor finder in list(sys.meta_path):\n    pass\ntry:\n    import js\n"
        "    js.parent.document.title = 'taken'\nexcept BaseException as error:\n"
        "    print('refused')\nasyncio.run(main())",
    )
    listing = f"<pre><code>{hostile}</code></pre>"
    body = f"<lockstep-playground>{listing}</lockstep-playground>{script(site)}"
    with host(body) as url:
        page.goto(url)
        page.evaluate("localStorage.setItem('mine', 'untouched')")
        ready(page)
        frame(page).get_by_test_id("run").click()
        expect(frame(page).get_by_test_id("final-balance")).to_have_text("1", timeout=LONGEST)
        assert page.title() == "Host"
        assert page.evaluate("localStorage.getItem('mine')") == "untouched"
        assert page.evaluate("localStorage.length") == 1


def test_the_element_weighs_at_most_five_kilobytes_and_stands_alone(dist):
    import gzip

    text = (dist / "embed/v1/lockstep.js").read_bytes()
    assert len(gzip.compress(text)) <= 5 * 1024
    assert b"import{" not in text
    assert b'from"' not in text


def test_the_element_s_module_is_an_anywidget(page, site, host):
    with host('<div id="el"></div>') as url:
        page.goto(url)
        page.evaluate(
            """async (home) => {
                const { default: widget } = await import(`${home}embed/v1/lockstep.js`);
                const traits = {scenario: "async-with", lock_mode: "none"};
                const model = {get: (name) => traits[name], on: () => {}};
                widget.render({model, el: document.getElementById("el")});
            }""",
            site,
        )
        ready(page)
        expect(frame(page).get_by_test_id("final-balance")).to_have_text("100")


def focus_inside(page):
    """What has the focus, in the frame or in its host, by test id, id or text."""
    script = """() => {
      const {tagName, id, dataset, textContent} = document.activeElement;
      return tagName === "IFRAME" ? null : dataset.testid || id || textContent.trim() || tagName;
    }"""
    return page.evaluate(script) or page.frames[1].evaluate(script)


def test_by_keyboard_alone_one_gets_into_an_embed_through_it_and_out_again(page, site, host):
    body = f"<a href='#a' id='before'>before</a>{RESERVED}<a href='#b' id='after'>after</a>"
    with host(f"{body}{script(site)}") as url:
        page.goto(url)
        ready(page)
        page.locator("#before").focus()
        walked = []
        while walked[-1:] != ["after"] and len(walked) < 60:
            page.keyboard.press("Tab")
            if walked[-1:] and focus_inside(page) == walked[-1] == "BODY":
                break
            walked.append(focus_inside(page))
            if "cm-content" in str(walked[-1]) or "import asyncio" in str(walked[-1]):
                page.keyboard.press("Escape")  # as the editor says: Esc, then Tab
        assert walked[-1] == "after", walked
        for part in ("run", "explore", "step-back", "step-forward", "play", "open"):
            assert part in walked, walked
        page.keyboard.press("Shift+Tab")
        assert focus_inside(page) == "open"


@pytest.mark.every_engine
def test_by_keyboard_alone_an_embed_is_stepped_and_run(page, site):
    page.goto(f"{site}embed/v1/?scenario=unlocked")
    step = page.get_by_test_id("step-forward")
    where = page.get_by_test_id("scrubber")
    step.focus()
    before = where.input_value()
    page.keyboard.press("Enter")
    expect(where).not_to_have_value(before)
    page.get_by_test_id("run").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#playground")).to_have_attribute("data-source", "live", timeout=LONGEST)
    expect(page.get_by_test_id("final-balance")).to_have_text("100")


def test_by_touch_on_a_phone_an_embed_is_stepped_changed_and_scrolled_past(open_page, site, host):
    phone = {"viewport": {"width": 390, "height": 700}, "has_touch": True, "is_mobile": True}
    with (
        host(f"<p>before</p>{RESERVED}<p id=after>after</p>{script(site)}") as url,
        open_page(**phone) as page,
    ):
        page.goto(url)
        ready(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        inside = frame(page)
        where = inside.get_by_test_id("scrubber")
        before = where.input_value()
        inside.get_by_test_id("step-forward").tap()
        expect(where).not_to_have_value(before)
        inside.locator('input[value="async-with"]').tap()
        expect(inside.get_by_test_id("final-balance")).to_have_text("300")
        for name in ("run", "explore", "step-back", "step-forward", "play"):
            box = inside.get_by_test_id(name).bounding_box()
            assert min(box["width"], box["height"]) >= 24, name
        page.locator("#after").scroll_into_view_if_needed()
        expect(page.locator("#after")).to_be_in_viewport()
