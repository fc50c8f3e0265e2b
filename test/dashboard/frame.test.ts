import { describe, expect, test } from 'vitest'
import { bandsOf, drawnValues } from '../../dashboard/chart/drawn.ts'
import { completenessOf, type Frame, frameOf, lastKnown, pointsByRoute, UNKNOWN } from '../../dashboard/chart/frame.ts'
import type { Window } from '../../dashboard/chart/range.ts'

const ZONE = 'America/Mexico_City'
const START = Date.parse('2026-11-24T15:00:00Z')
const minute = (n: number) => START + n * 60_000
const at = (n: number) => new Date(minute(n)).toISOString()
const window: Window = { from: START, to: minute(5), step: 'minute' }
const LONG_AFTER = minute(600)
const point = (n: number, mean: number | null, completeness = 1) => ({ at: at(n), mean, peak: mean, completeness })

const means = (frame: Frame) => frame.lines.map(({ cells }) => cells.map((cell) => cell?.mean ?? null))

describe('frame', () => {
  test('a null mean and a missing bucket are gaps, and a zero is a zero', () => {
    const frame = frameOf(
      window,
      ZONE,
      ['T1'],
      new Map([['T1', [point(0, 4), point(1, null, 0), point(3, 0)]]]),
      new Map(),
      LONG_AFTER,
    )
    expect(means(frame)).toEqual([[4, null, null, 0, null]])
    expect(frame.lines[0]?.silent).toEqual([false, true, false, false, false])
  })

  test('a route without any point has a line of gaps', () => {
    expect(means(frameOf(window, ZONE, ['T9'], new Map(), new Map(), LONG_AFTER))).toEqual([
      [null, null, null, null, null],
    ])
  })

  test('times with another offset fall in the same bucket', () => {
    const points = [{ at: '2026-11-24T09:02:00-06:00', mean: 7, peak: 7, completeness: 1 }]
    expect(means(frameOf(window, ZONE, ['T1'], new Map([['T1', points]]), new Map(), LONG_AFTER))).toEqual([
      [null, null, 7, null, null],
    ])
  })

  test('the live riders stand in the minute that is not stored yet, and give way once it is', () => {
    const live = new Map([
      [
        'T1',
        new Map([
          [minute(3), 9],
          [minute(4), 11],
        ]),
      ],
    ])
    const frame = frameOf(window, ZONE, ['T1'], new Map([['T1', [point(3, 8)]]]), live, minute(4))
    expect(means(frame)).toEqual([[null, null, null, 8, 11]])
    expect(frame.lines[0]?.cells[4]).toEqual({ mean: 11, peak: 11, completeness: 1, live: true })
  })

  test('a new minute of which only some reports came is not drawn as a fall', () => {
    const points = new Map([['T1', [point(2, 30), point(4, 6, 0.2)]]])
    expect(means(frameOf(window, ZONE, ['T1'], points, new Map(), minute(5)))).toEqual([[null, null, 30, null, null]])
    expect(means(frameOf(window, ZONE, ['T1'], points, new Map(), LONG_AFTER))).toEqual([[null, null, 30, null, 6]])
  })

  test('riders whose route is not known have a key of their own', () => {
    expect([
      ...pointsByRoute({
        series: [
          { routeId: null, points: [] },
          { routeId: 'T1', points: [] },
        ],
      }).keys(),
    ]).toEqual([UNKNOWN, 'T1'])
  })

  test('the newest known bucket is found, and -1 where there is none', () => {
    expect(lastKnown(frameOf(window, ZONE, ['T1'], new Map([['T1', [point(1, 4)]]]), new Map(), LONG_AFTER))).toBe(1)
    expect(lastKnown(frameOf(window, ZONE, ['T1'], new Map(), new Map(), LONG_AFTER))).toBe(-1)
  })
})

describe('completeness of a range', () => {
  test('a route weighs as many gateways as it has', () => {
    const points = new Map([
      ['T1', [point(0, 5, 1)]],
      ['T2', [point(0, 5, 0.5)]],
    ])
    expect(
      completenessOf(
        points,
        new Map([
          ['T1', 9],
          ['T2', 1],
        ]),
        LONG_AFTER,
      ),
    ).toBeCloseTo(0.95, 10)
  })

  test('minutes whose reports are still on the way do not count, and nothing due is not a share', () => {
    const points = new Map([['T1', [point(0, 5, 1), point(4, 1, 0.1)]]])
    expect(completenessOf(points, new Map(), minute(3))).toBe(1)
    expect(completenessOf(points, new Map(), minute(0))).toBeNull()
  })
})

describe('drawing', () => {
  const cell = (mean: number) => ({ mean, peak: mean, completeness: 1, live: false })

  test('minutes on the way are bridged to the live value, an older gap stays a gap', () => {
    const cells = [cell(10), null, cell(10), null, null, cell(16)]
    const arriving = [false, false, false, true, true, false]
    expect(drawnValues({ cells, arriving })).toEqual([10, null, 10, 12, 14, 16])
  })

  test('minutes on the way with nothing after them are not drawn', () => {
    expect(drawnValues({ cells: [cell(10), null], arriving: [false, true] })).toEqual([10, null])
  })

  test('in a stack a silent route leaves those above it without a height, one with nothing due has none', () => {
    const quiet = [false, false, false, false]
    const bands = bandsOf({
      grid: [0, 1, 2, 3],
      lines: [
        { key: 'A', cells: [cell(1), null, null, null], silent: [false, true, false, false], arriving: quiet },
        { key: 'B', cells: [cell(2), cell(2), cell(2), null], silent: quiet, arriving: quiet },
      ],
    })
    expect(bands.map(({ top }) => top)).toEqual([
      [1, null, 0, null],
      [3, null, 2, null],
    ])
    expect(bands[1]?.floor).toEqual([1, null, 0, null])
  })

  test('where nothing was due on any route, as in the night, the stack has a gap and not a zero', () => {
    const line = {
      key: 'A',
      cells: [cell(5), null, cell(0)],
      silent: [false, false, false],
      arriving: [false, false, false],
    }
    expect(bandsOf({ grid: [0, 1, 2], lines: [line] }).map(({ top }) => top)).toEqual([[5, null, 0]])
  })
})
