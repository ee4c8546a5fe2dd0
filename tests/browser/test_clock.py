"""The learner holds the clock: by mouse, by keyboard, by touch, before any Python has arrived."""

import itertools
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tests.browser.conftest import ROOT
from tests.browser.playground import LONGEST_LOAD, Playground, made_live

LESSON = "scenarios/sometimes/"


class Clock:
    """The clock of a page, as somebody has it who presses."""

    def __init__(self, page):
        self.page = page
        self.left = page.get_by_test_id("orders-left")
        self.choices = page.get_by_test_id("choice")
        self.orders = page.get_by_test_id("order")
        self.balance = page.get_by_test_id("final-balance")
        self.verdict = page.get_by_test_id("verdict")
        self.bet = page.get_by_test_id("bet")

    def opened(self, url):
        self.page.goto(url)
        expect(self.choices.first).to_be_visible()
        made_live(self.page)
        return self

    def of(self, task):
        return self.page.locator(f'[data-testid=choice][data-task="{task}"]')

    def press(self, *tasks):
        for task in tasks:
            self.of(task).click()

    def expect_left(self, left, of):
        expect(self.left).to_have_attribute("data-left", str(left))
        expect(self.left).to_have_attribute("data-all", str(of))

    def leaves(self):
        return self.choices.evaluate_all(
            "all => Object.fromEntries(all.map(({dataset: d}) => [d.task, Number(d.leaves)]))"
        )

    def endings(self, which=""):
        found = self.page.locator(f"[data-testid=order]{which}").evaluate_all(
            "all => all.map(({dataset}) => dataset.ending)"
        )
        return {ending: found.count(ending) for ending in set(found)}


@pytest.fixture
def clock(page, site):
    return Clock(page).opened(site + LESSON)


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


#: What loses two deposits of three, and what loses none.
LOST = ("ATM-A", "ATM-B", "ATM-A")
SAVED = ("ATM-A", "ATM-B", "ATM-B", "ATM-C", "ATM-C")


def lose_and_save(clock, choose, undo):
    """Press until the balance shows 100, undo twice, and save the money."""
    for task in LOST:
        choose(task)
    clock.expect_left(3, 90)
    expect(clock.balance).to_have_text("100")
    expect(clock.verdict).to_contain_text("300 is out of reach.")
    expect(clock.verdict).to_contain_text("ATM-B still holds the 0 it read before ATM-A wrote 100.")
    for left in (12, 30):
        undo()
        clock.expect_left(left, 90)
    for task in SAVED:
        if not clock.of(task).count():
            break  # nothing is left to choose
        choose(task)
    clock.expect_left(1, 90)
    expect(clock.balance).to_have_text("300")
    expect(clock.verdict).to_contain_text("It went well this time.")


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


def test_where_300_was_lost_is_said_at_its_step_and_there_is_a_way_back(clock):
    clock.press("ATM-A", "ATM-B")
    expect(clock.page.locator("#timeline .tl-note")).to_have_text("300 lost here")
    clock.page.get_by_role("button", name="Go back to choice 2").press("Enter")
    clock.expect_left(30, 90)
    expect(clock.page.locator("#timeline .tl-note")).to_have_count(0)
    assert not clock.page.evaluate("document.activeElement === document.body")


def test_what_was_lost_is_read_before_the_way_back_and_no_region_is_without_a_name(clock):
    clock.press("ATM-A", "ATM-B", "ATM-A")
    read = clock.page.locator("main").aria_snapshot()
    in_order = ["balance now", "300 is out of reach.", "Go back to choice 2", 'img "Timeline']
    places = [read.index(words) for words in in_order]
    assert places == sorted(places)
    assert re.findall(r"- region:", read) == []


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


def test_no_choice_stands_anywhere_else_after_a_choice(clock):
    boxes = lambda: [clock.of("ATM-C").bounding_box()[side] for side in ("x", "y")]  # noqa: E731
    before = boxes()
    clock.press("ATM-A", "ATM-B")
    assert boxes() == before


def test_nothing_moves_when_the_lock_is_taken_and_the_run_ends(clock):
    places = lambda: [  # noqa: E731
        clock.page.locator(where).bounding_box()["y"]
        for where in ("#timeline", "#player", "#code", "#order-map", "#order-map .map-head")
    ]
    before = places()
    clock.press("ATM-A", "ATM-B")
    assert places() == before
    clock.page.locator("[data-testid=lock-mode] input[value=async-with]").check()
    clock.expect_left(4, 36)
    assert places() == before
    clock.page.get_by_test_id("run-loop").click()
    expect(clock.balance).to_have_text("300")
    assert places() == before
    overview = clock.page.locator("#timeline .tl-overview")
    expect(overview).to_have_class(re.compile("tl-idle"))  # the whole run is in sight


def test_nothing_moves_when_the_money_is_saved_or_lost(clock):
    places = lambda: [  # noqa: E731
        clock.page.locator(where).bounding_box()["y"] for where in ("#timeline", "#order-map")
    ]
    clock.bet.get_by_role("button", name="300").click()
    before = places()
    clock.press("ATM-A", "ATM-A", "ATM-B", "ATM-B")
    expect(clock.balance).to_have_text("300")
    expect(clock.verdict).to_contain_text("It went well this time.")
    assert places() == before
    for _ in range(3):
        clock.page.get_by_test_id("undo").click()
    clock.press("ATM-B")
    clock.page.get_by_test_id("run-loop").click()
    expect(clock.balance).to_have_text("100")
    assert places() == before


def test_by_keyboard_the_map_is_next_to_the_loop(clock):
    clock.press("ATM-A", "ATM-B")
    clock.page.get_by_test_id("loop-strip").focus()
    clock.page.keyboard.press("Tab")
    expect(clock.page.get_by_test_id("order-map")).to_be_focused()


def test_the_whole_map_with_what_was_chosen_is_on_the_first_screen(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        clock = Clock(page).opened(site + LESSON)
        bottom = lambda: page.locator("#order-map").evaluate(  # noqa: E731
            "map => map.getBoundingClientRect().bottom"
        )
        assert bottom() <= 800
        clock.press("ATM-A", "ATM-B", "ATM-A")
        expect(page.locator(".map-bracket")).to_have_count(3)
        assert bottom() <= 800
        note = page.locator(".map-foot").bounding_box()
        words = page.locator(".map-words").evaluate_all(
            "all => all.map((each) => each.getBoundingClientRect().right)"
        )
        assert words[0] <= note["x"]


def test_with_the_lock_both_maps_are_on_the_first_screen_the_chosen_one_on_top(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        clock = Clock(page).opened(site + LESSON)
        clock.press("ATM-A", "ATM-B", "ATM-A")
        page.locator("[data-testid=lock-mode] input[value=async-with]").check()
        expect(page.locator(".map-thin-text")).to_contain_text("without it 6 of 90")
        parts = [page.locator(f".map-{name}") for name in ("head", "area", "brackets", "whole")]
        boxes = [part.bounding_box() for part in parts]
        for above, below in itertools.pairwise(boxes):
            assert above["y"] + above["height"] <= below["y"]
        assert boxes[-1]["y"] + boxes[-1]["height"] <= 800


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


def test_a_button_stands_in_the_lane_of_its_task(clock):
    for task in ("ATM-A", "ATM-B", "ATM-C"):
        button = clock.of(task).bounding_box()
        label = clock.page.locator(".tl-label", has_text=task).bounding_box()
        middle = label["y"] + label["height"] / 2
        assert abs(button["y"] + button["height"] / 2 - middle) < 6, task


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


def test_it_works_before_any_of_python_is_loaded(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    clock = Clock(page).opened(site + LESSON)
    lose_and_save(clock, clock.press, page.get_by_test_id("undo").click)
    assert not [url for url in asked if "/runtime/" in url]


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


def test_on_a_phone_the_first_choice_of_a_recorded_run_shows_its_picture(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        clock = Clock(page).opened(site + "scenarios/deadlock/")
        clock.choices.first.click()
        expect(page.locator("#choices-question")).to_have_text("Nothing can arrive any more")
        expect(page.get_by_test_id("ending")).to_be_in_viewport()
        expect(page.locator("#timeline .tl-link").first).to_be_in_viewport()


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


OWN = """import asyncio

seen = []


async def ask(name):
    await asyncio.sleep(0.1)
    seen.append(name)


async def main():
    await asyncio.gather(ask("one"), ask("two"))
    return seen[0]


asyncio.run(main())
"""


@pytest.mark.every_engine
def test_a_program_of_ones_own_is_chosen_from_once_its_orders_are_recorded(page, site):
    playground = Playground(page).opened(site)
    playground.page.get_by_test_id("new-program").click()
    playground.type_code(OWN)
    page.get_by_test_id("hold-clock").press("Enter")
    clock = Clock(page)
    expect(clock.left).to_have_attribute("data-all", "2", timeout=LONGEST_LOAD)
    clock.expect_left(2, 2)
    expect(clock.choices.first).to_be_focused()
    assert clock.endings() == {"'one'": 1, "'two'": 1}
    clock.choices.nth(1).click()
    clock.expect_left(1, 2)


def own(page, site, code):
    """The clock of a program of one's own, with every ending shown."""
    playground = Playground(page).opened(site)
    page.get_by_test_id("new-program").click()
    playground.type_code(code)
    page.get_by_test_id("hold-clock").click()
    return Clock(page)


#: What most programs do: nothing is returned, and what was lost is printed.
PRINTS = OWN.replace("    return seen[0]", "    print(seen)")


def test_a_program_that_returns_nothing_is_told_by_what_it_leaves_in_map_and_answer_alike(
    page, site
):
    clock = own(page, site, PRINTS)
    expect(clock.left).to_have_attribute("data-all", "2", timeout=LONGEST_LOAD)
    page.get_by_role("button", name="Show it now").click()
    assert clock.endings() == {"['one', 'two']": 1, "['two', 'one']": 1}
    expect(page.locator(".map-head")).to_contain_text(
        "2 orders are possible: 1 ends at ['one', 'two'] and 1 at ['two', 'one']."
    )
    expect(page.get_by_test_id("outcomes")).to_contain_text("1 ends at ['one', 'two']")


@pytest.mark.parametrize("name", ["cache-stampede", "lock-per-key"])
def test_while_nobody_is_at_the_clock_the_map_tells_what_the_page_tells(page, site, name):
    clock = Clock(page).opened(f"{site}scenarios/{name}/")
    expect(page.locator(".map-area")).not_to_have_attribute("data-hidden", "")
    expect(page.get_by_role("button", name="Show it now")).to_be_hidden()
    expect(page.get_by_test_id("choices")).not_to_have_attribute("data-bet", "")
    reported = [text.split()[0] for text in page.locator(".map-legend li").all_text_contents()]
    assert set(reported) == set(clock.endings())


#: Two tasks that take two locks crosswise; `{then}` stands where the first is held.
CROSSED = """import asyncio

total = 0


async def work(first, second):
    global total
    await asyncio.sleep(1)
    async with first:
        await asyncio.sleep(1)
        {then}
        async with second:
            total += 1


async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(work(a, b), work(b, a))
    return total


asyncio.run(main())
"""


@dataclass(frozen=True)
class Broken:
    then: str
    ending: str
    many: int
    look: str
    sign: str


DEADLOCK = Broken("pass", "deadlock", 4, "deadlock", "⊗")
ERROR = Broken("if second.locked(): raise ValueError", "ValueError", 8, "error", "!")


@pytest.mark.parametrize("broken", [DEADLOCK, ERROR], ids=["deadlock", "error"])
def test_an_order_that_breaks_off_has_a_pattern_and_a_sign_beside_its_colour(page, site, broken):
    own(page, site, CROSSED.format(then=broken.then))
    bars = page.locator(f"[data-testid=order][data-ending={broken.ending}]")
    expect(bars).to_have_count(broken.many, timeout=LONGEST_LOAD)
    bar = bars.first
    expect(bar).to_have_attribute("data-look", broken.look)
    expect(bar.locator(".map-sign")).to_be_hidden()  # nobody is told before the bet
    page.get_by_role("button", name="Show it now").click()
    expect(bar.locator(".map-sign")).to_have_text(broken.sign)
    expect(bar.locator(".map-sign")).to_be_visible()
    expect(page.locator(f".map-swatch[data-look={broken.look}]")).to_have_text(broken.sign)


def test_in_a_deadlock_nothing_can_arrive_any_more_and_undo_leads_out(page, site):
    clock = own(page, site, CROSSED.format(then="pass"))
    deadlocks = page.locator("[data-testid=order][data-ending=deadlock]")
    expect(deadlocks).to_have_count(4, timeout=LONGEST_LOAD)
    page.get_by_role("button", name="Show it now").click()
    deadlocks.first.click()
    clock.expect_left(1, 6)
    question = page.locator("#choices-question")
    expect(question).to_have_text("Nothing can arrive any more")
    expect(page.get_by_test_id("ending")).to_contain_text("deadlock")
    expect(page.locator("#timeline .tl-link").first).to_be_attached()
    page.get_by_test_id("undo").click()
    expect(question).to_have_text("Whose answer comes next?")


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


def test_a_program_of_one_order_says_that_there_is_nothing_to_choose(page, site):
    clock = own(page, site, ALONE)
    wording = "There is nothing to choose: one order. No answer could come before another."
    expect(clock.left).to_have_text(wording, timeout=LONGEST_LOAD)
    shown = page.get_by_text("nothing to choose").filter(visible=True)
    expect(shown).to_have_count(1)  # once is enough
    expect(clock.choices).to_have_count(0)
    expect(clock.orders).to_have_count(0)
    expect(clock.balance).to_have_text("2")


ALONE = """import asyncio

total = 0


async def main():
    global total
    for _ in range(2):
        await asyncio.sleep(1)
        total += 1
    return total


asyncio.run(main())
"""


#: Of these 2,520 orders 24 end at 400, of which 6 begin with each ATM.
FOUR_ATMS = (ROOT / "py/lockstep/scenarios/sometimes.py").read_text(encoding="utf-8")
FOUR_ATMS = FOUR_ATMS.replace('"ATM-A", "ATM-B", "ATM-C"', '"ATM-A", "ATM-B", "ATM-C", "ATM-D"')
COUNTS = "all => all.reduce((sum, {dataset}) => sum + Number(dataset.count), 0)"


def test_orders_appear_while_they_are_counted_and_thousands_are_strips_that_open(page, site):
    clock = own(page, site, FOUR_ATMS)
    found = page.locator(".map-found")
    expect(found.nth(20)).to_be_attached(timeout=LONGEST_LOAD)
    expect(clock.left).to_have_text(re.compile(r"^\d[\d,]* orders so far, still counting\. ?$"))
    expect(page.locator(".map-end")).to_be_visible()

    expect(clock.left).to_have_attribute("data-all", "2520", timeout=LONGEST_LOAD)
    expect(found).to_have_count(0)
    assert clock.leaves() == dict.fromkeys(("ATM-A", "ATM-B", "ATM-C", "ATM-D"), 630)
    expect(page.locator(".map-part").first).to_have_text("630 orders: ATM-A's answer first")
    page.get_by_role("button", name="Show it now").click()
    strips = page.locator("[data-testid=order-map] .map-strip")
    assert 1 < strips.count() <= 160
    assert clock.orders.evaluate_all(COUNTS) == 2520
    best = page.locator("[data-testid=order][data-ending='400']")
    assert best.evaluate_all(COUNTS) == 24
    assert min(best.evaluate_all("all => all.map((e) => e.getBoundingClientRect().height)")) >= 4

    clock.press("ATM-A")
    clock.expect_left(630, 2520)
    assert clock.orders.evaluate_all(COUNTS) == 630
    expect(page.locator(".map-thin [data-possible=true]").first).to_be_attached()
    expect(clock.of("ATM-B")).to_contain_text("line 37: reads 0")
    strips.first.click()
    expect(clock.left).not_to_have_attribute("data-left", "630")
    page.locator(".map-table summary").click()
    expect(page.locator(".map-table tbody tr").first).to_be_visible()


#: Six answers are pending from the first moment on, in 720 orders.
SIX = """import asyncio


async def main():
    async with asyncio.TaskGroup() as group:
        for letter in "ABCDEG":
            group.create_task(asyncio.sleep(1), name=letter)


asyncio.run(main())
"""


def test_more_than_five_choices_and_their_tools_are_all_in_sight(page, site):
    clock = own(page, site, SIX)
    expect(clock.left).to_have_attribute("data-all", "720", timeout=LONGEST_LOAD)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("scrollTo(0, 0)")
    for button in [*clock.choices.all(), page.get_by_test_id("run-loop")]:
        expect(button).to_be_in_viewport(ratio=0.95)
    first, second = clock.choices.all()[:2]
    assert first.bounding_box()["height"] == 28
    second.hover()
    expect(second.locator(".choice-words span")).to_be_visible()
    expect(first.locator(".choice-words span")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(clock.choices).to_have_count(6)
    for button in [*clock.choices.all(), page.get_by_test_id("run-loop")]:
        expect(button).to_be_in_viewport(ratio=0.95)
        assert button.bounding_box()["height"] >= 44
    assert page.locator("#choices").bounding_box()["height"] < 844 * 0.4


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


#: The words beneath the map that lie over one another: lines of choices, and what the map is.
OVERLAID = """() => {
    const seen = [...document.querySelectorAll(".map-words, .map-foot > *")]
        .filter((each) => each.checkVisibility());
    const boxes = seen.map((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getBoundingClientRect();
    });
    const meet = (a, b) => a.left < b.right && b.left < a.right
        && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
    return boxes.flatMap((box, at) => boxes.slice(0, at).filter((each) => meet(box, each))).length;
}"""


def test_no_words_beneath_the_map_lie_over_others_whatever_was_chosen(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        clock = Clock(page).opened(site + LESSON)
        for number, task in enumerate(("ATM-A", "ATM-B", "ATM-A", "ATM-C", "ATM-B"), 1):
            clock.press(task)
            expect(page.locator(".choices-flags button")).to_have_count(number)
            assert page.evaluate(OVERLAID) == 0, number


def test_what_is_pointed_at_is_outlined_in_the_lane_of_its_task(clock):
    outline = clock.page.locator("#timeline .tl-next")
    clock.press("ATM-A", "ATM-B")
    clock.of("ATM-C").hover()
    lane = clock.page.locator("#timeline .tl-block").nth(2).bounding_box()
    box = outline.bounding_box()
    assert abs(box["y"] + box["height"] / 2 - lane["y"] - lane["height"] / 2) <= 1
    assert box["x"] > lane["x"] + lane["width"]
    clock.page.mouse.move(1, 1)
    expect(outline).to_have_count(0)
    clock.of("ATM-A").focus()
    expect(outline).to_have_count(1)
