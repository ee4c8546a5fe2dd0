"""What is kept of a program from build to build, and when it is found out anew."""

import json

import pytest

from sitebuild import answers
from sitebuild.answers import Answers

SOURCE = "import asyncio\nasync def main():\n    return 5\nasyncio.run(main())\n"


@pytest.fixture
def asked(monkeypatch):
    """The files of which a run was really made."""
    files = []
    real = answers._run
    monkeypatch.setattr(
        answers, "_run", lambda file, source: files.append(file) or real(file, source)
    )
    return files


def test_a_program_is_run_once_and_again_only_when_its_text_changes(tmp_path, asked):
    for _ in range(2):
        assert json.loads(Answers(tmp_path).run("one.py", SOURCE))["result"] == "5"
        assert json.loads(Answers(tmp_path).run("two.py", SOURCE))["filename"] == "two.py"
    assert asked == ["one.py", "two.py"]
    changed = SOURCE.replace("5", "6")
    assert json.loads(Answers(tmp_path).run("one.py", changed))["result"] == "6"
    assert asked == ["one.py", "two.py", "one.py"]


def test_another_engine_believes_nothing_that_was_kept(tmp_path, asked, monkeypatch):
    Answers(tmp_path).run("one.py", SOURCE)
    monkeypatch.setattr(answers, "_digest_of_the_engine", lambda: "another")
    Answers(tmp_path).run("one.py", SOURCE)
    assert asked == ["one.py", "one.py"]
    assert [folder.name for folder in (tmp_path / "answers").iterdir()] == ["another"]


def test_the_lessons_are_no_part_of_the_engine(monkeypatch, tmp_path):
    before = answers._digest_of_the_engine()
    monkeypatch.setattr(answers, "_LESSONS", tmp_path)
    assert answers._digest_of_the_engine() != before


def test_an_exploration_that_is_kept_is_the_one_that_was_found(tmp_path):
    first = Answers(tmp_path).exploration("one.py", SOURCE)
    assert first == Answers(tmp_path).exploration("one.py", SOURCE)
    assert (first["interleavings"], first["estimate"], "seconds_spent_ms" in first) == (
        1,
        None,
        False,
    )
