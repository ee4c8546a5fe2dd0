"""A program as it is executed bare: compiled as it is, nothing in it observed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from inspect import CO_COROUTINE
from types import CodeType

from lockstep.explore.observe.conversions import following_times
from lockstep.explore.observe.modules import Modules


@dataclass(frozen=True)
class Plain:
    """A program, compiled as it is, and how modules were before it ran."""

    source: str
    filename: str
    seed: int
    code: CodeType
    coroutines: tuple[CodeType, ...]
    modules: Modules

    @classmethod
    def of(cls, source: str, filename: str, seed: int) -> Plain:
        """Compile a program; it is known to compile."""
        code = compile(source, filename, "exec", dont_inherit=True)
        codes = tuple(coroutine_codes(code))
        return cls(source, filename, seed, code, codes, Modules(source))

    def following_times(self) -> Plain:
        """Return it so that times are followed through `int` and `float`."""
        code = compile(following_times(self.source), self.filename, "exec", dont_inherit=True)
        return replace(self, code=code, coroutines=tuple(coroutine_codes(code)))


def coroutine_codes(code: CodeType) -> list[CodeType]:
    """Return the code of all coroutine functions in ``code``."""
    nested = [inner for inner in code.co_consts if isinstance(inner, CodeType)]
    found = [inner for inner in nested if inner.co_flags & CO_COROUTINE]
    return found + [each for inner in nested for each in coroutine_codes(inner)]
