"""A schedule that cannot be read, or does not fit, says where."""

import pytest

import lockstep
from lockstep.schedulers import BadSchedule, Misfit, Schedule

THREE = """
import asyncio
async def work(n):
    await asyncio.sleep(n)
async def main():
    await asyncio.gather(work(1), work(2), work(3))
asyncio.run(main())
"""
HERE = Schedule().python


@pytest.mark.parametrize(
    ("deviations", "sentence"),
    [
        (
            "0=7",
            "at boundary 0 it delivers completion 7, but pending are only 0 (Task-2's sleep), "
            "1 (Task-3's sleep), 2 (Task-4's sleep)",
        ),
        ("1=0", "at boundary 1 it delivers completion 0, but pending are only 1 (Task-3's sleep)"),
        (
            "0=",
            "at boundary 0 it delivers nothing, but no task is ready, so one of these must arrive",
        ),
        ("99=0", "it chooses at boundary 99, but after boundary"),
    ],
)
def test_a_schedule_that_does_not_fit_says_where_and_what_would(deviations, sentence):
    schedule = f"any-{HERE}:{deviations}"
    with pytest.raises(Misfit) as error:
        lockstep.run(THREE, schedule)
    assert str(error.value).startswith(f"schedule {schedule} does not fit this program: ")
    assert sentence in str(error.value)


def test_a_program_that_catches_everything_does_not_hide_a_misfit():
    source = THREE.replace(
        "asyncio.run(main())", "try: asyncio.run(main())\nexcept BaseException: pass"
    )
    with pytest.raises(Misfit, match="completion 7"):
        lockstep.run(source, f"any-{HERE}:0=7")


def test_a_misfit_of_another_python_says_so():
    with pytest.raises(Misfit, match=rf"made with Python 3\.99; this is {HERE}"):
        lockstep.run(THREE, "any-3.99:0=7")


@pytest.mark.parametrize(
    ("tasks", "sentence"),
    [
        ("2.9", "sets are to list task 9, but the run made no such task"),
        ("2.2", "names a task twice"),
        ("2", "expected, for example, 'sets=2.1' for a set that lists task 2 before task 1"),
        ("2.1,a=1", "is not BOUNDARY=NUMBERS"),
        ("2.x", "does not list tasks"),
    ],
)
def test_an_order_of_sets_that_is_none_or_does_not_fit_says_so(tasks, sentence):
    with pytest.raises((BadSchedule, Misfit)) as error:
        lockstep.run(THREE, f"any-{HERE}:sets={tasks}")
    assert sentence in str(error.value)


def test_an_order_of_sets_stands_in_the_trace_with_what_its_tasks_are_called():
    source = THREE.replace("gather(work(1), work(2), work(3))", "wait({TASKS})").replace(
        "TASKS", ", ".join(f"asyncio.create_task(work({n}), name='{n}')" for n in "123")
    )
    trace = lockstep.run(source, f"any-{HERE}:sets=3.1,0=1")

    assert trace.schedule == f"any-{HERE}:sets=3.1,0=1"
    assert [deviation["text"] for deviation in trace.deviations] == [
        "from here on, a set of tasks is gone through in the order 3, 1",
        "here 2's sleep ended before 1's",
    ]
    assert trace.deviations[0]["listed"] == ["3", "1"]


@pytest.mark.parametrize(
    "text",
    [
        "written",
        " written ",
        "any-3.12:0=1",
        "any-3.12:0=1.0,5=,17=2",
        "any-3.12:sets=3.1.2",
        "any-3.12:sets=2.1,0=1.0,5=",
    ],
)
def test_a_schedule_reads_back_as_it_was_written(text):
    assert str(Schedule.parse(text)) == text.strip()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "schedule '' is not one: expected 'written' or, for example, 'any-"),
        ("soon", "schedule 'soon' is not one"),
        ("any-3.12:", "schedule 'any-3.12:' is not one"),
        ("any-3.12:x", "schedule part 'x' is not BOUNDARY=NUMBERS"),
        ("any-3.12:1=1.1", "schedule part '1=1.1' names a completion twice"),
        ("any-3.12:2=1,1=0", "schedule boundaries must ascend: 1 follows 2"),
        ("any-3.12:2=1,2=0", "schedule boundaries must ascend: 2 follows 2"),
        ("any-3.12:1=99999999999", "is not BOUNDARY=NUMBERS"),
        ("x" * 1000, "x" * 57 + "...' is not one"),
    ],
)
def test_a_text_that_is_no_schedule_is_refused_with_the_part_and_an_example(text, sentence):
    with pytest.raises(BadSchedule) as error:
        lockstep.run(THREE, text)
    assert sentence in str(error.value)
    assert len(str(error.value)) < 250
