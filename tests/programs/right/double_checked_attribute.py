import asyncio


class Client:
    connection = None

    def __init__(self):
        self.lock = asyncio.Lock()
        self.made = 0

    async def connect(self):
        if self.connection is None:
            async with self.lock:
                if self.connection is None:
                    await asyncio.sleep(0.01)
                    self.made += 1
                    self.connection = object()
        return self.connection


async def main():
    client = Client()
    one, two = await asyncio.gather(client.connect(), client.connect())
    assert one is two and client.made == 1


asyncio.run(main())
