"""A scheduler that chooses by a seed: any ordered subset at any boundary."""

import random


class ByChance:
    """Delivers something at a share of the boundaries, and always when the loop is idle."""

    def __init__(self, seed, share=0.5):
        self._seed, self._share = seed, share

    def begin(self):
        self._random = random.Random(self._seed)

    def arrivals(self, boundary):
        numbers = list(boundary.pending)
        self._random.shuffle(numbers)
        if not boundary.idle and self._random.random() >= self._share:
            return []
        return numbers[: self._random.randint(int(boundary.idle), len(numbers))]

    def end(self):
        pass
