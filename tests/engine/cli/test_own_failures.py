"""A failure of ours ends a command with one sentence and exit code 2; a switch shows where."""

import importlib
import json
from pathlib import Path

import pytest

import lockstep
from lockstep.cli import watchdog
from lockstep.explore.explorer import Explorer
from lockstep.explore.report import text
from lockstep.run import Job

main = importlib.import_module("lockstep.cli.main").main
DOCUMENT = "```lockstep verified\nimport asyncio\nasyncio.run(asyncio.sleep(1))\n```\n"
SOLUTION = Path(lockstep.__file__).parent / "exercises/tasks/repair_deposit/solution.py"
COMMANDS = {
    "run": ["run", "scenario:unlocked"],
    "explore": ["explore", "scenario:unlocked"],
    "reproduce": ["reproduce", "scenario:unlocked", "--schedule", "written"],
    "grade": ["grade", "repair-deposit", str(SOLUTION)],
    "check": ["check", "document.md"],
}


def _fail(*_):
    raise ZeroDivisionError("ours")


@pytest.fixture(autouse=True)
def failing(monkeypatch, tmp_path):
    (tmp_path / "document.md").write_text(DOCUMENT)
    monkeypatch.chdir(tmp_path)
    _carry_out_here(monkeypatch)
    monkeypatch.setattr(Job, "_run", _fail)


def _carry_out_here(monkeypatch):
    """Let a command's work be done in this process, in which the failure is planted."""
    monkeypatch.setattr(watchdog, "within", lambda _, work, *rest: work())
    monkeypatch.setattr(watchdog, "answer_within", lambda _, work: work())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_failure_of_ours_is_one_sentence_and_exit_code_2(command, capfd):
    code = main(COMMANDS[command])

    out, err = capfd.readouterr()
    assert code == 2, (out, err)
    assert "Lockstep itself failed (ZeroDivisionError: ours)" in out + err
    assert "LOCKSTEP_DEBUG=1 shows where" in out + err or command == "grade"
    assert "Traceback" not in out + err


@pytest.mark.parametrize("command", COMMANDS)
def test_with_the_debug_switch_it_keeps_its_traceback(command, monkeypatch):
    monkeypatch.setenv("LOCKSTEP_DEBUG", "1")

    with pytest.raises(ZeroDivisionError) as raised:
        main(COMMANDS[command])

    assert raised.traceback[-1].name == "_fail"


def _explored_with_a_failure_in(planted_in, name, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(planted_in, name, _fail)
    _carry_out_here(monkeypatch)
    assert main(["explore", "--json", "scenario:unlocked"]) == 2


def test_a_failure_while_an_answer_is_worded_is_one_too(monkeypatch, capfd):
    _explored_with_a_failure_in(text, "verdict", monkeypatch)

    assert "Lockstep itself failed (ZeroDivisionError: ours)" in capfd.readouterr().err


def test_what_is_known_stays_known(monkeypatch, capfd):
    _explored_with_a_failure_in(Explorer, "_explore", monkeypatch)

    found = json.loads(capfd.readouterr().out)
    assert [row["result"] for row in found["outcomes"]] == ["100"]
    assert (found["complete"], found["doubts"]) == (
        False,
        ["Lockstep itself failed (ZeroDivisionError: ours)"],
    )
