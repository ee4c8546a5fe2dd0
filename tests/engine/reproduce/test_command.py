"""``lockstep reproduce``: the script on stdout or in a file; exit 2 where there is none."""

import subprocess
import sys

import pytest

from lockstep.reproduce import script
from lockstep.schedulers import Schedule
from tests.engine.cli.forked import ENVIRONMENT, lockstep
from tests.engine.cli.test_command_line import GOOD

HERE = Schedule().python


def test_the_script_is_printed_and_nothing_else():
    code, out, err = lockstep("reproduce", "-", "--schedule", "written", text=GOOD)
    assert (code, out, err) == (0, script(GOOD, filename="<stdin>"), "")


def test_the_script_of_a_lesson_written_to_a_file_runs(tmp_path):
    file = tmp_path / "shown.py"
    schedule = ["--schedule", "written"]
    done = lockstep("reproduce", "scenario:unlocked", *schedule, "--output", str(file))
    assert done == (0, "", "")
    shown = subprocess.run([sys.executable, "-I", file], capture_output=True, text=True)
    assert (shown.returncode, shown.stdout) == (0, lockstep("run", "scenario:unlocked")[1])


def test_text_beyond_ascii_survives_whatever_the_terminal_speaks():
    done = subprocess.run(
        [sys.executable, "-m", "lockstep", "reproduce", "-", "--schedule", "written"],
        input="print('€')\n".encode(),
        capture_output=True,
        env={**ENVIRONMENT, "PYTHONIOENCODING": "latin-1"},
    )
    assert "PROGRAM = r'''print('€')\n'''" in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "text", "sentence"),
    [
        (["-"], GOOD, "the following arguments are required: --schedule"),
        (["-", "--schedule", "soon"], GOOD, "schedule 'soon' is not one"),
        (["-", "--schedule", f"any-{HERE}:0=9"], GOOD, "pending are only 0 (Task-1's sleep)"),
        (["-", "--schedule", f"any-{HERE}:7=0"], GOOD, "it chooses at boundary 7"),
        (["-", "--schedule", "written"], "x = (\n", "<stdin>:1: SyntaxError: '(' was never closed"),
        (["nowhere.py", "--schedule", "written"], "", "cannot read nowhere.py"),
        (
            ["-", "--schedule", "written"],
            GOOD.replace("sleep(1, 'x')", "to_thread(print)"),
            "there is nothing to show on stock asyncio: run the file with plain Python",
        ),
        (
            ["-", "--schedule", "written", "--output", "no/such/folder.py"],
            GOOD,
            "cannot write no/such/folder.py: No such file or directory",
        ),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(arguments, text, sentence, tmp_path):
    code, out, err = lockstep("reproduce", *arguments, text=text, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert sentence in err.splitlines()[-1]
    assert "Traceback" not in err
