import type { FeedSummary } from '../../../../contract/feeds.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { words } from './words.ts'

/** How many of a list are named. */
const NAMED = 12

/** What a feed changes against the one in use, or did when it went into use. */
export function FeedChanges({ summary, isOpen }: { summary: FeedSummary; isOpen: boolean }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const n = format.value.whole
  const { routes, stops, shapes, trips, warnings, warningsTotal } = summary
  const names = (all: readonly string[]) =>
    all.length === 0
      ? '0'
      : `${n(all.length)}: ${all.slice(0, NAMED).join(', ')}${all.length > NAMED ? ` ${text.and(n(all.length - NAMED))}` : ''}`
  const rows = [
    [text.routesAdded, names(routes.added)],
    [text.routesChanged, names(routes.changed)],
    [text.routesRemoved, names(routes.removed)],
    [text.stops, text.plusMinus(n(stops.added), n(stops.changed), n(stops.removed))],
    [text.shapes, text.plus(n(shapes.added), n(shapes.removed))],
    [text.trips, text.arrow(n(trips.before), n(trips.after))],
  ] as const
  return (
    <details class="unfold feed-changes" open={isOpen}>
      <summary>{isOpen ? text.changes : text.changed}</summary>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {warningsTotal > 0 && (
        <>
          <p class="small">
            <strong>{text.warnings(n(warningsTotal))}</strong>
          </p>
          <ul class="small muted">
            {warnings.slice(0, NAMED).map((one) => (
              <li key={`${one.file} ${one.line} ${one.message}`}>
                {text.line(one.file, n(one.line))}: {one.message}
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  )
}
