import { useDashboard, useText, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { STATE_ORDER } from '../../models/gateway-list.ts'
import { words } from './words.ts'

/** How many gateways are in each state; each leads to their list. */
export function ByState() {
  const { gateways, format } = useDashboard()
  const text = useWords(words)
  const shared = useText()
  const all = gateways.all.value
  const counts = gateways.counts.value
  return (
    <section class="panel" aria-labelledby="by-state" aria-busy={all === null}>
      <div class="panel-head">
        <h2 id="by-state">{text.states}</h2>
      </div>
      {all === null && <span class="bone bone-list" />}
      <ul class="by-state">
        {STATE_ORDER.filter((state) => counts[state] > 0).map((state) => (
          <li key={state}>
            <a
              href="/gateways"
              data-page
              onClick={() => {
                gateways.state.value = state
                gateways.search.value = ''
              }}
              data-by-state={state}
            >
              <span class="state-mark" data-mark={state}>
                <Icon name={state} size={12} />
              </span>
              <span>{shared.gateways.states[state]}</span>
              <b>{format.value.whole(counts[state])}</b>
            </a>
          </li>
        ))}
      </ul>
      <a class="button show-all" href="/gateways" data-page>
        {text.statesAll}
      </a>
    </section>
  )
}
