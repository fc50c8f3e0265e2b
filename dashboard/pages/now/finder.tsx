import { useSignal } from '@preact/signals'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { filterGateways } from '../../models/gateway-list.ts'
import { words } from './words.ts'

/** From a bus's number to its page in one step; where several match, to their list. */
export function Finder() {
  const { address, city, gateways } = useDashboard()
  const text = useWords(words)
  const sought = useSignal('')
  const find = () => {
    const wanted = sought.value.trim()
    if (wanted === '') return
    const found = filterGateways(gateways.all.value ?? [], null, wanted, (id) => {
      const route = city.byKey.value.get(id)
      return route ? `${route.shortName} ${route.longName}` : ''
    })
    const only = found.length === 1 ? found[0] : found.find(({ id, label }) => id === wanted || label === wanted)
    if (only) address.go(`/gateways/${encodeURIComponent(only.id)}`)
    else {
      gateways.search.value = wanted
      gateways.condition.value = null
      address.go('/gateways')
    }
  }
  return (
    <search>
      <form
        class="finder"
        onSubmit={(event) => {
          event.preventDefault()
          find()
        }}
      >
        <label class="search">
          <Icon name="search" />
          <span class="hidden">{text.find}</span>
          <input
            type="search"
            class="field"
            placeholder={text.find}
            value={sought.value}
            onInput={(event) => {
              sought.value = event.currentTarget.value
            }}
            data-find
          />
        </label>
        <button type="submit" class="button">
          {text.findButton}
        </button>
      </form>
    </search>
  )
}
