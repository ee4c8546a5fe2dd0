import asyncio
import pathlib
import tempfile

folder = pathlib.Path(tempfile.mkdtemp())


async def log(name):
    path = folder / name
    path.write_text("0")
    for _ in range(2):
        seen = int(path.read_text())
        await asyncio.sleep(0.01)
        path.write_text(str(seen + 1))


async def main():
    await asyncio.gather(log("a"), log("b"))
    assert (folder / "a").read_text() == (folder / "b").read_text() == "2"


asyncio.run(main())
