import { useDashboard, useWords } from '../../components/context.ts'
import { ConditionMark } from '../../conditions/condition.tsx'
import { words as conditionWords } from '../../conditions/words.ts'
import { CONDITION_ORDER } from '../../models/gateway-list.ts'
import { gatewaysHref } from '../../models/gateways.ts'
import { words } from './words.ts'

/** How many gateways are of each condition, and what is behind most of them; each leads to their list. */
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
        {CONDITION_ORDER.filter((is) => counts.has(is)).map((is) => {
          const causes = new Set(all?.flatMap(({ condition }) => (condition.is === is ? (condition.cause ?? []) : [])))
          return (
            <li key={is}>
              <a href={gatewaysHref({ condition: is })} data-page data-by-state={is}>
                <ConditionMark is={is} />
                <span>
                  {said.is[is]}
                  {causes.size > 0 && (
                    <span class="by-state-causes">{[...causes].map((cause) => said.causes[cause]).join(' · ')}</span>
                  )}
                </span>
                <b>{format.value.whole(counts.get(is) ?? 0)}</b>
              </a>
            </li>
          )
        })}
      </ul>
      <a class="button show-all" href="/gateways" data-page>
        {text.statesAll}
      </a>
    </section>
  )
}
