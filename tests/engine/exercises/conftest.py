"""Shared by the tests of exercises: all orders of a program, explored and recorded once."""

import functools

import pytest

from lockstep.exercises import breaking, endings, predicting, repairing

EXPLORED = functools.cache(endings.explored)
RECORDED = functools.cache(repairing.record_orders)


@pytest.fixture(scope="module", autouse=True)
def explored_once():
    """Many answers are judged against the same program; its exploration is only read.

    Only the tests of this room get it: another room may plant a failure, which must not be kept.
    """
    with pytest.MonkeyPatch.context() as patch:
        for grader in (breaking, predicting, repairing):
            patch.setattr(grader, "explored", EXPLORED)
        patch.setattr(repairing, "record_orders", RECORDED)
        yield
