import { type Agent, request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { credential } from './city.ts'
import { minuteReport } from './reports.ts'

/** Consecutive reports of a gateway, packed as it would send them: seqs from `first`, minutes from `beginMs`. */
export function packed(gateway: number, first: number, batch: number, beginMs: number): Buffer {
  const reports = Array.from({ length: batch }, (_, index) =>
    minuteReport(gateway, first + index, beginMs + (first + index) * 60_000),
  )
  return gzipSync(JSON.stringify(reports), { level: 1 })
}

/** Sends one request of reports; how many of them the fleet says that it stored. `agent` false: over a connection of its own. */
export function postReports(to: { port: number; agent: Agent | false }, gateway: number, body: Buffer) {
  const headers = {
    authorization: `Bearer ${credential(gateway)}`,
    'content-type': 'application/json',
    'content-encoding': 'gzip',
    'content-length': body.length,
  }
  return new Promise<number>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', path: '/v1/reports', method: 'POST', headers, ...to })
    outgoing.on('error', reject)
    outgoing.on('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('error', reject)
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
