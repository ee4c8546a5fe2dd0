"""What a deviation says: the tasks by the names that their lanes have."""

from __future__ import annotations

import pytest

import lockstep
from lockstep.explore import explore

DEPOSITS = """
import asyncio
balance = 0
async def deposit():
    global balance
    await asyncio.sleep(0.1)
    value = balance
    await asyncio.sleep(0.1)
    balance = value + 100
async def main():
    await asyncio.gather(deposit(), deposit())
    return balance
print(asyncio.run(main()))
"""
NAMED = DEPOSITS.replace(
    "asyncio.gather(deposit(), deposit())",
    "asyncio.gather(*[asyncio.create_task(deposit(), name=n) for n in ('Ann', 'Bob')])",
)
TIMEOUTS = """
import asyncio
async def patient():
    try:
        async with asyncio.timeout(0.1):
            await asyncio.sleep(0.1)
        return "done"
    except TimeoutError:
        return "late"
async def main():
    return await asyncio.gather(patient(), patient())
print(asyncio.run(main()))
"""


def unusual_runs(source):
    """The run of each outcome that is not the default one's."""
    outcomes = explore(source).to_dict()["outcomes"]
    schedules = [each["schedule"] for each in outcomes if each["deviations"]]
    assert schedules
    return [lockstep.run(source, schedule=schedule).to_dict() for schedule in schedules]


@pytest.mark.parametrize("source", [DEPOSITS, TIMEOUTS])
def test_a_task_without_a_name_is_called_as_its_lane_is(source):
    for trace in unusual_runs(source):
        reported = [each["text"] for each in trace["deviations"]]
        lanes = [task["label"] for task in trace["tasks"] if task["parent"] is not None]
        assert reported and not any("Task-" in text for text in reported)
        assert all(any(f"{lane}'s " in text for lane in lanes) for text in reported)


def test_a_task_with_a_name_of_its_own_keeps_it():
    reported = [each["text"] for trace in unusual_runs(NAMED) for each in trace["deviations"]]
    assert reported and all("Ann's sleep" in text or "Bob's sleep" in text for text in reported)


def test_what_arrives_is_labelled_alike():
    [trace, *_] = unusual_runs(DEPOSITS)
    lanes = {task["id"]: task["label"] for task in trace["tasks"]}
    arrived = [event for event in trace["events"] if event["kind"] == "arrived"]
    labels = [(event["label"], f"{lanes[event['task']]}'s sleep") for event in arrived]
    assert len(labels) == 4 and all(given == wanted for given, wanted in labels)
