"""What is offered to be pasted works as it is, and the page about embedding tells the truth."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from lockstep.embedding import room
from tests.browser.test_embed import CODE, frame, ready


def offered(page, kind):
    page.get_by_test_id("embed-kind").select_option(kind)
    return page.get_by_test_id("embed-code").text_content()


@pytest.fixture
def lesson(page, site):
    page.goto(f"{site}scenarios/async-with/")
    page.locator("#embed-this > summary").click()
    preview = page.frame_locator(".embed-this-preview")
    expect(preview.get_by_test_id("final-balance")).to_have_text("300")
    return page


@pytest.mark.parametrize("kind", ["html", "markdown", "iframe"])
def test_what_is_offered_for_a_lesson_works_when_it_is_pasted(lesson, open_page, host, kind):
    text = offered(lesson, kind)
    with host(text) as url, open_page() as page:
        page.goto(url)
        inside = page.frame_locator("iframe")
        expect(inside.get_by_test_id("final-balance")).to_have_text("300")


def test_the_room_that_is_offered_is_what_the_preview_needs_and_a_little(lesson):
    lesson.wait_for_function(
        """async () => {
          const preview = document.querySelector(".embed-this-preview");
          const before = preview.height;
          for (let frames = 0; frames < 30; frames += 1) await new Promise(requestAnimationFrame);
          return before !== "300" && preview.height === before;
        }"""
    )
    (least,) = re.findall(r"min-height:clamp\((\d+)px", offered(lesson, "html"))
    assert room.height("code") < int(least) <= room.height("all")


def test_options_and_widgets_are_in_what_is_offered(lesson):
    lesson.get_by_test_id("atms").fill("4")
    lesson.get_by_test_id("embed-view").select_option("picture")
    expect(lesson.get_by_test_id("embed-code")).to_contain_text('scenario="async-with" atms="4"')
    expect(lesson.get_by_test_id("embed-code")).to_contain_text('view="picture"')


def test_a_program_of_one_s_own_is_offered_whole(page, site, open_page, host):
    page.goto(site)
    page.evaluate("code => { lockstep.runSource(code) }", CODE)
    expect(page.get_by_test_id("final-balance")).to_have_text("1", timeout=90_000)
    page.locator("#embed-this > summary").click()
    expect(page.get_by_test_id("embed-code")).to_contain_text("before = total")
    with host(offered(page, "html")) as url, open_page() as other:
        other.goto(url)
        ready(other)
        expect(frame(other).get_by_test_id("editor")).to_contain_text("import asyncio")
    offered(page, "link")
    expect(page.get_by_test_id("embed-code")).to_have_text(re.compile("^http"))  # once deflated
    with open_page() as other:
        other.goto(page.get_by_test_id("embed-code").text_content())
        expect(other.get_by_test_id("editor")).to_contain_text("import asyncio")


def test_a_link_from_an_embed_opens_the_same_program_and_runs_nothing(page, site):
    page.goto(f"{site}embed/v1/?code=print(1)")
    link = page.locator("#open")
    expect(link).to_have_attribute("href", re.compile(r"^\.\./\.\./#1\.[\w-]+$"))
    fragment = link.get_attribute("href").partition("#")[2]
    page.goto(f"{site}#{fragment}")
    page.mouse.move(1, 1)
    expect(page.locator(".cm-content")).to_contain_text("print(1)")
    expect(page.locator("#playground")).to_have_attribute("data-state", "idle")


def test_the_page_about_embedding_names_the_site_that_it_is_on(page, site_below):
    page.goto(f"{site_below}embed/")
    expect(page.locator("#any-page + p + pre")).to_contain_text(
        f'src="{site_below}embed/v1/lockstep.js"'
    )
    expect(page.frame_locator("iframe").get_by_test_id("final-balance")).to_have_text("100")


def test_embed_this_opens_and_is_chosen_from_by_keyboard_alone(page, site):
    page.goto(f"{site}scenarios/async-with/")
    page.locator("#embed-this > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("embed-code")).to_contain_text("<lockstep-playground")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("embed-kind")).to_be_focused()
    page.keyboard.type("re")
    expect(page.get_by_test_id("embed-code")).to_contain_text(".. raw:: html")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("embed-view")).to_be_focused()
    page.keyboard.type("the c")
    expect(page.get_by_test_id("embed-code")).to_contain_text('view="code"')


def test_embed_this_is_used_by_touch_on_a_phone(open_page, site):
    phone = {"viewport": {"width": 390, "height": 700}, "has_touch": True, "is_mobile": True}
    with open_page(**phone) as page:
        page.goto(f"{site}scenarios/async-with/")
        page.locator("#embed-this > summary").tap()
        code = page.get_by_test_id("embed-code")
        expect(code).to_contain_text("<lockstep-playground")
        page.get_by_test_id("embed-kind").select_option("iframe")
        expect(code).to_contain_text("<iframe")
        expect(page.frame_locator(".embed-this-preview").get_by_test_id("run")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
