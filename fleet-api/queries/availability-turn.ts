import { and, desc, gte, lt, lte } from 'drizzle-orm'
import { z } from 'zod'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { fleetDay } from '../../db/fleet/schema.ts'
import { nextTurn, type Turn } from '../rules/availability-turn.ts'
import { lockByName, readSetting, writeSetting } from './settings.ts'

/** The setting that tells which days were worked out, when, and from how many reports, as JSON. */
const TURNS = 'availability-days'
const LOCK = 'availability-days-lock'

const turnsSchema = z.record(z.string(), z.object({ reports: z.int(), at: z.int(), done: z.boolean() }))
type Turns = z.infer<typeof turnsSchema>

/**
 * Takes the day whose availability is to be worked out next, of those within [since, today] (starts of days, seconds since 1970); null: there
 * is none. Of several processes one takes it. `now`: ms since 1970.
 */
export async function takeTurn(
  db: FleetDatabase,
  { since, today, now }: { since: number; today: number; now: number },
): Promise<Turn | null> {
  return db.transaction(async (tx) => {
    await lockByName(tx, LOCK)
    const days = await tx
      .select({ dayAt: fleetDay.dayAt, reports: fleetDay.reports })
      .from(fleetDay)
      .where(and(gte(fleetDay.dayAt, since), lte(fleetDay.dayAt, today)))
      .orderBy(desc(fleetDay.dayAt))
    const turns = await readTurns(tx)
    const day = nextTurn(days, turns, { today, now })
    if (day === null) return null
    const kept = Object.entries(turns).filter(([dayAt]) => Number(dayAt) >= since)
    const { dayAt, reports } = day
    await writeTurns(tx, { ...Object.fromEntries(kept), [dayAt]: { reports, at: now, done: false } })
    return day
  })
}

/** The day that was taken has been worked out. Where it was asked for anew meanwhile, it stays so. */
export async function endTurn(db: FleetDatabase, { dayAt }: Turn): Promise<void> {
  await db.transaction(async (tx) => {
    await lockByName(tx, LOCK)
    const turns = await readTurns(tx)
    const taken = turns[dayAt]
    if (taken) await writeTurns(tx, { ...turns, [dayAt]: { ...taken, done: true } })
  })
}

/** Notes that days were worked out elsewhere, from so many reports: they are not looked at while no more come. `now`: ms since 1970. */
export async function noteWorkedOut(tx: FleetTransaction, days: Turn[], now: number): Promise<void> {
  await lockByName(tx, LOCK)
  const turns = days.map(({ dayAt, reports }) => [dayAt, { reports, at: now, done: true }] as const)
  await writeTurns(tx, { ...(await readTurns(tx)), ...Object.fromEntries(turns) })
}

/**
 * Asks for the days within [from, to] (starts of days, seconds since 1970) to be worked out anew with the next upkeep: something other than
 * the number of their reports has changed.
 */
export async function askForAvailability(
  tx: FleetTransaction,
  { from, to }: { from: number; to: number },
): Promise<void> {
  await lockByName(tx, LOCK)
  const turns = Object.entries(await readTurns(tx))
  await writeTurns(tx, Object.fromEntries(turns.filter(([dayAt]) => Number(dayAt) < from || Number(dayAt) > to)))
}

/** Whether there are days within [from, to) (starts of days, seconds since 1970) whose availability has not been worked out at all. */
export async function availabilityPending(
  db: FleetReads,
  { from, to }: { from: number; to: number },
): Promise<boolean> {
  const turns = turnsSchema.parse(JSON.parse((await readSetting(db, TURNS)) ?? '{}'))
  const days = await db
    .select({ dayAt: fleetDay.dayAt })
    .from(fleetDay)
    .where(and(gte(fleetDay.dayAt, from), lt(fleetDay.dayAt, to)))
  return days.some(({ dayAt }) => turns[dayAt]?.done !== true)
}

async function readTurns(tx: FleetTransaction): Promise<Turns> {
  return turnsSchema.parse(JSON.parse((await readSetting(tx, TURNS)) ?? '{}'))
}

async function writeTurns(tx: FleetTransaction, turns: Turns): Promise<void> {
  await writeSetting(tx, TURNS, JSON.stringify(turns))
}
