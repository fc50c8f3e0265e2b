import { useComputed, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { AnnotationsAnswer } from '../../../contract/annotations.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { ProblemNote } from '../../components/problem.tsx'
import { createLoaded } from '../../models/loaded.ts'
import type { PlotModel } from '../../models/plot.ts'
import { flagsOf, textOf } from './flags.ts'
import { words } from './words.ts'

/** So many marks side by side on the chart can be told apart. */
const MARKS_SIDE_BY_SIDE = 24

/** What was changed in the range, which may explain its figures: a numbered list, whose numbers stand on the chart. */
export function Changes({ plot }: { plot: PlotModel }) {
  const dashboard = useDashboard()
  const { series, format } = dashboard
  const word = useWords(words)
  const loaded = useMemo(() => createLoaded<AnnotationsAnswer>(), [])
  // A minute more of the same range asks for nothing.
  const asked = useComputed(() => {
    const frame = series.frame.value
    return frame && JSON.stringify([frame.from, frame.step === 'minute' ? frame.to - frame.from : frame.to])
  })
  const load = () => {
    const frame = series.frame.peek()
    if (!frame) return
    void loaded.run(async () => (await import('./annotations.ts')).askAnnotations(dashboard, frame.from, frame.to))
  }
  useSignalEffect(() => {
    // The figures come first: this waits for them, and for the chart that it is marked on.
    if (asked.value !== null && plot.chart.value) load()
  })
  useSignalEffect(() => {
    const frame = series.frame.value
    const annotations = loaded.data.value?.annotations ?? []
    plot.changes.value = annotations
    plot.flags.value = frame ? flagsOf(annotations, frame, MARKS_SIDE_BY_SIDE) : []
  })
  useEffect(() => () => loaded.cancel(), [loaded])
  const answer = loaded.data.value
  if (loaded.problem.value) {
    return <ProblemNote title={word.changesFailed} problem={loaded.problem.value} retry={load} />
  }
  return (
    <section class="routes-changes" aria-labelledby="routes-changes-title" aria-busy={answer === null}>
      <h3 id="routes-changes-title">{word.changes}</h3>
      {answer === null && <span class="bone bone-row" />}
      {answer?.annotations.length === 0 && <p class="muted">{word.noChanges}</p>}
      {answer && answer.annotations.length > 0 && (
        <ol>
          {answer.annotations.map((one, i) => (
            <li key={`${one.at} ${i}`}>
              <button
                type="button"
                class="routes-change"
                onFocus={() => look(plot, Date.parse(one.at))}
                onBlur={() => look(plot, null)}
                onClick={() => look(plot, Date.parse(one.at))}
                data-change={one.kind}
              >
                <span class="routes-mark" aria-hidden="true">
                  {i + 1}
                </span>
                <time dateTime={one.at}>{format.value.dayAndTime(Date.parse(one.at))}</time>
                <span>{textOf(one, word)}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {answer?.more && <p class="muted small">{word.more}</p>}
    </section>
  )
}

/** Shows the figures of the moment of a change. */
function look({ chart, moment }: PlotModel, at: number | null): void {
  moment.value = at === null ? null : (chart.value?.momentOf(at) ?? null)
}
