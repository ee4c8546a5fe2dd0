"""The lesson about threads says that it is a recording, and shows it whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sitebuild import threads
from tests.browser.axe import complaints

RECORDING = threads.load()
# What threading.Thread is made of; that one Lockstep itself declines, in words of its own.
REASON = "Lockstep runs one thread, so that a run can be repeated exactly"
START_A_THREAD = """
import _thread
try:
    _thread.start_new_thread(print, ())
except RuntimeError as error:
    print(error)
"""


def test_without_script_it_says_that_it_is_a_recording_of_which_python_and_why(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(f"{site}scenarios/threads/")
        words = page.locator(".recording")
        expect(words).to_contain_text("This page is a recording.")
        expect(words).to_contain_text(f"{RECORDING['python']} on {RECORDING['platform']}")
        expect(words).to_contain_text(REASON)


@pytest.mark.parametrize("run", RECORDING["runs"], ids=lambda run: run["name"])
def test_a_program_stands_with_its_lines_its_balance_and_what_it_teaches(page, site, run):
    page.goto(f"{site}scenarios/threads/")
    shown = page.get_by_test_id(run["name"])
    expect(shown.locator(".final dd")).to_have_text(str(run["final"]))
    expect(shown.locator(".expected dd")).to_have_text(str(run["expected"]))
    expect(shown.locator("pre")).to_have_text(run["code"])
    expect(shown.locator("tbody tr")).to_have_text(
        ["".join(map(str, line.values())) for line in run["lines"]]
    )
    expect(shown.locator(".told p")).not_to_be_empty()


def test_it_offers_no_run_button(page, site):
    page.goto(f"{site}scenarios/threads/")
    expect(page.get_by_test_id("run")).to_have_count(0)


def test_the_reason_that_it_gives_is_what_python_says_in_the_page(page, site):
    page.goto(site)
    trace = page.evaluate("code => lockstep.runSource(code)", START_A_THREAD)
    assert trace["stdout"].startswith(REASON)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_it_is_never_wider_than_its_window(open_page, site, width):
    with open_page(viewport={"width": width, "height": 800}) as page:
        page.goto(f"{site}scenarios/threads/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(open_page, site, width, theme):
    with open_page(viewport={"width": width, "height": 844}, color_scheme=theme) as page:
        page.goto(f"{site}scenarios/threads/")
        assert complaints(page) == ""


def test_on_a_phone_its_title_has_the_whole_width(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{site}scenarios/threads/")
        title = page.locator("h1").bounding_box()
        place = page.locator(".lesson-place").bounding_box()
        assert title and place
        assert title["y"] + title["height"] <= place["y"]
        assert title["width"] == page.locator("main").bounding_box()["width"]
