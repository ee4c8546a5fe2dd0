"""The learner holds the clock: what a choice does, and what is told of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.clock import LESSON, Clock, lose_and_save
from tests.browser.playground import Playground


@pytest.mark.every_engine
def test_three_choices_leave_90_then_30_then_12_then_3_orders(clock):
    clock.expect_left(90, 90)
    assert clock.leaves() == {"ATM-A": 30, "ATM-B": 30, "ATM-C": 30}
    clock.press("ATM-A")
    clock.expect_left(30, 90)
    clock.press("ATM-B")
    clock.expect_left(12, 90)
    clock.press("ATM-A")
    clock.expect_left(3, 90)
    assert clock.leaves() == {"ATM-B": 1, "ATM-C": 2}


def test_the_map_has_one_bar_an_order_and_tells_which_are_still_possible(clock):
    assert clock.endings() == {"100": 48, "200": 36, "300": 6}
    clock.press("ATM-A", "ATM-B", "ATM-A")
    clock.expect_left(3, 90)
    assert clock.endings('[data-possible="true"]') == {"100": 1, "200": 2}


@pytest.mark.every_engine
def test_the_money_is_lost_by_pressing_and_saved_after_two_undos(clock):
    lose_and_save(clock, clock.press, clock.page.get_by_test_id("undo").click)


def test_a_bet_is_kept_and_told_at_the_end(clock):
    expect(clock.bet.get_by_role("button")).to_have_text(["100", "200", "300"])
    clock.bet.get_by_role("button", name="300").click()
    expect(clock.bet).to_have_text("You bet on 300.")
    clock.page.get_by_test_id("run-loop").click()
    expect(clock.balance).to_have_text("100")
    expect(clock.bet).to_have_text("You bet on 300: it was 100.")


def test_nothing_on_the_page_tells_how_it_ends_before_the_bet(clock):
    rows = clock.page.locator("#outcomes .outcome")
    expect(rows.first).to_be_attached()
    expect(rows.first).to_be_hidden()
    clock.bet.get_by_role("button", name="300").click()
    expect(rows.first).to_be_visible()


def test_letting_the_loop_run_takes_the_usual_order_to_its_end(clock):
    clock.page.get_by_test_id("run-loop").click()
    clock.expect_left(1, 90)
    expect(clock.balance).to_have_text("100")
    expect(clock.choices).to_have_count(0)
    expect(clock.page.locator("#choices-question")).to_have_text("Nothing is left to choose")


def test_at_its_end_a_run_is_played_again_or_the_next_lesson_is_gone_to(clock):
    again = clock.page.get_by_test_id("play-again")
    onward = clock.page.get_by_test_id("next-lesson")
    expect(again).to_be_hidden()
    expect(onward).to_be_hidden()
    clock.page.get_by_test_id("run-loop").click()
    expect(clock.page.get_by_test_id("run-loop")).to_be_hidden()
    again.press("Enter")
    clock.expect_left(90, 90)
    expect(clock.choices.first).to_be_focused()
    clock.page.get_by_test_id("run-loop").click()
    onward.click()
    expect(clock.page).to_have_url(re.compile("/scenarios/counter/"))


def test_beneath_the_map_stands_what_each_choice_did(clock):
    whole = clock.page.locator(".map-part .unbroken")
    expect(whole).to_have_text(["ATM-A", "ATM-B", "ATM-C"])
    clock.press("ATM-A", "ATM-B", "ATM-A")
    expect(clock.page.locator(".map-words")).to_have_text(
        [
            "1 ATM-A reads 0: 30 of 90 orders begin so.",
            "2 ATM-B reads 0: 12 of them. None of these ends at 300.",
            "3 ATM-A writes 100: 3 of them.",
        ]
    )


def test_a_press_on_a_bar_plays_that_order(clock):
    clock.page.locator('[data-testid=order][data-ending="300"]').first.click()
    clock.expect_left(1, 90)
    expect(clock.balance).to_have_text("300")


def test_a_press_on_a_flag_goes_back_to_its_choice(clock):
    clock.press("ATM-A", "ATM-B", "ATM-A")
    flags = clock.page.locator("#timeline [data-mark^=choice]")
    expect(flags).to_have_text([re.compile("30 left"), re.compile("12 left"), re.compile("3 left")])
    expect(flags.nth(1)).to_have_attribute("data-tone", "wrong")
    flags.nth(1).click()
    clock.expect_left(30, 90)


def test_where_300_was_lost_is_said_at_its_step_and_there_is_a_way_back(clock):
    clock.press("ATM-A", "ATM-B")
    expect(clock.page.locator("#timeline .tl-note")).to_have_text("300 lost here")
    clock.page.get_by_role("button", name="Go back to choice 2").press("Enter")
    clock.expect_left(30, 90)
    expect(clock.page.locator("#timeline .tl-note")).to_have_count(0)
    assert not clock.page.evaluate("document.activeElement === document.body")


def test_a_fork_is_a_way_back_to_what_was_chosen(clock):
    clock.press("ATM-A", "ATM-B")
    clock.page.get_by_test_id("fork").click()
    clock.page.get_by_test_id("undo").click()
    clock.press("ATM-A")
    clock.expect_left(6, 90)
    clock.page.get_by_role("button", name="Fork 1: ATM-A, ATM-B; 12 orders left").click()
    clock.expect_left(12, 90)


def test_with_the_lock_the_same_choices_leave_3_of_36_orders_and_all_are_right(clock):
    clock.press("ATM-A", "ATM-B", "ATM-A")
    clock.page.locator("[data-testid=lock-mode] input[value=async-with]").check()
    clock.expect_left(3, 36)
    assert clock.endings() == {"300": 36}


def test_a_task_stands_at_the_line_of_its_own_coroutine_with_what_it_holds(page, site):
    """`deposit`, which its reader follows, and not the `network` that it awaits."""
    page.goto(site + LESSON)
    marked = lambda: page.locator("#editor .cm-tasks:not(.cm-tasks-inner)").evaluate_all(  # noqa: E731
        """all => all.map((each) => [each.parentElement.textContent.trim().split("  ")[0],
            [...each.querySelectorAll(".token")].map((token) => token.textContent)])"""
    )
    assert marked() == [["await network()ABC", ["A", "B", "C"]]]
    clock = Clock(page).opened(site + LESSON)
    clock.press("ATM-A", "ATM-B", "ATM-A")
    expect(page.locator("#editor .cm-editor .token-stale")).to_have_count(1)
    texts = [tokens for _, tokens in marked()]
    assert texts == [["C"], ["Bvalue 0 stale"], ["A"]]
    inner = page.locator("#editor .cm-tasks-inner")
    expect(inner).to_have_attribute("title", re.compile("ATM-B is here, from line 38"))


def test_it_works_before_any_of_python_is_loaded(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    clock = Clock(page).opened(site + LESSON)
    lose_and_save(clock, clock.press, page.get_by_test_id("undo").click)
    assert not [url for url in asked if "/runtime/" in url]


def test_another_lesson_keeps_its_run_until_somebody_chooses(page, site):
    clock = Clock(page).opened(f"{site}scenarios/unlocked/")
    expect(clock.balance).to_have_text("100")
    clock.expect_left(6, 6)
    clock.press("ATM-B")
    clock.expect_left(2, 6)
    expect(page.locator("#playground")).to_have_attribute("data-clock", "")


def test_a_task_that_is_ready_is_the_loops_to_run(page, site):
    clock = Clock(page).opened(f"{site}scenarios/sometimes/")
    page.locator("[data-testid=lock-mode] input[value=async-with]").check()
    clock.expect_left(36, 36)
    clock.press("ATM-A", "ATM-B", "ATM-A")
    run = page.get_by_test_id("run-loop")
    expect(run).to_contain_text("Let the loop run: ATM-B")
    run.click()
    expect(clock.left).to_have_attribute("data-all", "36")


@pytest.mark.parametrize("name", ["cache-stampede", "lock-per-key"])
def test_while_nobody_is_at_the_clock_the_map_tells_what_the_page_tells(page, site, name):
    clock = Clock(page).opened(f"{site}scenarios/{name}/")
    expect(page.locator(".map-area")).not_to_have_attribute("data-hidden", "")
    expect(page.get_by_role("button", name="Show it now")).to_be_hidden()
    expect(page.get_by_test_id("choices")).not_to_have_attribute("data-bet", "")
    reported = [text.split()[0] for text in page.locator(".map-legend li").all_text_contents()]
    assert set(reported) == set(clock.endings())


@pytest.mark.parametrize("width", [390, 1280])
def test_with_its_lock_lesson_1_is_one_right_order_above_the_six_wrong_ones(open_page, site, width):
    with open_page(viewport={"width": width, "height": 844}) as page:
        clock = Clock(page).opened(f"{site}scenarios/unlocked/")
        assert page.locator("#choices").bounding_box()["y"] < second_picture(page)
        Playground(page).choose("lock-mode", "async-with")
        expect(clock.left).to_have_text("1 order is possible: it ends at 300.")
        expect(clock.orders).to_have_attribute("data-look", "right")
        expect(page.locator(".map-thin-text")).to_have_text(
            "With the lock the only order ends right; without it 0 of 6 end right:"
        )
        expect(page.locator(".map-thin .map-order[data-look=wrong]")).to_have_count(6)
        note = page.locator("#choices .choices-note")
        expect(note).to_have_text(
            "There is nothing to choose: one order. No answer could come before another."
        )
        assert note.bounding_box()["y"] < second_picture(page)


def second_picture(page):
    return page.locator("#compare-timeline").bounding_box()["y"]
