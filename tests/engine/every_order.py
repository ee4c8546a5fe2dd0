"""Every order, one by one and without any reduction: the plain oracle for small programs.

At each loop-iteration boundary any ordered subset of what is pending may arrive (with nothing
ready, at least one). The runs are enumerated depth first: each repeats the last one's choices
up to the last boundary that has an option left, and takes the next option there.
"""

from __future__ import annotations

from itertools import permutations

from lockstep.run import run


class _Following:
    """A scheduler that takes given options and then always the first."""

    def __init__(self, path):
        self._path = path
        self.taken = []

    def begin(self):
        self.taken = []

    def arrivals(self, boundary):
        pending = sorted(boundary.pending)
        options = [p for n in range(len(pending) + 1) for p in permutations(pending, n)]
        if boundary.idle:
            options = options[1:]
        depth = len(self.taken)
        choice = self._path[depth] if depth < len(self._path) else 0
        self.taken.append((choice, len(options)))
        return options[choice]

    def end(self):
        pass


def every_run(source, most):
    """Yield the trace of every order; fail if there are more than ``most``."""
    path = []
    for _ in range(most):
        following = _Following(path)
        yield run(source, scheduler=following)
        taken = following.taken
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if not taken:
            return
        path = [choice for choice, _ in taken[:-1]] + [taken[-1][0] + 1]
    raise AssertionError(f"more than {most:,} orders")


def every_outcome(source, most=20_000):
    """Return the set of (status, result) that a program can end with."""
    return {(trace.status, trace.result) for trace in every_run(source, most)}
