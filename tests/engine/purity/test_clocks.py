"""Every clock that a program can read is the run's own, and its text is not heard."""

import datetime
import time

import pytest

from tests.engine.support import run

CLOCKS = {
    "time.time": "time.time()",
    "time.time_ns": "time.time_ns() / 1e9",
    "time.monotonic": "time.monotonic()",
    "time.perf_counter": "time.perf_counter()",
    "loop.time": "asyncio.get_running_loop().time()",
    "datetime.now": "datetime.datetime.now().timestamp()",
    "datetime.now with a zone": "datetime.datetime.now(datetime.UTC).timestamp()",
    "datetime.today": "datetime.datetime.today().timestamp()",
    "datetime.utcnow": "datetime.datetime.utcnow().timestamp()",
    "time.localtime": "calendar.timegm(time.localtime())",
    "time.gmtime": "calendar.timegm(time.gmtime())",
    "time.strftime": "calendar.timegm(time.strptime(time.strftime('%c'), '%c'))",
    "time.ctime": "calendar.timegm(time.strptime(time.ctime()))",
    "time.asctime": "calendar.timegm(time.strptime(time.asctime()))",
}


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow")
@pytest.mark.parametrize("name", CLOCKS)
def test_a_clock_moves_by_what_was_slept(name):
    trace = run(
        f"""
        import asyncio, calendar, datetime, time

        async def main():
            before = {CLOCKS[name]}
            await asyncio.sleep(3600)
            time.sleep(60)
            return round({CLOCKS[name]} - before)

        asyncio.run(main())
        """
    )
    assert (trace.status, trace.result) == ("ok", "3660")


def test_dates_begin_where_every_run_begins_and_are_of_pythons_own_class():
    trace = run(
        """
        from datetime import date, datetime
        import time
        print(datetime.now(), date.today(), type(datetime.now()) is datetime)
        print(time.strftime("%Y-%m-%d %H:%M"), time.localtime().tm_zone)
        """
    )
    assert trace.stdout == ("2026-01-01 00:00:00 2026-01-01 True\n2026-01-01 00:00 UTC\n")


def test_after_a_run_dates_are_the_hosts_again():
    run("import datetime; print(datetime.datetime.now())")
    assert abs(datetime.datetime.now().timestamp() - time.time()) < 60


def test_a_look_at_the_clock_takes_no_time_until_it_is_one_of_very_many():
    trace = run(
        """
        import time
        few = {time.monotonic() for _ in range(100)}
        many = [time.monotonic() for _ in range(100)]
        print(len(few), len(set(many)), many == sorted(many))
        """
    )
    assert trace.stdout == "1 100 True\n"


def test_a_loop_until_a_far_deadline_ends_about_there():
    trace = run(
        """
        import asyncio, time

        async def main():
            start = time.monotonic()
            while time.monotonic() < start + 60:
                await asyncio.sleep(0)
            return 60 <= time.monotonic() - start <= 61

        asyncio.run(main())
        """
    )
    assert (trace.status, trace.result) == ("ok", "True")


def test_showing_the_result_writes_nothing_of_the_programs():
    trace = run(
        """
        import asyncio

        class Loud:
            def __repr__(self):
                print("shown")
                return "Loud"

        async def main():
            return Loud()

        result = asyncio.run(main())
        """
    )
    assert (trace.stdout, trace.result) == ("", "Loud")
