import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { TicketsAnswer } from '../../contract/tickets.ts'
import { createFleetLink } from '../../portal/fleet-link.ts'
import { adoptPolicy } from '../../portal/policy/adopt.ts'
import { createPolicyStore } from '../../portal/policy/store.ts'
import { testFleet } from '../fakes/fleet.ts'
import { ANA, BETO, testGateway } from '../fakes/gateway.ts'

const WEEK_S = 7 * 86_400
const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanUp.splice(0)) clean()
})

/** A bus that is enrolled with the real fleet's app, behind a real socket. */
async function aBus() {
  const fleet = await testFleet()
  const credential = await fleet.enrol('bus-1', 'T1')
  const server = await new Promise<Server>((resolve) => {
    const made = serve({ fetch: fleet.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made as Server))
  })
  const dataDir = mkdtempSync(join(tmpdir(), 'abordo-told-'))
  cleanUp.push(
    () => server.close(),
    () => rmSync(dataDir, { recursive: true }),
  )
  const fleetUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const gateway = await testGateway()
  const log = () => undefined
  const store = createPolicyStore({ dataDir, log })
  const nothing = async () => undefined
  const jobs: (() => void)[] = []
  const link = createFleetLink({
    enrolment: { gatewayId: 'bus-1', credential, fleetUrl },
    fleetUrl,
    dataDir,
    ledger: gateway.ledger,
    policyVersion: () => store.current().version,
    adopt: async (policy) => {
      const adopt = { store, sessions: gateway.sessions, setRules: nothing, setNames: nothing, log }
      const problem = await adoptPolicy(policy, adopt)
      // As a portal that has started again has it: from the disk.
      await gateway.policy.set(createPolicyStore({ dataDir, log }).current())
      return problem
    },
    accountingIntervalS: 60,
    after: (_, job) => {
      jobs.push(job)
      return () => undefined
    },
    random: () => 0.5,
    log,
  })
  return {
    fleet,
    gateway,
    /** One more minute, sent, with all that follows from the answer. */
    async minute() {
      gateway.clock.pass(60)
      await gateway.accounting.close()
      link.wake()
      await link.idle()
      for (const job of jobs.splice(0)) job()
      await link.settled()
    },
    page: async (path = '/') => (await gateway.as(BETO, path)).text(),
  }
}

describe('what a rider reports and an operator mends', () => {
  it('is told to the riders of that bus for a week, also where the fleet is not heard again', async () => {
    const { fleet, gateway, minute, page } = await aBus()
    const form = new URLSearchParams({ kind: 'slow', text: 'Desde Delta' })
    await gateway.as(ANA, '/problem', { method: 'POST', body: form })
    await minute()
    const { tickets } = (await (await fleet.get('/api/tickets?open=1')).json()) as TicketsAnswer
    expect(tickets).toMatchObject([{ gateway: { id: 'bus-1' }, routeId: 'T1', kind: 'slow', text: 'Desde Delta' }])
    expect(await page()).not.toContain('Arreglado')

    await fleet.as('operator', 'POST', `/api/tickets/${tickets[0]?.id}/answer`, { answer: 'fixed' })
    await minute()
    const news = 'Arreglado en este autobús el 24 de noviembre: internet lento. Gracias a quien avisó.'
    expect(await page()).toContain(news)
    await gateway.accept(BETO)
    expect(await page()).toContain('Ya tienes internet')
    expect(await page()).toContain(news)

    gateway.clock.pass(6 * 86_400)
    expect(await page()).toContain(news)
    gateway.clock.pass(86_400)
    expect(gateway.policy.current.fixed).toHaveLength(1)
    expect(await page()).not.toContain('Arreglado')

    fleet.setNow(new Date(Date.parse('2026-11-24T14:30:00Z') + WEEK_S * 1000).toISOString())
    await minute()
    expect(gateway.policy.current).toMatchObject({ version: 1, fixed: [] })
  })

  it('is no longer told when the operator opens the report again', async () => {
    const { fleet, gateway, minute, page } = await aBus()
    await gateway.as(ANA, '/problem', { method: 'POST', body: new URLSearchParams({ kind: 'other' }) })
    await minute()
    const { tickets } = (await (await fleet.get('/api/tickets')).json()) as TicketsAnswer
    await fleet.as('operator', 'POST', `/api/tickets/${tickets[0]?.id}/answer`, { answer: 'fixed' })
    await minute()
    expect(await page()).toContain('Arreglado en este autobús')
    await fleet.as('operator', 'POST', `/api/tickets/${tickets[0]?.id}/reopen`)
    await minute()
    expect(await page()).not.toContain('Arreglado')
  })
})

describe('terms that an admin writes', () => {
  it('are what riders read and accept once the policy asks for them', async () => {
    const { fleet, gateway, minute, page } = await aBus()
    await fleet.as('admin', 'POST', '/api/terms', { version: '2027-01', es: '# Uso\n\nSé amable.', en: 'Be kind.' })
    await minute()
    expect(await page('/terms')).toContain('Versión 2026-11')
    const { version: _version, termsText: _termsText, fixed: _fixed, ...asked } = DEFAULT_POLICY
    await fleet.as('admin', 'PUT', '/api/policy', { ...asked, termsVersion: '2027-01' })
    await minute()
    expect(await page('/terms')).toContain('<p class="lead">Versión 2027-01</p><h2>Uso</h2><p>Sé amable.</p>')
    expect(await page('/terms?lang=en')).toContain('<p>Be kind.</p>')
    expect(await page()).toContain('<input type="hidden" name="terms" value="2027-01">')
    expect((await gateway.accept(ANA)).status).toBe(409)
  })
})
