import { Agent } from 'node:http'
import { packed, postReports } from './post.ts'

export interface Load {
  connections: number
  /** Reports in a request. */
  batch: number
  seconds: number
  /** So many at most: they are made and packed before the clock starts. */
  requests: number
  /** Each connection carries GATEWAYS_EACH gateways in turn, from this one on; no gateway may be used twice. */
  firstGateway: number
}

/** So many that none of them asks more often than the fleet lets a gateway ask. */
export const GATEWAYS_EACH = 20

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
  const gatewayOf = (connection: number, turn: number) =>
    firstGateway + connection * GATEWAYS_EACH + (turn % GATEWAYS_EACH)
  const bodies = Array.from({ length: connections }, (_, index) =>
    Array.from({ length: Math.ceil(requests / connections) }, (_, sent) =>
      packed(gatewayOf(index, sent), Math.floor(sent / GATEWAYS_EACH) * batch, batch, beginMs),
    ),
  )
  const times: number[] = []
  let stored = 0
  const started = performance.now()
  const end = started + seconds * 1000
  await Promise.all(
    bodies.map(async (mine, index) => {
      for (const [turn, body] of mine.entries()) {
        const sent = performance.now()
        if (sent >= end) return
        const more = await postReports({ port, agent }, gatewayOf(index, turn), body)
        stored += more
        times.push(performance.now() - sent)
      }
    }),
  )
  const took = (performance.now() - started) / 1000
  agent.destroy()
  return { stored, seconds: took, times }
}
