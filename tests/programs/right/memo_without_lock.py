import asyncio

memo = {}


async def fib(n):
    if n < 2:
        return n
    if n not in memo:
        a, b = await asyncio.gather(fib(n - 1), fib(n - 2))
        memo[n] = a + b
    return memo[n]


async def main():
    assert await fib(6) == 8


asyncio.run(main())
