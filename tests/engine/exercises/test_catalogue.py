"""The exercises: what their files say, and that nothing is missing in them."""

import re

import pytest

from lockstep import catalogue as lessons
from lockstep.exercises import catalogue
from lockstep.exercises.exercise import KINDS, BadExercise, exercise

EXERCISES = {each.name: each for each in catalogue.load()}


def of(kind):
    return [name for name, each in EXERCISES.items() if each.kind == kind]


def test_there_are_at_least_sixteen_and_some_of_every_kind():
    assert len(EXERCISES) >= 16
    assert min(len(of(kind)) for kind in KINDS) >= 4


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_has_a_title_a_goal_two_to_four_hints_and_a_lesson(name):
    exercise = EXERCISES[name]
    assert exercise.title
    assert exercise.goal
    assert 2 <= len(exercise.hints) <= 4
    assert lessons.get(exercise.lesson)["name"] == exercise.lesson


@pytest.mark.parametrize("name", of("predict"))
def test_every_option_of_a_prediction_but_one_names_the_mental_model_behind_it(name):
    models = [option.model for option in EXERCISES[name].options]
    assert len(models) >= 3
    assert sum(not model for model in models) == 1


@pytest.mark.parametrize("name", of("repair"))
def test_a_repair_has_a_solution_wrong_answers_what_is_fixed_and_a_bound(name):
    exercise = EXERCISES[name]
    assert exercise.solution
    assert len(exercise.wrong) >= 2
    assert "main" in exercise.fixed
    assert exercise.within_us is not None
    assert re.search(r"^Watch: \S", exercise.source, re.MULTILINE)


def test_the_known_mistakes_each_have_an_answer_that_makes_them():
    made = {wrong.mistake for each in EXERCISES.values() for wrong in each.wrong}
    assert made >= {
        "one-lock-for-many-accounts",
        "many-locks-for-one-account",
        "read-outside-the-lock",
        "lock-made-anew",
        "released-twice",
        "threading-lock",
    }


ASKED_FOR = (
    "sometimes",
    "cache-stampede",
    "token-refreshed-twice",
    "lock-per-key",
    "if-locked-return",
    "threading-lock",
    "lock-made-anew",
)


@pytest.mark.parametrize("name", ASKED_FOR)
def test_a_lesson_that_people_ask_for_has_its_repair_beside_it_and_an_exercise(name):
    lesson = lessons.get(name)
    beside = [each for each in lessons.load() if each["family"] == lesson["family"]]
    assert lesson["compare"] or len(beside) > 1
    assert any(each.lesson == name for each in EXERCISES.values())


def test_a_name_that_is_none_is_told_with_the_nearest():
    with pytest.raises(catalogue.NoSuchExercise, match="did you mean 'first-race'"):
        catalogue.get("first_race")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('"""T\n\nKind: guess\n"""\n', "exercises/x: 'Kind: guess' is none of predict, break and"),
        ('"""T\n\nKind: predict\nOption: 300\n"""\n', "'Option: 300' is not always, sometimes or"),
        ("x = (\n", "exercises/x: line 1: '(' was never closed"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_what_is_wrong(text, sentence):
    with pytest.raises(BadExercise, match=re.escape(sentence)):
        exercise("x", {"task.py": text})
