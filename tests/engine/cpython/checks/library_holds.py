"""The rest of the standard library, as the room `cpython` takes it for granted."""

from __future__ import annotations

import abc
import atexit
import datetime
import functools
import gc
import operator
import os
import queue
import random
import sys
import tempfile
import threading
import time
import uuid
import weakref
from types import MappingProxyType, SimpleNamespace

from lockstep.cpython import (
    class_facts,
    frames,
    library,
    read_only,
)
from lockstep.objects.registry import Registry
from tests.engine.cpython.checks.checking import check, must


@check
def the_private_names_of_other_modules_are_there() -> None:
    wanted = {
        random: ("_inst", "_urandom"),
        tempfile: ("_name_sequence",),
        threading: ("_time", library.ALLOCATE_LOCK),
        queue: ("time",),
        atexit: ("_ncallbacks",),
        uuid: ("_node", "_generate_time_safe", "_last_timestamp"),
    }
    for module, names in wanted.items():
        for name in names:
            must(hasattr(module, name), f"{module.__name__}.{name}")
    for name, taken in library.TAKEN_FROM_TIME:
        must(getattr(sys.modules[name], taken) is time.monotonic, f"{name}.{taken} is monotonic")


@check
def the_environment_is_kept_encoded() -> None:
    os.environ["LOCKSTEP_CHECK"] = "ä"
    try:
        held = library.encoded_environment()[os.environ.encodekey("LOCKSTEP_CHECK")]
        must(os.environ.decodevalue(held) == "ä", f"os.environ._data holds it: {held!r}")
    finally:
        del os.environ["LOCKSTEP_CHECK"]


@check
def finalizers_that_are_alive_are_found_with_what_they_would_do() -> None:
    class Thing: ...

    thing, before = Thing(), len(library.finalizers())
    finalizer = weakref.finalize(thing, print, "gone")
    found = library.finalizers()
    must(len(found) == before + 1, "weakref.finalize._registry has one more")
    must(gc.is_tracked(found[-1]) and found[-1].args == ("gone",), "with what it would do")  # type: ignore[attr-defined]
    finalizer.detach()
    must(len(library.finalizers()) == before, "and none for what is detached")


@check
def what_is_registered_with_an_abstract_class_is_found() -> None:
    class Base(abc.ABC):
        @abc.abstractmethod
        def method(self) -> None: ...

    class Other: ...

    must(library.registered_with(Base) == [], "nothing at first")
    Base.register(Other)
    must(library.registered_with(Base) == [Other], "_abc._get_dump tells what was registered")
    must(library.is_abstract(Base) and not library.is_abstract(Other), "_abc_impl is the mark")


@check
def the_types_of_locks_caches_and_generators_are_those_of_what_is_made() -> None:
    made = threading.Lock(), threading.RLock()
    must(tuple(map(type, made)) == library.THREAD_LOCKS, f"what threading makes: {made}")
    cached = functools.lru_cache(lambda x: x)
    must(type(cached) is library.CACHED_FUNCTION, "functools._lru_cache_wrapper")
    cached(1)
    tables = [each for each in gc.get_referents(cached) if type(each) is dict and each]
    links = [type(value).__name__ for table in tables for value in table.values()]
    must(library.CACHE_LINK in links or links == ["int"], f"it keeps links: {links}")
    must(random.Random.__base__ is library.GENERATOR, "random.Random is built on it")
    must(hasattr(library.THREADS, "start_new_thread"), "_thread begins threads")
    waiting = library.SIMPLE_QUEUE()
    waiting.put(3)
    must(waiting.get() == 3, "queue._PySimpleQueue is a queue")


@check
def chance_comes_from_what_stands_for_the_systems() -> None:
    def function(size: int) -> bytes:
        return b"x" * size

    real = os.urandom
    for replacing_it in (library.system_chance, library.system_chance_everywhere):
        with replacing_it(function):
            must(os.urandom(3) == b"xxx", "os.urandom is replaced")
            must(random.SystemRandom().randbytes(3) == b"xxx", "and random._urandom")
    must(os.urandom is real or os.urandom(9) != b"x" * 9, "it is put back")
    must(library.shared_generator().getstate() == random.getstate(), "random._inst is shared")


@check
def a_host_and_the_names_of_temporary_files_are_put_and_put_back() -> None:
    with library.known_host(5):
        must(uuid.uuid1().node == 5, "uuid._node is what uuid1() is made of")
    with tempfile.TemporaryDirectory() as folder, library.temporary_files_in(folder):
        must(tempfile.mkdtemp().startswith(folder), "tempfile.tempdir is where they are made")
        must(tempfile._name_sequence is not None, "names are drawn from _name_sequence")  # type: ignore[attr-defined]


@check
def methods_of_a_class_of_cs_are_put_and_put_back() -> None:
    kind = datetime.datetime

    def today(cls: type) -> str:
        return "today"

    def now(cls: type) -> str:
        return "now"

    before = kind.now
    with read_only.methods_put(kind, {"today": classmethod(today), "now": classmethod(now)}):
        must((kind.now(), kind.today()) == ("now", "today"), "an own and an inherited method")
    must(kind.now == before and "today" not in vars(kind), "both are as they were")


@check
def how_a_class_was_made_is_told_by_its_flags_and_methods() -> None:
    class Slotted(dict[str, int]):
        __slots__ = ("empty", "full", "hidden")

        def __hash__(self) -> int:
            return 1

    facts = class_facts
    must(facts.is_python(Slotted) and not facts.is_python(dict), "a class statement, and C")
    must(not facts.is_python(functools.partial), "C's that are on the heap are no Python's")
    must(int.__flags__ & facts.IMMUTABLE, "a flag of int says that nobody can change it")
    must(not Slotted.__flags__ & facts.IMMUTABLE, "which that of a Python class does not")
    must(facts.base_in_c(Slotted) is dict, "what it is built on")
    must(facts.hashes_itself(Slotted) and not facts.hashes_itself(str), "who hashes")
    x = Slotted()
    x.full = x.hidden = 3
    must([*facts.slots(x, Slotted, {"hidden"})] == [("full", 3)], "slots that are filled")
    must(facts.own_dict(x) == {} and facts.own_dict(Registry()) != {}, "who has a __dict__")


@check
def the_collector_sees_all_that_those_hold_of_which_a_digest_says_so() -> None:
    inner, key = [1], ("k",)
    held = {
        "partial": functools.partial(print, inner),
        "property": property(print),
        "classmethod": classmethod(print),
        "staticmethod": staticmethod(print),
        "mappingproxy": MappingProxyType({"a": inner}),
        "itemgetter": operator.itemgetter(key, key),
        "methodcaller": operator.methodcaller("a", inner),
        "GenericAlias": list[int],
        "slice": slice(inner),
        "SimpleNamespace": SimpleNamespace(a=inner),
    }
    for name, x in held.items():
        must(type(x).__name__ == name, f"{name} is called that: {type(x)}")
        must(name in class_facts.SEEN_BY_COLLECTOR, f"{name} is one of them")
        seen = [each for each in gc.get_referents(x) if each is not type(x)]
        must(seen, f"the collector sees what a {name} holds")


@check
def the_frames_below_are_counted_from_who_asks() -> None:
    def inside() -> list[str]:
        return [frames.frame_at(depth).f_code.co_name for depth in (0, 1)]

    here = the_frames_below_are_counted_from_who_asks.__name__
    must(inside() == ["inside", here], f"0 is the caller of frame_at: {inside()}")
