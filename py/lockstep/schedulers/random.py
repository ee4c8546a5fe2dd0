"""By chance: some of what is pending arrives, in some order; one or none more often than many."""

from __future__ import annotations

import random
from collections.abc import Sequence

from lockstep.schedulers.base import Boundary


class AtRandom:
    """The scheduler of a sampled run; the same number as ``seed`` gives the same run."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._random = random.Random(seed)

    def begin(self) -> None:
        """Start again with the same chance."""
        self._random = random.Random(self._seed)

    def arrivals(self, boundary: Boundary) -> Sequence[int]:
        """Return some of what is pending at ``boundary``, in some order."""
        pending = list(boundary.pending)
        self._random.shuffle(pending)
        least = 1 if boundary.idle else 0
        most = min(len(pending), self._random.choice((1, 1, 2, 4)))
        return pending[: self._random.randint(least, max(least, most))]

    def end(self) -> None:
        """Nothing can be left over."""
