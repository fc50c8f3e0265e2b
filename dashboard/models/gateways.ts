import { computed, type ReadonlySignal } from '@preact/signals'
import type { Condition, Gateway } from '../../contract/api.ts'
import type { Api, ApiError } from '../api.ts'
import type { AddressModel } from './address.ts'
import type { CityModel } from './city.ts'
import { CONDITION_ORDER, countConditions, filterGateways, sortGateways } from './gateway-list.ts'
import { createLoaded } from './loaded.ts'

export interface GatewaysModel {
  /** null until the first answer. */
  all: ReadonlySignal<Gateway[] | null>
  matching: ReadonlySignal<Gateway[]>
  counts: ReadonlySignal<ReadonlyMap<Condition['is'], number>>
  /** What the list is narrowed to. It lives in the address of the list. */
  search: ReadonlySignal<string>
  condition: ReadonlySignal<Condition['is'] | null>
  narrow(to: { search?: string; condition?: Condition['is'] | null }): void
  /** Those that hold every word of a search. */
  find(search: string): Gateway[]
  problem: ReadonlySignal<ApiError | null>
  load(): Promise<boolean>
  clear(): void
}

/** Where the list of gateways stands, narrowed. */
export function gatewaysHref({
  search = '',
  condition = null,
}: {
  search?: string
  condition?: Condition['is'] | null
}) {
  const params = new URLSearchParams()
  if (condition !== null) params.set('state', condition)
  if (search !== '') params.set('q', search)
  return params.size === 0 ? '/gateways' : `/gateways?${params}`
}

export function createGateways(
  api: Api,
  city: CityModel,
  address: AddressModel,
  onAsOf: (asOf: string) => void,
): GatewaysModel {
  const loaded = createLoaded<Gateway[]>()
  const search = computed(() => address.param('q') ?? '')
  const condition = computed(() => CONDITION_ORDER.find((is) => is === address.param('state')) ?? null)
  const routeName = (id: string) => {
    const route = city.byKey.value.get(id)
    return route ? `${route.shortName} ${route.longName}` : ''
  }
  return {
    all: loaded.data,
    matching: computed(() => filterGateways(loaded.data.value ?? [], condition.value, search.value, routeName)),
    counts: computed(() => countConditions(loaded.data.value ?? [])),
    search,
    condition,
    narrow: (to) =>
      address.set({
        ...(to.search !== undefined && { q: to.search === '' ? null : to.search }),
        ...(to.condition !== undefined && { state: to.condition }),
      }),
    find: (words) => filterGateways(loaded.data.value ?? [], null, words, routeName),
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
    },
  }
}
