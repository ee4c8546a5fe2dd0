import asyncio

state = "idle"


async def press(log):
    global state
    match state:
        case "idle":
            state = "busy"
            await asyncio.sleep(0.01)
            state = "idle"
            log.append("worked")
        case _:
            log.append("ignored")


async def main():
    log = []
    await asyncio.gather(press(log), press(log))
    assert log == ["ignored", "worked"]


asyncio.run(main())
