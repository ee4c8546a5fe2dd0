"""A program that imports modules of its own begins anew in every order, with them."""

import sys
import textwrap

import pytest

import lockstep
from lockstep.explore import explorer

BANK = """\
import asyncio

LOG = []

class Account:
    made = 0

    def __init__(self):
        self.balance = 0

    async def deposit(self, amount):
        await asyncio.sleep(0.1)
        before = self.balance
        await asyncio.sleep(0)
        self.balance = before + amount

THE = Account()

async def note(what):
    await asyncio.sleep(1)
    LOG.append(what)
"""

PROGRAMS = {
    "a list in the module": """\
        async def main():
            await asyncio.gather(note(1), note(2), note(3))
            return tuple(LOG)
        """,
    "an object in the module": """\
        async def main():
            await asyncio.gather(*(THE.deposit(amount) for amount in (1, 2, 4)))
            return THE.balance
        """,
    "an attribute of a class in the module": """\
        async def count(n):
            await asyncio.sleep(0.1)
            Account.made = Account.made * 10 + n
        async def main():
            await asyncio.gather(count(1), count(2), count(3))
            return Account.made
        """,
}


@pytest.fixture
def beside(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "bank_of_ours.py").write_text(BANK)
    yield tmp_path
    sys.modules.pop("bank_of_ours", None)


def answered(source):
    found = lockstep.explore(source, max_runs=20_000)
    counts = {}
    for outcome in found.outcomes:
        ending = outcome.status, outcome.result
        counts[ending] = counts.get(ending, 0) + (outcome.interleavings or 0)
    return found.complete, counts


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_is_answered_as_if_all_stood_in_one_file(beside, name):
    program = textwrap.dedent(PROGRAMS[name]) + "asyncio.run(main())\n"
    alone = answered(f"{BANK}\n{program}")
    assert answered(f"import asyncio\nfrom bank_of_ours import *\n{program}") == alone
    assert alone[0]


@pytest.mark.parametrize("name", PROGRAMS)
def test_so_it_is_where_states_are_told_apart_by_what_the_module_holds(beside, monkeypatch, name):
    monkeypatch.setattr(explorer, "FEW", 1)
    program = textwrap.dedent(PROGRAMS[name]) + "asyncio.run(main())\n"
    split = f"import asyncio\nfrom bank_of_ours import *\n{program}"
    found = lockstep.explore(split, max_runs=20_000)
    assert found.transitions
    assert answered(split) == answered(f"{BANK}\n{program}")


def test_how_many_orders_are_distinct_is_not_said_as_steps_inside_are_not_seen(beside):
    program = textwrap.dedent(PROGRAMS["an object in the module"]) + "asyncio.run(main())\n"
    found = lockstep.explore(f"import asyncio\nfrom bank_of_ours import *\n{program}")
    assert found.classes is None
    assert found.notes == [
        "How many of the orders are distinct is not said: what steps do inside of bank_of_ours "
        "is not seen."
    ]


def test_a_module_that_was_imported_before_is_untouched_and_there_again(beside):
    import bank_of_ours

    lockstep.run("import bank_of_ours\nbank_of_ours.LOG.append(1)\nprint(bank_of_ours.LOG)")
    assert sys.modules["bank_of_ours"] is bank_of_ours
    assert bank_of_ours.LOG == []


def test_a_module_that_a_run_imports_is_gone_afterwards(beside):
    source = "import bank_of_ours\nbank_of_ours.LOG.append(1)\nprint(bank_of_ours.LOG)"
    assert [lockstep.run(source).stdout for _ in range(2)] == ["[1]\n", "[1]\n"]
    assert "bank_of_ours" not in sys.modules
