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


def test_the_index_has_the_chapters_in_order_and_a_line_for_each_lesson(page, site):
    page.goto(f"{site}scenarios/")
    for section, chapter in zip(page.locator(".path-chapter").all(), CHAPTERS, strict=True):
        expect(section.get_by_role("heading", level=2)).to_have_text(
            f"{chapter.number} {chapter.title}"
        )
        expect(section.locator("li")).to_have_count(len(chapter.stops))
    expect(page.locator(".teaches")).to_have_count(len(STOPS))


def test_a_beginner_walks_from_the_first_lesson_to_the_last_by_next_alone(open_page, site):
    with open_page(java_script_enabled=False) as page:
        page.goto(f"{site}scenarios/{STOPS[0].name}/")
        for stop in STOPS[1:]:
            page.locator("a[rel=next]").click()
            page.wait_for_url(f"{site}scenarios/{stop.name}/")
        expect(page.locator("a[rel=next]")).to_have_count(0)


def test_a_lesson_names_its_chapter_and_leads_to_it(page, site):
    page.goto(f"{site}scenarios/first-come/")
    page.get_by_role("link", name="Chapter 2 of 7: The lock").click()
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
