"""A page is drawn before its scripts are there; what is done meanwhile counts once they are."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.playground import Playground

LESSON = "scenarios/unlocked/"
#: What makes a page live, and comes with its reader's first act.
SCRIPTS = "**/assets/playground-*.js"
#: What an embed puts into its page.
PART = "**/embed/v1/unlocked-*.html"


def test_what_is_done_before_the_scripts_is_done_again_in_its_place(page, site):
    held = []
    page.route(SCRIPTS, lambda route: held.append(route))  # noqa: PLW0108
    playground = Playground(page)
    with page.expect_request(SCRIPTS):
        page.goto(site + LESSON)
        page.mouse.move(1, 1)
    page.locator("#sentences summary").click()
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


def test_a_drag_after_a_key_before_the_scripts_counts_as_well(page, site):
    held = []
    page.route(SCRIPTS, lambda route: held.append(route))  # noqa: PLW0108
    page.goto(site + LESSON)
    scrubber = page.get_by_test_id("scrubber")
    with page.expect_request(SCRIPTS):
        scrubber.press("ArrowRight")
    expect(scrubber).to_have_value("3")
    box = scrubber.bounding_box()
    page.mouse.click(box["x"] + 2, box["y"] + box["height"] / 2)
    expect(scrubber).to_have_value("0")
    held[0].continue_()
    expect(page.locator("#playground")).to_have_attribute("data-live", "")
    expect(scrubber).to_have_value("0")


def test_enter_in_the_only_field_before_the_scripts_leaves_the_page_where_it_is(page, site):
    held = []
    page.route(SCRIPTS, lambda route: held.append(route))  # noqa: PLW0108
    page.goto(f"{site}scenarios/deadlock/")
    field = page.locator("#controls input[type=number]")
    with page.expect_request(SCRIPTS):
        field.fill("7")
    field.press("Enter")
    held[0].continue_()
    expect(page.locator("#playground")).to_have_attribute("data-live", "")
    expect(field).to_have_value("7")
    expect(page.locator(".cm-content")).to_contain_text("= 7")


def test_a_press_whose_end_is_never_heard_keeps_no_page_from_coming_alive(page, site):
    page.goto(site + LESSON)
    page.keyboard.down("Meta")
    page.keyboard.down("c")
    page.keyboard.up("Meta")  # on a Mac, no release of C is heard
    page.locator("h1").first.dispatch_event("pointerdown", {"buttons": 2})
    page.mouse.move(5, 5)  # with no button down: a menu has taken the release
    expect(page.locator("#playground")).to_have_attribute("data-live", "")


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
    page.goto(f"{site}scenarios/shared-file/")
    page.wait_for_function(
        "() => { const scroll = document.querySelector('#timeline .tl-scroll');"
        " return scroll.scrollWidth === scroll.clientWidth; }"
    )
    assert not [url for url in asked if "/playground-" in url]


def test_who_acts_before_the_picture_of_an_embed_is_there_has_acted(page, site):
    held = []
    page.route(PART, lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request(PART):
        page.goto(site + "embed/v1/?scenario=unlocked")
    page.mouse.move(1, 1)
    held[0].continue_()
    expect(page.locator("#playground")).to_have_attribute("data-live", "")
