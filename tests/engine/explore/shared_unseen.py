"""Ways to share state that the text of a program does not show, each as a lost update.

Each task waits, reads, waits and writes what it has read plus one, or the like.
"""

#: name -> what comes before, an expression that reads, a statement that writes `v`, what is left
PROGRAMS = {
    "a bound method in a partial": (
        "from functools import partial\nseen = []\nreport = partial(seen.append)",
        "len(seen)",
        "report(v)",
        "seen",
    ),
    "a method of a dict, and no other way to it": (
        "d = {'x': 0}\nput, get = d.__setitem__, d.__getitem__\ndel d",
        "get('x')",
        "put('x', v + 1)",
        "get('x')",
    ),
    "map": ("seen = []", "len(seen)", "list(map(seen.append, [v]))", "seen"),
    "the order of a dict": ("d = {}", "len(d)", "d[n, v] = 1", "list(d)"),
    "a view": ("d = {}\nview = d.keys()", "len(view)", "d[n, v] = 1", "sorted(d)"),
    "an iterator": (
        "i = iter(range(99))",
        "next(i)",
        "next(i) if v % 2 else None",
        "next(i)",
    ),
    "an iterator of itertools": (
        "import itertools\ni = itertools.cycle('abc')",
        "next(i)",
        "next(i) if v == 'a' else None",
        "next(i)",
    ),
    "an iterator that has come to the end of one of its own": (
        "import itertools\ni = itertools.zip_longest('abcdefgh', '')",
        "next(i)[0]",
        "next(i) if v == 'a' else None",
        "next(i)",
    ),
    "the mode of a file": (
        "import os\nopen('f', 'w').close()\nos.chmod('f', 0o600)",
        "os.stat('f').st_mode",
        "os.chmod('f', v + 8 & 0o677)",
        "oct(os.stat('f').st_mode)",
    ),
    "empty folders": (
        "import os",
        "len(os.listdir('.'))",
        "os.makedirs(f'd{v}', exist_ok=True)",
        "len(os.listdir('.'))",
    ),
    "a generator": (
        "def count():\n    n = 0\n    while True:\n        n += 1\n        yield n\ng = count()",
        "next(g)",
        "next(g) if v % 2 else None",
        "next(g)",
    ),
    "an asynchronous generator": (
        "n = 0\nasync def count():\n    global n\n    while True:\n"
        "        n += 1\n        yield n\n"
        "g = count()",
        "await anext(g)",
        "await anext(g) if v % 2 else None",
        "n",
    ),
    "a method written in Python": (
        "from collections import Counter\nc = Counter()",
        "c['x']",
        "c.update(x=v + 1)",
        "c['x']",
    ),
    "update by keyword": ("d = dict(x=0)", "d['x']", "d.update(x=v + 1)", "d['x']"),
    "a cached property": (
        "from functools import cached_property\nclass A:\n    n = 0\n    @cached_property\n"
        "    def x(self):\n        A.n += 1\n        return A.n\na = A()",
        "a.x",
        "a.__dict__.pop('x', None)",
        "A.n",
    ),
    "a cache": (
        "from functools import lru_cache\nhits = []\n@lru_cache(maxsize=2)\ndef f(k):\n"
        "    hits.append(k)\n    return len(hits)",
        "f(n)",
        "f(v)",
        "(hits, f.cache_info())",
    ),
    "a rebound function": (
        "def f():\n    return 0",
        "f()",
        "globals().__setitem__('f', lambda: v + 1)",
        "f()",
    ),
    "an attribute of a module": (
        "import string\nstring.counter = 0",
        "string.counter",
        "setattr(string, 'counter', v + 1)",
        "string.counter",
    ),
    "a context": (
        "import contextvars\nshared = contextvars.copy_context()\n"
        "var = contextvars.ContextVar('var', default=0)",
        "shared.run(var.get)",
        "shared.run(var.set, v + 1)",
        "shared.run(var.get)",
    ),
    "the default of a context variable": (
        "import contextvars\nvar = contextvars.ContextVar('var', default=[])",
        "len(var.get())",
        "var.get().append(v)",
        "var.get()",
    ),
    "a lock's text": (
        "lock = asyncio.Lock()\nout = []",
        "str(lock).count('unlocked')",
        "out.append(v); await lock.acquire() if v and not lock.locked() else None",
        "out",
    ),
    "a read that fails": (
        "d = {}\ndef get():\n    try:\n        return d['x']\n"
        "    except KeyError:\n        return 0",
        "get()",
        "d['x'] = v + 1",
        "d",
    ),
    "a weak reference": (
        "import weakref\nclass A: pass\nkept = [A() for _ in range(4)]\n"
        "refs = [*map(weakref.ref, kept)]",
        "sum(r() is not None for r in refs)",
        "kept.pop() if v > 2 else None",
        "len(kept)",
    ),
    "a finaliser": (
        "import weakref\nclass A: pass\nlog = []\nkept = [A() for _ in range(4)]\n"
        "for i, a in enumerate(kept):\n    weakref.finalize(a, log.append, i)\ndel a",
        "len(log)",
        "kept.pop(v % len(kept))",
        "log",
    ),
    "a class of a function's": (
        "def make():\n    class A:\n        x = 0\n    return A()\na = make()",
        "a.x",
        "setattr(type(a), 'x', v + 1)",
        "a.x",
    ),
    "a descriptor": (
        "class D:\n    v = 0\n    def __get__(self, o, t): return self.v\n"
        "    def __set__(self, o, v): self.v = v\nclass A:\n    x = D()\na = A()",
        "a.x",
        "a.x = v + 1",
        "a.x",
    ),
    "slots": (
        "class A:\n    __slots__ = ('x',)\na = A()\na.x = 0",
        "a.x",
        "a.x = v + 1",
        "a.x",
    ),
    "exec": ("x = 0", "eval('x')", "exec(f'global x; x = {v + 1}')", "x"),
    "a closure in a default": (
        "def f(v=None, box=[0]):\n    if v is not None:\n        box[0] = v\n    return box[0]",
        "f()",
        "f(v + 1)",
        "f()",
    ),
    "a view of bytes": (
        "b = bytearray(1)\nm = memoryview(b)",
        "m[0]",
        "m[0] = v + 1",
        "b[0]",
    ),
    "a full deque": (
        "from collections import deque\nd = deque(maxlen=2)",
        "len(d)",
        "d.append((n, v))",
        "list(d)",
    ),
    "an ordered dict": (
        "from collections import OrderedDict\nd = OrderedDict.fromkeys('abc', 0)",
        "next(iter(d))",
        "d.move_to_end(v)",
        "list(d)",
    ),
    "a heap": ("import heapq\nh = []", "len(h)", "heapq.heappush(h, (v, n))", "h"),
    "an array": (
        "from array import array\na = array('i', [0])",
        "a[0]",
        "a.__setitem__(0, v + 1)",
        "a[0]",
    ),
    "a member of an enumeration": (
        "import enum\nclass E(enum.Enum):\n    A = 1\nE.A.count = 0",
        "E.A.count",
        "E.A.count = v + 1",
        "E.A.count",
    ),
    "what a function dispatches to": (
        "from functools import singledispatch\n@singledispatch\ndef f(x): return 0",
        "f(1)",
        "f.register(int, lambda x, v=v: v + 1)",
        "f(1)",
    ),
    "a handler of a logger": (
        "import logging\nclass H(logging.Handler):\n    n = 0\n"
        "    def emit(self, r): H.n = int(r.getMessage()) + 1\nlog = logging.getLogger('x')\n"
        "log.addHandler(H())\nlog.setLevel(10)",
        "H.n",
        "log.info('%d', v)",
        "H.n",
    ),
    "a logger that no name holds": (
        "import logging",
        "logging.getLogger('a').level",
        "logging.getLogger('a').setLevel(v + 1)",
        "logging.getLogger('a').level",
    ),
    "a file": (
        "from pathlib import Path\nPath('x').write_text('0')",
        "int(Path('x').read_text())",
        "Path('x').write_text(str(v + 1))",
        "Path('x').read_text()",
    ),
    "a database": (
        "import sqlite3\ndb = sqlite3.connect(':memory:')\ndb.execute('create table t (x)')\n"
        "db.execute('insert into t values (0)')",
        "db.execute('select x from t').fetchone()[0]",
        "db.execute('update t set x = ?', (v + 1,))",
        "db.execute('select x from t').fetchone()[0]",
    ),
    "the environment": (
        "import os\nos.environ['LEFT'] = '0'",
        "int(os.environ['LEFT'])",
        "os.environ['LEFT'] = str(v + 1)",
        "os.environ['LEFT']",
    ),
    "a context of decimals": (
        "import decimal\nctx = decimal.Context(prec=1)",
        "ctx.prec",
        "setattr(ctx, 'prec', v + 1)",
        "ctx.prec",
    ),
    "an exception's attribute": ("e = ValueError()\ne.n = 0", "e.n", "e.n = v + 1", "e.n"),
    "an event of a class of its own": (
        "class E(asyncio.Event):\n    n = 0\n    def set(self):\n        self.n += 1\n"
        "        super().set()\ne = E()",
        "e.n",
        "e.set() if v < 2 else setattr(e, 'n', v)",
        "e.n",
    ),
    "a module that the program has made": (
        "import sys, types\nsys.modules['made'] = types.ModuleType('made')\n"
        "sys.modules['made'].x = 0",
        "__import__('made').x",
        "setattr(sys.modules['made'], 'x', v + 1)",
        "__import__('made').x",
    ),
    "names of tasks": (
        "names = []",
        "len(names)",
        "asyncio.current_task().set_name(str(v)); names.append(asyncio.current_task().get_name())",
        "names",
    ),
}


def program(name, tasks):
    """Return a program in which so many tasks share state in this way."""
    before, reads, writes, left = PROGRAMS[name]
    return f"""
import asyncio
{before}
async def work(n):
    await asyncio.sleep(1)
    v = {reads}
    await asyncio.sleep(1)
    {writes}
async def main():
    await asyncio.gather(*(work(n) for n in range({tasks})))
    return {left}
asyncio.run(main())
"""
