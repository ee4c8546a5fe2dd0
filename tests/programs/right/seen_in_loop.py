import asyncio

seen, pages = set(), {"/": ["/a", "/b"], "/a": [], "/b": []}


async def crawl(url):
    if url in seen:
        return
    seen.add(url)
    await asyncio.sleep(0.01)
    await asyncio.gather(*(crawl(link) for link in pages[url]))


async def main():
    await crawl("/")
    assert seen == {"/", "/a", "/b"}


asyncio.run(main())
