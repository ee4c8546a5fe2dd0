"""check-then-act"""

import asyncio


class Wallet:
    def __init__(self):
        self.coins = 1

    async def spend(self):
        await asyncio.sleep(0.01)
        self.coins -= 1  # here


async def buy(wallet):
    if wallet.coins:  # here
        await wallet.spend()


async def main():
    wallet = Wallet()
    await asyncio.gather(buy(wallet), buy(wallet))


asyncio.run(main())
