"""A collection that a program asks for finds what it finds on stock Python."""

import gc
import subprocess
import sys

import pytest

import lockstep

TREE = """
import asyncio, gc, weakref
class Node:
    def __init__(self, parent=None):
        self.parent, self.children = parent, []
        if parent:
            parent.children.append(self)
    def __del__(self):
        gone.append(len(self.children))
gone = []
async def main():
    root = Node()
    Node(root).children.append(1)
    await asyncio.sleep(0.1)
    seen = weakref.ref(root, lambda _: gone.append("root"))
    del root
    before = seen() is None
    found = gc.collect()
    return before, found > 0, seen() is None, gone
print(asyncio.run(main()))
"""

#: What is left lying, and what is asked after it.
PROGRAMS = {
    "a list in itself": "a = []\na.append(a)\ndel a\nprint(gc.collect())",
    "dicts in a circle": "a, b = {}, {}\na['b'], b['a'] = b, a\ndel a, b\nprint(gc.collect())",
    "something in use": "a = []\na.append(a)\nprint(gc.collect(), a[0] is a)\na.append(1)\n"
    "del a[0]\nprint(a)",
    "nothing": "a = [1]\na.append(2)\nprint(gc.collect())",
    "young ones": "a = []\na.append([])\nprint(gc.collect(0) >= 0)",
    "what a finaliser takes back": "class A:\n    def __del__(self): kept.append(self.inside)\n"
    "kept = []\na = A()\na.inside = [a]\ndel a\ngc.collect()\nkept[0].append(1)\n"
    "print(len(kept[0]))",
    "what callbacks hear": "told = []\ngc.callbacks.append(lambda phase, _: told.append(phase))\n"
    "a = []\na.append(a)\ndel a\ngc.collect()\nprint(told)",
    "what is to be kept": "gc.set_debug(gc.DEBUG_SAVEALL)\na = []\na.append(a)\ndel a\n"
    "print(gc.collect(), gc.garbage)\ngc.garbage[0].append(2)\nprint(gc.garbage)",
    "the same id": "for n in range(3):\n    a = [n]\n    a.append(a)\n    del a\n    gc.collect()\n"
    "    b = [n]\n    b.append(n)\n    print(b)",
    "no such generation": "try:\n    gc.collect(7)\nexcept ValueError as e:\n    print(e)",
}


@pytest.mark.parametrize("source", [TREE, *(f"import gc\n{each}" for each in PROGRAMS.values())])
def test_a_collection_finds_what_it_finds_on_stock_python(source):
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=True
    )

    assert [lockstep.run(source).stdout for _ in range(2)] == [done.stdout] * 2


def test_the_orders_of_a_program_that_collects_end_as_its_run_does():
    answer = lockstep.explore(TREE)

    assert (answer.complete, answer.outcomes[0].result) == (
        True,
        "(False, True, True, ['root', 1, 1])",
    )


def test_what_others_have_left_lying_is_no_part_of_a_run():
    lying = []
    lying.append(lying)
    del lying
    source = "import gc\na = []\na.append(a)\ndel a\nprint(gc.collect())\n"

    found = [lockstep.run(source).stdout for _ in range(2)]

    assert found == ["1\n", "1\n"]
    assert gc.collect() > 0
