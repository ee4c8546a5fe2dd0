"""The counts that others have published or that were brute-forced (EXPLORER.md, section 5).

Sources: NS Nidhugg, CE Concuerror, GM GenMC (their test suites); BF brute force on real asyncio.
"""

import pytest

from lockstep.explore import explore, explorer
from tests.engine.explore import programs as p
from tests.engine.explore.engines import by_reduction

CLASSES = [
    *((p.readers, n, 2**n, "NS, CE, GM") for n in (1, 2, 3, 4)),
    *((p.lastzero, n, k, "NS, CE, GM") for n, k in ((1, 2), (2, 5), (3, 12), (4, 28))),
    *((p.rw, n, k, "GM") for n, k in ((2, 4), (3, 36), (4, 576))),
    *((p.ainc, n, k, "GM") for n, k in ((2, 2), (3, 6), (4, 24))),
    *((p.binc, n, k, "GM") for n, k in ((2, 4), (3, 36))),
    *((p.casrot, n, k, "GM") for n, k in ((2, 2), (3, 5), (4, 14), (5, 43))),
    *((p.wcas, n, k, "GM") for n, k in ((2, 5), (3, 13), (4, 33))),
    *((p.lockinc, n, k, "GM, NS") for n, k in ((2, 2), (3, 6), (4, 24))),
]
#: The next larger ones, where every order takes its time and would show nothing new.
BY_REDUCTION_ALONE = [
    (p.readers, 6, 64, "NS, CE, GM"),
    (p.ainc, 5, 120, "GM"),
    (p.casrot, 6, 144, "GM"),
    (p.wcas, 5, 81, "GM"),
    (p.readers, 8, 256, "NS, CE, GM"),
    (p.lastzero, 5, 64, "NS, CE, GM"),
    (p.binc, 4, 576, "GM"),
]


def _names(rows):
    return [f"{program.__name__}({n})" for program, n, *_ in rows]


@pytest.mark.slow
@pytest.mark.parametrize("program, n, classes, source", CLASSES, ids=_names(CLASSES))
def test_the_graph_finds_the_published_classes(program, n, classes, source, monkeypatch):
    monkeypatch.setattr(explorer, "DISTINCT_SECONDS", 60.0)  # also on a busy machine
    answer = explore(program(n))

    assert (answer.complete, answer.method, answer.classes) == (True, "all", classes), source


ALL = CLASSES + BY_REDUCTION_ALONE


@pytest.mark.parametrize("program, n, classes, source", ALL, ids=_names(ALL))
def test_the_reduction_finds_the_published_classes_and_follows_hardly_an_order_more(
    program, n, classes, source
):
    found, orders = by_reduction(program(n))

    assert found.total() == classes, source
    assert orders <= 1.05 * classes


#: Interleavings and classes by how they end, all brute-forced (BF).
ENDINGS = {
    "bank(3) without arrival": (p.NO_ARRIVAL, {"1": (6, 6)}),
    "bank(2)": (p.bank(2), {"1": (4, 2), "2": (2, 2)}),
    "bank(3)": (p.bank(3), {"1": (48, 12), "2": (36, 18), "3": (6, 6)}),
    "bank(4)": (
        p.bank(4),
        {"1": (1152, 144), "2": (1056, 264), "3": (288, 144), "4": (24, 24)},
    ),
    "bank(3) with sleep(0)": (p.SLEEP_ZERO, {"1": (6, 6), "2": (12, 12), "3": (6, 6)}),
    "a lock round the whole body, no arrival": (p.LOCK_NO_ARRIVAL, {"3": (1, 1)}),
    "a lock round the body": (p.LOCK, {"3": (36, 36)}),
    "opposite order of locks, no arrival": (p.opposite(False), {"deadlock": (2, 1)}),
    "opposite order of locks": (p.opposite(True), {"None": (2, 2), "deadlock": (4, 1)}),
    "opposite order, no await between": (p.opposite(True, False), {"None": (4, 4)}),
    "dining(3)": (p.dining(3), {"deadlock": (6, 1)}),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_each_ending_has_as_many_orders_and_classes_as_brute_force_found(name):
    program, expected = ENDINGS[name]

    assert _endings(explore(program)) == expected


def test_the_wrong_repair_loses_as_often_as_no_lock_at_all():
    answer = explore(p.WRONG_REPAIR)

    orders = {ending: orders for ending, (orders, _) in _endings(answer).items()}
    assert orders == {"1": 48, "2": 36, "3": 6}
    assert (answer.interleavings, answer.classes) == (90, 90)


def test_a_third_task_that_holds_a_lock_lets_two_of_35_classes_deadlock():
    answer = explore(p.HOLDER)

    assert answer.classes == 35
    assert _endings(answer)["deadlock"][1] == 2


def test_five_deposits_have_113400_orders_and_14400_classes():
    answer = explore(p.bank(5))

    assert (answer.complete, answer.interleavings, answer.classes) == (True, 113_400, 14_400)


def _endings(answer):
    assert answer.complete, answer.notes
    return {
        outcome.result if outcome.status == "ok" else outcome.status: (
            outcome.interleavings,
            outcome.classes,
        )
        for outcome in answer.outcomes
    }
