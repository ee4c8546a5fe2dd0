"""Chance that is the same in every run: ``random``, `os.urandom` and what is made of them."""

from __future__ import annotations

import contextlib
import functools
import random
from collections.abc import Callable, Iterator

from lockstep.cpython.library import known_host, system_chance
from lockstep.cpython.replacing import only_here

#: The address of the machine that a program sees; it says of itself that it is no real one.
_NODE = 0x020000000000
_MODULE_SEED, _METHOD_SEED = random.seed, random.Random.seed


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed the ``random`` module, and put its state back afterwards.

    What a program would get from the operating system (`os.urandom`, and with it `secrets`,
    `uuid` and a generator without a seed) comes from a second generator, so that
    ``random.seed(1)`` is followed by the numbers that Python's documentation promises.
    """
    before = random.getstate()
    random.setstate(_state_after(seed))
    system = _System(seed)
    with (
        system_chance(system.randbytes),
        only_here(random, seed=_seeding(_MODULE_SEED, system)),
        only_here(random.Random, seed=_seeding(_METHOD_SEED, system)),
        known_host(_NODE),
    ):
        try:
            yield
        finally:
            random.setstate(before)


@functools.lru_cache(8)
def _state_after(seed: int) -> tuple[object, ...]:
    return random.Random(seed).getstate()


class _System:
    """What stands for the operating system's chance; most programs never ask it."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    @functools.cached_property
    def _source(self) -> random.Random:
        return random.Random(self._seed)

    def randbytes(self, size: int) -> bytes:
        """Return so many bytes."""
        return self._source.randbytes(size)

    def getrandbits(self, count: int) -> int:
        """Return so many bits."""
        return self._source.getrandbits(count)


def _seeding(real: Callable[..., None], system: _System) -> Callable[..., None]:
    """Return a method that seeds from ``system`` where ``real`` would ask the operating system."""

    def seed(*given: object, **options: object) -> None:
        first = 0 if real is _MODULE_SEED else 1  # a method is given its object before
        value = given[first] if len(given) > first else options.pop("a", None)
        chosen = system.getrandbits(64) if value is None else value
        real(*given[:first], chosen, *given[first + 1 :], **options)

    return seed
