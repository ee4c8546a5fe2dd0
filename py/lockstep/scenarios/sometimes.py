"""Three deposits that sometimes end at 300

You are the network. Each ATM asks, reads, asks again and writes what it read plus 100. You say
whose answer comes next.

Question: Can you make three deposits of 100 end at 300?
Answer: Yes, in 6 of the 90 orders: let an ATM write before the next one reads. With the lock
    around the read and the write all orders end so, and there are only 36 of them.
Watch: *.balance
Expect: 100 * len(NAMES)
Update: deposit
Findings: lost-update
Outcomes: 100 | 200 | 300
Chapter: 1
Family: answers
Opens: clock
Lock-mode: none
Order: 11
"""

import asyncio

NAMES = "ATM-A", "ATM-B", "ATM-C"


async def network():
    await asyncio.sleep(0.1)


class Account:
    def __init__(self):
        self.balance = 0


async def deposit(account):
    await network()
    value = account.balance
    await network()
    account.balance = value + 100


async def main():
    account = Account()
    async with asyncio.TaskGroup() as tg:
        for atm in NAMES:
            work = deposit(account)
            tg.create_task(work, name=atm)
    print("balance", account.balance)
    return account.balance


if __name__ == "__main__":
    asyncio.run(main())
