import { type Course, METRES_A_DEGREE } from '../../../contract/along.ts'
import { html, type Markup } from '../../docs/markup.ts'
import { simplify } from '../../rules/simplify.ts'

export interface TripMap {
  course: Course
  /** Where on it the bus is; null: not known. */
  alongM: number | null
  stops: readonly { alongM: number }[]
  bus: { lat: number; lon: number } | null
  /** What it shows, for who cannot see it. */
  label: string
}

const WIDTH = 640
const LEAST_HEIGHT = 200
const MOST_HEIGHT = 440
const MARGIN = 34
/** By so much a drawn course may miss the feed's, metres: the width of a street. */
const OFF_M = 10

type At = [x: number, y: number]

/** The route's course as a line, north above, with its stops and the bus: a drawing, not a map, so that it needs nothing from anybody. */
export function tripMap({ course, alongM, stops, bus, label }: TripMap): Markup {
  const { at, height } = frameOf(course)
  const line = (points: readonly (readonly [number, number])[]) => points.map((point) => at(point).join(' ')).join('L')
  const ahead = alongM === null ? null : line(simplify(aheadOf(course, alongM), OFF_M))
  const shown = bus && at(clampedTo(course, alongM, bus))
  return html`<svg class="trip" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}"><path class="way" d="M${line(simplify(course.points, OFF_M))}"/>${ahead === null ? '' : html`<path class="ahead" d="M${ahead}"/>`}${stops.map(
    (stop, index) => {
      const [x, y] = at(pointAt(course, stop.alongM))
      const isEnd = index === 0 || index === stops.length - 1
      return html`<circle class="${alongM !== null && stop.alongM < alongM ? 'passed' : 'stop'}" cx="${x}" cy="${y}" r="${isEnd ? 8 : 5}"/>`
    },
  )}${shown === null ? '' : busAt(shown)}</svg>`
}

function busAt([x, y]: At): Markup {
  return html`<g class="bus" transform="translate(${x} ${y})"><circle class="halo" r="24"/><circle class="disc" r="17"/><path class="sign" d="M-7-8h14a2 2 0 0 1 2 2V5a2 2 0 0 1-2 2H-7a2 2 0 0 1-2-2V-6a2 2 0 0 1 2-2zM-9-1H9M-5 7v3M5 7v3"/></g>`
}

/** How degrees become places in the drawing. */
function frameOf({ points, shrink }: Course): { at: (point: readonly [number, number]) => At; height: number } {
  const xs = points.map(([, lon]) => lon * shrink)
  const ys = points.map(([lat]) => lat)
  const [west, south] = [least(xs), least(ys)]
  const [across, up] = [-least(xs.map((x) => -x)) - west, -least(ys.map((y) => -y)) - south]
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(across, 100 / METRES_A_DEGREE),
    (MOST_HEIGHT - 2 * MARGIN) / Math.max(up, 100 / METRES_A_DEGREE),
  )
  const height = Math.round(Math.max(LEAST_HEIGHT, up * scale + 2 * MARGIN))
  const [left, top] = [(WIDTH - across * scale) / 2, (height - up * scale) / 2]
  const rounded = (value: number) => Math.round(value * 10) / 10
  return {
    height,
    at: ([lat, lon]) => [rounded(left + (lon * shrink - west) * scale), rounded(top + (south + up - lat) * scale)],
  }
}

// A shape may have more points than a function takes arguments.
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)

function pointAt({ points, alongM }: Course, metres: number): [number, number] {
  const next = alongM.findIndex((along) => along >= metres)
  const index = next < 0 ? points.length - 1 : Math.max(1, next)
  const [from, to] = [points[index - 1] ?? [0, 0], points[index] ?? [0, 0]]
  const [begin, end] = [alongM[index - 1] ?? 0, alongM[index] ?? 0]
  const share = end === begin ? 1 : Math.min(1, Math.max(0, (metres - begin) / (end - begin)))
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
}

function aheadOf(course: Course, metres: number): (readonly [number, number])[] {
  return [pointAt(course, metres), ...course.points.filter((_, index) => (course.alongM[index] ?? 0) > metres)]
}

/** A bus on the course is drawn on it; one that is off it stays within the drawing. */
function clampedTo(
  course: Course,
  alongM: number | null,
  { lat, lon }: { lat: number; lon: number },
): [number, number] {
  if (alongM !== null) return pointAt(course, alongM)
  const within = (value: number, all: readonly number[]) =>
    Math.min(-least(all.map((x) => -x)), Math.max(least(all), value))
  return [
    within(
      lat,
      course.points.map(([one]) => one),
    ),
    within(
      lon,
      course.points.map(([, one]) => one),
    ),
  ]
}
