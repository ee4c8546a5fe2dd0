"""Tests that are started in the background, where an interrupt is ignored, go as elsewhere."""

import signal
import subprocess
import sys
from functools import partial

from tests.build.doors import ROOT


def test_an_interrupt_is_not_ignored():
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


def test_nor_is_it_where_the_shell_has_ignored_it():
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", __file__]
    ran = subprocess.run(
        [*command, "-k", test_an_interrupt_is_not_ignored.__name__],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_IGN),
    )
    assert ran.returncode == 0, ran.stdout
