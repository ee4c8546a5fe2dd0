"""blocking-call"""

import asyncio
import time



async def main():
    time.sleep(0.1)  # here


asyncio.run(main())
