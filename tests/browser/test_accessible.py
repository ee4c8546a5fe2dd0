"""Usable by keyboard alone, by ear, and in either light."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tests.browser.playground import Playground


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["", "scenarios/global-lock/", "scenarios/", "no-such-page"])
def test_axe_finds_nothing_on_a_page(open_page, site, path, width, theme):
    with open_page(viewport={"width": width, "height": 844}, color_scheme=theme) as page:
        page.goto(site + path)
        if path in ("", "scenarios/global-lock/"):
            expect(page.locator(".cm-editor")).to_be_attached()
        assert complaints(page) == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_when_things_went_wrong(open_page, site, theme):
    with open_page(color_scheme=theme) as page:
        playground = Playground(page).opened(site)
        playground.type_code("def broken(\n")
        playground.run_button.click()
        playground.wait_for("failed")
        playground.fill("atms", 99)
        assert complaints(page) == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_while_loading_and_with_the_help_open(open_page, site, theme):
    with open_page(color_scheme=theme) as page:
        playground = Playground(page).opened(site)
        page.route("**/pyodide.asm.wasm", lambda route: None)
        playground.run_button.click()
        playground.wait_for("loading")
        page.get_by_text("Keys", exact=True).click()
        assert complaints(page) == ""


def test_the_whole_job_is_done_by_keyboard_alone(page, site):
    playground = Playground(page).opened(site)
    press = page.keyboard.press
    press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    press("Enter")
    while not page.evaluate("document.activeElement.name === 'lock-mode'"):
        press("Tab")
    expect(page.locator("[name=lock-mode]:checked")).to_be_focused()
    press("ArrowRight")
    expect(page.locator("[value=async-with]")).to_be_checked()
    press("Control+Enter")
    playground.wait_for("done")
    expect(playground.final).to_have_text("300")


def test_arrow_keys_step_from_anywhere_that_does_not_need_them(page, site):
    Playground(page).opened(site)
    scrubber = page.get_by_test_id("scrubber")
    last = int(scrubber.input_value())
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(scrubber).to_have_value(str(last - 1))
    page.get_by_test_id("amount").focus()
    page.keyboard.press("ArrowLeft")
    expect(scrubber).to_have_value(str(last - 1))


def test_everything_that_takes_the_focus_shows_it(page, site):
    Playground(page).opened(site)
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        mark = page.evaluate(
            """() => {
                const at = document.activeElement;
                if (at === document.body) return "end";
                const outlined = (element) => {
                    const {outlineStyle, outlineWidth} = getComputedStyle(element);
                    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
                };
                const around = [at, at.parentElement, at.nextElementSibling,
                    at.closest(".options, .cm-editor")];
                return around.some((each) => each && outlined(each)) ? "" : at.outerHTML;
            }"""
        )
        if mark == "end":
            break
        if mark:
            unseen.append(mark[:120])
    assert unseen == []


def test_the_page_has_its_landmarks_and_one_heading_of_the_first_rank(page, site):
    page.goto(site)
    for role in ("banner", "navigation", "main"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_news_is_announced_politely(page, site):
    playground = Playground(page).opened(site)
    expect(playground.status).to_have_attribute("role", "status")
    playground.run()
    expect(playground.status).to_have_attribute("aria-live", "polite")
