"""A program as it is executed bare: compiled as it is, nothing in it observed."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from inspect import CO_COROUTINE
from types import CodeType

from lockstep.explore.observe.conversions import following_times
from lockstep.explore.observe.listing_sites import reporting_listings
from lockstep.explore.observe.modules import Modules
from lockstep.explore.observe.same_code import take_for_one


@dataclass(frozen=True)
class Plain:
    """A program, compiled as it is, and how modules were before it ran.

    Attributes:
        reports_listings: whether it is compiled so that it tells when it goes through sets.
    """

    source: str
    filename: str
    seed: int
    code: CodeType
    coroutines: tuple[CodeType, ...]
    modules: Modules
    reports_listings: bool = False

    @classmethod
    def of(cls, source: str, filename: str, seed: int) -> Plain:
        """Compile a program; it is known to compile."""
        code = compile(source, filename, "exec", dont_inherit=True)
        codes = tuple(coroutine_codes(code))
        return cls(source, filename, seed, code, codes, Modules(source))

    def following_times(self) -> Plain:
        """Return it so that times are followed through `int` and `float`."""
        return self._compiled(following_times(self.source), self.reports_listings)

    def reporting_listings(self) -> Plain:
        """Return it so that it tells when it goes through sets."""
        return self._compiled(ast.parse(self.source), reports_listings=True)

    def _compiled(self, tree: ast.Module, reports_listings: bool) -> Plain:
        code = compile(tree, self.filename, "exec", dont_inherit=True)
        if reports_listings:
            original, tree = code, reporting_listings(tree)
            code = compile(tree, self.filename, "exec", dont_inherit=True)
            take_for_one(code, original)
        codes = tuple(coroutine_codes(code))
        return replace(self, code=code, coroutines=codes, reports_listings=reports_listings)


def coroutine_codes(code: CodeType) -> list[CodeType]:
    """Return the code of all coroutine functions in ``code``."""
    nested = [inner for inner in code.co_consts if isinstance(inner, CodeType)]
    found = [inner for inner in nested if inner.co_flags & CO_COROUTINE]
    return found + [each for inner in nested for each in coroutine_codes(inner)]
