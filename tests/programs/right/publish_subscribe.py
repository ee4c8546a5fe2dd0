import asyncio


class Topic:
    def __init__(self):
        self.queues = set()

    def publish(self, message):
        for queue in self.queues:
            queue.put_nowait(message)


async def subscriber(topic, ready):
    queue = asyncio.Queue()
    topic.queues.add(queue)
    ready.release()
    try:
        return [await queue.get() for _ in range(2)]
    finally:
        topic.queues.discard(queue)


async def main():
    topic, ready = Topic(), asyncio.Semaphore(0)
    tasks = [asyncio.create_task(subscriber(topic, ready)) for _ in range(2)]
    for _ in tasks:
        await ready.acquire()
    topic.publish("a")
    await asyncio.sleep(0.01)
    topic.publish("b")
    assert await asyncio.gather(*tasks) == [["a", "b"], ["a", "b"]]


asyncio.run(main())
