import { useSignal } from '@preact/signals'
import { ConditionMark } from '../conditions/condition.tsx'
import { words as conditionWords } from '../conditions/words.ts'
import { CONDITION_ORDER } from '../models/gateway-list.ts'
import { useDashboard, useText, useWords } from './context.ts'
import { GatewayRows } from './gateway-rows.tsx'
import { Icon } from './icons.tsx'
import { ProblemNote } from './problem.tsx'

/** A list longer than this starts cut, so that the page keeps an end; problems stand first in any case. */
const AT_FIRST = 100

/** Every gateway with what is known of it, the troubled ones first. */
export function GatewaysPanel() {
  const { gateways, format } = useDashboard()
  const text = useText()
  const whole = useSignal(false)
  const all = gateways.all.value
  const matching = gateways.matching.value
  const rows = whole.value ? matching : matching.slice(0, AT_FIRST)
  const number = format.value.whole
  const clear = () => {
    gateways.search.value = ''
    gateways.condition.value = null
  }
  return (
    <section
      class="panel gateways"
      aria-labelledby="gateways-title"
      aria-busy={all === null && gateways.problem.value === null}
    >
      <div class="panel-head">
        <h2 id="gateways-title">
          {text.gateways.title}
          <span class="panel-sub">{text.gateways.problemsFirst}</span>
        </h2>
        <label class="search">
          <Icon name="search" />
          <span class="hidden">{text.gateways.search}</span>
          <input
            type="search"
            class="field"
            placeholder={text.gateways.search}
            value={gateways.search.value}
            onInput={(event) => {
              gateways.search.value = event.currentTarget.value
            }}
            data-gateway-search
          />
        </label>
      </div>
      {all !== null && <ConditionFilter />}
      {gateways.problem.value && (
        <ProblemNote
          title={text.problems.gateways}
          problem={gateways.problem.value}
          retry={() => void gateways.load()}
        />
      )}
      {all === null && gateways.problem.value === null && <span class="bone bone-list" />}
      {all !== null && (
        <>
          <output class="hidden">{text.gateways.matching(number(matching.length), number(all.length))}</output>
          {matching.length === 0 ? (
            <div class="nothing">
              <p>{text.gateways.noMatch}</p>
              <button type="button" class="button" onClick={clear}>
                {text.gateways.clear}
              </button>
            </div>
          ) : (
            <GatewayRows rows={rows} />
          )}
          {rows.length < matching.length && (
            <button
              type="button"
              class="button show-all"
              onClick={() => {
                whole.value = true
              }}
              data-show-all
            >
              <Icon name="down" /> {text.gateways.showAll(number(matching.length))}
            </button>
          )}
        </>
      )}
    </section>
  )
}

function ConditionFilter() {
  const { gateways, format } = useDashboard()
  const text = useText()
  const said = useWords(conditionWords)
  const counts = gateways.counts.value
  const total = gateways.all.value?.length ?? 0
  const options = [null, ...CONDITION_ORDER].filter(
    (is) => is === null || counts[is] > 0 || gateways.condition.value === is,
  )
  return (
    <fieldset class="filter">
      <legend class="hidden">{text.gateways.filter}</legend>
      {options.map((is) => (
        <label key={is ?? 'all'}>
          <input
            type="radio"
            name="gateway-condition"
            value={is ?? ''}
            checked={gateways.condition.value === is}
            onChange={() => {
              gateways.condition.value = is
            }}
          />
          <span class="filter-chip">
            {is && <ConditionMark is={is} />}
            {is ? said.is[is] : text.gateways.all}
            <b>{format.value.whole(is ? counts[is] : total)}</b>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
