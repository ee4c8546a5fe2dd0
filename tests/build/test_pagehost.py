"""What stands around lockstep in the page's interpreter. CPython serves as the interpreter here."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import subprocess
import sys
import zipfile
import zipimport
from functools import partial
from pathlib import Path

import pytest

from lockstep.explore import explore
from pagehost import at_start, host
from pagehost.imports import BrowserGuard, MissingFinder, RestFinder
from pagehost.stand_ins import INSTEAD, StandInFinder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def meta_path(monkeypatch):
    """A copy of the import hooks, thrown away after the test."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    return sys.meta_path


@pytest.fixture
def program(monkeypatch, meta_path):
    """Have a function stand for lockstep.page.answer."""

    def install(answer):
        monkeypatch.setattr(host.page, "answer", lambda request, _report: answer(request))

    return install


@pytest.mark.parametrize("name", ["js", "pyodide_js", "js.document", "pyodide.code", "_pyodide"])
def test_the_browser_cannot_be_imported(meta_path, name):
    meta_path.insert(0, BrowserGuard())
    with pytest.raises(ModuleNotFoundError, match="cannot reach the browser"):
        __import__(name)


def test_pyodides_own_finder_is_dropped_with_all_that_it_holds(meta_path, monkeypatch):
    finder_type = type("JsFinder", (), {"__module__": "_pyodide._importhook"})
    finder = finder_type()
    finder.jsproxies = {"js": object()}
    meta_path.insert(0, finder)
    monkeypatch.setitem(sys.modules, "_pyodide._importhook", object())
    BrowserGuard.install()
    assert finder not in sys.meta_path
    assert vars(finder) == {}
    assert "_pyodide._importhook" not in sys.modules


def test_an_import_that_misses_is_noted_only_if_the_rest_would_have_it(meta_path):
    finder = MissingFinder({"absent_email", "encodings.absent"})
    meta_path.append(finder)
    for name in ("absent_email", "absent_email.message", "encodings.absent", "not_anywhere"):
        with pytest.raises(ModuleNotFoundError):
            __import__(name)
    assert finder.missed == ["absent_email", "absent_email", "encodings.absent"]


def test_a_run_that_missed_a_module_is_thrown_away(program, monkeypatch):
    def import_it(request):
        try:
            __import__("absent_email")
        except ImportError:
            return json.dumps({"trace": {}})

    program(import_it)
    monkeypatch.setattr(host, "rest_names", lambda: {"absent_email"})
    assert json.loads(host.answer("{}")) == {"missing": ["absent_email"]}


def test_a_run_that_missed_nothing_is_answered_as_it_is(program):
    program(lambda request: "the answer")
    assert host.answer("{}") == "the answer"


def test_with_the_rest_its_modules_are_found_beside_those_of_the_core(program, tmp_path):
    archive = tmp_path / "rest.zip"
    with zipfile.ZipFile(archive, "w") as rest:
        rest.writestr("only_in_rest.py", "value = 1")
        rest.writestr("json/only_in_rest.py", "value = 2")
    found = []

    def import_both(request):
        import json.only_in_rest

        import only_in_rest

        found.extend([only_in_rest.value, json.only_in_rest.value])
        return "done"

    program(import_both)
    assert host.answer("{}", str(archive)) == "done"
    assert found == [1, 2]


def test_a_run_finds_what_only_exploring_needs_when_it_is_repeated(program, monkeypatch, tmp_path):
    archive = tmp_path / "exploring.zip"
    with zipfile.ZipFile(archive, "w") as exploring:
        exploring.writestr("lockstep/only_in_exploring.py", "value = 3")
    monkeypatch.setattr(host, "EXPLORING", str(archive))
    monkeypatch.setattr(host, "rest_names", lambda: {"lockstep.only_in_exploring"})

    def import_it(request):
        try:
            return str(importlib.import_module("lockstep.only_in_exploring").value)
        except ImportError:
            return "not there"
        finally:
            sys.modules.pop("lockstep.only_in_exploring", None)

    program(import_it)
    assert json.loads(host.answer("{}")) == {"missing": ["lockstep.only_in_exploring"]}
    assert host.answer("{}", str(tmp_path / "rest.zip")) == "3"
    monkeypatch.setattr(host.page, "grade", import_it)
    assert host.grade("{}") == "3"


def test_every_order_is_tried_by_the_same_arrangements(meta_path, monkeypatch):
    def explore(request, report):
        report("so far")
        assert isinstance(sys.meta_path[-2], MissingFinder)
        return "all"

    monkeypatch.setattr(host.page, "explore", explore, raising=False)
    reported = []
    before = list(sys.meta_path)
    assert host.explore("{}", reported.append) == "all"
    assert reported == ["so far"]
    assert sys.meta_path == before


def test_the_import_hooks_are_gone_after_a_run(program):
    program(lambda request: "")
    before = list(sys.meta_path)
    host.answer("{}")
    assert sys.meta_path == before
    assert not any(isinstance(finder, MissingFinder | RestFinder) for finder in sys.meta_path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("aiohttp", "Let `await asyncio.sleep(...)` stand for the call"),
        ("requests", "Let `time.sleep(...)` stand for the call: it holds up the whole loop"),
        ("numpy.linalg", "let a list and plain Python stand for its data"),
        ("uvloop", "write it with `asyncio`"),
    ],
)
def test_what_cannot_be_here_says_what_to_write_instead(meta_path, monkeypatch, name, words):
    monkeypatch.delitem(sys.modules, name.partition(".")[0], raising=False)
    meta_path[:] = [StandInFinder()]
    with pytest.raises(ModuleNotFoundError) as caught:
        __import__(name)
    assert words in str(caught.value)
    assert caught.value.name == name.partition(".")[0]


def test_who_only_looks_whether_a_package_is_there_is_told_no(meta_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "aiohttp", raising=False)
    meta_path.append(StandInFinder())
    assert importlib.util.find_spec("aiohttp") is None


def test_no_package_of_the_table_is_one_of_the_standard_library():
    assert INSTEAD.keys() & sys.stdlib_module_names == set()


def test_a_module_of_an_archive_is_read_once_and_is_what_it_is_without_that(tmp_path, monkeypatch):
    archive = tmp_path / "modules.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("read_once/__init__.py", "from read_once import inner\n")
        file.writestr("read_once/inner.py", "answer = 42\n")
    read = []
    real = zipimport._get_module_code

    def counted(importer, fullname):
        read.append(fullname)
        return real(importer, fullname)

    def imported():
        for name in ("read_once", "read_once.inner"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        module = importlib.import_module("read_once")
        inner = module.inner
        return (
            module.__file__,
            module.__path__,
            inner.__file__,
            inner.answer,
            inner.__loader__.prefix,
        )

    monkeypatch.syspath_prepend(str(archive))
    monkeypatch.setattr(zipimport, "_get_module_code", counted)
    plain, twice = imported(), list(read)
    read.clear()
    monkeypatch.setattr(zipimport, "_get_module_code", at_start.once(counted))
    assert imported() == plain
    assert sorted(read) == ["read_once", "read_once.inner"]
    assert sorted(twice) == sorted(read * 2)  # else there is nothing to save any more


def test_what_exploring_is_warmed_up_by_comes_to_all_that_a_lesson_does():
    found = explore(host.WARM_UP_EXPLORING)
    assert found.complete
    assert [(row.tone, row.loses, row.is_shortest) for row in found.outcomes] == [
        ("wrong", True, True),
        ("right", False, True),
    ]
    assert (found.method, found.interleavings, found.classes) == ("all", 6, 4)


CHANCE = """\
import random
from pagehost import prepare

prepare()
print(random.getstate())
"""


def test_two_interpreters_that_are_ready_hold_the_same_numbers_so_that_objects_lie_alike():
    """Where a small number has 16 bytes and a larger one 24, what is free afterwards differs."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "py")}
    ask = partial(subprocess.check_output, [sys.executable, "-c", CHANCE], env=environment)
    assert ask() == ask()


def test_getting_ahead_of_exploring_reports_nothing_so_that_it_goes_alike_everywhere(monkeypatch):
    asked = []
    monkeypatch.setattr(
        importlib.import_module("lockstep.explore.choices"),
        "explore_and_count",
        lambda source, **options: asked.append((source, options)),
    )
    host.prepare_exploring()
    assert asked == [(host.WARM_UP_EXPLORING, {"filename": "warm-up.py"})]


def collected(ask, request):
    reports = []
    answer = json.loads(ask(json.dumps(request), reports.append))
    return [json.loads(report) for report in reports], answer


def test_exploring_begins_with_the_run_that_a_press_on_run_would_give():
    request = {"source": host.WARM_UP_EXPLORING, "filename": "race.py"}
    ran = json.loads(host.answer(json.dumps(request)))["trace"]
    reports, answer = collected(host.explore, {**request, "shows_run": True})
    assert reports[0] == {"trace": ran}
    assert not any("trace" in report for report in reports[1:])
    assert answer["exploration"]["complete"]
    assert not any("trace" in report for report in collected(host.explore, request)[0])


def test_of_what_will_be_done_again_with_the_rest_of_the_library_nothing_is_reported(
    monkeypatch, meta_path
):
    monkeypatch.setattr(host, "rest_names", lambda: frozenset({"lockstep_missing"}))
    request = {"source": "import lockstep_missing", "filename": "x.py", "shows_run": True}
    reports, answer = collected(host.explore, request)
    assert (reports, set(answer["missing"])) == ([], {"lockstep_missing"})
