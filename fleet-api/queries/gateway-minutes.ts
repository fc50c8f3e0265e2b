import { and, asc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import { gatewayHour, gatewayModemDay, report } from '../../db/fleet/schema.ts'
import type { Said } from '../rules/said-intervals.ts'
import { prepared, preparedForMany } from './prepared.ts'
import type { ReportRow } from './reports.ts'

/** Seconds since 1970, half open. */
interface Range {
  from: number
  to: number
}

type Ask<R> = (db: FleetReads, gatewayId: string, range: Range) => Promise<R[]>

/**
 * What is stored of one gateway's minutes within a range, in no order. Each engine reads what lies together: PostgreSQL's key begins with the
 * gateway; SQLite's with the minute, so there each minute is looked up by itself, a few hundred at once, and others have their turns.
 */
function ofMinutes<R>(name: string, select: (db: FleetReads, where: SQL | undefined) => PromiseLike<R[]>): Ask<R> {
  const ofGateway = eq(report.gatewayId, sql.placeholder('gatewayId'))
  const listed = preparedForMany(`${name} listed`, ['minuteAt'], (db, { minuteAt }) =>
    select(db, and(inArray(report.minuteAt, minuteAt), ofGateway)),
  )
  const ranged = prepared(`${name} ranged`, (db) =>
    select(
      db,
      and(ofGateway, gte(report.minuteAt, sql.placeholder('from')), lt(report.minuteAt, sql.placeholder('to'))),
    ),
  )
  return async (db, gatewayId, { from, to }) => {
    if (db.engine === 'postgres') return ranged(db, { gatewayId, from, to })
    const found: R[] = []
    for (let start = Math.ceil(from / 60) * 60; start < to; start += MINUTES_AT_ONCE * 60) {
      const count = Math.min(MINUTES_AT_ONCE, Math.ceil((to - start) / 60))
      const minutes = Array.from({ length: count }, (_, i) => ({ minuteAt: start + i * 60 }))
      found.push(...(await listed(db, minutes, { gatewayId })))
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    return found
  }
}

/** A few milliseconds. */
const MINUTES_AT_ONCE = 512

/** What a gateway said of its power, its uplink and its portal. */
export const saidOf: Ask<Said> = ofMinutes('said of gateway', (db, where) => {
  const { bootId, seq, routeId, startedAt, endedAt, startedUptimeMs, uplinkUpMs, outage, movedM } = report
  const columns = { bootId, seq, routeId, startedAt, endedAt, startedUptimeMs, uplinkUpMs, outage, movedM }
  return db.select(columns).from(report).where(where)
})

export type RidersOfMinute = Pick<
  ReportRow,
  'minuteAt' | 'endedAt' | 'ridersConnected' | 'ridersPeak' | 'inputOctets' | 'outputOctets'
>

export const ridersOf: Ask<RidersOfMinute> = ofMinutes('riders of gateway', (db, where) => {
  const { minuteAt, endedAt, ridersConnected, ridersPeak, inputOctets, outputOctets } = report
  const columns = { minuteAt, endedAt, ridersConnected, ridersPeak, inputOctets, outputOctets }
  return db.select(columns).from(report).where(where)
})

export const tracesOf: Ask<Pick<ReportRow, 'startedAt' | 'trace'>> = ofMinutes('traces of gateway', (db, where) =>
  db.select({ startedAt: report.startedAt, trace: report.trace }).from(report).where(where),
)

const rowsOf: Ask<ReportRow> = ofMinutes('rows of gateway', (db, where) => db.select().from(report).where(where))

/** The newest reports of a gateway that ended at or before a moment, by their intervals, of at most `days` days before it. */
export async function newestReports(
  db: FleetReads,
  gatewayId: string,
  { before, limit, days }: { before: number; limit: number; days: number },
): Promise<ReportRow[]> {
  const found: ReportRow[] = []
  const oldest = before - days * 86_400
  // From the end backwards: a gateway that reports is done with after the first step.
  for (let to = before + 60; to > oldest && found.length < limit; to -= MINUTES_AT_ONCE * 60)
    found.push(...(await rowsOf(db, gatewayId, { from: Math.max(oldest, to - MINUTES_AT_ONCE * 60), to })))
  return found.sort((a, b) => b.startedAt - a.startedAt || b.seq - a.seq).slice(0, limit)
}

export type GatewayHourRow = typeof gatewayHour.$inferSelect

const hoursListed = preparedForMany('hours of gateway', ['hourAt'], (db, { hourAt }) =>
  db
    .select()
    .from(gatewayHour)
    .where(and(inArray(gatewayHour.hourAt, hourAt), eq(gatewayHour.gatewayId, sql.placeholder('gatewayId')))),
)

/** What is added up of a gateway's hours that begin at these moments (seconds since 1970), in no order. */
export async function hoursOf(db: FleetReads, gatewayId: string, starts: number[]): Promise<GatewayHourRow[]> {
  return hoursListed(
    db,
    starts.map((hourAt) => ({ hourAt })),
    { gatewayId },
  )
}

/** Data over each port of a gateway, by day of UTC, from the day that begins at `first` (seconds since 1970). */
export async function dataUseByDay(db: FleetDatabase, gatewayId: string, first: number) {
  const { port, dayAt, receivedOctets, sentOctets } = gatewayModemDay
  return db
    .select({ port, dayAt, received: receivedOctets, sent: sentOctets })
    .from(gatewayModemDay)
    .where(and(eq(gatewayModemDay.gatewayId, gatewayId), gte(dayAt, first)))
    .orderBy(asc(port), asc(dayAt))
}
