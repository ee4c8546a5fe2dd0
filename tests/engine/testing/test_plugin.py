"""`@lockstep.every_order` in pytest: every order of a test, with pytest's own conventions."""

import os
import re
import subprocess
import sys
import textwrap

import pytest

from tests.build.doors import ROOT

pytest_plugins = ["pytester"]

BANK = """\
import asyncio

LOG = []

class Account:
    def __init__(self):
        self.balance = 0

    async def deposit(self, amount):
        before = self.balance
        await asyncio.sleep(0.1)
        self.balance = before + amount
"""
HEAD = """\
import asyncio
import lockstep
import pytest
from bank import LOG, Account

async def add(log, n):
    await asyncio.sleep(1)
    log.append(n)

"""


@pytest.fixture
def tried(pytester, monkeypatch):
    """Run pytest with the plugin over one file of tests."""
    pytester.makepyfile(bank=BANK)
    pytester.makeini("[pytest]\npythonpath = .\n")

    def run(tests, *arguments, conftest=""):
        pytester.makeconftest(conftest)
        pytester.makepyfile(test_it=HEAD + textwrap.dedent(tests))
        return pytester.runpytest("-p", "lockstep.testing.plugin", *arguments)

    return run


def text_of(result):
    return result.stdout.str()


FAILING = """\
    @lockstep.every_order
    async def test_log():
        log = []
        await asyncio.gather(add(log, 1), add(log, 2))
        assert log == [1, 2], log
"""


@pytest.fixture
def failed(tried):
    """What is said of FAILING, and the name of the script for stock asyncio."""
    result = tried(FAILING)
    result.assert_outcomes(failed=1)
    wording = text_of(result).split("= FAILURES =")[1].split("short test summary")[0]
    reported, _, rest = wording.partition("On stock asyncio, without Lockstep: python ")
    return reported.split("\n", 2)[2].rstrip(), rest.split("\n")[0]


def test_an_order_that_fails_is_told_with_its_schedule_and_the_run_in_words(failed, pytester):
    reported, _ = failed
    assert reported == textwrap.dedent(f"""\
        test_log: 1 of 2 orders fails; the shortest has one deviation from the default order.
        Schedule: any-{sys.version_info[0]}.{sys.version_info[1]}:0=1

        Traceback (most recent call last):
          File "{pytester.path}/test_it.py", line 14, in test_log
            assert log == [1, 2], log
                   ^^^^^^^^^^^^^
        AssertionError: [2, 1]

        The run in words:
        0 s  test_log  makes the task add 1 (line 13)
        0 s  test_log  makes the task add 2 (line 13)
        0 s  test_log  waits for add 1 and add 2 (line 13)
        0 s  add 1     sleeps, until 1 s as written (line 7)
        0 s  add 2     sleeps, until 1 s as written (line 7)
        1 s  add 2     over: add 2's sleep   <- the default order goes on otherwise
        1 s  add 1     over: add 1's sleep
        1 s  add 2     writes log = [2] (line 8)
        1 s  add 2     ends
        1 s  add 1     writes log = [2, 1] (line 8)
        1 s  add 1     ends
        1 s  test_log  reads log: [2, 1] (line 14)
        1 s  test_log  fails: AssertionError([2, 1]) (line 14)""")


def test_the_script_of_an_order_that_fails_shows_it_on_stock_asyncio(failed, pytester):
    _, script = failed
    shown = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        cwd=pytester.path,
        env={**os.environ, "PYTHONPATH": str(pytester.path)},
    )
    assert '{"status": "failed", "result": "AssertionError([2, 1])"' in shown.stderr
    assert "Not what Lockstep saw" not in shown.stderr


def test_the_summary_says_verified_over_all_or_which_bound_came_first(tried):
    result = tried(
        """\
        @lockstep.every_order
        async def test_sum():
            account = Account()
            await asyncio.gather(account.deposit(1), account.deposit(2), account.deposit(3))
            assert account.balance in (1, 2, 3)

        @lockstep.every_order(max_runs=8)
        async def test_bounded():
            await asyncio.gather(*(add([], n) for n in range(6)))

        @lockstep.every_order(max_runs=8, strict=True)
        async def test_strict():
            await asyncio.gather(*(add([], n) for n in range(6)))

        @lockstep.every_order
        async def test_log():
            await add(LOG, 1)
            assert LOG == [1]
        """,
        "-v",
    )

    result.assert_outcomes(passed=3, failed=1)
    section = text_of(result).split("= lockstep =")[1].split("\n====")[0].split("\n")[1:]
    assert section == [
        "test_it.py::test_sum: verified over all 6 orders",
        "test_it.py::test_bounded: not verified: The bound of 8 runs was hit before an answer "
        "(eight runs, none failed)",
        "test_it.py::test_log: verified over all orders: there is one",
        "two tests verified over all orders; 1 not verified (more with --lockstep-seconds)",
    ]
    assert "test_strict is not verified: The bound of 8 runs was hit" in text_of(result)


CONFTEST = """\
import pytest
from bank import Account

@pytest.fixture
def saved():
    account = Account()
    yield account
    assert account.balance == 3, "looked at after the test"

@pytest.fixture(autouse=True)
def clean():
    from bank import LOG
    assert LOG == []
"""
FIXTURES = """\
    made = []

    @pytest.fixture(scope="module")
    def account(base):
        made.append(1)
        return Account()

    @pytest.fixture
    def base():
        return 1

    @pytest.fixture(params=[1, 2])
    def amount(request):
        return request.param

    @pytest.fixture
    async def opened(amount):
        account = Account()
        await account.deposit(amount)
        yield account
        await asyncio.sleep(0)

    @lockstep.every_order
    async def test_made_anew(account, base):
        LOG.append(1)
        await asyncio.gather(account.deposit(1), account.deposit(2))
        assert (account.balance in (1, 2), made, LOG, base) == (True, [1], [1], 1)

    @lockstep.every_order
    async def test_left(saved):
        await saved.deposit(1)
        await saved.deposit(2)

    @pytest.mark.parametrize("make, n", [(Account, 1), pytest.param(lambda: Account(), 2, id="f")])
    @lockstep.every_order
    async def test_parameters(make, n, opened, amount):
        account = make()
        await account.deposit(n)
        assert (account.balance, opened.balance) == (n, amount)

    @lockstep.every_order
    async def test_of_pytest(monkeypatch, tmp_path):
        import os
        monkeypatch.setenv("LOCKSTEP_TEST", "1")
        (tmp_path / "a").write_text(os.environ["LOCKSTEP_TEST"])
        assert [path.read_text() for path in tmp_path.iterdir()] == ["1"]

    class TestClass:
        def setup_method(self, method):
            self.log = [method.__name__]

        @pytest.fixture
        def own(self):
            return self.log

        @lockstep.every_order
        async def test_method(self, own):
            await asyncio.gather(add(own, 1), add(own, 1))
            assert self.log == ["test_method", 1, 1]
"""


def test_fixtures_and_parameters_are_made_anew_for_every_order(tried):
    result = tried(FIXTURES, conftest=CONFTEST)

    result.assert_outcomes(passed=8)
    assert "eight tests verified over all orders" in text_of(result)


def test_what_cannot_be_made_anew_is_refused_by_name(tried):
    result = tried("""\
        class Key:
            pass

        def pytest_generate_tests(metafunc):
            if "key" in metafunc.fixturenames:
                metafunc.parametrize("key", [Key()])

        @pytest.fixture
        def outer(capsys):
            return capsys

        @lockstep.every_order
        async def test_prints(outer): ...

        @lockstep.every_order
        async def test_key(key): ...
        """)

    result.assert_outcomes(failed=2)
    wording = text_of(result)
    assert (
        "the fixture 'capsys' cannot be made anew for every order: of pytest's own fixtures, only "
        "monkeypatch and tmp_path can be."
    ) in wording
    assert re.search(r"the parameter key = .*Key object.* cannot be made anew", wording)


def test_marks_and_selection_are_pytest_s_own(tried):
    tests = """\
        @pytest.mark.xfail(raises=ZeroDivisionError, strict=True)
        @lockstep.every_order
        async def test_known():
            1 / 0

        @lockstep.every_order
        @pytest.mark.xfail(strict=True)
        async def test_known_assertion():
            assert LOG

        @pytest.mark.skip
        @lockstep.every_order
        async def test_skipped(no_such_fixture): ...

        @lockstep.every_order
        async def test_skips_itself():
            pytest.skip("not here")

        @lockstep.every_order
        async def test_raises():
            with pytest.raises(ValueError):
                int("x")

        def test_plain():
            assert True
        """
    result = tried(tests, "-rs")
    result.assert_outcomes(passed=2, skipped=2, xfailed=2)
    assert "not here" in text_of(result)
    tried(tests, "-k", "raises").assert_outcomes(passed=1, deselected=5)


ENDLESS = """\
    @lockstep.every_order
    async def test_endless():
        async def tick(n):
            while True:
                await asyncio.sleep(n)
        await asyncio.gather(tick(1), tick(2))
"""


def test_the_time_for_one_test_can_be_given(tried):
    result = tried(ENDLESS, "--lockstep-seconds", "0.5")
    result.assert_outcomes(passed=1)
    assert "not verified: The bound of 0.5 s was hit before an answer" in text_of(result)
    wrong = tried(ENDLESS, "--lockstep-seconds=soon")
    assert "'soon' is not a time: give seconds, more than 0" in wrong.stderr.str()


def test_pytest_is_imported_by_nothing_but_the_plugin():
    code = "import sys, lockstep, lockstep.testing; print('pytest' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "py")},
    )
    assert done.stdout == "False\n"
