import { Agent, request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { credential } from './city.ts'
import { minuteReport } from './reports.ts'

export interface LoadResult {
  /** Reports that the fleet said it had stored. */
  stored: number
  seconds: number
  /** Milliseconds from the request to its answer, of each. */
  times: number[]
}

/** Where each gateway has got to: reports are never sent twice. */
export class Senders {
  private readonly next = new Map<number, number>()
  constructor(
    private readonly port: number,
    private readonly beginMs: number,
  ) {}

  /** Sends batches over so many connections, each a gateway of its own, until `seconds` are over. */
  async run(load: { connections: number; batch: number; seconds: number; requests: number }): Promise<LoadResult> {
    const { connections, batch, seconds, requests } = load
    const agent = new Agent({ keepAlive: true, maxSockets: connections })
    // Made and packed before the clock starts.
    const bodies = Array.from({ length: connections }, (_, gateway) =>
      Array.from({ length: Math.ceil(requests / connections) }, () => this.body(gateway, batch)),
    )
    const times: number[] = []
    let stored = 0
    const started = performance.now()
    const end = started + seconds * 1000
    await Promise.all(
      bodies.map(async (mine, gateway) => {
        for (const body of mine) {
          if (performance.now() >= end) return
          const sent = performance.now()
          const more = await this.post(agent, gateway, body)
          stored += more
          times.push(performance.now() - sent)
        }
      }),
    )
    const took = (performance.now() - started) / 1000
    agent.destroy()
    return { stored, seconds: took, times }
  }

  private body(gateway: number, batch: number): Buffer {
    const from = this.next.get(gateway) ?? 0
    this.next.set(gateway, from + batch)
    const reports = Array.from({ length: batch }, (_, index) =>
      minuteReport(gateway, from + index, this.beginMs + (from + index) * 60_000),
    )
    return gzipSync(JSON.stringify(reports), { level: 1 })
  }

  private post(agent: Agent, gateway: number, body: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${credential(gateway)}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': body.length,
      }
      const outgoing = request({
        host: '127.0.0.1',
        port: this.port,
        path: '/v1/reports',
        method: 'POST',
        agent,
        headers,
      })
      outgoing.on('error', reject)
      outgoing.on('response', (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if (answer.statusCode !== 200) return reject(new Error(`${answer.statusCode}: ${text.slice(0, 200)}`))
          resolve(text.split('"stored"').length - 1)
        })
      })
      outgoing.end(body)
    })
  }
}
