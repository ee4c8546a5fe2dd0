"""The Perfetto file: a thread for each task and lock, slices that nest, whole microseconds."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

import lockstep
from lockstep import catalogue
from lockstep.trace.perfetto import perfetto
from tests.engine import generate

SCENARIOS = {entry["name"]: entry["source"] for entry in catalogue.load()}


def drawn(source):
    return json.loads(perfetto(lockstep.run(source).to_dict()))["traceEvents"]


def check(events):
    """Times are whole and not negative; slices of one thread nest or do not touch."""
    named = {e["tid"] for e in events if e["ph"] == "M" and e["name"] == "thread_name"}
    by_thread: dict = {}
    for event in events:
        assert event["ph"] in "MXi"
        if event["ph"] == "M":
            continue
        assert type(event["ts"]) is int
        assert event["ts"] >= 0
        if event["ph"] == "X":
            assert type(event["dur"]) is int
            assert event["dur"] >= 0
            assert event["tid"] in named
            by_thread.setdefault(event["tid"], []).append((event["ts"], event["ts"] + event["dur"]))
    for slices in by_thread.values():
        open_until: list = []
        for begin, end in sorted(slices, key=lambda pair: (pair[0], -pair[1])):
            while open_until and open_until[-1] <= begin:
                open_until.pop()
            assert not open_until or end <= open_until[-1], (begin, end, open_until)
            open_until.append(end)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_slices_of_a_scenario_nest(name):
    check(drawn(SCENARIOS[name]))


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(generate.programs())
def test_the_slices_of_a_program_made_by_chance_nest(source):
    check(drawn(source))


def test_waits_holds_and_moments_of_a_lock_are_drawn():
    events = drawn(SCENARIOS["async-with"])
    lanes = {e["tid"]: e["args"]["name"] for e in events if e["name"] == "thread_name"}
    slices = [(lanes[e["tid"]], e["name"], e["ts"], e["dur"]) for e in events if e["ph"] == "X"]
    assert [entry for entry in slices if entry[0] == "account-1.lock"] == [
        ("account-1.lock", "held by ATM-A", 0, 100_000),
        ("account-1.lock", "held by ATM-B", 100_000, 100_000),
        ("account-1.lock", "held by ATM-C", 200_000, 100_000),
    ]
    assert ("ATM-C", "waits for account-1.lock", 0, 200_000) in slices
    assert "print ATM-A: read 0" in {e["name"] for e in events if e["ph"] == "i"}
