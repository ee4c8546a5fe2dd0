"""Settings of the process that one function makes and another one tells.

No name of a module holds them, so that they have to be asked for one by one. A program can only
make one by naming it; those that its text names are put back after its run, and are part of the
state of an execution.
"""

from __future__ import annotations

import codecs
import contextlib
import importlib
import os
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import NamedTuple

from lockstep.cpython.replacing import replaced

_Maker = Callable[[], object]


class Setting(NamedTuple):
    """One setting.

    Attributes:
        word: what a text has to say to make it.
        module: where its functions are; it is imported only if a text says the word.
        read: tells it, given the module.
        keep: returns what makes it again what it is now, given the module.
    """

    word: str
    module: str
    read: Callable[[ModuleType], object]
    keep: Callable[[ModuleType], _Maker]

    def value(self) -> object:
        """Return it as it is now."""
        return self.read(importlib.import_module(self.module))


@contextlib.contextmanager
def as_found(source: str) -> Iterator[None]:
    """Put back the settings that a program names."""
    named = named_in(source)
    before = [each.value() for each in named]
    makers = [each.keep(importlib.import_module(each.module)) for each in named]
    with _codecs_as_found(source):
        try:
            yield
        finally:
            for each, value, put_back in zip(named, before, makers, strict=True):
                if each.value() != value:
                    put_back()


def named_in(source: str) -> tuple[Setting, ...]:
    """Return the settings that a text may make."""
    return tuple(setting for setting in _SETTINGS if setting.word in source)


# --- how each is told and made -----------------------------------------------------------------


def _mask(_: ModuleType) -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _keep_mask(module: ModuleType) -> _Maker:
    before = _mask(module)
    return lambda: os.umask(before)


def _stack_size(threading: ModuleType) -> int:
    size: int = threading.stack_size()  # which sets it to the default
    threading.stack_size(size)
    return size


def _keep_stack_size(threading: ModuleType) -> _Maker:
    before = _stack_size(threading)
    return lambda: threading.stack_size(before)


def _keep_thresholds(gc: ModuleType) -> _Maker:
    before = gc.get_threshold()
    return lambda: gc.set_threshold(*before)


def _is_frozen(gc: ModuleType) -> bool:
    return bool(gc.get_freeze_count() > 0)


def _keep_frozen(gc: ModuleType) -> _Maker:
    put_back: _Maker = gc.freeze if _is_frozen(gc) else gc.unfreeze
    return put_back


def _signals_held(signal: ModuleType) -> object:
    return signal.pthread_sigmask(signal.SIG_BLOCK, [])


def _keep_signals_held(signal: ModuleType) -> _Maker:
    before = _signals_held(signal)
    return lambda: signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _limits(resource: ModuleType) -> dict[int, tuple[int, int]]:
    numbers = {n for name, n in vars(resource).items() if name.startswith("RLIMIT_")}
    return {number: resource.getrlimit(number) for number in sorted(numbers)}


def _keep_limits(resource: ModuleType) -> _Maker:
    before = _limits(resource)

    def put_back() -> None:
        for number, limits in before.items():
            with contextlib.suppress(ValueError, OSError):  # a hard limit is lowered for good
                resource.setrlimit(number, limits)

    return put_back


def _locale(locale: ModuleType) -> object:
    return locale.setlocale(locale.LC_ALL)


def _keep_locale(locale: ModuleType) -> _Maker:
    before = _locale(locale)
    return lambda: locale.setlocale(locale.LC_ALL, before)


def _zone(time: ModuleType) -> tuple[object, ...]:
    return time.tzname, time.timezone, time.altzone


def _keep_zone(time: ModuleType) -> _Maker:
    before = os.environ.get("TZ")

    def put_back() -> None:
        os.environ.pop("TZ", None)
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()

    return put_back


_DIALECT = (
    "delimiter doublequote escapechar lineterminator quotechar quoting skipinitialspace strict"
).split()


def _dialects(csv: ModuleType) -> dict[str, dict[str, object]]:
    found = {name: csv.get_dialect(name) for name in csv.list_dialects()}
    return {
        name: {word: getattr(dialect, word) for word in _DIALECT} for name, dialect in found.items()
    }


def _keep_dialects(csv: ModuleType) -> _Maker:
    before = _dialects(csv)

    def put_back() -> None:
        for name in csv.list_dialects():
            csv.unregister_dialect(name)
        for name, words in before.items():
            csv.register_dialect(name, **words)

    return put_back


_CONTEXTS = ("DefaultContext", "BasicContext", "ExtendedContext")
_CONTEXT = ("prec", "rounding", "Emin", "Emax", "capitals", "clamp")


def _decimals(decimal: ModuleType) -> list[list[object]]:
    contexts = [getattr(decimal, name) for name in _CONTEXTS]
    return [[getattr(context, word) for word in _CONTEXT] for context in contexts]


def _keep_decimals(decimal: ModuleType) -> _Maker:
    before = _decimals(decimal)

    def put_back() -> None:
        for name, values in zip(_CONTEXTS, before, strict=True):
            for word, value in zip(_CONTEXT, values, strict=True):
                setattr(getattr(decimal, name), word, value)

    return put_back


def _handlers(signal: ModuleType) -> dict[int, object]:
    found = {int(number): signal.getsignal(number) for number in signal.valid_signals()}
    return {number: handler for number, handler in found.items() if not _is_ours(handler)}


def _is_ours(handler: object) -> bool:
    return str(getattr(handler, "__module__", "")).startswith("lockstep")


def _keep_handlers(signal: ModuleType) -> _Maker:
    before = _handlers(signal)

    def put_back() -> None:
        now = _handlers(signal)
        for number, handler in before.items():
            if now.get(number) is not handler and handler is not None:
                with contextlib.suppress(ValueError, OSError):  # not in the main thread
                    signal.signal(number, handler)

    return put_back


@contextlib.contextmanager
def _codecs_as_found(source: str) -> Iterator[None]:
    if "codecs" not in source:
        yield
        return
    registered: list[Callable[[str], codecs.CodecInfo | None]] = []
    before: dict[str, _OnError] = {}
    real, real_error = codecs.register, codecs.register_error

    def register(search_function: Callable[[str], codecs.CodecInfo | None], /) -> None:
        real(search_function)
        registered.append(search_function)

    def register_error(errors: str, handler: _OnError, /) -> None:
        known = _on_error(errors)
        real_error(errors, handler)
        before.setdefault(errors, known)
        _NAMES_OF_ERRORS.add(errors)

    try:
        with replaced(codecs, register=register, register_error=register_error):
            yield
    finally:
        for function in registered:
            codecs.unregister(function)
        for name, handler in before.items():
            real_error(name, handler)
        _NAMES_OF_ERRORS.clear()


#: What decides about a text that cannot be encoded, or bytes that cannot be decoded.
_OnError = Callable[[UnicodeError], tuple[str | bytes, int]]
#: What the program has registered such a decision as.
_NAMES_OF_ERRORS: set[str] = set()


def _on_error(name: str) -> _OnError:
    """Return what is registered under a name; if nothing is, what fails as that does."""
    try:
        return codecs.lookup_error(name)
    except LookupError as unknown:
        message = str(unknown)

    def fail(_: UnicodeError) -> tuple[str | bytes, int]:
        raise LookupError(message)

    return fail


def _keep_hooks(sys: ModuleType) -> _Maker:
    before = sys.get_asyncgen_hooks()
    return lambda: sys.set_asyncgen_hooks(*before)


def _errors(_: ModuleType) -> dict[str, _OnError]:
    return {name: codecs.lookup_error(name) for name in sorted(_NAMES_OF_ERRORS)}


def _keep_errors(_: ModuleType) -> _Maker:
    return lambda: None  # `_codecs_as_found` puts them back


def _processors(system: ModuleType) -> object:
    return system.sched_getaffinity(0)


def _keep_processors(system: ModuleType) -> _Maker:
    before = _processors(system)
    return lambda: system.sched_setaffinity(0, before)


def _keep_zones(zoneinfo: ModuleType) -> _Maker:
    before = zoneinfo.TZPATH
    return lambda: zoneinfo.reset_tzpath(before)


def _called(word: str, module: str, read: str) -> Setting:
    """Return a setting that the function ``read`` returns and the function ``word`` takes."""

    def keep(owner: ModuleType) -> _Maker:
        before = getattr(owner, read)()
        return lambda: getattr(owner, word)(before)

    return Setting(word, module, lambda owner: getattr(owner, read)(), keep)


def _switched(module: str, is_on: str, on: str, off: str) -> Setting:
    """Return a setting of a module that is on or off."""

    def keep(owner: ModuleType) -> _Maker:
        change = on if getattr(owner, is_on)() else off
        put_back: _Maker = getattr(owner, change)
        return put_back

    return Setting(module, module, lambda owner: getattr(owner, is_on)(), keep)


_ORIGINS = "coroutine_origin_tracking_depth"
_SETTINGS = (
    _called("setrecursionlimit", "sys", "getrecursionlimit"),
    _called("setswitchinterval", "sys", "getswitchinterval"),
    _called("set_int_max_str_digits", "sys", "get_int_max_str_digits"),
    _called(f"set_{_ORIGINS}", "sys", f"get_{_ORIGINS}"),
    _called("setdlopenflags", "sys", "getdlopenflags"),
    _called("settrace", "sys", "gettrace"),
    _called("setprofile", "sys", "getprofile"),
    _called("setdefaulttimeout", "socket", "getdefaulttimeout"),
    _called("field_size_limit", "csv", "field_size_limit"),
    _called("set_debug", "gc", "get_debug"),
    _switched("gc", "isenabled", "enable", "disable"),
    _switched("tracemalloc", "is_tracing", "start", "stop"),
    _switched("faulthandler", "is_enabled", "enable", "disable"),
    Setting("set_asyncgen_hooks", "sys", lambda sys: tuple(sys.get_asyncgen_hooks()), _keep_hooks),
    Setting("set_threshold", "gc", lambda gc: gc.get_threshold(), _keep_thresholds),
    Setting("freeze", "gc", _is_frozen, _keep_frozen),
    Setting("register_error", "codecs", _errors, _keep_errors),
    Setting("stack_size", "threading", _stack_size, _keep_stack_size),
    Setting("umask", "os", _mask, _keep_mask),
    Setting("tzset", "time", _zone, _keep_zone),
    Setting("reset_tzpath", "zoneinfo", lambda zoneinfo: zoneinfo.TZPATH, _keep_zones),
    Setting("sched_setaffinity", "os", _processors, _keep_processors),
    Setting("pthread_sigmask", "signal", _signals_held, _keep_signals_held),
    Setting("setrlimit", "resource", _limits, _keep_limits),
    Setting("setlocale", "locale", _locale, _keep_locale),
    Setting("register_dialect", "csv", _dialects, _keep_dialects),
    Setting("decimal", "decimal", _decimals, _keep_decimals),
    Setting("signal", "signal", _handlers, _keep_handlers),
)
