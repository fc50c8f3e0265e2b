import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A free port below those that the kernel gives to clients (32768 and up): there a client that asks for a program again and again, while it
 * starts or is down, could be given that very port, and the program would find it taken.
 */
export async function quietPort(): Promise<number> {
  return quietPorts(1)
}

/** The first of so many free ports one after another. */
export async function quietPorts(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = randomInt(20_000, 32_000)
    const free = await Promise.all(Array.from({ length: count }, (_, at) => isFree(first + at)))
    if (!free.includes(false)) return first
  }
  throw new Error(`no ${count} free ports between 20000 and 32000`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
  })
  if (free) {
    server.close()
    await once(server, 'close')
  }
  return free
}
