import asyncio
import weakref


class Topic:
    def __init__(self):
        self.listeners = weakref.WeakSet()

    async def publish(self, message):
        for listener in list(self.listeners):
            listener.heard.append(message)
            await asyncio.sleep(0)


class Listener:
    def __init__(self, topic):
        self.heard = []
        topic.listeners.add(self)


async def main():
    topic = Topic()
    one, two = Listener(topic), Listener(topic)
    await asyncio.gather(topic.publish("a"), topic.publish("b"))
    del two
    await topic.publish("c")
    assert sorted(one.heard) == ["a", "b", "c"]


asyncio.run(main())
