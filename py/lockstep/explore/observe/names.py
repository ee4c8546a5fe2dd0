"""Names of what executions run, and of histories, that mean the same in each of them."""

from __future__ import annotations

import gc

from lockstep.explore.model.memory import Memory

#: Executions after which circles are collected.
_COLLECT_EVERY = 32


class Names:
    """Numbers that mean the same in every execution of one program.

    A handle is named by the handle that made it and its place among what that made, so its name
    does not depend on the order of other tasks; the names are those of `memory`. A history is a
    node of a trie: a handle run after another history.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self._begun = 0
        self._after: dict[tuple[int, int], int] = {}

    def begin(self) -> None:
        """An execution begins; now and then what earlier ones have left in circles goes.

        A task that is left waiting keeps itself alive by its callbacks, and ``asyncio.run`` goes
        through all tasks that are alive, whatever loop they belong to.
        """
        self._begun += 1
        if self._begun % _COLLECT_EVERY == 0:
            gc.collect(1)

    def after(self, history: int, handle: int) -> int:
        """Return the history that goes on with ``handle``; 0 is the empty one."""
        return self._after.setdefault((history, handle), len(self._after) + 1)
