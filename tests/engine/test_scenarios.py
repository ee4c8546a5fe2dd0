"""The scenarios: what they declare is what happens, plainly and under Lockstep."""

import itertools
import os
import subprocess
import sys

import pytest

from lockstep import catalogue
from lockstep.run import run

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


@pytest.mark.parametrize("name", ENTRIES)
def test_a_lesson_prints_the_same_with_plain_python_as_under_lockstep(name, tmp_path):
    file = tmp_path / "lesson.py"
    file.write_text(ENTRIES[name]["source"], encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    plain = subprocess.run(
        [sys.executable, file], capture_output=True, text=True, timeout=30, env=environment
    )
    assert (plain.returncode, plain.stdout) == (0, run(ENTRIES[name]["source"]).stdout)


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
