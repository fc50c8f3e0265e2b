import type { ChartDataset } from 'chart.js'
import { bandsOf, drawnValues } from './drawn.ts'
import { type Cell, INCOMPLETE_BELOW, type Line } from './frame.ts'
import { nextBucket } from './range.ts'
import { faded, type Scene } from './scene.ts'

export type Dataset = ChartDataset<'line', { x: number; y: number }[]>

/** One route's line; in a stack it is the upper edge of its band. */
function lineOf(scene: Scene, line: Line, edge: (number | null)[]): Dataset {
  const color = scene.looks.get(line.key)?.line ?? '#808080'
  const quiet = scene.highlighted !== null && scene.highlighted !== line.key
  const shade = quiet ? faded(color, 0.22) : color
  const { cells } = line
  const drawn = edge.map((y, i) => (cells[i] || line.arriving[i] ? y : null))
  const lone = (i: number) => drawn[i] != null && drawn[i - 1] == null && drawn[i + 1] == null
  const usual = scene.stacked ? 1.5 : scene.frame.grid.length > 200 ? 1.75 : 2.25
  return {
    data: pointsOf(scene, drawn),
    borderColor: shade,
    borderWidth: scene.highlighted === line.key ? usual + 1 : usual,
    borderJoinStyle: 'round',
    fill: false,
    // A minute between two gaps has no segment: it shows as a dot, else it would not show at all.
    pointRadius: ({ dataIndex }) => (lone(dataIndex) ? 2.5 : 0),
    pointBackgroundColor: shade,
    pointBorderWidth: 0,
    segment: {
      borderDash: ({ p0DataIndex, p1DataIndex }) =>
        unsure(scene, cells, p0DataIndex) || unsure(scene, cells, p1DataIndex) ? [3, 4] : undefined,
    },
    order: scene.highlighted === line.key ? 0 : 1,
  }
}

/** The colour of a band, apart from its edge: dashes would cut the fill in slices with seams between them. */
function bandOf(scene: Scene, { key }: Line, i: number, top: (number | null)[]): Dataset {
  const quiet = scene.highlighted !== null && scene.highlighted !== key
  return {
    data: pointsOf(scene, top),
    backgroundColor: faded(scene.looks.get(key)?.line ?? '#808080', quiet ? 0.08 : 0.34),
    borderWidth: 0,
    pointRadius: 0,
    fill: i === 0 ? 'origin' : '-1',
    order: 2,
  }
}

/** The peak of one route at a time, as a thin line over its mean: all at once would be a thicket. */
function peakOf(scene: Scene): Dataset[] {
  const { frame, highlighted, stacked } = scene
  const only = frame.lines.length === 1 ? frame.lines[0] : frame.lines.find(({ key }) => key === highlighted)
  if (!only || stacked || frame.step === 'minute') return []
  const color = scene.looks.get(only.key)?.line ?? '#808080'
  const peaks = only.cells.map((cell) => cell?.peak ?? null)
  return [
    {
      data: pointsOf(scene, peaks),
      borderColor: faded(color, 0.7),
      backgroundColor: faded(color, 0.14),
      borderWidth: 1,
      pointRadius: 0,
      fill: frame.lines.indexOf(only),
      order: 2,
    },
  ]
}

/** Everything that is drawn: the lines first and in their order, for marks and badges find them by it. */
export function datasetsOf(scene: Scene, ink: string): Dataset[] {
  const { lines } = scene.frame
  if (!scene.stacked) {
    return [...lines.map((line) => lineOf(scene, line, drawnValues(line))), ...peakOf(scene), ...beforeOf(scene)]
  }
  const bands = bandsOf(scene.frame)
  return [
    ...lines.map((line, i) => lineOf(scene, line, bands[i]?.top ?? [])),
    ...lines.map((line, i) => bandOf(scene, line, i, bands[i]?.top ?? [])),
    ...totalBefore(scene, ink),
  ]
}

/** What was some weeks before: each line's own, thin and dashed. */
function beforeOf(scene: Scene): Dataset[] {
  const { frame, compared, highlighted, looks } = scene
  if (!compared) return []
  return frame.lines.map(({ key }) => {
    const color = looks.get(key)?.line ?? '#808080'
    const quiet = highlighted !== null && highlighted !== key
    return dashed(
      scene,
      compared.cells.get(key)?.map((cell) => cell?.mean ?? null) ?? [],
      faded(color, quiet ? 0.15 : 0.8),
    )
  })
}

/** In a stack it is the height of all: bands of then among those of now could not be told apart. */
function totalBefore(scene: Scene, ink: string): Dataset[] {
  const { frame, compared } = scene
  if (!compared) return []
  const totals = frame.grid.map((_, i) => {
    const cells = frame.lines.map(({ key }) => compared.cells.get(key)?.[i] ?? null)
    return !compared.silent[i] && cells.some((cell) => cell !== null)
      ? cells.reduce((sum, cell) => sum + (cell?.mean ?? 0), 0)
      : null
  })
  return [dashed(scene, totals, ink)]
}

const dashed = (scene: Scene, values: (number | null)[], color: string): Dataset => ({
  data: pointsOf(scene, values),
  borderColor: color,
  borderWidth: 1.25,
  borderDash: [7, 4],
  pointRadius: 0,
  fill: false,
  order: 3,
})

const pointsOf = ({ frame }: Scene, values: (number | null)[]) =>
  values.map((value, i) => ({ x: frame.grid[i] ?? 0, y: value ?? Number.NaN }))

/** Too few reports, reports still on the way, or an hour or day that is not over. */
function unsure({ frame, now }: Scene, cells: (Cell | null)[], i: number): boolean {
  const cell = cells[i]
  if (!cell || cell.completeness < INCOMPLETE_BELOW) return true
  return frame.step !== 'minute' && nextBucket(frame.grid[i] ?? 0, frame.step, frame.timeZone) > now
}
