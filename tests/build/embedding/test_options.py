"""One table of options, whoever asks."""

import pytest

from lockstep import catalogue
from lockstep.embedding.options import OPTIONS, Options
from lockstep.embedding.program import NoProgram, program_of
from lockstep.schedulers.schedule import Schedule

CONTRACT = {
    *("scenario", "code", "schedule", "step", "view", "run", "theme", "height", "readonly"),
    *("lock-mode", "lock-scope", "atms", "accounts", "amount"),
}


def test_every_attribute_of_the_contract_is_an_option():
    assert {option.name for option in OPTIONS} - {"setup"} == CONTRACT


def test_an_unknown_option_is_ignored():
    assert Options.of({"sparkle": "yes", "view": "code"}) == Options({"view": "code"})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("view", "sideways", "view='sideways' is none of all, picture or code"),
        ("theme", "pink", "theme='pink' is none of auto, light or dark"),
        ("atms", "9", "atms='9' is no whole number from 1 to 8"),
        ("step", "-1", "step='-1' is no whole number from 0 to 100000"),
        ("height", "٣٠٠", "height='٣٠٠' is no whole number from 120 to 2000"),
    ],
)
def test_a_value_that_cannot_be_is_answered_in_words_and_left_out(name, value, words):
    assert Options.of({name: value}) == Options({}, (words,))


@pytest.mark.parametrize("text", ["written", "any-3.13:0=0,1=,2=1.3", "any-3.13:4=2@61000000"])
def test_whatever_the_explorer_prints_as_an_order_is_one(text):
    assert str(Schedule.parse(text)) == text
    assert Options.of({"schedule": text}) == Options({"schedule": text})


def test_a_lesson_with_its_widgets_set_is_the_lesson_that_the_page_would_choose():
    asked = Options.of({"scenario": "unlocked", "lock-mode": "async-with", "atms": "5"})
    shown = program_of(asked)
    assert (shown.scenario, "ATMS = 5 " in shown.source) == ("async-with", True)


def test_every_lesson_can_be_shown_without_its_docstring():
    for entry in catalogue.load():
        shown = program_of(Options.of({"scenario": entry["name"]}))
        assert shown.source == entry["source"]
        assert entry["source"].endswith(shown.visible)
        assert shown.visible.startswith(("import", "from")), entry["name"]


def test_set_up_code_runs_first_and_is_not_shown():
    shown = program_of(Options.of({"setup": "import asyncio"}), "print(asyncio)")
    assert (shown.source, shown.visible) == (
        "import asyncio\nprint(asyncio)\n",
        "print(asyncio)\n",
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "there is nothing to show"),
        ({"scenario": "async_with"}, "did you mean 'async-with'"),
    ],
)
def test_what_cannot_be_shown_is_said(given, words):
    with pytest.raises(NoProgram, match=words):
        program_of(Options.of(given))
