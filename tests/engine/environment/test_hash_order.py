"""An answer is the same for any seed of hashes, and says so where a program depends on it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import lockstep
from lockstep.environment import hash_order

PY = Path(__file__).parents[3] / "py"
HEAD = "import asyncio\nasync def work(x):\n    await asyncio.sleep(1)\n    return x\n"
JOINED = f"""{HEAD}
async def main():
    names = {{"a", "b", "c", "d"}}
    return ",".join(await asyncio.gather(*[work(name) for name in names]))
print(asyncio.run(main()))
"""
SHARDED = f"""{HEAD}
async def main():
    return hash(await work("a")) % 100
print(asyncio.run(main()))
"""
#: Sets of strings, of which nothing takes the elements in their order.
IN_NO_ORDER = f"""{HEAD}
async def main():
    seen, pairs = {{"x", "y"}}, {{}}
    seen.add(await work("z"))
    pairs[frozenset(("a", "b"))] = pairs.get(frozenset(("b", "a")), 0) + 1
    return sorted(seen), len(pairs), "x" in seen
print(asyncio.run(main()))
"""


def wording(command, program, seed):
    done = subprocess.run(
        [sys.executable, "-m", "lockstep", *command, program],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(PY), "PYTHONHASHSEED": seed},
    )
    return done.stdout, done.returncode


@pytest.mark.parametrize("source", [JOINED, SHARDED], ids=["a set", "hash()"])
def test_an_answer_is_the_same_for_any_seed_of_hashes(tmp_path, source):
    program = tmp_path / "program.py"
    program.write_text(source)

    one, other = (wording(["explore", "--json"], program, seed) for seed in ("1", "7"))
    answers = [json.loads(text) for text, _ in (one, other)]

    assert answers[0]["outcomes"] == answers[1]["outcomes"]
    assert (one[1], answers[0]["complete"]) == (other[1], False)
    assert wording(["run"], program, "1") == wording(["run"], program, "7")


def test_what_depends_on_hashes_is_a_doubt_and_what_does_not_is_none():
    doubts = [lockstep.explore(each).doubts for each in (JOINED, SHARDED, IN_NO_ORDER)]

    assert "it goes through a set of strings, whose order is another in every process" in doubts[0]
    assert doubts[1:] == [["it asks for hash(), which for strings is another in every process"], []]


def test_the_hash_of_an_object_of_its_own_is_told_by_its_parts():
    source = "class Key:\n    def __hash__(self):\n        return hash(self.name)\n"

    assert not hash_order.asks_for_hashes(source)
    assert hash_order.asks_for_hashes("hash('a')")


ADDRESSES = """
import asyncio
class Each:
    def __init__(self, n):
        self.n = n
async def nap():
    await asyncio.sleep(1)
async def main():
    few = {made}
    await asyncio.gather(nap(), nap())
    return {found}
asyncio.run(main())
"""
OBJECTS = ADDRESSES.replace("{made}", "{Each(1), Each(2)}")


@pytest.mark.parametrize(
    "source",
    [
        OBJECTS.replace("{found}", "sum(each.n for each in few)"),
        OBJECTS.replace("{found}", "[each.n for each in few]"),
        ADDRESSES.replace("{made}", "{asyncio.Lock, asyncio.Event}").replace(
            "{found}", "len([each for each in few])"
        ),
    ],
)
def test_a_set_of_objects_that_is_gone_through_is_a_doubt(source):
    answer = lockstep.explore(source)

    words = "the order of their addresses", "that of their addresses", "not deterministic"
    assert not answer.complete
    assert any(any(word in doubt for word in words) for doubt in answer.doubts), answer.doubts


@pytest.mark.parametrize(
    "found, is_ordered",
    [
        ("[each.n for each in sorted(few, key=id)]", True),
        ("min(few, key=lambda each: (0, id(each))).n", True),
        ("few[0].n if id(few[0]) < id(few[1]) else few[1].n", True),
        ("len({id(each): each for each in few})", False),
        ("id(few[0]) == id(few[1])", False),
        ("len(set(map(id, few)))", False),
        ("len({id(each) for each in few})", False),
        ("list(map(id, few)).index(min(map(id, few)))", True),
        ("[each == id(few[0]) for each in {id(few[0]), id(few[1])}]", True),
    ],
)
def test_to_put_objects_in_the_order_of_their_addresses_is_a_doubt(found, is_ordered):
    source = ADDRESSES.replace("{made}", "[Each(1), Each(2)]").replace("{found}", found)

    assert hash_order.orders_by_address(source) == is_ordered
    assert lockstep.explore(source).complete == (not is_ordered)
