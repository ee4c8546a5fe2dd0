"""Shared by the tests of exercises: all orders of a program, explored and recorded once."""

import functools

import pytest

from lockstep.exercises import breaking, endings, predicting, repairing


@pytest.fixture(scope="session", autouse=True)
def explored_once():
    """Many answers are judged against the same program; its exploration is only read."""
    explored = functools.cache(endings.explored)
    with pytest.MonkeyPatch.context() as patch:
        for grader in (breaking, predicting, repairing):
            patch.setattr(grader, "explored", explored)
        patch.setattr(repairing, "record_orders", functools.cache(repairing.record_orders))
        yield
