import { useDashboard, useWords } from '../../components/context.ts'
import { ConditionMark } from '../../conditions/condition.tsx'
import { words as conditionWords } from '../../conditions/words.ts'
import { CONDITION_ORDER } from '../../models/gateway-list.ts'
import { words } from './words.ts'

/** How many gateways are of each condition; each leads to their list. */
export function ByState() {
  const { gateways, format } = useDashboard()
  const text = useWords(words)
  const said = useWords(conditionWords)
  const all = gateways.all.value
  const counts = gateways.counts.value
  return (
    <section class="panel" aria-labelledby="by-state" aria-busy={all === null}>
      <div class="panel-head">
        <h2 id="by-state">{text.states}</h2>
      </div>
      {all === null && <span class="bone bone-list" />}
      <ul class="by-state">
        {CONDITION_ORDER.filter((is) => counts[is] > 0).map((is) => (
          <li key={is}>
            <a
              href="/gateways"
              data-page
              onClick={() => {
                gateways.condition.value = is
                gateways.search.value = ''
              }}
              data-by-state={is}
            >
              <ConditionMark is={is} />
              <span>{said.is[is]}</span>
              <b>{format.value.whole(counts[is])}</b>
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
