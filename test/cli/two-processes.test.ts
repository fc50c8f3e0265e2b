import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import type { ReportsAnswer } from '../../contract/report.ts'
import { type FleetDatabase, openFleetDatabase } from '../../db/fleet/open.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { reportsOf, rollupsAndMinutes } from '../../fleet-api/queries/audit.ts'
import { useEnrolmentCode } from '../../fleet-api/queries/credentials.ts'
import { totals } from '../../fleet-api/queries/reports.ts'
import { hashSecret } from '../../fleet-api/secrets.ts'
import { keepToken } from '../../fleet-api/tokens.ts'
import { until } from '../bus/until.ts'
import { describeWith } from '../describe-with.ts'
import { freshPostgres } from '../fakes/database.ts'
import { aReport, TOKEN } from '../fakes/fleet.ts'
import { startHaproxy } from '../haproxy.ts'
import { quietPort } from '../quiet-port.ts'
import { type FleetProcess, startFleetProcess } from './fleet-process.ts'

const GATEWAYS = 30
const MINUTES = 60
const BATCH = 5
const SOFTWARE = 'abordo test'
/** Some hours ago: minutes of long ago would be dropped. */
const BEGIN = Math.floor(Date.now() / 60_000) * 60_000 - 3 * 3_600_000

interface Two {
  db: FleetDatabase
  one: FleetProcess
  two: FleetProcess
  proxy: string
}

/** Two processes of a fleet on one PostgreSQL, behind HAProxy. */
async function twoProcesses(): Promise<Two> {
  const databaseUrl = await freshPostgres()
  const db = await openFleetDatabase(databaseUrl)
  onTestFinished(() => db.close())
  const ports = { front: await quietPort(), one: await quietPort(), two: await quietPort() }
  const [one, two] = await Promise.all([
    startFleetProcess(databaseUrl, ports.one),
    startFleetProcess(databaseUrl, ports.two),
  ])
  return { db, one, two, proxy: (await startHaproxy(ports)).url }
}

async function enrolled(db: FleetDatabase, gatewayId: string): Promise<string> {
  const now = Date.now()
  const code = await addGatewayWithCode(
    db,
    { gatewayId, site: 'vehicle', label: null, routeId: null },
    byCommandLine(now),
  )
  const credential = `credential-of-${gatewayId}`
  const use = { codeHash: hashSecret(code), credentialHash: hashSecret(credential), software: SOFTWARE, now }
  expect(await useEnrolmentCode(db, use)).toEqual({ gatewayId })
  return credential
}

/** What became of a request: the answer; null: there was none, or it says to come again. */
async function send(url: string, credential: string, from: number, count = BATCH): Promise<ReportsAnswer | null> {
  const reports = Array.from({ length: count }, (_, index) =>
    aReport(from + index, new Date(BEGIN + (from + index) * 60_000).toISOString(), { software: SOFTWARE }),
  )
  try {
    const answer = await fetch(`${url}/v1/reports`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        authorization: `Bearer ${credential}`,
      },
      body: gzipSync(JSON.stringify(reports)),
      signal: AbortSignal.timeout(10_000),
    })
    return answer.ok ? ((await answer.json()) as ReportsAnswer) : null
  } catch {
    return null
  }
}

describeWith(['postgres', 'haproxy'], 'two processes of a fleet behind a proxy', () => {
  it('store every report once, whichever of them is killed in the middle', { timeout: 180_000 }, async () => {
    const { db, one, two, proxy } = await twoProcesses()
    let acknowledged = 0

    /** As a gateway does: the same batch until the fleet has said of each that it holds it. Now and then one comes twice at once. */
    async function gateway(number: number): Promise<void> {
      const credential = await enrolled(db, `bus-${number}`)
      for (let from = 0; from < MINUTES; from += BATCH) {
        const once = () => send(proxy, credential, from)
        const held = async () => {
          const [answer] = await Promise.all((from + number) % 3 === 0 ? [once(), once()] : [once()])
          return answer?.verdicts.every(({ verdict }) => verdict !== 'rejected')
        }
        await until('the batch is held', held, 60_000)
        acknowledged += BATCH
      }
    }
    const gateways = Promise.all(Array.from({ length: GATEWAYS }, (_, index) => gateway(index + 1)))
    await until('a third is stored', () => acknowledged >= 600, 60_000)
    await one.kill()
    await until('the other one has gone on', () => acknowledged >= 900, 60_000)
    await one.start()
    await gateways

    expect(await totals(db)).toEqual({
      reports: 1800,
      sessionsStarted: 3600,
      inputOctets: 180_000,
      outputOctets: 1_800_000,
    })
    for (let number = 1; number <= GATEWAYS; number += 1) {
      const seqs = (await reportsOf(db, `bus-${number}`)).map(({ seq }) => seq)
      expect(seqs).toEqual(Array.from({ length: MINUTES }, (_, seq) => seq))
    }
    const { rollups, minutes } = await rollupsAndMinutes(db)
    const inOrder = (sums: typeof rollups) => sums.sort((a, b) => (a.of < b.of ? -1 : 1))
    expect(inOrder(rollups)).toEqual(inOrder(minutes))
    expect(rollups.find(({ of }) => of === 'fleet_day')).toMatchObject({ input: 180_000, output: 1_800_000 })
    expect([await one.isReady(), await two.isReady()]).toEqual([true, true])
  })

  it('tell whoever listens at one of them what the other one has stored', { timeout: 90_000 }, async () => {
    const { db, one, two } = await twoProcesses()
    const credential = await enrolled(db, 'bus-1')
    const now = Date.now()
    await keepToken(db, TOKEN, { name: 'test', role: 'official', scopes: ['read'], days: 1 }, byCommandLine(now))
    const stream = await fetch(`${two.url}/api/live`, { headers: { authorization: `Bearer ${TOKEN}` } })
    let heard = ''
    const reading = (async () => {
      for await (const chunk of stream.body ?? []) heard += Buffer.from(chunk).toString()
    })().catch(() => undefined)
    await until('it listens', () => heard.includes('event: riders'), 20_000)
    expect(heard).toContain('"unknown":{"ridersConnected":0')
    const minutesSoFar = Math.floor((Date.now() - BEGIN) / 60_000)
    expect((await send(one.url, credential, minutesSoFar - 1, 1))?.verdicts).toEqual([{ index: 0, verdict: 'stored' }])
    await until('it has heard', () => heard.includes('"unknown":{"ridersConnected":5'), 20_000)
    await two.kill()
    await reading
  })
})
