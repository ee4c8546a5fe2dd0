"""check-then-act"""

import asyncio


class Client:
    connection = None

    async def connect(self):
        if self.connection is None:  # here
            await asyncio.sleep(0.01)
            self.connection = object()  # here
        return self.connection


async def main():
    client = Client()
    await asyncio.gather(client.connect(), client.connect())


asyncio.run(main())
