"""Usable by keyboard alone, and by ear. What axe says of each state: test_every_state."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.playground import LONGEST_LOAD, Playground
from tests.browser.test_explore import ARRIVALS, SENTENCE, Orders


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


def tab_to(page, locator):
    """Go on with the Tab key, as those without a mouse do, until the focus is there."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if locator.evaluate("e => e === document.activeElement"):
            return
    pytest.fail(f"200 presses of Tab do not lead to {locator}")


def test_the_index_is_used_by_keyboard_alone(page, site):
    page.goto(f"{site}scenarios/")
    tab_to(page, page.get_by_role("link", name="Two locks in opposite order"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}scenarios/deadlock/")


@pytest.mark.parametrize("path", ["scenarios/async-with/", "scenarios/deadlock/"])
def test_a_lesson_is_used_by_keyboard_alone(page, site, path):
    Playground(page).opened(site + path)
    scrubber = page.get_by_test_id("scrubber")
    tab_to(page, page.get_by_test_id("scrubber"))
    page.keyboard.press("Home")
    expect(scrubber).to_have_value("0")
    page.keyboard.press("ArrowRight")
    expect(scrubber).to_have_value("1")
    tab_to(page, page.locator("a[rel=next]").last)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(site + path)


def test_a_comparison_is_used_by_keyboard_alone(page, site):
    Playground(page).opened(f"{site}scenarios/global-lock/")
    tab_to(page, page.locator("#compare-timeline .tl-scroll"))
    page.keyboard.press("ArrowRight")
    expect(speech(page)).to_contain_text("Step ")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#compare-timeline .tl-scroll")).not_to_be_focused()


def test_an_outcome_is_opened_and_copied_by_keyboard_alone(page, site):
    Playground(page).opened(f"{site}scenarios/timeout-waiting/")
    tab_to(page, page.locator(".outcome-open").last)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("shown-order")).to_be_visible(timeout=LONGEST_LOAD)
    Playground(page).wait_for("done")
    page.locator("body").click(position={"x": 1, "y": 1})
    tab_to(page, page.locator(".order-copy summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_test_id("copy-command"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("copy-command")).to_have_text(re.compile("Copied|Selected"))


def test_the_reference_is_used_by_keyboard_alone(page, site):
    page.goto(f"{site}reference/")
    tab_to(page, page.locator("#twice .open a"))
    page.keyboard.press("Enter")
    expect(page.locator("#code-heading")).to_have_text("twice.py")


def test_the_page_about_threads_is_used_by_keyboard_alone(page, site):
    page.goto(f"{site}scenarios/threads/")
    tab_to(page, page.locator("a[rel=next]").last)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(f"{site}scenarios/threads/")


def test_from_a_missing_page_the_keyboard_leads_home(page, site):
    page.goto(f"{site}no-such-page")
    tab_to(page, page.get_by_role("link", name="Go to the front page"))
    page.keyboard.press("Enter")
    page.wait_for_url(site)


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
    seen, unseen = 0, []
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
        seen += 1
        if mark:
            unseen.append(mark[:120])
    assert unseen == []
    assert seen > 20


def test_the_page_has_its_landmarks_and_one_heading_of_the_first_rank(page, site):
    page.goto(site)
    for role in ("banner", "main"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("navigation", name="Site")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


# --- by ear ------------------------------------------------------------------------------------


def tree(page):
    """The accessibility tree, as the browser gives it to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [node for node in nodes if not node["ignored"]]


def properties(node):
    return {each["name"]: each["value"].get("value") for each in node.get("properties", [])}


def live_regions(page):
    """Each root of a live region, with its politeness."""
    return [
        (node.get("role", {}).get("value"), properties(node)["live"])
        for node in tree(page)
        if properties(node).get("live") and properties(node).get("root", True)
    ]


def speech(page):
    return page.get_by_test_id("speech")


def slider(page):
    """What the one slider of the page is said to be at."""
    [node] = [node for node in tree(page) if node.get("role", {}).get("value") == "slider"]
    assert node["name"]["value"] == "Step shown"
    # Chromium's protocol keeps to itself what aria-valuetext is; the attribute is what it reads.
    return page.get_by_test_id("scrubber").get_attribute("aria-valuetext")


@pytest.mark.parametrize("path", ["", "scenarios/global-lock/", "scenarios/deadlock/"])
def test_one_polite_region_speaks_and_nothing_else(page, site, path):
    Playground(page).opened(site + path)
    page.get_by_test_id("step-forward").click()
    page.locator("#timeline .tl-scroll").focus()
    assert live_regions(page) == [("status", "polite")]
    assert page.locator("[aria-live], [role=status], [role=alert], [role=log]").count() == 1


def test_each_step_is_spoken_and_numbered_alike_everywhere(page, site):
    Playground(page).opened(f"{site}scenarios/unlocked/")
    scrubber = page.get_by_test_id("scrubber")
    scrubber.fill("0")
    page.locator("#sentences summary").click()
    steps = int(scrubber.get_attribute("max"))
    expect(page.locator(".sentences-list li").first).to_be_visible()
    listed = [
        text
        for text in page.locator(".sentences-list li").all_inner_texts()
        if text.startswith("Step ")
    ]
    assert len(listed) == steps >= 5
    for number in range(1, steps + 1):
        page.get_by_test_id("step-forward").click()
        wording = speech(page).text_content()
        assert wording.startswith(f"Step {number} of {steps}, ")
        assert slider(page) == wording
        expect(page.locator("#timeline .tl-detail")).to_have_text(wording)
        assert listed[number - 1].startswith(f"Step {number}, ")
        who = wording.split(": ")[1].split(" ")[0]
        assert who.startswith("ATM-") and f": {who} " in listed[number - 1]


def test_the_slider_says_its_step_itself_and_is_not_talked_over(page, site):
    Playground(page).opened(site)
    page.get_by_test_id("step-forward").click()
    before = speech(page).text_content()
    page.get_by_test_id("scrubber").focus()
    page.keyboard.press("ArrowRight")
    assert speech(page).text_content() == before
    assert slider(page) != before and slider(page).startswith("Step ")


def test_the_verdict_of_a_run_is_spoken_with_its_numbers(page, site):
    playground = Playground(page).opened(site)
    playground.run()
    expect(speech(page)).to_contain_text("The final balance is 100, expected 300.")
    expect(speech(page)).to_contain_text("Two deposits were lost.")


def test_what_went_wrong_is_spoken(page, site):
    playground = Playground(page).opened(site)
    playground.type_code("def broken(\n")
    playground.run_button.click()
    playground.wait_for("failed")
    expect(speech(page)).to_contain_text("This code cannot run.")


def test_a_wrong_number_is_spoken(page, site):
    Playground(page).opened(site).fill("atms", 99)
    expect(speech(page)).to_contain_text("99")


def test_what_all_orders_give_is_spoken_once_they_are_known(page, site):
    orders = Orders(page).opened(site, ARRIVALS)
    orders.explore()
    expect(speech(page)).to_contain_text("84 of 90 orders")
    expect(speech(page)).to_contain_text(SENTENCE)
    orders.open_row("end at 200")
    expect(speech(page)).to_contain_text("Shown: an order that ends at 200")
    expect(speech(page)).to_contain_text("The final balance is 200, expected 300.")


def test_the_marks_of_the_timeline_are_spoken_as_they_are_asked_about(page, site):
    Playground(page).opened(site)
    page.get_by_test_id("step-forward").click()
    page.mouse.move(1, 1)  # the focus scrolls the picture to where the mouse is, which asks, too
    page.locator("#timeline .tl-scroll").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(speech(page)).to_have_text(re.compile(r"^\s*ATM-"))
    wording = speech(page).text_content().strip()
    assert wording == page.locator("#timeline .tl-detail").text_content()
