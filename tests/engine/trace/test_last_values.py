"""The state of a trace is what the program left, whenever and however it was written."""

import os

import pytest

from lockstep.recording.recorder import Recorder
from tests.engine.support import run


def test_what_changed_inside_after_the_last_write_through_a_name_is_in_the_state():
    trace = run(
        """
        import asyncio

        groups = {}

        async def work(n):
            await asyncio.sleep(0.01)
            groups.setdefault("k", []).append(n)

        async def main():
            await asyncio.gather(work(1), work(2))

        asyncio.run(main())
        """
    )
    assert trace.state["groups"] == "{'k': [1, 2]}"


def test_a_long_list_is_not_cut():
    trace = run(
        """
        import asyncio

        log = ["start"] * 25

        async def work(n):
            await asyncio.sleep(0.01)
            log.append(n)

        async def main():
            await asyncio.gather(work(1), work(2))

        asyncio.run(main())
        """
    )
    assert trace.state == {"log": repr(["start"] * 25 + [1, 2])}


def test_attributes_slots_elements_cells_and_globals_are_looked_at_where_they_are():
    trace = run(
        """
        import asyncio

        class Plain:
            items = None

        class Slotted:
            __slots__ = ("items",)

        plain, slotted, table, count = Plain(), Slotted(), {}, 0

        async def main():
            inner = []

            async def work(n):
                nonlocal inner
                global count
                plain.items = slotted.items = table["x"] = inner = count = [n]
                await asyncio.sleep(0.01)
                each = plain.items
                each.append(n)

            await asyncio.gather(work(1), work(2))

        asyncio.run(main())
        """
    )
    last = "[2, 1, 2]"
    places = ("plain.items", "slotted.items", "table['x']", "inner", "count")
    assert {name: trace.state[name] for name in places} == dict.fromkeys(places, last)


def test_what_was_deleted_is_not_in_the_state():
    trace = run(
        """
        import asyncio

        class Box:
            pass

        box = Box()

        async def work(n):
            box.value = n
            await asyncio.sleep(n / 100)
            if n == 2:
                del box.value

        async def main():
            await asyncio.gather(work(1), work(2))

        asyncio.run(main())
        """
    )
    assert trace.state == {}


def test_a_failure_of_the_watching_keeps_its_traceback(monkeypatch):
    def broken(*_):
        raise LookupError("broken")

    monkeypatch.setattr(Recorder, "_suspended", broken)
    source = "import asyncio\nasyncio.run(asyncio.sleep(1))\nprint('end')"
    trace = run(source)
    gap = trace.findings[-1]
    assert (trace.status, trace.stdout) == ("ok", "end\n")
    assert gap["kind"] == "recording-incomplete"
    assert gap["traceback"].endswith("LookupError: broken\n")
    assert "in step_ended" in gap["traceback"]

    monkeypatch.setitem(os.environ, "LOCKSTEP_DEBUG", "1")
    with pytest.raises(LookupError, match="broken"):
        raise_or_return(run(source))


def raise_or_return(trace):
    """Raise what the run ended with: in it, the failure goes through the program."""
    if trace.error and trace.error["type"] == "LookupError":
        raise LookupError(trace.error["message"])
