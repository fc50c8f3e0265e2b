import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Gateway } from '../../contract/api.ts'
import type { Api, ApiError } from '../api.ts'
import type { CityModel } from './city.ts'
import { type ConditionName, countConditions, filterGateways, sortGateways } from './gateway-list.ts'
import { createLoaded } from './loaded.ts'

export interface GatewaysModel {
  /** null until the first answer. */
  all: ReadonlySignal<Gateway[] | null>
  matching: ReadonlySignal<Gateway[]>
  counts: ReadonlySignal<Record<ConditionName, number>>
  search: Signal<string>
  condition: Signal<ConditionName | null>
  problem: ReadonlySignal<ApiError | null>
  load(): Promise<boolean>
  clear(): void
}

export function createGateways(api: Api, city: CityModel, onAsOf: (asOf: string) => void): GatewaysModel {
  const loaded = createLoaded<Gateway[]>()
  const search = signal('')
  const condition = signal<ConditionName | null>(null)
  return {
    all: loaded.data,
    matching: computed(() =>
      filterGateways(loaded.data.value ?? [], condition.value, search.value, (id) => {
        const route = city.byKey.value.get(id)
        return route ? `${route.shortName} ${route.longName}` : ''
      }),
    ),
    counts: computed(() => countConditions(loaded.data.value ?? [])),
    search,
    condition,
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
      condition.value = null
    },
  }
}
