import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Me } from '../../contract/api.ts'
import type { BandStretch, Correction } from '../models/route-day.ts'
import { useDashboard, useText } from './context.ts'
import { CorrectRoute } from './correct-route.tsx'
import { Icon } from './icons.tsx'
import { ProblemNote } from './problem.tsx'
import { RouteBadge } from './route-badge.tsx'

/** On which routes a gateway was on a day, and what that was taken from; operators correct it here. */
export function RouteDay({ me }: { me: Me }) {
  const { routeDay } = useDashboard()
  const text = useText().routeDay
  const dialog = useRef<HTMLDialogElement>(null)
  const correction = useSignal<Correction>({ from: '', to: '', routeId: null })
  const gateway = routeDay.gateway.value
  // With the rendering, so before the browser tells of a closing that was still under way when it was opened again.
  useLayoutEffect(() => {
    // A dialog of the browser's own: it keeps the focus, and gives it back.
    if (gateway) dialog.current?.showModal()
    else dialog.current?.close()
    correction.value = { from: '', to: '', routeId: null }
  }, [gateway, correction])
  /** The browser tells of it later: until then it may have been opened again. */
  const closed = () => {
    if (!dialog.current?.open) routeDay.close()
  }
  const stretches = routeDay.stretches.value
  const mayCorrect = me.role !== 'official'
  return (
    <dialog ref={dialog} class="route-day" aria-labelledby="route-day-title" onClose={closed}>
      {gateway && (
        <>
          <div class="panel-head">
            <h2 id="route-day-title">{text.title(gateway.name)}</h2>
            <label class="route-day-date">
              <span>{text.date}</span>
              <input
                type="date"
                class="field"
                value={routeDay.date.value}
                onChange={(event) => routeDay.choose(event.currentTarget.value)}
                data-route-day-date
              />
            </label>
            <button type="button" class="button" onClick={() => routeDay.close()} data-route-day-close>
              {text.close}
            </button>
          </div>
          {routeDay.problem.value && (
            <ProblemNote title={text.loadFailed} problem={routeDay.problem.value} retry={() => void routeDay.load()} />
          )}
          {stretches === null && !routeDay.problem.value && <span class="bone bone-list" />}
          {stretches?.length === 0 && <p class="nothing">{text.nothing}</p>}
          {stretches !== null && stretches.length > 0 && (
            <>
              <Band stretches={stretches} />
              <StretchTable
                stretches={stretches}
                choose={mayCorrect ? (from, to, routeId) => (correction.value = { from, to, routeId }) : null}
              />
            </>
          )}
          {mayCorrect && stretches !== null && <CorrectRoute correction={correction} />}
        </>
      )}
    </dialog>
  )
}

/** The day from midnight to midnight. It says what the table says, so it is hidden from who cannot see it. */
function Band({ stretches }: { stretches: readonly BandStretch[] }) {
  const { city } = useDashboard()
  return (
    <div class="route-band" aria-hidden="true">
      {stretches.map(({ from, at, share, routeId }) => {
        const route = routeId === null ? null : city.byKey.value.get(routeId)
        const place = { left: `${at * 100}%`, width: `${share * 100}%` }
        const colour = route ? { backgroundColor: route.color, color: route.textColor } : {}
        return (
          <span key={from} class={route ? '' : 'route-band-unknown'} style={{ ...place, ...colour }}>
            {share > 0.04 ? (route?.shortName ?? '?') : ''}
          </span>
        )
      })}
    </div>
  )
}

interface StretchTableProps {
  stretches: readonly BandStretch[]
  choose: ((from: string, to: string, routeId: string | null) => void) | null
}

function StretchTable({ stretches, choose }: StretchTableProps) {
  const { city, format } = useDashboard()
  const text = useText().routeDay
  const { time, whole, percent } = format.value
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
    <section class="table-scroll" aria-labelledby="route-day-title" tabIndex={0}>
      <table class="data-table route-day-table">
        <thead>
          <tr>
            {[`${text.from}–${text.to}`, text.route, text.source, text.sure, text.minutes].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {choose && (
              <td>
                <span class="hidden">{text.correct}</span>
              </td>
            )}
          </tr>
        </thead>
        <tbody>
          {stretches.map(({ from, to, routeId, source, confidence, minutes }) => {
            const route = routeId === null ? null : city.byKey.value.get(routeId)
            const [start, end] = [time(Date.parse(from)), time(Date.parse(to))]
            return (
              <tr key={from} data-stretch={source}>
                <th scope="row">
                  {start}–{end}
                </th>
                <td>{route ? <RouteBadge route={route} /> : (routeId ?? '?')}</td>
                <td>{text.sources[source]}</td>
                <td>{routeId === null ? '—' : percent(confidence / 100)}</td>
                <td>{whole(minutes)}</td>
                {choose && (
                  <td>
                    <button
                      type="button"
                      class="button"
                      aria-label={text.correctThis(start, end)}
                      onClick={() => choose(start, end === '00:00' ? '24:00' : end, routeId)}
                    >
                      <Icon name="down" size={16} /> {text.correct}
                    </button>
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
