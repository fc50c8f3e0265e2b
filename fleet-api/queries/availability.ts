import { and, asc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, Write } from '../../db/fleet/open.ts'
import { gateway, gatewayServiceDay, report } from '../../db/fleet/schema.ts'
import type { RouteAvailability } from '../rules/availability.ts'
import type { Said } from '../rules/said-intervals.ts'
import { prepared, preparedForMany } from './prepared.ts'
import { excluded } from './upserts.ts'

/** So many gateways are worked out at once: what they said of a day and of the hours around it fits in 10 MB. */
export const GATEWAYS_AT_ONCE = 16

export type GatewayPlace = Pick<typeof gateway.$inferSelect, 'gatewayId' | 'site' | 'siteId'>

/** Gateways in the order of their ids, from the one after `after`. */
export async function someGateways(db: FleetReads, after: string): Promise<GatewayPlace[]> {
  const { gatewayId, site, siteId } = gateway
  return db
    .select({ gatewayId, site, siteId })
    .from(gateway)
    .where(gt(gateway.gatewayId, after))
    .orderBy(asc(gateway.gatewayId))
    .limit(GATEWAYS_AT_ONCE)
}

const SAID = {
  gatewayId: report.gatewayId,
  bootId: report.bootId,
  seq: report.seq,
  routeId: report.routeId,
  startedAt: report.startedAt,
  endedAt: report.endedAt,
  startedUptimeMs: report.startedUptimeMs,
  uplinkUpMs: report.uplinkUpMs,
  outage: report.outage,
  movedM: report.movedM,
}

type SaidBy = { gatewayId: string } & Said

const saidInMinutes = preparedForMany('said in minutes', ['minuteAt'], (db, { minuteAt }) =>
  db
    .select(SAID)
    .from(report)
    .where(
      and(
        inArray(report.minuteAt, minuteAt),
        gte(report.gatewayId, sql.placeholder('first')),
        lte(report.gatewayId, sql.placeholder('last')),
      ),
    ),
)

const saidByGateway = prepared('said by gateway', (db) =>
  db
    .select(SAID)
    .from(report)
    .where(
      and(
        eq(report.gatewayId, sql.placeholder('gatewayId')),
        gte(report.minuteAt, sql.placeholder('from')),
        lt(report.minuteAt, sql.placeholder('to')),
      ),
    ),
)

/** So much of some gateways, or of one, is read at once: some 500 rows, a few milliseconds. */
const STEP_S = { sqlite: 1800, postgres: 8 * 3600 }

/**
 * What gateways that follow one another by id said of the minutes within [from, to), seconds since 1970, in small pieces and no order. Each
 * engine reads what lies together: SQLite's key begins with the minute, PostgreSQL's with the gateway.
 */
export async function* saidWithin(
  db: FleetReads,
  gatewayIds: string[],
  { from, to }: { from: number; to: number },
): AsyncGenerator<SaidBy[]> {
  const [first, last] = [gatewayIds[0], gatewayIds.at(-1)]
  const step = STEP_S[db.engine]
  for (let start = from; start < to; start += step) {
    const end = Math.min(start + step, to)
    if (db.engine === 'sqlite') {
      const minutes: { minuteAt: number }[] = []
      for (let minuteAt = Math.ceil(start / 60) * 60; minuteAt < end; minuteAt += 60) minutes.push({ minuteAt })
      yield await saidInMinutes(db, minutes, { first, last })
    } else {
      for (const gatewayId of gatewayIds) yield await saidByGateway(db, { gatewayId, from: start, to: end })
    }
  }
}

const { inService, available, power, noSignal, noData, simQuota, gateway: ofGateway, portal } = gatewayServiceDay
const parts = { inService, available, power, noSignal, noData, simQuota, gateway: ofGateway, portal }

const toDays: Write<typeof gatewayServiceDay> = {
  table: gatewayServiceDay,
  conflict: {
    target: [gatewayServiceDay.dayAt, gatewayServiceDay.gatewayId, gatewayServiceDay.routeId],
    set: Object.fromEntries(Object.entries(parts).map(([name, column]): [string, SQL] => [name, excluded(column)])),
  },
}

/** Puts what was worked out of some gateways in a day in the place of what was there. */
export async function writeAvailability(
  db: FleetDatabase,
  dayAt: number,
  gateways: { gatewayId: string; routes: RouteAvailability[] }[],
): Promise<void> {
  const ids = gateways.map(({ gatewayId }) => gatewayId)
  const rows = gateways.flatMap(({ gatewayId, routes }) =>
    routes.map(({ routeId, inService, available, outages }) => ({
      gatewayId,
      routeId,
      dayAt,
      inService,
      available,
      power: outages.power,
      noSignal: outages['no-signal'],
      noData: outages['no-data'],
      simQuota: outages['sim-quota'],
      gateway: outages.gateway,
      portal: outages.portal,
    })),
  )
  await db.transaction(async (tx) => {
    await tx
      .delete(gatewayServiceDay)
      .where(and(eq(gatewayServiceDay.dayAt, dayAt), inArray(gatewayServiceDay.gatewayId, ids)))
    await tx.writeMany(toDays, rows)
  })
}

/** Forgets what was worked out of the days that begin at or after `from` (seconds since 1970). */
export async function forgetAvailability(db: FleetDatabase, from: number): Promise<void> {
  await db.transaction((tx) => tx.delete(gatewayServiceDay).where(gte(gatewayServiceDay.dayAt, from)))
}
