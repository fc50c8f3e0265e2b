import { useSignal } from '@preact/signals'
import { ConditionMark } from '../conditions/condition.tsx'
import { words } from '../conditions/words.ts'
import { CONDITION_ORDER } from '../models/gateway-list.ts'
import { AddGateway } from './add-gateway.tsx'
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
  const clear = () => gateways.narrow({ search: '', condition: null })
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
        <AddGateway />
        <label class="search">
          <Icon name="search" />
          <span class="hidden">{text.gateways.search}</span>
          <input
            type="search"
            class="field"
            placeholder={text.gateways.search}
            value={gateways.search.value}
            onInput={(event) => gateways.narrow({ search: event.currentTarget.value })}
            data-gateway-search
          />
        </label>
      </div>
      {all !== null && <StateFilter />}
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

function StateFilter() {
  const { gateways, format } = useDashboard()
  const text = useText()
  const said = useWords(words)
  const counts = gateways.counts.value
  const chosen = gateways.condition.value
  const total = gateways.all.value?.length ?? 0
  const options = [null, ...CONDITION_ORDER].filter((is) => is === null || counts.has(is) || chosen === is)
  return (
    <fieldset class="filter">
      <legend class="hidden">{text.gateways.filter}</legend>
      {options.map((is) => (
        <label key={is ?? 'all'}>
          <input
            type="radio"
            name="gateway-state"
            value={is ?? ''}
            checked={chosen === is}
            onChange={() => gateways.narrow({ condition: is })}
          />
          <span class="filter-chip">
            {is && <ConditionMark is={is} />}
            {is ? said.is[is] : text.gateways.all}
            <b>{format.value.whole(is ? (counts.get(is) ?? 0) : total)}</b>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
