"""Two locks in opposite order

One transfer locks the savings and then wants the giro account, the other locks the giro
account and then wants the savings. Each holds what the other needs, and both wait for ever.
Real asyncio says nothing about it: the program just never ends.

Question: Does it always happen?
Answer: No. If one transfer is through before the other begins, nothing goes wrong, which is why
    such a program can pass its tests for years.
Watch: *.balance
Findings: deadlock
Outcomes: deadlock
Chapter: 5
Order: 52
"""

import asyncio

AMOUNT = 50  # 1 to 100 (amount): each move


class Account:
    def __init__(self, name, balance):
        self.name = name
        self.balance = balance
        self.lock = asyncio.Lock()


async def transfer(source, target):
    async with source.lock:
        print(f"locked {source.name}, wants {target.name}")
        left = source.balance - AMOUNT
        await asyncio.sleep(0.1)
        async with target.lock:
            source.balance = left
            target.balance += AMOUNT
            print(f"moved {AMOUNT} from {source.name} to {target.name}")


async def main():
    savings = Account("savings", 100)
    giro = Account("giro", 100)
    async with asyncio.TaskGroup() as group:
        group.create_task(transfer(savings, giro), name="saver")
        group.create_task(transfer(giro, savings), name="spender")
    print(f"savings {savings.balance}, giro {giro.balance}")


if __name__ == "__main__":
    asyncio.run(main())
