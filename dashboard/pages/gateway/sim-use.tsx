import type { SimUse as Sim } from '../../../contract/gateway-page.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import type { GatewayPageModel } from './model.ts'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** Data over each SIM, this month beside the last one, and day by day. */
export function SimUse({ model }: { model: GatewayPageModel }) {
  const all = useWords(words)
  const text = all.sims
  const answer = model.sims.data.value
  const problem = model.sims.problem.value
  return (
    <section class="panel" aria-labelledby="sims-title">
      <div class="panel-head">
        <h2 id="sims-title">
          {text.title}
          <span class="panel-sub">{text.utc}</span>
        </h2>
      </div>
      {problem && <ProblemNote title={all.partFailed} problem={problem} retry={() => void model.loadNow()} />}
      {!answer && !problem && <span class="bone bone-row" />}
      {answer?.sims.length === 0 && <p class="muted">{text.none}</p>}
      {answer?.sims.map((sim) => (
        <SimMonths key={sim.port} sim={sim} thisMonth={answer.thisMonth} />
      ))}
    </section>
  )
}

const total = ({ received, sent }: { received: number; sent: number }) => received + sent

function SimMonths({ sim, thisMonth }: { sim: Sim; thisMonth: string }) {
  const { language } = useDashboard()
  const text = useWords(words).sims
  const units = createUnits(language.text.value.locale)
  return (
    <div class="sim" data-sim={sim.port ?? 'wan'}>
      <h3>{sim.port ?? text.wan}</h3>
      <dl class="sim-months">
        {(['thisMonth', 'lastMonth'] as const).map((month) => (
          <div key={month}>
            <dt>{text[month]}</dt>
            <dd data-sim-month={month}>{units.octets(total(sim[month]))}</dd>
          </div>
        ))}
      </dl>
      <SimDays sim={sim} thisMonth={thisMonth} />
    </div>
  )
}

/** A bar for each day of both months, as high as its data against the busiest day. */
function SimDays({ sim, thisMonth }: { sim: Sim; thisMonth: string }) {
  const { language } = useDashboard()
  const text = useWords(words).sims
  const units = createUnits(language.text.value.locale)
  const most = Math.max(1, ...sim.days.map(total))
  const first = sim.days[0]
  if (!first) return null
  const began = Date.parse(first.date)
  const dayOf = (date: string) => Math.round((Date.parse(date) - began) / 86_400_000)
  const count = dayOf(sim.days.at(-1)?.date ?? first.date) + 1
  return (
    <ul
      class="sim-days"
      aria-label={text.perDay}
      style={{ gridTemplateColumns: `repeat(${Math.max(count, 14)}, 1fr)` }}
    >
      {sim.days.map((day) => {
        const said = text.day(day.date, units.octets(total(day)))
        return (
          <li
            key={day.date}
            class={day.date.startsWith(thisMonth) ? 'sim-day' : 'sim-day sim-day-before'}
            style={{ gridColumn: dayOf(day.date) + 1 }}
            title={said}
          >
            <span style={{ height: `${Math.max(4, (total(day) / most) * 100)}%` }} />
            <span class="hidden">{said}</span>
          </li>
        )
      })}
    </ul>
  )
}
