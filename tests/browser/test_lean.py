"""What starts the tests' Chromium: see `lean`."""

import os
import subprocess

import pytest

from tests.browser.lean import LEFT_OUT, lean


@pytest.mark.skipif(os.name != "posix", reason="there is no shell")
def test_the_features_left_out_join_the_driver_s_own_and_all_else_stays_as_it_is(tmp_path):
    chromium = tmp_path / "a chromium"
    chromium.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    chromium.chmod(0o755)
    given = ["--first=a b", "--disable-features=One,Two", "--last='$HOME' *"]
    starter = lean(str(chromium), tmp_path)

    done = subprocess.run([starter, *given], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == [given[0], f"{given[1]},{LEFT_OUT}", given[2]]
