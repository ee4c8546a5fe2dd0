"""What a program writes, and that it has nothing to read."""

from __future__ import annotations

import codecs
import contextlib
import io
import sys
from collections.abc import Buffer, Callable, Iterator

from lockstep.cpython.replacing import replaced


class Stream(io.BufferedIOBase):
    """What stdout or stderr of a run write their bytes to: ``sys.stdout.buffer``.

    Args:
        name: 'stdout' or 'stderr'.
        written: called with every text written; returns how much of it may be kept.
        line_done: called with every finished line.
        full: called after a text that could not be kept whole.

    Attributes:
        front: the text stream itself, ``sys.stdout``; as in a process, a `TextIOWrapper`.
        text: what was written.
    """

    def __init__(
        self,
        name: str,
        written: Callable[[str, str], int],
        line_done: Callable[[str, str], None],
        full: Callable[[], None],
    ) -> None:
        self.name = f"<{name}>"
        self.text: list[str] = []
        self._stream = name
        self._line: list[str] = []  # parts of a line that has not ended yet
        self._written, self._line_done, self._full = written, line_done, full
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        errors = "strict" if name == "stdout" else "backslashreplace"
        self.front = io.TextIOWrapper(self, "utf-8", errors, "\n", write_through=True)

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the file descriptor that the process has for it."""
        return 1 if self._stream == "stdout" else 2

    def write(self, data: Buffer) -> int:
        """Keep ``data``; return its length."""
        size = memoryview(data).nbytes
        text = self._decoder.decode(data)
        kept = text[: self._written(self._stream, text)]
        self.text.append(kept)
        *lines, rest = kept.split("\n")
        for line in lines:
            self._line_done(self._stream, "".join([*self._line, line]))
            self._line.clear()
        self._line.append(rest)
        if len(kept) < len(text):
            self._full()
        return size

    def flush_line(self) -> None:
        """Tell of a last line that has no newline."""
        if line := "".join(self._line):
            self._line_done(self._stream, line)
        self._line.clear()


class _Nothing(io.RawIOBase):
    """An empty standard input; ``asked`` is called whenever bytes are wanted, in whatever way."""

    def __init__(self, asked: Callable[[], None]) -> None:
        self._asked = asked

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Buffer, /) -> int:
        self._asked()
        return 0


@contextlib.contextmanager
def streams(
    out: Stream, err: Stream, filename: str, asked: Callable[[], None]
) -> Iterator[io.TextIOWrapper]:
    """Send the program's output to ``out`` and ``err``; yield its empty standard input.

    ``asked`` is called whenever the program reads from that.
    """
    empty = io.TextIOWrapper(io.BufferedReader(_Nothing(asked)), "utf-8")
    at_first = {"__stdout__": out.front, "__stderr__": err.front, "__stdin__": empty}
    with (
        contextlib.redirect_stdout(out.front),
        contextlib.redirect_stderr(err.front),
        replaced(sys, stdin=empty, argv=[filename], **at_first),
    ):
        yield empty


def setting_of(stream: io.TextIOWrapper) -> tuple[object, ...]:
    """Return what a program can make of a standard stream, whatever it has written or read."""
    try:
        own = stream.closed, stream.encoding, stream.errors, stream.line_buffering
        return *own, dict(vars(stream))
    except ValueError:
        return ("detached",)
