import '../../alerts/alerts.css'
import './gateway.css'
import { useEffect, useMemo } from 'preact/hooks'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import type { PageProps } from '../../pages.ts'
import { AlertsOfGateway } from './alerts-of-gateway.tsx'
import { BoxFacts } from './box-facts.tsx'
import { GatewayHead } from './gateway-head.tsx'
import { LastReports } from './last-reports.tsx'
import { createGatewayPage, type GatewayPageModel } from './model.ts'
import { RidersOfGateway } from './riders-of-gateway.tsx'
import { SignalFacts } from './signal-facts.tsx'
import { SimUse } from './sim-use.tsx'
import { TicketsOfGateway } from './tickets-of-gateway.tsx'
import { Timeline } from './timeline.tsx'
import { Trail } from './trail.tsx'
import { words } from './words.ts'

/** All about one gateway: what is wrong with it, since when, and what is to be done about it. */
export default function GatewayPage({ parts: [id = ''] }: PageProps) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const model = useMemo(() => createGatewayPage(id, dashboard), [id, dashboard])
  useEffect(() => model.start(), [model])
  const isGone = model.detail.problem.value?.status === 404
  return (
    <>
      <nav class="gateway-back" aria-label={text.back}>
        <a class="button button-plain" href="/gateways" data-page>
          <Icon name="back" /> {text.back}
        </a>
      </nav>
      {isGone ? (
        <section class="panel nothing" data-no-gateway>
          <h2>{text.gone}</h2>
          <p>{text.goneHint}</p>
        </section>
      ) : (
        <Known model={model} />
      )}
    </>
  )
}

function Known({ model }: { model: GatewayPageModel }) {
  const text = useWords(words)
  const detail = model.detail.data.value
  const problem = model.detail.problem.value
  return (
    <>
      {problem && !detail && (
        <ProblemNote title={text.loadFailed} problem={problem} retry={() => void model.loadNow()} />
      )}
      {!detail && !problem && (
        <section class="panel" aria-busy="true">
          <span class="bone bone-list" />
        </section>
      )}
      {detail && (
        <>
          <GatewayHead model={model} detail={detail} />
          <AlertsOfGateway model={model} notices={detail.notices} />
          <Timeline model={model} />
          <RidersOfGateway model={model} name={detail.label ?? detail.id} />
          <div class="gateway-cards">
            <BoxFacts detail={detail} model={model} />
            <div class="gateway-column">
              <SignalFacts uplink={detail.uplink} />
              <SimUse model={model} />
            </div>
          </div>
          <TicketsOfGateway id={model.id} />
          <Trail model={model} />
          <LastReports model={model} />
        </>
      )}
    </>
  )
}
