import asyncio


def show(end, loop, shown):
    shown.append(loop.time())
    if len(shown) < end:
        loop.call_later(0.01, show, end, loop, shown)
    else:
        loop.stop()


loop = asyncio.new_event_loop()
shown = []
loop.call_soon(show, 3, loop, shown)
try:
    loop.run_forever()
finally:
    loop.close()
assert len(shown) == 3
