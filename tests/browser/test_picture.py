"""The picture: equal lanes are one, no words are struck, and every mark has a key."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.playground import Playground


def labels(page):
    return page.locator("#timeline .tl-labels .tl-label")


def test_a_hundred_tasks_are_one_lane_beside_those_that_a_finding_names(page, site):
    Playground(page).opened(f"{site}scenarios/counter/")
    expect(labels(page)).to_contain_text(["main", "equal tasks", "increment 14", "increment 15"])
    assert labels(page).count() < 15
    expect(page.locator("#timeline .tl-block.tl-wrong")).not_to_have_count(0)


def test_equal_lanes_are_unfolded_and_folded_again_by_a_button(page, site):
    Playground(page).opened(f"{site}scenarios/counter/")
    folded = labels(page).count()
    page.get_by_role("button", name="equal tasks").press("Enter")
    expect(labels(page).filter(has_text="increment 99")).to_have_count(1)
    assert labels(page).count() > 100
    page.get_by_role("button", name="Fold equal tasks").press("Enter")
    expect(labels(page)).to_have_count(folded)


def test_a_lesson_of_a_few_tasks_offers_nothing_to_unfold(page, site):
    Playground(page).opened(site)
    expect(page.get_by_role("button", name="equal tasks")).to_have_count(0)


def test_the_line_of_the_moment_lies_under_the_words_in_the_reading_by_time(page, site):
    Playground(page).opened(f"{site}scenarios/granularity/")
    page.get_by_test_id("scrubber").press("End")
    order = page.locator("#timeline .tl-lanes").evaluate(
        "(lanes) => [...lanes.children].map((part) => part.getAttribute('class'))"
    )
    assert order.index("tl-playhead") < order.index("tl-over")
    expect(page.locator("#timeline .tl-over text").first).to_have_css("paint-order", "stroke")


def test_what_the_marks_mean_opens_by_touch_and_is_drawn_as_in_the_lanes(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}, has_touch=True) as page:
        Playground(page).opened(site)
        key = page.locator(".key")
        expect(key.locator("li").first).to_be_hidden()
        key.locator("summary").tap()
        expect(key.get_by_text("It waits for a lock or the like.")).to_be_visible()
        in_key, in_lanes = (
            page.locator(f"{where} .tl-wrong .tl-body").first for where in (".key", "#timeline")
        )
        fill = in_lanes.evaluate("each => getComputedStyle(each).fill")
        expect(in_key).to_have_css("fill", fill)


def test_what_the_marks_mean_opens_without_script(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(site)
        page.locator(".key summary").click()
        expect(
            page.locator(".key").get_by_text("It is ready, but another task runs.")
        ).to_be_visible()
