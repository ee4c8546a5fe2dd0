import asyncio


class Server:
    closed = False

    async def close(self):
        if self.closed:
            return
        await asyncio.sleep(0.01)
        self.closed = True


async def main():
    server = Server()
    await asyncio.gather(server.close(), server.close())
    assert server.closed


asyncio.run(main())
