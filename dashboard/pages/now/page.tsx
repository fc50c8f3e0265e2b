import '../../alerts/alerts.css'
import './now.css'
import { computed } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { createAlerts } from '../../alerts/model.ts'
import { useDashboard, useText } from '../../components/context.ts'
import { FirstSteps, firstStepOf } from '../../components/first-steps.tsx'
import { ProblemNote } from '../../components/problem.tsx'
import { ByRoute } from './by-route.tsx'
import { ByState } from './by-state.tsx'
import { Changes } from './changes.tsx'
import { Figures } from './figures.tsx'
import { Finder } from './finder.tsx'
import { ReportsLink } from './reports-link.tsx'
import { ToLookAfter } from './to-look-after.tsx'

/** What is going on: figures, what somebody has to look after and why, gateways by state, riders by route, what changed. */
export default function NowPage() {
  const dashboard = useDashboard()
  const { city, gateways } = dashboard
  const text = useText()
  // Computed apart: the page must not render anew with each live event.
  const { step, nothingYet } = useMemo(
    () => ({
      step: computed(() => firstStepOf(city.routes.value, gateways.all.value)),
      nothingYet: computed(() => city.asOf.value === null),
    }),
    [city, gateways],
  )
  const alerts = useMemo(() => createAlerts(dashboard), [dashboard])
  useEffect(() => alerts.start(), [alerts])
  const lost = city.problem.value && nothingYet.value ? city.problem.value : null
  if (lost) return <ProblemNote title={text.problems.routes} problem={lost} retry={() => void city.load()} />
  if (step.value !== null) return <FirstSteps step={step.value} />
  return (
    <>
      <Figures alerts={alerts} />
      <ReportsLink />
      <Finder />
      <div class="now-grid">
        <div class="now-main">
          <ToLookAfter alerts={alerts} />
          <Changes alerts={alerts} />
        </div>
        <div class="now-side">
          <ByState />
          <ByRoute />
        </div>
      </div>
    </>
  )
}
