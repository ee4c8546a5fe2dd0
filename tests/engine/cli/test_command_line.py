"""The command line: exit codes, one sentence for every bad input, stdout left alone."""

import itertools
import json
import subprocess
import sys

import pytest

from tests.engine.cli.forked import ENVIRONMENT, PY, lockstep

GOOD = "import asyncio\nasyncio.run(asyncio.sleep(1, 'x'))\n"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("print('hello')", 0),
        ("raise SystemExit", 0),
        ("assert 1 > 2, 'too small'", 1),
        ("raise ValueError('no')", 1),
        ("raise SystemExit(3)", 1),
        ("await asyncio.Event().wait()", 1),
    ],
)
def test_the_exit_code_says_how_the_program_ended(body, code):
    text = f"import asyncio\nasync def main():\n    {body}\nasyncio.run(main())\n"
    assert lockstep("run", "-", text=text)[0] == code


def test_the_programs_output_is_on_stdout_unchanged_and_the_verdict_on_stderr():
    text = "import sys\nprint('a', end='')\nprint('ü', 2)\nprint('e', file=sys.stderr)\n"
    code, out, err = lockstep("run", "-", text=text)
    assert (code, out) == (0, "aü 2\n")
    assert err.splitlines()[0] == "e"
    assert "No task ran: does the program call asyncio.run(main())?" in err


def test_quiet_says_nothing_of_its_own():
    assert lockstep("run", "--quiet", "scenario:unlocked")[2] == ""


@pytest.mark.parametrize(
    ("arguments", "text", "sentence"),
    [
        (["run", "nowhere.py"], "", "cannot read nowhere.py: No such file or directory"),
        (["run", "."], "", "cannot read .: Is a directory"),
        (["run", "-"], " \n", "- is empty: there is nothing to run"),
        (["run", "-"], "x = (\n", "<stdin>:1: SyntaxError: '(' was never closed"),
        (["run", "-"], "  x\n", "<stdin>:1: IndentationError: unexpected indent"),
        (["run", "-"], "x" * 1_000_001, "- is larger than 1,000,000 bytes"),
        (["run", "-"], "a\0b", "<stdin> is binary, not Python text"),
        (
            ["run", "scenario:unlokced"],
            "",
            "no scenario is called 'unlokced'; did you mean 'unlocked'?",
        ),
        (["run"], "", "the following arguments are required: FILE"),
        (["dance"], "", "invalid choice: 'dance'"),
        (["run", "-", "--fast"], GOOD, "unrecognized arguments: --fast"),
        ([], "", "the following arguments are required: COMMAND"),
        (["run", "-", "--schedule", "soon"], GOOD, "schedule 'soon' is not one"),
        (
            ["run", "-", "--schedule", "any-3.12:x"],
            GOOD,
            "schedule part 'x' is not BOUNDARY=NUMBERS",
        ),
        (["run", "-", "--schedule", "any-3.12:0=0.0"], GOOD, "names a completion twice"),
        (["run", "-", "--schedule", "any-3.12:0=9"], GOOD, "pending are only 0 (Task-1's sleep)"),
        (["run", "-", "--schedule", "any-3.12:0="], GOOD, "no task is ready, so one of these must"),
        (["run", "-", "--schedule", "any-3.12:7=0"], GOOD, "it chooses at boundary 7"),
        (["run", "-", "--trace", "no/such/folder.json"], GOOD, "cannot write no/such/folder.json"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments, text, sentence, tmp_path):
    code, _, err = lockstep(*arguments, text=text, cwd=tmp_path)
    assert code == 2
    assert sentence in err.splitlines()[-1]
    assert "Traceback" not in err


def test_a_file_that_is_not_utf_8_is_named():
    code, _, err = lockstep("run", "-", data=b"x = '\xff'\n")
    assert (code, "Traceback" in err) == (2, False)
    assert err.startswith("lockstep: <stdin> is not Python text")


def test_an_exception_is_shown_with_the_learners_lines_only(tmp_path):
    file = tmp_path / "broken.py"
    file.write_text("import asyncio\nasync def main():\n    undefined\nasyncio.run(main())\n")
    code, _, err = lockstep("run", "broken.py", cwd=tmp_path)
    assert code == 1
    assert 'File "broken.py", line 3, in main' in err
    assert "NameError at line 3. name 'undefined' is not defined" in err
    assert str(PY) not in err


def test_the_trace_and_the_perfetto_file_are_written(tmp_path):
    arguments = ("--trace", "trace.json", "--perfetto", "perfetto.json", "--quiet")
    assert lockstep("run", "scenario:async-with", *arguments, cwd=tmp_path)[0] == 0
    trace = json.loads((tmp_path / "trace.json").read_text())
    assert (trace["schema"], trace["result"]) == ("lockstep-trace/1", "300")
    lanes = json.loads((tmp_path / "perfetto.json").read_text())["traceEvents"]
    assert {e["args"]["name"] for e in lanes if e["ph"] == "M"} >= {"ATM-A", "ATM-B", "ATM-C"}


def test_perfettos_slices_of_one_lane_do_not_overlap(tmp_path):
    lockstep("run", "scenario:global-lock", "--perfetto", "p.json", "--quiet", cwd=tmp_path)
    events = json.loads((tmp_path / "p.json").read_text())["traceEvents"]
    for tid in {e["tid"] for e in events}:
        slices = sorted(
            (e["ts"], e["ts"] + e["dur"]) for e in events if e["ph"] == "X" and e["tid"] == tid
        )
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(slices))


def test_a_replayed_schedule_gives_the_same_trace(tmp_path):
    first = ("--schedule", "any-3.12:0=2.1", "--quiet", "--trace")
    lockstep("run", "scenario:unlocked", *first, "a.json", cwd=tmp_path)
    schedule = json.loads((tmp_path / "a.json").read_text())["schedule"]
    again = ("--schedule", schedule, "--quiet", "--trace", "b.json")
    lockstep("run", "scenario:unlocked", *again, cwd=tmp_path)
    assert (tmp_path / "a.json").read_text() == (tmp_path / "b.json").read_text()


def test_a_reader_that_goes_away_is_no_error():
    command = f"{sys.executable} -m lockstep run scenario:unlocked | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=ENVIRONMENT)
    assert done.stdout == "ATM-A: asks for account-1\n"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_the_catalogue_is_a_list_of_names_and_titles():
    code, out, _ = lockstep("scenarios", "--json")
    entries = json.loads(out)
    assert code == 0
    assert ("unlocked", "Three ATMs, no lock") in [(e["name"], e["title"]) for e in entries]


def test_the_version_is_the_one_of_the_package():
    from lockstep import __version__

    assert lockstep("--version") == (0, f"lockstep {__version__}\n", "")


PAST_ITS_STREAMS = """
import asyncio, sys
async def main():
    print("a")
    print("b", file=sys.__stdout__)
    print("c", file=sys.__stderr__)
    sys.stdout = sys.__stdout__
    print("d")
asyncio.run(main())
"""


def test_the_streams_that_python_began_with_are_the_programs_own():
    code, out, err = lockstep("explore", "--json", "-", text=PAST_ITS_STREAMS)
    assert (code, json.loads(out)["complete"], err) == (0, True, "")

    code, out, err = lockstep("run", "-", text=PAST_ITS_STREAMS)
    assert (code, out) == (0, "a\nb\nd\n")
    assert err.startswith("c\n")
