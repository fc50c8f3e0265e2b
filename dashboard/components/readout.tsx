import { change } from '../chart/compare.ts'
import { INCOMPLETE_BELOW } from '../chart/frame.ts'
import { nextBucket } from '../chart/range.ts'
import type { RidersChart } from '../chart/riders-chart.ts'
import type { Scene } from '../chart/scene.ts'
import type { Catalogue } from '../i18n/es.ts'
import { useDashboard, useText } from './context.ts'
import { RouteBadge } from './route-badge.tsx'

interface ReadoutProps {
  scene: Scene
  moment: number
  chart: RidersChart
}

/** The figures of one moment, beside the hairline, busiest first. */
export function Readout({ scene, moment, chart }: ReadoutProps) {
  const { city } = useDashboard()
  const text = useText()
  const { frame, format } = scene
  const peaks = frame.step !== 'minute'
  const rows = frame.lines
    .map(({ key, cells }) => ({ key, cell: cells[moment] ?? null }))
    .sort((a, b) => (b.cell?.mean ?? -1) - (a.cell?.mean ?? -1))
  // Peaks of routes fall in different minutes and cannot be added; nor can a total leave out what is not known.
  const whole = scene.stacked && frame.lines.every((line) => !line.silent[moment]) && rows.some(({ cell }) => cell)
  const total = whole ? rows.reduce((sum, { cell }) => sum + (cell?.mean ?? 0), 0) : null
  const x = chart.xOf(moment)
  const { left, right } = chart.plot()
  const onLeft = x > (left + right) / 2
  const { compared } = scene
  const then = compared?.grid[moment] ?? null
  const totalThen = total === null ? null : totalBefore(scene, moment)
  const figures = () => (
    <table>
      {(peaks || compared) && (
        <thead>
          <tr>
            <td />
            <th>{peaks ? text.chart.mean : ''}</th>
            {peaks && <th>{text.chart.peak}</th>}
            {compared && <th colSpan={2}>{then === null ? text.chart.before : format.dayWithWeekday(then)}</th>}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map(({ key, cell }) => {
          const route = city.byKey.value.get(key)
          return (
            <tr key={key}>
              <td class="readout-route">
                <span class="swatch" style={{ backgroundColor: scene.looks.get(key)?.line ?? '' }} />
                {route && <RouteBadge route={route} />}
                {cell && cell.completeness < INCOMPLETE_BELOW && (
                  <span class="readout-part">{format.percent(cell.completeness)}</span>
                )}
              </td>
              <td class={cell ? 'number' : 'number muted'}>
                {cell ? value(scene, cell.mean) : missing(scene, key, moment, text)}
              </td>
              {peaks && <td class="number muted">{cell ? format.whole(cell.peak) : ''}</td>}
              {compared && (
                <BeforeCells
                  scene={scene}
                  now={cell?.mean ?? null}
                  before={beforeOf(scene, key, moment)?.mean ?? null}
                />
              )}
            </tr>
          )
        })}
        {total !== null && (
          <tr class="readout-total">
            <td>{text.chart.total}</td>
            <td class="number">{value(scene, total)}</td>
            {peaks && <td />}
            {compared && <BeforeCells scene={scene} now={total} before={totalThen} />}
          </tr>
        )}
      </tbody>
    </table>
  )
  return (
    <div
      class="readout"
      style={{ transform: `translateX(${x + (onLeft ? -14 : 14)}px)${onLeft ? ' translateX(-100%)' : ''}` }}
      aria-hidden="true"
    >
      <p class="readout-when">{momentText(scene, moment, text)}</p>
      {rows.every(({ cell }) => cell === null) ? <p class="muted">{text.chart.noData}</p> : figures()}
      {rows.some(({ cell }) => cell && cell.completeness < INCOMPLETE_BELOW) && (
        <p class="readout-note">{text.chart.partKey}</p>
      )}
    </div>
  )
}

/** What it was some weeks before, and by how much it has changed. */
function BeforeCells({ scene, now, before }: { scene: Scene; now: number | null; before: number | null }) {
  const by = change(now, before)
  return (
    <>
      <td class="number muted">{before === null ? '—' : value(scene, before)}</td>
      <td class="number readout-change">{by === null ? '' : scene.format.change(by)}</td>
    </>
  )
}

const beforeOf = ({ compared }: Scene, key: string, moment: number) => compared?.cells.get(key)?.[moment] ?? null

/** Of all lines together; null where that is not known. */
function totalBefore(scene: Scene, moment: number): number | null {
  if (scene.compared?.silent[moment]) return null
  const cells = scene.frame.lines.flatMap(({ key }) => beforeOf(scene, key, moment) ?? [])
  return cells.length === 0 ? null : cells.reduce((sum, { mean }) => sum + mean, 0)
}

/** When, and whether it may still change: a minute is a time, an hour is from one to another, a day is a date. */
export function momentText({ frame, format, now }: Scene, moment: number, text: Catalogue): string {
  const at = frame.grid[moment] ?? 0
  const end = nextBucket(at, frame.step, frame.timeZone)
  const live = frame.lines.some(({ cells }) => cells[moment]?.live)
  const state = live ? text.chart.live : end > now && frame.step !== 'minute' ? text.chart.soFar : null
  const when = {
    minute: () => format.time(at),
    hour: () => `${format.dayWithWeekday(at)}, ${format.time(at)}–${format.time(end)}`,
    day: () => format.dayWithWeekday(at),
  }[frame.step]()
  return state === null ? when : `${when} · ${state}`
}

/** The same for whoever listens: one sentence a moment. */
export function readoutText(scene: Scene, moment: number, text: Catalogue): string {
  const values = scene.frame.lines.map(({ key, cells }) => {
    const cell = cells[moment]
    const name = scene.looks.get(key)?.name ?? ''
    if (!cell) return `${name}: ${missing(scene, key, moment, text)}`
    const part =
      cell.completeness < INCOMPLETE_BELOW ? ` (${text.chart.complete(scene.format.percent(cell.completeness))})` : ''
    const before = beforeOf(scene, key, moment)
    const by = change(cell.mean, before?.mean)
    const then = before
      ? `, ${text.chart.before} ${value(scene, before.mean)}${by === null ? '' : ` (${scene.format.change(by)})`}`
      : ''
    return `${name}: ${value(scene, cell.mean)}${part}${then}`
  })
  return `${momentText(scene, moment, text)}. ${values.join('; ')}`
}

/** Riders of one minute are whole people; means of longer steps are not. */
function value({ frame, format }: Scene, mean: number): string {
  return frame.step === 'minute' ? format.whole(mean) : format.mean(mean)
}

function missing({ frame }: Scene, key: string, moment: number, text: Catalogue): string {
  return frame.lines.find((line) => line.key === key)?.arriving[moment] ? text.chart.arriving : text.chart.noData
}
