"""Ask the Python that runs this, and print its answer as JSON."""

import json
import sys

from tests.engine.cpython.checks import failures

print(json.dumps({"python": sys.version.split()[0], "failures": failures()}))
