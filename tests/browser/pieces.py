"""A page that comes piece by piece, as on a slow network: each piece when a test asks for it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from itertools import pairwise

from sitebuild.serve import Handler, serving

PATIENCE = 30  # seconds
PAINTED = """() => new Promise((painted) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(painted)));
})"""


class Halting:
    """What a page is written to: it halts before each of the stops until it is asked on."""

    def __init__(self, file, stops, asked):
        self.file, self.stops, self.asked = file, stops, asked

    def write(self, text):
        stops = [text.rindex(b"<", 0, text.index(stop) + 1) for stop in self.stops if stop in text]
        for start, end in pairwise([0, *stops, len(text)]):
            if start:
                assert self.asked.acquire(timeout=PATIENCE)
            self.file.write(text[start:end])
            self.file.flush()

    def __getattr__(self, name):
        return getattr(self.file, name)


@contextmanager
def coming_in_pieces(folder, stops, prefix="/"):
    """The folder's address, and how to ask for the next piece of a page.

    A page halts before the tag that each of the stops (bytes of the page, in order) stands in.
    """
    asked = threading.Semaphore(0)

    class Piecewise(Handler):
        def setup(self):
            super().setup()
            self.wfile = Halting(self.wfile, stops, asked)

    with serving(folder, prefix=prefix, handler=Piecewise) as url:
        yield url, asked.release
