import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../contract/access.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { riderProblem } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { readFleetConfig } from '../../fleet-api/config.ts'
import { stageFeed } from '../../fleet-api/feeds.ts'
import { addGatewayWithCode, newCode, renewGateway, revokeGateway } from '../../fleet-api/gateways.ts'
import { examineFeed } from '../../fleet-api/gtfs/examine.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { recorded } from '../../fleet-api/queries/audit-log.ts'
import { findGateway } from '../../fleet-api/queries/gateways.ts'
import { findUser } from '../../fleet-api/queries/users.ts'
import { addRelease } from '../../fleet-api/release-add.ts'
import { accountable } from '../../fleet-api/routes/accountable.ts'
import type { FleetDeps, FleetEnv } from '../../fleet-api/routes/context.ts'
import { changedFields } from '../../fleet-api/rules/changed-fields.ts'
import { ticketId } from '../../fleet-api/rules/ticket-id.ts'
import { addUser } from '../../fleet-api/users.ts'
import { aBrowser, type Browser, codeOf } from '../fakes/browser.ts'
import { describedOperations } from '../fakes/described.ts'
import { everythingIn, NOW, type TestFleet, testFleet } from '../fakes/fleet.ts'
import { aRelease } from '../fakes/release.ts'
import { aSite } from '../fakes/site.ts'
import { putOpenAlert } from '../fakes/watch.ts'

const EMAIL = 'ana@example.mx'
const PASSWORD = 'correct horse battery'
const by = byCommandLine(Date.parse(NOW))
const { version: _version, ...POLICY } = DEFAULT_POLICY
const folder = mkdtempSync(join(tmpdir(), 'abordo-audit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Page {
  entries: AuditEntry[]
  next: number | null
}
const pageOf = async (fleet: TestFleet, query = '') =>
  (await (await fleet.as('admin', 'GET', `/api/audit${query}`)).json()) as Page
const entries = async (fleet: TestFleet) => (await pageOf(fleet, '?limit=200')).entries
/** What a piece of work leaves in the log, the oldest first. */
async function leftBy(fleet: TestFleet, work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const before = (await entries(fleet))[0]?.id ?? 0
  await work()
  return (await entries(fleet)).filter(({ id }) => id > before).reverse()
}
const actions = (found: AuditEntry[]) => found.map(({ action }) => action)

async function withAna() {
  const { certificate = null } = readFleetConfig({
    FLEET_PORTAL_HOSTNAME: 'wifi.example.mx',
    FLEET_ACME_DNS: 'command:/usr/local/bin/hook',
  })
  const fleet = await testFleet({ certificate })
  fleet.setNow(new Date().toISOString())
  await addUser(fleet.auth, fleet.db, { email: EMAIL, password: PASSWORD, role: 'admin' }, by)
  const id = (await findUser(fleet.db, EMAIL))?.id ?? ''
  const browser = aBrowser(fleet)
  return { fleet, id, browser }
}

describe('the audit log', () => {
  it('tells who did what to what, and when; a user’s address is joined for who reads it, and kept nowhere in it', async () => {
    const { fleet, id, browser } = await withAna()
    fleet.setNow(NOW)
    await browser.signIn(EMAIL, PASSWORD)
    await fleet.enrol('bus-1', 'T1')
    const answer = await browser.ask('POST', '/api/gateways/bus-1/renew')
    const [entry] = await entries(fleet)
    expect(entry).toEqual({
      id: expect.any(Number),
      at: '2026-11-24T14:30:00.000Z',
      actor: { kind: 'user', id, email: EMAIL, name: null, role: 'admin' },
      action: 'gateway renew',
      target: { kind: 'gateway', id: 'bus-1', email: null },
      details: {},
      requestId: answer.headers.get('x-request-id'),
    })
    await browser.ask('POST', '/api/users', { email: 'eva@example.mx', role: 'admin' })
    await fleet.as('admin', 'DELETE', `/api/users/${id}`)
    expect((await entries(fleet)).filter(({ actor }) => actor.id === id)[0]).toMatchObject({
      actor: { kind: 'user', id, email: null },
    })
    expect(await everythingIn(fleet.db)).not.toContain(EMAIL)
  })

  it('names a token by its name, also when it is gone, and the command line as such', async () => {
    const fleet = await testFleet()
    const made = (await (
      await fleet.as('admin', 'POST', '/api/tokens', { name: 'León', role: 'operator', scopes: ['write'] })
    ).json()) as {
      id: string
      token: string
    }
    await addGatewayWithCode(fleet.db, { gatewayId: 'bus-1', site: 'vehicle', label: null, routeId: 'T1' }, by)
    const headers = { authorization: `Bearer ${made.token}` }
    await fleet.app.request('/api/gateways/bus-1/code', { method: 'POST', headers })
    await fleet.as('admin', 'DELETE', `/api/tokens/${made.id}`)
    const [, code, add] = await entries(fleet)
    expect(code?.actor).toEqual({ kind: 'token', id: made.id, email: null, name: 'León', role: 'operator' })
    expect(add).toMatchObject({
      actor: { kind: 'command line', id: null, email: null, name: null, role: null },
      action: 'gateway add',
      details: { site: 'vehicle', label: null, routeId: 'T1' },
    })
  })

  it('comes in pages, the newest first', async () => {
    const fleet = await testFleet()
    for (const gatewayId of ['bus-1', 'bus-2', 'bus-3', 'bus-4'])
      await addGatewayWithCode(fleet.db, { gatewayId, site: 'vehicle', label: null, routeId: null }, by)
    const first = await pageOf(fleet, '?limit=3')
    expect(first.entries.map(({ target }) => target.id)).toEqual(['bus-4', 'bus-3', 'bus-2'])
    const second = await pageOf(fleet, `?limit=3&before=${first.next}`)
    // The tokens of this test are the three before.
    expect(second.entries.map(({ action }) => action)).toEqual(['gateway add', 'token add', 'token add'])
    expect(await pageOf(fleet, `?limit=1&before=${second.next}`)).toMatchObject({
      entries: [{ action: 'token add' }],
      next: null,
    })
    expect((await fleet.as('admin', 'GET', '/api/audit?limit=201')).status).toBe(400)
  })

  it('can be asked for by what was done and to what, page by page', async () => {
    const fleet = await testFleet()
    for (const gatewayId of ['bus-1', 'bus-2', 'bus-3'])
      await addGatewayWithCode(fleet.db, { gatewayId, site: 'vehicle', label: null, routeId: null }, by)
    const first = await pageOf(fleet, '?action=gateway%20add&limit=2')
    expect(first.entries.map(({ target }) => target.id)).toEqual(['bus-3', 'bus-2'])
    expect(await pageOf(fleet, `?action=gateway%20add&before=${first.next}`)).toMatchObject({
      entries: [{ target: { id: 'bus-1' } }],
      next: null,
    })
    expect((await pageOf(fleet, '?target=token')).entries.map(({ action }) => action)).toEqual([
      'token add',
      'token add',
      'token add',
    ])
    expect((await pageOf(fleet, '?action=token%20add&target=gateway')).entries).toEqual([])
    expect((await fleet.as('admin', 'GET', '/api/audit?action=nothing')).status).toBe(400)
  })

  it('tells what of a policy has changed, and from what to what', async () => {
    const fleet = await testFleet()
    await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { quotaOctets: 500, coolDownSeconds: 60 })
    const [changed, cleared] = await leftBy(fleet, async () => {
      await fleet.as('admin', 'PUT', '/api/policy/routes/T1', { quotaOctets: 700, coolDownSeconds: 60 })
      await fleet.as('admin', 'DELETE', '/api/policy/routes/T1')
      await fleet.as('admin', 'DELETE', '/api/policy/routes/T1')
    })
    expect(changed).toMatchObject({
      action: 'policy set',
      target: { kind: 'policy', id: 'route T1' },
      details: { quotaOctets: [500, 700] },
    })
    expect(cleared).toMatchObject({
      action: 'policy clear',
      details: { quotaOctets: [700, null], coolDownSeconds: [60, null] },
    })
    expect(actions(await entries(fleet)).slice(0, 2)).toEqual(['policy clear', 'policy set'])
  })

  it('tells long values by their length alone', () => {
    expect(changedFields({ a: 1, logo: 'x'.repeat(300), same: [1] }, { a: 2, same: [1], b: null })).toEqual({
      a: [1, 2],
      logo: ['(302 characters)', null],
      b: [null, null],
    })
  })

  it('has what is done at the command line', async () => {
    const fleet = await testFleet()
    const found = await leftBy(fleet, async () => {
      await fleet.enrol('bus-1', 'T1')
      await newCode(fleet.db, 'bus-1', by)
      await renewGateway(fleet.db, 'bus-1', by)
      await revokeGateway(fleet.db, 'bus-1', by)
      await importTwice(fleet)
    })
    expect(actions(found)).toEqual(['gateway add', 'gateway code', 'gateway renew', 'gateway revoke', 'feed import'])
    expect(new Set(found.map(({ actor }) => actor.kind))).toEqual(new Set(['command line']))
    expect(found[4]).toMatchObject({
      target: { kind: 'feed', id: '2' },
      details: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), routes: { added: 1, changed: 0, removed: 2 } },
    })
  })

  it('has nothing of what failed, and what could not be written down has not happened', async () => {
    const fleet = await testFleet()
    await fleet.enrol('bus-1', 'T1')
    const failed = await leftBy(fleet, async () => {
      await fleet.as('admin', 'POST', '/api/gateways/none/revoke')
      await fleet.as('admin', 'PUT', '/api/policy', { ...POLICY, sessionSeconds: 5 })
      await fleet.as('official', 'POST', '/api/gateways/bus-1/revoke')
    })
    expect(failed).toEqual([])
    const cannot = { ...by, actor: { ...by.actor, kind: null as unknown as 'user' } }
    await expect(revokeGateway(fleet.db, 'bus-1', cannot)).rejects.toThrow()
    expect(await findGateway(fleet.db, 'bus-1')).toMatchObject({ revokedAt: null })
  })

  it('rolls its entry back with the change', async () => {
    const fleet = await testFleet()
    const before = await entries(fleet)
    const done = recorded(fleet.db, by, async () => {
      throw new Error('the disk is full')
    })
    await expect(done).rejects.toThrow('the disk is full')
    expect(await entries(fleet)).toEqual(before)
  })

  it('holds no password, code, token or link', async () => {
    const { fleet, browser } = await withAna()
    await browser.signIn(EMAIL, PASSWORD)
    const answers = await Promise.all(
      [
        browser.ask('POST', '/api/users', { email: 'eva@example.mx', role: 'official' }),
        browser.ask('POST', '/api/tokens', { name: 'x', role: 'official' }),
        browser.auth('two-factor/enable', { password: PASSWORD }),
      ].map(async (answer) => (await (await answer).json()) as Record<string, unknown>),
    )
    const [invited, token, totp] = answers as [
      { passwordLink: { url: string } },
      { token: string },
      { totpURI: string; backupCodes: string[] },
    ]
    const log = JSON.stringify(await entries(fleet))
    const secrets = [
      PASSWORD,
      new URL(invited.passwordLink.url).searchParams.get('token') ?? '',
      token.token,
      new URL(totp.totpURI).searchParams.get('secret') ?? '',
      ...totp.backupCodes,
    ]
    expect(secrets.every((secret) => secret.length > 9)).toBe(true)
    expect(secrets.filter((secret) => log.includes(secret))).toEqual([])
  })
})

describe('of signing in, the audit log', () => {
  it('has each one, and each failed one of an account that there is', async () => {
    const { fleet, id, browser } = await withAna()
    const found = await leftBy(fleet, async () => {
      await browser.signIn(EMAIL, 'wrong horse battery')
      await browser.signIn('nobody@example.mx', PASSWORD)
      await browser.signIn(EMAIL, PASSWORD)
      await browser.auth('sign-out')
      await browser.auth('sign-out')
    })
    expect(actions(found)).toEqual(['sign-in failed', 'sign-in', 'sign-out'])
    expect(found[0]).toMatchObject({ actor: { kind: 'nobody', id: null }, target: { kind: 'user', id, email: EMAIL } })
    expect(found[1]).toMatchObject({ actor: { kind: 'user', id, role: 'admin' }, target: { kind: 'user', id } })
  })

  it('has it once the second step is passed, and not before; and the codes that were wrong', async () => {
    const { fleet, browser } = await withAna()
    await browser.signIn(EMAIL, PASSWORD)
    const begun = await browser.auth('two-factor/enable', { password: PASSWORD })
    const { totpURI, backupCodes } = (await begun.json()) as { totpURI: string; backupCodes: string[] }
    await browser.auth('two-factor/verify-totp', { code: codeOf(totpURI) })
    await browser.auth('sign-out')
    const passwordOnly = await leftBy(fleet, () => browser.signIn(EMAIL, PASSWORD))
    const codes = await leftBy(fleet, async () => {
      await browser.auth('two-factor/verify-totp', { code: 'wrong' })
      await browser.auth('two-factor/verify-totp', { code: codeOf(totpURI) })
      await browser.auth('sign-out')
      await browser.signIn(EMAIL, PASSWORD)
      await browser.auth('two-factor/verify-backup-code', { code: backupCodes[0] })
    })
    expect(passwordOnly).toEqual([])
    expect(codes.map(({ action, details }) => [action, details])).toEqual([
      ['sign-in failed', { secondStep: true }],
      ['sign-in', { secondStep: 'code' }],
      ['sign-out', {}],
      ['sign-in', { secondStep: 'backup code' }],
    ])
  })
})

/** A fleet with what there is to change: a signed-in admin, a user, a token, a gateway. */
async function changeable() {
  const { fleet, browser } = await withAna()
  await fleet.enrol('bus-1', 'T1')
  await browser.signIn(EMAIL, PASSWORD)
  await addUser(fleet.auth, fleet.db, { email: 'eva@example.mx', password: PASSWORD, role: 'operator' }, by)
  const eva = (await findUser(fleet.db, 'eva@example.mx'))?.id ?? ''
  const made = await browser.ask('POST', '/api/tokens', { name: 'x', role: 'official' })
  const { id: token } = (await made.json()) as { id: string }
  return { fleet, browser, eva, token }
}
type Changeable = Awaited<ReturnType<typeof changeable>>

/** Eva with a second step. */
async function evaWithSecondStep({ fleet }: Changeable) {
  const browser = aBrowser(fleet)
  await browser.signIn('eva@example.mx', PASSWORD)
  const begun = await browser.auth('two-factor/enable', { password: PASSWORD })
  const secret = (await begun.json()) as { totpURI: string; backupCodes: string[] }
  return { browser, ...secret, confirm: () => browser.auth('two-factor/verify-totp', { code: codeOf(secret.totpURI) }) }
}

async function stagedOn({ fleet }: Changeable): Promise<number> {
  return stageFeed(fleet.db, await examineFeed(fleet.db, { source: feedFolder(), now: by.now }), by)
}

/** A rider's report on the gateway. */
async function ticketOn({ fleet }: Changeable): Promise<string> {
  const key = { gatewayId: 'bus-1', ticket: '7K3M', reportedAt: by.now }
  const open = { answeredAt: null, answeredBy: null, answer: null, note: null }
  await fleet.db.transaction((tx) =>
    tx.insert(riderProblem).values({ ...key, routeId: 'T1', kind: 'slow', text: '', receivedAt: by.now, ...open }),
  )
  return ticketId(key)
}

async function linkFor({ browser, eva }: Changeable) {
  const { url } = (await (await browser.ask('POST', `/api/users/${eva}/password-link`)).json()) as { url: string }
  return new URL(url).searchParams.get('token') ?? ''
}

const asking = (method: string, path: (on: Changeable) => string, body?: unknown) => (on: Changeable) =>
  on.browser.ask(method, path(on), body)
const ofAlert = (method: string, what: string, body?: unknown) => async (on: Changeable) =>
  on.browser.ask(method, `/api/alerts/${await putOpenAlert(on.fleet)}/${what}`, body)
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()
/** Takes thresholds away that were set before. */
const clearing = (path: string) => async (on: Changeable) => {
  await on.browser.ask('PUT', path, { hotC: 80 })
  return on.browser.ask('DELETE', path)
}
const better =
  (path: string, body?: unknown) =>
  ({ browser }: { browser: Browser }) =>
    browser.auth(path, body)

const WEBHOOK = { kind: 'webhook', name: 'Caja', address: 'http://10.0.0.7/alerts' }
/** A request about a channel that was added before. */
const onChannel =
  (method: string, path = '', body?: unknown) =>
  async ({ browser }: Changeable) => {
    await browser.ask('POST', '/api/channels', WEBHOOK)
    return browser.ask(method, `/api/channels/1${path}`, body)
  }
const SHARE = { fromDate: '2026-10-01', toDate: '2026-10-31', label: 'Regiduría' }
const BILL = { carrier: 'Telcel', month: '2026-10', csv: 'sim,octets\nA1,1000' }
const POSITIONS = { url: 'https://avl.example.mx/feed' }

/** A request that goes well for every route that changes something, and what it leaves in the log. */
const CHANGES: Record<string, [string, (on: Changeable) => Promise<Response>]> = {
  'POST /api/gateways': ['gateway add', asking('POST', () => '/api/gateways', { id: 'bus-9', site: 'vehicle' })],
  'POST /api/gateways/{id}/code': ['gateway code', asking('POST', () => '/api/gateways/bus-1/code')],
  'POST /api/gateways/{id}/renew': ['gateway renew', asking('POST', () => '/api/gateways/bus-1/renew')],
  'POST /api/gateways/{id}/revoke': ['gateway revoke', asking('POST', () => '/api/gateways/bus-1/revoke')],
  'PATCH /api/gateways/{id}': ['gateway change', asking('PATCH', () => '/api/gateways/bus-1', { label: '1043' })],
  'PUT /api/gateways/{id}/routes': [
    'gateway reattribute',
    asking('PUT', () => '/api/gateways/bus-1/routes', {
      from: '2026-11-24T13:00:00Z',
      to: '2026-11-24T14:00:00Z',
      routeId: 'T2',
    }),
  ],
  'POST /api/gateways/{id}/assignments': [
    'gateway assign',
    asking('POST', () => '/api/gateways/bus-1/assignments', { routeId: 'T2', from: '2026-11-24' }),
  ],
  'DELETE /api/gateways/{id}/assignments/{assignment}': [
    'gateway unassign',
    async (on) => {
      await on.browser.ask('POST', '/api/gateways/bus-1/assignments', { routeId: 'T2', from: '2026-11-24' })
      return on.browser.ask('DELETE', '/api/gateways/bus-1/assignments/1')
    },
  ],
  'PUT /api/gateways/{id}/site': ['gateway site', asking('PUT', () => '/api/gateways/bus-1/site', { siteId: null })],
  'PUT /api/sites/{id}': ['site set', asking('PUT', () => '/api/sites/station-1', aSite())],
  'DELETE /api/sites/{id}': [
    'site remove',
    async ({ browser }) => {
      await browser.ask('PUT', '/api/sites/station-1', aSite())
      return browser.ask('DELETE', '/api/sites/station-1')
    },
  ],
  'PUT /api/policy': ['policy set', asking('PUT', () => '/api/policy', POLICY)],
  'PUT /api/policy/routes/{id}': ['policy set', asking('PUT', () => '/api/policy/routes/T1', {})],
  'DELETE /api/policy/routes/{id}': [
    'policy clear',
    async ({ browser }) => {
      await browser.ask('PUT', '/api/policy/routes/T1', {})
      return browser.ask('DELETE', '/api/policy/routes/T1')
    },
  ],
  'PUT /api/policy/gateways/{id}': ['policy set', asking('PUT', () => '/api/policy/gateways/bus-1', {})],
  'DELETE /api/policy/gateways/{id}': [
    'policy clear',
    async ({ browser }) => {
      await browser.ask('PUT', '/api/policy/gateways/bus-1', {})
      return browser.ask('DELETE', '/api/policy/gateways/bus-1')
    },
  ],
  'POST /api/feeds/{id}/live': [
    'feed live',
    async (on) => on.browser.ask('POST', `/api/feeds/${await stagedOn(on)}/live`),
  ],
  'DELETE /api/feeds/{id}': ['feed drop', async (on) => on.browser.ask('DELETE', `/api/feeds/${await stagedOn(on)}`)],
  'PUT /api/feed-source': [
    'feed source',
    asking('PUT', () => '/api/feed-source', { url: 'https://a.example/gtfs.zip' }),
  ],
  'DELETE /api/feed-source': ['feed source', asking('DELETE', () => '/api/feed-source')],
  'POST /api/feed-source/fetch': [
    'feed fetch',
    async ({ browser }) => {
      await browser.ask('PUT', '/api/feed-source', { url: 'https://a.example/gtfs.zip' })
      return browser.ask('POST', '/api/feed-source/fetch')
    },
  ],
  'POST /api/alerts/{id}/acknowledge': ['alert acknowledge', ofAlert('POST', 'acknowledge', { note: 'on its way' })],
  'POST /api/alerts/{id}/note': ['alert note', ofAlert('POST', 'note', { note: 'cable' })],
  'POST /api/alerts/{id}/snooze': ['alert snooze', ofAlert('POST', 'snooze', { until: tomorrow() })],
  'DELETE /api/alerts/{id}/snooze': ['alert unsnooze', ofAlert('DELETE', 'snooze')],
  'PUT /api/gateways/{id}/snooze': [
    'gateway snooze',
    asking('PUT', () => '/api/gateways/bus-1/snooze', { until: tomorrow(), reason: 'in the workshop' }),
  ],
  'DELETE /api/gateways/{id}/snooze': ['gateway unsnooze', asking('DELETE', () => '/api/gateways/bus-1/snooze')],
  'PUT /api/alerts/thresholds': ['threshold set', asking('PUT', () => '/api/alerts/thresholds', { hotC: 80 })],
  'DELETE /api/alerts/thresholds': ['threshold clear', clearing('/api/alerts/thresholds')],
  'PUT /api/alerts/thresholds/routes/{id}': [
    'threshold set',
    asking('PUT', () => '/api/alerts/thresholds/routes/T1', { hotC: 80 }),
  ],
  'DELETE /api/alerts/thresholds/routes/{id}': ['threshold clear', clearing('/api/alerts/thresholds/routes/T1')],
  'PUT /api/alerts/thresholds/gateways/{id}': [
    'threshold set',
    asking('PUT', () => '/api/alerts/thresholds/gateways/bus-1', { hotC: 80 }),
  ],
  'DELETE /api/alerts/thresholds/gateways/{id}': ['threshold clear', clearing('/api/alerts/thresholds/gateways/bus-1')],
  'PUT /api/gtfs-rt': ['positions kept', asking('PUT', () => '/api/gtfs-rt', { public: false })],
  'PUT /api/vehicle-positions': ['positions followed', asking('PUT', () => '/api/vehicle-positions', POSITIONS)],
  'DELETE /api/vehicle-positions': [
    'positions unfollowed',
    async ({ browser }) => {
      await browser.ask('PUT', '/api/vehicle-positions', POSITIONS)
      return browser.ask('DELETE', '/api/vehicle-positions')
    },
  ],
  'POST /api/tickets/{id}/answer': [
    'ticket answer',
    async (on) => on.browser.ask('POST', `/api/tickets/${await ticketOn(on)}/answer`, { answer: 'fixed' }),
  ],
  'POST /api/tickets/{id}/reopen': [
    'ticket reopen',
    async (on) => {
      const id = await ticketOn(on)
      await on.browser.ask('POST', `/api/tickets/${id}/answer`, { answer: 'fixed' })
      return on.browser.ask('POST', `/api/tickets/${id}/reopen`)
    },
  ],
  'POST /api/terms': [
    'terms add',
    asking('POST', () => '/api/terms', { version: '2027-01', es: 'Es gratis.', en: 'It is free.' }),
  ],
  'PUT /api/settings/retention': [
    'setting change',
    asking('PUT', () => '/api/settings/retention', { minutesDays: 60, hoursDays: 366 }),
  ],
  'PUT /api/settings/assumptions': [
    'setting change',
    asking('PUT', () => '/api/settings/assumptions', {
      savingsPerConnection: 12,
      currency: 'MXN',
      costPerMonth: null,
      source: 'x',
    }),
  ],
  'PUT /api/settings/map': [
    'setting change',
    asking('PUT', () => '/api/settings/map', { kind: 'pmtiles', url: '/leon.pmtiles', attribution: 'OSM' }),
  ],
  'PUT /api/settings/agreement': [
    'setting change',
    asking('PUT', () => '/api/settings/agreement', { availability: 0.98, credits: [] }),
  ],
  'PUT /api/settings/publication': [
    'setting change',
    asking('PUT', () => '/api/settings/publication', {
      open: false,
      money: false,
      cityName: null,
      contact: null,
      licence: 'CC-BY-4.0',
    }),
  ],
  'POST /api/share-links': ['share add', asking('POST', () => '/api/share-links', SHARE)],
  'DELETE /api/share-links/{id}': [
    'share revoke',
    async ({ browser }) => {
      await browser.ask('POST', '/api/share-links', SHARE)
      return browser.ask('DELETE', '/api/share-links/1')
    },
  ],
  'POST /api/report-readers': [
    'reader add',
    asking('POST', () => '/api/report-readers', { address: 'regidora@example.mx' }),
  ],
  'DELETE /api/report-readers/{id}': [
    'reader remove',
    async ({ browser }) => {
      await browser.ask('POST', '/api/report-readers', { address: 'regidora@example.mx' })
      return browser.ask('DELETE', '/api/report-readers/1')
    },
  ],
  'POST /api/bills': ['bill import', asking('POST', () => '/api/bills', BILL)],
  'DELETE /api/bills/{id}': [
    'bill remove',
    async ({ browser }) => {
      await browser.ask('POST', '/api/bills', BILL)
      return browser.ask('DELETE', '/api/bills/1')
    },
  ],
  'PUT /api/sims': ['sims set', asking('PUT', () => '/api/sims', { csv: 'sim,gateway_id,port\nA1,bus-1,wwan0' })],
  'POST /api/certificate/order': ['certificate order', asking('POST', () => '/api/certificate/order')],
  'POST /api/channels': ['channel add', asking('POST', () => '/api/channels', WEBHOOK)],
  'PATCH /api/channels/{id}': ['channel change', onChannel('PATCH', '', { paused: true })],
  'POST /api/channels/{id}/test': ['channel test', onChannel('POST', '/test')],
  'DELETE /api/channels/{id}': ['channel remove', onChannel('DELETE')],
  'PATCH /api/releases/{version}': [
    'release ring',
    async (on) => {
      await addRelease(on.fleet.db, aRelease(), { publicKey: null, by })
      return on.browser.ask('PATCH', '/api/releases/1.4.0', { ring: 'canary' })
    },
  ],
  'PUT /api/canary-gateways/{id}': ['canary set', asking('PUT', () => '/api/canary-gateways/bus-1')],
  'DELETE /api/canary-gateways/{id}': [
    'canary clear',
    async ({ browser }) => {
      await browser.ask('PUT', '/api/canary-gateways/bus-1')
      return browser.ask('DELETE', '/api/canary-gateways/bus-1')
    },
  ],
  'POST /api/users': ['user add', asking('POST', () => '/api/users', { email: 'new@example.mx', role: 'official' })],
  'PATCH /api/users/{id}': ['user role', asking('PATCH', ({ eva }) => `/api/users/${eva}`, { role: 'official' })],
  'DELETE /api/users/{id}': ['user remove', asking('DELETE', ({ eva }) => `/api/users/${eva}`)],
  'POST /api/users/{id}/password-link': [
    'user password link',
    asking('POST', ({ eva }) => `/api/users/${eva}/password-link`),
  ],
  'DELETE /api/users/{id}/two-factor': [
    'user second step off',
    async (on) => {
      await (await evaWithSecondStep(on)).confirm()
      return on.browser.ask('DELETE', `/api/users/${on.eva}/two-factor`)
    },
  ],
  'POST /api/tokens': ['token add', asking('POST', () => '/api/tokens', { name: 'y', role: 'official' })],
  'DELETE /api/tokens/{id}': ['token revoke', asking('DELETE', ({ token }) => `/api/tokens/${token}`)],
  'POST /api/auth/sign-in/email': ['sign-in', better('sign-in/email', { email: EMAIL, password: PASSWORD })],
  'POST /api/auth/sign-out': ['sign-out', better('sign-out')],
  'POST /api/auth/revoke-sessions': ['sign-out everywhere', better('revoke-sessions')],
  'POST /api/auth/change-password': [
    'password changed',
    better('change-password', { currentPassword: PASSWORD, newPassword: 'another horse battery' }),
  ],
  'POST /api/auth/reset-password': [
    'password chosen',
    async (on) => on.browser.auth('reset-password', { token: await linkFor(on), newPassword: 'another horse battery' }),
  ],
  'POST /set-password': [
    'password chosen',
    async (on) =>
      on.fleet.app.request('/set-password', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token: await linkFor(on), password: 'another horse battery' }).toString(),
      }),
  ],
  'POST /api/auth/two-factor/enable': ['second step begun', better('two-factor/enable', { password: PASSWORD })],
  'POST /api/auth/two-factor/verify-totp': ['second step on', async (on) => (await evaWithSecondStep(on)).confirm()],
  'POST /api/auth/two-factor/verify-backup-code': [
    'sign-in',
    async (on) => {
      const { confirm, backupCodes } = await evaWithSecondStep(on)
      await confirm()
      const browser = aBrowser(on.fleet)
      await browser.signIn('eva@example.mx', PASSWORD)
      return browser.auth('two-factor/verify-backup-code', { code: backupCodes[0] })
    },
  ],
  'POST /api/auth/two-factor/generate-backup-codes': [
    'backup codes made',
    async (on) => {
      const { confirm, browser } = await evaWithSecondStep(on)
      await confirm()
      return browser.auth('two-factor/generate-backup-codes', { password: PASSWORD })
    },
  ],
  'POST /api/auth/two-factor/disable': [
    'second step off',
    async (on) => {
      const { confirm, browser } = await evaWithSecondStep(on)
      await confirm()
      return browser.auth('two-factor/disable', { password: PASSWORD })
    },
  ],
}

describe('every route that changes something', () => {
  it('is in the list of this test: whoever adds one says what it leaves in the audit log', async () => {
    const changing = (await describedOperations(await testFleet())).filter(
      ({ method, path }) => method !== 'GET' && method !== 'HEAD' && !path.startsWith('/v1/'),
    )
    expect(changing.map(({ name }) => name).filter((name) => !(name in CHANGES))).toEqual([])
    expect(changing.length).toBeGreaterThan(20)
  })

  it.each(Object.entries(CHANGES).map(([name, [action, ask]]) => ({ name, action, ask })))(
    'leaves an entry in the audit log: $name, "$action"',
    async ({ action, ask }) => {
      const on = await changeable()
      const answer = await ask(on)
      expect(answer.status).toBe(200)
      expect((await entries(on.fleet))[0]?.action).toBe(action)
    },
  )
})

describe('a route that forgets the audit log', () => {
  const app = new Hono<FleetEnv>()
  app.use(accountable({ now: () => 0 } as FleetDeps))
  app.post('/forgets', (c) => c.json({}))
  app.post('/refuses', (c) => c.json({}, 409))
  app.post('/records', (c) => {
    c.var.by.recorded?.()
    return c.json({})
  })
  app.onError((error, c) => c.text(error.message, 500))

  it.each([
    ['/forgets', 500],
    ['/refuses', 409],
    ['/records', 200],
  ])('fails, and no other: %s is answered with %i', async (path, status) => {
    expect((await app.request(path, { method: 'POST' })).status).toBe(status)
  })
})

/** A folder that holds a feed. */
function feedFolder(): string {
  const files = {
    'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nA,Test,http://a.example,America/Mexico_City\n',
    'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nS1,One,21.1,-101.6\nS2,Two,21.2,-101.7\n',
    'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nT9,A,9,Nine,3\n',
    'trips.txt': 'route_id,service_id,trip_id\nT9,D,t1\n',
    'stop_times.txt':
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt1,08:00:00,08:00:00,S1,1\nt1,08:10:00,08:10:00,S2,2\n',
    'calendar.txt':
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nD,1,1,1,1,1,1,1,20260101,20271231\n',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

async function importTwice(fleet: TestFleet): Promise<void> {
  const source = feedFolder()
  await importFeed({ source, db: fleet.db, now: by.now })
  // The very same feed changes nothing, and leaves nothing.
  await importFeed({ source, db: fleet.db, now: by.now })
}
