"""The explorer's tables say what was found, and read what the page says."""

import pytest

from sitebuild.bench_explorer import beside, programs, tables


@pytest.mark.parametrize(
    ("wording", "count"),
    [
        ("2,520 orders: 1,152 end at 100.", 2520),
        ("1,234 runs so far: some end at 1.", 1234),
        ("576 distinct orders: 144 end at 100.", 576),
        ("All 6 orders end at 200.", 6),
    ],
)
def test_the_number_of_orders_is_read_from_what_the_page_says(wording, count):
    assert tables.orders_in(wording) == count


def test_a_page_that_tells_no_number_is_no_figure():
    with pytest.raises(ValueError, match="no number of orders"):
        tables.orders_in("This program could not be explored.")


def test_speeds_stand_side_by_side_with_their_ratio():
    head, row = tables.speeds({"orders": tables.rate(3000, 2)}, [600])
    assert head.split()[-3:] == ["CPython", "Chromium", "ratio"]
    assert row.split() == ["orders", "1,500", "600", "0.40"]


def test_verdicts_are_told_by_their_slow_end_and_what_has_none_by_name():
    times = {f"lesson{n}": float(n) for n in range(1, 22)}
    middle, slowest, without = tables.verdicts({**times, "endless": None})
    assert "median 11 ms, p95 20 ms of 21 lessons" in middle
    assert slowest.startswith("slowest: lesson21 21 ms, lesson20 20 ms")
    assert without == "without a verdict: endless"


def reduced(**other):
    known = {"classes": 100, "orders": 104, "blocked": 3, "runs": 9, "seconds": 0.5}
    return {**known, "complete": True, **other}


def test_orders_are_told_for_each_class_and_what_is_not_all_says_so():
    assert tables.reduction_row("rw(3)", reduced()).split() == [
        *("rw(3)", "100", "104", "1.04", "3", "9", "0.50")
    ]
    assert tables.reduction_row("rw(3)", reduced(complete=False)).endswith("not all")


def test_the_sum_names_the_worst_program():
    wording = tables.reduction_sum([reduced(), reduced(orders=120)])
    assert wording.split("\n")[0].split()[2:6] == ["200", "224", "1.12", "6"]
    assert "At worst 1.20 orders a class (aim: 1.05)." in wording


def test_a_cost_twice_as_large_has_a_bar_two_longer_whatever_it_is():
    costs = {(2, 2, 1): 0.02, (3, 2, 1): 0.0392, (4, 2, 2): 0.0768}

    assert tables.growth_plot(costs)[2:] == [
        "2 x 2, one place   | 0.02",
        "3 x 2, one place   |## 0.04",
        "4 x 2, two places  |#### 0.08",
    ]


def test_an_ordinary_program_has_its_answer_or_how_far_that_has_come():
    cut = {"seconds": 10.2, "cpu": 9.9, "runs": 1260, "says": "No failure so far."}

    row = tables.ordinary_row("a queue", {**cut, "complete": False})
    assert row.split() == [
        *("a", "queue", "10.2", "9.9", "1,260", "No", "failure", "so", "far.", "Not", "all.")
    ]


MINE = {"seconds": 0.2, "runs": 20, "says": "84 of 90 orders lose an update.", "complete": True}
THEIRS = {"seconds": 6.0, "runs": 184, "holds": False, "ends": [100, 200], "is_cut": False}


def test_each_tool_says_its_own():
    ours, first, second = tables.beside_rows(3, False, MINE, [THEIRS, {"error": "no such thing"}])
    assert ours.startswith("3 unlocked")
    assert ours.endswith("84 of 90 orders lose an update. Verified.")
    assert first.split()[:4] == ["frontrun", "(a)", "6.00", "184"]
    assert first.endswith("fails (ends seen: 100, 200)")
    assert second.endswith("no such thing")


def test_what_ran_out_of_time_or_could_not_decide_says_so():
    assert tables.their_verdict({**THEIRS, "is_cut": True}).endswith("; its time was up")
    assert tables.their_verdict({**THEIRS, "holds": None, "ends": []}) == (
        "undecided (ends seen: none)"
    )


def test_why_it_failed_is_one_line():
    assert beside.last_line("Traceback\n  File\nValueError: no\n\n") == "ValueError: no"
    assert beside.last_line("") == "it said nothing"


@pytest.mark.parametrize("locked", [False, True])
def test_the_deposits_are_python(locked):
    source = programs.deposits(2, locked=locked)
    compile(source, "deposits.py", "exec")
    assert ("async with" in source) is locked


def test_the_published_programs_are_there():
    names = [name for name, _ in programs.published(beside._SCRIPT.parents[3])]
    assert "lastzero(5)" in names
