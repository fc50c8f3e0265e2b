import { Agent } from 'node:http'
import { packed, postReports } from './post.ts'

export interface Load {
  connections: number
  /** Reports in a request. */
  batch: number
  seconds: number
  /** So many at most: they are made and packed before the clock starts. */
  requests: number
  /** Each connection is a gateway of its own, from this one on; no gateway may be used twice. */
  firstGateway: number
}

export interface LoadResult {
  /** Reports that the fleet said it had stored. */
  stored: number
  seconds: number
  /** Milliseconds from the request to its answer, of each. */
  times: number[]
}

/** Sends one request after the other on each connection, until `seconds` are over. */
export async function sendLoad(port: number, load: Load, beginMs: number): Promise<LoadResult> {
  const { connections, batch, seconds, requests, firstGateway } = load
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const bodies = Array.from({ length: connections }, (_, index) =>
    Array.from({ length: Math.ceil(requests / connections) }, (_, sent) =>
      packed(firstGateway + index, sent * batch, batch, beginMs),
    ),
  )
  const times: number[] = []
  let stored = 0
  const started = performance.now()
  const end = started + seconds * 1000
  await Promise.all(
    bodies.map(async (mine, index) => {
      for (const body of mine) {
        const sent = performance.now()
        if (sent >= end) return
        const more = await postReports({ port, agent }, firstGateway + index, body)
        stored += more
        times.push(performance.now() - sent)
      }
    }),
  )
  const took = (performance.now() - started) / 1000
  agent.destroy()
  return { stored, seconds: took, times }
}
