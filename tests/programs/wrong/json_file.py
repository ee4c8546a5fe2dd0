"""lost-update"""

import asyncio
import json
import pathlib
import tempfile

path = pathlib.Path(tempfile.mkdtemp()) / "state.json"
path.write_text(json.dumps({"n": 0}))


def load():
    return json.loads(path.read_text())  # here


def save(data):
    path.write_text(json.dumps(data))  # here


async def add():
    data = load()
    await asyncio.sleep(0.01)
    data["n"] += 1
    save(data)


async def main():
    await asyncio.gather(add(), add())


asyncio.run(main())
