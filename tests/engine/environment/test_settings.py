"""What a program sets in its process by a function is gone after its run, and part of a state."""

import gc
import sys

import pytest

import lockstep
from lockstep.environment import settings
from lockstep.run import many_runs

#: What is set and read -> what is imported, how it is set, how it is asked for.
SETTINGS = {
    "the collector": ("gc", "gc.disable()", "gc.isenabled()"),
    "the collector's thresholds": ("gc", "gc.set_threshold(9, 9, 9)", "gc.get_threshold()[0]"),
    "what the collector tells": ("gc", "gc.set_debug(gc.DEBUG_LEAK)", "gc.get_debug()"),
    "flags of libraries": ("sys", "sys.setdlopenflags(1)", "sys.getdlopenflags()"),
    "signals that are held back": (
        "signal",
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])",
        "len(signal.pthread_sigmask(signal.SIG_BLOCK, []))",
    ),
    "a limit of the process": (
        "resource",
        "resource.setrlimit(resource.RLIMIT_CPU, (10**6, -1))",
        "resource.getrlimit(resource.RLIMIT_CPU)[0]",
    ),
    "how an error of encoding is handled": (
        "codecs",
        "codecs.register_error('mine', lambda e: ('!', e.end))",
        "known()\ndef known():\n    try:\n        return '\u00e9'.encode('ascii', 'mine')\n"
        "    except LookupError:\n        return None",
    ),
    "the collector's callbacks": (
        "gc",
        "gc.callbacks.append(lambda *_: None)",
        "len(gc.callbacks)",
    ),
    "the switch interval": ("sys", "sys.setswitchinterval(0.5)", "sys.getswitchinterval()"),
    "digits of a number": (
        "sys",
        "sys.set_int_max_str_digits(5000)",
        "sys.get_int_max_str_digits()",
    ),
    "origins of coroutines": (
        "sys",
        "sys.set_coroutine_origin_tracking_depth(3)",
        "sys.get_coroutine_origin_tracking_depth()",
    ),
    "a trace function": ("sys", "sys.settrace(lambda *_: None)", "sys.gettrace() is None"),
    "a profile function": ("sys", "sys.setprofile(lambda *_: None)", "sys.getprofile() is None"),
    "the mask of new files": (
        "os",
        "os.umask(0o77)",
        "mask()\ndef mask():\n    now = os.umask(0)\n    os.umask(now)\n    return now",
    ),
    "the locale": (
        "locale",
        "locale.setlocale(locale.LC_ALL, 'C.UTF-8')",
        "locale.setlocale(locale.LC_ALL)",
    ),
    "a timeout for sockets": (
        "socket",
        "socket.setdefaulttimeout(3)",
        "socket.getdefaulttimeout()",
    ),
    "the time zone": (
        "os, time",
        "os.environ.__setitem__('TZ', 'EST5'); time.tzset(); os.environ.pop('TZ')",
        "time.tzname[0]",
    ),
    "where time zones are": (
        "zoneinfo",
        "zoneinfo.reset_tzpath(['/nowhere'])",
        "zoneinfo.TZPATH",
    ),
    "the processors to run on": (
        "os",
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})",
        "len(os.sched_getaffinity(0)) == 1",
    ),
    "the size of a field": ("csv", "csv.field_size_limit(77)", "csv.field_size_limit()"),
    "a dialect": (
        "csv",
        "csv.register_dialect('mine', delimiter=';')",
        "'mine' in csv.list_dialects()",
    ),
    "a codec": (
        "codecs",
        "codecs.register(lambda name: codecs.lookup('utf8') if name == 'mine' else None)",
        "known()\ndef known():\n    try:\n        return bool(codecs.lookup('mine'))\n"
        "    except LookupError:\n        return False",
    ),
    "the first day of the week": (
        "calendar",
        "calendar.setfirstweekday(6)",
        "calendar.firstweekday()",
    ),
    "the name of a level": (
        "logging",
        "logging.addLevelName(5, 'TINY')",
        "logging.getLevelName(5)",
    ),
    "who makes records": (
        "logging",
        "logging.setLogRecordFactory(dict)",
        "logging.getLogRecordFactory() is dict",
    ),
    "who converts": (
        "sqlite3",
        "sqlite3.register_converter('z', bytes)",
        "len(sqlite3.converters)",
    ),
    "how decimals begin": (
        "decimal",
        "setattr(decimal.DefaultContext, 'prec', 5)",
        "decimal.Context().prec",
    ),
    "what a signal does": (
        "signal",
        "signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
        "signal.getsignal(signal.SIGUSR1).name",
    ),
    "what memory is traced": ("tracemalloc", "tracemalloc.start()", "tracemalloc.is_tracing()"),
    "what a type of file is called": (
        "mimetypes",
        "mimetypes.add_type('a/b', '.zzz')",
        "mimetypes.guess_type('f.zzz')[0]",
    ),
    "a class of the library": (
        "string",
        "setattr(string.Template, 'delimiter', '%')",
        "string.Template.delimiter",
    ),
}

PROGRAM = """
import asyncio, {module}
async def change():
    {set}
async def work(waits, part):
    for _ in range(waits):
        await asyncio.sleep(1)
    return await part() if part is change else part()
def ask():
    return {ask}
async def main():
    return (await asyncio.gather(*(work(waits, part) for waits, part in {tasks})))[1]
print(asyncio.run(main()))
"""

LOCKED = """
import asyncio
async def add(lock, limit, there):
    async with lock, limit:
        await asyncio.sleep(1)
        await there.put(there.qsize())
async def main():
    there = asyncio.Queue(2)
    shared = asyncio.Lock(), asyncio.Semaphore(1), there
    await asyncio.gather(add(*shared), add(*shared))
    return [there.get_nowait(), await there.get()]
asyncio.run(main())
"""
TWICE = """
import asyncio
async def work():
    await asyncio.sleep(1)
async def main():
    await asyncio.gather(work(), work())
asyncio.run(main())
"""


def _program(name, tasks):
    module, set_, ask = SETTINGS[name]
    return PROGRAM.format(module=module, set=set_, ask=ask, tasks=tasks)


@pytest.mark.parametrize("name", SETTINGS)
def test_an_order_does_not_see_what_another_one_has_set(name):
    answer = lockstep.explore(_program(name, "((1, change), (1, ask))"))

    assert (answer.complete, answer.interleavings) == (True, 2)
    assert len({row.result for row in answer.outcomes}) == 2


@pytest.mark.parametrize("name", SETTINGS)
def test_a_state_tells_what_has_been_set(name, monkeypatch):
    explorer = sys.modules["lockstep.explore.explorer"]
    monkeypatch.setattr(explorer, "FEW", 1)  # so that states are merged
    answer = lockstep.explore(_program(name, "((2, change), (2, ask))"))

    assert (answer.complete, answer.interleavings) == (True, 6)
    assert {row.interleavings for row in answer.outcomes} == {3}


def test_a_program_finds_the_collector_as_python_starts_it_and_leaves_it_alone():
    before = gc.isenabled()

    trace = lockstep.run("import gc\nprint(gc.isenabled())\ngc.disable()\nprint(gc.isenabled())\n")

    assert (trace.stdout, gc.isenabled()) == ("True\nFalse\n", before)


def test_what_a_collector_that_keeps_everything_has_kept_is_gone_after_the_run():
    source = (
        "import gc\ngc.set_debug(gc.DEBUG_SAVEALL)\nloop = []\nloop.append(loop)\ndel loop\n"
        "gc.collect()\nprint(len(gc.garbage) > 0)\n"
    )

    assert lockstep.run(source).stdout == "True\n"
    assert (gc.garbage, gc.get_debug()) == ([], 0)


def test_what_a_program_has_frozen_is_not_frozen_for_the_next_one():
    source = "import gc\nbefore = gc.get_freeze_count()\ngc.freeze()\nprint(before)\n"

    assert [lockstep.run(source).stdout for _ in range(2)] == ["0\n", "0\n"]
    assert gc.get_freeze_count() == 0


def test_a_profile_function_that_stays_is_no_failure_of_ours():
    source = "import sys\nn = 0\ndef count(*_):\n    global n\n    n += 1\nsys.setprofile(count)\n"

    trace = lockstep.run(f"{source}print(n < 0)")

    assert (trace.status, trace.stdout, sys.getprofile()) == ("ok", "False\n", None)


@pytest.mark.parametrize("first", ["", "sys.monitoring.use_tool_id(0, 'mine')\n"])
def test_tools_that_a_program_takes_away_are_no_failure_of_ours(first):
    source = "import sys\n" + first + "for n in range(6):\n    sys.monitoring.free_tool_id(n)\n"

    for _ in range(2):
        assert lockstep.run(source).status == "ok"
    answer = lockstep.explore(source + TWICE)

    assert (answer.complete, answer.has_failed) == (True, False)
    assert lockstep.run(TWICE).status == "ok"


def test_tools_that_a_program_takes_away_leave_nothing_to_the_next_one():
    takes = "import sys\nfor n in range(6):\n    sys.monitoring.free_tool_id(n)\n"
    others = [TWICE, LOCKED, TWICE + "#"]

    def answers():
        explored = [lockstep.explore(each).to_dict() for each in others]
        rows = [(each["outcomes"], each["complete"]) for each in explored]
        return [lockstep.run(each).to_dict() for each in others], rows

    before = answers()
    lockstep.run(takes + LOCKED)
    lockstep.explore(takes + TWICE)
    with many_runs():
        lockstep.run(LOCKED)
        lockstep.run(takes)
        within = answers()

    assert (within, answers()) == (before, before)
    assert [sys.monitoring.get_tool(tool) for tool in range(6)] == [None] * 6


def test_only_what_the_text_names_is_kept():
    assert settings.named_in("import asyncio") == ()
    assert [each.word for each in settings.named_in("os.umask(0)")] == ["umask"]


def test_a_state_tells_what_an_object_of_a_module_holds():
    source = PROGRAM.format(
        module="calendar",
        set="calendar.c.extra = getattr(calendar.c, 'extra', 0) + 1",
        ask="getattr(calendar.c, 'extra', 0)",
        tasks="((2, change), (2, ask), (1, change))",
    )

    answer = lockstep.explore(source)

    assert answer.complete
    assert {row.result for row in answer.outcomes} == {"0", "1", "2"}
