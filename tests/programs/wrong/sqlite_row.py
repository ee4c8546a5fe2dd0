"""lost-update"""

import asyncio
import sqlite3

db = sqlite3.connect(":memory:", isolation_level=None)
db.execute("CREATE TABLE account (id TEXT PRIMARY KEY, money INTEGER)")
db.execute("INSERT INTO account VALUES ('ann', 0)")


async def deposit(who, amount):
    (money,) = db.execute("SELECT money FROM account WHERE id = ?", (who,)).fetchone()  # here
    await asyncio.sleep(0.01)
    db.execute("UPDATE account SET money = ? WHERE id = ?", (money + amount, who))  # here


async def main():
    await asyncio.gather(deposit("ann", 1), deposit("ann", 2))


asyncio.run(main())
