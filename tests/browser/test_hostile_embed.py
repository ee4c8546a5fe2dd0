"""In somebody else's page, too, no program reads, sends, navigates, or outlives its bound."""

from __future__ import annotations

import pytest

from tests.browser.conftest import served_elsewhere
from tests.browser.hostile import ENDLESS, HARMFUL
from tests.browser.reaching import POWERS
from tests.browser.test_embed import ready, script
from tests.browser.test_hostile import GOOD

WELL = {"status": "ok", "result": "300", "leaks": False}
#: The longest that a program may take before it is ended, in ms, on a busy machine.
LONGEST = 120_000
#: Run a program, then a good one; what became of both, in few words.
RUN_BOTH = """async ([hostile, good, longest]) => {
    const run = (code) => lockstep.runSource(code).then(
        ({status, result, stdout}) => ({status, result, leaks: stdout.includes("treasure")}),
        ({kind, message}) => ({kind, message: message.slice(0, 200), leaks: false}));
    const late = new Promise((done) => setTimeout(done, longest, {leaks: "outlives its bound"}));
    const {leaks} = await Promise.race([run(hostile), late]);
    let then = await run(good);
    if (then.kind === "load") then = await run(good); // the machine had no time to start Python
    return {leaks, then};
}"""
HOST = """() => {
    window.posted = [];
    addEventListener("message", ({data}) => posted.push(JSON.stringify(data)));
    localStorage.setItem("secret", "treasure");
    document.cookie = "secret=treasure";
}"""
STATE = """() => ({url: location.href, title: document.title, cookie: document.cookie,
    stored: {...localStorage}, posted: posted.filter((text) => text === '"pwned"'),
    frames: frames.length, images: document.images.length})"""
#: All that JavaScript could be asked for, and one program of each other kind.
EVERY_KIND = (
    "JavaScript is asked for every power there is",
    "the Function constructor",
    "the guard taken out of the way",
    "a script by ctypes",
    "every builtin thrown away",
    "a class found among all",
    "printed lines that look like an answer",
)
STOPPED = (
    "while True: pass",
    "a finaliser that never returns",
    "a trace function that never returns",
)


@pytest.fixture(scope="module")
def embed(open_fresh, site, tmp_path_factory):
    """A page of another origin with an embed, and the frame of the embed."""
    body = f'<lockstep-playground scenario="unlocked"></lockstep-playground>{script(site)}'
    with served_elsewhere(tmp_path_factory.mktemp("host"), body) as url, open_fresh() as page:
        page.goto(url)
        page.evaluate(HOST)
        ready(page)
        frame = next(each for each in page.frames if each.url.startswith(site))
        yield page, frame


def test_there_are_sixty_programs_and_more():
    assert len(HARMFUL) >= 60
    assert len(HARMFUL) - 1 + len(POWERS) + len(STOPPED) >= 100


def harm_done(embed, canary, names):
    """What each program has done that it may not, in one page for all; {} if nothing."""
    (page, frame), (url, asked) = embed, canary
    before = page.evaluate(STATE)
    wrong = {}
    for name in names:
        source = f"URL = {url!r}\n{HARMFUL[name]}"
        found = frame.evaluate(RUN_BOTH, [source, GOOD, LONGEST])
        if found != {"leaks": False, "then": WELL} or asked or page.evaluate(STATE) != before:
            wrong[name] = found, list(asked), page.evaluate(STATE)
            asked.clear()
    return wrong | ({"windows": len(page.context.pages)} if len(page.context.pages) > 1 else {})


@pytest.mark.every_engine
def test_no_kind_of_program_does_harm_from_within_an_embed(embed, canary):
    assert harm_done(embed, canary, EVERY_KIND) == {}


def test_no_program_does_harm_from_within_an_embed(embed, canary):
    assert harm_done(embed, canary, [name for name in HARMFUL if name not in EVERY_KIND]) == {}


@pytest.mark.every_engine
@pytest.mark.parametrize("name", STOPPED)
def test_stop_ends_in_an_embed_what_does_not_end_by_itself(embed, name):
    _, frame = embed
    frame.evaluate(
        "(code) => { window.over = lockstep.runSource(code).catch(({kind}) => kind) }",
        ENDLESS[name],
    )
    frame.locator("#playground[data-state=running]").wait_for()
    frame.get_by_test_id("stop").click()
    assert frame.evaluate("window.over") == "stopped"
    assert frame.evaluate(RUN_BOTH, [GOOD, GOOD, LONGEST])["then"] == WELL
