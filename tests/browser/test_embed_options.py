"""Every option of an embed, in its address and as an attribute: taken, or answered in words."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from lockstep.embedding.options import BY_NAME
from tests.browser.test_embed import LONGEST, script
from tests.build.embedding.tried import BY_OPTION, OWN, UNKNOWN

#: Not told before a press: what the program itself does.
AT_A_PRESS = "setup"


def inputs(name):
    """What a widget is set to."""
    return f"(document) => document.querySelector('[data-testid={name}]').value"


#: By option: what its right value does, asked of the frame's document.
DOES = {
    "scenario": "(document) => document.querySelector('[data-testid=final-balance]').textContent",
    "code": "(document) => document.getElementById('editor').textContent.includes('return 7')",
    "setup": "(document) => document.getElementById('editor').textContent.includes('return 7')",
    "schedule": "(document) => document.getElementById('order-asked') !== null",
    "step": "(document) => document.querySelector('.tl-step').textContent",
    "view": "(document) => document.getElementById('code').checkVisibility()",
    "run": "(document) => document.getElementById('playground').dataset.source",
    "theme": "(document) => document.documentElement.dataset.theme",
    "height": "(document) => document.defaultView.innerHeight",
    "readonly": "(document) => 'readonly' in document.getElementById('editor').dataset",
    "lock-mode": "(document) => document.querySelector('[data-testid=final-balance]').textContent",
    "lock-scope": "(document) => document.querySelector('[name=lock-scope]:checked').value",
    "atms": inputs("atms"),
    "accounts": inputs("accounts"),
    "amount": inputs("amount"),
}
DONE = {
    "scenario": "300",
    "code": True,
    "setup": True,
    "schedule": True,
    "step": "step 5/6",
    "view": False,
    "run": "live",
    "theme": "dark",
    "height": 300,
    "readonly": True,
    "lock-mode": "300",
    "lock-scope": "global",
    "atms": "2",
    "accounts": "2",
    "amount": "7",
}


def given(name, value):
    return {**BY_OPTION[name].beside, name: value}


def as_frames(site, every):
    """By address, each as high as the option says, if it can be."""
    return "".join(
        f'<iframe id="{name}" src="{html.escape(f"{site}embed/v1/?{urlencode(options)}")}" '
        'width="640" height="300"></iframe>'
        for name, options in every.items()
    )


def as_elements(site, every):
    def attributes(options):
        return " ".join(f'{name}="{html.escape(value)}"' for name, value in options.items())

    elements = (
        f'<div id="{name}"><lockstep-playground {attributes(options)}></lockstep-playground></div>'
        for name, options in every.items()
    )
    return "".join(elements) + script(site)


FORMS = {"address": as_frames, "element": as_elements}


@pytest.fixture(params=FORMS)
def shown(request, page, site, host):
    """Show embeds on one page; return the frame of each by the name that it was given."""

    class Shown:
        def __enter__(self):
            return self

        def __call__(self, every):
            self._host = host(FORMS[request.param](site, every))
            page.goto(self._host.__enter__())
            at = "iframe#{0}" if request.param == "address" else "#{0} iframe"
            return {name: page.frame_locator(at.format(name)) for name in every}

        def __exit__(self, *error):
            self._host.__exit__(*error)

    with Shown() as opened:
        yield opened


def notes(frame):
    return frame.locator("#embed-notes")


def test_every_option_is_tried():
    assert list(DOES) == list(DONE) == list(BY_NAME)


def test_every_option_does_what_it_says_and_an_unknown_one_nothing(shown):
    every = {name: given(name, BY_OPTION[name].right) for name in BY_OPTION}
    frames = shown({**every, "unknown": {"scenario": "unlocked", UNKNOWN[0]: UNKNOWN[1]}})
    running = frames["run"].locator("#playground")
    frames["run"].owner.scroll_into_view_if_needed()
    expect(running).to_have_attribute("data-source", "live", timeout=LONGEST)
    for name, frame in frames.items():
        expect(frame.locator("#playground")).to_be_attached()
        expect(notes(frame)).to_have_text("")
        if name in DOES:
            inside = frame.owner.element_handle().content_frame()
            # frames out of sight have no animation frames
            question = f"(wanted) => ({DOES[name]})(document) === wanted"
            inside.wait_for_function(question, arg=DONE[name], polling=50)


def test_every_wrong_value_is_answered_in_words_and_left_out(shown):
    every = {name: given(name, BY_OPTION[name].wrong) for name in BY_OPTION if name != AT_A_PRESS}
    for name, frame in shown(every).items():
        expect(notes(frame)).to_contain_text(BY_OPTION[name].words)
        expect(frame.get_by_test_id("final-balance")).to_have_text(
            "300" if name == "lock-scope" else "100"
        )


def test_a_bound_of_the_lesson_that_is_narrower_than_the_option_s_is_answered_in_words(shown):
    amounts = {"most": "100", "more": "500"}
    frames = shown({n: {"scenario": "deadlock", "amount": a} for n, a in amounts.items()})
    expect(frames["most"].get_by_test_id("amount")).to_have_value("100")
    expect(notes(frames["most"])).to_have_text("")
    expect(notes(frames["more"])).to_have_text("amount='500' is no whole number from 1 to 100.")
    expect(frames["more"].get_by_test_id("amount")).to_have_value("50")


def test_set_up_code_that_cannot_run_is_told_at_the_press(shown):
    frame = shown({"setup": given("setup", BY_OPTION["setup"].wrong)})["setup"]
    frame.get_by_test_id("run").click()
    expect(frame.get_by_test_id("verdict")).to_contain_text("SyntaxError", timeout=LONGEST)


def test_an_order_and_a_step_are_shown_by_the_run_that_is_begun_when_seen(shown):
    options = {"scenario": "unlocked", "schedule": BY_OPTION["schedule"].right}
    options |= {"step": "3", "view": "picture", "run": "visible"}
    frame = shown({"all": options})["all"]
    playground = frame.locator("#playground")
    expect(playground).to_have_attribute("data-source", "live", timeout=LONGEST)
    expect(playground).to_have_attribute("data-state", "done")
    expect(frame.locator("#order")).to_contain_text("3 deviations from the usual order")
    expect(frame.locator(".tl-step")).to_have_text("step 3/6")
    expect(frame.get_by_test_id("editor")).to_be_hidden()


def test_a_step_after_the_last_of_a_live_run_is_told_once_that_is_known(shown):
    frame = shown({"own": {"code": OWN, "step": "99"}})["own"]
    expect(frame.locator("#status-text")).to_contain_text("Press Run to see it at step 99.")
    frame.get_by_test_id("run").click()
    expect(notes(frame)).to_have_text(
        re.compile(r"^step='99' is after the last, \d\.$"), timeout=LONGEST
    )


def test_an_embed_out_of_sight_runs_once_it_is_seen(page, site, host):
    body = (
        "<p style='height:3000px'>text</p>"
        "<lockstep-playground scenario='unlocked' run='visible'></lockstep-playground>"
    )
    with host(body + script(site)) as url:
        page.goto(url)
        inside = page.frame_locator("lockstep-playground iframe").locator("#playground")
        expect(page.locator("lockstep-playground[data-ready]")).to_have_count(1)
        expect(inside).to_have_attribute("data-source", "recorded")
        expect(inside).to_have_attribute("data-state", "idle")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        expect(inside).to_have_attribute("data-source", "live", timeout=LONGEST)
