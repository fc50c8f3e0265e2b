import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openFleetDatabase } from '../../../db/fleet/open.ts'
import { connectSqlite } from '../../../db/open.ts'
import { startFleet } from '../../../fleet-api/main.ts'
import { totals } from '../../../fleet-api/queries/reports.ts'
import { describeWith } from '../../describe-with.ts'
import { freshSqlite } from '../../fakes/database.ts'
import { aReport, testFleet } from '../../fakes/fleet.ts'
import { smallDisk } from '../gateway/small-disk.ts'

const MINUTE = '2026-11-24T14:00:00Z'
const MB = 1024 * 1024
const told = async (answer: Response) => ({
  status: answer.status,
  retryAfter: answer.headers.get('retry-after'),
  code: ((await answer.json()) as { code?: string }).code,
})
const UNAVAILABLE = { status: 503, retryAfter: '30', code: 'unavailable' }

describe('a fleet whose database somebody else has locked', () => {
  it('waits a while, then answers 503 and reads on meanwhile; afterwards it stores', async () => {
    const url = freshSqlite()
    const fleet = await testFleet({ databaseUrl: url })
    const bus = await fleet.enrol('bus-1', 'T1')
    const other = connectSqlite(url.slice('file:'.length))
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')
    const order: string[] = []
    const storing = fleet.send(bus, [aReport(0, MINUTE)]).finally(() => order.push('stored or not'))
    expect((await fleet.get('/api/routes')).status).toBe(200)
    order.push('read')
    expect(await told(await storing)).toEqual(UNAVAILABLE)
    expect(order).toEqual(['read', 'stored or not'])
    other.exec('ROLLBACK')
    expect((await fleet.send(bus, [aReport(0, MINUTE)])).status).toBe(200)
    expect(await totals(fleet.db)).toMatchObject({ reports: 1 })
  })

  it('stores as soon as it is let in', async () => {
    const url = freshSqlite()
    const fleet = await testFleet({ databaseUrl: url })
    const bus = await fleet.enrol('bus-1', 'T1')
    const other = connectSqlite(url.slice('file:'.length))
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')
    const storing = fleet.send(bus, [aReport(0, MINUTE)])
    expect((await fleet.get('/api/routes')).status).toBe(200)
    other.exec('ROLLBACK')
    expect((await storing).status).toBe(200)
  })
})

describeWith(['bus'], 'a fleet whose disk is full', () => {
  it('answers 503 and stores again once there is room: nothing is lost, nothing doubled', async () => {
    const disk = smallDisk(6 * MB)
    const fleet = await testFleet({ databaseUrl: `file:${join(disk.folder, 'fleet.db')}` })
    const bus = await fleet.enrol('bus-1', 'T1')
    const at = (minute: number) => new Date(Date.parse('2026-11-24T04:00:00Z') + minute * 60_000).toISOString()
    const batch = (from: number) => Array.from({ length: 50 }, (_, index) => aReport(from + index, at(from + index)))
    expect((await fleet.send(bus, batch(0))).status).toBe(200)
    disk.fill()
    const refused = []
    for (let from = 50; from < 500; from += 50) refused.push(await told(await fleet.send(bus, batch(from))))
    expect(refused).toEqual(refused.map(() => UNAVAILABLE))
    expect((await fleet.get('/api/routes')).status).toBe(200)
    disk.empty()
    for (let from = 0; from < 500; from += 50) expect((await fleet.send(bus, batch(from))).status).toBe(200)
    expect(await totals(fleet.db)).toMatchObject({ reports: 500, inputOctets: 50_000 })
  })
})

describe('a fleet whose database is damaged', () => {
  it('answers 503', async () => {
    const url = freshSqlite()
    await (await openFleetDatabase(url)).close()
    overwriteTable(url.slice('file:'.length), 'gateway')
    const logged: string[] = []
    const fleet = await startFleet({
      config: { databaseUrl: url, host: '127.0.0.1', port: 0, publicUrl: null },
      log: (message, error) => logged.push(`${message}: ${(error as NodeJS.ErrnoException).code}`),
      dashboardDir: null,
    })
    onTestFinished(() => fleet.close())
    const answer = await fetch(`http://127.0.0.1:${fleet.port}/v1/policy`, { headers: { authorization: 'Bearer x' } })
    expect(await told(answer)).toEqual(UNAVAILABLE)
    expect(logged).toEqual(['unavailable: GET /v1/policy: SQLITE_CORRUPT'])
  })
})

/** Everything of a table's first page, and of its indexes'. */
function overwriteTable(path: string, table: string): void {
  const client = connectSqlite(path)
  const pages = client.prepare('select rootpage as page from sqlite_master where tbl_name = ?').all(table)
  const octets = Number(client.pragma('page_size', { simple: true }))
  client.close()
  expect(readFileSync(path).length).toBeGreaterThan(octets)
  const file = openSync(path, 'r+')
  for (const { page } of pages as { page: number }[])
    writeSync(file, Buffer.alloc(octets, 0xa5), 0, octets, (page - 1) * octets)
  closeSync(file)
}
