"""The state of a program as a short value: equal for states that no program can tell apart.

1. Everything that can be reached from the given roots is visited once, in an order that the
   program itself determines; an object met before is told by its number, so that aliases count.
2. No code of the program is called: attributes are read past ``__getattribute__``, types are
   asked for by ``type``, never by ``isinstance``.
3. The order of a dict is part of its value. That of a set is not, unless the digest is ``exact``:
   then it is where hashes do not depend on addresses, and so is the size of its table, on which
   the order after further additions depends.
4. Of a suspended coroutine the position, the locals and the value stack are visited
   (`gc.get_referents`), never its frame object; of the program's frames that an exception has come
   through, position and locals. Time and memory addresses are left out.
5. What belongs to the library (functions without closures, classes, modules) is told by its name;
   of a module, a class or a function, what has changed since before the program ran (`Modules`) is
   visited, too.
6. An object whose inside cannot be seen is named in `Digest.opaque`: whoever relies on a digest
   has to look there.
7. Tasks that are `Alike` are told by when they are visited, and those to which nothing else leads
   are visited last, in an order that does not depend on their numbers.
"""

from __future__ import annotations

import array
import asyncio
import builtins
import contextvars
import decimal
import gc
import hashlib
import io
import itertools
import marshal
import random
import re
import sys
import types
import weakref
from asyncio import events
from builtins import id, type  # a program may replace them
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Set
from inspect import CO_OPTIMIZED
from typing import Any, Protocol

from lockstep.cpython import handles
from lockstep.cpython.class_facts import (
    SEEN_BY_COLLECTOR,
    base_in_c,
    hashes_itself,
    numbers_of_error,
    own_dict,
    slots,
)
from lockstep.cpython.futures import (
    LOOP,
    UNSEEN_ATTRIBUTES,
    AnyTask,
    attributes_of,
    error_of,
    insides_of,
    is_awaited,
    is_error_unseen,
    task_insides_of,
)
from lockstep.cpython.library import (
    CACHE_LINK,
    CACHED_FUNCTION,
    GENERATOR,
    THREAD_LOCKS,
    is_abstract,
    registered_with,
)
from lockstep.cpython.our_frames import OURS
from lockstep.environment import own_modules
from lockstep.explore.observe.followed import FOLLOWED, plain
from lockstep.explore.observe.frames import bound_names, local_values
from lockstep.explore.observe.known_types import (
    ATOMS,
    CODE,
    COPYING,
    PLAIN,
    SHOWING,
    SUSPENDED,
    VIEWS,
    ZONED,
    is_of_library,
)
from lockstep.explore.observe.modules import WRITTEN, Modules, identities
from lockstep.explore.observe.same_code import is_added, place_in, word_of
from lockstep.explore.observe.symmetry import Alike
from lockstep.loop import Task, VirtualLoop
from lockstep.objects.inspection import module_of, qualname_of

#: A version of `marshal`'s format; later ones tell which strings are one object.
_WITHOUT_SHARING = 2
_NAMED = {str}
_HIDDEN_IN_CLASSES = frozenset({"__dict__", "__weakref__"})
#: Attributes of asyncio's objects that hold a time, or nothing that a program can see.
_TIMES = UNSEEN_ATTRIBUTES
_HIDDEN_IN_FUTURES = _TIMES | {LOOP}
_Task = asyncio.Task
_BUILTIN = types.BuiltinFunctionType
_SLEEPING = asyncio.sleep.__code__
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


#: Classes of ours that pass for asyncio's own, and what they held when they were made.
_OWN_TASKS: dict[type, list[int]] = {}


#: How an object is visited; each takes those of its own type, beside that type.
type _Visit = Callable[..., None]
type _Suspended = (
    types.CoroutineType[object, object, object]
    | types.GeneratorType[object, object, object]
    | types.AsyncGeneratorType[object, object]
)


class _View(Protocol):
    mapping: Mapping[object, object]


class _Cached(Protocol):
    def cache_info(self) -> tuple[int, ...]: ...


def passes_for_asyncios[T: type](kind: T) -> T:
    """Take a class for one of asyncio's, which nobody can change, as long as nobody has.

    That its objects have slots of ours is not told of them, see `attributes_of`.
    """
    type.__setattr__(kind, "__slotnames__", [])
    _OWN_TASKS[kind] = identities(vars(kind))
    return kind


class Digest:
    """Visits objects.

    Args:
        tasks: names tasks, which are told by who made them and not by where they lie.
        modules: tells what has changed in modules; without it they are told by their names.
        fixed: objects, by their `id`, that are the same in all states.
        exact: whether it stands for a state, from which a program goes on.
        unqueued: leave out for what tasks wait, and whether that has come: it is told by what the
            loop has queued.
        alike: the tasks that may stand for each other.

    Attributes:
        tasks: the numbers of tasks that there are.
        visited: when each object was visited, by its `id`.
        led_to: how many had been visited when nothing led to any others that are `alike`.
        equals: of tasks that are `alike`, those that were visited one after another though nothing
            tells which of them comes first.
        has_text_sets: whether there is a set of several strings, whose order is another in every
            process.
        has_address_sets: whether there is one in which not only tasks go by their addresses.
        opaque: names of the types whose inside was not seen.
    """

    def __init__(
        self,
        tasks: dict[int, int] | None = None,
        modules: Modules | None = None,
        fixed: frozenset[int] = frozenset(),
        *,
        exact: bool = False,
        unqueued: bool = False,
        alike: Alike | None = None,
    ) -> None:
        self.opaque: set[str] = set()
        self.has_text_sets = self.has_address_sets = False
        self.tasks: set[int] = set()
        self.visited: dict[int, int] = {}
        self.led_to = 0
        self.equals: list[list[AnyTask]] = []
        self._alike, self._lists = alike, alike.lists if alike else ()
        self._unordered: list[list[AnyTask]] = []
        self._tasks, self._modules, self._fixed = tasks or {}, modules, fixed
        self._is_exact, self._is_unqueued = exact, unqueued
        self._unchanged: type | None = None
        self._kept: list[object] = []  # so that no address is used twice
        self._words: list[object] = []  # the program's atoms as they are, all else in tuples
        self._todo: list[Any] = []  # Any: what each is, its type alone says

    def of(self, *roots: object) -> bytes:
        """Return the digest of what can be reached from ``roots``."""
        self._todo.extend(reversed(roots))
        self._visit()
        if self._alike is not None:
            self._visit_alike(self._alike)
        words = marshal.dumps(self._words, _WITHOUT_SHARING)
        return hashlib.blake2b(words, digest_size=16).digest()

    def _visit(self) -> None:
        todo = self._todo
        words, numbers, kept, fixed = self._words, self.visited, self._kept, self._fixed
        while todo:
            x = todo.pop()
            kind = type(x)
            if kind in WRITTEN:
                words.append(x)
                continue
            if kind in FOLLOWED:
                todo.append(plain(x))
                continue
            if kind in ZONED and x.tzinfo is not None:
                words.append((kind.__name__, repr(x.replace(tzinfo=None))))
                todo.append(x.tzinfo)
                continue
            if kind in ATOMS:
                words.append((kind.__name__, repr(x)))
                continue
            place = id(x)
            number = numbers.get(place)
            if number is not None:
                words.append((number,))
                continue
            numbers[place] = len(kept)
            kept.append(x)
            if kind is list or kind is tuple:
                words.append((kind.__name__, len(x)))
                if place in self._lists:
                    self._unordered.append(x)
                else:
                    todo.extend(x[::-1])
                continue
            words.append(_NAMES.get(kind) or _named(kind))
            if place not in fixed:
                inside = _HOW.get(kind) or _how(kind)
                inside(self, x, kind)

    def _visit_alike(self, alike: Alike) -> None:
        """Visit tasks to which nothing has led so far, then what is pending."""
        self.led_to = len(self._kept)
        while left := alike.without(self.visited, self._unordered):
            for tasks in left:
                met = [task for task in tasks if id(task) not in self.visited]
                self.equals.append(met)
                for task in met:
                    self._todo.append(task)
                    self._visit()
        for listed in self._unordered:
            self._words.append((*sorted(self.visited[id(task)] for task in listed), "of"))
        self._todo += alike.pending(self.visited)
        self._visit()

    def _write(self, word: object) -> None:
        """Write something that is no object of the program's."""
        self._words.append((word,))

    # --- one object -----------------------------------------------------------------------

    def _nothing(self, x: object, kind: type) -> None:
        """Its type tells all, or nothing that a program can see."""

    def _children(self, children: list[object]) -> None:
        self._words.append((len(children), "in"))
        self._todo.extend(children[::-1])

    def _values[Name](self, named: dict[Name, object]) -> None:
        """Visit what names stand for, the names being the program's own."""
        if set(map(type, named)) <= _NAMED:
            self._words.append(tuple(named))
            self._children(list(named.values()))
        else:
            self._dict(named, dict)

    def _dict[Key](self, x: dict[Key, object], kind: type) -> None:
        items = list(dict.items(x))
        self._words.append((len(items), "items"))
        for key, value in reversed(items):
            self._todo += (value, key)

    def _set(self, x: Set[object], base: type[Set[object]]) -> None:
        elements = list(base.__iter__(x))
        if self._alike is not None and elements and self._alike.are(elements):
            self._unordered.append(elements)
            elements = []
        elif self._is_exact and all(map(self._is_hashed_alike, elements)):
            self._write(f"size {base.__sizeof__(x)}")
        elif len(elements) > 1:
            elements.sort(key=self._alone)
        self.has_text_sets |= len(elements) > 1 and any(
            type(element) in (str, bytes) for element in elements
        )
        self.has_address_sets |= len(elements) > 1 and not all(map(self._is_hashed_alike, elements))
        self._children(elements)

    def _is_hashed_alike(self, element: object) -> bool:
        """Return whether a hash is the same in every execution in this process."""
        kind = type(element)
        if kind in ATOMS or id(element) in self._tasks:
            return True
        if issubclass(kind, tuple | frozenset) and not hashes_itself(kind):
            inside = gc.get_referents(element)  # its own `__iter__` is not asked
            return all(map(self._is_hashed_alike, (each for each in inside if each is not kind)))
        return hashes_itself(kind)

    def _alone(self, element: object) -> str:
        """Return a key that sorts the elements of a set in the same way in every run."""
        if type(element) in ATOMS:
            return f"{type(element).__name__}:{element!r}"
        if id(element) in self.visited:
            return f"@{self.visited[id(element)]:09}"
        if id(element) in self._tasks:
            return f"#{self._tasks[id(element)]:09}"
        inner = Digest(
            self._tasks,
            self._modules,
            self._fixed,
            exact=self._is_exact,
            unqueued=self._is_unqueued,
        )
        found = inner.of(element).hex()
        self.opaque |= inner.opaque
        return found

    def _class(self, x: type, kind: type) -> None:
        names = type.__dict__["__dict__"].__get__(x)
        self._write(qualname_of(x))
        if not self._kind(x):
            self._children(self._modules.changed_inside(x) if self._modules is not None else [])
            return
        self._write(type.__dict__["__name__"].__get__(x))
        if is_abstract(x):
            self._children([set(registered_with(x))])
        self._values({n: value for n, value in names.items() if n not in _HIDDEN_IN_CLASSES})
        self._children([
            type.__dict__["__bases__"].__get__(x),
            type(x),
            type.__dict__["__subclasses__"](x) if not issubclass(x, type) else (),
        ])  # fmt: skip

    def _suspended(self, x: _Suspended, kind: type) -> None:
        prefix = _PREFIX[kind]
        frame, code = getattr(x, f"{prefix}_frame"), getattr(x, f"{prefix}_code")
        self._code(code)
        if frame is None:
            self._write("over")
            return
        if code is _SLEEPING:  # which future it waits for, and what it will return
            own = local_values(frame)
            self._children([None if self._is_unqueued else own.get("future"), own["result"]])
            return
        self._words.append((place_in(code, frame.f_lasti), *bound_names(frame)))
        names = frame.f_globals
        known = {id(names), id(frame.f_builtins), id(code), id(frame)}
        if _module_of(names) is None:
            self._todo.append(_made_up(names))
        self._children([
            inner
            for inner in gc.get_referents(x)
            if id(inner) not in known and type(inner) is not types.CodeType and not is_added(inner)
        ])  # fmt: skip

    def _code(self, code: types.CodeType) -> None:
        self._write(word_of(code))

    # Any: of asyncio's own, what no type says that they have
    def _future(self, x: Any, kind: type) -> None:
        exception = error_of(x)
        state, result, cancel_message, callbacks = insides_of(x)
        inside: list[object] = [result, exception, cancel_message]
        words: list[object] = [state]
        if issubclass(kind, _Task):
            self.tasks.add(self._tasks.get(id(x), -1))
            is_cancel_due, coroutine, waiter = task_insides_of(x)
            words += [is_cancel_due, _Task.cancelling(x)]
            if self._alike is None or id(x) not in self._alike.numbers:
                words += [f"#{self._tasks.get(id(x), '')}"]
                words += [_Task.get_name(x)] if self._is_exact else []
            waits_for = None if self._is_unqueued else waiter
            inside += [coroutine, waits_for, _Task.get_context(x)]
        elif self._is_exact:
            words.append(is_awaited(x))
        words += [each is None for each in inside]
        words += [exception is not None and is_error_unseen(x)] if self._is_exact else []
        self._words.append(tuple(words))
        self._called_back(callbacks or (), inside)
        self._todo.extend(self._kind(kind))
        own = attributes_of(x)
        self._values({n: v for n, v in own.items() if n not in _HIDDEN_IN_FUTURES})

    def _called_back(
        self,
        callbacks: Iterable[tuple[Callable[..., object], contextvars.Context]],
        inside: list[object],
    ) -> None:
        """Visit what a future will call, and then ``inside``.

        That a task goes on, in its own context, is told by the task alone.
        """
        children: list[object] = []
        for callback, context in callbacks:
            task = getattr(callback, "__self__", None) if type(callback) is _BUILTIN else None
            if task is not None and issubclass(type(task), _Task):
                self._write(callback.__name__)
                children.append(task)
                if _Task.get_context(task) is context:
                    continue
            else:
                children.append(callback)
            children.append(context)
        self._children(children + [each for each in inside if each is not None])

    def _kind(self, kind: type) -> list[object]:
        """Return the class of an object if it can change."""
        if kind is self._unchanged or (kind in _OWN_TASKS and self._is_unchanged(kind)):
            return []
        return [] if is_of_library(kind) else [kind]

    def _is_unchanged(self, kind: type) -> bool:
        """Return whether a class of ours that passes for asyncio's own is as we made it."""
        own = [owner for owner in kind.__mro__ if owner in _OWN_TASKS]
        if any(identities(vars(owner)) != _OWN_TASKS[owner] for owner in own):
            return False
        self._unchanged = kind
        return True

    def _showing(self, x: object, kind: type) -> None:
        self._children(_where_it_stands(x))

    def _copying(self, x: object, kind: type) -> None:
        self._children([*_where_it_stands(x), *gc.get_referents(x)])

    # Any: as above
    def _handle(self, x: Any, kind: type) -> None:
        self._write(str(handles.is_cancelled(x)))
        called = handles.callback_of(x), handles.arguments_of(x), handles.context_of(x)
        self._children(list(called))

    def _listed(self, x: object, kind: type) -> None:
        self._children(_INSIDE[kind](self, x))

    # --- objects of certain types: what is inside --------------------------------------------

    def _function(self, x: types.FunctionType) -> list[object]:
        self._code(x.__code__)
        if x.__code__.co_filename.startswith(OURS):
            return []
        names = x.__globals__
        module = _module_of(names)
        if module is not None and module != "__main__" and not own_modules.is_own(module):
            inside: list[object] = [x.__closure__, x.__dict__]
            found = self._modules.changed_inside(x) if self._modules is not None else []
            return inside + found if any(inside) or found else []
        known = {id(x.__code__), id(names), id(vars(builtins))}
        own = [inner for inner in gc.get_referents(x) if id(inner) not in known]
        return own if module is not None else [*own, _made_up(names)]

    def _builtin(self, x: types.BuiltinFunctionType) -> list[object]:
        self._write(x.__name__)
        return [] if type(x.__self__) is types.ModuleType else [x.__self__]

    def _method(self, x: types.MethodType) -> list[object]:
        return [x.__func__, x.__self__]

    def _module(self, x: types.ModuleType) -> list[object]:
        self._write(str(vars(x).get("__name__")))
        if x is sys.modules.get("__main__"):
            return [names_of_program(vars(x))]
        if own_modules.is_own(str(vars(x).get("__name__"))):
            return [names_of_program(_made_up(vars(x)))]
        return self._modules.changed(x) if self._modules is not None else []

    def _variable(self, x: contextvars.ContextVar[object]) -> list[object]:
        self._write(x.name)
        return gc.get_referents(x)[1:] if self._is_exact else []

    def _context(self, x: contextvars.Context) -> list[object]:
        return [(var, x[var]) for var in sorted(x, key=lambda var: var.name)]

    def _view(self, x: _View) -> list[object]:
        return [x.mapping]

    def _cell(self, x: types.CellType) -> list[object]:
        try:
            return [x.cell_contents]
        except ValueError:
            return []

    def _frame(self, x: types.FrameType) -> list[object]:
        """Visit what a program's own frame holds, should something keep one."""
        self._code(x.f_code)
        module = str(x.f_globals.get("__name__"))
        is_own = module == "__main__" or own_modules.is_own(module)
        if not (is_own and x.f_code.co_flags & CO_OPTIMIZED):
            return []
        return [place_in(x.f_code, x.f_lasti), local_values(x)]

    def _traceback(self, x: types.TracebackType) -> list[object]:
        self._write(x.tb_lineno)
        return [x.tb_frame, x.tb_next]

    def _deque(self, x: deque[object]) -> list[object]:
        return [x.maxlen, *deque.__iter__(x)]

    def _cached(self, x: _Cached) -> list[object]:
        """Visit what `functools.lru_cache` makes: what it holds, in the order of its use."""
        own = own_dict(x)
        held = [inner for inner in gc.get_referents(x) if type(inner) is not dict]
        links = [inner for inner in held if qualname_of(type(inner)) != CACHE_LINK]
        tables = [t for t in gc.get_referents(x) if type(t) is dict and t is not own]
        return [tuple(x.cache_info()), own, *links, *(_without_links(t) for t in tables)]

    def _match(self, x: re.Match[str]) -> list[object]:
        return [x.re, x.string, x.regs]

    def _thread_lock(self, x: object) -> list[object]:
        self._write(_ADDRESS.sub("", repr(x)))
        return []

    # --- any other object -------------------------------------------------------------------

    def _instance(self, x: object, kind: type) -> None:
        """Visit an object of a class written in Python, or of one of C's."""
        hidden = _TIMES if module_of(kind).startswith("asyncio") else ()
        own = own_dict(x)
        self._values({name: own[name] for name in own if name not in hidden} if hidden else own)
        children: list[object] = []
        children += slots(x, kind, hidden)
        children += self._kind(kind)
        self._built_on(x, base_in_c(kind), children)
        self._children(children)

    # Any: what it has as one of ``base``
    def _built_on(self, x: Any, base: Any, children: list[object]) -> None:
        """Add what an object holds as one of ``base``, a class of C's."""
        if base in (dict, defaultdict, OrderedDict):
            children += base.items(x)
            children += [x.default_factory] if base is defaultdict else []
        elif base in (list, tuple):
            children += base.__iter__(x)
        elif base is deque:
            children += self._deque(x)
        elif base in (set, frozenset):
            self._set(x, base)
        elif base in ATOMS:
            self._write(_ADDRESS.sub("", base.__repr__(x)))
        elif issubclass(base, BaseException):
            children += [each for each in gc.get_referents(x) if type(each) not in CODE]
            of_c = vars(BaseException)  # past what its own class may have under these names
            children.append(of_c["__suppress_context__"].__get__(x))
            if self._is_exact:
                children.append(of_c["__traceback__"].__get__(x))
                children += numbers_of_error(x)
        elif base is not object:
            self._of_c(x, base, children)

    # Any: as above
    def _of_c(self, x: Any, base: type, children: list[object]) -> None:
        if base is memoryview:
            children += [x.obj, x.format, x.shape, x.strides] if _is_open(x) else ["released"]
        elif base in (bytearray, array.array):
            children += [bytes(memoryview(x)), getattr(x, "typecode", "")]
        elif base in (io.StringIO, io.BytesIO):
            children += [x.getvalue(), x.tell()] if not x.closed else ["closed"]
        elif base is GENERATOR:
            children.append(hash(random.Random.getstate(x)))
        elif base is weakref.ref:
            children += [weakref.ref.__call__(x), x.__callback__]
        elif base is itertools.count or base is decimal.Context:
            self._write(base.__repr__(x))
        else:
            if base.__name__ not in SEEN_BY_COLLECTOR:
                self.opaque.add(qualname_of(base))
            if base is not itertools.zip_longest:  # it has a tuple with gaps, which nobody may read
                children += [inner for inner in gc.get_referents(x) if inner is not type(x)]

    def _bound_wrapper(self, x: types.MethodWrapperType) -> list[object]:
        self._write(x.__name__)
        return [x.__self__]


#: What importing puts into a module; names with @ are those of pytest's rewritten assertions.
_IMPORT_S = ("__builtins__", "__loader__", "__spec__")
_INSIDE: dict[type, Callable[..., list[object]]] = {  # each takes its own type
    types.FunctionType: Digest._function,
    types.BuiltinFunctionType: Digest._builtin,
    types.MethodType: Digest._method,
    types.MethodWrapperType: Digest._bound_wrapper,
    types.CellType: Digest._cell,
    types.FrameType: Digest._frame,
    types.TracebackType: Digest._traceback,
    types.ModuleType: Digest._module,
    contextvars.ContextVar: Digest._variable,
    contextvars.Context: Digest._context,
    deque: Digest._deque,
    CACHED_FUNCTION: Digest._cached,
    re.Match: Digest._match,
    **dict.fromkeys(THREAD_LOCKS, Digest._thread_lock),
    **dict.fromkeys(VIEWS, Digest._view),
}


def _how(kind: type) -> _Visit:
    """Return how objects of a type are visited; remember it for types that live for good."""
    how: _Visit
    if kind in _INSIDE:
        how = Digest._listed
    elif issubclass(kind, type):
        how = Digest._class
    elif issubclass(kind, asyncio.Future):
        how = Digest._future
    elif kind in SHOWING:
        how = Digest._showing
    elif kind in COPYING:
        how = Digest._copying
    elif issubclass(kind, events.Handle):
        how = Digest._handle
    elif kind in PLAIN or issubclass(kind, asyncio.AbstractEventLoop):
        how = Digest._nothing
    else:
        how = Digest._instance
    if is_of_library(kind):
        _HOW[kind] = how
    return how


_HOW: dict[type, _Visit] = {
    dict: Digest._dict,
    set: Digest._set,
    frozenset: Digest._set,
    **dict.fromkeys(SUSPENDED, Digest._suspended),
}
_PREFIX: dict[type, str] = {
    types.CoroutineType: "cr",
    types.GeneratorType: "gi",
    types.AsyncGeneratorType: "ag",
}
passes_for_asyncios(Task)
#: Names of classes that live for good.
_NAMES: dict[type, tuple[str]] = {}


def _module_of(names: dict[str, object]) -> str | None:
    """Return the name of the module whose names these are; None if they are those of none."""
    name = names.get("__name__")
    if type(name) is not str:
        return None
    return name if getattr(sys.modules.get(name), "__dict__", None) is names else None


def names_of_program(names: Mapping[str, object]) -> dict[str, object]:
    """Return a module's names as far as they are the program's.

    How often filters of warnings were changed in this process is noted beside what was warned of.
    """
    found = {name: x for name, x in names.items() if name != "__builtins__" and name[:1] != "@"}
    warned = found.get("__warningregistry__")
    if type(warned) is dict:
        found["__warningregistry__"] = {key: x for key, x in warned.items() if key != "version"}
    return found


def _made_up(names: dict[str, object]) -> dict[str, object]:
    """Return names in which the program has had something executed, without what Python adds."""
    return {name: names[name] for name in names if name not in _IMPORT_S}


def _where_it_stands(iterator: object) -> list[object]:
    try:
        return list(iterator.__reduce__())
    except RuntimeError:  # what it goes through has changed: the next step will say so
        return ["broken"]


def _without_links(table: dict[object, object]) -> dict[object, object]:
    return {
        key: None if qualname_of(type(value)) == CACHE_LINK else value
        for key, value in table.items()
    }


def _is_open(view: memoryview) -> bool:
    try:
        return view.nbytes >= 0
    except ValueError:
        return False


def _named(kind: type) -> tuple[str]:
    is_ours = issubclass(kind, VirtualLoop)  # whichever it is that an execution runs on
    word = ("loop" if is_ours else qualname_of(kind),)
    if is_of_library(kind):
        _NAMES[kind] = word
    return word
