"""The same loss in a file

Each worker reads a number from a real file, waits, and writes the number plus one. A file does
not know who has read it: two workers that read the same number write the same number. A lock
round the read and the write repairs it.

Question: Would opening the file only once, for reading and writing, help?
Answer: No. What must not be interrupted is the read together with the write; how many times the
    file is opened in between does not matter.
Watch: *counter.txt
Expect: WORKERS
Findings: lost-update
Outcomes: 1
Chapter: 1
Order: 14
"""

import asyncio
import tempfile
from pathlib import Path

WORKERS = 3  # 1 to 8 (workers): adding one
LOCKED = False  # (lock): round read, write


async def add_one(path, worker):
    number = int(path.read_text())
    print(f"{worker}: read {number}")
    await asyncio.sleep(0.1)
    path.write_text(str(number + 1))
    print(f"{worker}: wrote {number + 1}")


async def work(path, lock, worker):
    if LOCKED:
        async with lock:
            await add_one(path, worker)
    else:
        await add_one(path, worker)


async def main():
    lock = asyncio.Lock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "counter.txt"
        path.write_text("0")
        async with asyncio.TaskGroup() as group:
            for n in range(1, WORKERS + 1):
                group.create_task(work(path, lock, f"worker-{n}"), name=f"worker-{n}")
        final = int(path.read_text())
    print(f"the file says {final}, expected {WORKERS}")
    return final


if __name__ == "__main__":
    asyncio.run(main())
