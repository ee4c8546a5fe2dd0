"""Chromium without parts of its own window that no test sees.

A browser without a head has a window all the same, and each that is opened loads two pages of
Chromium's own for what would drop down from the address: half of what a context costs. They are
left out as features, of which only the last list counts; the driver gives one, so ours joins it.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

#: Pages that drop down from the address; a Chromium that does not have them passes over the names.
LEFT_OUT = "WebUIOmniboxPopup,WebUIOmniboxAimPopup"
SCRIPT = """\
#!/bin/sh
for word; do
  shift
  case "$word" in --disable-features=*) word="$word,{features}" ;; esac
  set -- "$@" "$word"
done
exec {chromium} "$@"
"""


def lean(chromium: str, folder: Path) -> str:
    """Return what starts that Chromium so; where there is no shell, itself."""
    if os.name != "posix":
        return chromium
    starter = folder / "chromium"
    text = SCRIPT.format(features=LEFT_OUT, chromium=shlex.quote(chromium))
    starter.write_text(text, encoding="utf-8")
    starter.chmod(0o755)
    return str(starter)
