import { change, changeOfAll } from '../../chart/compare.ts'
import type { Frame } from '../../chart/frame.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { words } from './words.ts'

/** What the comparison comes to, in a sentence, and what the thin lines are. */
export function CompareNote({ frame }: { frame: Frame }) {
  const { series, clock, format } = useDashboard()
  const word = useWords(words)
  const compared = series.compared.value
  if (!compared) return null
  const against = word.against(compared.weeks)
  const all = changeOfAll(frame, compared, clock.read())
  const { mean, change: percent } = format.value
  const by = all && change(all.now, all.before)
  return (
    <p class="routes-compare" data-compare-note={by ?? ''}>
      <strong>
        {all
          ? word.changeOfAll(mean(all.now), mean(all.before), by === null ? null : percent(by), against)
          : word.nothingBefore(against)}
      </strong>{' '}
      {word.beforeKey(against)}
    </p>
  )
}
