"""A hostile program reaches neither the page, nor its storage, nor the network.

Three attackers: a Python program, which first has to get out of Python; JavaScript put straight
into the program's worker, as if Python had been no obstacle at all; and JavaScript in a worker of
the same sandbox from which nothing has been taken, as if that had been no obstacle either.
"""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def open_page(open_fresh):
    """Nothing may be there that another test has left."""
    return open_fresh


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

#: The same six from a worker's own scope.
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
        try {
            const socket = new WebSocket(URL.replace("http", "ws"));
            socket.onopen = () => done("reached");
            socket.onerror = () => done("refused");
        } catch (error) { done("refused") }
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


@pytest.mark.every_engine
def test_a_python_program_is_refused(page, site, canary):
    url, asked = canary
    page.goto(site)
    keep_secrets(page)
    attempts = "".join(f"attempt({what!r}, lambda: {code})\n" for what, code in SIX.items())
    printed = run(page, f"URL = {url!r}\n{ESCAPE}\n{attempts}")["stdout"]
    assert "treasure" not in printed
    assert [what for what in SIX if f"{what} refused:" in printed] == list(SIX)
    assert_unharmed(page, asked)


#: Ways to other threads, other places and other listeners, which no program needs.
POWERS = (
    "Worker SharedWorker MessageChannel BroadcastChannel postMessage reportError close "
    "XMLHttpRequest WebSocket WebTransport EventSource importScripts indexedDB caches"
).split()


@pytest.mark.every_engine
def test_javascript_in_a_worker_of_the_sandbox_is_refused(page, site, canary):
    url, asked = canary
    page.goto(site)
    keep_secrets(page)
    run(page, GOOD)
    answers = {what: ask_inside(page.frames[1], url, INSIDE[what]) for what in INSIDE}
    assert answers == REFUSED
    assert_unharmed(page, asked)


def test_javascript_in_the_programs_worker_has_no_powers_and_cannot_have_them_back(page, site):
    page.goto(site)
    worker = waiting_worker(page)
    left = worker.evaluate(
        """(powers) => powers.filter((name) => {
            for (let scope = globalThis; scope; scope = Object.getPrototypeOf(scope)) {
                delete scope[name];
            }
            return typeof globalThis[name] !== "undefined";
        })""",
        POWERS,
    )
    assert left == []
    assert run(page, GOOD)["stdout"] == "good\n"


def test_javascript_in_the_programs_worker_reaches_no_other_place(page, site, canary):
    url, asked = canary
    page.goto(site)
    keep_secrets(page)
    worker = waiting_worker(page)
    for way in (f"fetch({url!r})", f"import({url!r})", "fetch('https://runtime.invalid/x')"):
        assert worker.evaluate(f"{way}.then(() => 'reached', () => 'refused')") == "refused"
    assert worker.evaluate("typeof document + typeof window + typeof parent") == "undefined" * 3
    assert worker.evaluate("origin") == "null"
    assert_unharmed(page, asked)


def waiting_worker(page):
    """The worker that the next run will use: the second one, since a run uses up its own."""
    made = []

    def met(worker):
        if worker.url.startswith("data:"):  # the others are the page's own
            made.append(worker)

    page.on("worker", met)
    run(page, GOOD)
    while len(made) < 2:
        page.wait_for_event("worker")
    return made[1]


def ask_inside(frame, url, expression):
    """The value of a JavaScript expression in a bare worker of the sandbox's frame."""
    script = f"const URL = {url!r}; (async () => postMessage(String(await ({expression}))))()"
    return frame.evaluate(
        """(script) => new Promise((resolve) => {
            const url = "data:text/javascript," + encodeURIComponent(script);
            const worker = new Worker(url, {type: "module"});
            worker.onmessage = ({data}) => resolve(data);
            worker.onerror = () => resolve("refused");
        })""",
        script,
    )


@pytest.mark.every_engine
def test_what_a_worker_posts_to_the_frame_goes_nowhere(page, site, canary):
    _, asked = canary
    page.goto(site)
    keep_secrets(page)
    run(page, GOOD)
    forgeries = """
        for (const type of ["ready", "answer", "compiled", "lost", "dropped", "start"]) {
            postMessage({type, id: "", text: "{}", worker: "", message: "pwned"});
        }
    """
    assert ask_inside(page.frames[1], "", f"(() => {{ {forgeries} }})()") != "refused"
    assert_unharmed(page, asked)


@pytest.mark.every_engine
def test_the_frame_has_an_origin_of_its_own(page, site):
    page.goto(site)
    run(page, GOOD)
    frame = page.frames[1]
    assert frame.evaluate("origin") == "null"
    refused = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert frame.evaluate(refused) == "SecurityError"
    assert page.locator("iframe").get_attribute("sandbox") == "allow-scripts"


@pytest.mark.every_engine
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


@pytest.mark.every_engine
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
