import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Gateway, GatewayState } from '../../contract/api.ts'
import type { Api, ApiError } from '../api.ts'
import type { CityModel } from './city.ts'
import { countStates, filterGateways, sortGateways } from './gateway-list.ts'
import { createLoaded } from './loaded.ts'

export interface GatewaysModel {
  /** null until the first answer. */
  all: ReadonlySignal<Gateway[] | null>
  matching: ReadonlySignal<Gateway[]>
  counts: ReadonlySignal<Record<GatewayState, number>>
  search: Signal<string>
  state: Signal<GatewayState | null>
  problem: ReadonlySignal<ApiError | null>
  load(): Promise<boolean>
  clear(): void
}

export function createGateways(api: Api, city: CityModel, onAsOf: (asOf: string) => void): GatewaysModel {
  const loaded = createLoaded<Gateway[]>()
  const search = signal('')
  const state = signal<GatewayState | null>(null)
  return {
    all: loaded.data,
    matching: computed(() =>
      filterGateways(loaded.data.value ?? [], state.value, search.value, (id) => {
        const route = city.byKey.value.get(id)
        return route ? `${route.shortName} ${route.longName}` : ''
      }),
    ),
    counts: computed(() => countStates(loaded.data.value ?? [])),
    search,
    state,
    problem: loaded.problem,
    load: () =>
      loaded.run(async () => {
        const answer = await api.gateways()
        onAsOf(answer.asOf)
        return sortGateways(answer.gateways)
      }),
    clear: () => {
      loaded.cancel()
      loaded.put(null)
      search.value = ''
      state.value = null
    },
  }
}
