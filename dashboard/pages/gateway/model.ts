import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { hc } from 'hono/client'
import type { Alert, AlertsAnswer } from '../../../contract/alerts.ts'
import type { GatewayDetail } from '../../../contract/api.ts'
import type {
  GatewayRidersAnswer,
  LastReportsAnswer,
  SimsAnswer,
  TimelineAnswer,
  TrailAnswer,
} from '../../../contract/gateway-page.ts'
import type { GatewayUpgradesAnswer } from '../../../contract/releases.ts'
import type { GatewayPageApi } from '../../../fleet-api/routes/gateway-page.ts'
import type { ReleaseApi } from '../../../fleet-api/routes/releases.ts'
import { inOrder } from '../../alerts/grave.ts'
import { said } from '../../api.ts'
import { type Window, windowOf } from '../../chart/range.ts'
import { minuteStart } from '../../chart/zone.ts'
import type { Dashboard } from '../../models/dashboard.ts'
import { createLoaded, type Loaded } from '../../models/loaded.ts'

export const PERIODS = ['24h', '7d'] as const
export type Period = (typeof PERIODS)[number]
export const TRAIL_HOURS = [1, 3, 6, 12, 24] as const

/** However much happens in the fleet, this gateway is asked for no more often. */
const SHORTEST_MS = 10_000
/** And no less often: a gateway falls silent because nothing happens. */
const LONGEST_MS = 30_000
const DAY = 86_400_000

export interface GatewayPageModel {
  id: string
  detail: Loaded<GatewayDetail>
  alerts: Loaded<Alert[]>
  timeline: Loaded<TimelineAnswer>
  riders: Loaded<GatewayRidersAnswer & { window: Window }>
  trail: Loaded<TrailAnswer>
  reports: Loaded<LastReportsAnswer>
  sims: Loaded<SimsAnswer>
  upgrades: Loaded<GatewayUpgradesAnswer>
  /** How much of its past is shown; it lives in the address. */
  period: ReadonlySignal<Period>
  hours: Signal<(typeof TRAIL_HOURS)[number]>
  /** The fleet's time when the gateway was last asked for with success. */
  asOf: ReadonlySignal<number | null>
  choose(period: Period): void
  loadNow(): Promise<void>
  loadPast(): void
  loadTrail(): void
  start(): () => void
}

/** Everything that the page of one gateway shows. What hangs on its reports is asked for anew when there is a new one. */
export function createGatewayPage(id: string, dashboard: Dashboard): GatewayPageModel {
  const { call, origin, clock, city, address, language, onLive, timers } = dashboard
  const api = hc<GatewayPageApi>(origin, { fetch: call }).api.gateways[':id']
  const versions = hc<ReleaseApi>(origin, { fetch: call }).api.gateways[':id'].upgrades
  const param = { id }
  const detail = createLoaded<GatewayDetail>()
  const alerts = createLoaded<Alert[]>()
  const timeline = createLoaded<TimelineAnswer>()
  const riders = createLoaded<GatewayRidersAnswer & { window: Window }>()
  const trail = createLoaded<TrailAnswer>()
  const reports = createLoaded<LastReportsAnswer>()
  const sims = createLoaded<SimsAnswer>()
  const upgrades = createLoaded<GatewayUpgradesAnswer>()
  const asOf = signal<number | null>(null)
  const hours = signal<(typeof TRAIL_HOURS)[number]>(3)
  const period = computed(() => (address.param('period') === '7d' ? '7d' : '24h'))
  let askedAt = Number.NEGATIVE_INFINITY
  let reportedAt: string | null | undefined

  const loadAlerts = () =>
    alerts.run(async (signal) => {
      const query = new URLSearchParams({ gateway: id, lang: language.code.peek() })
      return inOrder(((await (await call(`/api/alerts?${query}`, { signal })).json()) as AlertsAnswer).alerts)
    })
  const loadPast = () => {
    const window = windowAt(period.peek(), clock.read(), city.timeZone.peek() ?? 'UTC')
    const range = { from: iso(window.from), to: iso(window.to) }
    void timeline.run((signal) => said(api.timeline.$get({ param, query: range }, { init: { signal } })))
    void riders.run(async (signal) => {
      const query = { ...range, step: window.step === 'minute' ? ('minute' as const) : ('hour' as const) }
      return { ...(await said(api.riders.$get({ param, query }, { init: { signal } }))), window }
    })
  }
  const loadTrail = () =>
    void trail.run((signal) => {
      const query = { hours: String(hours.peek()) }
      return said(api.trail.$get({ param, query }, { init: { signal } }))
    })
  const loadReported = () => {
    loadPast()
    loadTrail()
    void reports.run((signal) => said(api.reports.$get({ param, query: {} }, { init: { signal } })))
    void sims.run((signal) => said(api.sims.$get({ param }, { init: { signal } })))
    void upgrades.run((signal) => said(versions.$get({ param }, { init: { signal } })))
  }
  const loadNow = async () => {
    askedAt = timers.now()
    void loadAlerts()
    const isHere = await detail.run(
      async (signal) =>
        (await (await call(`/api/gateways/${encodeURIComponent(id)}`, { signal })).json()) as GatewayDetail,
    )
    if (!isHere) return
    asOf.value = clock.read()
    const last = detail.data.peek()?.lastReportAt
    if (last === reportedAt) return
    reportedAt = last
    loadReported()
  }

  return {
    id,
    detail,
    alerts,
    timeline,
    riders,
    trail,
    reports,
    sims,
    upgrades,
    period,
    hours,
    asOf,
    choose: (next) => address.set({ period: next === '24h' ? null : next }),
    loadNow,
    loadPast,
    loadTrail,
    start: () => {
      let callOff = () => {}
      const soon = () => {
        callOff()
        callOff = timers.after(Math.max(0, askedAt + SHORTEST_MS - timers.now()), () => void loadNow())
      }
      let isFirst = true
      const ends = [
        effect(() => {
          period.value
          city.timeZone.value
          if (!isFirst) loadPast()
        }),
        effect(() => {
          hours.value
          if (!isFirst) loadTrail()
        }),
        effect(() => {
          language.code.value
          if (!isFirst) void loadAlerts()
        }),
        onLive(soon),
        timers.every(LONGEST_MS, () => void loadNow()),
        // Time passes, whether it reports or not.
        timers.every(2 * LONGEST_MS, loadPast),
        () => callOff(),
      ]
      isFirst = false
      void loadNow()
      return () => {
        for (const end of ends) end()
        for (const one of [detail, alerts, timeline, riders, trail, reports, sims, upgrades]) one.cancel()
      }
    },
  }
}

/** A day minute by minute, or a week hour by hour, up to now. */
function windowAt(period: Period, now: number, timeZone: string): Window {
  if (period === '7d') return windowOf({ range: '7d', span: null, zoom: null, step: 'hour' }, now, timeZone)
  const to = minuteStart(now) + 60_000
  return { from: to - DAY, to, step: 'minute' }
}

const iso = (ms: number) => new Date(ms).toISOString()
