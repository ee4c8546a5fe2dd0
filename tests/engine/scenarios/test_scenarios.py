"""The scenarios: what they declare is what happens, plainly and under Lockstep."""

import io
import itertools
import os
import re
import subprocess
import sys
import tokenize

import pytest

from lockstep import catalogue
from lockstep.run import run
from tests.engine.every_order import every_outcome
from tests.oracle.enumeration import every_order

ENTRIES = {entry["name"]: entry for entry in catalogue.load()}
BANK = [name for name, entry in ENTRIES.items() if "ATMS" in entry["source"] and entry["axes"]]


def test_the_first_five_lessons_are_there():
    listed = {name for name, entry in ENTRIES.items() if entry["listed"]}
    assert {"unlocked", "async-with", "manual", "global-lock", "per-object-lock"} <= listed


@pytest.mark.parametrize(
    ("name", "final", "expected", "duration_us"),
    [
        ("unlocked", "100", "300", 100_000),
        ("async-with", "300", "300", 300_000),
        ("manual", "300", "300", 300_000),
        ("global-lock", "600", "600", 600_000),
        ("per-object-lock", "600", "600", 300_000),
    ],
)
def test_balance_and_virtual_time_are_what_the_lesson_says(name, final, expected, duration_us):
    trace = run(ENTRIES[name]["source"])
    assert trace.balance == {"final": final, "expected": expected}
    assert (trace.status, trace.duration_us) == ("ok", duration_us)


#: So many characters does the page's code panel show (tests/browser/test_editor.py).
PANEL = 44


def widest(entry):
    """The lesson with every control at its longest value."""
    values = {
        each["name"]: False
        if each["type"] == "bool"
        else max(each["min"], each["max"], key=lambda value: len(str(value)))
        for each in entry["parameters"]
    }
    return catalogue.with_parameters(entry, values)


@pytest.mark.parametrize("name", ENTRIES)
def test_no_comment_of_a_lesson_is_cut_off_by_the_code_panel(name):
    source = widest(ENTRIES[name])
    rows = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    lines = source.splitlines()
    assert [lines[row - 1] for row in sorted(rows) if len(lines[row - 1]) > PANEL] == []


HANGS = [name for name, e in ENTRIES.items() if {"deadlock", "self-deadlock"} & set(e["findings"])]


def plainly(name, folder, seconds):
    """Run a lesson with plain Python; return its exit code (None: still hanging) and output."""
    file = folder / "lesson.py"
    file.write_text(ENTRIES[name]["source"], encoding="utf-8")
    command = [sys.executable, "-u", "-X", "utf8", str(file)]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, env=environment
        )
    except subprocess.TimeoutExpired as hung:
        return None, (hung.stdout or b"").decode()
    return done.returncode, done.stdout


@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in HANGS])
def test_a_lesson_ends_the_same_with_plain_python_as_under_lockstep(name, tmp_path):
    code, printed = plainly(name, tmp_path, 30)  # real time: lines before the last may swap
    assert (code, printed.splitlines()[-1]) == (
        0,
        run(ENTRIES[name]["source"]).stdout.splitlines()[-1],
    )


@pytest.mark.parametrize("name", HANGS)
def test_a_lesson_that_deadlocks_hangs_with_plain_python_after_the_same_output(name, tmp_path):
    trace = run(ENTRIES[name]["source"])
    assert trace.status == "deadlock"
    assert plainly(name, tmp_path, 2) == (None, trace.stdout)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_lesson_gives_exactly_the_findings_that_it_declares(name):
    trace = run(ENTRIES[name]["source"])
    found = sorted({f["kind"] for f in trace.findings})
    assert found == sorted(ENTRIES[name]["findings"]), f"'Findings:' should be {found or 'none'}"


@pytest.mark.parametrize(
    ("name", "values", "final"),
    [
        ("counter", {"LOCKED": True}, "100"),
        ("shared-file", {"LOCKED": True}, "3"),
        ("shared-database", {"LOCKED": True}, "7"),
        ("shared-database", {"ATOMIC": True}, "7"),
        ("check-then-act", {"LOCKED": True}, "0"),
        ("manual-leak", {"SAFE": True}, "200"),
        ("granularity", {"LONG": False}, "3"),
        ("blocking-call", {"BLOCKING": False}, "5"),
        ("cache-stampede", {"LOCKED": True}, "1"),
        ("token-refreshed-twice", {"LOOK_AGAIN": True}, "1"),
        ("lock-per-key", {"COUNTED": True}, "300"),
        ("if-locked-return", {"SAVE_AGAIN": True}, "2"),
        ("threading-lock", {"THREADING": False}, "200"),
        ("lock-made-anew", {"SHARED": True}, "300"),
    ],
)
def test_the_repair_beside_a_mistake_is_right_and_without_errors(name, values, final):
    trace = run(catalogue.with_parameters(ENTRIES[name], values))
    assert (trace.status, trace.result) == ("ok", final)
    assert [f for f in trace.findings if f["severity"] == "error"] == []


#: Without Lockstep its thread stands still for good.
FREEZES = ("threading-lock",)
#: Smaller values where the default has more orders than a test should wait for.
SMALLER = {"per-object-lock": {"ATMS": 2}, "semaphore": {"TASKS": 4}}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_lesson_has_exactly_the_outcomes_that_it_declares_over_every_order(name):
    entry = ENTRIES[name]
    source = catalogue.with_parameters(entry, SMALLER.get(name, {}))
    declared = ["400"] if name == "per-object-lock" else entry["outcomes"]
    found = {result or status for status, result in _endings(name, source)}
    assert found == set(declared), f"some order gives {sorted(found)}, 'Outcomes:' says otherwise"


def _endings(name, source):
    if name in FREEZES:
        return every_outcome(source)
    truth = every_order(source)
    assert truth.is_full
    return truth.endings


def test_a_single_await_breaks_what_needed_no_lock():
    source = catalogue.with_parameters(ENTRIES["no-await"], {"AWAIT": True})
    assert run(source).balance == {"final": "100", "expected": "300"}


@pytest.mark.parametrize(
    ("name", "values", "duration_us"),
    [
        ("granularity", {}, 1_050_000),
        ("granularity", {"LONG": False}, 450_000),
        ("await-inside", {}, 300_000),
        ("blocking-call", {}, 950_000),
        ("timeout-waiting", {}, 400_000),
    ],
)
def test_a_lesson_takes_the_virtual_time_that_it_teaches(name, values, duration_us):
    assert run(catalogue.with_parameters(ENTRIES[name], values)).duration_us == duration_us


@pytest.mark.parametrize("name", BANK)
@pytest.mark.parametrize(
    ("atms", "accounts", "amount"), [*itertools.product((1, 3, 8), (1, 3), (1, 100))]
)
def test_every_combination_of_the_banks_parameters_is_right(name, atms, accounts, amount):
    values = {"ATMS": atms, "ACCOUNTS": accounts, "AMOUNT": amount}
    trace = run(catalogue.with_parameters(ENTRIES[name], values))
    locked = ENTRIES[name]["axes"]["lock-mode"] != "none"
    final = accounts * amount * (atms if locked else 1)
    assert trace.balance == {"final": str(final), "expected": str(accounts * amount * atms)}
    assert sum(map(int, trace.state.values())) == final


def test_the_first_atm_has_read_before_the_second_has_asked():
    trace = run(ENTRIES["async-with"]["source"])
    lines = trace.stdout.splitlines()
    assert lines[:5] == [
        "ATM-A: asks for account-1",
        "ATM-A: acquired the lock",
        "ATM-A: read 0",
        "ATM-B: asks for account-1",
        "ATM-C: asks for account-1",
    ]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ATMS": 9}, "ATMS = 9 is out of bounds: 1 to 8"),
        ({"ATM": 3}, "unlocked has no parameter 'ATM'; it has ATMS, ACCOUNTS, AMOUNT"),
        ({"ATMS": "3"}, "ATMS = '3' is out of bounds: 1 to 8"),
    ],
)
def test_a_bad_parameter_is_named_with_its_bounds(values, message):
    with pytest.raises(catalogue.BadParameter) as error:
        catalogue.with_parameters(ENTRIES["unlocked"], values)
    assert str(error.value) == message


@pytest.mark.parametrize("name", ENTRIES)
def test_a_parameters_offsets_cut_out_its_value_as_javascript_counts(name):
    source = ENTRIES[name]["source"].encode("utf-16-le")
    for parameter in ENTRIES[name]["parameters"]:
        text = source[2 * parameter["start"] : 2 * parameter["end"]].decode("utf-16-le")
        assert text == str(parameter["value"])


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            '"""T\n\nOrder: 1\n"""\nx = (\n',
            "scenarios/my_lesson.py:5: SyntaxError: '(' was never closed",
        ),
        (
            '"""T\n\nOrder: 1\n"""\n',
            "scenarios/my_lesson.py: its docstring needs a line 'Chapter: N'",
        ),
        (
            '"""T\n\nOrder: x\nChapter: 1\n"""\n',
            "its docstring needs a line 'Order: N', N from 1 to 999",
        ),
    ],
)
def test_a_scenario_file_that_cannot_be_read_is_named_with_what_it_needs(source, sentence):
    with pytest.raises(catalogue.BadScenario, match=re.escape(sentence)):
        catalogue.entry("my-lesson", source)


PLAIN = '"""T\n\nText.\n\nChapter: 1\nOrder: 1\n"""\n'


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("COOKS = 3  # (cooks): how many", ":8: the control of a number needs its bounds"),
        ("COOKS = 9  # 1 to 8 (cooks): how many", "within its own bounds, 1 to 8"),
        ("COOKS = 3 # 1 to 8 (cooks): how many", "a constant with a control is written"),
        ("COOKS = 3  # 1 to 8 cooks: how many", "a constant with a control is written"),
        ("COOKS = 3  # 1 to 8 (cooks) how many", "it is 'COOKS = 3  # 1 to 8 (cooks) how many'"),
        ("COOKS: int = 3  # 1 to 8 (cooks): how many", "a constant with a control is written"),
        ("PINCH = 0.5  # 0 to 1 (pinch): grams", "a constant with a control is written"),
        ("COOKS2 = 3  # 1 to 8 (cooks): how many", "a constant with a control is written"),
        ("HASTY = yes  # (hasty): do not wait", "a constant with a control is written"),
        (
            "A = 1  # 1 to 2 (cooks): one\nB = 1  # 1 to 2 (Cooks): two",
            "two of its controls have one label: cooks, cooks",
        ),
    ],
)
def test_a_control_that_would_not_come_is_named_with_how_it_is_written(line, sentence):
    with pytest.raises(catalogue.BadScenario, match=re.escape(sentence)):
        catalogue.entry("my-lesson", f"{PLAIN}{line}\n")


@pytest.mark.parametrize(
    "line", ["COOKS = 3  # how many cooks", "COOKS = 3  # three (as in the book)", "COOKS = 3"]
)
def test_a_constant_that_is_not_meant_as_a_control_is_none(line):
    assert catalogue.entry("my-lesson", f"{PLAIN}{line}\n")["parameters"] == []


def test_a_variant_names_a_scenario_that_has_a_page():
    page = '"""A page\n\nText.\n\nChapter: 1\nOrder: 10\n"""\n'
    entries = [
        catalogue.entry("page", page),
        catalogue.entry("other", page.replace("Order", "Variant-of: page\nOrder")),
    ]
    catalogue.check_variants(entries)
    assert [entry.get("variant_of") for entry in entries] == [None, "page"]
    entries[1]["variant_of"] = "other"
    with pytest.raises(catalogue.BadScenario, match="scenarios/other.py.*these have one: page"):
        catalogue.check_variants(entries)
