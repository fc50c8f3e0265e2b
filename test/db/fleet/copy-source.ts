import { getTableName } from 'drizzle-orm'
import type { FleetDatabase, FleetTransaction } from '../../../db/fleet/open.ts'
import {
  alert,
  alertEvent,
  alertThreshold,
  channel,
  delivery,
  feedService,
  feedTrip,
  gatewayServiceDay,
  routeServiceDay,
  routeVersion,
  signalPiece,
  site,
  terms,
  vehicleRun,
} from '../../../db/fleet/schema.ts'
import { fleetTables } from '../../../db/fleet/tables.ts'
import { connectSqlite } from '../../../db/open.ts'
import { byCommandLine } from '../../../fleet-api/audit.ts'
import { addUser } from '../../../fleet-api/users.ts'
import { freshSqlite } from '../../fakes/database.ts'
import { aMergedReport, aReport, NOW, type TestFleet, testFleet } from '../../fakes/fleet.ts'
import { addShapesIn, corner } from '../../fakes/network.ts'
import { aHealth, anUplink } from '../../fakes/telemetry.ts'
import { addGatewayCare } from './copy-gateway-care.ts'
import { addReports } from './copy-reports.ts'

export const pathOf = (url: string) => url.slice('file:'.length)

/** A fleet in use, with something in every corner: reports of two months, users, policies, problems, revoked credentials. */
export async function fleetInUse(url: string): Promise<TestFleet> {
  const fleet = await testFleet({ databaseUrl: url })
  const bus1 = await fleet.enrol('bus-1', 'T1')
  const bus2 = await fleet.enrol('bus-2', null)
  const problem = { ticket: 'ABCD', kind: 'slow', text: 'señal débil 🚌', reportedAt: '2026-11-24T14:01:00Z' }
  await fleet.send(bus1, [
    aReport(0, '2026-10-31T23:59:00Z'),
    aReport(1, '2026-11-01T00:00:00Z', { octets: { input: 2 ** 40, output: 2 ** 41 } }),
    {
      ...aReport(2, '2026-11-24T14:00:00Z'),
      protocol: '1.4',
      problems: [problem],
      health: aHealth(),
      uplink: anUplink(),
    },
  ])
  await fleet.send(bus2, [aMergedReport(0, '2026-11-24T13:00:00Z', [1, 2, 3])])
  await addUser(
    fleet.auth,
    fleet.db,
    { email: 'ana@example.mx', password: 'twelve letters', role: 'admin' },
    byCommandLine(Date.parse(NOW)),
  )
  await fleet.post('/api/auth/sign-in/email', { email: 'ana@example.mx', password: 'twelve letters' })
  await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { sessionSeconds: 600 })
  await fleet.asGateway(bus1, 'GET', '/v1/policy')
  await fleet.as('admin', 'POST', '/api/gateways/bus-2/revoke')
  await fleet.as('operator', 'POST', '/api/gateways/bus-2/assignments', { routeId: 'T2', from: '2026-11-24' })
  await fleet.as('operator', 'PUT', '/api/gateways/bus-2/routes', {
    from: '2026-11-24T13:00:00Z',
    to: '2026-11-24T13:01:00Z',
    routeId: 'T1',
  })
  await fleet.db.transaction(addNetwork)
  await fleet.db.transaction(addAlerts)
  await fleet.db.transaction(addGatewayCare)
  await fleet.db.transaction(addReports)
  return fleet
}

/** A row of each table of what is wrong and of who is told. */
async function addAlerts(tx: FleetTransaction): Promise<void> {
  const about = {
    kind: 'hot',
    scope: 'gateway',
    subjectId: 'bus-1',
    routeId: 'T1',
    facts: { temperatureC: 91.5 },
  } as const
  await tx.insert(alert).values({ ...about, state: 'open', sinceAt: 1, seenAt: 3, openedAt: 2 })
  await tx.insert(alertEvent).values({ alertId: 1, at: 2, kind: 'opened', details: {} })
  await tx.insert(alertThreshold).values({ scope: 'route', scopeId: 'T1', fields: { hotC: 80 }, updatedAt: 1 })
  const workshop = { kind: 'email', name: 'Taller', address: 'taller@example.mx', language: 'es' } as const
  await tx.insert(channel).values({ ...workshop, kinds: ['hot'], addedAt: 1 })
  await tx
    .insert(delivery)
    .values({ channelId: 1, body: { what: 'opened', alerts: [1] }, madeAt: 2, dueAt: 2, attempts: 0 })
  await tx.insert(terms).values({ version: '2026-12', es: 'Condiciones', en: 'Terms', madeAt: 1 })
}

/** A row of each table of the network, of service and of what was learnt along the shapes. */
async function addNetwork(tx: FleetTransaction): Promise<void> {
  const trip = { routeId: 'T1', serviceId: 'daily', patternId: 0, blockId: 'B7', startS: 18_000, endS: 21_600 }
  await tx
    .insert(feedService)
    .values({ feedId: 1, serviceId: 'daily', weekdays: '1111100', added: ['20261225'], removed: [] })
  await tx.insert(feedTrip).values({ feedId: 1, tripId: 'a', ...trip, frequencies: [[18_000, 36_000, 600, 0]] })
  await addShapesIn(tx, [{ routeId: 'T1', points: [corner(0, 0), corner(10, 0)], stops: [['s1', 0]] }])
  const version = { routeShortName: '1', routeLongName: 'Norte – Sur', routeType: 3, routeColor: '0055A4' }
  await tx.insert(routeVersion).values({ routeId: 'T1', feedId: 1, validFrom: 0, agencyId: 'A', ...version })
  await tx.insert(vehicleRun).values({ vehicleKey: '1043', firstAt: 1, lastAt: 2, routeId: 'T1', directionId: 0 })
  const piece = { shapeKey: 'key-0', piece: 3, operatorCode: '334020', hourBand: 1, weekAt: 0 }
  await tx.insert(signalPiece).values({ ...piece, passes: 5, samples: 30, lost: 9, roundTripSumMs: 2000 })
  const day = {
    serviceDate: '20261124',
    feedId: 1,
    minutes: 60,
    trips: 1,
    intervals: [[0, 3600]] as [number, number][],
  }
  await tx.insert(routeServiceDay).values({ routeId: 'T1', ...day })
  const outages = { power: 0, noSignal: 10, noData: 0, simQuota: 0, gateway: 0, portal: 0 }
  await tx
    .insert(gatewayServiceDay)
    .values({ gatewayId: 'bus-1', routeId: 'T1', dayAt: 0, inService: 600, available: 590, ...outages })
  await tx
    .insert(site)
    .values({ siteId: 'station-1', kind: 'station', name: 'San Jerónimo', openingHours: ALWAYS_OPEN })
}

const ALL_DAY: [string, string][] = [['00:00', '24:00']]
const ALWAYS_OPEN = {
  monday: ALL_DAY,
  tuesday: ALL_DAY,
  wednesday: ALL_DAY,
  thursday: ALL_DAY,
  friday: ALL_DAY,
  saturday: ALL_DAY,
  sunday: ALL_DAY,
  exceptions: {},
}

/** A SQLite database with so many more reports than a page holds: put there by SQLite itself, which takes no time. */
export async function manyReports(count: number): Promise<string> {
  const url = freshSqlite()
  const fleet = await testFleet({ databaseUrl: url })
  await fleet.send(await fleet.enrol('bus-1', 'T1'), [aReport(0, '2026-10-01T00:00:00Z')])
  const client = connectSqlite(pathOf(url))
  const columns = (client.pragma('table_info(report)') as { name: string }[]).map(({ name }) => name)
  const made: Record<string, string> = { seq: 'n.i', minute_at: 'minute_at + 60 * n.i' }
  client.exec(
    `insert into report (${columns.join(', ')})
     with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
     select ${columns.map((name) => made[name] ?? name).join(', ')} from n, (select * from report limit 1)`,
  )
  client.close()
  return url
}

/** Everything in a fleet's database, table by table, in no order. */
export async function contentOf(db: FleetDatabase): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {}
  for (const { table } of fleetTables())
    content[getTableName(table)] = (await db.select().from(table)).map((row) => JSON.stringify(row)).sort()
  return content
}
