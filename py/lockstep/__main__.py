"""The command line: ``python -m lockstep``."""

from __future__ import annotations

import sys

from lockstep.cli import main

sys.exit(main(sys.argv[1:]))
