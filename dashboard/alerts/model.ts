import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Alert, AlertDetail } from '../../contract/alerts.ts'
import { ApiError } from '../api.ts'
import type { Dashboard } from '../models/dashboard.ts'
import { createLoaded, type Loaded } from '../models/loaded.ts'
import { type AlertsClient, alertsClient } from './client.ts'
import { inOrder } from './grave.ts'

/** However much happens in the fleet, alerts are asked for no more often than this. */
const SHORTEST_MS = 5000
/** And no less often: an alert opens because nothing happens, too. */
const LONGEST_MS = 30_000

export interface AlertsModel {
  /** null until the first answer. */
  open: ReadonlySignal<Alert[] | null>
  problem: ReadonlySignal<ApiError | null>
  load(): Promise<boolean>
  /** While a page shows them; returns what ends it. */
  start(): () => void
}

/** The open alerts, kept up with the fleet and with the reader's language. */
export function createAlerts(dashboard: Dashboard): AlertsModel {
  const { call, origin, language, timers } = dashboard
  const client = alertsClient(call, origin)
  const loaded = createLoaded<Alert[]>()
  const { load, start } = keptUp(dashboard, loaded, async (aborted) => {
    return (await client.open(language.code.peek(), aborted)).alerts
  })
  return {
    open: computed(() => loaded.data.value && inOrder(loaded.data.value)),
    problem: loaded.problem,
    load,
    start: () => {
      const ends = [start(), timers.every(LONGEST_MS, () => void load())]
      return () => {
        for (const end of ends) end()
      }
    },
  }
}

export interface AlertModel {
  detail: ReadonlySignal<AlertDetail | null>
  problem: ReadonlySignal<ApiError | null>
  /** What kept the last change from being saved. */
  refusal: ReadonlySignal<ApiError | null>
  saving: ReadonlySignal<boolean>
  saved: ReadonlySignal<boolean>
  load(): Promise<boolean>
  /** Does something about it, then shows what it has become. */
  act(change: (client: AlertsClient) => Promise<unknown>): Promise<boolean>
  start(): () => void
}

/** One alert with its history. */
export function createAlert(id: number, dashboard: Dashboard): AlertModel {
  const { call, origin, language } = dashboard
  const client = alertsClient(call, origin)
  const loaded = createLoaded<AlertDetail>()
  const refusal = signal<ApiError | null>(null)
  const saving = signal(false)
  const saved = signal(false)
  const { load, start } = keptUp(dashboard, loaded, (aborted) => client.one(id, language.code.peek(), aborted))
  return {
    detail: loaded.data,
    problem: loaded.problem,
    refusal,
    saving,
    saved,
    load,
    act: async (change) => {
      saving.value = true
      saved.value = false
      try {
        await change(client)
        refusal.value = null
        saved.value = true
        await load()
        return true
      } catch (error) {
        refusal.value = error instanceof ApiError ? error : new ApiError('internal', 0, String(error))
        return false
      } finally {
        saving.value = false
      }
    },
    start,
  }
}

/** What is loaded in the reader's language, and again as the fleet changes; `start` returns what ends it. */
function keptUp<T>(
  { language, onLive, timers }: Dashboard,
  loaded: Loaded<T>,
  ask: (aborted: AbortSignal) => Promise<T>,
): Pick<AlertsModel, 'load' | 'start'> {
  let askedAt = 0
  const load = () => {
    askedAt = timers.now()
    return loaded.run(ask)
  }
  const start = () => {
    const ends = [
      effect(() => {
        language.code.value
        void load()
      }),
      onLive(() => {
        if (timers.now() - askedAt >= SHORTEST_MS) void load()
      }),
    ]
    return () => {
      for (const end of ends) end()
      loaded.cancel()
    }
  }
  return { load, start }
}
