"""What a lock is for: the orders of the program in which it keeps nobody waiting."""

import json

import pytest

from lockstep import page
from lockstep.explore import Asked, ask_of_locks, explore
from lockstep.open_locks import CannotOpen, NoSuchLock, lock_sites, with_open_locks
from lockstep.run import run
from tests.engine.cli.forked import lockstep
from tests.engine.explore import programs
from tests.oracle.enumeration import every_order

NEVER_HELD = """
class Nobody:
    async def __aenter__(self): pass
    async def __aexit__(self, *_): pass
"""
NESTED = """
import asyncio
async def work():
    global x
    async with outer:
        async with inner:
            v = x
            await asyncio.sleep(0.1)
            x = v + 1
async def main():
    global x, outer, inner
    x, outer = 0, asyncio.Lock()
    inner = asyncio.Lock()
    await asyncio.gather(work(), work())
    return x
asyncio.run(main())
"""
NEEDLESS = """
import asyncio
lock = asyncio.Lock()
x = 0
async def work():
    global x
    await asyncio.sleep(0.1)
    async with lock:
        x += 1
async def main():
    await asyncio.gather(work(), work(), work())
    return x
asyncio.run(main())
"""


def asked(source, seconds=None):
    found = explore(source)
    ask_of_locks(found, Asked(source, "program.py", 0, "any", seconds), lambda _: None)
    return found.without


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("import asyncio\nlock = asyncio.Lock()", [(2, "lock")]),
        ("import asyncio as a\nself.lock: a.Lock = a.Lock()", [(2, "self.lock")]),
        ("from asyncio import Lock as L\nlocks = {k: L() for k in 'ab'}", [(2, "locks")]),
        ("import asyncio\nasync def f():\n    async with asyncio.Lock(): pass", [(3, "")]),
        ("import asyncio\ntry: pass\nexcept E:\n    lock = asyncio.Lock()", [(4, "lock")]),
        (
            "import asyncio\nlocks = defaultdict(asyncio.Lock)\nclass A:\n"
            "    lock: asyncio.Lock = field(default_factory=asyncio.Lock)",
            [(2, "locks"), (4, "lock")],
        ),
        ("import asyncio\na, b = asyncio.Lock(), asyncio.Lock()", [(2, "(a, b)")]),
        ("import asyncio, threading\ndef f(lock: asyncio.Lock) -> asyncio.Lock: pass", []),
        ("import threading\nlock = threading.Lock()", []),
    ],
)
def test_the_lines_that_make_locks_are_found_with_what_the_locks_are_assigned_to(text, sites):
    assert lock_sites(text) == sites


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("é, lock = 'é', asyncio.Lock()  # é", "é, lock = 'é', asyncio.Semaphore(1_000_000)  # é"),
        ("a = asyncio.Lock(\n); b = 1", "a = asyncio.Semaphore(1_000_000\n); b = 1"),
        (
            "l = defaultdict(asyncio.Lock)",
            "l = defaultdict((lambda: asyncio.Semaphore(1_000_000)))",
        ),
        (
            "a, b = asyncio.Lock(), asyncio.Lock()",
            "a, b = asyncio.Semaphore(1_000_000), asyncio.Semaphore(1_000_000)",
        ),
    ],
)
def test_an_open_lock_stands_where_the_lock_stood_and_all_else_stays(text, opened):
    first = "import asyncio; "
    assert with_open_locks(first + text, frozenset([1])) == first + opened


def test_a_lock_that_was_imported_by_name_is_opened_too():
    source = NEEDLESS.replace("asyncio.Lock()", "Lock()").replace(
        "import asyncio", "import asyncio; from asyncio import Lock"
    )
    assert run(with_open_locks(source, frozenset([3]))).result == "3"


@pytest.mark.parametrize(
    ("source", "line"),
    [(programs.LOCK, 4), (programs.opposite(True), 4), (NESTED, 13), (NEEDLESS, 3)],
)
def test_without_a_lock_a_program_ends_as_one_that_was_written_without_it(source, line):
    site = next(site for site in lock_sites(source) if site.line >= line)
    rows = source.splitlines()
    rows[site.line - 1] = rows[site.line - 1].replace("asyncio.Lock()", "Nobody()")
    written = "\n".join([rows[0], rows[1] + NEVER_HELD, *rows[2:]])

    opened = explore(with_open_locks(source, frozenset([site.line])))

    assert opened.complete
    assert {(o.status, o.result) for o in opened.outcomes} == every_order(written).endings


def test_of_a_lock_that_is_needed_it_is_said_what_goes_wrong_without_it_and_in_which_order():
    (answer,) = asked(f'"""x\n\nExpect: 3\n"""{programs.LOCK}')

    assert answer == {
        "lines": [10],
        "ends_alike": False,
        "text": "Without the lock of line 10 (lock): 84 of 90 orders lose an update.",
        "schedule": "written",
    }


def test_of_a_lock_that_changes_no_ending_that_is_said_and_no_more():
    assert asked(NEEDLESS) == [
        {
            "lines": [3],
            "ends_alike": True,
            "text": "Without the lock of line 3 (lock), all 6 orders end as with it.",
            "schedule": None,
        }
    ]


def test_of_two_locks_that_can_each_be_left_out_it_is_asked_whether_both_can():
    outer, inner, both = asked(f'"""x\n\nExpect: 2\n"""{NESTED}')

    assert [outer["ends_alike"], inner["ends_alike"], both["ends_alike"]] == [True, True, False]
    assert both["text"] == (
        "Without the locks of lines 15 and 16, all at once: Both orders lose an update."
    )


@pytest.mark.parametrize(
    ("look", "why"),
    [
        ("print(lock.locked())", "line 12 asks whether a lock is held (locked())"),
        ("asyncio.Condition(lock)", "line 12 makes a condition with a lock"),
        ("asyncio.Condition(lock=lock)", "line 12 makes a condition with a lock"),
        (
            "isinstance(lock, asyncio.Lock)",
            "line 12 does more with the class than to make locks",
        ),
    ],
)
def test_a_program_that_looks_at_its_locks_is_not_explored_without_them(look, why):
    source = NEEDLESS.replace("    return x", f"    {look}\n    return x")
    with pytest.raises(CannotOpen):
        with_open_locks(source, frozenset([3]))

    (answer,) = asked(source)

    assert answer == {
        "lines": [3],
        "ends_alike": None,
        "text": f"What the lock of line 3 (lock) is for cannot be asked: {why}.",
        "schedule": None,
    }


def test_where_not_all_orders_are_known_nothing_is_said_to_end_alike():
    (answer,) = asked(NEEDLESS, seconds=0.0)

    assert answer["ends_alike"] is None
    assert answer["text"].startswith("It is not known what the lock of line 3 (lock) does: ")


def test_a_line_that_makes_no_lock_is_an_error_that_names_those_that_do():
    with pytest.raises(NoSuchLock, match=r"^line 4 makes no asyncio.Lock: lines that do: 3$"):
        with_open_locks(NEEDLESS, frozenset([4]))


def test_the_command_tells_what_each_lock_is_for_and_runs_the_order_without_it(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(f'"""x\n\nExpect: 3\n"""{programs.LOCK}')

    code, out, err = lockstep("explore", path, "--locks")
    assert (code, err) == (0, "")
    line = "- Without the lock of line 10 (lock): 84 of 90 orders lose an update. (written)"
    assert line in out.splitlines()

    code, out, _ = lockstep("explore", path, "--without-lock", "10")
    assert (code, out.splitlines()[0]) == (1, "84 of 90 orders lose an update.")
    assert lockstep("run", path, "--without-lock", "10", "--schedule", "written")[1][:2] == "1\n"


def test_its_json_has_what_was_found_only_where_it_was_asked():
    answers = json.loads(lockstep("explore", "-", "--json", "--locks", text=NEEDLESS)[1])
    assert [each["ends_alike"] for each in answers["without"]] == [True]
    assert "without" not in json.loads(lockstep("explore", "-", "--json", text=NEEDLESS)[1])


def test_the_page_is_told_where_it_asks_and_what_is_being_asked_on_the_way():
    reported = []
    request = {"source": NEEDLESS, "locks": True, "seconds": 60}
    answer = json.loads(page.explore(json.dumps(request), reported.append))

    assert [each["ends_alike"] for each in answer["exploration"]["without"]] == [True]
    doing = [json.loads(each).get("doing") for each in reported]
    assert "without the lock of line 3 (lock)" in doing
    answer = json.loads(page.explore(json.dumps({"source": NEEDLESS}), reported.append))
    assert "without" not in answer["exploration"]


def test_a_program_without_locks_says_so():
    out = lockstep("explore", "-", "--locks", text=programs.bank(2))[1]
    assert "- No line of it makes an asyncio.Lock." in out.splitlines()


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("4", "program.py: line 4 makes no asyncio.Lock: lines that do: 3"),
        ("x", "'x' is not a line: give its number, 1 or more"),
    ],
)
def test_a_wrong_line_is_one_sentence(tmp_path, line, error):
    path = tmp_path / "program.py"
    path.write_text(NEEDLESS)
    code, out, err = lockstep("explore", path, "--without-lock", line)
    assert (code, out) == (2, "")
    assert error in err.splitlines()[-1]
