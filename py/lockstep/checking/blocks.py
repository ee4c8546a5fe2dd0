"""A marked block: a program in a text, with what is claimed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lockstep.checking.claims import Claims


@dataclass(frozen=True)
class Block:
    """One program that a file holds or names.

    Attributes:
        line: of the mark, from 1.
        given: the mark's options and claims as they stand there, by name; ``scenario`` is one.
        code: the program, or an empty string where a scenario is named.
        code_line: of the first line of ``code``, from 1.
    """

    line: int
    given: Mapping[str, str]
    code: str
    code_line: int

    @property
    def claims(self) -> Claims:
        """What is stated of the program."""
        given = self.given
        return Claims.of(given.get("outcomes"), given.get("findings"), "verified" in given)
