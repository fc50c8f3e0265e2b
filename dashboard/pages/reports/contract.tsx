import type { CityReport } from '../../../contract/city-report.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { useReportFormat } from './format.ts'
import { words } from './words.ts'

/** What was promised and what was kept, what is due back, what it costs and what riders save. */
export function Contract({ report }: { report: CityReport }) {
  const text = useWords(words)
  const { assumptions } = report
  return (
    <section class="panel" aria-labelledby="contract-title">
      <div class="panel-head">
        <h2 id="contract-title">{text.contract.title}</h2>
      </div>
      <Kept report={report} />
      {assumptions && <Money report={report} assumptions={assumptions} />}
    </section>
  )
}

function Kept({ report: { city, routes, assumptions } }: { report: CityReport }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const { money, percent } = useReportFormat()
  const { agreement, service } = city
  if (agreement === null)
    return (
      <p>
        {text.contract.none}{' '}
        <a href="/settings/report" data-page>
          {text.contract.set}
        </a>
      </p>
    )
  const judged = routes.filter((row) => row.agreement?.attained != null)
  const kept = judged.filter((row) => row.agreement?.attained)
  const { promised, attained, creditShare, credit } = agreement
  const verdict = attained === null ? 'unknown' : attained ? 'kept' : 'missed'
  return (
    <>
      <p class={`verdict verdict-${verdict}`} data-verdict={verdict}>
        {text.contract.verdicts[verdict]}
      </p>
      <dl class="fact-rows">
        <Fact name={text.contract.promised} value={percent(promised)} />
        <Fact
          name={text.contract.measured}
          value={service.availability === null ? text.unknown : percent(service.availability)}
        />
        <Fact
          name={text.contract.routes}
          value={text.contract.routesOf(format.value.whole(kept.length), format.value.whole(judged.length))}
        />
        <Fact
          name={text.contract.credit}
          value={
            credit === null
              ? percent(creditShare)
              : text.contract.creditOf(money(credit, assumptions?.currency ?? 'MXN'), percent(creditShare))
          }
        />
      </dl>
    </>
  )
}

function Money({ report, assumptions }: { report: CityReport; assumptions: NonNullable<CityReport['assumptions']> }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const { money } = useReportFormat()
  const { savings, costPerConnectedHour, sessions } = report.city
  const { currency, savingsPerConnection, costPerMonth, source } = assumptions
  const one = money(savingsPerConnection, currency)
  return (
    <>
      <h3 class="contract-money">{text.money.title}</h3>
      <dl class="fact-rows">
        <Fact
          name={text.money.savings}
          value={savings === null ? text.unknown : money(savings, currency)}
          note={sessions === null ? undefined : text.money.formula(format.value.whole(sessions), one, source)}
        />
        <Fact
          name={text.money.cost}
          value={costPerMonth === null ? text.money.untold : money(costPerMonth, currency)}
          note={text.money.costNote}
        />
        <Fact
          name={text.money.perHour}
          value={costPerConnectedHour === null ? text.unknown : money(costPerConnectedHour, currency)}
        />
      </dl>
    </>
  )
}

function Fact({ name, value, note }: { name: string; value: string; note?: string | undefined }) {
  return (
    <div>
      <dt>
        {name}
        {note && <span class="key-figure-note">{note}</span>}
      </dt>
      <dd>{value}</dd>
    </div>
  )
}
