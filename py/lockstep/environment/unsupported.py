"""What a single-threaded virtual world does not have, in clear words."""

from __future__ import annotations

import re
from typing import NoReturn, Protocol

from lockstep.observer import Observer

THREADS = (
    "Lockstep runs one thread, so that a run can be repeated exactly: asyncio.to_thread(), "
    "run_in_executor() and threading.Thread cannot run here. Use a task, or run the file with "
    "plain Python."
)
NETWORK = (
    "Lockstep's loop has no sockets, pipes, signals or subprocesses: {name}() cannot run here. "
    "Stand for the wait with asyncio.sleep(), or run the file with plain Python."
)

PROCESSES = (
    "Lockstep runs one process, so that a run can be repeated exactly: {name}() cannot run here. "
    "Stand for the work with asyncio.sleep(), or run the file with plain Python."
)
CONNECTIONS = (
    "Lockstep has no network, so that a run can be repeated exactly: {name}() cannot run here. "
    "Stand for the wait with asyncio.sleep(), or run the file with plain Python."
)
TIMERS = (
    "Lockstep's time is virtual, so that a run can be repeated exactly: {name}(), which sends a "
    "signal by the real clock, cannot run here. Use asyncio.timeout() or loop.call_later(), or run "
    "the file with plain Python."
)
FILES = (
    "Lockstep lets a program write in a fresh folder of its own only, and {path!r} lies outside. "
    "Use a relative path or tempfile, or run the file with plain Python."
)
#: How the doubt begins of an exploration that met one of them.
DOUBT = "it needs what a run does not have"
#: The doubt of one that read what nobody can have typed.
NO_INPUT = "it reads from stdin, which is empty here"

#: Methods of an event loop that need the outside world.
METHODS = (
    "add_reader remove_reader add_writer remove_writer add_signal_handler remove_signal_handler "
    "create_connection create_server create_datagram_endpoint create_unix_connection "
    "create_unix_server connect_accepted_socket connect_read_pipe connect_write_pipe sendfile "
    "start_tls sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto "
    "sock_connect sock_accept sock_sendfile subprocess_exec subprocess_shell getaddrinfo "
    "getnameinfo"
).split()


class Refusing(Protocol):
    """A loop, which notes what it refuses."""

    def refuse(self, error: Exception) -> NoReturn:
        """Raise ``error``; the program may catch it."""


#: What one of the sentences refuses.
_CULPRIT = re.compile(r"(?:exactly|subprocesses): (\S+\(\))|only, and (.+?) lies outside")


def doubt_of(message: str) -> str | None:
    """Return the doubt that names what a text with one of our refusals refuses, else None."""
    what = _refused_by(message)
    return f"{DOUBT}: {what}" if what else None


def report(message: str, observer: Observer) -> None:
    """Tell an observer that the program is refused something; it may catch the error."""
    what = _refused_by(message) or "something else"
    observer.doubt(f"{DOUBT}: {what}")
    observer.refused(what, message)


def _refused_by(message: str) -> str | None:
    beginnings = (text[:40] for text in (THREADS, NETWORK, PROCESSES, CONNECTIONS, TIMERS, FILES))
    if not any(beginning in message for beginning in beginnings):
        return None
    found = None if THREADS[:40] in message else _CULPRIT.search(message)
    return "threads" if found is None else found[1] or f"the file {found[2]}"


def refuse_on(loop_class: type) -> None:
    """Make every such method of ``loop_class`` raise NotImplementedError with a sentence."""
    for name in METHODS:
        setattr(loop_class, name, _refusal(name))


def _refusal(name: str) -> object:
    def refuse(self: Refusing, *args: object, **options: object) -> NoReturn:
        self.refuse(NotImplementedError(NETWORK.format(name=name)))

    refuse.__name__ = name
    return refuse
