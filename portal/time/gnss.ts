import type { Tpv } from './gpsd-messages.ts'
import type { TimeReading } from './reading.ts'

const DAY_MS = 86_400_000
/** GPS counts 1024 weeks and begins again: an old receiver is 19.6 years late. */
const ROLLOVER_MS = 1024 * 7 * DAY_MS
/** No gateway runs a program that is older. Must be less than ROLLOVER_MS. */
const OLDEST_BUILD_MS = 15 * 365.25 * DAY_MS
/**
 * How long after the time that it names a TPV may come in. gpsd(8), ACCURACY: latency is one second or less 95% of the time, and most
 * receivers give "no accuracy guarantees below 1sec". `ept` does not hold it: gpsd says 0.005 s for whatever speaks NMEA.
 */
const LATENCY_MS = 1000
/**
 * GPS time is 18 s ahead of UTC. A receiver that starts cold does not know that, or knows what was true when it was made, until the
 * satellites have told it; until then its time may be too late by so much, and nothing in the TPV says whether it is.
 */
const LEAP_SECONDS_MS = 18_000
/** gpsd's timebase.c: the leap seconds come "roughly once every 20 minutes", to a receiver that keeps a satellite in view. */
const LEAP_SECONDS_AFTER_MS = 20 * 60_000
/** A longer pause between two fixes is not counted as time in view. */
const PAUSE_MS = 10_000
/** A receiver that knows its own time no better does not know it. */
const WORST_EPT_S = 60
const SIMULATED = 8

export interface GnssKnowledge {
  /** When this program was built, ms since 1970: no true time is earlier. */
  builtAtMs: number
  /** Whether the receiver must have heard of the leap seconds by now. */
  leapSecondsKnown: boolean
}

/** What a TPV that came in at `uptimeMs` says of the wall time; null: nothing that can be believed. */
export function gnssReading(tpv: Tpv, uptimeMs: number, known: GnssKnowledge): TimeReading | null {
  const { mode, status, time, ept = 0 } = tpv
  if (mode < 2 || status === SIMULATED || time === undefined || ept > WORST_EPT_S) return null
  const saidMs = parseUtc(time)
  if (saidMs === null) return null
  const wallMs = unrolled(saidMs, known.builtAtMs)
  if (wallMs > known.builtAtMs + OLDEST_BUILD_MS) return null
  const leapMs = known.leapSecondsKnown ? 0 : LEAP_SECONDS_MS
  return { source: 'gnss', wallMs, uptimeMs, uncertaintyMs: Math.ceil(ept * 1000) + LATENCY_MS + leapMs }
}

/** Makes readings of the TPVs of one receiver, and is surer of them once that has had satellites in view for long enough. */
export function createGnssTime({
  builtAtMs,
}: {
  builtAtMs: number
}): (tpv: Tpv, uptimeMs: number) => TimeReading | null {
  let device: string | undefined
  let lastUptimeMs = 0
  let inViewMs = 0
  return (tpv, uptimeMs) => {
    if (tpv.mode < 2) return null
    // Another receiver begins anew: it may be colder than the one before.
    if (tpv.device !== device) inViewMs = 0
    else if (uptimeMs - lastUptimeMs <= PAUSE_MS) inViewMs += uptimeMs - lastUptimeMs
    device = tpv.device
    lastUptimeMs = uptimeMs
    return gnssReading(tpv, uptimeMs, { builtAtMs, leapSecondsKnown: inViewMs >= LEAP_SECONDS_AFTER_MS })
  }
}

/** Moves a time before the build forward by as many whole rollovers as it takes. */
function unrolled(saidMs: number, builtAtMs: number): number {
  return saidMs + Math.max(0, Math.ceil((builtAtMs - saidMs) / ROLLOVER_MS)) * ROLLOVER_MS
}

/** ISO 8601 in UTC, as gpsd writes it, in ms since 1970; null for what the calendar does not have, such as 30 February. */
function parseUtc(text: string): number | null {
  const [, second, fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z$/.exec(text) ?? []
  if (second === undefined) return null
  const ms = Date.parse(`${second}Z`)
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== `${second}.000Z`) return null
  return ms + Math.round(Number(`0${fraction}`) * 1000)
}
