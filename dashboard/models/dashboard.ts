import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import { type Api, type Call, createApi, createCall } from '../api.ts'
import { createFormat, type Format } from '../format.ts'
import { pageOf } from '../pages.ts'
import { type AddressModel, createAddress } from './address.ts'
import { type CityModel, createCity } from './city.ts'
import { type Clock, createClock } from './clock.ts'
import { createGateways, type GatewaysModel } from './gateways.ts'
import { createLanguage, type LanguageModel } from './language.ts'
import { createLive, type LiveModel } from './live.ts'
import { createRouteDay, type RouteDayModel } from './route-day.ts'
import { createSeries, type SeriesModel } from './series.ts'
import { createSession, type SessionModel } from './session.ts'
import { createStore } from './store.ts'
import { createTheme, type ThemeModel } from './theme.ts'
import type { Timers } from './timers.ts'
import { createView, type ViewModel } from './view.ts'

const GATEWAYS_EVERY = 15_000
const MINUTES_EVERY = 60_000
/** Hours and days change slowly, and their answers are the long ones. */
const HOURS_EVERY = 300_000
const GATEWAYS_AT_MOST_EVERY = 3000

export interface Dashboard {
  address: AddressModel
  /** For the typed clients of pages: `hc<AlertApi>(origin, { fetch: call })`. */
  call: Call
  timers: Timers
  /** Whether the form that adds a gateway is open. */
  adding: Signal<boolean>
  /** True until the reader has gone to another page. */
  isFirstPage(): boolean
  /** Runs when something has happened in the fleet, at most once a second; returns what calls it off. */
  onLive(run: () => void): () => void
  clock: Clock
  language: LanguageModel
  theme: ThemeModel
  view: ViewModel
  session: SessionModel
  city: CityModel
  series: SeriesModel
  gateways: GatewaysModel
  routeDay: RouteDayModel
  live: LiveModel
  format: ReadonlySignal<Format>
  origin: string
}

export interface Platform {
  window: Window
  timers: Timers
  fetch: typeof fetch
  random: () => number
  openStream: (url: string) => EventSource
}

/** Wires the models to one another and to the browser, and starts them. */
export function startDashboard({ window, timers, fetch, random, openStream }: Platform): Dashboard {
  const root = window.document.documentElement
  const store = createStore(() => window.localStorage)
  const clock = createClock(timers)
  const address = createAddress(window, () => language.text.value.leave)
  const view = createView(address)
  const language = createLanguage(view.lang.value, store, window.navigator.languages, root)
  const theme = createTheme(store, window.matchMedia('(prefers-color-scheme: dark)'), root)
  const session: SessionModel = createSession((): Api => api)
  const call = createCall(fetch, () => session.lost())
  const api = createApi(call)
  const city = createCity(api, clock.set)
  const series = createSeries(api, city, view, clock)
  const gateways = createGateways(api, city, address, clock.set)
  const routeDay = createRouteDay(api, city, clock, () => refresh())
  const format = computed(() => createFormat(language.text.value.locale, city.timeZone.value ?? 'UTC'))

  const listeners = new Set<() => void>()
  let gatewaysAskedAt = 0
  const askGateways = () => {
    gatewaysAskedAt = timers.now()
    void gateways.load()
  }
  const live = createLive({
    timers,
    random,
    open: openStream,
    poll: city.load,
    onEvent: (event) => {
      const before = liveGateways(city)
      // A feed was imported or changed: its time zone comes with the routes alone.
      const changed =
        city.asOf.value !== null &&
        event.routes.length !== city.routes.value.filter((route) => route.routeId !== null).length
      city.take(event)
      if (changed) void city.load()
      series.note()
      for (const run of listeners) run()
      // A gateway came or went: its row should say so now, not in 15 s.
      if (before !== liveGateways(city) && timers.now() - gatewaysAskedAt > GATEWAYS_AT_MOST_EVERY) askGateways()
    },
  })

  const refresh = () => {
    void city.load()
    askGateways()
    void series.reload()
  }
  const stops: (() => void)[] = []
  const start = () => {
    void city.load()
    askGateways()
    live.start()
    const minutes = () => series.frame.value?.step === 'minute'
    stops.push(
      timers.every(GATEWAYS_EVERY, askGateways),
      timers.every(MINUTES_EVERY, () => void (minutes() && series.reload())),
      timers.every(HOURS_EVERY, () => void (!minutes() && series.reload())),
    )
    // A page that slept in a background tab or a closed laptop shows the past until it asks again.
    const woke = () => window.document.visibilityState === 'visible' && refresh()
    window.document.addEventListener('visibilitychange', woke)
    stops.push(() => window.document.removeEventListener('visibilitychange', woke))
  }
  const stop = () => {
    for (const end of stops.splice(0)) end()
    live.stop()
    for (const model of [city, series, gateways, routeDay]) model.clear()
  }

  const signedIn = computed(() => session.state.value.kind === 'signed-in')
  effect(() => {
    untracked(signedIn.value ? start : stop)
  })
  effect(() => {
    const text = language.text.value
    const page = pageOf(address.path.value)?.page.name ?? null
    const riders = city.ridersNow.value
    window.document.title =
      page === 'now' && city.asOf.value !== null
        ? text.titleWithRiders(format.value.whole(riders))
        : text.title(page === null ? text.noSuchPage : text.pages[page])
  })
  const firstPath = window.location.pathname
  let isFirst = true
  effect(() => {
    if (address.path.value !== firstPath) isFirst = false
  })
  address.start()
  clock.start()
  city.begin()
  void session.check()
  const { origin } = window.location
  return {
    address,
    call,
    timers,
    adding: signal(false),
    isFirstPage: () => isFirst,
    onLive: (run) => {
      listeners.add(run)
      return () => listeners.delete(run)
    },
    clock,
    language,
    theme,
    view,
    session,
    city,
    series,
    gateways,
    routeDay,
    live,
    format,
    origin,
  }
}

function liveGateways(city: CityModel): number {
  return city.routes.value.reduce((sum, route) => sum + route.gateways.live, 0)
}
