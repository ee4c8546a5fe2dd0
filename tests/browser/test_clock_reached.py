"""The clock by keyboard, by touch, read aloud, without motion: where the focus is, what is said."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tests.browser.clock import CROSSED, LESSON, OWN, Clock, lose_and_save, own
from tests.browser.playground import LONGEST_LOAD


def test_the_keyboard_comes_from_undo_to_the_flags_and_goes_back_to_one(clock):
    clock.press("ATM-A", "ATM-B", "ATM-A")
    clock.page.get_by_test_id("undo").focus()
    clock.page.keyboard.press("Tab")
    first = clock.page.get_by_role(
        "button", name="Back to choice 1: ATM-A's answer, 30 orders left"
    )
    expect(first).to_be_focused()
    expect(clock.page.locator(".choices-flags")).to_have_css("opacity", "1")
    clock.page.keyboard.press("Tab")
    clock.page.keyboard.press("Enter")
    clock.expect_left(30, 90)
    expect(clock.choices.first).to_be_focused()  # to choose anew


def test_what_was_lost_is_read_before_the_way_back_and_no_region_is_without_a_name(clock):
    clock.press("ATM-A", "ATM-B", "ATM-A")
    read = clock.page.locator("main").aria_snapshot()
    in_order = ["balance now", "300 is out of reach.", "Go back to choice 2", 'img "Timeline']
    places = [read.index(words) for words in in_order]
    assert places == sorted(places)
    assert re.findall(r"- region:", read) == []


def test_by_keyboard_the_map_is_next_to_the_loop(clock):
    clock.press("ATM-A", "ATM-B")
    clock.page.get_by_test_id("loop-strip").focus()
    clock.page.keyboard.press("Tab")
    expect(clock.page.get_by_test_id("order-map")).to_be_focused()


@pytest.mark.every_engine
def test_the_whole_of_it_works_by_keyboard_alone(clock):
    page = clock.page
    clock.bet.get_by_role("button", name="300").focus()
    page.keyboard.press("Enter")
    expect(clock.of("ATM-A")).to_be_focused()
    for key, left in [("a", 30), ("b", 12), ("a", 3), ("u", 12), ("u", 30), ("a", 6), ("l", 1)]:
        page.keyboard.press(key)
        clock.expect_left(left, 90)
    page.keyboard.press("u")
    page.get_by_test_id("order-map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    clock.expect_left(1, 90)


@pytest.mark.every_engine
def test_the_money_is_lost_and_saved_by_keyboard_alone(clock):
    page = clock.page
    page.locator("#choices").get_by_role("button").first.focus()
    lose_and_save(
        clock,
        choose=lambda task: page.keyboard.press(task[-1].lower()),
        undo=lambda: page.keyboard.press("u"),
    )


def test_the_money_is_lost_and_saved_through_the_accessibility_tree(clock):
    """By what is read aloud only: the name of the group, of its buttons, and what is said after."""
    page, wording = clock.page, clock.page.get_by_role("status").filter(has_text="Choice")

    def choose(task):
        group = page.get_by_role("group", name=re.compile("Whose answer comes"))
        button = group.get_by_role("button", name=re.compile(f"^{task}'s answer: line "))
        assert re.search(r"Leaves \d+ orders?", button.aria_snapshot())
        button.press("Enter")

    lose_and_save(
        clock, choose, undo=lambda: page.get_by_role("button", name="Undo").press("Enter")
    )
    expect(wording).to_have_count(1)


def test_after_the_first_choice_is_undone_the_focus_is_on_the_first_choice(clock):
    clock.press("ATM-B")
    clock.page.get_by_test_id("undo").press("Enter")
    expect(clock.of("ATM-A")).to_be_focused()


def test_after_the_loop_ran_to_the_end_the_focus_is_on_undo(clock):
    clock.page.get_by_test_id("run-loop").press("Enter")
    expect(clock.page.get_by_test_id("undo")).to_be_focused()


def test_who_takes_a_fork_keeps_the_focus_on_it(clock):
    clock.press("ATM-A", "ATM-B")
    clock.page.get_by_test_id("fork").click()
    clock.page.get_by_test_id("undo").click()
    fork = clock.page.get_by_role("button", name="Fork 1")
    fork.press("Enter")
    clock.expect_left(12, 90)
    expect(fork).to_be_focused()


def test_who_asks_for_the_map_without_a_bet_has_the_focus_on_the_map(clock):
    clock.page.get_by_role("button", name="Show it now").press("Enter")
    expect(clock.page.get_by_test_id("order-map")).to_be_focused()


@pytest.mark.parametrize("place", ["undo", "fork", "choice"])
def test_a_run_from_within_the_clock_leaves_the_focus_in_it(clock, place):
    clock.press("ATM-A")
    clock.page.get_by_test_id(place).first.press("Control+Enter")
    playground = clock.page.locator("#playground")
    expect(playground).to_have_attribute("data-source", "live", timeout=LONGEST_LOAD)
    expect(clock.of("ATM-A")).to_be_focused()


def test_a_run_from_a_fork_leaves_the_focus_beside_it(clock):
    clock.press("ATM-A")
    clock.page.get_by_test_id("fork").click()
    clock.page.get_by_role("button", name="Fork 1").press("Control+Enter")
    beside = clock.page.get_by_text("as a table", exact=True)
    expect(beside).to_be_focused(timeout=LONGEST_LOAD)


def test_a_choice_is_read_as_a_sentence_and_said_once(clock):
    group = clock.page.get_by_role("group", name="Whose answer comes first?")
    expect(group.get_by_role("button", name=re.compile("ATM-B's answer"))).to_have_accessible_name(
        "ATM-B's answer: line 37 reads 0. Leaves 30 orders."
    )
    clock.press("ATM-A", "ATM-B", "ATM-A")
    expect(clock.page.get_by_test_id("speech")).to_have_text(
        "Choice 3: ATM-A's answer. ATM-B still holds 0, now stale. "
        "3 of 90 orders left; none ends at 300."
    )


def test_it_works_by_touch_on_a_phone(open_page, site):
    settings = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with open_page(**settings) as page:
        clock = Clock(page).opened(site + LESSON)
        lose_and_save(
            clock,
            choose=lambda task: clock.of(task).tap(),
            undo=page.get_by_test_id("undo").tap,
        )
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390


def test_with_reduced_motion_it_is_simply_there(open_page, site):
    with open_page(reduced_motion="reduce") as page:
        clock = Clock(page).opened(site + LESSON)
        lose_and_save(clock, clock.press, page.get_by_test_id("undo").click)
        assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_and_after_choices(open_page, site, scheme):
    with open_page(color_scheme=scheme) as page:
        clock = Clock(page).opened(site + LESSON)
        assert complaints(page) == ""
        clock.press("ATM-A", "ATM-B", "ATM-A")
        clock.expect_left(3, 90)
        assert complaints(page) == ""


def read_aloud(page, name):
    """The button of a choice, found and pressed by what a screen reader says of it."""
    group = page.get_by_role("group", name=re.compile("comes (first|next)"))
    button = group.get_by_role("button", name=re.compile(f"^{re.escape(name)}'s answer: "))
    expect(button).to_have_accessible_name(re.compile(r"Leaves \d+ orders?(, which ends .+)?\.$"))
    button.press("Enter")


def received(page):
    """What the one live region has just said."""
    return page.get_by_role("status").filter(has_text=re.compile("^Choice"))


def test_a_program_of_ones_own_is_played_through_the_accessibility_tree(page, site):
    clock = own(page, site, OWN)
    expect(clock.choices.first).to_be_visible(timeout=LONGEST_LOAD)
    bet = page.get_by_role("button", name="'two'", exact=True)
    bet.press("Enter")
    read_aloud(page, "ask 2")
    wording = "Choice 1: ask 2's answer. 1 of 2 orders left. The final value is 'two'."
    expect(received(page)).to_contain_text(wording)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(clock.left).to_have_attribute("data-left", "2")
    read_aloud(page, "ask 2")
    expect(page.get_by_text("You bet on 'two': right ✓")).to_be_visible()
    read = page.locator("main").aria_snapshot()
    assert 'heading "Nothing is left to choose"' in read
    assert re.findall(r"- region:", read) == []


def test_a_deadlock_is_found_through_the_accessibility_tree_and_left_by_undo(page, site):
    clock = own(page, site, CROSSED.format(then="pass"))
    expect(clock.choices.first).to_be_visible(timeout=LONGEST_LOAD)
    page.get_by_role("button", name="deadlock", exact=True).press("Enter")
    for name in ("work 1", "work 2"):
        read_aloud(page, name)
    expect(received(page)).to_contain_text("none ends at 2.")
    figure = page.get_by_role("group", name=re.compile(r"^Map of all orders\. 2 of 6 orders"))
    expect(figure).to_be_visible()
    for name in ("work 1", "work 2"):
        read_aloud(page, name)
        if clock.choices.count() == 0:
            break
    page.get_by_role("heading", name="Nothing can arrive any more").wait_for()
    read = page.locator("main").aria_snapshot()
    assert "work 1 waits at line 12 for b, held by work 2 since line 9" in read
    expect(page.get_by_text("You bet on deadlock: right ✓")).to_be_visible()
    page.get_by_role("button", name="Undo").press("Enter")
    page.get_by_role("heading", name="Whose answer comes next?").wait_for()
