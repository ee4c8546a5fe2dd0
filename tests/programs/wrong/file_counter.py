"""lost-update"""

import asyncio
import pathlib
import tempfile

path = pathlib.Path(tempfile.mkdtemp()) / "counter.txt"
path.write_text("0")


async def hit():
    seen = int(path.read_text())  # here
    await asyncio.sleep(0.01)
    path.write_text(str(seen + 1))  # here


async def main():
    await asyncio.gather(hit(), hit())


asyncio.run(main())
