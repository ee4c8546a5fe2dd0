"""Every exercise in its page, whole: each hint, and each answer that is known, right and wrong."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from lockstep.exercises import catalogue
from tests.browser.test_exercises import opened, result_is
from tests.engine.exercises.test_in_pyodide import SMALLER
from tests.engine.exercises.test_in_pyodide import graded as graded_here

pytestmark = pytest.mark.slow

EXERCISES = {each.name: each for each in catalogue.load()}
REPAIRS = [name for name, each in EXERCISES.items() if each.kind == "repair"]
PREDICTIONS = [name for name, each in EXERCISES.items() if each.kind == "predict"]
BREAKS = [name for name, each in EXERCISES.items() if each.kind == "break"]
#: Of a program that is to be broken so many orders are tried until one breaks it and one does not.
MOST_ORDERS = 12


def plain(text):
    """As it is read in the page: names in code have no marks round them."""
    return text.replace("`", "")


@pytest.mark.parametrize("name", EXERCISES)
def test_every_hint_is_asked_for_by_the_keyboard_alone(page, site, name):
    opened(page, site, name)
    hints = EXERCISES[name].hints
    hint, shown = page.get_by_test_id("hint"), page.locator("#exercise-hints li")
    hint.focus()
    for number, text in enumerate(hints, 1):
        expect(hint).to_be_focused()
        expect(hint).to_have_text(f"Show hint {number} of {len(hints)}")
        page.keyboard.press("Enter")
        expect(shown).to_have_count(number)
        expect(shown.last).to_have_text(plain(text))
    expect(hint).to_be_hidden()
    expect(page.locator("#exercise-hints")).to_be_focused()


#: Thousands of orders take the page long; without the first question to the network there are 24,
#: and every answer is judged as before.
SHORTER = {"repair-accounts": SMALLER["wrong_one_lock"]}


def short(name, text, spelled=lambda text: text):
    for long, shorter in SHORTER.get(name, {}).items():
        assert spelled(long) in text
        text = text.replace(spelled(long), spelled(shorter))
    return text


def with_fewer_orders(name):
    """Answer for an exercise's page, with the program of fewer orders in it."""

    def handle(route):
        response = route.fetch()
        body = short(name, response.text(), lambda text: json.dumps(text)[1:-1])
        route.fulfill(response=response, body=body)

    return handle


def handed_in(page, name, answer):
    """Press for a grade, and hold the page to what the grader says here of the same answer."""
    task = short(name, EXERCISES[name].source)
    here = graded_here({"exercise": name, "task": task, "source": answer})
    page.get_by_test_id("grade").click()
    result = page.get_by_test_id("grade-result")
    expect(result).to_contain_text(plain(here["message"]), timeout=240_000)
    result_is(page, "true" if here["passed"] else "false")
    better = result.locator(".grade-better")
    if here["improvement"]:
        expect(better).to_contain_text(plain(here["improvement"]))
    else:
        expect(better).to_have_count(0)
    divergence = result.get_by_test_id("divergence")
    if here["divergence"]:
        expect(divergence).to_be_visible()
    elif here["passed"]:
        expect(divergence).to_have_count(0)
    return here


@pytest.mark.parametrize("name", REPAIRS)
def test_the_unsolved_file_each_wrong_answer_and_our_solution_are_handed_in(page, site, name):
    exercise = EXERCISES[name]
    page.route(f"**/exercises/{name}/", with_fewer_orders(name))
    opened(page, site, name)
    wrong = {each.source: each.passes for each in exercise.wrong}
    for answer, passes in {exercise.source: False, **wrong, exercise.solution: True}.items():
        page.locator(".cm-content").fill(short(name, answer))
        assert handed_in(page, name, short(name, answer))["passed"] == passes, answer
        if answer == exercise.source:
            expect(page.locator("#exercise-solution")).to_be_hidden()
    expect(page.locator("#exercise-solution")).to_be_visible()
    expect(page.locator("#exercise-hints")).to_be_attached()


@pytest.mark.parametrize("name", PREDICTIONS)
def test_every_option_is_chosen_and_each_wrong_one_names_its_model_beside_what_refutes_it(
    page, site, name
):
    opened(page, site, name)
    exercise = EXERCISES[name]
    # the right one last: what refutes is not to stand beside it
    for option in sorted(exercise.options, key=lambda each: not each.model):
        page.locator(f'input[name=option][value="{option.text}"]').check()
        assert handed_in(page, name, option.text)["passed"] == (not option.model)
        if option.model:
            result = page.get_by_test_id("grade-result")
            expect(result).to_contain_text(plain(option.model))
            expect(result.get_by_test_id("divergence")).to_be_visible()


def chosen(page, path):
    """Choose so at each moment, and the first thing after that; tell how many there were."""
    widths = []
    undo, choices = page.get_by_test_id("undo"), page.get_by_test_id("choice")
    while undo.is_enabled():
        undo.click()
    while choices.count():
        left = page.get_by_test_id("orders-left")
        before = left.get_attribute("data-left")
        widths.append(choices.count())
        at = path[len(widths) - 1] if len(widths) <= len(path) else 0
        choices.nth(at).click()
        if choices.count() and widths[-1] > 1:
            expect(left).not_to_have_attribute("data-left", before)
    return widths


def next_path(path, widths):
    """The path after this one, as if all were sorted; None after the last."""
    full = [*path, *[0] * (len(widths) - len(path))]
    for at in reversed(range(len(full))):
        if full[at] + 1 < widths[at]:
            return [*full[:at], full[at] + 1]
    return None


@pytest.mark.parametrize("name", BREAKS)
def test_an_order_that_breaks_it_and_one_that_does_not_are_chosen(page, site, name):
    opened(page, site, name)
    expect(page.get_by_test_id("choice").first).to_be_visible()
    path, reported = [], set()
    for _ in range(MOST_ORDERS):
        widths = chosen(page, path)
        page.get_by_test_id("grade").click()
        expect(page.locator("#exercise-stop")).to_be_visible()
        expect(page.locator("#exercise-stop")).to_be_hidden(timeout=240_000)
        reported.add(page.get_by_test_id("grade-result").get_attribute("data-passed"))
        path = next_path(path, widths)
        if reported == {"true", "false"} or path is None:
            break
    assert reported == {"true", "false"}
