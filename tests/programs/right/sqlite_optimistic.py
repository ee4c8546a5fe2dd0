import asyncio
import sqlite3

db = sqlite3.connect(":memory:", isolation_level=None)
db.execute("CREATE TABLE doc (id INTEGER, body TEXT, version INTEGER)")
db.execute("INSERT INTO doc VALUES (1, '', 0)")


async def append(text):
    while True:
        row = db.execute("SELECT body, version FROM doc WHERE id = 1").fetchone()
        await asyncio.sleep(0.01)
        changed = db.execute(
            "UPDATE doc SET body = ?, version = version + 1 WHERE id = 1 AND version = ?",
            (row[0] + text, row[1]),
        ).rowcount
        if changed:
            return


async def main():
    await asyncio.gather(append("a"), append("b"))
    assert sorted(db.execute("SELECT body FROM doc").fetchone()[0]) == ["a", "b"]


asyncio.run(main())
