import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { upstreamResolvFile } from '../dhcp/resolv.ts'
import { readText } from '../read-text.ts'

/** Milliseconds to the answer; null: nobody answered. */
export interface RoundTrips {
  dnsMs: number | null
  fleetMs: number | null
}

export interface RoundTripDeps {
  /** Null: there is no fleet to ask. */
  fleetUrl: string | null
  uptime: () => number
  /** The name servers to ask, as Resolver.setServers takes them; empty: the system's own. */
  nameServers?: () => string[]
  timeoutMs?: number
}

const TIMEOUT_MS = 4000
/** "No such name" is an answer too; silence and refusal are not. */
const NO_ANSWER = ['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED']

/** Asks the fleet and a name server at the same time: the fleet may be down while riders are well served. Never rejects. */
export function roundTripsOf(deps: RoundTripDeps): () => Promise<RoundTrips> {
  const { fleetUrl, uptime, nameServers = upstreamServers, timeoutMs = TIMEOUT_MS } = deps

  async function timed(attempt: () => Promise<unknown>): Promise<number | null> {
    const started = uptime()
    try {
      await attempt()
      return Math.round(uptime() - started)
    } catch {
      return null
    }
  }

  async function askFleet(): Promise<void> {
    const answer = await fetch(`${fleetUrl}/healthz`, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' })
    // Else the connection waits for somebody to read on.
    await answer.body?.cancel()
  }

  async function askNames(): Promise<void> {
    // A new one each time: it reads only once which servers the system has, and each network that the bus enters brings its own.
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 })
    const servers = nameServers()
    if (servers.length > 0) resolver.setServers(servers)
    await resolver.resolveNs('.').catch((error: NodeJS.ErrnoException) => {
      if (NO_ANSWER.includes(error.code ?? '')) throw error
    })
  }

  return async () => {
    const [dnsMs, fleetMs] = await Promise.all([timed(askNames), fleetUrl === null ? null : timed(askFleet)])
    return { dnsMs, fleetMs }
  }
}

/** Those beyond the uplink. A relay on this machine would answer out of its memory long after the internet is gone. */
function upstreamServers(): string[] {
  return serversBeyond(readText(upstreamResolvFile(readText)) ?? '')
}

/** The name servers of a resolv.conf that are not on this machine. One of a single link (`fe80::1%wwan0`) Node cannot ask. */
export function serversBeyond(resolvConf: string): string[] {
  return [...resolvConf.matchAll(/^\s*nameserver\s+(\S+)/gm)]
    .map(([, server = '']) => server)
    .filter((server) => isIP(server) !== 0 && !/^(127\.|::1$)|%/.test(server))
}
