"""Reads and writes of what tasks share, with the learner's lines and the values."""

import pytest

from tests.engine.support import accesses, events, names, run

PROGRAM = """
import asyncio
{setup}
async def work(n):
{body}
async def main():
    {main}
    await asyncio.gather(work(1), work(2))
asyncio.run(main())
"""
SETUP = "class Box: pass\nbox = Box()\nbox.n = 5"


def trace_of(body, setup="", main="pass"):
    return run(PROGRAM.format(setup=setup, body=body, main=main))


def of_work_1(trace):
    return [entry[1:] for entry in accesses(trace) if entry[0] == "work 1"]


def test_attributes_are_seen_with_line_and_value():
    setup = "class Account: pass\naccount = Account()"
    body = "    account.balance += n\n    await asyncio.sleep(0)\n    account.balance = 9"
    trace = trace_of(body, setup, "account.balance = 0")
    assert of_work_1(trace) == [
        ("read", "account.balance", 5, "0"),
        ("write", "account.balance", 5, "1"),
        ("write", "account.balance", 7, "9"),
    ]


def test_globals_that_change_are_seen():
    body = "    global total\n    value = total\n    await asyncio.sleep(0)\n    total = value + n"
    assert of_work_1(trace_of(body, "total = 0")) == [
        ("read", "total", 5, "0"),
        ("write", "total", 7, "1"),
    ]


def test_closure_cells_that_change_are_seen():
    trace = run("""
        import asyncio
        async def main():
            total = 0
            async def work(n):
                nonlocal total
                total += n
                await asyncio.sleep(0)
                return total
            await asyncio.gather(work(1), work(2))
        asyncio.run(main())
    """)
    assert accesses(trace) == [
        ("main", "write", "total", 3, "0"),
        ("work 1", "read", "total", 6, "0"),
        ("work 1", "write", "total", 6, "1"),
        ("work 2", "read", "total", 6, "1"),
        ("work 2", "write", "total", 6, "3"),
        ("work 1", "read", "total", 8, "3"),
        ("work 2", "read", "total", 8, "3"),
    ]


@pytest.mark.parametrize(
    ("setup", "line", "seen"),
    [
        ("t = {'k': 0}", "t['k'] += n", [("read", "t['k']", "0"), ("write", "t['k']", "1")]),
        ("t = [5, 6]", "t[-1] = n", [("write", "t[1]", "1")]),
        ("t = [5, 6]", "t[0:1] = [n]", [("write", "t", "[1, 6]")]),
        ("t = [5, 6]", "del t[0]", [("write", "t", "[6]")]),
        ("t = []", "t.append(n)", [("write", "t", "[1]")]),
        ("t = {1: 1}", "t.update(a=n)", [("write", "t['a']", "1")]),
        (
            "t = {'k': 0}",
            "t['k'] = t.get('k') + 1",
            [("read", "t['k']", "0"), ("write", "t['k']", "1")],
        ),
        ("t = {1, 2}", "t.add(len(t) + n)", [("read", "t", "{1, 2}"), ("write", "t", "{1, 2, 3}")]),
    ],
)
def test_elements_and_methods_of_containers_are_seen(setup, line, seen):
    trace = trace_of(f"    {line}", setup)
    assert [(kind, name, value) for kind, name, _, value in of_work_1(trace)] == seen


@pytest.mark.parametrize(
    "reading",
    [
        "for x in t: pass",
        "[x for x in t]",
        "len(t)",
        "sum(t)",
        "sorted(t)",
        "print(t)",
        "f'{t}'",
        "1 in t",
        "t == []",
        "if t: pass",
        "not t",
        "t and 1",
        "t.count(1)",
        "t.copy()",
    ],
)
def test_looking_into_a_container_is_a_read_of_the_whole(reading):
    trace = trace_of(f"    {reading}\n    t.append(n)", "t = [0]")
    assert of_work_1(trace)[0] == ("read", "t", 4, "[0]")


def test_locals_constants_functions_and_modules_are_not_in_the_trace():
    trace = trace_of(
        "    local = n + LIMIT\n    local += helper(local)\n    items = [local]\n"
        "    items.append(math.pi)\n    await asyncio.sleep(0)\n    return items[0]",
        "import math\nLIMIT = 5\ndef helper(x): return x * 2",
    )
    assert (accesses(trace), trace.objects) == ([], [])


def test_what_only_one_task_touches_is_not_shared():
    setup = "class Account:\n    def __init__(self): self.balance = 0"
    body = "    mine = Account()\n    mine.balance += n\n"
    body += "    await asyncio.sleep(0)\n    mine.balance += 1"
    assert names(trace_of(body, setup)) == []


def test_what_is_only_read_after_its_creation_is_not_shared():
    trace = trace_of("    box.rate * n", "class Box: rate = 5\nbox = Box()\nbox.rate = 7")
    assert names(trace) == []


def test_what_the_program_watches_is_in_the_trace_even_if_nobody_shares_it():
    trace = run('''
        """Watch: box.value"""
        import asyncio
        class Box: pass
        async def main():
            box = Box()
            box.value = 1
        asyncio.run(main())
    ''')
    assert accesses(trace) == [("main", "write", "box.value", 6, "1")]
    assert [(o["name"], o["line"], o["watched"], o["shared"]) for o in trace.objects] == [
        ("box.value", 6, True, False)
    ]
    assert trace.state == {"box.value": "1"}


def test_repeated_reads_of_one_value_in_one_step_are_one_event_with_a_count():
    trace = trace_of("    for _ in range(50): box.n\n    box.n = n", SETUP)
    reads = events(trace, "read", task=1)
    assert [(e["value"], e["count"]) for e in reads] == [("5", 50)]


def test_many_writes_in_one_step_are_summed_up_and_the_last_value_is_kept():
    trace = trace_of("    for i in range(50): box.n = i", SETUP)
    writes = events(trace, "write", task=1)
    assert [e["count"] for e in writes] == [1] * 7 + [43]
    assert writes[-1]["value"] == "49"


def test_a_deletion_is_a_write_without_a_value():
    trace = trace_of("    box.n = n\n    del box.n", SETUP)
    assert of_work_1(trace) == [("write", "box.n", 6, "1"), ("write", "box.n", 7, None)]


def test_two_accounts_are_told_apart_by_their_own_names():
    trace = run("""
        import asyncio
        class Account:
            def __init__(self, name):
                self.name, self.balance = name, 0
        async def pay(account):
            account.balance += 1
        async def main():
            accounts = [Account("alice"), Account("bob")]
            await asyncio.gather(*(pay(account) for account in accounts for _ in "ab"))
        asyncio.run(main())
    """)
    assert names(trace) == ["alice.balance", "bob.balance"]


def test_keys_that_are_told_apart_by_identity_are_different_elements():
    setup = "class Key: pass\nkeys = Key(), Key()\nt = {key: 0 for key in keys}"
    trace = trace_of("    t[keys[n - 1]] += 1", setup)
    assert names(trace) == []


def test_equal_keys_of_different_types_are_one_element():
    trace = trace_of("    t[n] += 1\n    t[float(n)] += 1", "t = {1: 0, 2: 0}", "t[True] = 0")
    assert names(trace) == ["t[1]"]


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("setattr(box, 'n', n)", [("write", "box.n", "1")]),
        ("box.n = getattr(box, 'n') + n", [("read", "box.n", "5"), ("write", "box.n", "6")]),
        ("delattr(box, 'n') if n == 1 else setattr(box, 'n', 2)", [("write", "box.n", None)]),
        ("heapq.heappush(heap, n)", [("write", "heap", "[1, 9]")]),
        ("alias = heap; alias += [n]", [("write", "heap", "[9, 1]")]),
        ("heap[0:0] = [*heap]", [("read", "heap", "[9]"), ("write", "heap", "[9, 9]")]),
        ("_, *_ = heap; heap.append(n)", [("read", "heap", "[9]"), ("write", "heap", "[9, 1]")]),
    ],
)
def test_roundabout_accesses_are_seen_too(line, seen):
    trace = trace_of(f"    {line}", f"import heapq\nheap = [9]\n{SETUP}")
    reported = [(kind, name, value) for kind, name, _, value in of_work_1(trace)]
    assert reported[: len(seen)] == seen


@pytest.mark.parametrize(
    ("made", "first", "second", "shared"),
    [
        ("t = []", "t.append(1)", "print(t)", ["t"]),
        ("t = {}", "t['k'] = 1", "t['k']", ["t['k']"]),
        ("box.t = []", "box.t.append(1)", "len(box.t)", ["box.t"]),
        ("t = [0]", "t[0]", "t[0]", []),
        ("t = {}", "t['a'] = 1", "t['b'] = 1", []),
    ],
)
def test_what_one_task_leaves_for_another_in_a_container_is_shared(made, first, second, shared):
    trace = trace_of(f"    if n == 1: {first}\n    else: {second}", f"{SETUP}\n{made}")
    assert names(trace) == shared
