import type {
  fleetDay,
  gatewayHour,
  gatewayRun,
  gatewayServiceDay,
  riderProblem,
  routeDay,
  routeHour,
} from '../../db/fleet/schema.ts'
import { seededRandom, uuidFrom } from '../random.ts'
import type { Bus } from './city/fleet.ts'
import { ridersOn } from './crowd.ts'

/** What a fleet still knows of a day whose minutes are gone. */
export interface PastDay {
  gatewayHours: (typeof gatewayHour.$inferSelect)[]
  routeHours: (typeof routeHour.$inferSelect)[]
  routeDays: (typeof routeDay.$inferSelect)[]
  fleetDay: typeof fleetDay.$inferSelect
  runs: (typeof gatewayRun.$inferSelect)[]
  service: (typeof gatewayServiceDay.$inferSelect)[]
}

type Sums = Pick<
  typeof gatewayHour.$inferSelect,
  'reports' | 'due' | 'ridersSum' | 'sessionsStarted' | 'inputOctets' | 'outputOctets' | 'ridersPeak'
>

/** Buses are on the road from five in the morning to midnight: what comes after it is another day's. */
const FIRST_HOUR = 5
const HOURS = 19
const SAMPLES = 6
/** Minutes that a rider stays connected in the mean. */
const A_SESSION = 13
const NOTHING: Sums = {
  reports: 0,
  due: 0,
  ridersSum: 0,
  sessionsStarted: 0,
  inputOctets: 0,
  outputOctets: 0,
  ridersPeak: 0,
}

/** A day of the past, which begins at `dayAt` (seconds since 1970). The same seed gives the same day. */
export function pastDay(dayAt: number, buses: Bus[], seed: string): PastDay {
  const onTheRoad = buses.filter(({ fault }) => fault !== 'never-seen')
  const hours = Array.from({ length: HOURS }, (_, hour) => dayAt + (FIRST_HOUR + hour) * 3600)
  const gatewayHours = onTheRoad.flatMap((bus) => hours.map((hourAt) => ({ bus, ...hourOf(bus, hourAt, seed) })))
  const byRoute = new Map<string, typeof gatewayHours>()
  for (const hour of gatewayHours) byRoute.set(hour.bus.routeId, [...(byRoute.get(hour.bus.routeId) ?? []), hour])
  const routeHours = [...byRoute].flatMap(([routeId, own]) =>
    hours.map((hourAt) => ({ routeId, hourAt, minutes: 60, ...together(own.filter((one) => one.hourAt === hourAt)) })),
  )
  const routeDays = [...byRoute.keys()].map((routeId) => {
    const own = routeHours.filter((hour) => hour.routeId === routeId)
    return { routeId, dayAt, minutes: HOURS * 60, ...together(own), ridersPeak: most(own) }
  })
  const all = together(routeDays)
  const fullest = Math.max(...hours.map((at) => together(routeHours.filter(({ hourAt }) => hourAt === at)).ridersPeak))
  const times = { firstMinuteAt: hours[0] ?? dayAt, lastMinuteAt: dayAt + (FIRST_HOUR + HOURS) * 3600 - 60 }
  return {
    gatewayHours: gatewayHours.map(({ bus, ...hour }) => ({ gatewayId: bus.id, ...hour })),
    routeHours,
    routeDays,
    fleetDay: { dayAt, ...all, minutes: HOURS * 60, ridersPeak: fullest, settledReports: all.reports },
    runs: onTheRoad.map(({ id, routeId }) => ({
      gatewayId: id,
      bootId: uuidFrom(`${seed} ${id} past ${dayAt}`),
      routeId,
      ...times,
    })),
    service: onTheRoad.map((bus) => ({
      gatewayId: bus.id,
      routeId: bus.routeId,
      dayAt,
      ...serviceOf(bus, dayAt, seed),
    })),
  }
}

function hourOf(bus: Bus, hourAt: number, seed: string): { hourAt: number } & Sums {
  const random = seededRandom(`${seed} ${bus.id} past ${hourAt}`)
  const samples = Array.from({ length: SAMPLES }, (_, i) => ridersOn(bus, (hourAt + i * 600) * 1000, seed))
  const ridersSum = Math.round((samples.reduce((sum, riders) => sum + riders, 0) / SAMPLES) * 60)
  const outputOctets = Math.round(ridersSum * (0.9 + 0.5 * random()) * 1_000_000)
  return {
    hourAt,
    // Now and then a minute is lost for good.
    reports: 60 - Math.floor(random() ** 6 * 9),
    due: 60,
    ridersSum,
    sessionsStarted: Math.round((ridersSum / A_SESSION) * (0.9 + 0.2 * random())),
    inputOctets: Math.round(outputOctets * 0.11),
    outputOctets,
    ridersPeak: Math.max(...samples),
  }
}

/** Several together. Peaks of buses of one hour add up to about what the fullest minute of all of them was. */
function together(all: readonly Sums[]): Sums {
  return all.reduce(
    (sum, one) =>
      Object.fromEntries(
        (Object.keys(NOTHING) as (keyof Sums)[]).map((name) => [name, sum[name] + one[name]]),
      ) as Sums & object,
    NOTHING,
  )
}

const most = (all: readonly Sums[]) => Math.max(0, ...all.map(({ ridersPeak }) => ridersPeak))

/** Tenths of a minute in service: 18 hours, less a little without signal, and on a bad day hours without power or data. */
function serviceOf(bus: Bus, dayAt: number, seed: string) {
  const random = seededRandom(`${seed} ${bus.id} service ${dayAt}`)
  const inService = 18 * 600
  const noSignal = Math.round(inService * (0.003 + 0.014 * random()))
  const power = random() < 0.025 ? Math.round(600 * (1 + 5 * random())) : 0
  // One evening one of the two mobile networks carried no data.
  const isBadEvening = Math.floor(dayAt / 86_400) % 31 === 12 && bus.orderOnRoute % 2 === 1
  const noData = isBadEvening ? 1900 : Math.round(40 * random())
  const portal = random() < 0.01 ? 150 : 0
  const available = inService - noSignal - power - noData - portal - 6
  return { inService, available, power, noSignal, noData, simQuota: 0, gateway: 6, portal }
}

/** Riders' problem reports of a day: one or two, nearly all of them answered within some days. */
export function problemsOf(
  { fleetDay: { dayAt } }: PastDay,
  buses: Bus[],
  seed: string,
): (typeof riderProblem.$inferSelect)[] {
  const random = seededRandom(`${seed} problems ${dayAt}`)
  return Array.from({ length: 1 + Math.floor(random() * 2) }, (_, i) => {
    const bus = buses[Math.floor(random() * buses.length)] ?? buses[0]
    const reportedAt = (dayAt + (7 + 6 * i) * 3600) * 1000 + Math.floor(random() * 3_600_000)
    const isFixed = random() < 0.9
    return {
      gatewayId: bus?.id ?? '',
      routeId: bus?.routeId ?? '',
      ticket: `${'ACDEFGHJKLMNPQRT'[Math.floor(random() * 16)]}${1000 + Math.floor(random() * 9000)}`.slice(0, 4),
      reportedAt,
      receivedAt: reportedAt + 30_000,
      kind: random() < 0.6 ? ('slow' as const) : ('no-internet' as const),
      text: '',
      answeredAt: reportedAt + Math.round((0.3 + 3 * random()) * 86_400_000),
      answeredBy: null,
      answer: isFixed ? ('fixed' as const) : ('not-found' as const),
      note: null,
    }
  })
}
