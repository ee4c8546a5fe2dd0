"""What a program leaves at its end, where outcomes are told apart by it."""

from __future__ import annotations

import contextlib
import sys
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import CodeType

from lockstep.cpython.monitoring import claim_tool, rest_tool, resume_tool
from lockstep.objects import safe_repr

#: Takes the code that returns, the offset of the instruction, and the value.
Returned = Callable[[CodeType, int, object], None]

_FIXED = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType)


def as_text(names: Mapping[str, object]) -> dict[str, str]:
    """Return a program's variables as text, those that can change."""
    return {
        name: safe_repr.whole(value)
        for name, value in names.items()
        if not name.startswith("__")
        and type(value) not in _FIXED
        and not issubclass(type(value), type)
    }


def locals_of(error: BaseException) -> list[object]:
    """Return an exception, and what the program's functions held through which it came."""
    found: list[object] = [error]
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__name__") == "__main__":
            found += dict(traceback.tb_frame.f_locals).values()
        traceback = traceback.tb_next
    return found


@contextlib.contextmanager
def returns_observed(codes: Sequence[CodeType], returned: Returned) -> Iterator[None]:
    """Call ``returned`` whenever one of ``codes`` is about to return, as long as this lasts."""
    kind = sys.monitoring.events.PY_RETURN
    purpose = "returns", tuple(map(id, codes))
    tool = resume_tool(purpose)
    if tool is None:
        tool = claim_tool("lockstep-execution")
        for code in codes:
            sys.monitoring.set_local_events(tool, code, kind)
    sys.monitoring.register_callback(tool, kind, returned)
    try:
        yield
    finally:
        rest_tool(tool, purpose, list(codes), (kind,))
