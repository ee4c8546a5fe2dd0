import asyncio
import io
import logging

text = io.StringIO()
logging.basicConfig(stream=text, level=logging.INFO, format="%(message)s")
log = logging.getLogger(__name__)


async def speak(name):
    for n in range(2):
        await asyncio.sleep(0.01)
        log.info("%s %d", name, n)


async def main():
    await asyncio.gather(speak("a"), speak("b"))
    assert len(text.getvalue().splitlines()) == 4


asyncio.run(main())
