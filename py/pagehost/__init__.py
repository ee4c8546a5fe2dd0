"""What stands between the page's worker and lockstep: the interpreter's own arrangements.

Everything here is about Python in a sandbox of the browser: what may be imported, and what
is fetched when an import misses. The engine knows nothing of it.
"""

from pagehost.host import (
    answer,
    explore,
    grade,
    orders,
    prepare,
    prepare_exploring,
    read,
    seal,
    write,
)

__all__ = [
    "answer",
    "explore",
    "grade",
    "orders",
    "prepare",
    "prepare_exploring",
    "read",
    "seal",
    "write",
]
