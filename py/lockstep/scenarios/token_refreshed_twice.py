"""A token that is refreshed twice

The token has run out, and every client notices. The lock lets only one of them refresh it at a
time, and still each of them does: the second has decided to refresh before it had to wait, and
does not look again when its turn comes. Under a lock, what you knew before is old.

Question: Why look at all before taking the lock?
Answer: It need not be. The look outside only spares the lock while the token is good; the look
    inside is the one that counts.
Watch: refreshed
Expect: 1
Update: refresh
Findings: check-then-act
Outcomes: 1 | 2
Compare: LOOK_AGAIN = True
Chapter: 5
Order: 57
"""

import asyncio

LOOK_AGAIN = False  # (look again): inside

token = "expired"
refreshed = 0


async def refresh():
    global token, refreshed
    await asyncio.sleep(0.2)
    refreshed += 1
    token = f"token-{refreshed}"
    print(f"refreshed: {token}")


async def call(lock, name):
    await asyncio.sleep(0.1)
    if token == "expired":
        async with lock:
            if not LOOK_AGAIN or token == "expired":
                await refresh()
    print(f"{name}: calls with {token}")


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for name in ("A", "B"):
            group.create_task(call(lock, name), name=name)
    print(f"refreshed {refreshed} times")
    return refreshed


if __name__ == "__main__":
    asyncio.run(main())
