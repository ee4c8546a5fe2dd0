"""Distinct orders of a program, counted from what its author says that each step touches."""

from __future__ import annotations


def distinct(words, touches):
    """Return the sets of words that differ only in the succession of independent steps.

    Args:
        words: sequences of steps, as `Truth.orders` has them.
        touches: given a word and a place in it, returns what the step there touches, as a dict
            of name to whether it changes that. Two steps depend on each other if they touch one
            thing and at least one changes it.
    """
    found = {}
    for word in words:
        found.setdefault(_partial_order(word, touches), set()).add(word)
    return list(found.values())


def _partial_order(word, touches):
    """Return the steps of a word, each with all those that it depends on, however indirectly."""
    touched = [touches(word, place) for place in range(len(word))]
    steps = [(letter, word[:place].count(letter)) for place, letter in enumerate(word)]
    past = []
    for place, here in enumerate(touched):
        before = set()
        for earlier in range(place):
            if _depend(here, touched[earlier]):
                before |= {steps[earlier], *past[earlier]}
        past.append(frozenset(before))
    return frozenset(zip(steps, past, strict=True))


def _depend(here, there):
    return any(here[name] or there[name] for name in here.keys() & there.keys())
