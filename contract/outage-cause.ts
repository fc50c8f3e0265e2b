import { ACCOUNTING_INTERVAL_S, type Report } from './report.ts'
import type { OutageCause } from './service.ts'
import type { Modem } from './telemetry.ts'

/** A report of one interval that is longer than this is of a portal that was down for a part of it. */
export const LONG_INTERVAL_MS = ACCOUNTING_INTERVAL_S * 1500

/** ModemManager's words of a modem that a mobile network serves (MMModem3gppRegistrationState). */
const REGISTERED = /^(home|roaming)(-csfb-not-preferred)?$/

// The fleet judges by it, and gateways merge no minutes of which it would have judged differently.

/**
 * Why riders could not reach the internet for a part of a report's interval, as far as the gateway's last look tells; null: they could,
 * or it is not told. Nothing that a modem says tells a SIM without data from a network without, so `sim-quota` is never said here.
 */
export function outageCauseOf({
  uplink,
  health,
  merged,
  startedUptimeMs,
  endedUptimeMs,
}: Pick<Report, 'uplink' | 'health' | 'merged' | 'startedUptimeMs' | 'endedUptimeMs'>): OutageCause | null {
  const lengthMs = endedUptimeMs - startedUptimeMs
  // Without its name server the portal greets nobody, and those who are in find nothing.
  if (health?.dnsmasqAlive === false) return 'portal'
  if (merged === null && lengthMs > LONG_INTERVAL_MS) return 'portal'
  if (uplink === null || uplink.upMs >= lengthMs) return null
  if (uplink.modems.some(isServed)) return 'no-data'
  // A modem that cannot run, or has no SIM that it can use, is for somebody with tools: it is not the network's fault.
  if (uplink.modems.length > 0 && uplink.modems.every(isBroken)) return 'gateway'
  if (uplink.modems.length > 0 || !uplink.link) return 'no-signal'
  return 'no-data'
}

/** A mobile network serves it. */
export function isServed({ state, registration }: Modem): boolean {
  if (registration !== null) return REGISTERED.test(registration)
  return state === 'registered' || state === 'connecting' || state === 'connected'
}

/** It cannot run, or has no SIM that it can use. */
export function isBroken({ state }: Modem): boolean {
  return state === 'failed' || state === 'locked'
}
