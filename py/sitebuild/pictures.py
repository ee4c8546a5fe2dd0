"""Pictures of every kind of page, to see by comparison that none has changed unnoticed.

`build.py pictures` takes them anew and keeps them in `tests/browser/pictures/`; the tests take
them again and compare. Two machines draw the edges of letters differently, so both pictures are
blurred a little, and what counts is the share of the picture that differs then.

They are drawn in one pair of fonts that the pages name themselves; a machine without them cannot
compare, and says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Page, expect, sync_playwright

from .browser import LAUNCH_ARGS, find_chromium
from .node import BuildError
from .serve import serving

WIDTHS = (390, 768, 1280)
THEMES = ("light", "dark")
FOLDER = Path("tests", "browser", "pictures")

#: Fonts, and where Debian has them. The stacks in `site/styles/tokens.css` name both.
SANS, MONO, PACKAGE = "DejaVu Sans", "DejaVu Sans Mono", "fonts-dejavu-core"

#: Share of a picture that may differ. Letters drawn by another machine stay below it; a block, a
#: button or a line of text that is missing does not.
TOLERANCE = 0.002
_BLUR = 1.5  # pixels
_DIFFERENT = 40  # of 255, in any channel, after the blur
_TALLEST = 2400  # pixels; the rest of a long page repeats what is above
_COLOURS = 64
_LONGEST_RUN = 60_000  # ms: Python has to be loaded, on a busy machine

_STEADY = f"""
    :root {{ --sans: "{SANS}" !important; --mono: "{MONO}" !important; }}
    #outcomes .card-note {{ visibility: hidden; }}
    /* A picture is taller than the window, at whose foot they would stand. */
    .player-row, .playground:not(.embed) .tl-track {{ position: static !important; }}
"""

_FAILING = """\
\"\"\"Refused\"\"\"

import asyncio


async def pay(amount):
    await asyncio.sleep(0.1)
    if amount > 100:
        raise ValueError(f"{amount} is more than there is")
    print("paid", amount)


async def main():
    await asyncio.gather(pay(50), pay(150))


asyncio.run(main())
"""

Announce = Callable[[str], None]


class PictureError(BuildError):
    """Pictures cannot be taken or compared here; the message says why and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of page, and what is done on it before its picture is taken."""

    name: str
    path: str
    prepare: Callable[[Page], None] = lambda page: None


@dataclass(frozen=True)
class Shot:
    """One picture."""

    kind: str
    width: int
    theme: str

    @property
    def file(self) -> str:
        return f"{self.kind}-{self.width}-{self.theme}.png"


def _done(page: Page) -> None:
    expect(page.locator("#playground")).to_have_attribute(
        "data-state", "done", timeout=_LONGEST_RUN
    )


def _open_outcome(page: Page) -> None:
    row = page.locator("#outcomes .outcome").filter(has_text="deviation").first
    row.get_by_role("button").first.click()
    expect(page.locator("#order")).to_be_visible(timeout=_LONGEST_RUN)
    _done(page)
    page.evaluate("scrollTo(0, 0)")


def _run_failing(page: Page) -> None:
    page.evaluate("code => lockstep.runSource(code).then(() => null)", _FAILING)
    _done(page)


def _choose(page: Page) -> None:
    page.get_by_test_id("bet").get_by_role("button", name="300").click()
    for task in ("ATM-A", "ATM-B", "ATM-A"):
        page.locator(f"[data-testid=choice][data-task={task}]").click()
    expect(page.get_by_test_id("orders-left")).to_have_attribute("data-left", "3")
    page.evaluate("scrollTo(0, 0)")


def _edited(page: Page) -> None:
    expect(page.locator(".cm-content")).to_be_visible()


KINDS = (
    Kind("home", ""),
    Kind("index", "scenarios/"),
    Kind("lesson", "scenarios/async-with/"),
    Kind("comparison", "scenarios/global-lock/"),
    Kind("deadlock", "scenarios/deadlock/"),
    Kind("outcome", "scenarios/timeout-waiting/", _open_outcome),
    Kind("error", "", _run_failing),
    Kind("choices", "scenarios/sometimes/", _choose),
    Kind("exercises", "exercises/"),
    Kind("exercise", "exercises/repair-deposit/", _edited),
    Kind("reference", "reference/"),
    Kind("threads", "scenarios/threads/"),
    Kind("embedding", "embed/"),
    Kind("missing", "404.html"),
)


def settings(width: int) -> dict[str, object]:
    """Return the settings of a context in which pictures of this width are taken."""
    return {"viewport": {"width": width, "height": 800}, "reduced_motion": "reduce"}


def shots(page: Page, site: str, kind: Kind, width: int) -> Iterator[tuple[Shot, Image.Image]]:
    """Take the pictures of one kind in both themes, on a page with the `settings` of its width.

    Raises:
        PictureError: the fonts are not there.
    """
    page.emulate_media(color_scheme="light")
    _open(page, site, kind)
    for theme in THEMES:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        yield Shot(kind.name, width, theme), take(page)


def _open(page: Page, site: str, kind: Kind) -> None:
    page.goto(site + kind.path)
    page.add_style_tag(content=_STEADY)
    _check_fonts(page)
    if page.locator("#editor").count():
        page.mouse.move(1, 1)  # the editor comes when somebody acts
        expect(page.locator(".cm-content")).to_be_attached()
    page.wait_for_load_state("networkidle")
    kind.prepare(page)


def take(page: Page) -> Image.Image:
    """Take a picture of the page from its top, in all its colours."""
    width, height = page.evaluate(_SIZE_WITHOUT_FOCUS)
    data = page.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": min(height, _TALLEST)},
        animations="disabled",
        caret="hide",
    )
    return Image.open(io.BytesIO(data)).convert("RGB")


#: Nothing is marked as the place of the keyboard; how large the whole page is then, in pixels.
_SIZE_WITHOUT_FOCUS = """() => {
    document.activeElement?.blur();
    const {scrollWidth, scrollHeight} = document.documentElement;
    return [scrollWidth, scrollHeight];
}"""
#: A font that is not there is replaced by the next in the list, whose letters are of another width.
_HAS_FONT = """font => {
    const pen = document.createElement("canvas").getContext("2d");
    const widths = ["serif", "monospace"].map((other) => {
        pen.font = `40px "${font}", ${other}`;
        return pen.measureText("Wilma mills 0123").width;
    });
    return widths[0] === widths[1];
}"""


def _check_fonts(page: Page) -> None:
    missing = [font for font in (SANS, MONO) if not page.evaluate(_HAS_FONT, font)]
    if missing:
        raise PictureError(
            f"this machine has no font {' and no font '.join(missing)}, in which the kept pictures "
            f"are drawn: install it (Debian: apt-get install {PACKAGE}) and try again."
        )


def difference(kept: Image.Image, fresh: Image.Image) -> float:
    """Return the share of two pictures, 0 to 1, that differs; what one alone has differs."""
    size = max(kept.width, fresh.width), max(kept.height, fresh.height)
    common = min(kept.width, fresh.width), min(kept.height, fresh.height)
    box = (0, 0, *common)
    blurred = [
        picture.convert("RGB").crop(box).filter(ImageFilter.GaussianBlur(_BLUR))
        for picture in (kept, fresh)
    ]
    channels = ImageChops.difference(*blurred).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    changed = sum(worst.histogram()[_DIFFERENT:])
    beyond = size[0] * size[1] - common[0] * common[1]
    return (changed + beyond) / (size[0] * size[1])


def beside(kept: Image.Image, fresh: Image.Image) -> Image.Image:
    """Return both pictures side by side, for whoever has to say which is right."""
    both = Image.new("RGB", (kept.width + fresh.width + 16, max(kept.height, fresh.height)), "red")
    both.paste(kept.convert("RGB"), (0, 0))
    both.paste(fresh, (kept.width + 16, 0))
    return both


def keep(picture: Image.Image, path: Path) -> None:
    """Write a picture with few colours, so that all of them together stay small."""
    few = picture.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def renew(root: Path, dist: Path, announce: Announce) -> None:
    """Take all pictures anew, in the place of those that are kept."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {Shot(kind.name, w, t).file for kind in KINDS for w in WIDTHS for t in THEMES}
    for stray in {path.name for path in folder.glob("*.png")} - wanted:
        (folder / stray).unlink()
    with serving(dist) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(LAUNCH_ARGS)
        )
        for kind in KINDS:
            announce(f"taking pictures of {kind.name}")
            for width in WIDTHS:
                page = browser.new_page(**settings(width))  # type: ignore[arg-type]
                for shot, picture in shots(page, site, kind, width):
                    keep(picture, folder / shot.file)
                page.close()
        browser.close()
    size = sum(path.stat().st_size for path in folder.glob("*.png"))
    announce(
        f"{FOLDER} holds {len(wanted)} pictures, {size / 1e6:.1f} MB: look at what has changed"
    )
