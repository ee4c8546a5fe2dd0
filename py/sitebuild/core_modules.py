"""Which modules of the standard library travel with the page, and which wait for an import.

Everything that these import travels too. The rest sits in a second archive, fetched when a
program imports from it.
"""

from __future__ import annotations

#: What CPython and Pyodide load at start, and the programs asyncio is taught with.
CONCURRENCY = """
    asyncio concurrent.futures concurrent.futures.thread contextvars queue sched selectors
    threading
"""

#: What lockstep itself is written with.
ENGINE = """
    ast _ast_unparse dis fnmatch importlib.resources inspect json linecache symtable tokenize
    traceback types
"""

#: What an ordinary program of a learner begins with.
EVERYDAY = """
    __future__ abc base64 bisect calendar cmath collections.abc contextlib copy copyreg csv
    dataclasses datetime decimal enum fractions functools glob graphlib gzip hashlib heapq hmac
    io itertools keyword locale logging math numbers operator os pathlib pickle pprint random re
    reprlib secrets shutil signal socket stat statistics string string.templatelib struct
    tempfile textwrap time timeit token typing urllib.parse uuid warnings weakref zipfile zlib
    _pylong _strptime difflib tracemalloc
"""

CODECS = """
    encodings.ascii encodings.cp1252 encodings.latin_1 encodings.raw_unicode_escape
    encodings.unicode_escape encodings.utf_8 encodings.utf_8_sig encodings.utf_16
"""

CORE: tuple[str, ...] = tuple(sorted(f"{CONCURRENCY} {ENGINE} {EVERYDAY} {CODECS}".split()))

#: Packages whose text travels beside the bytecode, so that a traceback shows their lines.
WITH_SOURCE: tuple[str, ...] = ("asyncio",)
