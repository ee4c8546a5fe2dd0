import asyncio

text, undo = "", []


async def type_(letter):
    global text
    await asyncio.sleep(0.01)
    undo.append(text)
    text = text + letter


async def main():
    await asyncio.gather(*(type_(letter) for letter in "ab"))
    assert sorted(text) == ["a", "b"] and undo[0] == ""


asyncio.run(main())
