import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { followGpsd } from '../../portal/time/gpsd.ts'
import type { Tpv } from '../../portal/time/gpsd-messages.ts'
import { until } from '../bus/until.ts'

const WATCH = '?WATCH={"enable":true,"json":true}\n'

/** A gpsd that says what the test lets it say, and a client of it whose timers go off when the test says. */
export async function gpsdBench() {
  const server = createServer()
  const clients: Socket[] = []
  const asked: string[] = []
  server.on('connection', (socket) => {
    clients.push(socket)
    socket.setEncoding('utf8').on('data', (text: string) => void asked.push(text))
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const waiting = new Map<number, { ms: number; job: () => void }>()
  const fixes: [Tpv, number][] = []
  const logged: string[] = []
  const listener = { heard: () => {} }
  let timers = 0
  let uptimeMs = 100_000
  const client = followGpsd({
    host: '127.0.0.1',
    port,
    onFix: (tpv, at) => {
      fixes.push([tpv, at])
      listener.heard()
    },
    uptime: () => uptimeMs,
    after: (ms, job) => {
      timers += 1
      const id = timers
      waiting.set(id, { ms, job })
      return () => void waiting.delete(id)
    },
    random: () => 1,
    log: (message) => void logged.push(message.replaceAll(String(port), 'PORT')),
  })
  const waits = () => [...waiting.values()].map(({ ms }) => ms)

  return {
    client,
    asked,
    fixes,
    /** What the listener does besides, at each fix. */
    listener,
    logged,
    waits,
    /** The client has connected for the nth time and asked for reports. */
    connected: (times: number) =>
      until(`the client has asked ${times} times`, () => asked.filter((text) => text === WATCH).length === times),
    say: (text: string) => void clients.at(-1)?.write(text),
    hangUp: () => void clients.at(-1)?.destroy(),
    heard: (count: number) => until(`${count} fixes have come`, () => fixes.length === count),
    waitsFor: (ms: number) => until(`the client waits for ${ms} ms`, () => waits().join() === String(ms)),
    /** The only timer goes off. */
    goOff() {
      const [[id, { job }] = [0, { job: () => {} }]] = [...waiting]
      waiting.delete(id)
      job()
    },
    pass: (ms: number) => {
      uptimeMs += ms
    },
    /** No client comes in any more. */
    goAway() {
      server.close()
      for (const socket of clients) socket.destroy()
    },
    /** The last client has gone. */
    left: () => until('the client has left', () => clients.at(-1)?.destroyed ?? false),
    async remove() {
      client.stop()
      for (const socket of clients) socket.destroy()
      server.close()
    },
  }
}
