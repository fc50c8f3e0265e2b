import { gzipSync } from 'node:zlib'
import { afterAll, onTestFinished } from 'vitest'
import { SCOPES } from '../../contract/access.ts'
import type { Role } from '../../contract/api.ts'
import type { MergedMinute, ReportInput } from '../../contract/report.ts'
import { type FleetDatabase, openFleetDatabase } from '../../db/fleet/open.ts'
import { agency, feed, route } from '../../db/fleet/schema.ts'
import { fleetTables } from '../../db/fleet/tables.ts'
import { createFleetApp, type FleetDeps } from '../../fleet-api/app.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { type Auth, createAuth } from '../../fleet-api/auth.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { createLimits } from '../../fleet-api/limits.ts'
import { createLive } from '../../fleet-api/live.ts'
import { createMetrics } from '../../fleet-api/metrics.ts'
import { composeLive } from '../../fleet-api/routes/now.ts'
import { hashSecret } from '../../fleet-api/secrets.ts'
import { keepToken } from '../../fleet-api/tokens.ts'
import { freshDatabase } from './database.ts'

export interface TestFleet {
  db: FleetDatabase
  databaseUrl: string
  auth: Auth
  app: ReturnType<typeof createFleetApp>
  logged: string[]
  /** Sets the fleet's clock. */
  setNow(iso: string): void
  /** Asks the API with an API token of an official. */
  get(path: string): Promise<Response>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
  /** Asks the API with an API token of a role. */
  as(role: Role, method: string, path: string, body?: unknown): Promise<Response>
  /** Adds a gateway on a route and enrols it; returns its credential. */
  enrol(gatewayId: string, routeId: string | null): Promise<string>
  send(credential: string, reports: unknown): Promise<Response>
  /** Asks as the gateway that has a credential. */
  asGateway(credential: string, method: 'GET' | 'POST', path: string): Promise<Response>
}

/** The official's. */
export const TOKEN = 'abordo_api_test'
const TOKENS: Record<Role, string> = { admin: 'abordo_api_admin', operator: 'abordo_api_operator', official: TOKEN }
const SECRET = 'a secret of at least thirty-two characters'
export const NOW = '2026-11-24T14:30:00Z'
/** scrypt would take most of the time of some files of tests; test/cli and the demo sign in with the real one. */
const QUICK = {
  hash: async (password: string) => hashSecret(`quick ${password}`),
  verify: async ({ hash, password }: { hash: string; password: string }) => hash === hashSecret(`quick ${password}`),
}

/** A fleet with a real database, routes T1 and T2 in Mexico City's time zone, and a clock that is set by hand. */
export async function testFleet(
  given: Partial<FleetDeps> & { databaseUrl?: string; isNew?: boolean } = {},
): Promise<TestFleet> {
  // `isNew` false: another process of a fleet that is there already.
  const { databaseUrl = await freshDatabase(), publicUrl = null, isNew = true, ...other } = given
  let now = Date.parse(NOW)
  const db = await openFleetDatabase(databaseUrl)
  closeAfterTest(db)
  const logged: string[] = []
  const auth = createAuth(db, { secret: SECRET, publicUrl, port: 8080, now: () => now, passwords: QUICK })
  const live = createLive({
    compose: () => composeLive(db, now),
    after: (_ms, job) => queueMicrotask(job),
    log: (m) => logged.push(m),
  })
  const app = createFleetApp({
    db,
    auth,
    live,
    publicUrl,
    now: () => now,
    elapsedMs: () => 0,
    sendsEmail: false,
    certificate: null,
    log: (message, error) => logged.push(`${message} ${String(error)}`),
    dashboardDir: null,
    every: () => () => undefined,
    onRequest: null,
    metrics: createMetrics({ elapsedMs: () => 0, ofProcess: false }),
    limits: createLimits(),
    trustedProxies: [],
    stopping: () => false,
    ...other,
  })
  if (isNew) {
    await addCity(db)
    for (const [role, token] of Object.entries(TOKENS) as [Role, string][]) {
      await keepToken(db, token, { name: 'test', role, scopes: SCOPES, days: 30 }, byCommandLine(now))
    }
  }
  const post: TestFleet['post'] = async (path, body, headers = {}) =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return {
    db,
    databaseUrl,
    auth,
    app,
    logged,
    setNow(iso) {
      now = Date.parse(iso)
    },
    get: async (path) => app.request(path, { headers: { authorization: `Bearer ${TOKEN}` } }),
    post,
    as: async (role, method, path, body) =>
      app.request(path, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKENS[role]}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async enrol(gatewayId, routeId) {
      const added = { gatewayId, site: 'vehicle', label: null, routeId } as const
      const code = await addGatewayWithCode(db, added, byCommandLine(now))
      const answer = await post('/v1/enrol', { code, software: 'abordo test' })
      return ((await answer.json()) as { credential: string }).credential
    },
    send: async (credential, reports) =>
      app.request('/v1/reports', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          authorization: `Bearer ${credential}`,
        },
        body: gzipSync(JSON.stringify(reports)),
      }),
    asGateway: async (credential, method, path) =>
      app.request(path, { method, headers: { authorization: `Bearer ${credential}` } }),
  }
}

function addCity(db: FleetDatabase): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.insert(feed).values({
      state: 'live',
      sha256: 'test',
      importedAt: 0,
      feedVersion: null,
      startDate: '20260101',
      endDate: '20271231',
    })
    await tx.insert(agency).values({
      agencyId: 'A',
      agencyName: 'Test',
      agencyUrl: 'http://a.example',
      agencyTimezone: 'America/Mexico_City',
      feedId: 1,
    })
    const common = { agencyId: 'A', routeType: 3, routeTextColor: null, feedId: 1 }
    await tx.insert(route).values([
      { routeId: 'T1', routeShortName: '1', routeLongName: 'Norte – Sur', routeColor: '0055A4', ...common },
      { routeId: 'T2', routeShortName: '2', routeLongName: 'Oriente – Poniente', routeColor: 'CFD600', ...common },
    ])
  })
}

export const BOOT = '11111111-1111-4111-8111-111111111111'

/** A report of the minute that begins at `startedAt`. */
export function aReport(seq: number, startedAt: string, more: Partial<ReportInput> = {}): ReportInput {
  const start = Date.parse(startedAt)
  return {
    protocol: '1.0',
    bootId: BOOT,
    seq,
    startedUptimeMs: seq * 60_000,
    endedUptimeMs: (seq + 1) * 60_000,
    startedAt: new Date(start).toISOString(),
    endedAt: new Date(start + 60_000).toISOString(),
    clock: { source: 'ntp', uncertaintyMs: 50 },
    riders: { connected: 5, peak: 6 },
    sessions: { started: 2, ended: { 'user-request': 1 } },
    octets: { input: 100, output: 1000 },
    software: 'abordo test',
    policyVersion: 1,
    ...more,
  }
}

/** A report in the place of those of several minutes, as the outbox merges them. `connected`: riders, minute by minute. */
export function aMergedReport(
  seq: number,
  startedAt: string,
  connected: number[],
  more: Partial<ReportInput> = {},
): ReportInput {
  const length = connected.length
  const one = aReport(seq, startedAt)
  return {
    ...one,
    protocol: '1.2',
    endedUptimeMs: (seq + length) * 60_000,
    endedAt: new Date(Date.parse(startedAt) + length * 60_000).toISOString(),
    riders: { connected: connected.at(-1) ?? 0, peak: Math.max(...connected) + 1 },
    sessions: { started: 2 * length, ended: { 'user-request': length } },
    octets: { input: 100 * length, output: 1000 * length },
    merged: connected.map(
      (riders, index): MergedMinute => [(seq + index + 1) * 60_000, riders, riders + 1, 2, 100, 1000],
    ),
    ...more,
  }
}

/** A fleet made in a hook lives on for all tests of its file. */
function closeAfterTest(db: FleetDatabase): void {
  try {
    onTestFinished(() => db.close())
  } catch {
    afterAll(() => db.close())
  }
}

/** Everything that a fleet's database holds, as text: to look for what may not be in there. */
export async function everythingIn(db: FleetDatabase): Promise<string> {
  return JSON.stringify(await Promise.all(fleetTables().map(({ table }) => db.select().from(table))))
}
