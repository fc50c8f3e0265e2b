import { getTableName } from 'drizzle-orm'
import type { FleetDatabase } from '../../../db/fleet/open.ts'
import { fleetTables } from '../../../db/fleet/tables.ts'
import { connectSqlite } from '../../../db/open.ts'
import { addUser } from '../../../fleet-api/auth.ts'
import { freshSqlite } from '../../fakes/database.ts'
import { aMergedReport, aReport, type TestFleet, testFleet } from '../../fakes/fleet.ts'
import { aHealth, anUplink } from '../../fakes/telemetry.ts'

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
  await addUser(fleet.auth, fleet.db, { email: 'ana@example.mx', password: 'twelve letters', role: 'admin' })
  await fleet.post('/api/auth/sign-in/email', { email: 'ana@example.mx', password: 'twelve letters' })
  await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { sessionSeconds: 600 })
  await fleet.asGateway(bus1, 'GET', '/v1/policy')
  await fleet.as('admin', 'POST', '/api/gateways/bus-2/revoke')
  return fleet
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
