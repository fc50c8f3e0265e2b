import { seededRandom, uuidFrom } from '../../cli/random.ts'
import { leafRowOf } from '../../contract/report-rows.ts'
import { route } from '../../db/fleet/schema.ts'
import { byCommandLine } from '../../fleet-api/audit.ts'
import { addGatewayWithCode } from '../../fleet-api/gateways.ts'
import { aReport, type TestFleet, testFleet } from './fleet.ts'

/** What one report has told, and in which row it counts now. */
interface Told {
  gatewayId: string
  startedAt: string
  date: string
  rowKey: string
  sessions: number
}

type Site = 'vehicle' | 'stop' | 'station'
const GATEWAYS: [gatewayId: string, site: Site, routeId: string | null, sizes: number[]][] = [
  ['bus-1', 'vehicle', 'T1', [1, 3, 12, 25, 40]],
  ['bus-2', 'vehicle', 'T1', [0, 2, 5]],
  ['bus-3', 'vehicle', 'T2', [1, 2, 3, 9, 10, 11]],
  ['bus-4', 'vehicle', 'T3', [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
  ['bus-5', 'vehicle', null, [0, 4, 15]],
  ['station-1', 'station', null, [2, 8, 30]],
  ['stop-1', 'stop', null, [0, 1, 6]],
]

/** A small city in which most days of most rows are of fewer than ten riders; what it has told is remembered to the session. */
export async function smallCity(seed: string) {
  const fleet: TestFleet = await testFleet()
  const random = seededRandom(seed)
  const one = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const told: Told[] = []
  const credentials = new Map<string, string>()
  await fleet.db.transaction((tx) =>
    tx.insert(route).values({
      routeId: 'T3',
      routeShortName: '3',
      routeLongName: 'Cerro',
      routeColor: '777777',
      agencyId: 'A',
      routeType: 3,
      routeTextColor: null,
      feedId: 1,
    }),
  )
  fleet.setNow('2026-10-10T12:00:00Z')
  for (const [gatewayId, site, routeId] of GATEWAYS) {
    const added = { gatewayId, site, label: null, routeId }
    const code = await addGatewayWithCode(fleet.db, added, byCommandLine(Date.parse('2026-10-10T12:00:00Z')))
    const answer = await fleet.post('/v1/enrol', { code, software: 'abordo test' })
    credentials.set(gatewayId, ((await answer.json()) as { credential: string }).credential)
  }

  /** Sends a report of one minute, of the date and minute of the city's morning. */
  async function send(gatewayId: string, date: string, minute: number, sessions: number): Promise<void> {
    const found = GATEWAYS.find(([id]) => id === gatewayId)
    const startedAt = new Date(Date.parse(`${date}T14:00:00Z`) + minute * 60_000).toISOString()
    const report = aReport(0, startedAt, {
      bootId: uuidFrom(`${gatewayId} ${startedAt}`),
      startedUptimeMs: 60_000,
      endedUptimeMs: 120_000,
      riders: { connected: Math.min(sessions, 14), peak: Math.min(sessions, 14) },
      sessions: { started: sessions, ended: {} },
      octets: { input: sessions * 101, output: sessions * 1009 },
    })
    const answer = await (await fleet.send(credentials.get(gatewayId) ?? '', [report])).json()
    const [verdict] = (answer as { verdicts: { verdict: string }[] }).verdicts
    if (verdict?.verdict !== 'stored') throw new Error(`not stored: ${JSON.stringify(answer)}`)
    told.push({ gatewayId, startedAt, date, rowKey: leafRowOf(found?.[1] ?? 'vehicle', found?.[2] ?? ''), sessions })
  }

  return {
    fleet,
    told,
    /** Every gateway tells of one minute of a day; some are late: `later` tells of theirs. */
    async live(date: string): Promise<{ later: () => Promise<void> }> {
      const late: (() => Promise<void>)[] = []
      for (const [gatewayId, , , sizes] of GATEWAYS) {
        if (random() < 0.2) continue
        const tell = () => send(gatewayId, date, 0, one(sizes))
        if (random() < 0.25) late.push(tell)
        else await tell()
      }
      return { later: async () => void (await Promise.all(late.map((tell) => tell()))) }
    },
    /** Something more of a day comes late. */
    async late(date: string, sessions: number, gatewayId = one(GATEWAYS)[0]): Promise<void> {
      await send(gatewayId, date, 1 + told.length, sessions)
    },
    /** An operator says of a report of so many sessions that has come that its vehicle was on another route. */
    async tellAnew(least: number, most: number): Promise<void> {
      const isMeant = ({ gatewayId, sessions }: Told) =>
        gatewayId.startsWith('bus') && sessions >= least && sessions <= most
      const vehicles = told.filter(isMeant)
      if (vehicles.length === 0) return
      const report = one(vehicles)
      const routeId = one(['T1', 'T2', 'T3'].filter((id) => report.rowKey !== leafRowOf('vehicle', id)))
      const to = new Date(Date.parse(report.startedAt) + 60_000).toISOString()
      const path = `/api/gateways/${report.gatewayId}/routes`
      const answer = await fleet.as('operator', 'PUT', path, { from: report.startedAt, to, routeId })
      if (answer.status !== 200) throw new Error(await answer.text())
      report.rowKey = leafRowOf('vehicle', routeId)
    },
    /** Sessions by row and date as they are true now: those of which anything was told. */
    truth(): Map<string, number> {
      const cells = new Map<string, number>()
      for (const { rowKey, date, sessions } of told) {
        const cell = `${rowKey} ${date}`
        cells.set(cell, (cells.get(cell) ?? 0) + sessions)
      }
      return cells
    },
  }
}

export type SmallCity = Awaited<ReturnType<typeof smallCity>>
