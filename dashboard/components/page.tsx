import { computed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Me } from '../../contract/api.ts'
import { ChartPanel } from './chart-panel.tsx'
import { useDashboard, useText } from './context.ts'
import { Figures } from './figures.tsx'
import { FirstSteps, firstStepOf } from './first-steps.tsx'
import { GatewaysPanel } from './gateways-panel.tsx'
import { Header } from './header.tsx'
import { LiveBanner } from './live-banner.tsx'
import { ProblemNote } from './problem.tsx'
import { RouteDay } from './route-day.tsx'

/** The dashboard: the sign above, the chart as its hero, the gateways below. */
export function Page({ me }: { me: Me }) {
  const { city, gateways } = useDashboard()
  const text = useText()
  // Computed apart: the page must not render anew with each live event.
  const { step, hasGateways, nothingYet } = useMemo(
    () => ({
      step: computed(() => firstStepOf(city.routes.value, gateways.all.value)),
      hasGateways: computed(() => (gateways.all.value?.length ?? 1) > 0),
      nothingYet: computed(() => city.asOf.value === null),
    }),
    [city, gateways],
  )
  const lost = city.problem.value && nothingYet.value ? city.problem.value : null
  return (
    <>
      <a class="skip" href="#content">
        {text.skip}
      </a>
      <div class="sign">
        <Header me={me} />
        {step.value === null && <Figures />}
      </div>
      <LiveBanner />
      <main id="content" class="content" tabIndex={-1}>
        {lost && <ProblemNote title={text.problems.routes} problem={lost} retry={() => void city.load()} />}
        {step.value === null ? !lost && <ChartPanel /> : <FirstSteps step={step.value} />}
        {hasGateways.value && <GatewaysPanel />}
      </main>
      <RouteDay me={me} />
    </>
  )
}
