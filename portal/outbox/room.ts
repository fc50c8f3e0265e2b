import { LONGEST_REPORT_MS } from '../../contract/report.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import {
  dropReports,
  inDoubtOctets,
  leastWanted,
  mergeableReports,
  octetsInUse,
  replaceReports,
  setDamagedAside,
  type Waiting,
} from '../queries/outbox.ts'
import { hourGroups, lossOf, merge } from './merge.ts'
import { readBody, type UntimedReport } from './timed.ts'

export interface RoomDeps {
  db: GatewayDatabase
  /** The most octets that the outbox may take. */
  limitOctets: number
  /** Wall time less uptime of each boot whose place in time is known. */
  offsets: () => Map<string, number>
  accountingIntervalMs: number
  log: (message: string) => void
}

/** Reports looked at in one transaction: the riders' pages wait for it. */
const AT_ONCE = 2000
/** Transactions in one call; what is left to do is done a minute later. */
const ROUNDS = 8
/** Few: in a small outbox each of them may be an hour, and no more is dropped than has to be. */
const DROPPED_AT_ONCE = 20
/** Freed down to this share of the limit, so that the next minute does not begin with the same again. */
const ROOMY = 0.9
/**
 * What the fleet may hold already cannot be merged, and its next answer may free all of it. While one request was on its way the newest
 * minutes would be all that is left to drop; so before anything is, the outbox may be over its limit by what is in doubt, up to this share.
 */
const FOR_DOUBT = 0.25

/**
 * Keeps the outbox within its limit (and a quarter, while the fleet's word on what was sent is awaited): minutes become hours, the oldest first, and only where nothing is left to merge is anything
 * dropped, counted. Reports of the last hour are left as they are.
 */
export function createRoom({ db, limitOctets, offsets, accountingIntervalMs, log }: RoomDeps) {
  const live = Math.ceil(LONGEST_REPORT_MS / accountingIntervalMs)

  return {
    /** To be called once an accounting interval. */
    make(): void {
      if (octetsInUse(db) <= limitOctets) return
      let merged = 0
      let dropped = 0
      for (let round = 0; round < ROUNDS && octetsInUse(db) > limitOctets * ROOMY; round += 1) {
        const one = mergeOldest()
        merged += one.merged
        if (one.looked > 0) continue
        // Merged with room to spare, but nothing is dropped that still has its place.
        if (octetsInUse(db) <= limitOctets + Math.min(inDoubtOctets(db), limitOctets * FOR_DOUBT)) break
        const lost = drop()
        if (lost === 0) break
        dropped += lost
      }
      if (merged > 0) log(`the outbox is full: ${merged} reports were merged into hours`)
      if (dropped > 0)
        log(`the outbox is full, and nothing is left to merge: the ${dropped} oldest reports were dropped`)
    },
  }

  function mergeOldest(): { looked: number; merged: number } {
    const known = offsets()
    return db.transaction((tx) => {
      const oldest = mergeableReports(tx, AT_ONCE, live)
      const rows = new Map<UntimedReport, Waiting>()
      for (const row of oldest) {
        const report = readBody(row.body)
        if (report) rows.set(report, row)
        else setDamagedAside(tx, row)
      }
      const groups = hourGroups([...rows.keys()], known)
      // The last hour looked at may go on beyond what was read.
      const whole = oldest.length === AT_ONCE && groups.length > 1 ? groups.slice(0, -1) : groups
      let merged = 0
      for (const group of whole) {
        const several = group.flatMap((report) => rows.get(report) ?? [])
        replaceReports(tx, several, merge(group))
        if (several.length > 1) merged += several.length
      }
      return { looked: oldest.length, merged }
    })
  }

  function drop(): number {
    return db.transaction((tx) => {
      const rows = leastWanted(tx, DROPPED_AT_ONCE)
      if (rows.length === 0) return 0
      const readable = rows.flatMap(({ body }) => readBody(body) ?? [])
      const lost = lossOf(readable)
      // What cannot be read any more was one report at least.
      const reports = lost.reports + rows.length - readable.length
      dropReports(tx, rows, { ...lost, reports })
      return reports
    })
  }
}
