import asyncio
import itertools
from dataclasses import dataclass, field


@dataclass
class Ledger:
    entries: list = field(default_factory=list)
    numbers: itertools.count = field(default_factory=itertools.count)

    async def post(self, amount):
        number = next(self.numbers)
        await asyncio.sleep(0.01)
        self.entries.append((number, amount))

    @property
    def total(self):
        return sum(amount for _, amount in self.entries)


async def main():
    ledger = Ledger()
    await asyncio.gather(*(ledger.post(n) for n in (5, 7, -2)))
    assert ledger.total == 10 and len({n for n, _ in ledger.entries}) == 3


asyncio.run(main())
