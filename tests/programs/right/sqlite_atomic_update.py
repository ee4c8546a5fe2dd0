import asyncio
import sqlite3

db = sqlite3.connect(":memory:", isolation_level=None)
db.execute("CREATE TABLE counter (n INTEGER)")
db.execute("INSERT INTO counter VALUES (0)")


async def add():
    await asyncio.sleep(0.01)
    db.execute("UPDATE counter SET n = n + 1")


async def main():
    await asyncio.gather(add(), add())
    assert db.execute("SELECT n FROM counter").fetchone() == (2,)


asyncio.run(main())
