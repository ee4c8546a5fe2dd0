"""The same loss in a database

Each worker asks a real SQLite database for the stock, waits, and stores what it saw less one.
The database does what it is told, and so the stock goes down by one instead of three. There are
two repairs: a lock round the question and the answer, or one statement that does both, so
that the database itself keeps them together.

Question: Which of the two repairs still works when a second program uses the database?
Answer: The single statement. An asyncio.Lock lives in one event loop of one process; nobody
    outside can wait for it.
Watch: shop
Expect: 10 - WORKERS
Findings: lost-update
Outcomes: 9
Update: sale
Chapter: 1
Order: 16
"""

import asyncio
import sqlite3

WORKERS = 3  # 1 to 8 (workers): selling one
LOCKED = False  # (lock): round both queries
ATOMIC = False  # (one statement): subtracts


async def sell(database, worker):
    if ATOMIC:
        await asyncio.sleep(0.1)
        database.execute("UPDATE shop SET stock = stock - 1")
        print(f"{worker}: sold one")
        return
    (stock,) = database.execute("SELECT stock FROM shop").fetchone()
    print(f"{worker}: sees {stock}")
    await asyncio.sleep(0.1)
    database.execute("UPDATE shop SET stock = ?", [stock - 1])
    print(f"{worker}: leaves {stock - 1}")


async def work(database, lock, worker):
    if LOCKED:
        async with lock:
            await sell(database, worker)
    else:
        await sell(database, worker)


async def main():
    lock = asyncio.Lock()
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE shop (stock INTEGER)")
    database.execute("INSERT INTO shop VALUES (10)")
    async with asyncio.TaskGroup() as group:
        for n in range(1, WORKERS + 1):
            group.create_task(work(database, lock, f"worker-{n}"), name=f"worker-{n}")
    (final,) = database.execute("SELECT stock FROM shop").fetchone()
    database.close()
    print(f"stock {final}, expected {10 - WORKERS}")
    return final


if __name__ == "__main__":
    asyncio.run(main())
