import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterEach, describe, expect, it } from 'vitest'
import type { Policy } from '../../contract/policy.ts'
import { readEnrolment, writeEnrolment } from '../../portal/enrolment.ts'
import { createFleetLink } from '../../portal/fleet-link.ts'
import { outboxState } from '../../portal/queries/outbox.ts'
import { type TestFleet, testFleet } from '../fakes/fleet.ts'
import { testGateway } from '../fakes/gateway.ts'

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean()
})

/** A gateway that is enrolled with the real fleet's app, behind a real socket. */
async function linked() {
  const fleet = await testFleet()
  const credential = await fleet.enrol('bus-1', 'T1')
  const server = await new Promise<Server>((resolve) => {
    const made = serve({ fetch: fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made as Server))
  })
  cleanUp.push(() => server.close())
  const dataDir = mkdtempSync(join(tmpdir(), 'abordo-link-'))
  cleanUp.push(() => rmSync(dataDir, { recursive: true }))
  const fleetUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  writeEnrolment(dataDir, { gatewayId: 'bus-1', credential, fleetUrl })
  const gateway = await testGateway()
  const adopted: Policy[] = []
  const logged: string[] = []
  const jobs: (() => void)[] = []
  const link = () =>
    createFleetLink({
      enrolment: readEnrolment(dataDir) ?? expect.fail('not enrolled'),
      fleetUrl,
      dataDir,
      ledger: gateway.ledger,
      policyVersion: () => adopted.at(-1)?.version ?? 0,
      adopt: async (policy) => {
        adopted.push(policy)
        return null
      },
      accountingIntervalS: 60,
      after: (_, job) => {
        jobs.push(job)
        return () => undefined
      },
      random: () => 0.5,
      log: (line) => logged.push(line),
    })
  /** One more minute, sent, with all that follows from the answer. */
  const minute = async (over: ReturnType<typeof link>) => {
    gateway.clock.pass(60)
    await gateway.accounting.close()
    over.wake()
    await over.idle()
    for (const job of jobs.splice(0)) job()
    await over.settled()
  }
  return {
    fleet,
    gateway,
    dataDir,
    link,
    minute,
    adopted,
    logged,
    credential: () => readEnrolment(dataDir)?.credential,
  }
}

const works = async (fleet: TestFleet, credential = '') => (await fleet.send(credential, [])).status

describe('a gateway and its fleet', () => {
  it('follow one another’s policy: asked with the next report, fetched once', async () => {
    const { link, minute, adopted } = await linked()
    const over = link()
    await minute(over)
    await minute(over)
    expect(adopted.map(({ version }) => version)).toEqual([1])
  })

  it('renew the credential when the fleet asks for it, without losing a report', async () => {
    const { fleet, gateway, link, minute, credential, logged } = await linked()
    const before = credential()
    const over = link()
    await minute(over)
    await fleet.as('operator', 'POST', '/api/gateways/bus-1/renew')
    await minute(over)
    expect(credential()).not.toBe(before)
    expect(logged).toContain('this gateway has a new credential')
    await minute(over)
    expect(outboxState(gateway.db).waiting).toBe(0)
    expect([await works(fleet, before), await works(fleet, credential())]).toEqual([401, 200])
  })

  it('keep the reports of a gateway that was revoked, for when it is enrolled again', async () => {
    const { fleet, gateway, link, minute, logged } = await linked()
    const over = link()
    await minute(over)
    await fleet.as('operator', 'POST', '/api/gateways/bus-1/revoke')
    await minute(over)
    expect(outboxState(gateway.db).waiting).toBe(1)
    expect(logged.at(-1)).toMatch(/^reports are kept until the fleet answers: /)
  })
})
