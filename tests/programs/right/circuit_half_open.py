import asyncio


class Circuit:
    def __init__(self):
        self.state, self.failures = "closed", 0
        self.trial = asyncio.Lock()

    async def call(self, works):
        if self.state == "open":
            if self.trial.locked():
                return "refused"
            async with self.trial:
                result = await self._try(works)
                if result == "ok":
                    self.state, self.failures = "closed", 0
                return result
        result = await self._try(works)
        if result != "ok":
            self.failures += 1
            if self.failures >= 2:
                self.state = "open"
        return result

    async def _try(self, works):
        await asyncio.sleep(0.01)
        return "ok" if works else "failed"


async def main():
    circuit = Circuit()
    await asyncio.gather(circuit.call(False), circuit.call(False))
    assert circuit.state == "open"
    await asyncio.gather(circuit.call(True), circuit.call(True))
    assert circuit.state == "closed"


asyncio.run(main())
