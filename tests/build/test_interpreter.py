"""Which Python makes .venv: what counts is what a candidate answers, not what it is called."""

import sys
from pathlib import Path

import pytest

from sitebuild import interpreter


@pytest.fixture
def program(tmp_path):
    """Make a program of this name that prints, complains and exits as told."""

    def make(name: str, prints: str = "", exit_code: int = 0) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho '{prints}'\nexit {exit_code}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return make


def test_the_first_that_is_new_enough_is_taken(program):
    old, new = program("python3.11", "3 11 7"), program("python3.13", "3 13 0")
    found, refused = interpreter.find([old, new])
    assert found == new
    assert [seen.fault for seen in refused] == ["is too old"]


def test_a_pyenv_shim_that_only_complains_is_passed_over(program):
    shim = program("python3.13", "", exit_code=127)
    assert interpreter.probe(shim).fault == "does not start"


def test_a_python_without_venv_is_passed_over_and_the_package_named(program):
    bare = program("python3.12", "3 12 3", exit_code=1)
    assert "python3-venv" in interpreter.probe(bare).fault


def test_a_file_that_is_no_program_is_passed_over(tmp_path):
    (tmp_path / "python3").write_text("no program", encoding="utf-8")
    assert interpreter.probe(str(tmp_path / "python3")).fault == "does not start"


def test_the_running_python_will_do():
    assert interpreter.probe(sys.executable).fault == ""


def test_every_folder_of_the_path_is_looked_through_and_each_program_once(program, tmp_path):
    one, two = program("a/python3", "3 9 1"), program("b/python3", "3 13 0")
    environment = {"PATH": f"{tmp_path}/a:{tmp_path}/b:{tmp_path}/a", "PYENV_ROOT": "/nowhere"}
    assert list(interpreter.candidates(environment, Path("/nowhere"))) == [sys.executable, one, two]


def test_pyenvs_versions_come_last_and_the_newest_of_them_first(program, tmp_path):
    for version in ("3.9.18", "3.12.1", "3.13.0"):
        program(f".pyenv/versions/{version}/bin/python", version.replace(".", " "))
    found = list(interpreter.candidates({"PATH": ""}, tmp_path))[1:]
    assert [Path(path).parts[-3] for path in found] == ["3.13.0", "3.12.1", "3.9.18"]


def test_when_none_will_do_the_sentence_names_the_limit_the_finds_and_the_next_step(program):
    _, refused = interpreter.find([program("python3", "3 11 7"), program("python3.13", "", 127)])
    sentence = interpreter.explain(refused)
    assert "Python 3.12 or newer is needed" in sentence
    assert "python3 (3.11.7) is too old" in sentence
    assert "Install one" in sentence
    assert "python3.13)" not in sentence, "a shim that does not start says nothing to a reader"
