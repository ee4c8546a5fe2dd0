"""What `explore` prints of many endings: the few that matter, and how many others there are."""

import lockstep
from lockstep.cli import explore as command

MANY = """
import asyncio
seen = []
async def work(n):
    await asyncio.sleep(1)
    seen.append(n)
    assert seen != [0, 1, 2, 3], "in order"
async def main():
    await asyncio.gather(*map(work, range(4)))
    return seen[:MANY]
asyncio.run(main())
"""


def printed(source, capsys):
    command.report(lockstep.explore(source))
    return [line.split("  (")[0].strip() for line in capsys.readouterr().out.splitlines()[2:-1]]


def test_of_many_endings_some_are_shown_one_of_each_kind_and_the_others_counted(capsys):
    rows = printed(MANY.replace("MANY", "4"), capsys)

    assert len(rows) == command.MOST_ROWS + 1
    assert sum("failed" in row for row in rows) == 1
    assert rows[-1] == "and twelve endings more, twelve orders: --json has them all"


def test_endings_that_read_alike_are_one_row(capsys):
    rows = printed(MANY.replace("MANY", "0"), capsys)

    assert rows == [
        "1   4.2%  failed   fail: AssertionError('in order')",
        "23  95.8%  ok       end at [], with 23 different last values of variables",
    ]


def test_what_other_versions_of_python_do_otherwise_is_said_beside_the_claim():
    source = """
import asyncio
lock = asyncio.Lock()
async def main():
    return lock.locked()
asyncio.run(main())
"""
    (note,) = lockstep.explore(source).notes

    assert note.startswith("It asks locked(): up to Python 3.14")
    assert lockstep.explore(source.replace("lock.locked()", "None")).notes == []
