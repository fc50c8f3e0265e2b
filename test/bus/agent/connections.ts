import net from 'node:net'
import type { Target } from './sockets.ts'

interface Held {
  socket: net.Socket
  state: 'open' | 'closed'
  received: Buffer[]
  wake: () => void
}

const connections = new Map<number, Held>()
let last = 0

/** Opens a TCP connection and keeps it, for tests of what befalls one that is already open. */
export function connectionOpen({ host, port, timeoutMs }: Target): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port }).setNoDelay(true)
    const held: Held = { socket, state: 'open', received: [], wake: () => undefined }
    const timer = setTimeout(() => socket.destroy(new Error(`timeout: not open in ${timeoutMs} ms`)), timeoutMs)
    socket.on('connect', () => {
      clearTimeout(timer)
      last += 1
      connections.set(last, held)
      resolve(last)
    })
    socket.on('data', (chunk) => {
      held.received.push(chunk)
      held.wake()
    })
    socket.on('error', reject)
    socket.on('close', () => {
      clearTimeout(timer)
      held.state = 'closed'
      held.wake()
    })
  })
}

/** Sends and waits for the same to come back: null where it did not come in time, or the connection is closed. */
export function connectionEcho({ id, payload, timeoutMs }: { id: number; payload: string; timeoutMs: number }) {
  const held = find(id)
  return new Promise<string | null>((resolve) => {
    held.received.length = 0
    const done = (reply: string | null) => {
      clearTimeout(timer)
      held.wake = () => undefined
      resolve(reply)
    }
    const timer = setTimeout(() => done(null), timeoutMs)
    held.wake = () => {
      // What an earlier echo gave up on may come first.
      if (Buffer.concat(held.received).includes(payload)) done(payload)
      else if (held.state === 'closed') done(null)
    }
    if (held.state === 'open') held.socket.write(payload)
    held.wake()
  })
}

export function connectionState({ id }: { id: number }): 'open' | 'closed' {
  return find(id).state
}

export function connectionClose({ id }: { id: number }): void {
  find(id).socket.destroy()
}

function find(id: number): Held {
  const held = connections.get(id)
  if (held === undefined) throw new Error(`no connection ${id}`)
  return held
}
