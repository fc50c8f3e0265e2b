import { useComputed } from '@preact/signals'
import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import type { GatewayPageModel } from './model.ts'
import { More } from './more.tsx'
import { RidersPlot } from './riders-plot.tsx'
import { ridersFrame } from './riders-scene.ts'
import { RidersTable } from './riders-table.tsx'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** Riders connected over the same time as the bands above; gaps are gaps. */
export function RidersOfGateway({ model, name }: { model: GatewayPageModel; name: string }) {
  const { clock, format, language } = useDashboard()
  const all = useWords(words)
  const text = all.riders
  const units = createUnits(language.text.value.locale)
  const frame = useComputed(() => ridersFrame(model, clock.read()))
  const answer = model.riders.data.value
  const problem = model.riders.problem.value
  const points = answer?.points ?? []
  const sum = (of: (point: (typeof points)[number]) => number) => points.reduce((total, one) => total + of(one), 0)
  return (
    <section class="panel" aria-labelledby="riders-title" aria-busy={!answer && !problem}>
      <div class="panel-head">
        <h2 id="riders-title">
          {text.title}
          {answer && <span class="panel-sub">{text.step[answer.step]}</span>}
        </h2>
      </div>
      {problem && <ProblemNote title={all.partFailed} problem={problem} retry={model.loadPast} />}
      {(answer || !problem) && (
        <RidersPlot frame={frame} name={name} summary={text.summary(all.period[model.period.value])} />
      )}
      {answer && (
        <div class="chart-foot muted">
          <p>
            {points.length === 0
              ? text.nothing
              : text.complete(format.value.percent(sum(({ completeness }) => completeness) / points.length))}
          </p>
          <p>
            {text.traffic(
              units.octets(sum(({ octets }) => octets.output)),
              units.octets(sum(({ octets }) => octets.input)),
            )}
          </p>
          <More label={text.table}>{() => <RidersTable answer={answer} />}</More>
        </div>
      )}
    </section>
  )
}
