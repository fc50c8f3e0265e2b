import { Resolver } from 'node:dns/promises'
import { readFileSync } from 'node:fs'

/** Carrier of the interface (sysfs) and a default route over it (proc). */
export function linkOf(wanInterface: string): () => boolean {
  return () => {
    try {
      if (readFileSync(`/sys/class/net/${wanInterface}/carrier`, 'utf8').trim() !== '1') return false
      return readFileSync('/proc/net/route', 'utf8')
        .split('\n')
        .some((line) => line.startsWith(`${wanInterface}\t00000000\t`))
    } catch {
      // An interface that is set down has no carrier to read; one that is gone has no file.
      return false
    }
  }
}

const TIMEOUT_MS = 4000

/** A round trip to the fleet; where that is silent, to a name server: the fleet may be down while riders are well served. */
export function probeOf(fleetUrl: string | null, uptime: () => number): () => Promise<number | null> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 })
  const timed = async (attempt: () => Promise<unknown>) => {
    const started = uptime()
    await attempt()
    return Math.round(uptime() - started)
  }
  const askFleet = () => fetch(`${fleetUrl}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' })
  const askNames = () =>
    resolver.resolveNs('.').catch((error: NodeJS.ErrnoException) => {
      // "No such name" is an answer too; silence and refusal are not.
      if (['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED'].includes(error.code ?? '')) throw error
    })
  return async () => {
    if (fleetUrl !== null) {
      const answered = await timed(askFleet).catch(() => null)
      if (answered !== null) return answered
    }
    return timed(askNames).catch(() => null)
  }
}
