"""One agreed order

The same two transfers, with one rule added: whoever needs two locks takes them in the order of
the accounts' names. Nobody can then hold the later lock while wanting the earlier one, so no
circle of waiting can close.

Question: Must the order be by name?
Answer: Any order will do, as long as everybody keeps to the same one.
Watch: *.balance
Expect: 200
Findings: none
Outcomes: 200
Chapter: 5
Order: 54
"""

import asyncio

AMOUNT = 50  # 1 to 100 (amount): each move


class Account:
    def __init__(self, name, balance):
        self.name = name
        self.balance = balance
        self.lock = asyncio.Lock()


async def transfer(source, target):
    first, second = sorted([source, target], key=lambda account: account.name)
    async with first.lock, second.lock:
        print(f"locked {first.name}, then {second.name}")
        left = source.balance - AMOUNT
        await asyncio.sleep(0.1)
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
    return savings.balance + giro.balance


if __name__ == "__main__":
    asyncio.run(main())
