import { newestSince } from './newest.ts'
import type { Found, Rule, Snapshot } from './snapshot.ts'

// What the box says of itself. Only the newest interval of a gateway that is live counts: what came late is of the past.

/** A rule on the health of the newest interval: what it finds, since then. */
function ofHealth(
  find: (health: NonNullable<Snapshot['gateway']['lastHealth']>, snapshot: Snapshot) => Omit<Found, 'since'> | null,
): Rule {
  return (snapshot) => {
    const { lastHealth: health } = snapshot.gateway
    if (snapshot.state !== 'live' || health === null) return 'unknown'
    const found = find(health, snapshot)
    return found === null ? null : { since: newestSince(snapshot.gateway), ...found }
  }
}

export const dhcpFull: Rule = ofHealth(({ dhcp }, { thresholds }) => {
  if (dhcp === null || dhcp.size === 0 || dhcp.used / dhcp.size < thresholds.dhcpShare) return null
  const { used, size } = dhcp
  return { cause: null, facts: { used, size, share: used / size }, holdMinutes: thresholds.dhcpMinutes }
})

export const hot: Rule = ofHealth(({ temperatureC }, { thresholds }) => {
  if (temperatureC === null || temperatureC < thresholds.hotC) return null
  return { cause: null, facts: { temperatureC, hotC: thresholds.hotC }, holdMinutes: thresholds.hotMinutes }
})

/** Little room is left, or none that works: the database is in memory. A disk fills slowly and comes back by hand, so there is no time to hold for. */
export const disk: Rule = ofHealth(({ disk: room, storage }, { thresholds }) => {
  const freeShare = room === null || room.totalOctets === 0 ? null : room.freeOctets / room.totalOctets
  if (storage !== 'memory' && (freeShare === null || freeShare >= thresholds.diskShare)) return null
  const facts = { freeOctets: room?.freeOctets ?? null, totalOctets: room?.totalOctets ?? null, freeShare, storage }
  return { cause: 'storage', facts, holdMinutes: 0 }
})

/** So much before now is looked at for a portal that goes down again and again. */
export const PORTAL_WINDOW_MS = 15 * 60_000
/** One restart is an update, or somebody's hand. */
const LEAST_OUTAGES = 3

/**
 * Riders who accept get no session. No report counts riders who accept without success, so what is told stands for them: the name server that
 * greets phones is down, and without it nobody gets as far as the page; or the portal was down for a part of several of the last intervals. One
 * that is down altogether does not report: it is missing.
 */
export const portalFailing: Rule = ofHealth(({ dnsmasqAlive }, { thresholds, portalOutages }) => {
  if (dnsmasqAlive !== false && portalOutages < LEAST_OUTAGES) return null
  const facts = { nameServer: dnsmasqAlive === false ? 'down' : null, intervals: portalOutages }
  return { cause: 'portal', facts, holdMinutes: thresholds.portalFailingMinutes }
})
