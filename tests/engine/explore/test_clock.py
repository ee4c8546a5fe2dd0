"""Programs that read the clock: every comparison of times is tried both ways where both can be.

Held against CPython's own loop with a clock that may be late whenever something arrives, by one
of a few lengths that are chosen for each program.
"""

import subprocess
import sys
import textwrap
from fractions import Fraction

import pytest

import lockstep
from lockstep.explore.observe.integer_program import possible
from lockstep.explore.observe.linear import Linear
from lockstep.reproduce import script
from tests.oracle import loop as oracle
from tests.oracle.enumeration import every_order

SECONDS = 30
PROGRAMS = {
    "a token that may expire between check and use": (
        (0, 59.85, 60),
        """
        import asyncio, time

        class Token:
            def __init__(self):
                self.expires = time.monotonic() + 60

        async def main():
            token, renewed = Token(), 0
            await asyncio.sleep(0.1)
            if time.monotonic() >= token.expires:
                await asyncio.sleep(0.1)
                token, renewed = Token(), 1
            await asyncio.sleep(0.1)
            return time.monotonic() < token.expires, renewed

        asyncio.run(main())
        """,
    ),
    "a cache with a time to live": (
        (0, 4),
        """
        import asyncio, time

        cache, loads = {}, 0

        async def get(key):
            global loads
            hit = cache.get(key)
            if hit is not None and time.time() - hit[1] < 5:
                return hit[0]
            loads += 1
            mine = loads
            await asyncio.sleep(1)
            cache[key] = mine, time.time()
            return mine

        async def main():
            first = await get("a")
            await asyncio.sleep(1)
            return first, await get("a")

        asyncio.run(main())
        """,
    ),
    "two who share it": (
        (0, 2.0),
        """
        import asyncio, time

        started = time.monotonic()
        late = []

        async def work(i):
            await asyncio.sleep(0.5)
            late.append((i, time.monotonic() - started > 2))

        async def main():
            await asyncio.gather(work(0), work(1))
            return late

        asyncio.run(main())
        """,
    ),
    "a loop until a deadline": (
        (0, 0.3, 0.8),
        """
        import asyncio

        async def main():
            loop = asyncio.get_running_loop()
            end, turns = loop.time() + 1, 0
            while loop.time() < end and turns < 4:
                await asyncio.sleep(0.4)
                turns += 1
            return turns

        asyncio.run(main())
        """,
    ),
    "a bucket that fills at a rate": (
        (0, 0.5),
        """
        import asyncio, time

        tokens, at = 1.0, 0.0

        def take():
            global tokens, at
            now = time.monotonic()
            tokens, at = min(1, tokens + (now - at) * 2), now
            if tokens < 1:
                return False
            tokens -= 1
            return True

        async def main():
            taken = [take()]
            for _ in range(2):
                await asyncio.sleep(0.1)
                taken.append(take())
            return taken

        asyncio.run(main())
        """,
    ),
    "a token that expires at a whole second": (
        (0, 59.85, 60),
        """
        import asyncio, time

        class Token:
            def __init__(self):
                self.expires = int(time.time()) + 60
            def is_over(self):
                return int(time.time()) >= self.expires

        async def main():
            token, renewed = Token(), 0
            await asyncio.sleep(0.1)
            if token.is_over():
                await asyncio.sleep(0.1)
                token, renewed = Token(), 1
            await asyncio.sleep(0.1)
            return not token.is_over(), renewed

        asyncio.run(main())
        """,
    ),
    "a limiter by the minute": (
        (0, 60),
        """
        import asyncio, time

        window, used = None, 0

        def allow():
            global window, used
            now = int(time.time()) // 60
            if now != window:
                window, used = now, 0
            used += 1
            return used <= 1

        async def main():
            out = [allow()]
            for _ in range(2):
                await asyncio.sleep(0.1)
                out.append(allow())
            return out

        asyncio.run(main())
        """,
    ),
    "nanoseconds, two who share them": (
        (0, 2.0),
        """
        import asyncio, time

        started = time.monotonic_ns()
        late = []

        async def work(i):
            await asyncio.sleep(0.5)
            late.append((i, (time.monotonic_ns() - started) // 1_000_000 > 2000))

        async def main():
            await asyncio.gather(work(0), work(1))
            return late

        asyncio.run(main())
        """,
    ),
    "a limiter that waits for its turn": (
        (0, 0.7, 2),
        """
        import asyncio

        gaps, turn = [], 0

        async def call(loop):
            global turn
            now = loop.time()
            wait, turn = max(0, turn - now), max(now, turn) + 1
            await asyncio.sleep(wait)
            gaps.append(wait > 0)

        async def main():
            loop = asyncio.get_running_loop()
            await call(loop)
            await asyncio.sleep(0.5)
            await call(loop)
            return gaps

        asyncio.run(main())
        """,
    ),
}


def true_endings(monkeypatch, source, lengths):
    """Enumerate on CPython's own loop; whatever arrives may be late by one of ``lengths``."""
    arrive = oracle.Loop.arrive

    def late(self, timer):
        arrive(self, timer)
        self._counts.now += lengths[self._path.choose(len(lengths))]

    monkeypatch.setattr(oracle.Loop, "arrive", late)
    truth = every_order(source, late=False, most=100_000)
    assert truth.is_full
    return truth.endings


@pytest.mark.parametrize("name", PROGRAMS)
def test_all_that_the_clock_can_decide_is_found_and_nothing_else(monkeypatch, name):
    lengths, source = PROGRAMS[name][0], textwrap.dedent(PROGRAMS[name][1])
    answer = lockstep.explore(source, seconds=SECONDS)

    assert answer.complete, answer.doubts
    found = {(row.status, row.result) for row in answer.outcomes}
    assert found == true_endings(monkeypatch, source, lengths)
    assert "or any longer" in answer.verdict["text"]
    assert sum(row.interleavings for row in answer.outcomes) == answer.interleavings


@pytest.mark.parametrize("name", list(PROGRAMS)[:2])
def test_its_schedules_replay_and_reproduce_what_they_show(tmp_path, name):
    source = textwrap.dedent(PROGRAMS[name][1])
    for row in lockstep.explore(source, seconds=SECONDS).outcomes:
        trace = lockstep.run(source, row.schedule)
        shown = tmp_path / "shown.py"
        shown.write_text(script(source, row.schedule, filename="p.py"))
        stock = subprocess.run([sys.executable, shown], capture_output=True, text=True).stderr

        assert (trace.schedule, trace.status, trace.result) == (row.schedule, "ok", row.result)
        assert "Not what" not in stock
        assert f'"result": "{row.result}"' in stock


#: How a program keeps the moment at which something is over, and whether it is.
BY_DATES = {
    "datetime.now(UTC) + timedelta(seconds=60)": "datetime.now(UTC) >= {0}",
    "datetime.now()": "datetime.now() - {0} >= timedelta(minutes=1)",
    "datetime.today()": "not (datetime.today() - {0}).total_seconds() < 60",
    "datetime.utcnow().timestamp()": "datetime.utcnow().timestamp() - {0} >= 60",
    "time.time_ns()": "time.time_ns() // 10**9 - {0} // 10**9 >= 60",
    "datetime.now(UTC)": "(datetime.now(UTC) - {0}) / timedelta(seconds=1) > 59.9999995",
    "copy.deepcopy(datetime.now())": "copy.copy(datetime.now()) - {0} >= timedelta(minutes=1)",
    "timedelta(0) + datetime.now()": "datetime.now() - {0} + DAY >= DAY + timedelta(minutes=1)",
    "time.monotonic() + 59 + True": "time.monotonic() >= {0}",
    "time.monotonic()": "time.monotonic() - {0} >= 60",  # 120.1 - 60.1 is less, as floats
    "False + time.time()": "time.time() - {0} >= signal.SIGALRM + 46",
    "time.time_ns() * True": "(time.time_ns() - {0}) / 10**10 >= 6",
}


@pytest.mark.parametrize("kept", BY_DATES)
def test_dates_and_whole_numbers_are_followed_like_seconds(kept):
    by_seconds = textwrap.dedent(PROGRAMS["a token that may expire between check and use"][1])
    imports = (
        "import asyncio, copy, signal, time\n"
        "from datetime import UTC, datetime, timedelta\n"
        "DAY = datetime(2026, 1, 1)"
    )
    is_over = BY_DATES[kept].format("token.expires")
    source = (
        by_seconds.replace("import asyncio, time", imports)
        .replace("time.monotonic() + 60", kept)
        .replace("time.monotonic() >= token.expires", is_over)
        .replace("time.monotonic() < token.expires", f"not ({is_over})")
    )
    answer = lockstep.explore(source, seconds=SECONDS)

    assert answer.complete, answer.doubts
    expected = {"(True, 0)", "(False, 0)", "(True, 1)", "(False, 1)"}
    assert {row.result for row in answer.outcomes} == expected


def test_dates_that_are_only_shown_decide_nothing():
    source = """
import asyncio
from datetime import datetime, timedelta
async def main():
    began = datetime.now()
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1))
    now = datetime.now()
    print(f"{now:%H:%M} {now} {now.isoformat()} {now!r}", now - began, now + timedelta(days=1))
    return "done"
asyncio.run(main())
"""
    answer = lockstep.explore(source, seconds=SECONDS)

    assert answer.complete, answer.doubts
    assert [row.result for row in answer.outcomes] == ["'done'"]


def test_a_part_of_a_date_that_decides_is_a_doubt():
    source = """
import asyncio
from datetime import datetime
asyncio.run(asyncio.sleep(1))
if datetime.now().hour > 3: pass
"""
    answer = lockstep.explore(source, seconds=SECONDS)

    assert not answer.complete
    clock = "it reads the clock in a way that is not followed"
    assert any(doubt.startswith(clock) for doubt in answer.doubts), answer.doubts


TIMED = """
import asyncio, time

n = 0

async def add():
    global n
    await asyncio.sleep(0.1)
    seen = n
    await asyncio.sleep(0.1)
    n = seen + 1

async def main():
    began = time.perf_counter()
    await asyncio.gather(add(), add(), add())
    print(f"{time.perf_counter() - began:.2f} s", round(time.time() - began, 1))
    return n

asyncio.run(main())
"""


def test_who_only_shows_the_time_is_explored_as_if_there_were_none():
    answer = lockstep.explore(TIMED, seconds=SECONDS)

    assert (answer.complete, answer.interleavings, answer.classes) == (True, 90, 36)
    assert {row.result: row.interleavings for row in answer.outcomes} == {"1": 48, "2": 36, "3": 6}


LOGGING = """
import asyncio, logging

logging.basicConfig(level=logging.INFO, format="FORMAT")
n = 0

async def add():
    global n
    await asyncio.sleep(0.1)
    seen = n
    logging.info("read %d", n)
    await asyncio.sleep(0.1)
    n = seen + 1
    logging.info("wrote %d", n)

async def main():
    await asyncio.gather(add(), add(), add())
    return n

asyncio.run(main())
"""
LATE_RECORD = """
import asyncio, logging

class Handler(logging.Handler):
    first = None
    def emit(self, record):
        Handler.first = Handler.first or record.created
        Handler.is_late = record.created - Handler.first > 3

logging.getLogger().addHandler(Handler())

async def main():
    logging.warning("begun")
    await asyncio.sleep(2)
    logging.warning("done")
    return Handler.is_late

asyncio.run(main())
"""


@pytest.mark.parametrize("form", ["%(message)s", "%(asctime)s %(message)s"])
def test_who_logs_is_explored_as_if_records_had_no_times(form):
    answer = lockstep.explore(LOGGING.replace("FORMAT", form), seconds=SECONDS)

    assert (answer.complete, answer.interleavings, answer.executed) == (True, 90, 90)
    assert {row.result: row.interleavings for row in answer.outcomes} == {"1": 48, "2": 36, "3": 6}
    assert answer.runs < 300


def test_the_time_of_a_record_that_a_program_compares_is_followed():
    answer = lockstep.explore(LATE_RECORD, seconds=SECONDS)

    assert (answer.complete, {row.result for row in answer.outcomes}) == (True, {"False", "True"})


@pytest.mark.parametrize(
    "decides",
    [
        "hash(time.time()) % 2",
        "time.time_ns() & 4096",
        "round(time.time()) > 3",
        "{time.time(): 1}",
        "time.time().is_integer()",
        "time.time().as_integer_ratio()[0] % 2",
        "time.time_ns() * float('inf') > 1",
        "pickle.dumps(time.time())[-1] > 3",
    ],
)
def test_what_is_not_followed_is_a_doubt(decides):
    source = f"import asyncio, pickle, time\nasyncio.run(asyncio.sleep(1))\nif {decides}: pass\n"
    answer = lockstep.explore(source, seconds=SECONDS)

    assert not answer.complete
    clock = "it reads the clock in a way that is not followed"
    assert any(doubt.startswith(clock) for doubt in answer.doubts), answer.doubts


def test_as_written_the_clock_says_what_is_written():
    source = textwrap.dedent(PROGRAMS["a loop until a deadline"][1])
    answer = lockstep.explore(source, seconds=SECONDS, latency="written")

    assert (answer.complete, [row.result for row in answer.outcomes]) == (True, ["3"])


@pytest.mark.parametrize(
    ("constraints", "least"),
    [
        ([({1: 1}, -5)], {1: 5}),
        ([({1: 1}, -5), ({1: -1}, 4)], None),
        ([({1: 1, 2: 1}, -5), ({1: -1}, 2)], {1: 2, 2: 3}),
        ([({1: 2}, -5)], {1: 3}),
        ([({1: -1, 2: 1}, -1), ({1: 1}, -3), ({2: -1}, 10)], {1: 3, 2: 4}),
        ([({1: 2, 2: -2}, -1), ({1: -2, 2: 2}, 1)], None),
        ([({1: 3, 2: -2}, 0), ({1: -3, 2: 2}, 0), ({1: 1}, -1)], {1: 2, 2: 3}),
    ],
)
def test_the_least_durations_are_found_that_satisfy_all_constraints(constraints, least):
    asked = [
        Linear({number: Fraction(c) for number, c in of.items()}, Fraction(rest))
        for of, rest in constraints
    ]
    assert possible(asked) == least
