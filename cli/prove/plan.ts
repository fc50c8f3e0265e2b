import { seededRandom } from '../random.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const YEAR_MS = 365 * DAY_MS

/** When the proof's own time begins; every run lives through the same days. */
export const BEGIN_MS = Date.parse('2027-03-01T00:00:00Z')
export const BUILT_AT_MS = BEGIN_MS - 30 * DAY_MS
/** One gateway has been without a link for so long when the others start. */
export const OFFLINE_MINUTES = 3 * 24 * 60
/** Alone, it accounts for so many minutes at a time: its days are to be lived through by 20 seeds in a row. */
export const OFFLINE_STEP = 10

/** Minutes from the beginning, `to` not included. */
export interface Span {
  from: number
  to: number
}

export interface GatewayPlan {
  id: string
  /** Of the demo city's routes, by number. */
  route: number
  /** While it has power. Between two of them the power was cut. */
  powered: Span[]
  /** While it has no link. */
  offline: Span[]
  /** By how much its system clock is wrong, by boot. */
  skewMs: number[]
  /** Who tells it the time besides the fleet, and how many minutes after a boot. */
  clock: { source: 'gnss' | 'ntp'; afterMinutes: number } | null
  outboxOctets: number
}

/** What may happen to a request on its way. */
export const REQUEST_FAULTS = ['pass', 'cut', 'lost-answer', 'twice', 'again-later', 'busy', 'cut-answer'] as const
export type RequestFault = (typeof REQUEST_FAULTS)[number]

/** A kill -9, at the n-th of some event in a minute, or at the minute's end where there are fewer. */
export interface Kill {
  minute: number
  who: 'fleet' | 'gateways'
  at: (typeof KILL_MOMENTS)[number]
  count: number
}
/** A call to the kernel, a report that is durable, a request on its way to the fleet, an answer on its way back, a while after it left. */
export const KILL_MOMENTS = ['kernel', 'durable', 'request', 'answer', 'under-way'] as const

export interface Plan {
  seed: string
  minutes: number
  gateways: GatewayPlan[]
  kills: Kill[]
}

/** Everything that will go wrong, from the seed alone. */
export function makePlan({ seed, gateways, hours }: { seed: string; gateways: number; hours: number }): Plan {
  const random = seededRandom(`prove ${seed}`)
  const minutes = hours * 60
  const from = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T

  const kills: Kill[] = []
  for (let minute = from(3, 10); minute < minutes; minute += from(6, 24))
    kills.push({ minute, who: pick(['fleet', 'gateways', 'gateways']), at: pick(KILL_MOMENTS), count: from(1, 12) })

  const planned = Array.from({ length: gateways }, (_, index): GatewayPlan => {
    const isOffline = index === 0
    const begin = isOffline ? -OFFLINE_MINUTES : 0
    const powered: Span[] = []
    for (let start = begin; start < minutes; ) {
      const end = Math.min(minutes, start + from(20, isOffline ? 900 : 400))
      powered.push({ from: start, to: end })
      start = end + from(1, 90)
    }
    // The last boot lasts: at the end all that waits is sent.
    const last = powered.at(-1) as Span
    last.to = Number.POSITIVE_INFINITY
    const offline: Span[] = isOffline ? [{ from: begin, to: Math.floor(minutes / 3) }] : []
    for (let start = from(5, 120); start < minutes; start += from(60, 300))
      offline.push({ from: start, to: start + from(1, 120) })
    return {
      id: `bus-${index + 1}`,
      route: index % 3,
      powered,
      offline,
      skewMs: powered.map(() => pick([0, -20 * YEAR_MS, YEAR_MS, -3 * 3_600_000, from(-YEAR_MS, YEAR_MS)])),
      clock: pick([null, { source: 'gnss', afterMinutes: from(0, 30) }, { source: 'ntp', afterMinutes: from(0, 10) }]),
      outboxOctets: isOffline ? 260_000 : 200_000_000,
    }
  })
  return { seed, minutes, gateways: planned, kills }
}

export function isWithin(spans: Span[], minute: number): boolean {
  return spans.some(({ from, to }) => minute >= from && minute < to)
}

/** True time of a minute, ms since 1970. */
export const atMinute = (minute: number) => BEGIN_MS + minute * MINUTE_MS

/** What happens to a gateway's n-th request while the plan still makes trouble. */
export function requestFault(plan: Plan, gatewayId: string, request: number): RequestFault {
  const draw = seededRandom(`${plan.seed} ${gatewayId} request ${request}`)()
  const shares: [RequestFault, number][] = [
    ['pass', 0.7],
    ['cut', 0.06],
    ['lost-answer', 0.08],
    ['twice', 0.06],
    ['again-later', 0.04],
    ['busy', 0.03],
    ['cut-answer', 0.03],
  ]
  let sum = 0
  for (const [fault, share] of shares) {
    sum += share
    if (draw < sum) return fault
  }
  return 'pass'
}

/** What riders do on a gateway in one minute: addresses are made up, 10.0.0.2 and on. */
export interface RidersPlan {
  accept: number[]
  end: number[]
  traffic: { rider: number; input: number; output: number }[]
}

const RIDERS = 30

export function ridersPlan(plan: Plan, gatewayId: string, minute: number): RidersPlan {
  const random = seededRandom(`${plan.seed} ${gatewayId} riders ${minute}`)
  const riders = Array.from({ length: RIDERS }, (_, rider) => rider)
  return {
    accept: riders.filter(() => random() < 0.03),
    end: riders.filter(() => random() < 0.02),
    traffic: riders
      .filter(() => random() < 0.4)
      .map((rider) => ({ rider, input: Math.floor(random() * 1e6), output: Math.floor(random() * 1e7) })),
  }
}
