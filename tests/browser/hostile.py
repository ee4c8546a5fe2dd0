"""Programs that mean harm, or do it by chance: a table of name and source.

None of them may read, send, navigate, hold up the page or outlive its bound, and the next run must
be right. The playground is held to it, and so can be every other page that runs programs.
"""

from __future__ import annotations

from tests.browser.reaching import ALL_POWERS, REACH, REACHING

#: Puts something else in the place of what the engine would answer. It is run by `exec`, since the
#: program's own functions are of no use once it has ended.
FORGE = """\
import json
import lockstep.trace as forged
honest = forged.Trace.to_dict
def forge(change):
    def to_json(trace):
        json_of = honest(trace)
        change(json_of)
        return json.dumps(json_of)
    forged.Trace.to_json = to_json
def answer(text):
    forged.Trace.to_json = lambda trace: text
"""

_TASKS = """\
import asyncio
async def f(): await asyncio.sleep(1)
async def main(): {main}
asyncio.run(main())
"""


def _tasks(main: str) -> str:
    return _TASKS.format(main=main)


def _event(kind: str, **fields: object) -> str:
    given = "".join(f", {name!r}: {value!r}" for name, value in fields.items())
    return f"{{'i': i, 't_us': 0, 'kind': {kind!r}, 'task': None, 'line': 1{given}}}"


_PRINTED = _event("printed", text="a", stream="stdout")
_ROW = "{'id': i, 'name': 'n', 'label': 'n', 'parent': None, 'line': 1, 'ended': 'pending'}"
_OBJECT = (
    "{'id': i, 'kind': 'variable', 'name': f'o{i}', 'line': 1, 'watched': True, 'shared': True}"
)

#: Honest code that is merely large.
LARGE = {
    "a task's name of 60,000 letters": _tasks("await asyncio.create_task(f(), name='m' * 60_000)"),
    "a task's name of 8,000,000 letters": _tasks(
        "await asyncio.create_task(f(), name='m' * 8_000_000)"
    ),
    "30,000 tasks": _tasks("await asyncio.gather(*[f() for _ in range(30_000)])"),
    "tasks without end": _tasks("\n    while True: asyncio.create_task(f())"),
    "1,000 tasks that wait for one lock": """\
import asyncio
lock = asyncio.Lock()
async def f():
    async with lock: await asyncio.sleep(0)
async def main(): await asyncio.gather(*[f() for _ in range(1_000)])
asyncio.run(main())
""",
    "steps without end": _tasks("\n    while True: await asyncio.sleep(0)"),
    "2,000 shared objects": """\
import asyncio
class Box: pass
boxes = [Box() for _ in range(2_000)]
async def f():
    for box in boxes:
        box.value = 1
        await asyncio.sleep(0)
async def main(): await asyncio.gather(f(), f())
asyncio.run(main())
""",
    "300 locks": """\
import asyncio
locks = [asyncio.Lock() for _ in range(300)]
async def f():
    for lock in locks:
        async with lock: await asyncio.sleep(0)
async def main(): await asyncio.gather(f(), f())
asyncio.run(main())
""",
    "a line of 190,000 letters": "print('x' * 190_000)",
    "lines without end": "n = 0\nwhile True:\n    print(n)\n    n += 1",
    "one print of 50 MB": "print('x' * 50_000_000)",
    "empty lines without end": "while True: print()",
    "letters with a thousand accents": "print('e' + '\\u0301' * 100_000)",
    "markup without end": "print('<b><i>' * 30_000)",
    "a flood of stderr": "import sys\nwhile True: sys.stderr.write('x\\n')",
    "an error's text of 20 MB": "raise ValueError('x' * 20_000_000)",
    "an assertion's text of 20 MB": "assert False, 'x' * 20_000_000",
    "a chain of 300 errors": """\
def fail(n):
    try:
        if n: fail(n - 1)
        else: raise ValueError('first')
    except ValueError as error:
        raise ValueError('x' * 10_000) from error
fail(300)
""",
    "a group of 20,000 errors": (
        "raise ExceptionGroup('all', [ValueError('x' * 100) for _ in range(20_000)])"
    ),
    "a result of 20 MB": "import asyncio\nasync def main(): return 'x' * 20_000_000\n"
    "asyncio.run(main())",
    "an error whose text never ends": """\
class Endless(Exception):
    def __str__(self): return 'x' * 10_000_000
raise Endless()
""",
    "a name of 100,000 letters": f"{'n' * 100_000} = 1\nprint('named')",
    "a recursion without end": "def f(): f()\nf()",
    "a nest of 5,000 lists": "x = []\nfor _ in range(5_000): x = [x]\nprint('nested')",
}

#: Takes memory until there is none.
BOMBS = {
    "a list that doubles": "x = [0]\nwhile True: x += x",
    "texts without end": "x = []\nwhile True: x.append('x' * 10_000_000)",
    "one text of 3 GB": "x = 'x' * 3_000_000_000",
    "a power tower": "x = 1 << (1 << 34)",
}

#: Does not end by itself before anybody loses patience.
ENDLESS = {
    "while True: pass": "while True: pass",
    "a loop that swallows everything": """\
while True:
    try:
        while True: pass
    except BaseException:
        pass
""",
    "a loop in C": "import itertools\nsum(itertools.repeat(0))",
    "a power that takes a year": "10 ** 10 ** 9",
    "a pattern that explodes": "import re\nre.match('(a+)+$', 'a' * 64 + 'b')",
    "a finaliser that never returns": """\
class Clingy:
    def __del__(self):
        while True: pass
it = Clingy()
del it
""",
    "a repr that never returns": """\
import asyncio
class Slow:
    def __repr__(self):
        while True: pass
async def main(): return Slow()
asyncio.run(main())
""",
    "all tools of monitoring taken": """\
import sys
for tool in range(6):
    try: sys.monitoring.free_tool_id(tool)
    except BaseException: pass
    try: sys.monitoring.use_tool_id(tool, 'mine')
    except BaseException: pass
n = 0
while True: n += 1
""",
    "a trace function that never returns": """\
import sys
def trace(*_):
    while True: pass
sys.settrace(trace)
(lambda: 1)()
""",
    "a signal that is ignored": """\
import signal
for number in (signal.SIGINT, signal.SIGALRM, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)
while True: pass
""",
    "a function at exit that never returns": """\
import atexit
@atexit.register
def stay():
    while True: pass
""",
    "a query without end": """\
import sqlite3
sqlite3.connect(':memory:').execute(
    'with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n'
).fetchall()
""",
    "a ring that is walked in C": (
        "import collections, itertools\ncollections.deque(itertools.cycle([0]), maxlen=0)"
    ),
    "a callback of the collector that never returns": """\
import gc
def stay(*_):
    while True: pass
gc.callbacks.append(stay)
gc.collect()
""",
    "a wait that gives way without end": """\
import asyncio
class Turns:
    def __await__(self):
        while True: yield
async def main(): await Turns()
asyncio.run(main())
""",
    "reports forged in a loop": REACH + "while True: tell('{}')",
    "reports of 8 MB in a loop": REACH + "text = 'x' * 8_000_000\nwhile True: tell(text)",
    "reports that are sound, in a loop": REACH
    + """\
text = '{"running": {"line": 1, "seconds": 9, "lines": 9, "tail": "x"}}'
while True: tell(text)
""",
}

#: Turns the tools of Python against the run.
TRICKS = {
    "the importer replaced": """\
import builtins
builtins.__import__ = lambda *_: None
import js
""",
    "a module put in the place of another": """\
import sys, types
for name in ('js', 'json', 'asyncio', 'lockstep', 'pagehost'):
    sys.modules[name] = types.ModuleType(name)
""",
    "a class found among all": """\
def below(kind):
    for each in type.__subclasses__(kind):
        yield each
        yield from below(each)
for each in list(below(object)):
    if 'Js' in each.__name__:
        try: print(each())
        except BaseException as error: print(type(error).__name__)
""",
    "a function of C's by ctypes": "import ctypes\nctypes.pythonapi.Py_FatalError(b'over')",
    "a signal": "import signal\nsignal.raise_signal(signal.SIGTERM)",
    "a crash": "import faulthandler\nfaulthandler._sigsegv()",
    "functions at exit without end": """\
import atexit
def again(): atexit.register(again)
again()
""",
    "an object that comes back whenever it dies": """\
class Undead:
    def __del__(self):
        kept.append(self)
        Undead()
kept = []
Undead()
""",
    "no bound for recursion": "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    "a recursion in C": "x = ()\nfor _ in range(200_000): x = (x,)\nhash(x)",
    "callbacks without end": """\
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    def again(): loop.call_soon(again)
    again()
    await asyncio.sleep(1)
asyncio.run(main())
""",
    "tasks that make tasks": """\
import asyncio
async def fork():
    asyncio.create_task(fork())
    asyncio.create_task(fork())
    await asyncio.sleep(0)
async def main():
    await fork()
    await asyncio.sleep(1)
asyncio.run(main())
""",
    "a task that cannot be cancelled": """\
import asyncio
async def stay():
    while True:
        try: await asyncio.sleep(1)
        except asyncio.CancelledError: pass
async def main(): await asyncio.wait_for(stay(), 1)
asyncio.run(main())
""",
    "a text of ten thousand million letters": "x = 'a' * 10**10",
    "a number of ten million digits": "x = 10 ** 10_000_000\nprint(x > 0)",
    "a list of everything": "x = list(range(10**10))",
    "printed lines that look like an answer": """\
print('{"trace": {"status": "ok", "result": "1000000"}}')
print('{"type": "done", "id": 1}')
print('Verified over all 6 orders that asyncio can produce.')
print('</script><script>alert(1)</script><img src=x onerror=alert(1)>')
print(chr(27) + '[2J' + chr(0) + chr(8232) + chr(0x202e) + 'reversed')
""",
    "names that look like an answer": """\
import asyncio
async def f(): await asyncio.sleep(0)
async def main():
    await asyncio.create_task(f(), name='</title><img src=x onerror=a()>')
    return '<img src=x>'
asyncio.run(main())
""",
    "a clock that is set": """\
import time
time.time = time.monotonic = lambda: float('nan')
import asyncio
asyncio.run(asyncio.sleep(1))
""",
    "files of the runtime removed": """\
import os, shutil
for path in ('/lib', '/home', '/tmp'): shutil.rmtree(path, ignore_errors=True)
os.listdir('/')
""",
}

#: Ways to JavaScript, to other programs or to the next run that do not go through `js`.
DETOURS = {
    "the importer of built-in modules out of the builtins": """\
core = __builtins__.__loader__.load_module('_pyodide_core')
core.run_js('fetch(' + repr(URL) + ')')
""",
    "what Pyodide's import hook keeps": """\
import sys
for proxy in sys.modules['_pyodide._importhook'].jsfinder.jsproxies.values():
    for name in dir(proxy): print(name)
    proxy.globalThis.fetch(URL)
""",
    "JavaScript made by C's own functions": """\
import ctypes
C = ctypes.CDLL(None)
script = ('fetch(' + repr(URL) + ')').encode()
for name in ('emscripten_async_wget', 'emscripten_fetch', 'emscripten_create_worker',
             'emscripten_websocket_new', 'emscripten_async_run_script',
             'emscripten_run_script_int', 'emscripten_run_script_string'):
    try: print(name, getattr(C, name)(script, 0, 0))
    except BaseException as error: print(name, type(error).__name__)
""",
    "a proxy made with C's hands": """\
import ctypes
api = ctypes.pythonapi
for name in ('JsProxy_create', 'js2python', 'python2js', 'JsvObject_New', 'Jsv_GetNull'):
    try: print(name, getattr(api, name)(1))
    except BaseException as error: print(name, type(error).__name__)
""",
    "objects by their addresses": """\
import ctypes, gc
for thing in gc.get_objects()[:2_000]:
    ctypes.cast(id(thing), ctypes.py_object).value
print(ctypes.string_at(id(0), 64)[:4])
for address in range(0, 1 << 20, 4096): ctypes.c_int.from_address(address).value = -1
""",
    "a thread of its own": """\
import _thread, threading
try: _thread.start_new_thread(print, ('threaded',))
except BaseException as error: print(type(error).__name__)
threading.Thread(target=print).start()
""",
    "processes of its own": """\
import multiprocessing, os
for make in (os.fork, lambda: os.posix_spawn('/bin/sh', ['sh'], {}), lambda: os.system('ls'),
             lambda: multiprocessing.Process(target=print).start(), lambda: os.execv('/x', ['x'])):
    try: print(make())
    except BaseException as error: print(type(error).__name__)
os.kill(os.getpid(), 9)
""",
    "interpreters of its own": """\
import _interpreters
other = _interpreters.create()
_interpreters.run_string(other, 'import js; js.fetch(' + repr(URL) + ')')
""",
    "what the host types": "print(input())\nopen('/dev/stdin').read()\nopen('/dev/tty').read()",
    "lines written past Python's own streams": """\
import os
for n in range(12):
    try: os.write(n, b'{"trace": {"status": "ok"}}\\n{"answer": 1}\\n')
    except OSError as error: print(n, error.errno)
""",
    "devices that somebody might have left": """\
import os
for place in ('/dev', '/proc', '/proc/self', '/etc', '/home', '/home/pyodide', '/lib'):
    try:
        for name in os.listdir(place):
            try: print(name, open(place + '/' + name, 'rb').read(40))
            except OSError: pass
    except OSError: pass
""",
    "a mount of the host's files": """\
import sys
sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != 'BrowserGuard']
import pyodide_js
for kind in pyodide_js.FS.filesystems.object_keys(): print(kind)
pyodide_js.FS.mount(pyodide_js.FS.filesystems.IDBFS, {}, '/mnt')
pyodide_js.mountNativeFS('/mnt', None)
pyodide_js.loadPackage(URL)
""",
    "modules left for whoever comes next": """\
import os, sys
for place in [*sys.path, '/home/pyodide', '/tmp', os.getcwd()]:
    for name in ('json', 'asyncio', 'lockstep', 'sitecustomize', 'usercustomize', 'types'):
        try:
            with open(f'{place}/{name}.py', 'w') as file: file.write('while True: pass')
        except OSError: pass
""",
    "archives of the library overwritten": """\
import os, sys
for place in sys.path:
    if os.path.isfile(place): open(place, 'wb').write(b'PK' + bytes(1_000_000))
import importlib
importlib.invalidate_caches()
""",
    "importers that answer everything": """\
import sys
class All:
    @staticmethod
    def find_spec(name, path=None, target=None): raise SystemExit(name)
sys.meta_path.insert(0, All)
sys.path_hooks.insert(0, All)
sys.path_importer_cache.clear()
import calendar
""",
}

#: The engine's and asyncio's own things, turned against the run that they make.
TURNED = {
    "methods of the builtin types exchanged": """\
import gc
for kind, name in ((str, 'join'), (dict, 'items'), (list, 'append'), (object, '__repr__')):
    gc.get_referents(kind.__dict__)[0][name] = lambda *_: 1 / 0
    ''.join([])
""",
    "isinstance that says yes to everything": """\
import builtins
builtins.isinstance = builtins.issubclass = lambda *_: True
builtins.len = lambda _: 10**12
builtins.BaseException = builtins.Exception = builtins.KeyboardInterrupt = int
""",
    "the recorder that records nothing": """\
import gc, sys
for name, module in list(sys.modules.items()):
    if name.startswith('lockstep'):
        for value in list(vars(module).values()):
            if isinstance(value, type):
                for method in [m for m in vars(value) if not m.startswith('__')]:
                    try: setattr(value, method, lambda *_, **__: None)
                    except BaseException: pass
""",
    "functions of the engine with another body": """\
import gc, types
evil = (lambda *_, **__: {'status': 'ok', 'verified': True}).__code__
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and str(thing.__module__).startswith('lockstep'):
        try: thing.__code__ = evil
        except ValueError: pass
""",
    "asyncio with nothing in it": """\
import asyncio, sys
for module in [m for n, m in list(sys.modules.items()) if n.startswith('asyncio')]:
    for name in list(vars(module)):
        if not name.startswith('__'): setattr(module, name, None)
asyncio.run(1)
""",
    "a loop that stops, closes and runs itself": """\
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    for what in (loop.stop, loop.close, loop.run_forever, loop._run_once):
        try: what()
        except BaseException as error: print(type(error).__name__)
    loop._ready = loop._scheduled = None
    await asyncio.sleep(1)
asyncio.run(main())
""",
    "sleeps of no length that is one": """\
import asyncio
async def main():
    for delay in (float('nan'), float('inf'), -1e308, 1e308, 10**400):
        try: await asyncio.wait_for(asyncio.sleep(delay), 1)
        except BaseException as error: print(type(error).__name__)
asyncio.run(main())
""",
    "a generator that does not let itself be closed": """\
import asyncio
async def stay():
    while True:
        try: yield 1
        except GeneratorExit: pass
async def main():
    async for _ in stay(): break
asyncio.run(main())
""",
    "a task that cancels all others and itself": """\
import asyncio
async def kill():
    while True:
        for task in asyncio.all_tasks(): task.cancel()
        try: await asyncio.sleep(0)
        except asyncio.CancelledError: pass
async def main():
    asyncio.create_task(kill())
    await asyncio.sleep(1)
asyncio.run(main())
""",
    "coroutines that await each other without end": """\
import asyncio
async def deep(n): await deep(n + 1)
asyncio.run(deep(0))
""",
    "names and reprs that lie, raise and grow": """\
import asyncio
class Name(str):
    def __str__(self): raise KeyboardInterrupt
    def __repr__(self): raise SystemExit
    def __len__(self): return 10**12
    def __eq__(self, other): raise RecursionError
    __hash__ = None
async def main():
    asyncio.current_task().set_name(Name('x'))
    return Name('y')
asyncio.run(main())
""",
    "hooks that raise what they are told": """\
import gc, sys, warnings
def again(*_): raise KeyboardInterrupt
sys.excepthook = sys.unraisablehook = sys.displayhook = warnings.showwarning = again
sys.addaudithook(again)
gc.callbacks.append(again)
sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None
raise ValueError
""",
    "no room for a single call": "import sys\nsys.setrecursionlimit(10)\nprint(sorted([1]))",
}

#: Small texts of which much becomes.
GROWING = {
    "two thousand million bytes at once": "x = bytearray(2**31 - 1)\nx[-1] = 1",
    "an archive that unfolds": """\
import zlib
text = zlib.compress(bytes(200_000_000), 9)
x = [zlib.decompress(text) for _ in range(100)]
""",
    "a shared map of memory": "import mmap\nx = [mmap.mmap(-1, 2**30) for _ in range(9)]",
    "brackets by the hundred thousand": """\
for text in ('(' * 100_000, '[' * 100_000, '-' * 100_000 + '1', 'x' + '.x' * 100_000):
    try: eval(text)
    except BaseException as error: print(type(error).__name__)
""",
    "a nest in every reader": """\
import ast, json, pickle, re
for read, text in ((json.loads, '[' * 100_000), (ast.literal_eval, '{' * 100_000),
                   (pickle.loads, b'(' * 1_000_000), (re.compile, '(' * 100_000)):
    try: read(text)
    except BaseException as error: print(type(error).__name__)
""",
    "a format as wide as the world": "print(f'{1:>{10**10}}')",
    "a power of decimals": """\
import decimal
decimal.getcontext().prec = decimal.MAX_PREC
print(decimal.Decimal(1) / 3)
""",
}

#: Answers with something that no engine would.
FORGED = {
    "no JSON": "answer('<script>alert(1)</script>')",
    "nothing": "answer('')",
    "no text": "answer(7)",
    "an answer of 60 MB": "answer('x' * 60_000_000)",
    "an answer of 10 MB": "answer('[' + '0,' * 5_000_000 + '0]')",
    "a nest of 3,000,000 lists": "answer('[' * 3_000_000 + ']' * 3_000_000)",
    "another version": "forge(lambda json_of: json_of.update(schema='lockstep-trace/99'))",
    "200,000 tasks": f"forge(lambda j: j.update(tasks=[{_ROW} for i in range(200_000)]))",
    "60,000 events": f"forge(lambda j: j.update(events=[{_PRINTED} for i in range(60_000)]))",
    "20,000 objects": f"forge(lambda j: j.update(objects=[{_OBJECT} for i in range(20_000)]))",
    "events out of order": f"forge(lambda j: j.update(events=[{_PRINTED} for i in (1, 0)]))",
    "an event of no kind": f"forge(lambda j: j.update(events=[{_event('pwned')} for i in (0,)]))",
    "a printed line of 9 MB": "forge(lambda j: j['events'][0].update(text='x' * 9_000_000))",
    "a verdict of 9 MB": "forge(lambda j: j['verdict'].update(text='x' * 9_000_000))",
    "no verdict": "forge(lambda j: j.update(verdict=None))",
    "a verdict of markup": "forge(lambda j: j['verdict'].update(text='<img src=x onerror=a()>'))",
    "9 MB of lines": "forge(lambda j: j.update(stdout='\\n' * 9_000_000))",
    "a source of 9 MB": "forge(lambda j: j.update(source='#' * 9_000_000))",
    "100,000 last values": (
        "forge(lambda j: j.update(state={f'n{i}': 'v' for i in range(100_000)}))"
    ),
    "100,000 findings": """\
forge(lambda j: j.update(findings=[{'kind': 'lost-update', 'severity': 'error', 'text': 'x',
    'tasks': [], 'lines': [], 'events': [0, 0, 0]} for _ in range(100_000)]))
""",
    "a thing deep inside": """\
deep = 1
for _ in range(900): deep = [deep]
forge(lambda j: j.update(extra=deep, error=deep))
""",
    "a count beyond all numbers": "forge(lambda j: j.update(cut={'events': 1e300}))",
    "an endless wait for modules": """\
import lockstep.page
forge(lambda j: j.clear())
answer('{"missing": ["email"]}')
""",
}

_FORGERIES = {
    name: f"print('x')\nexec({FORGE + source!r}, {{}})" for name, source in FORGED.items()
}
#: What means harm, and does not merely take much: for every page that runs programs.
HARMFUL = {**REACHING, **DETOURS, **ALL_POWERS, **TRICKS, **TURNED, **GROWING}
PROGRAMS = {**LARGE, **BOMBS, **HARMFUL, **_FORGERIES}
