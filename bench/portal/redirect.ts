import { fileURLToPath } from 'node:url'
import { LAN, WEB } from '../../test/bus/addresses.ts'
import type { Place } from '../../test/bus/place.ts'
import { median, rounded } from '../row.ts'
import type { Gateway } from './gateway.ts'
import type { Measured } from './rows.ts'

const ROUNDS = 3
const SECONDS = 3
/** Both programs have just started: V8 compiles what is used most in the first seconds, and a portal runs for days. */
const WARM_UP_SECONDS = 2
const BARE = fileURLToPath(new URL('bare-redirect.ts', import.meta.url))

interface Load {
  requestsPerSecond: number
  p99Ms: number
  /** Answers that were no redirect, and sockets that failed. */
  errors: number
}

/** The portal and a bare server by turns, at the same port behind the same rules. Leaves the portal running. */
export async function redirectRows(gateway: Gateway): Promise<{ redirects: Measured; p99: Measured }> {
  const phone = gateway.bus.phone(1)
  const found = await phone.exec('sh', ['-c', 'command -v wrk || true'])
  if (found === '') {
    const missing: Measured = { abordo: 'wrk is not installed (Debian package wrk)', holds: null, figures: {} }
    return { redirects: missing, p99: missing }
  }
  const cold: Load[] = []
  const portal: Load[] = []
  const bare: Load[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    cold.push(await load(phone, WARM_UP_SECONDS))
    portal.push(await load(phone, SECONDS))
    await gateway.portal.stop('SIGKILL')
    const args = ['--import', 'tsx', BARE, `http://${LAN.gateway}/`]
    const server = gateway.bus.run('gw', process.execPath, args, {}, fileURLToPath(new URL('.', import.meta.url)))
    await server.waitForLine(/listening/)
    await load(phone, WARM_UP_SECONDS)
    bare.push(await load(phone, SECONDS))
    await server.stop('SIGKILL')
    await gateway.ride.startPortal()
  }
  const rate = median(portal.map(({ requestsPerSecond }) => requestsPerSecond))
  const bareRate = median(bare.map(({ requestsPerSecond }) => requestsPerSecond))
  const p99 = median(portal.map(({ p99Ms }) => p99Ms))
  const bareP99 = median(bare.map(({ p99Ms }) => p99Ms))
  const coldP99 = median(cold.map(({ p99Ms }) => p99Ms))
  const errors = [...cold, ...portal].reduce((sum, load) => sum + load.errors, 0)
  const ratio = rate / bareRate
  return {
    redirects: {
      abordo: `${thousands(rate)} requests/s, ${Math.round(ratio * 100)}% of a bare node:http (${thousands(bareRate)}), ${errors} errors`,
      holds: rate >= 3_000 && ratio >= 0.5 && errors === 0,
      figures: { requestsPerSecond: rounded(rate), ofBare: rounded(ratio), errors },
    },
    p99: {
      abordo: `${rounded(p99)} ms (bare: ${rounded(bareP99)} ms; the portal's first two seconds: ${rounded(coldP99)} ms)`,
      holds: p99 <= 40,
      figures: { p99Ms: rounded(p99), coldP99Ms: rounded(coldP99), ofBare: rounded(p99 / bareP99) },
    },
  }
}

async function load(phone: Place, seconds: number): Promise<Load> {
  const host = 'Host: connectivitycheck.gstatic.com'
  const args = ['-t1', '-c50', `-d${seconds}s`, '--latency', '-H', host, `http://${WEB}/generate_204`]
  const text = await phone.exec('wrk', args)
  const sockets = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text)?.slice(1) ?? []
  const strange = /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0
  const [, p99 = '', unit = ''] = /99%\s+([\d.]+)(us|ms|s)\b/.exec(text) ?? []
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    p99Ms: Number(p99) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN),
    errors: [...sockets, strange].reduce<number>((sum, count) => sum + Number(count), 0),
  }
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en')
}
