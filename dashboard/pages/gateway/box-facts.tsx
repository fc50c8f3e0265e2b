import type { GatewayDetail } from '../../../contract/api.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { Fact } from './facts.tsx'
import { HealthFacts } from './health-facts.tsx'
import type { GatewayPageModel } from './model.ts'
import { SoftwareFact } from './software-fact.tsx'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** How the box is, and what runs on it, by its newest report. */
export function BoxFacts({ detail, model }: { detail: GatewayDetail; model: GatewayPageModel }) {
  const { format } = useDashboard()
  const text = useWords(words).box
  const { health, lastIntervalEndedAt: endedAt } = detail
  return (
    <section class="panel" aria-labelledby="box-title">
      <div class="panel-head">
        <h2 id="box-title">
          {text.title}
          {endedAt !== null && <span class="panel-sub">{text.asOf(format.value.dayAndTime(Date.parse(endedAt)))}</span>}
        </h2>
      </div>
      <dl class="facts">
        {health && <HealthFacts health={health} />}
        <ClockFact detail={detail} />
        <PolicyFact detail={detail} />
        <SoftwareFact software={detail.software} upgrades={model.upgrades.data.value} />
        {detail.backlog && (
          <Fact name={text.backlog} isBad={detail.backlog.rejected > 0} fact="backlog">
            {format.value.whole(detail.backlog.waiting)}
            {detail.backlog.rejected > 0 && ` · ${text.rejected(format.value.whole(detail.backlog.rejected))}`}
          </Fact>
        )}
        <Fact name={text.enrolled} isBad={!detail.enrolled} fact="enrolled">
          {detail.enrolled && detail.enrolledAt !== null
            ? format.value.dayAndTime(Date.parse(detail.enrolledAt))
            : text.notEnrolled}
        </Fact>
      </dl>
      {!health && <p class="muted">{text.none}</p>}
    </section>
  )
}

/** A clock that may be off by more than a minute puts riders into the wrong minutes. */
const MUCH_MS = 60_000

function ClockFact({ detail: { clock } }: { detail: GatewayDetail }) {
  const { language } = useDashboard()
  const text = useWords(words).box
  if (!clock) return null
  const { source, uncertaintyMs } = clock
  const isBad = source === 'none' || (uncertaintyMs ?? 0) > MUCH_MS
  return (
    <Fact name={text.clock} isBad={isBad} fact="clock">
      {text.clocks[source]}
      {uncertaintyMs !== null && (
        <span class="muted"> {text.clockOff(createUnits(language.text.value.locale).short(uncertaintyMs))}</span>
      )}
    </Fact>
  )
}

function PolicyFact({ detail: { policy } }: { detail: GatewayDetail }) {
  const { format } = useDashboard()
  const text = useWords(words).box
  const { wanted, running, problem } = policy
  const version = format.value.whole
  if (running === null) return null
  return (
    <Fact name={text.policy} isBad={running !== wanted} fact="policy">
      {running === wanted ? text.policySame(version(running)) : text.policyOther(version(running), version(wanted))}
      {problem && running !== wanted && <span class="gateway-sub">{text.policyProblem(problem.reason)}</span>}
    </Fact>
  )
}
