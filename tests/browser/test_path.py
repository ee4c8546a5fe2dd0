"""The lessons make a path: an index by chapters, and on each page the way back and on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lockstep import catalogue
from sitebuild import path
from tests.browser.axe import complaints
from tests.browser.playground import Playground

LISTED = [scenario for scenario in catalogue.load() if scenario["listed"]]
CHAPTERS = path.chapters(LISTED)
STOPS = [stop for chapter in CHAPTERS for stop in chapter.stops]


def test_the_index_has_the_chapters_in_order_and_a_picture_of_each_lesson(page, site):
    page.goto(f"{site}scenarios/")
    for section, chapter in zip(page.locator(".lessons-chapter").all(), CHAPTERS, strict=True):
        expect(section.get_by_role("heading", level=2)).to_have_text(
            f"{chapter.number} {chapter.title} {len(chapter.stops)} lessons"
        )
        expect(section.locator("li")).to_have_count(len(chapter.stops))
    expect(page.locator("svg.thumb")).to_have_count(len(STOPS))


def test_all_lessons_are_in_one_screen_in_rows_of_as_many_as_the_path_says(open_page, site):
    with open_page(viewport={"width": 1280, "height": 800}) as page:
        page.goto(f"{site}scenarios/")
        boxes = [entry.bounding_box() for entry in page.locator(".entry").all()]
        assert max(box["y"] + box["height"] for box in boxes) <= 800
        assert len({round(box["x"]) for box in boxes}) == path.ROW


def overlapping(page, selector):
    """Pairs of elements that cover each other, by their text."""
    return page.evaluate(
        """(selector) => {
            const all = [...document.querySelectorAll(selector)].filter((one) => one.innerText);
            const boxes = all.map((one) => one.getBoundingClientRect());
            return all.flatMap((one, i) => all.slice(i + 1).flatMap((other, j) => {
                const [a, b] = [boxes[i], boxes[i + 1 + j]];
                const apart = a.right <= b.left + 1 || b.right <= a.left + 1
                    || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
                return apart ? [] : [`${one.innerText} / ${other.innerText}`];
            }));
        }""",
        selector,
    )


@pytest.mark.parametrize("width", [320, 390, 768, 1000, 1280, 1366, 1920])
def test_no_words_of_the_index_run_into_others_or_out_of_their_card(open_page, site, width):
    with open_page(viewport={"width": width, "height": 800}) as page:
        page.goto(f"{site}scenarios/")
        words = ".entry-title, .entry-ending, .entry-orders, .entry-picture, .lessons-chapter h2"
        assert overlapping(page, words) == []
        outside = page.evaluate(
            """() => [...document.querySelectorAll(".entry")].filter((entry) => {
                const card = entry.getBoundingClientRect();
                return [...entry.querySelectorAll("h3, .entry-foot > *")].some(
                    (one) => one.getBoundingClientRect().right > card.right + 1);
            }).map((entry) => entry.innerText)"""
        )
        assert outside == []


def test_on_a_phone_the_lessons_stand_two_in_a_row(open_page, site):
    with open_page(viewport={"width": 390, "height": 844}) as page:
        page.goto(f"{site}scenarios/")
        lefts = {round(entry.bounding_box()["x"]) for entry in page.locator(".entry").all()}
        assert len(lefts) == 2


def test_a_lesson_followed_to_its_end_is_ticked_and_the_next_one_outlined(page, site):
    Playground(page).opened(f"{site}scenarios/{STOPS[0].name}/")
    scrubber = page.get_by_test_id("scrubber")
    page.get_by_test_id("step-back").click()
    scrubber.press("End")
    expect(scrubber).to_have_value(scrubber.get_attribute("max"))
    page.goto(f"{site}scenarios/")
    expect(page.locator(".entry[data-done]")).to_have_attribute("data-lesson", STOPS[0].name)
    expect(page.locator(".entry[data-next]")).to_have_attribute("data-lesson", STOPS[1].name)
    expect(page.locator(".lessons-chapter").first).to_contain_text(
        f"1 of {len(CHAPTERS[0].stops)} done"
    )
    expect(page.locator("#progress-text")).to_have_text(f"1 of {len(STOPS)} done")
    page.get_by_role("link", name="Go on with lesson 2").click()
    page.wait_for_url(f"{site}scenarios/{STOPS[1].name}/")


def test_the_index_works_where_storage_is_refused(open_page, site):
    with open_page() as page:
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})"
        )
        Playground(page).opened(f"{site}scenarios/{STOPS[0].name}/")
        page.get_by_test_id("step-back").click()
        page.get_by_test_id("scrubber").press("End")
        page.goto(f"{site}scenarios/")
        expect(page.locator(".entry[data-next]")).to_have_attribute("data-lesson", STOPS[0].name)
        page.get_by_role("link", name="Begin with lesson 1").click()
        page.wait_for_url(f"{site}scenarios/{STOPS[0].name}/")


def test_a_beginner_walks_from_the_first_lesson_to_the_last_by_next_alone(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(f"{site}scenarios/{STOPS[0].name}/")
        for stop in STOPS[1:]:
            page.locator("a[rel=next]").click()
            page.wait_for_url(f"{site}scenarios/{stop.name}/")
        expect(page.locator("a[rel=next]")).to_have_count(0)


def test_a_lesson_says_its_place_on_the_path_and_leads_to_its_chapter(page, site):
    page.goto(f"{site}scenarios/first-come/")
    place = path.around(CHAPTERS, "first-come")
    name = f"Lesson {place['number']} of {len(STOPS)} · The lock"
    page.get_by_role("link", name=name).click()
    page.wait_for_url(f"{site}scenarios/#the-lock")
    expect(page.get_by_role("heading", name="The lock", exact=False).first).to_be_visible()


def test_the_answer_is_folded_until_it_is_asked_for_even_without_script(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(f"{site}scenarios/first-come/")
        answer = page.locator("#question-answer")
        expect(answer).to_be_hidden()
        page.get_by_text("What does lock.locked() say").click()
        expect(answer).to_be_visible()
        expect(answer.locator("code")).to_have_text("False")


def test_code_and_emphasis_are_shown_as_such(page, site):
    page.goto(f"{site}scenarios/first-come/")
    lesson = page.locator("#lesson-text")
    expect(lesson.locator("code")).to_have_text("release()")
    expect(lesson.locator("em")).to_have_text("but promised")


def test_another_lock_brings_the_question_of_its_own_lesson_folded(page, site):
    playground = Playground(page).opened(f"{site}scenarios/unlocked/")
    page.locator("#question summary").click()
    playground.choose("lock-mode", "async-with")
    expect(page.locator("#question-text")).to_contain_text("Is the lock given back")
    expect(page.locator("#question-answer")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_index_and_with_the_answer_unfolded(open_page, site, width, theme):
    with open_page(viewport={"width": width, "height": 844}, color_scheme=theme) as page:
        page.goto(f"{site}scenarios/")
        assert complaints(page) == ""
        Playground(page).opened(f"{site}scenarios/first-come/")
        page.locator("#question summary").click()
        assert complaints(page) == ""
