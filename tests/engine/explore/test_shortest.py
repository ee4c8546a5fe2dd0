"""The schedule of an outcome has the fewest deviations of all that lead to it."""

import pytest

from lockstep.explore import explore
from lockstep.run import run
from tests.engine.every_order import every_run
from tests.engine.explore import programs

SMALL = {
    "two deposits": programs.bank(2),
    "a sleep of no length": programs.SLEEP_ZERO,
    "opposite locks": programs.opposite(arrival=True),
    "one after a check": programs.casrot(2),
}


def fewest(source):
    """The least number of deviations to each outcome, from every run that there is."""
    least = {}
    for trace in every_run(source, 1000):
        outcome = trace.status, trace.result, tuple(trace.state.items())
        deviations = trace.schedule.count("=")
        least[outcome] = min(deviations, least.get(outcome, deviations))
    return least


@pytest.mark.parametrize("name", SMALL)
def test_no_run_at_all_gets_there_with_fewer(name):
    found = explore(SMALL[name])
    assert {
        (o.status, o.result, tuple(o.state.items())): o.deviations for o in found.outcomes
    } == fewest(SMALL[name])
    assert all(outcome.is_shortest for outcome in found.outcomes)


@pytest.mark.parametrize("name", SMALL)
def test_each_schedule_leads_to_its_outcome(name):
    for outcome in explore(SMALL[name]).outcomes:
        trace = run(SMALL[name], schedule=outcome.schedule)
        assert (trace.status, trace.result, trace.state) == (
            outcome.status,
            outcome.result,
            outcome.state,
        )
        assert len(trace.deviations) == outcome.deviations
