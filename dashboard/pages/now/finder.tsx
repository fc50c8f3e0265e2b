import { useSignal } from '@preact/signals'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { gatewaysHref } from '../../models/gateways.ts'
import { words } from './words.ts'

/** From a bus's number to its page in one step; where several match, to their list. */
export function Finder() {
  const { address, gateways } = useDashboard()
  const text = useWords(words)
  const sought = useSignal('')
  const find = () => {
    const wanted = sought.value.trim()
    if (wanted === '') return
    const found = gateways.find(wanted)
    const only = found.length === 1 ? found[0] : found.find(({ id, label }) => id === wanted || label === wanted)
    address.go(only ? `/gateways/${encodeURIComponent(only.id)}` : gatewaysHref({ search: wanted }))
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
