"""A page is drawn before its scripts are there; what is done meanwhile counts once they are."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.playground import Playground

LESSON = "scenarios/unlocked/"
#: What makes a page live, and comes with its reader's first act.
SCRIPTS = "**/assets/playground-*.js"


def test_what_is_done_before_the_scripts_is_done_again_in_its_place(page, site):
    held = []
    page.route(SCRIPTS, lambda route: held.append(route))  # noqa: PLW0108
    playground = Playground(page)
    with page.expect_request(SCRIPTS):
        page.goto(site + LESSON)
        page.mouse.move(1, 1)
    page.get_by_text("The timeline in sentences").click()
    playground.choose("lock-mode", "async-with")
    playground.fill("amount", 50)
    held[0].continue_()
    expect(playground.root).to_have_attribute("data-live", "")
    expect(page.locator("#sentences details")).to_have_attribute("open", "")
    expect(page.locator("[data-testid=lock-mode] input[value=async-with]")).to_be_checked()
    expect(playground.code).to_contain_text("AMOUNT = 50")
    expect(playground.code).to_contain_text("async with account.lock")


def test_a_press_and_a_key_before_the_scripts_go_as_far_as_after_them(page, site):
    held = []
    page.route(SCRIPTS, lambda route: held.append(route))  # noqa: PLW0108
    page.goto(site + LESSON)
    scrubber = page.get_by_test_id("scrubber")
    expect(scrubber).to_have_value("2")
    with page.expect_request(SCRIPTS):
        page.get_by_test_id("step-forward").click()
    scrubber.press("ArrowRight")
    held[0].continue_()
    expect(page.locator(".loop-head")).to_contain_text("after step 4")
    expect(scrubber).to_be_focused()


def test_scripts_that_do_not_load_are_told_with_a_way_on(page, site):
    page.route(SCRIPTS, lambda route: route.abort())
    page.goto(site + LESSON)
    page.get_by_test_id("run").click()
    expect(page.get_by_role("alert")).to_contain_text("A part of this page did not load")
    expect(page.get_by_test_id("final-balance")).to_have_text("100")
    page.unroute(SCRIPTS)
    page.get_by_role("button", name="Reload the page").click()
    page.get_by_test_id("step-forward").click()
    expect(page.locator(".loop-head")).to_contain_text("after step 3")


def test_the_picture_is_fitted_to_a_phone_with_nothing_else_loaded(page, site):
    page.set_viewport_size({"width": 390, "height": 844})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + LESSON)
    page.wait_for_function(
        "() => { const scroll = document.querySelector('#timeline .tl-scroll');"
        " return scroll.scrollWidth === scroll.clientWidth; }"
    )
    assert not [url for url in asked if "/playground-" in url]
