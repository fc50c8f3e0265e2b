import type { Assignment } from '../../../contract/evidence.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { RouteBadge } from '../../components/route-badge.tsx'
import { words } from './words.ts'

export type Assignments = Assignment[]

/** What it is assigned to by date, each with the button that takes it away. */
export function AssignmentList({
  assignments,
  remove,
}: {
  assignments: Assignments | null
  remove: (id: number) => void
}) {
  const { city } = useDashboard()
  const text = useWords(words).assign
  if (assignments === null) return <span class="bone bone-row" />
  if (assignments.length === 0) return <p class="muted">{text.none}</p>
  return (
    <ul class="assignments" aria-label={text.now}>
      {assignments.map(({ id, routeId, blockId, from, to }) => {
        const route = routeId === null ? undefined : city.byKey.value.get(routeId)
        const what = routeId === null ? `${text.block} ${blockId}` : (route?.longName ?? routeId)
        const when = `${from} – ${to ?? text.open}`
        return (
          <li key={id} data-assignment={id}>
            {route && <RouteBadge route={route} />}
            <span>
              {what} <span class="muted">{when}</span>
            </span>
            <button
              type="button"
              class="button"
              aria-label={text.removeThis(`${what}, ${when}`)}
              onClick={() => remove(id)}
            >
              {text.remove}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
