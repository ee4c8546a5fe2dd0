"""Looking at the program's objects without running a line of its code.

`isinstance` asks an object for its ``__class__``, `hasattr` a metaclass for ``__getattr__``,
``==`` between classes a metaclass for ``__eq__``, a dictionary for ``__hash__``. A program can
answer each of these, and would notice. So a class is compared by identity, and what it holds is
fetched by the slots of `type` itself.
"""

from __future__ import annotations

import functools
from builtins import type  # a program may replace them
from collections.abc import Callable, Mapping
from types import BuiltinFunctionType, CoroutineType, FunctionType, MethodType
from typing import Any, TypeGuard

_mro: Callable[[type], tuple[type, ...] | None] = type.__dict__["__mro__"].__get__
_name: Callable[[type], object] = type.__dict__["__name__"].__get__
_qualname: Callable[[type], object] = type.__dict__["__qualname__"].__get__
_module: Callable[[type], object] = type.__dict__["__module__"].__get__
_namespace: Callable[[type], Mapping[str, object]] = type.__dict__["__dict__"].__get__
_arguments: Callable[[BaseException], tuple[object, ...]] = vars(BaseException)["args"].__get__
_PLAIN_CALLABLES = (FunctionType, MethodType, BuiltinFunctionType, functools.partial)

MISSING: object = object()


def is_a[T](obj: object, kinds: type[T] | tuple[type[T], ...]) -> TypeGuard[T]:
    """Return whether ``obj`` is one of ``kinds`` (no abstract classes), whatever it says itself."""
    return issubclass(type(obj), kinds)


def identities(*kinds: type) -> frozenset[int]:
    """Return what ``id(type(obj)) in ...`` needs in order to compare classes by identity."""
    return frozenset(map(id, kinds))


def ancestors(kind: type) -> tuple[type, ...]:
    """Return a class and its bases in the order of resolution; none inside its own ``mro()``."""
    return _mro(kind) or ()


def name_of(kind: type) -> str:
    """Return the name of a class."""
    return str(_name(kind))


def qualname_of(kind: type) -> str:
    """Return the name of a class with those of what it was made inside."""
    return str(_qualname(kind))


def module_of(kind: type) -> str:
    """Return the name of the module a class was made in; '' if that has been deleted."""
    try:
        module = _module(kind)
    except AttributeError:
        return ""
    return module if type(module) is str else ""


def namespace(kind: type) -> Mapping[str, object]:
    """Return what a class itself holds, by name."""
    return _namespace(kind)


def in_class(kind: type, name: str) -> object:
    """Return what ``kind`` or the first of its bases holds under ``name``, else MISSING."""
    for base in ancestors(kind):
        held = _namespace(base)
        if name in held:
            return held[name]
    return MISSING


def arguments(error: BaseException) -> tuple[object, ...]:
    """Return an exception's arguments."""
    return tuple(_arguments(error))


# Any: of which type it is depends on the name
def of_callable(function: object, name: str) -> Any:
    """Return the attribute ``name`` of a function, method or partial; None of anything else.

    A callable of the program's own class would be asked by `getattr`, and could answer.
    """
    kind = type(function)
    if (
        kind is BuiltinFunctionType  # first: most are steps of tasks
        or issubclass(kind, _PLAIN_CALLABLES)
        or module_of(kind).startswith(("_asyncio", "asyncio"))
    ):
        return getattr(function, name, None)
    return None


# Any: as above
def of_coroutine(coroutine: object, name: str) -> Any:
    """Return the attribute ``name`` of what ``async def`` made; None of anything else.

    A task may also run an awaitable of the program's own class, which could answer.
    """
    return getattr(coroutine, name, None) if type(coroutine) is CoroutineType else None
