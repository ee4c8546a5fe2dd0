import asyncio
import sqlite3

db = sqlite3.connect(":memory:", isolation_level=None)
db.execute("CREATE TABLE seat (row INTEGER, number INTEGER, who TEXT)")
db.executemany("INSERT INTO seat VALUES (?, ?, NULL)", [(1, 1), (1, 2)])


async def book(number, who):
    query = "SELECT who FROM seat WHERE row = 1 AND number = :n"
    (taken,) = db.execute(query, {"n": number}).fetchone()
    if taken is None:
        await asyncio.sleep(0.01)
        db.execute("UPDATE seat SET who = :w WHERE row = 1 AND number = :n", {"w": who, "n": number})


async def main():
    await asyncio.gather(book(1, "ann"), book(2, "bob"))
    assert db.execute("SELECT who FROM seat ORDER BY number").fetchall() == [("ann",), ("bob",)]


asyncio.run(main())
