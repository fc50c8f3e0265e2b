import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openGatewayDatabase } from '../../../db/gateway/open.ts'
import { lookAtGateway } from '../../../portal/check/look.ts'
import { readPortalConfig } from '../../../portal/config.ts'
import { writeEnrolment } from '../../../portal/enrolment.ts'
import { putReport, settle, waitingReports } from '../../../portal/queries/outbox.ts'
import { testFleet } from '../../fakes/fleet.ts'
import { minuteReport } from '../outbox/reports.ts'

describe('what abordo check looks at', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'abordo-check-'))
  const config = readPortalConfig({ PORTAL_ENFORCEMENT: 'none', PORTAL_DATA_DIR: dataDir, PORTAL_HTTP_PORT: '1' })
  const now = () => Date.parse('2026-11-24T14:30:00Z') + 90_000
  let server: Server
  let revoke: () => Promise<unknown>

  beforeAll(async () => {
    const fleet = await testFleet()
    const credential = await fleet.enrol('bus-1', 'T1')
    revoke = () => fleet.as('operator', 'POST', '/api/gateways/bus-1/revoke')
    server = await new Promise<Server>((resolve) => {
      const made = serve({ fetch: fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made as Server))
    })
    const fleetUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    writeEnrolment(dataDir, { gatewayId: 'bus-1', credential, fleetUrl })
  })
  afterAll(() => {
    server.close()
    rmSync(dataDir, { recursive: true })
  })

  it('is the fleet: whether it knows this gateway, and its time against this machine’s', async () => {
    const { fleet, enrolment, portal, database } = await lookAtGateway(config, now)
    expect(fleet).toMatchObject({ answer: 'ok', aheadMs: 90_000 })
    expect([enrolment, portal, database]).toEqual(['enrolled', null, 'missing'])
  })

  it('is the outbox, while the portal has it open: what waits, and what was rejected, by reason', async () => {
    const db = openGatewayDatabase(join(dataDir, 'gateway.db'))
    db.transaction((tx) => [0, 1, 2].forEach((seq) => void putReport(tx, minuteReport(seq))))
    const [newest, middle] = waitingReports(db, 2)
    settle(
      db,
      [],
      [newest, middle].flatMap((report) => (report ? [{ report, reason: 'octets: too many' }] : [])),
    )
    const { database } = await lookAtGateway(config, now)
    db.$client.close()
    expect(database).toMatchObject({ waiting: 1, rejected: [{ reason: 'octets: too many', reports: 2 }] })
  })

  it('is whether the fleet refuses this gateway, in the fleet’s words', async () => {
    await revoke()
    const { fleet } = await lookAtGateway(config, now)
    expect(fleet).toMatchObject({
      answer: 'refused',
      code: 'credential-revoked',
      detail: expect.stringContaining('ask for a new enrolment code'),
    })
  })

  it('is whether the database can be read, and which damaged ones were set aside', async () => {
    writeFileSync(join(dataDir, 'gateway.db'), 'This is no database. '.repeat(300))
    writeFileSync(join(dataDir, 'gateway.db.damaged-1'), '')
    writeFileSync(join(dataDir, 'gateway.db.damaged-1-wal'), '')
    const { database, setAside } = await lookAtGateway(config, now)
    expect(database).toBe('damaged')
    expect(setAside).toEqual(['gateway.db.damaged-1'])
  })
})
