"""Small English: numbers in words, lists, plurals."""

from __future__ import annotations

from collections.abc import Sequence

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def number(n: int) -> str:
    """Return ``n`` in words up to twelve, else in digits."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else f"{n:,}"


def counted(n: int, noun: str) -> str:
    """Return ``two deposits``, ``one deposit``."""
    return f"{number(n)} {noun}{'' if n == 1 else 's'}"


def every(n: int, noun: str) -> str:
    """Return ``all 90 orders``, ``both orders``, ``the only order``."""
    if n == 1:
        return f"the only {noun}"
    return f"both {noun}s" if n == 2 else f"all {n:,} {noun}s"


def capitalized(text: str) -> str:
    """Return a clause as a sentence begins: ``all of ATM-A`` as ``All of ATM-A``."""
    return text[:1].upper() + text[1:]


def joined(parts: Sequence[str]) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
