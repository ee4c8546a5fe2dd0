"""Every row of the reference is true: its snippet, in plain Python, gives what the row says."""

import ast
import asyncio
import inspect
import re
import textwrap
import warnings

import pytest

import lockstep
from lockstep import catalogue
from sitebuild import reference, threads
from sitebuild.prose import plain

ROWS = [row for part in reference.PARTS for row in part.rows]
TOP_LEVEL_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


async def run(snippet: str) -> None:
    """Run a snippet as the page says it runs: inside a coroutine, with a lock."""
    names = {"asyncio": asyncio, "lock": asyncio.Lock()}
    running = eval(compile(snippet, "snippet", "exec", TOP_LEVEL_AWAIT), names)
    if inspect.iscoroutine(running):
        await running


def outcome(snippet: str, printed) -> str:
    """What it printed; of an exception, the line that a traceback ends with."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # one row forgets its await
            asyncio.run(run(snippet))
    except BaseException as error:
        words = f": {error}" if str(error) else ""
        return f"{type(error).__name__}{words}"
    return printed.readouterr().out.strip()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_true(row, capsys):
    pattern = ".*".join(map(re.escape, row.gives.split("…")))
    assert re.fullmatch(pattern, outcome(row.snippet, capsys))


def test_an_exception_is_told_from_what_is_printed():
    raising = [row.name for row in ROWS if row.raises]
    assert {"release-unlocked", "twice", "cancelled", "plain-with", "one-loop"} == set(raising)


def test_a_forgotten_await_is_warned_of():
    row = next(row for row in ROWS if row.name == "no-await")
    with pytest.warns(RuntimeWarning, match="'Lock.acquire' was never awaited"):
        asyncio.run(run(row.snippet))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_leads_to_a_lesson_that_exists(row):
    assert row.scenario in {threads.NAME, *(s["name"] for s in catalogue.load() if s["listed"])}


HERE = [row for row in ROWS if not row.needs_threads]


@pytest.mark.parametrize("row", HERE, ids=lambda row: row.name)
def test_the_program_of_a_row_gives_what_the_row_says(row):
    trace = lockstep.run(row.program, filename=f"{row.name}.py").to_dict()
    error = trace["error"]
    words = f"{error['type']}: {error['message']}" if error else trace["stdout"].strip()
    pattern = ".*".join(map(re.escape, row.gives.split("…")))
    assert re.fullmatch(pattern, words.removesuffix(": "))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_program_of_a_row_is_titled_by_it_and_holds_its_snippet(row):
    docstring = ast.get_docstring(ast.parse(row.program))
    assert docstring.splitlines()[0] == plain(row.title)
    assert textwrap.indent(row.snippet, "    ") in row.program


def test_what_needs_threads_is_known_by_its_refusal():
    refused = [row for row in ROWS if row.needs_threads]
    assert [row.name for row in refused] == ["one-loop", "threads"]
    for row in refused:
        assert "thread" in str(lockstep.run(row.program).to_dict()["error"])


def test_each_row_has_an_anchor_of_its_own():
    assert len({row.name for row in ROWS}) == len(ROWS)
