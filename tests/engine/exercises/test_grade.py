"""The grader, both ways: what is right passes, and what is wrong fails with its own message."""

import functools

import pytest

from lockstep import explore, run
from lockstep.exercises import catalogue
from lockstep.exercises import grade as grader

grade = functools.cache(grader.grade)  # several tests ask what becomes of the same answer
EXERCISES = {each.name: each for each in catalogue.load()}
REPAIRS = [name for name, each in EXERCISES.items() if each.kind == "repair"]
WRONG = [(name, wrong.name) for name in REPAIRS for wrong in EXERCISES[name].wrong]
OPTIONS = [(name, o.text) for name, each in EXERCISES.items() for o in each.options]
BREAKS = [name for name, each in EXERCISES.items() if each.kind == "break"]


@pytest.mark.parametrize("name", REPAIRS)
def test_our_solution_passes_and_cannot_be_bettered(name):
    found = grade(EXERCISES[name], EXERCISES[name].solution)
    assert (found.passed, found.improvement, found.mistake) == (True, None, None), found.message
    assert found.right == found.orders > 0
    assert found.duration_us <= found.within_us


@pytest.mark.parametrize("name", REPAIRS)
def test_the_unsolved_file_fails_with_an_order_that_shows_it(name):
    exercise = EXERCISES[name]
    found = grade(exercise, exercise.source)
    assert (found.passed, found.has_failed, found.is_undecided) == (False, False, False)
    assert found.right < found.orders
    shown = run(exercise.source, found.schedule)
    assert (shown.result or shown.status) not in exercise.right


@pytest.mark.slow
@pytest.mark.parametrize(("name", "wrong"), WRONG)
def test_a_known_wrong_answer_is_called_by_the_name_of_its_mistake(name, wrong):
    answer = next(each for each in EXERCISES[name].wrong if each.name == wrong)
    found = grade(EXERCISES[name], answer.source)
    expected = None if answer.mistake == "none" else answer.mistake
    assert (found.mistake, found.passed) == (expected, answer.passes), found.message
    assert bool(found.improvement) == answer.passes


def test_wrong_answers_to_one_exercise_are_told_apart_in_words():
    exercise = EXERCISES["repair-deposit"]
    messages = [grade(exercise, wrong.source).message for wrong in exercise.wrong]
    assert len(set(messages)) == len(messages)


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_the_one_true_option_passes_and_every_other_is_refuted_by_an_order(name, option):
    exercise = EXERCISES[name]
    chosen = next(each for each in exercise.options if each.text == option)
    found = grade(exercise, option)
    assert found.passed == (not chosen.model)
    if chosen.model:
        assert found.message.startswith(chosen.model)
        shown = run(exercise.source, found.schedule)
        ends_so = (shown.result or shown.status) == chosen.ending
        if chosen.quantifier == "never":
            assert ends_so
        elif chosen.quantifier == "always":
            assert not ends_so


def test_the_order_that_refutes_is_the_shortest_there_is():
    exercise = EXERCISES["first-race"]
    found = grade(exercise, "never 300")
    fewest = min(o.deviations for o in explore(exercise.source).outcomes if o.result == "300")
    assert len(run(exercise.source, found.schedule).deviations) == fewest


def test_a_prediction_that_was_not_offered_is_told_what_was():
    found = grade(EXERCISES["first-race"], "perhaps")
    assert (found.passed, found.message) == (
        False,
        "'perhaps' is none of the answers offered: 'always 300', 'never 300', 'sometimes 300'.",
    )


@pytest.mark.parametrize("name", BREAKS)
def test_any_order_that_ends_as_is_looked_for_breaks_it_and_no_other(name):
    exercise = EXERCISES[name]
    assert not grade(exercise, "written").passed
    for ending in grade(exercise, "written").endings:
        found = grade(exercise, ending.schedule)
        assert (found.passed, found.has_failed) == (ending.is_right, False)


@pytest.mark.parametrize(
    ("schedule", "words"),
    [("nonsense", "is not one: expected"), ("any-3.13:0=99", "")],
)
def test_a_schedule_that_is_none_or_does_not_fit_is_told_as_such(schedule, words):
    found = grade(EXERCISES["break-deposit"], schedule)
    assert (found.passed, found.has_failed, words in found.message) == (False, False, True)


DEPOSIT = EXERCISES["repair-deposit"]


def test_the_nearest_right_order_parts_from_the_wrong_one_at_its_last_chance():
    found = grade(DEPOSIT, DEPOSIT.source)
    parting = found.divergence
    good, bad = (run(DEPOSIT.source, parting[which]) for which in ("good", "bad"))
    assert (good.result, bad.result in DEPOSIT.right) == ("(300, 6)", False)
    assert parting["good_next"]["task"] != parting["bad_next"]["task"]
    assert (parting["is_nearest"], parting["bad"]) == (True, found.schedule)
    for trace, which in ((good, "good_next"), (bad, "bad_next")):
        event = trace.to_dict()["events"][parting[which]["event"]]
        assert (event["kind"], event["line"]) == ("step-began", parting[which]["line"])


def test_of_too_many_orders_a_wrong_one_stands_beside_a_right_one_that_is_not_called_nearest():
    exercise = EXERCISES["repair-accounts"]
    found = grade(exercise, exercise.source)
    good, bad = (run(exercise.source, found.divergence[which]) for which in ("good", "bad"))
    assert (good.result, bad.result == good.result) == ("[200, 200]", False)
    assert (found.orders, found.divergence["is_nearest"]) == (2520, False)
    steps = [
        [(e["task"], e["line"]) for e in trace.to_dict()["events"] if e["kind"] == "step-began"]
        for trace in (good, bad)
    ]
    step = found.divergence["step"]
    assert steps[0][:step] == steps[1][:step]
    assert steps[0][step] != steps[1][step]


def test_a_program_that_does_not_compile_is_told_its_line_and_is_not_run():
    found = grade(DEPOSIT, DEPOSIT.source.replace("value = account.balance", "value = (", 1))
    assert (found.passed, found.orders, found.lines) == (False, None, (37,))
    assert found.message == "Line 37: SyntaxError: '(' was never closed. It has not been run."


def test_what_belongs_to_the_question_may_be_moved_but_not_changed():
    assert grade(DEPOSIT, f"# my answer\n\n{DEPOSIT.solution}").passed
    found = grade(DEPOSIT, DEPOSIT.solution.replace("calls += 1", "calls += 2"))
    assert (found.passed, found.mistake) == (False, "changes-what-is-fixed")
    assert found.message.startswith("network is not to be changed")


def test_who_makes_a_task_do_nothing_has_repaired_nothing():
    exercise = EXERCISES["repair-timeout"]
    head, tail = exercise.source.split("async def impatient(name):")
    rest = tail.split("async def main", 1)[1]
    found = grade(exercise, f"{head}async def impatient(name):\n    pass\n\n\nasync def main{rest}")
    assert not found.passed
    assert "no order ends at (False, ['A', 'B', 'C']) any more" in found.message


def test_an_answer_that_a_bound_left_undecided_is_neither_right_nor_blamed():
    endless = DEPOSIT.solution.replace(
        "    await network()\n    async with",
        "    while account.balance >= 0:\n        await asyncio.sleep(0)\n    async with",
    )
    found = grade(DEPOSIT, endless)
    assert (found.passed, found.is_undecided, found.mistake) == (False, True, None)
    assert found.message.startswith("Not decided: ")


def test_a_grader_that_fails_says_so_and_does_not_blame_the_learner(monkeypatch):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError("in the grader")

    monkeypatch.setattr("lockstep.exercises.endings.explore", broken)
    unexplored = f"{DEPOSIT.solution}# nobody has asked about this text\n"
    found = grader.grade(DEPOSIT, unexplored)
    assert (found.passed, found.has_failed, found.mistake) == (False, True, None)
    assert found.message == (
        "The grader failed (ZeroDivisionError: in the grader). That says nothing of your answer: "
        "it has not been judged."
    )
