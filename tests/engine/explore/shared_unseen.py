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
    "how many names a file has": (
        "import os\nopen('f', 'w').close()",
        "os.stat('f').st_nlink",
        "os.path.exists(f'{v}') or os.link('f', f'{v}')",
        "os.stat('f').st_nlink",
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
    "an attribute of a task": (
        "order = []",
        "setattr(asyncio.current_task(), 'place', len(order))",
        "order.append(asyncio.current_task().place)",
        "order",
    ),
    "an attribute of a task whose name is also one of ours": (
        "order = []",
        "setattr(asyncio.current_task(), '_place', len(order))",
        "order.append(asyncio.current_task()._place)",
        "order",
    ),
    "a slot of a task": (
        "class T(asyncio.Task):\n    __slots__ = ('n',)\norder, tasks = [], []\n"
        "async def nothing():\n    pass",
        "tasks.append(T(nothing(), loop=asyncio.get_running_loop()))"
        " or setattr(tasks[0], 'n', len(order))",
        "order.append(tasks[0].n)",
        "order",
    ),
    "an attribute of a future": (
        "order, futures = [], []",
        "futures.append(asyncio.get_running_loop().create_future())"
        " or setattr(futures[0], 'n', len(order))",
        "order.append(futures[0].n)",
        "order",
    ),
    "whether a stream is closed": (
        "import sys\norder = []",
        "sys.stdin.close() if order else None",
        "order.append(sys.stdin.closed)",
        "order",
    ),
    "an attribute of a stream": (
        "import sys\nsys.stdin.n = sys.stdout.n = 0",
        "sys.stdin.n + sys.stdout.n",
        "setattr(sys.stdin if n % 2 else sys.stdout, 'n', v + 1)",
        "(sys.stdin.n, sys.stdout.n)",
    ),
    "what is done with asynchronous generators": (
        "import sys",
        "getattr(sys.get_asyncgen_hooks()[0], 'n', 0)",
        "hook = lambda made: None; hook.n = v + 1; sys.set_asyncgen_hooks(hook)",
        "sys.get_asyncgen_hooks()[0].n",
    ),
    "names of tasks": (
        "names = []",
        "len(names)",
        "asyncio.current_task().set_name(str(v)); names.append(asyncio.current_task().get_name())",
        "names",
    ),
}

#: The same of state that is only ever overwritten.
OVERWRITTEN = {
    "which file another is": (
        "import os\nfor f in 'ab': open(f, 'w').close()",
        "0",
        "os.path.lexists('c') and os.unlink('c'); os.link('ab'[v], 'c')",
        "os.path.samefile('a', 'c')",
    ),
    "when a file was changed": (
        "import os\nopen('f', 'w').close()",
        "0",
        "os.utime('f', (v, v))",
        "os.stat('f').st_mtime",
    ),
    "what is noted beside a file": (
        "import os\nopen('f', 'w').close()",
        "0",
        "os.setxattr('f', 'user.n', b'%d' % v)",
        "os.getxattr('f', 'user.n')",
    ),
    "where an exception has found what it tells of": (
        "e = UnicodeDecodeError('utf8', b'abc', 0, 1, 'x')",
        "e.start",
        "e.start = v",
        "e.start",
    ),
    "how much an exception has written": (
        "e = BlockingIOError(1, 'x', 5)",
        "e.characters_written - 5",
        "e.characters_written = v",
        "e.characters_written",
    ),
    "the docstring of a function": (
        "def f(): '0'",
        "int(f.__doc__)",
        "f.__doc__ = str(v + 1)",
        "f.__doc__",
    ),
    "the name of a function": (
        "def f(): pass\nf.__name__='0'",
        "int(f.__name__)",
        "f.__name__ = str(v + 1)",
        "f.__name__",
    ),
    "annotations": (
        "def f(x: int): pass\nf.__annotations__['x'] = 0",
        "f.__annotations__['x']",
        "f.__annotations__['x'] = v + 1",
        "f.__annotations__['x']",
    ),
    "the default of a keyword": (
        "def f(*, a=0): return a",
        "f()",
        "f.__kwdefaults__['a'] = v + 1",
        "f()",
    ),
    "names of something executed": (
        "ns = {}\n"
        "exec('n = 0\\ndef get(): return n\\ndef put(x):\\n    global n\\n    n = x', ns)\n"
        "get, put = ns['get'], ns['put']\ndel ns",
        "get()",
        "put(v + 1)",
        "get()",
    ),
    "names of a function of its own": (
        "import types\ndef g():\n    return n\ndef p(x):\n    global n\n    n = x\n"
        "ns = {'n': 0}\nget = types.FunctionType(g.__code__, ns)\n"
        "put = types.FunctionType(p.__code__, ns)\ndel ns",
        "get()",
        "put(v + 1)",
        "get()",
    ),
    "a default under another's name": (
        "import functools\n@functools.wraps(len)\ndef f(x=None, seen=[0]):\n"
        "    if x is not None: seen[0] = x\n    return seen[0]",
        "f()",
        "f(v + 1)",
        "f()",
    ),
    "the name of a generator": (
        "def g(): yield\nx = g()\nx.__name__ = '0'",
        "int(x.__name__)",
        "x.__name__ = str(v + 1)",
        "x.__name__",
    ),
    "the docstring of a class": (
        "class C: '0'",
        "int(C.__doc__)",
        "C.__doc__ = str(v + 1)",
        "C.__doc__",
    ),
    "the module of a class": (
        "class C: pass\nC.__module__='0'",
        "int(C.__module__)",
        "C.__module__ = str(v + 1)",
        "C.__module__",
    ),
    "the name of a class": (
        "class C: pass\nC.__name__='0'",
        "int(C.__name__)",
        "C.__name__ = str(v + 1)",
        "C.__name__",
    ),
    "an attribute of a class of asyncio": (
        "import asyncio\nasyncio.Lock.count = 0",
        "asyncio.Lock.count",
        "asyncio.Lock.count = v + 1",
        "asyncio.Lock.count",
    ),
    "an attribute of a class that was imported": (
        "from collections import UserDict\nUserDict.count = 0",
        "UserDict.count",
        "UserDict.count = v + 1",
        "UserDict.count",
    ),
    "an attribute of a base class of the library": (
        "import string\nclass T(string.Template): pass\nstring.Template.n = 0",
        "T.n",
        "T.__base__.n = v + 1",
        "T.n",
    ),
    "an attribute of a module in a module": (
        "import os\nos.path.count = 0",
        "os.path.count",
        "os.path.count = v + 1",
        "os.path.count",
    ),
    "a builtin of its own": (
        "__builtins__.count = 0",
        "count",
        "__builtins__.count = v + 1",
        "count",
    ),
    "the order of a set of objects with a hash": (
        "class P:\n    def __init__(self, x): self.x = x\n    def __hash__(self): return 1\n"
        "s = set()",
        "len(s)",
        "s.add(P(n))",
        "[p.x for p in s]",
    ),
    "an exception's traceback": (
        "e = ValueError()\ntry:\n    1/0\nexcept ZeroDivisionError as x:\n    tb = x.__traceback__",
        "e.__traceback__ is None",
        "e.__traceback__ = None if v else tb",
        "e.__traceback__ is None",
    ),
    "the locals of a frame": (
        "import sys\ndef f():\n    box = [0]\n    return sys._getframe()\nfr = f()",
        "fr.f_locals['box'][0]",
        "fr.f_locals['box'][0] = v + 1",
        "fr.f_locals['box']",
    ),
    "attributes in a dict of another class": (
        "import collections\nclass D(dict): pass\nclass C: pass\nc = C()\nc.__dict__ = D(x=0)",
        "c.x",
        "c.x = v + 1",
        "c.x",
    ),
    "an attribute of the thread": (
        "from threading import current_thread\ncurrent_thread().n=0",
        "current_thread().n",
        "current_thread().n = v + 1",
        "current_thread().n",
    ),
    "an attribute of a function of the library": (
        "import getopt\ngetopt.long_has_args.n = 0",
        "getopt.long_has_args.n",
        "getopt.long_has_args.n = v + 1",
        "getopt.long_has_args.n",
    ),
    "a default of a function of the library": (
        "import textwrap\ntextwrap.indent.__defaults__ = (0,)",
        "textwrap.indent.__defaults__[0]",
        "textwrap.indent.__defaults__ = (v + 1,)",
        "textwrap.indent.__defaults__",
    ),
    "the recursion limit": (
        "import sys",
        "sys.getrecursionlimit() - 1000",
        "sys.setrecursionlimit(v + 1001)",
        "sys.getrecursionlimit()",
    ),
    "a table of the library": (
        "import mimetypes\nmimetypes.init()",
        "int((mimetypes.guess_type('a.zzq')[0] or 'x/0')[2:])",
        "mimetypes.add_type(f'x/{v + 1}', '.zzq')",
        "mimetypes.guess_type('a.zzq')[0]",
    ),
    "how objects are copied": (
        "import copyreg\nclass C: pass\ncopyreg.pickle(C, lambda c: 0)",
        "copyreg.dispatch_table[C](0)",
        "copyreg.pickle(C, lambda c: v + 1)",
        "copyreg.dispatch_table[C](0)",
    ),
    "what was sent to a generator": (
        "def g():\n    x = 0\n    while True:\n        y = yield x\n"
        "        if y is not None: x = y\ngen = g()\nnext(gen)",
        "next(gen)",
        "gen.send(v + 1)",
        "next(gen)",
    ),
    "the position in a text": (
        "import io\ns = io.StringIO('0123456789')",
        "int(s.read(1) or 9)",
        "s.seek(v + 1)",
        "s.read()",
    ),
    "a buffer of bytes": (
        "import io\ns = io.BytesIO(b'0000')\nview = s.getbuffer()\ndel s",
        "view[0] - 48",
        "view[0] = v + 49",
        "bytes(view)",
    ),
    "an attribute of a metaclass": (
        "class M(type):\n    n = 0\nclass C(metaclass=M): pass\ndel M",
        "C.n",
        "setattr(type(C), 'n', v + 1)",
        "C.n",
    ),
    "the class of an object": (
        "class A:\n    n = 0\nclass B:\n    n = 1\nclass C:\n    n = 2\nclass D:\n    n=3\no = A()",
        "o.n",
        "o.__class__ = [A, B, C, D][v + 1]",
        "o.n",
    ),
    "which of several lambdas in one line": (
        "op = None",
        "op(0) if op else 0",
        "globals()['op'] = (lambda x: x + 1) if v == 0 else (lambda x: x + 2)",
        "op(0)",
    ),
    "how an error of encoding is handled": (
        "import codecs\ncodecs.register_error('mine', lambda e: ('0', e.end))",
        "0",
        "codecs.register_error('mine', lambda e: (str(v), e.end))",
        "'\u00e9'.encode('ascii', 'mine')",
    ),
    "how a warning is shown": (
        "import warnings\nshown = []\nwarnings.simplefilter('always')",
        "0",
        "warnings.showwarning = lambda *a: shown.append(v)",
        "warnings.warn('x') or shown",
    ),
    "a time zone of its own": (
        "import datetime\nclass Z(datetime.tzinfo):\n    h = 0\n"
        "    def utcoffset(self, d): return datetime.timedelta(hours=self.h)\n"
        "t = datetime.datetime(2020, 1, 1, tzinfo=Z())",
        "t.tzinfo.h",
        "t.tzinfo.h = v + 1",
        "t.utcoffset().seconds",
    ),
    "the locals of a frame that an exception has come through": (
        "def f():\n    box = [0]\n    raise ValueError\ntry:\n    f()\n"
        "except ValueError as e:\n    error = e",
        "error.__traceback__.tb_next.tb_frame.f_locals['box'][0]",
        "error.__traceback__.tb_next.tb_frame.f_locals['box'][0] = v",
        "error.__traceback__.tb_next.tb_frame.f_locals['box'][0]",
    ),
    "the stream that is printed to": (
        "import io, sys\nreal, outs = sys.stdout, [io.StringIO(), io.StringIO()]",
        "0",
        "sys.stdout = outs[v]",
        "print('x') or setattr(sys, 'stdout', real) or [out.getvalue() for out in outs]",
    ),
    "how much of a stack a thread gets": (
        "import threading",
        "0",
        "threading.stack_size(v + 1 << 16)",
        "threading.stack_size() >> 16",
    ),
    "what is registered for the exit": (
        "import atexit\nbefore = atexit._ncallbacks()",
        "atexit._ncallbacks() - before",
        "atexit.unregister(print); [atexit.register(print, end='') for _ in range(v + 1)]",
        "atexit._ncallbacks() - before",
    ),
    "what the collector tells": (
        "import gc",
        "0",
        "gc.set_debug(v * gc.DEBUG_STATS)",
        "gc.get_debug()",
    ),
    "the code of a function": (
        "def f(): return 100",
        "f() - 100",
        "f.__code__ = f.__code__.replace(co_consts=(None, v + 101))",
        "f()",
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


def last_writer(name):
    """Return a program in which two tasks write, while two others have not come yet.

    Where the state that they share is not seen, one state stands for both orders of the writers.
    """
    before, reads, writes, left = OVERWRITTEN[name]
    return f"""
import asyncio
{before}
async def work(n):
    v = {reads}
    await asyncio.sleep(1)
    v = n
    {writes}
async def idle():
    await asyncio.sleep(1)
async def main():
    await asyncio.gather(work(0), work(1), idle(), idle())
    return {left}
asyncio.run(main())
"""
