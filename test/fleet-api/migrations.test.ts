import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { bootSeqs, fleetDay, gatewayHour, routeHour } from '../../db/fleet/schema.ts'
import { openSqlite } from '../../db/open.ts'
import { wantedPolicy } from '../../fleet-api/policies.ts'
import { findGateway } from '../../fleet-api/queries/gateways.ts'
import { totalsByRouteAndHour } from '../../fleet-api/queries/reports.ts'
import { rebuildWhereNeeded } from '../../fleet-api/rebuild.ts'

const MIGRATIONS = fileURLToPath(new URL('../../db/fleet/migrations', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'abordo-migrations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A database as the fleet of protocol 1.1 left it. */
function databaseOf11(): string {
  const migrationsFolder = join(folder, 'migrations')
  cpSync(MIGRATIONS, migrationsFolder, { recursive: true })
  const journal = join(migrationsFolder, 'meta', '_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { idx: number }[] }
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.filter(({ idx }) => idx < 2) }))
  const path = join(mkdtempSync(join(folder, 'old-')), 'fleet.db')
  const { $client } = openSqlite({ path, schema: {}, migrationsFolder })
  $client.exec(`
    insert into gateway (gateway_id, site, route_id, credential_hash, added_at, enrolled_at, last_received_at, last_ended_at)
      values ('bus-1', 'vehicle', 'T1', 'hash', 1000, 2000, 3000, 3000);
    insert into gateway (gateway_id, site, added_at) values ('bus-2', 'vehicle', 1000);
    insert into report values ('bus-1', '11111111-1111-4111-8111-111111111111', 0, 'T1', 'assignment', 3600, 3600000, 3660000,
      0, 60000, 'system', null, 3660000, 5, 6, 2, '{}', 100, 1000, 'abordo 0.1.0', 2);
    insert into report values ('bus-1', '11111111-1111-4111-8111-111111111111', 1, 'T1', 'assignment', 3660, 3660000, 3720000,
      60000, 120000, 'system', null, 3720000, 9, 9, 0, '{}', 0, 0, 'abordo 0.1.0', 2);
    insert into report values ('bus-1', '11111111-1111-4111-8111-111111111111', 7, 'T1', 'assignment', 4020, 4020000, 4080000,
      420000, 480000, 'system', null, 4080000, 1, 1, 0, '{}', 0, 0, 'abordo 0.1.0', 2);
    insert into gateway_boot values ('bus-1', '11111111-1111-4111-8111-111111111111', 'T1', 3600, 4020);
    insert into route_minute values ('T1', 3600, 5, 1, 2, 100, 1000);
    insert into setting values ('policy',
      '{"version":2,"operatorName":"WiFi León","sessionSeconds":900,"termsVersion":"2026-11"}')`)
  $client.close()
  return `file:${path}`
}

describe('a database of protocol 1.1', () => {
  it('is taken over with its gateways, reports and policy', async () => {
    const db = await openFleetDatabase(databaseOf11())
    expect(await findGateway(db, 'bus-1')).toMatchObject({
      credentialHash: 'hash',
      credentialAt: 2000,
      lastHealth: null,
      clonedAt: null,
    })
    expect(await findGateway(db, 'bus-2')).toMatchObject({ credentialHash: null, credentialAt: null })
    expect(await totalsByRouteAndHour(db)).toEqual([
      {
        gatewayId: 'bus-1',
        routeId: 'T1',
        hourAt: 3600,
        clockEstimated: false,
        reports: 3,
        sessionsStarted: 2,
        inputOctets: 100,
        outputOctets: 1000,
      },
    ])
    const { policy } = await wantedPolicy(db, { gatewayId: 'bus-1', routeId: 'T1' }, 5000)
    expect(policy).toMatchObject({ version: 2, operatorName: 'WiFi León', sessionSeconds: 900 })
    await db.close()
  })

  it('gets its hours and days, and knows its reports again', async () => {
    const db = await openFleetDatabase(databaseOf11())
    await rebuildWhereNeeded(db, () => undefined)
    expect(await db.select().from(routeHour)).toMatchObject([
      { routeId: 'T1', hourAt: 3600, reports: 3, due: 8, minutes: 3, ridersSum: 15, ridersPeak: 9, sessionsStarted: 2 },
    ])
    expect(await db.select().from(gatewayHour)).toMatchObject([
      { gatewayId: 'bus-1', reports: 3, due: 8, ridersSum: 15 },
    ])
    expect(await db.select().from(fleetDay)).toMatchObject([{ reports: 3, outputOctets: 1000 }])
    expect(await db.select().from(bootSeqs)).toEqual([
      {
        gatewayId: 'bus-1',
        bootId: '11111111-1111-4111-8111-111111111111',
        seqs: [
          [0, 1],
          [7, 7],
        ],
      },
    ])
    await db.close()
  })
})
