import type { Notice } from '../../../contract/api.ts'
import { AlertRow } from '../../alerts/alert-row.tsx'
import { useText, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import type { GatewayPageModel } from './model.ts'
import { words } from './words.ts'

/** The open alerts of the gateway, and what else is to be seen by its last report. */
export function AlertsOfGateway({ model, notices }: { model: GatewayPageModel; notices: readonly Notice[] }) {
  const common = useText().gateways
  const all = useWords(words)
  const text = all.alerts
  const alerts = model.alerts.data.value
  const problem = model.alerts.problem.value
  const isQuiet = alerts?.length === 0 && notices.length === 0
  return (
    <section class="panel" aria-labelledby="gateway-alerts" data-gateway-alerts={alerts?.length ?? ''}>
      <div class="panel-head">
        <h2 id="gateway-alerts">{text.title}</h2>
      </div>
      {problem && <ProblemNote title={all.partFailed} problem={problem} retry={() => void model.loadNow()} />}
      {alerts === null && !problem && <span class="bone bone-row" />}
      {isQuiet && (
        <p>
          <b>{text.none}.</b> <span class="muted">{text.noneHint}</span>
        </p>
      )}
      {alerts !== null && alerts.length > 0 && (
        <ul class="alert-list">
          {alerts.map((alert) => (
            <li key={alert.id} class="gateway-alert">
              <ul>
                <AlertRow alert={alert} />
              </ul>
              {alert.words && <p class="gateway-first">{alert.words.first}</p>}
            </li>
          ))}
        </ul>
      )}
      {notices.length > 0 && (
        <ul class="gateway-notices-list" aria-label={text.alsoSeen}>
          {notices.map((notice) => (
            <li key={notice} data-notice={notice}>
              <Icon name="alert" /> {common.notices[notice]}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
