import { describe, expect, it } from 'vitest'
import { columnChart } from '../../../fleet-api/document/charts/day-columns.ts'
import { hourChart } from '../../../fleet-api/document/charts/hour-line.ts'
import { ticksTo } from '../../../fleet-api/document/charts/scale.ts'
import { stackedBar } from '../../../fleet-api/document/charts/stacked-bar.ts'

const FRAME = { width: 150, height: 142, id: 'c', title: 'Title', description: 'About' }
const column = (value: number | null, more = {}) => ({
  label: '',
  value,
  incomplete: false,
  mark: '–',
  tip: 'tip',
  ...more,
})

describe('ticks of an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [7, [0, 2, 4, 6, 8]],
    [100, [0, 25, 50, 75, 100]],
    [13_379, [0, 5000, 10_000, 15_000]],
  ])('to %s are round numbers that reach it', (most, ticks) => {
    expect(ticksTo(most)).toEqual(ticks)
  })
})

describe('columns', () => {
  const svg = columnChart({
    ...FRAME,
    tick: String,
    above: null,
    columns: [column(100), column(50, { incomplete: true }), column(null)],
  }).text

  it('are as high as their values', () => {
    expect(svg).toContain('<rect class="bar" x="49.7" y="18" width="26" height="100"/>')
    expect(svg).toContain('<rect fill="url(#c-hatch)" class="partly" x="83" y="68" width="26" height="50"/>')
    expect(svg.match(/<rect class="bar" x/g)).toHaveLength(1)
  })

  it('leave a marked gap where nothing is known, never a column of no height', () => {
    expect(svg).toContain('<text class="middle mark" x="129.3" y="113">–</text>')
    expect(svg).not.toContain('height="0"')
  })

  it('leave room for the longest number of the axis', () => {
    const tick = (value: number) => value.toLocaleString('en')
    const high = columnChart({ ...FRAME, tick, above: null, columns: [column(103_821)] }).text
    expect(high).toContain('<text class="end" x="50" y="22">150,000</text>')
  })

  it('say what they are to who does not see them', () => {
    expect(svg).toContain('role="img" aria-labelledby="c-title c-about"')
    expect(svg).toContain('<title id="c-title">Title</title><desc id="c-about">About</desc>')
  })

  it('of nothing at all are an empty chart', () => {
    const empty = columnChart({ ...FRAME, tick: String, above: null, columns: [] }).text
    expect(empty).not.toContain('NaN')
    expect(empty).toContain('viewBox="0 0 150 142"')
  })
})

describe('the line over the hours', () => {
  it('breaks where an hour is not told', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 2 ? null : hour < 4 ? 10 : null))
    const svg = hourChart({ ...FRAME, width: 304, hours, tick: String, tip: () => '' }).text
    expect(svg).toContain('<path class="line" d="M51 18L61 18"/>')
    expect(svg).toContain('<path class="line" d="M81 18"/>')
    expect(svg.match(/class="line"/g)).toHaveLength(2)
    expect(svg.match(/class="middle mark"/g)).toHaveLength(21)
  })
})

describe('a stacked bar', () => {
  it('is parted by lines, so that its pieces differ without colours', () => {
    const pieces = [
      { label: 'a', share: 0.75, fill: 'works' },
      { label: 'b', share: 0.25, fill: 'down' },
      { label: 'c', share: 0, fill: 'down' },
    ]
    const svg = stackedBar({ ...FRAME, width: 200, height: 20, pieces }).text
    expect(svg).toContain('<rect class="works" x="0" width="150" height="20"><title>a</title></rect>')
    expect(svg).toContain(
      '<rect class="down" x="150" width="50" height="20"><title>b</title></rect><path class="part" d="M150 0V20"/>',
    )
    expect(svg.match(/<rect class="down"/g)).toHaveLength(1)
  })
})
