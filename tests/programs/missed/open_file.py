import asyncio
import pathlib

pathlib.Path('n.txt').write_text('0')
async def work(i):
    with open('n.txt') as f: v = int(f.read())
    await asyncio.sleep(0.1)
    with open('n.txt', 'w') as f: f.write(str(v + 1))

async def main():
    await asyncio.gather(*(work(i) for i in range(2)))
    print(open('n.txt').read())
asyncio.run(main())
