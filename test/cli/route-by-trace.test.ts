import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import type { GatewaysAnswer, RidersAnswer } from '../../contract/api.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { openFleetDatabase } from '../../db/fleet/open.ts'
import { routeMinute } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { importFeed } from '../../fleet-api/gtfs/import.ts'
import { keepToken } from '../../fleet-api/tokens.ts'
import { enrol, writeEnrolment } from '../../portal/enrolment.ts'
import { PLAIN_ENV } from '../bus/command.ts'
import { until } from '../bus/until.ts'
import { describeWith } from '../describe-with.ts'
import { nmeaAlong } from '../fakes/drive.ts'
import { realShapes } from '../fakes/real-shapes.ts'
import { gpsfakePath } from '../fakes/receiver.ts'
import { SHARED_GTFS } from '../needs.ts'
import { quietPort } from '../quiet-port.ts'
import { startFleetProcess } from './fleet-process.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const TOKEN = 'abordo_api_of_an_official'
const DEADLINE_MS = 120_000
/** The receiver tells a fix five times a second, so that nobody has to wait long: 30 m/s are 6 m from fix to fix. */
const FIX_MS = 200
const SPEED_MPS = 30

function endedWithTest(child: ChildProcess): void {
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
  })
}

/** gpsfake, with a gpsd of its own, plays a drive along a shape of the feed. Returns where that gpsd listens. */
async function play(folder: string, feed: 'porto-alegre' | 'mexico-city', shapeId: string): Promise<string> {
  const points = (await realShapes(feed)).get(shapeId) ?? []
  const drive = nmeaAlong(points, { speedMps: SPEED_MPS, startAt: new Date().toISOString(), everyMs: FIX_MS })
  const log = join(folder, 'drive.nmea')
  writeFileSync(log, Array.from({ length: 1500 }, () => drive.next().value).join(''))
  const port = await quietPort()
  const cycle = String(FIX_MS / 1000 / 3)
  // A fix is three sentences.
  endedWithTest(
    spawn(gpsfakePath() ?? 'gpsfake', ['-1', '-q', '-c', cycle, '-P', String(port), log], { stdio: 'ignore' }),
  )
  return `127.0.0.1:${port}`
}

/** A fleet with the feed alone, and a gateway of which it knows nothing but the id. */
async function fleetWith(folder: string, feed: string) {
  const databaseUrl = `file:${join(folder, 'fleet.db')}`
  const db = await openFleetDatabase(databaseUrl)
  const by = byCommandLine(Date.now())
  await importFeed({ source: `${SHARED_GTFS}${feed}.zip`, db, now: by.now })
  await keepToken(db, TOKEN, { name: 'test', role: 'official', scopes: ['read'], days: 1 }, by)
  const code = await addGatewayWithCode(db, { gatewayId: 'bus-1', site: 'vehicle', label: null, routeId: null }, by)
  await db.close()
  const fleet = await startFleetProcess(databaseUrl, await quietPort())
  return { fleet, code, databaseUrl }
}

describeWith(['gpsfake', 'shared feeds'], 'a gateway whose gpsd is played a drive along a shape of a real city', () => {
  it.concurrent.each([
    ['porto-alegre', 'T2-1', 'T2'],
    ['mexico-city', '31779', 'ROUTE_21341'],
  ] as const)(
    'has its riders charted under the right route, without any setting: %s, shape %s',
    { timeout: 200_000 },
    async (feed, shapeId, routeId) => {
      const folder = mkdtempSync(join(tmpdir(), 'abordo-drive-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const { fleet, code, databaseUrl } = await fleetWith(folder, feed)
      writeEnrolment(folder, { ...(await enrol(fleet.url, code, 'abordo test')), fleetUrl: fleet.url })
      const port = await quietPort()
      endedWithTest(
        spawn(process.execPath, [ABORDO, 'portal'], {
          stdio: 'ignore',
          env: {
            ...PLAIN_ENV,
            PORTAL_ENFORCEMENT: 'none',
            PORTAL_DATA_DIR: folder,
            PORTAL_HTTP_PORT: String(port),
            PORTAL_GPSD: await play(folder, feed, shapeId),
            PORTAL_ACCOUNTING_INTERVAL_S: '5',
          },
        }),
      )
      const terms = new URLSearchParams({ terms: DEFAULT_POLICY.termsVersion })
      const accept = () =>
        fetch(`http://127.0.0.1:${port}/session`, { method: 'POST', body: terms, redirect: 'manual' }).then(
          ({ status }) => status === 303,
          () => false,
        )
      await until('a rider is online', accept, DEADLINE_MS)
      const ask = async <T>(path: string) => {
        const answer = await fetch(`${fleet.url}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } })
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
        return (await answer.json()) as T
      }
      // The fleet's answers are limited; its database may be asked as often as need be.
      const db = await openFleetDatabase(databaseUrl)
      onTestFinished(() => db.close())
      const charted = async () =>
        (await db.select().from(routeMinute)).some((cell) => cell.routeId === routeId && cell.ridersConnected === 1)
      await until('its rider is charted under the route', charted, DEADLINE_MS)
      const [from, to] = [Date.now() - 600_000, Date.now() + 60_000].map((at) => new Date(at).toISOString())
      const { series } = await ask<RidersAnswer>(`/api/routes/riders?step=minute&from=${from}&to=${to}`)
      expect(series.find((one) => one.routeId === routeId)?.points.map(({ peak }) => peak)).toContain(1)
      expect(series.filter((one) => one.routeId !== routeId && one.routeId !== null)).toEqual([])
      const { gateways } = await ask<GatewaysAnswer>('/api/gateways')
      expect(gateways.map((one) => [one.id, one.routeId])).toEqual([['bus-1', null]])
    },
  )
})
