import type { Change, CityReport, ReportDay, ReportRow } from '../../contract/city-report.ts'
import type { ServiceFigures } from '../../contract/service.ts'
import type { FleetDatabase } from '../../db/fleet/open.ts'
import { cityReport } from '../../db/fleet/publication-schema.ts'
import { fleetDay } from '../../db/fleet/report-schema.ts'

/** Numbers from 0 to 1, the same ones each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const NAMES = [
  [
    'Maravillas',
    'San Jerónimo',
    'Delta',
    'Portales',
    'Centro',
    'San Juan Bosco',
    'Las Torres',
    'León II',
    'Timoteo Lozano',
  ],
  [
    'Poliforum',
    'Estrella',
    'Balcones del Campestre',
    'Hospital General',
    'Universidad',
    'Valle de Señora',
    'Santa Rita',
  ],
] as const
const COLOURS = ['0055A4', 'CFD600', 'C8102E', '007A53', '6D2077', 'E87722', '00A3E0', '5B6770']
const NOTHING_TOLD = {
  hidden: [],
  carried: false,
  sessions: null,
  ridersMean: null,
  ridersPeak: null,
  connectedHours: null,
  inputOctets: null,
  outputOctets: null,
  dailyDevices: null,
  sessionLength: null,
  timeToConnect: null,
  hours: null,
  weekdays: null,
  savings: null,
  costPerConnectedHour: null,
  agreement: null,
  previousMonth: null,
  lastYear: null,
} satisfies Partial<ReportRow>
const NO_SERVICE: ServiceFigures = {
  scheduledMinutes: 0,
  inServiceMinutes: 0,
  availability: null,
  outageMinutes: {} as ServiceFigures['outageMinutes'],
}

const WHAT_CITY = {
  key: '@city',
  kind: 'city',
  site: null,
  routeId: null,
  shortName: null,
  longName: null,
  color: null,
} as const
const dateOf = (day: number) => `2026-10-${String(day).padStart(2, '0')}`
const rounded = (value: number, digits = 2) => Number(value.toFixed(digits))

interface Size {
  routes: number
  vehicles: number
  /** Sessions of a route in a month, about. */
  sessions: number
  final: boolean
}

/** October 2026 of a city that has a bit of everything: a route that is hidden, one without service, days that are missing. */
export function cityReportOf({ routes: count, vehicles, sessions: about, final }: Size, seed = 7): CityReport {
  const random = seeded(seed)
  const [first, second] = NAMES
  const routes = Array.from({ length: count }, (_, index): ReportRow => {
    const times = 0.15 + random() ** 2 * 2.4
    const number = index + 1
    return {
      ...rowOf(
        random,
        Math.round(about * times),
        Math.max(1, Math.round((vehicles / count) * (0.5 + random()))),
        final,
      ),
      key: `route:T${number}`,
      kind: 'route',
      site: 'vehicle',
      routeId: `T${number}`,
      shortName: number % 9 === 0 ? `X-${number}` : String(number),
      longName: `${first[Math.floor(random() * first.length)]} – ${second[Math.floor(random() * second.length)]}`,
      color: number % 7 === 0 ? null : (COLOURS[index % COLOURS.length] ?? null),
    }
  })
  const [small, silent] = [routes[count - 2], routes[count - 1]]
  if (small)
    Object.assign(small, NOTHING_TOLD, {
      hidden: [
        'sessions',
        'ridersMean',
        'ridersPeak',
        'connectedHours',
        'inputOctets',
        'outputOctets',
        'dailyDevices',
        'sessionLength',
        'timeToConnect',
      ],
      completeness: 0.61,
    })
  if (silent)
    Object.assign(silent, NOTHING_TOLD, {
      completeness: null,
      service: NO_SERVICE,
      vehicles: { inService: 0, reporting: 0 },
    })
  if (routes[1]) Object.assign(routes[1], { carried: true, ridersPeak: null, hidden: ['ridersPeak'] })
  const unknown: ReportRow = {
    ...rowOf(random, Math.round(about / 10), 3, final),
    ...{ key: '', kind: 'route', site: 'vehicle', routeId: null, shortName: null, longName: null, color: null },
  }
  const sites = (['vehicle', 'stop', 'station'] as const).map(
    (site, index): ReportRow => ({
      ...rowOf(
        random,
        Math.round((about * count) / ([1.1, 14, 9][index] ?? 1)),
        Math.round(vehicles / ([1, 20, 40][index] ?? 1)),
        final,
      ),
      ...{ key: `@${site}`, kind: 'site', site, routeId: null, shortName: null, longName: null, color: null },
    }),
  )
  const days = daysOf(random, about * count)
  const total = days.reduce((sum, { sessions }) => sum + (sessions ?? 0), 0)
  const city: ReportRow = {
    ...rowOf(random, total, vehicles, final),
    ...WHAT_CITY,
    ridersPeak: Math.round(total / 190),
    costPerConnectedHour: 1.87,
    hours: final ? hoursOf(total / 9000) : null,
    weekdays: final ? [1, 1.04, 1.06, 1.05, 1.11, 0.84, 0.62].map((times) => rounded((total / 9000) * times)) : null,
  }
  return {
    month: '2026-10',
    fromDate: '2026-10-01',
    toDate: '2026-10-31',
    from: '2026-10-01T06:00:00Z',
    to: '2026-11-01T06:00:00Z',
    timezone: 'America/Mexico_City',
    state: final ? 'final' : 'provisional',
    finalAt: '2026-11-08T06:00:00Z',
    publishedTo: '2026-10-31',
    definitions: '2',
    revision: final ? 1 : null,
    revisions: final
      ? [
          { revision: 0, madeAt: '2026-11-08T06:01:00Z', reason: null },
          { revision: 1, madeAt: '2026-11-12T15:20:00Z', reason: 'llegaron tarde 312 conexiones de la ruta 2' },
        ]
      : [],
    madeAt: final ? '2026-11-12T15:20:00Z' : '2026-11-03T12:00:00Z',
    city,
    sites,
    routes: [...routes, unknown],
    days,
    problems: { reported: 143, fixed: 121, daysToFix: 2.6 },
    assumptions: { savingsPerConnection: 17.5, currency: 'MXN', costPerMonth: 2_450_000, source: 'WIWI, León' },
    agreement: {
      availability: 0.97,
      credits: [
        { below: 0.97, credit: 0.05 },
        { below: 0.95, credit: 0.1 },
        { below: 0.9, credit: 0.2 },
      ],
    },
    inputsDigest: final ? '9f2c4be07d6a81c35e02d94f7ab8631c0f5ad2e49b7713c8e64fa0d25b98c7e1' : null,
    chain: final
      ? {
          gateways: vehicles,
          reports: vehicles * 31_412,
          digest: '41d0c6f98a3be2775c1f640da92eb358f70c1d26a4895eb3d7f6021ca8b49e53',
        }
      : null,
  }
}

/** Twelve routes, final and corrected once. */
export const richReport = () => cityReportOf({ routes: 12, vehicles: 148, sessions: 31_000, final: true })
/** The same while late data still comes in. */
export const provisionalReport = () => cityReportOf({ routes: 12, vehicles: 148, sessions: 31_000, final: false })
/** As many routes, gateways and sessions as León has. */
export const leonReport = () => cityReportOf({ routes: 100, vehicles: 2300, sessions: 15_800, final: true }, 11)

/** A month in which there was nothing. */
export function emptyReport(): CityReport {
  return {
    ...provisionalReport(),
    publishedTo: null,
    city: {
      ...WHAT_CITY,
      ...NOTHING_TOLD,
      completeness: null,
      service: NO_SERVICE,
      vehicles: { inService: 0, reporting: 0 },
    },
    sites: [],
    routes: [],
    days: Array.from({ length: 31 }, (_, index) => ({ ...NO_DAY, date: dateOf(index + 1) })),
    problems: { reported: null, fixed: null, daysToFix: null },
  }
}

const NO_DAY = {
  completeness: null,
  sessions: null,
  ridersMean: null,
  outputOctets: null,
  devices: null,
  availability: null,
}

function rowOf(random: () => number, sessions: number, vehicles: number, final: boolean) {
  const outage = 0.012 + random() ** 3 * 0.08
  const inServiceMinutes = vehicles * 31 * 900
  const parts = [0.16, 0.41, 0.2, 0.06, 0.14, 0.03]
  const minutes = parts.map((part) => Math.round(inServiceMinutes * outage * part * (0.6 + random() * 0.8)))
  const [power = 0, noSignal = 0, noData = 0, simQuota = 0, gateway = 0, portal = 0] = minutes
  const down = minutes.reduce((sum, one) => sum + one, 0)
  const availability = 1 - down / inServiceMinutes
  const change = (): Change => ({
    sessions: rounded(random() * 0.3 - 0.1, 4),
    ridersMean: rounded(random() * 0.2 - 0.08, 4),
    connectedHours: rounded(random() * 0.3 - 0.1, 4),
    outputOctets: rounded(random() * 0.4 - 0.1, 4),
    availability: rounded(random() * 0.02 - 0.01, 4),
  })
  const connectedHours = Math.round(sessions * 0.31)
  const attained = availability >= 0.97
  return {
    ...NOTHING_TOLD,
    completeness: rounded(1 - random() * 0.04, 4),
    sessions,
    ridersMean: rounded(connectedHours / (31 * 19)),
    ridersPeak: Math.max(10, Math.round(sessions / 260)),
    connectedHours,
    inputOctets: Math.round(sessions * 2.2e6),
    outputOctets: Math.round(sessions * 31e6),
    dailyDevices: { mean: rounded(sessions / 44, 1), days: 30, errorShare: 0.0081 },
    sessionLength: { medianS: Math.round(500 + random() * 500), p90S: Math.round(1900 + random() * 900) },
    timeToConnect: { p50Ms: Math.round(3400 + random() * 3000), p95Ms: Math.round(11_000 + random() * 12_000) },
    service: {
      scheduledMinutes: 31 * 1080,
      inServiceMinutes,
      availability,
      outageMinutes: { power, 'no-signal': noSignal, 'no-data': noData, 'sim-quota': simQuota, gateway, portal },
    },
    vehicles: { inService: vehicles, reporting: vehicles - Math.floor(random() * 2) },
    savings: sessions * 17.5,
    agreement: {
      promised: 0.97,
      attained,
      creditShare: attained ? 0 : 0.05,
      credit: final && !attained ? 122_500 : attained ? 0 : null,
    },
    previousMonth: change(),
    lastYear: random() > 0.2 ? change() : null,
  }
}

/** The 12th is missing, the 19th and 20th are incomplete, Sundays are quiet. */
function daysOf(random: () => number, sessions: number): ReportDay[] {
  return Array.from({ length: 31 }, (_, index): ReportDay => {
    const day = index + 1
    const times = [1, 1, 1, 1.08, 0.8, 0.58, 0.95][(index + 3) % 7] ?? 1
    const all = Math.round((sessions / 31) * times * (0.92 + random() * 0.16))
    if (day === 12) return { ...NO_DAY, date: dateOf(day), completeness: 0 }
    const completeness = day === 19 || day === 20 ? 0.71 : rounded(0.97 + random() * 0.03, 4)
    const told = Math.round(all * (completeness < 0.9 ? 0.7 : 1))
    return {
      date: dateOf(day),
      completeness,
      sessions: told,
      ridersMean: rounded(told / 60),
      outputOctets: told * 31_000_000,
      devices: day === 20 ? null : Math.round(told * 0.71),
      availability: rounded(0.96 + random() * 0.03, 4),
    }
  })
}

/** Two humps, and nothing told of the small hours. */
function hoursOf(mean: number): (number | null)[] {
  const shape = [
    0, 0, 0, 0, 0.1, 0.55, 1.3, 1.9, 1.7, 1.2, 1, 1, 1.15, 1.4, 1.6, 1.45, 1.4, 1.6, 1.95, 1.8, 1.2, 0.8, 0.5, 0.3,
  ]
  return shape.map((times, hour) => (hour >= 1 && hour <= 3 ? null : rounded(mean * times)))
}

const DAY = {
  reports: 1,
  due: 1,
  sessionsStarted: 0,
  inputOctets: 0,
  outputOctets: 0,
  ridersSum: 0,
  minutes: 1,
  ridersPeak: 1,
}

/** Keeps reports as the fleet keeps those that are final, each with all of its revisions, and a day of each month that was reported. */
export async function keepFinal(db: FleetDatabase, ...reports: CityReport[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const report of reports) {
      const { month, revisions, definitions, inputsDigest } = report
      for (const { revision, madeAt, reason } of revisions) {
        const body = { ...report, revision }
        const at = { month: month ?? '', revision, madeAt: Date.parse(madeAt), reason }
        await tx.insert(cityReport).values({ ...at, definitions, body, inputsDigest: inputsDigest ?? '', inputs: '' })
      }
      const dayAt = Date.parse(report.from) / 1000
      await tx.insert(fleetDay).values({ dayAt, ...DAY })
    }
  })
}
