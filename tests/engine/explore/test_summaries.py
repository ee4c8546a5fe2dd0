"""Summaries of steps are found out by watched runs, for as long as there is time."""

import pytest

from lockstep.explore import budget, summaries
from lockstep.explore.budget import Budget, BudgetExhausted, ShareExhausted
from lockstep.explore.observe.footprint import STEP
from lockstep.explore.observe.watched_run import Program, WatchedRun
from lockstep.explore.search import interleavings
from lockstep.explore.search.by_running import Order
from lockstep.explore.search.followed import follow
from lockstep.schedulers import Schedule
from tests.engine.explore import programs


@pytest.fixture
def now(monkeypatch):
    """A clock that stands still until its one element is set."""
    now = [0.0]
    monkeypatch.setattr(budget, "_now", lambda: now[0])
    return now


@pytest.fixture
def cut_off(now, monkeypatch):
    """Summaries for which there is a second, less than any run takes."""

    def run_along(*_):
        now[0] += 2.0
        return WatchedRun([], False, [], Schedule(), "limit", None)

    monkeypatch.setattr(summaries, "run_along", run_along)
    program = Program.of(programs.bank(2), "program.py", 0)
    return summaries.Summaries(program, Budget(None, 1.0, None))


def test_a_run_that_the_end_of_the_time_cut_off_is_no_sign_that_steps_cannot_be_predicted(cut_off):
    counting = interleavings.of_machine(cut_off.machine, lambda end: end.over, cut_off.ask)

    with pytest.raises(BudgetExhausted):
        list(counting.count(10_000))


def test_nor_is_it_where_an_order_is_followed_that_was_run(cut_off):
    ending = ("ok", "0", ())
    order = Order(ending, {ending}, {}, [cut_off.memory.handle(STEP, 0, 0)])

    with pytest.raises(BudgetExhausted):
        follow(cut_off, [order], lambda ending: ending)


def test_a_step_whose_share_of_the_time_was_over_may_be_asked_for_again(now):
    program = Program.of(programs.bank(2), "program.py", 0)
    asked = summaries.Summaries(program, Budget(None, None, None))

    def count():
        counting = interleavings.of_machine(asked.machine, lambda end: end.over, asked.ask)
        *_, orders = counting.count(10_000)
        return orders.total

    with pytest.raises(ShareExhausted), asked.budget.share(0.5, seconds=1.0):
        now[0] = 2.0
        count()
    assert count() == 6
