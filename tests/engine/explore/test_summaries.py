"""Summaries of steps are found out by watched runs, for as long as there is time."""

import pytest

from lockstep.explore import budget, summaries
from lockstep.explore.budget import Budget, BudgetExhausted
from lockstep.explore.observe.watched_run import Program, WatchedRun
from lockstep.explore.search import interleavings
from lockstep.schedulers import Schedule
from tests.engine.explore import programs


def test_a_run_that_the_end_of_the_time_cut_off_is_no_sign_that_steps_cannot_be_predicted(
    monkeypatch,
):
    now = [0.0]

    def cut_off(*_):
        now[0] += 2.0
        return WatchedRun([], False, [], Schedule(), "limit", None)

    monkeypatch.setattr(budget, "_now", lambda: now[0])
    monkeypatch.setattr(summaries, "run_along", cut_off)
    program = Program.of(programs.bank(2), "program.py", 0)
    asked = summaries.Summaries(program, Budget(None, 1.0, None))
    counting = interleavings.of_machine(asked.machine, lambda end: end.over, asked.ask)

    with pytest.raises(BudgetExhausted):
        list(counting.count(10_000))
