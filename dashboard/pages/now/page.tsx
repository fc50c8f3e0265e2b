import { computed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { ChartPanel } from '../../components/chart-panel.tsx'
import { useDashboard, useText } from '../../components/context.ts'
import { Figures } from '../../components/figures.tsx'
import { FirstSteps, firstStepOf } from '../../components/first-steps.tsx'
import { ProblemNote } from '../../components/problem.tsx'

/** What is going on: the figures, and the chart as their hero. */
export default function NowPage() {
  const { city, gateways } = useDashboard()
  const text = useText()
  // Computed apart: the page must not render anew with each live event.
  const { step, nothingYet } = useMemo(
    () => ({
      step: computed(() => firstStepOf(city.routes.value, gateways.all.value)),
      nothingYet: computed(() => city.asOf.value === null),
    }),
    [city, gateways],
  )
  const lost = city.problem.value && nothingYet.value ? city.problem.value : null
  return (
    <>
      {lost && <ProblemNote title={text.problems.routes} problem={lost} retry={() => void city.load()} />}
      {step.value === null ? (
        !lost && (
          <>
            <div class="sign">
              <Figures />
            </div>
            <ChartPanel />
          </>
        )
      ) : (
        <FirstSteps step={step.value} />
      )}
    </>
  )
}
