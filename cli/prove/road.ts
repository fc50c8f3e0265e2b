import { randomInt } from 'node:crypto'
import {
  type ClientRequest,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { RequestFault } from './plan.ts'

export interface RoadDeps {
  /** Where the fleet listens now; null while it is down. */
  fleetPort: () => number | null
  fault: () => RequestFault
  /** Something happens to a request: the moment to kill somebody. */
  moment: (what: 'request' | 'under-way' | 'answer') => void
}

export type Road = Awaited<ReturnType<typeof createRoad>>

/** The way from one gateway to the fleet, with all that a mobile network does to requests. Its address stays the same. */
export async function createRoad({ fleetPort, fault, moment }: RoadDeps) {
  let server: Server | null = null
  let port = 0
  let kept: { incoming: IncomingMessage; body: Buffer } | null = null
  const sockets = new Set<Socket>()
  const counts: Partial<Record<RequestFault, number>> = {}

  /** One request to the fleet. Null: it could not be reached, or fell silent. */
  function forward({ url, method, headers }: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer } | null>((resolve) => {
      const to = fleetPort()
      if (to === null) return resolve(null)
      const request: ClientRequest = httpRequest(
        { host: '127.0.0.1', port: to, path: url, method, headers: { ...headers, connection: 'close' } },
        (answer) => {
          buffer(answer).then(
            (text) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: text }),
            () => resolve(null),
          )
        },
      )
      request.on('error', () => resolve(null))
      request.end(body, () => moment('under-way'))
    })
  }

  async function carry(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    moment('request')
    const happens = incoming.method === 'POST' ? fault() : 'pass'
    counts[happens] = (counts[happens] ?? 0) + 1
    const body = await buffer(incoming)
    if (happens === 'cut') return void incoming.socket.destroy()
    if (happens === 'busy') return void outgoing.writeHead(503, { 'retry-after': '30' }).end()
    // What was held up somewhere arrives now, long after its time.
    if (kept) {
      await forward(kept.incoming, kept.body)
      kept = null
    }
    if (happens === 'again-later') kept = { incoming, body }
    if (happens === 'twice') await forward(incoming, body)
    const answer = await forward(incoming, body)
    moment('answer')
    if (!answer || happens === 'lost-answer') return void incoming.socket.destroy()
    outgoing.writeHead(answer.status, answer.headers)
    if (happens !== 'cut-answer') return void outgoing.end(answer.body)
    outgoing.write(answer.body.subarray(0, answer.body.length / 2), () => incoming.socket.destroy())
  }

  return {
    url: () => `http://127.0.0.1:${port}`,
    counts,
    /** Opens the road, or closes it: no connection comes about any more. */
    async open(isOpen: boolean): Promise<void> {
      if (isOpen === (server !== null)) return
      if (!isOpen) {
        for (const socket of sockets) socket.destroy()
        await new Promise((resolve) => server?.close(resolve))
        server = null
        return
      }
      const made = createServer((incoming, outgoing) => {
        carry(incoming, outgoing).catch(() => incoming.socket.destroy())
      })
      made.on('connection', (socket) => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
      })
      port = await listenOn(made, port)
      server = made
    },
  }
}

const TRIES = 50

/**
 * Listens on a port, or where it is 0 on a free one below those that the kernel gives to clients (32768 and up): a road that is open
 * again needs the very same one, which meanwhile a client could have been given. Returns it.
 */
async function listenOn(server: Server, port: number): Promise<number> {
  for (let left = TRIES; ; left -= 1) {
    const wanted = port === 0 ? randomInt(20_000, 32_000) : port
    const failed = await new Promise<Error | null>((resolve) => {
      server.once('error', resolve)
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', resolve)
        resolve(null)
      })
    })
    if (failed === null) return wanted
    if (port !== 0 || left === 0) throw failed
  }
}
