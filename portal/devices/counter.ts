import { createHmac } from 'node:crypto'
import { addHash, decodeSketch, emptySketch, encodeSketch, mergeInto, type Registers } from '../../contract/sketch.ts'
import type { GatewayDatabase } from '../../db/gateway/open.ts'
import type { Clock } from '../clock.ts'
import { type DeviceDay, forgetPast, heldDay, holdDay, keepHour, keptHour } from '../queries/devices.ts'

export const HOUR_MS = 3_600_000
/** The fleet closes a day so long after its end: a sketch of it is of no use from then on. */
const OPEN_AFTER_MS = 12 * HOUR_MS

export interface DeviceCounterDeps {
  db: GatewayDatabase
  clock: Clock
  /** Whether somebody has told this boot the time: by a wrong clock a device would be counted in the wrong day. */
  timeIsKnown: () => boolean
}

export type DeviceCounter = ReturnType<typeof createDeviceCounter>

/**
 * Sketches how many different clients had a session in each hour: a hash of the address under the fleet's random key of the day sets one
 * of 16384 registers a little higher, and is gone. Without a key nothing is hashed or kept.
 */
export function createDeviceCounter({ db, clock, timeIsKnown }: DeviceCounterDeps) {
  let day: DeviceDay | null = heldDay(db)
  /** What has been seen since the last turn, by the hour's start. */
  let seen = new Map<number, Registers>()

  /** The hour of the day that is held, now; null: it is another day, or nobody knows what time it is. */
  function hourNow(): number | null {
    if (!day || !timeIsKnown()) return null
    const now = clock.now()
    if (now < day.fromAt || now >= day.toAt) return null
    return day.fromAt + Math.floor((now - day.fromAt) / HOUR_MS) * HOUR_MS
  }

  function add(mac: string): void {
    const hourAt = hourNow()
    if (!day || hourAt === null) return
    const registers = seen.get(hourAt) ?? emptySketch()
    seen.set(hourAt, registers)
    addHash(registers, createHmac('sha256', day.key).update(mac).digest())
  }

  function keep({ date }: DeviceDay): void {
    for (const [hourAt, registers] of seen) {
      const before = keptHour(db, date, hourAt)
      const all = (before && decodeSketch(before.registers)) ?? emptySketch()
      if (mergeInto(all, registers)) keepHour(db, { date, hourAt, registers: encodeSketch(all) })
    }
    seen = new Map()
  }

  return {
    /** A client has a session now. Touches no disk. */
    seen: add,
    /** To be called once a minute with the clients that have a session: keeps what was seen, and forgets the days that are over. */
    turn(connected: Iterable<string>): void {
      for (const mac of connected) add(mac)
      if (day) keep(day)
      const now = clock.now()
      forgetPast(db, now, now - OPEN_AFTER_MS)
      if (day && day.toAt <= now) day = null
    },
    /** Holds the day that the fleet has told of. */
    hold(next: DeviceDay): void {
      if (day) keep(day)
      holdDay(db, next)
      day = next
    },
    /** Whether the day that is on has to be asked for. */
    isDayWanted: (): boolean => !day || clock.now() >= day.toAt,
  }
}
