import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Alert, AlertDetail } from '../../contract/alerts.ts'
import { ApiError } from '../api.ts'
import type { Dashboard } from '../models/dashboard.ts'
import { createLoaded } from '../models/loaded.ts'
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
export function createAlerts({ call, origin, language, onLive, timers }: Dashboard): AlertsModel {
  const client = alertsClient(call, origin)
  const loaded = createLoaded<Alert[]>()
  let askedAt = 0
  const load = () => {
    askedAt = timers.now()
    return loaded.run(async (aborted) => (await client.open(language.code.peek(), aborted)).alerts)
  }
  return {
    open: computed(() => loaded.data.value && inOrder(loaded.data.value)),
    problem: loaded.problem,
    load,
    start: () => {
      const ends = [
        effect(() => {
          language.code.value
          void load()
        }),
        onLive(() => {
          if (timers.now() - askedAt >= SHORTEST_MS) void load()
        }),
        timers.every(LONGEST_MS, () => void load()),
      ]
      return () => {
        for (const end of ends) end()
        loaded.cancel()
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
export function createAlert(id: number, { call, origin, language, onLive, timers }: Dashboard): AlertModel {
  const client = alertsClient(call, origin)
  const loaded = createLoaded<AlertDetail>()
  const refusal = signal<ApiError | null>(null)
  const saving = signal(false)
  const saved = signal(false)
  let askedAt = 0
  const load = () => {
    askedAt = timers.now()
    return loaded.run((aborted) => client.one(id, language.code.peek(), aborted))
  }
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
    start: () => {
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
    },
  }
}
