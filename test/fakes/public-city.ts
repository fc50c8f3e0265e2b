import { and, eq } from 'drizzle-orm'
import { deviceCount, gateway, riderProblem } from '../../db/fleet/schema.ts'
import { aReport, type TestFleet, testFleet } from './fleet.ts'

/** What nobody may find out of a city: each is of fewer than ten. */
export interface Secret {
  /** Of the small route, day by day: fewer than ten together. */
  sessions: readonly number[]
  /** The hour (UTC) of these. */
  hour: number
  octets: number
  /** Of the small route on the first day. */
  devices: number
  /** Problems that riders reported and that are fixed, beside ten that are not, and in how many hours the first of them was. */
  fixed: number
  hoursToFix: number
  /** Sessions of the large route on the last day, early in the morning, which are carried on. */
  last: number
  /** Riders online now on the small route. */
  online: number
}

export const DATES = ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08'] as const
const ORIGIN = 'https://wifi.example.mx'
const FORMS = [
  '/open-data/connectivity.csv?month=2026-10',
  '/open-data/days.csv?month=2026-10',
  '/open-data/connectivity.json?month=2026-10',
  '/open-data/datapackage.json',
  '/open-data/',
  '/city?lang=es',
  '/city/2026-10?lang=es',
  '/city/2026-10?lang=en',
  '/embed/sessions.svg?month=2026-10',
  '/embed/riders?month=2026-10',
  '/gtfs-rt/vehicle-positions.pb?format=json',
]

export type Fetched = Map<string, { status: number; headers: Record<string, string>; text: string }>

/** A city with a large route, a station and a small route, of which the secret is; it publishes all that may be published. */
export async function publicCity(secret: Secret) {
  const fleet: TestFleet = await testFleet({ publicUrl: ORIGIN })
  fleet.setNow('2026-10-04T12:00:00Z')
  const credentials = {
    large: await fleet.enrol('bus-1', 'T1'),
    small: await fleet.enrol('bus-2', 'T2'),
    station: await fleet.enrol('station-1', null),
  }
  await fleet.db.transaction((tx) =>
    tx.update(gateway).set({ site: 'station' }).where(eq(gateway.gatewayId, 'station-1')),
  )
  const publication = { open: true, money: true, cityName: 'León', contact: null, licence: 'CC-BY-4.0' }
  await fleet.as('admin', 'PUT', '/api/settings/publication', publication)
  const money = { savingsPerConnection: 17.5, currency: 'MXN', costPerMonth: 31_000, source: 'WIWI' }
  await fleet.as('admin', 'PUT', '/api/settings/assumptions', money)
  const links = new Map<string, string>()
  for (const [from, fromDate] of DATES.entries()) {
    for (const toDate of DATES.slice(from)) {
      const link = { fromDate, toDate, label: 'Prensa', language: 'es', days: 90 }
      const answer = await fleet.as('official', 'POST', '/api/share-links', link)
      links.set(`/shared of ${fromDate} to ${toDate}`, new URL(((await answer.json()) as { url: string }).url).pathname)
    }
  }

  let boots = 0
  async function tell(of: keyof typeof credentials, at: string, sessions: number, more: Parameters<typeof aReport>[2]) {
    boots += 1
    const report = aReport(0, at, {
      bootId: `11111111-1111-4111-8111-${String(boots).padStart(12, '0')}`,
      riders: { connected: sessions, peak: sessions },
      sessions: { started: sessions, ended: {} },
      octets: { input: sessions * 100, output: sessions * 1000 },
      ...more,
    })
    const answer = (await (await fleet.send(credentials[of], [report])).json()) as { verdicts: { verdict: string }[] }
    if (answer.verdicts[0]?.verdict !== 'stored') throw new Error(JSON.stringify(answer))
  }

  return {
    fleet,
    /** A day goes by. */
    async live(index: number): Promise<void> {
      const date = DATES[index] ?? ''
      fleet.setNow(`${date}T23:00:00Z`)
      const isLast = index === DATES.length - 1
      for (const hour of [12, 14, 15, 16, 17]) {
        const at = `${date}T${hour}:00:00Z`
        const problems = Array.from({ length: index === 0 && hour === 14 ? 10 + secret.fixed : 0 }, (_, ticket) => ({
          ticket: ticketOf(ticket),
          kind: 'slow' as const,
          text: '',
          reportedAt: `${date}T14:00:30.000Z`,
        }))
        const usual = isLast || hour === 12 ? 0 : 20 + hour
        await tell('large', at, isLast && hour === 12 ? secret.last : usual, { protocol: '1.1', problems })
        await tell('station', at, 30 + index, {})
        const own = hour === secret.hour ? (secret.sessions[index] ?? 0) : 0
        const octets = { input: own === 0 ? 0 : secret.octets, output: own === 0 ? 0 : secret.octets * 3 }
        await tell('small', at, own, { octets })
      }
      if (index === 0) await countAndMend(date)
    },
    /** A few riders are online now. */
    async online(at: string): Promise<void> {
      fleet.setNow(at)
      const before = new Date(Date.parse(at) - 60_000).toISOString()
      await tell('large', before, 42, {})
      await tell('small', before, secret.online, {})
    },
    /** Whatever anybody may fetch, who is not signed in. */
    async fetchAll(): Promise<Fetched> {
      const fetched: Fetched = new Map()
      for (const [name, path] of [...FORMS.map((form) => [form, form] as const), ...links]) {
        const answer = await fleet.app.request(`${ORIGIN}${path}`)
        const headers = Object.fromEntries([...answer.headers].filter(([header]) => header !== 'x-request-id'))
        fetched.set(name, { status: answer.status, headers, text: await answer.text() })
      }
      return fetched
    },
  }

  async function countAndMend(date: string): Promise<void> {
    const dayAt = Date.parse(`${date}T06:00:00Z`) / 1000
    const counted = { 'route:T1': 60, '@station': 70, '@city': 131, '@vehicle': 61 }
    const estimates = { ...counted, 'route:T2': secret.devices }
    const rows = Object.entries(estimates).map(([rowKey, estimate]) => ({ dayAt, rowKey, estimate, errorShare: 0.008 }))
    await fleet.db.transaction(async (tx) => {
      await tx.insert(deviceCount).values(rows.map((row) => ({ ...row, pieces: 4, due: 4 })))
      for (let ticket = 0; ticket < secret.fixed; ticket += 1) {
        const hours = ticket === 0 ? secret.hoursToFix : 2
        await tx
          .update(riderProblem)
          .set({ answeredAt: Date.parse(`${date}T14:00:30Z`) + hours * 3_600_000, answeredBy: 'ana', answer: 'fixed' })
          .where(and(eq(riderProblem.gatewayId, 'bus-1'), eq(riderProblem.ticket, ticketOf(ticket))))
      }
    })
  }
}

const ticketOf = (index: number) => `AB${String(10 + index)}`
