#!/usr/bin/env python3
"""Set up, build, serve, test and measure Lockstep. `python3 build.py --help` lists the commands.

Starts on any Python from 3.9 on with the standard library only. It makes `.venv` and
`node_modules` from the pinned lists, then goes on inside `.venv`.
"""

import os
import sys
from pathlib import Path

if sys.version_info < (3, 9):  # noqa: UP036 - said in words, not as a traceback
    sys.exit("build.py: start it with Python 3.9 or newer; this is " + sys.version.split()[0] + ".")

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "py"))
sys.dont_write_bytecode = True  # an old Python should leave nothing behind in py/

from sitebuild import cli, setup  # noqa: E402


def main(arguments: "list[str]") -> int:
    try:
        options = cli.parse(arguments)
    except cli.UsageError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        python = setup.ensure(ROOT)
    except setup.SetupError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    if not setup.inside(ROOT):
        sys.stdout.flush()
        os.execv(python, [str(python), str(ROOT / "build.py"), *arguments])
    # From here on it is one Python; what it compiles is kept where nothing is in the way.
    sys.pycache_prefix = str(ROOT / "node_modules/.cache/lockstep/bytecode")
    sys.dont_write_bytecode = False
    from sitebuild.commands import run  # noqa: PLC0415 - needs what .venv holds

    return run(options, ROOT)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nbuild.py: stopped.", file=sys.stderr)
        sys.exit(130)
