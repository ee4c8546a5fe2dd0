"""A moment is shared, opened by somebody else, copied in every form; a saved trace is opened."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

import lockstep
from lockstep.share import fragment
from tests.browser.axe import complaints
from tests.browser.playground import LONGEST_LOAD, Playground

CHOOSING = "scenarios/sometimes/"
LESSON = "scenarios/unlocked/"
FROM_A_LINK = re.compile("^This code came from a link, and nothing of it has been run")
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}

#: What is shown of a moment, read at once.
MOMENT = """() => {
    const value = (testid) => document.querySelector(`[data-testid=${testid}] input`)?.value
        ?? document.querySelector(`[data-testid=${testid}]`)?.value;
    const radio = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value;
    const view = document.querySelector(".cm-content")?.cmTile.view;
    // a listing, in which tasks stand behind the lines, until the editor comes
    const listing = document.querySelector("#editor code")?.cloneNode(true);
    listing?.querySelectorAll(".cm-tasks").forEach((names) => names.remove());
    return {
        code: view ? view.state.doc.toString() : listing.textContent,
        atms: value("atms"),
        lock: [radio("lock-mode"), radio("lock-scope")],
        left: document.querySelector("[data-testid=orders-left]")?.dataset.left,
        final: document.querySelector("[data-testid=final-balance]").textContent,
        step: document.querySelector("[data-testid=scrubber]").value,
    };
}"""


def shared(page):
    """The link that a press on Share makes."""
    page.get_by_test_id("share").click()
    expect(page.get_by_test_id("share-said")).not_to_be_empty()
    return page.get_by_test_id("share-link").input_value()


def opened(page, link):
    page.goto(link)
    expect(page.locator("#status-text")).to_have_text(FROM_A_LINK)


def test_the_choices_made_are_shared_and_met_again_in_a_fresh_profile(open_page, site):
    with open_page(**CLIPBOARD) as page:
        page.goto(site + CHOOSING)
        for task in ("ATM-A", "ATM-B", "ATM-A"):
            page.locator(f'[data-testid=choice][data-task="{task}"]').click()
        expect(page.get_by_test_id("orders-left")).to_have_attribute("data-left", "3")
        page.get_by_test_id("step-back").click()
        mine = page.evaluate(MOMENT)
        link = shared(page)
        assert (mine["left"], page.evaluate("navigator.clipboard.readText()")) == ("3", link)
        assert page.url.partition("#")[2] == link.partition("#")[2]
    with open_page() as page:
        opened(page, link)
        page.wait_for_function("document.querySelector('[data-testid=undo]')?.disabled === false")
        assert page.evaluate(MOMENT) == mine
        assert page.locator("#playground").get_attribute("data-state") == "idle"
        page.get_by_test_id("undo").click()
        expect(page.get_by_test_id("orders-left")).to_have_attribute("data-left", "12")


def test_widgets_and_an_edit_are_shared_and_the_page_of_the_lesson_is_opened(open_page, site):
    with open_page() as page:
        playground = Playground(page).opened(site)
        playground.choose("lock-mode", "async-with")
        playground.fill("atms", 5)
        playground.code.click()
        page.keyboard.press("Control+End")
        page.keyboard.insert_text("# mine")
        link = shared(page)
        mine = page.evaluate(MOMENT)
        carried = lockstep.open(link)
        assert (carried.scenario, carried.step, carried.widgets["atms"]) == (
            "async-with",
            None,
            "5",
        )
        assert carried.source == mine["code"]
        assert link.startswith(f"{site}scenarios/async-with/?atms=5#1.")
    with open_page() as page:
        opened(page, link)
        theirs = page.evaluate(MOMENT)
        assert all(theirs[part] == mine[part] for part in ("code", "atms", "lock"))
        expect(page.locator("#code-note")).to_have_text("edited")


PROGRAM = """\
import asyncio

async def say(name):
    await asyncio.sleep(1)
    print(name)

async def main():
    await asyncio.gather(say("A"), say("B"))

asyncio.run(main())
"""


#: ATM-A, ATM-B, ATM-A at the choices, as the page of the lesson shares them.
CHOSEN = "any-3.13:0=0,1=,2=1,3=,4=3,5=,6=,7=2,8="
LINKED = [
    ({"scenario": "unlocked", "step": 3}, {"step": "3", "final": "100", "atms": "3"}),
    (
        {"scenario": "async-with", "widgets": {"atms": "5"}, "step": 4},
        {"final": "–", "atms": "5"},  # of five ATMs nothing is recorded
    ),
    ({"code": PROGRAM, "scenario": "unlocked"}, {"code": PROGRAM, "atms": "3"}),
    ({"scenario": "sometimes", "schedule": CHOSEN, "choices": 3}, {"left": "3"}),
]


@pytest.mark.parametrize(("moment", "shows"), LINKED)
def test_an_embed_that_a_link_opens_shows_what_the_link_opened_inside_it_shows(
    open_page, site, moment, shows
):
    link = f"#{fragment(moment)}"
    shown = []
    for address in (f"embed/v1/{link}", f"embed/v1/?scenario={moment['scenario']}"):
        with open_page() as page:
            page.goto(site + address)
            if not address.endswith(link):
                page.evaluate("link => lockstep.open(link)", link)
            expect(page.locator("#playground")).to_have_attribute("data-live", "")
            page.wait_for_function(
                f"shows => {{ const is = ({MOMENT})(); return Object.keys(shows).every((name) =>"
                " String(is[name]) === String(shows[name])); }",
                arg=shows,
            )
            expect(page.locator("#embed-notes")).to_have_text("")
            heading = page.locator("#lesson-title").text_content()
            shown.append((page.evaluate(MOMENT), heading))
    assert shown[0] == shown[1]


#: All that is ever to be read of a program: its title, its code, how it ended, what is left of it.
SEEN = """
    const parts = ["#lesson-title", "#editor", "[data-testid=final-balance]"];
    window.seen = {left: []};
    window.frames_seen = 0;
    const note = (part, text) => {
        const all = (window.seen[part] ??= []);
        if (!all.includes(text)) all.push(text);
    };
    const look = () => {
        for (const part of parts) {
            const found = document.querySelector(part);
            if (!found?.checkVisibility({visibilityProperty: true})) continue;
            const text = found.textContent;
            note(part, part === "#editor" ? text.includes(window.MINE) : text);
        }
        const left = document.querySelector("[data-testid=orders-left]");
        if (left?.checkVisibility({visibilityProperty: true})) note("left", left.dataset.left);
        if (document.querySelector("#playground")) window.frames_seen += 1;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""

OPENED = [
    ("", {"code": PROGRAM}, "say(name)", {"left": []}),
    ("embed/v1/", {"code": PROGRAM}, "say(name)", {"left": []}),
    (CHOOSING, LINKED[-1][0], "NAMES", {"left": ["3"]}),
    (f"{LESSON}?atms=5", None, "ATMS = 5", {}),
]


@pytest.mark.parametrize("opened", OPENED)
def test_nothing_of_another_program_is_shown_before_what_an_address_brings(open_page, site, opened):
    address, moment, code, shows = opened
    held = []

    def hold(route):
        if held is None:
            route.continue_()
        else:
            held.append(route)

    with open_page() as page:
        page.add_init_script(f"window.MINE = {json.dumps(code)}; {SEEN}")
        page.route("**/pages/*", hold)
        page.goto(site + address + (f"#{fragment(moment)}" if moment else ""))
        page.wait_for_function("frames_seen > 2")
        waiting, held = held, None
        for route in waiting:
            route.continue_()
        expect(page.locator("#playground")).to_have_attribute("data-live", "")
        page.wait_for_function("seen['#editor'] !== undefined")
        seen = page.evaluate("seen")
    assert seen["#editor"] == [True]
    assert len(seen["#lesson-title"]) == 1
    assert {part: seen[part] for part in shows} == shows


def test_what_is_not_recorded_is_drawn_at_its_step_after_run_and_written_for_stock_asyncio(
    open_page, site
):
    moment = {"code": PROGRAM, "file": "say.py", "schedule": "any-3.13:0=1,1=0", "step": 3}
    with open_page(**CLIPBOARD) as page:
        opened(page, f"{site}#{fragment(moment)}")
        expect(page.locator("#status-text")).to_contain_text(
            "Press Run to see it in its order, at step 3."
        )
        playground = Playground(page)
        playground.run()
        expect(page.get_by_test_id("scrubber")).to_have_value("3")
        expect(page.get_by_test_id("shown-order")).to_contain_text("comes from the link")
        expect(page.get_by_test_id("log")).to_contain_text(re.compile("B.*A", re.DOTALL))
        # Named by the Python that ran it, without what is so anyway.
        assert lockstep.open(shared(page)).to_dict() == {**moment, "schedule": "any-3.14:0=1"}
        page.get_by_test_id("share-copy-script").click()
        expect(page.get_by_test_id("share-said")).to_have_text("Copied.", timeout=LONGEST_LOAD)
        script = page.evaluate("navigator.clipboard.readText()")
        assert "say.py on stock asyncio: it ends with ok" in script.splitlines()[0]
        assert PROGRAM in script


@pytest.mark.parametrize(
    ("link", "states"),
    [
        pytest.param(
            fragment({"code": PROGRAM})[:60],
            "This link is damaged or cut short: copy it anew.",
            id="cut",
        ),
        pytest.param(
            "2.AAAA",
            "This link is of format 2, this copy of Lockstep reads format 1",
            id="future",
        ),
        pytest.param(
            f"1.{'A' * 700_000}",
            "This link is 684 kB long, more than the 64 kB that are opened.",
            id="long",
        ),
    ],
)
def test_a_link_that_cannot_be_opened_says_why_beside_the_lesson(page, site, link, states):
    page.goto(f"{site}{LESSON}#{link}")
    expect(page.get_by_test_id("verdict")).to_contain_text("This link could not be opened.")
    expect(page.get_by_test_id("verdict")).to_contain_text(states)
    expect(page.locator("#status-text")).to_contain_text("Shown is still the run recorded")


def test_a_host_program_opens_a_link_and_hears_why_it_cannot(page, site):
    page.goto(site + LESSON)
    link = f"{site}#{fragment({'code': PROGRAM, 'step': 1})}"
    wording = page.evaluate(
        """async ({link, long}) => [
            (await lockstep.open(link)).step,
            await lockstep.open(`${link.slice(0, -20)}`).catch((error) => error.message),
            await lockstep.open("1." + "A".repeat(long)).catch((error) => error.message),
        ]""",
        {"link": link, "long": 5 * 1024 * 1024},
    )
    assert wording == [
        1,
        "This link is damaged or cut short: copy it anew.",
        "This link is 5120 kB long, more than the 64 kB that are opened.",
    ]
    assert Playground(page).root.get_attribute("data-state") == "idle"


def test_a_widget_is_in_the_address_and_back_and_forward_lead_through_what_was_chosen(page, site):
    playground = Playground(page).opened(site + LESSON)
    playground.fill("atms", 5)
    expect(page).to_have_url(f"{site}{LESSON}?atms=5")
    playground.choose("lock-mode", "async-with")
    expect(page).to_have_url(f"{site}scenarios/async-with/?atms=5")
    page.go_back()
    expect(page.get_by_test_id("atms")).to_have_value("5")
    expect(page.locator("#lesson-title")).to_have_text("Three ATMs, no lock")
    page.go_back()
    expect(page.get_by_test_id("atms")).to_have_value("3")
    page.go_forward()
    page.go_forward()
    expect(page.locator("[data-testid=lock-mode] input[value=async-with]")).to_be_checked()
    page.reload()
    expect(page.get_by_test_id("atms")).to_have_value("5")
    assert "ATMS = 5" in page.evaluate(MOMENT)["code"]


def test_a_link_is_left_and_come_back_to_by_the_browsers_own_buttons(page, site):
    page.goto(site + LESSON)
    lesson = page.evaluate(MOMENT)["code"]
    page.evaluate("hash => { location.hash = hash; }", fragment({"code": PROGRAM}))
    expect(page.locator("#lesson-title")).to_have_text("Your program")
    page.go_back()
    expect(page.locator("#lesson-title")).to_have_text("Three ATMs, no lock")
    assert page.evaluate(MOMENT)["code"] == lesson
    page.go_forward()
    expect(page.locator("#lesson-title")).to_have_text("Your program")


def test_an_edit_survives_a_reload_two_tabs_do_not_fight_and_a_third_is_offered_the_last(
    open_page, site
):
    def edited(page, words):
        playground = Playground(page).opened(site + LESSON)
        playground.type_code(f"print({words!r})\n")
        page.wait_for_function(
            "words => Object.values(sessionStorage).some((text) => text.includes(words))", arg=words
        )
        return playground

    def expect_code(page, words):
        page.wait_for_function(
            "words => document.querySelector('#editor').textContent.includes(words)", arg=words
        )

    with open_page() as one:
        edited(one, "first")
        two = one.context.new_page()
        edited(two, "second")
        for page, words in ((one, "first"), (two, "second")):
            page.reload()
            expect_code(page, words)
            expect(page.locator("#code-note")).to_have_text("edited")
        one.get_by_test_id("reset").click()
        expect_code(one, "Three ATMs")
        one.wait_for_function("Object.keys(sessionStorage).length === 0")
        three = one.context.new_page()
        three.goto(site + LESSON)
        three.mouse.move(1, 1)
        expect(three.locator("#replaced")).to_contain_text("You have edited this before.")
        expect_code(three, "Three ATMs")
        three.locator("#restore").click()
        expect_code(three, "second")


def test_an_edit_that_is_offered_can_be_forgotten(open_page, site):
    with open_page() as page:
        playground = Playground(page).opened(site + LESSON)
        playground.type_code("print('mine')\n")
        page.wait_for_function("Object.keys(localStorage).some((key) => /kept/.test(key))")
        page.get_by_test_id("reset").click()
        page.locator("#forget").click()
        expect(page.locator("#replaced")).to_be_hidden()
        page.wait_for_function("Object.keys(localStorage).every((key) => !/kept/.test(key))")


NO_STORAGE = """
    for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, {
            get() { throw new DOMException("refused", "SecurityError"); },
        });
    }
"""


def test_where_storage_is_refused_everything_works_and_it_is_said_once(open_page, site):
    with open_page() as page:
        page.add_init_script(NO_STORAGE)
        playground = Playground(page).opened(site + LESSON)
        expect(page.locator("#kept-note")).to_have_count(0)
        playground.type_code("print('mine')\n")
        expect(page.locator("#kept-note")).to_have_text(
            "This browser keeps no edits: copy yours to keep it."
        )
        assert lockstep.open(shared(page)).source == "print('mine')\n"


REFUSED = """
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("", "NotAllowedError"));
"""


def test_everything_is_copied_by_the_keyboard_alone_also_where_the_clipboard_is_refused(
    open_page, site
):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        page.add_init_script(REFUSED)
        page.goto(site + LESSON)
        share = page.get_by_test_id("share")
        share.focus()
        page.keyboard.press("Enter")
        wording = page.get_by_test_id("share-said")
        expect(wording).to_have_text("Selected: copy it with Ctrl+C, or ⌘C.")
        link = page.get_by_test_id("share-link")
        expect(link).to_be_focused()
        assert page.evaluate("String(getSelection())") == link.input_value()
        for _ in range(2):
            page.keyboard.press("Tab")
        expect(page.get_by_test_id("share-copy-markdown")).to_be_focused()
        page.keyboard.press("Enter")
        text = page.get_by_test_id("share-text")
        expect(text).to_be_visible()
        assert page.evaluate("String(getSelection())").startswith("[Three ATMs, no lock](")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("share-menu")).to_be_hidden()


def test_the_menu_has_no_fault_and_gives_every_form_as_a_file(open_page, site, tmp_path):
    with open_page() as page:
        page.goto(site + LESSON)
        shared(page)
        for colours in ({"color_scheme": "dark"}, {"forced_colors": "active"}, {}):
            page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", **colours})
            assert complaints(page) == ""
        saved = {}
        for name in ("markdown", "python", "svg", "png", "trace"):
            with page.expect_download() as download:
                page.get_by_test_id(f"share-save-{name}").click()
            file = tmp_path / download.value.suggested_filename
            download.value.save_as(file)
            saved[file.name] = file.read_bytes()
    assert list(saved) == [
        *("unlocked.md", "unlocked.py", "unlocked.svg", "unlocked.png", "unlocked.trace.json"),
    ]
    assert saved["unlocked.png"].startswith(b"\x89PNG")
    picture = saved["unlocked.svg"].decode()
    assert picture.startswith("<svg") and "holds value 0" in picture and "var(" not in picture
    assert json.loads(saved["unlocked.trace.json"])["schema"] == "lockstep-trace/1"
    source = Path(lockstep.__file__).parent / "scenarios" / "unlocked.py"
    assert saved["unlocked.py"] == source.read_bytes()


def test_what_python_writes_is_saved_and_does_what_its_name_says(open_page, site, tmp_path):
    with open_page() as page:
        page.goto(site + LESSON)
        shared(page)
        saved = {}
        for name in ("script", "perfetto"):
            with page.expect_download(timeout=LONGEST_LOAD) as download:
                page.get_by_test_id(f"share-save-{name}").click()
            saved[name] = tmp_path / download.value.suggested_filename
            download.value.save_as(saved[name])
    ran = subprocess.run([sys.executable, saved["script"]], capture_output=True, text=True)
    assert "100" in ran.stdout + ran.stderr
    assert "lockstep" not in {
        name.name.partition(".")[0]
        for node in ast.walk(ast.parse(saved["script"].read_text()))
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert saved["perfetto"].name == "unlocked.perfetto.json"
    phases = {event["ph"] for event in json.loads(saved["perfetto"].read_text())["traceEvents"]}
    assert {"M", "X"} <= phases


def test_a_trace_that_was_saved_is_drawn_where_its_file_is_dropped(open_page, site):
    with open_page() as page:
        page.goto(f"{site}scenarios/async-with/")
        shared(page)
        with page.expect_download() as download:
            page.get_by_test_id("share-save-trace").click()
        text = download.value.path().read_text(encoding="utf-8")
        page.goto(site + LESSON)
        page.mouse.move(1, 1)
        expect(page.locator("#playground")).to_have_attribute("data-live", "")
        page.evaluate(
            """(text) => {
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([text], "async-with.trace.json"));
                document.querySelector("#timeline").dispatchEvent(
                    new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer}));
            }""",
            text,
        )
        expect(page.locator("#status-text")).to_contain_text("Opened from async-with.trace.json")
        expect(page.get_by_test_id("final-balance")).to_have_text("300")
        assert page.evaluate(MOMENT)["code"] == json.loads(text)["source"]
        assert page.locator("#playground").get_attribute("data-state") == "idle"


def test_with_ones_own_colours_the_menu_is_framed_and_its_buttons_are(open_page, site):
    with open_page(forced_colors="active") as page:
        page.goto(site + LESSON)
        shared(page)
        for part in ("share-menu", "share-copy-link", "share-save-svg", "share-link"):
            styled = page.get_by_test_id(part).evaluate(
                "e => (({borderTopStyle, borderTopWidth}) => [borderTopStyle, borderTopWidth])"
                "(getComputedStyle(e))"
            )
            assert styled == ["solid", "1px"], part


def test_a_moment_is_shared_by_touch_on_a_phone_and_nothing_is_too_small_for_a_thumb(
    open_page, site
):
    with open_page(viewport={"width": 390, "height": 844}, has_touch=True) as page:
        page.goto(site + LESSON)
        page.get_by_test_id("share").tap()
        wording = page.get_by_test_id("share-said")
        expect(wording).to_have_text(re.compile("Link copied|Selected"))
        buttons = page.get_by_test_id("share-menu").locator("button:visible")
        sizes = buttons.evaluate_all(
            "all => all.map((e) => e.getBoundingClientRect())"
            ".map(({width, height}) => [width, height])"
        )
        assert [size for size in sizes if min(size) < 36] == []
        page.get_by_test_id("share-copy-markdown").tap()
        expect(wording).to_have_text(re.compile("Copied|Selected"))
        with page.expect_download() as download:
            page.get_by_test_id("share-save-python").tap()
        assert download.value.suggested_filename == "unlocked.py"
        expect(wording).to_have_text("Saved as unlocked.py.")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_test_id("share-close").tap()
        expect(page.get_by_test_id("share-menu")).to_be_hidden()


def test_a_saved_trace_is_opened_and_drawn_and_nothing_in_it_is_markup(page, site, tmp_path):
    hostile = "<img src=x onerror=window.hacked=1>"
    program = PROGRAM.replace('"A"', f'"{hostile}"').replace("say", "sag")
    trace = lockstep.run(program, filename=f"{hostile}.py").to_dict()
    trace["verdict"] = {"tone": "right", "headline": hostile, "text": hostile}
    for task in trace["tasks"]:
        task["label"] = hostile
    page.goto(site + LESSON)
    page.get_by_test_id("share").click()
    page.get_by_test_id("trace-file").set_input_files(
        {
            "name": "mine.json",
            "mimeType": "application/json",
            "buffer": json.dumps(trace).encode(),
        }
    )
    expect(page.locator("#status-text")).to_contain_text("Opened from mine.json, recorded with")
    expect(page.get_by_test_id("verdict")).to_contain_text(hostile)
    shown = page.evaluate(MOMENT)
    assert shown["code"] == program
    assert page.evaluate("[window.hacked, document.querySelectorAll('img[onerror]').length]") == [
        None,
        0,
    ]
    page.get_by_test_id("trace-file").set_input_files(
        {"name": "old.json", "mimeType": "application/json", "buffer": b'{"schema": "other/1"}'}
    )
    expect(page.get_by_test_id("verdict")).to_contain_text("old.json could not be opened.")
    expect(page.get_by_test_id("verdict")).to_contain_text("This page reads lockstep-trace/1")
