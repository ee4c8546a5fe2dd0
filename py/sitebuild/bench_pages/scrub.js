// Evaluated in our page: a run of eight tasks and at least 300 events, then one move of the scrubber a
// frame, to and fro. Each is timed from the move to the layout of what it has changed.
async () => {
  const page = document.querySelector("#playground");
  const frame = () => new Promise(requestAnimationFrame);
  while (!window.lockstep) await frame();
  const source = `import asyncio

total = 0
lock = asyncio.Lock()

async def worker():
    global total
    for _ in range(3):
        async with lock:
            value = total
            await asyncio.sleep(0.1)
            total = value + 1

async def main():
    async with asyncio.TaskGroup() as group:
        for number in range(8):
            group.create_task(worker(), name=f"worker-{number}")

asyncio.run(main())
`;
  const { tasks, events } = await window.lockstep.runSource(source);
  const scrubber = document.querySelector("[data-testid=scrubber]");
  const last = Number(scrubber.max);
  const times = [];
  const move = async (to) => {
    await frame();
    const began = performance.now();
    scrubber.value = String(to);
    scrubber.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.getBoundingClientRect();
    times.push(performance.now() - began);
  };
  for (let to = last; to >= 0; to -= 1) await move(to);
  for (let to = 0; to <= last; to += 1) await move(to);
  return { tasks: tasks.length - 1, events: events.length, state: page.dataset.state, times };
}
