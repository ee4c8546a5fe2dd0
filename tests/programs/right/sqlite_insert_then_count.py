import asyncio
import sqlite3

db = sqlite3.connect(":memory:", isolation_level=None)
db.execute("CREATE TABLE visit (who TEXT)")


async def visit(who):
    before = db.execute("SELECT count(*) FROM visit").fetchone()[0]
    await asyncio.sleep(0.01)
    db.execute("INSERT INTO visit VALUES (?)", (who,))
    return before


async def main():
    await asyncio.gather(visit("a"), visit("b"))
    assert db.execute("SELECT count(*) FROM visit").fetchone() == (2,)


asyncio.run(main())
