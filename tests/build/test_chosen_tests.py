"""`build.py test PATH... -k WORDS`: which tests these are, and what they need."""

import subprocess

import pytest

from sitebuild import check, chosen_tests, pipeline
from sitebuild.node import BuildError

DONE = subprocess.CompletedProcess([], 0)


@pytest.fixture
def root(tmp_path, monkeypatch):
    for name in (
        *("tests/js/ui/dom.test.js", "tests/engine/findings/test_leaks.py"),
        *("tests/browser/test_pages.py", "site/a.css", "py/lockstep/run.py"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def calls(monkeypatch):
    """What is run, without the interpreter's own path; each ends with the next of `codes`."""
    made, codes = [], []

    def call(root, *command):
        made.append([part.removeprefix(f"{root}/") for part in command[1:]])
        return codes.pop(0) if codes else 0

    monkeypatch.setattr(chosen_tests, "_call", call)

    def build(root, dist, *_):
        made.append(["the site"])
        dist.mkdir(exist_ok=True)

    monkeypatch.setattr(pipeline, "build", build)
    call.made, call.codes = made, codes
    return call


def test_a_folder_of_python_tests_goes_to_pytest(root, calls):
    assert chosen_tests.run(root, ["tests/engine/findings"], None) == 0
    assert calls.made == [["-m", "pytest", "tests/engine/findings"]]


def test_a_folder_is_found_below_tests_too_and_one_test_can_be_named(root, calls):
    chosen_tests.run(root, ["engine/findings", "tests/engine/findings/test_leaks.py::test_x"], None)
    names = ["tests/engine/findings", "tests/engine/findings/test_leaks.py::test_x"]
    assert calls.made == [["-m", "pytest", *names]]


def test_scripts_go_to_node_one_by_one(root, calls):
    chosen_tests.run(root, ["tests/js"], "an element")
    assert calls.made == [["--test", "--test-name-pattern=an element", "tests/js/ui/dom.test.js"]]


def test_browser_tests_build_the_site_if_a_source_has_changed_and_only_then(root, calls):
    chosen_tests.run(root, ["tests/browser"], None)
    chosen_tests.run(root, ["tests/browser"], None)
    (root / "site/a.css").write_text("a{}")
    chosen_tests.run(root, ["tests/browser"], None)
    tests = ["-m", "pytest", "tests/browser"]
    assert calls.made == [["the site"], tests, tests, ["the site"], tests]


def test_to_be_quick_what_is_marked_as_slow_is_left_out_and_else_nothing_is(root, calls):
    chosen_tests.run(root, ["tests/engine"], "lost", quick=True)
    assert calls.made == [["-m", "pytest", "-k", "lost", "-m", "not slow", "tests/engine"]]

    commands = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            check.subprocess, "run", lambda command, **_: commands.append(command) or DONE
        )
        for quick in (False, True):
            [engine] = [each for each in check.steps(quick) if each.what.startswith("engine")]
            engine.run(root)
    assert ["not slow" in command for command in commands] == [False, True]


def test_a_failure_is_one_and_a_place_without_such_a_test_is_none(root, calls):
    calls.codes[:] = [1]
    assert chosen_tests.run(root, ["tests/engine"], None) == 1
    calls.codes[:] = [5, 0]
    assert chosen_tests.run(root, ["tests"], "an element") == 0


def test_words_that_no_test_has_are_named(root, calls):
    calls.codes[:] = [5]
    with pytest.raises(BuildError, match="no test of tests/engine has 'nonsense' in its name"):
        chosen_tests.run(root, ["tests/engine"], "nonsense")


def test_a_path_that_is_not_there_is_named_with_an_example(root, calls):
    with pytest.raises(BuildError, match="no folder 'tests/findings': give one like"):
        chosen_tests.run(root, ["tests/findings"], None)
