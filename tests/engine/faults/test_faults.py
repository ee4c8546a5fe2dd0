"""A fault in the loop, the schedulers, the findings or the explorer does not go unnoticed."""

import pytest

from tests.engine.faults.checks import CHECKS
from tests.engine.faults.planting import planted
from tests.engine.faults.table import FAULTS

USED = sorted({fault.caught_by for fault in FAULTS})


@pytest.mark.parametrize("check, about", USED, ids=[f"{c} {a}" for c, a in USED])
def test_without_a_fault_a_check_passes(check, about):
    CHECKS[check](about)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_is_caught(fault):
    check, about = fault.caught_by
    with planted(fault), pytest.raises(Exception):  # noqa: B017 - whatever it trips over
        CHECKS[check](about)


def test_there_are_enough_of_them():
    assert len({(fault.where, fault.old, fault.new) for fault in FAULTS}) == len(FAULTS)
