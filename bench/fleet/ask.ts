import { Agent, get } from 'node:http'
import { quantile } from '../row.ts'
import type { FleetProgram } from './program.ts'

/** Who asks whom: programs with API tokens, in turn. */
export interface Asker {
  fleet: FleetProgram
  tokens: string[]
}

export interface Asked {
  p50: number
  p99: number
  /** Milliseconds of the fleet's processor time for each question. */
  cpuMs: number
}

const WARM = 50
const COUNTED = 150

/** Asks again and again, one question after the other; a question may be several requests at once, over when the last is answered. */
export async function askOften(asker: Asker, paths: string[]): Promise<Asked> {
  const agent = new Agent({ keepAlive: true })
  const times: number[] = []
  let before = 0
  try {
    for (let asked = 0; asked < WARM + COUNTED; asked += 1) {
      if (asked === WARM) before = asker.fleet.cpuSeconds().all
      const started = performance.now()
      await Promise.all(paths.map((path) => ask(asker, agent, path)))
      if (asked >= WARM) times.push(performance.now() - started)
    }
  } finally {
    agent.destroy()
  }
  const cpuMs = ((asker.fleet.cpuSeconds().all - before) / COUNTED) * 1000
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpuMs }
}

let turn = 0

function ask({ fleet, tokens }: Asker, agent: Agent, path: string): Promise<void> {
  turn += 1
  const headers = {
    authorization: `Bearer ${tokens[turn % tokens.length]}`,
    accept: 'application/json',
    'accept-encoding': 'gzip',
  }
  return new Promise((resolve, reject) => {
    const outgoing = get({ host: '127.0.0.1', port: fleet.port, path, agent, headers }, (answer) => {
      answer.resume()
      answer.on('error', reject)
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${answer.statusCode}`)),
      )
    })
    outgoing.on('error', reject)
  })
}
