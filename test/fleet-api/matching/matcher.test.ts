import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DriveMaker } from '../../../bench/evidence/drive.ts'
import { seededRandom } from '../../../cli/random.ts'
import { courseOf, type LatLon } from '../../../contract/along.ts'
import { advance, type MatcherState, NOTHING_YET, type TracedMinute } from '../../../fleet-api/matching/matcher.ts'
import { ShapeIndex } from '../../../fleet-api/matching/shape-index.ts'
import { corner } from '../../fakes/network.ts'

const START = Date.parse('2026-11-24T12:00:00Z')

const network = (shapes: Record<string, LatLon[]>) =>
  new ShapeIndex(
    Object.entries(shapes).map(([name, points]) => ({
      routeId: name.split(' ')[0] ?? '',
      directionId: null,
      shapeKey: name,
      fromStops: false,
      course: courseOf(points),
    })),
  )

/** The minutes of a drive. */
function minutesOf(build: (maker: DriveMaker) => void, seed = 'matcher'): TracedMinute[] {
  const maker = new DriveMaker({ startAt: START, random: seededRandom(seed), noiseM: 8 })
  build(maker)
  const { fixes } = maker.drive
  const count = Math.ceil((maker.at - START) / 60_000)
  return Array.from({ length: count }, (_, i) => {
    const from = START + i * 60_000
    return { minuteAt: from / 1000, fixes: fixes.filter(({ at }) => at >= from && at < from + 60_000) }
  })
}

/** The last word on each minute, as runs such as `? 5, A 12`. */
function said(index: ShapeIndex, minutes: TracedMinute[], size = 1): string {
  let state: MatcherState = NOTHING_YET
  const last = new Map<number, string | null>()
  for (let from = 0; from < minutes.length; from += size) {
    const step = advance(state, minutes.slice(from, from + size), index)
    state = step.state
    for (const { minuteAt, routeId } of step.verdicts) last.set(minuteAt, routeId)
  }
  const runs: { route: string; minutes: number }[] = []
  for (const { minuteAt } of minutes) {
    const route = last.get(minuteAt) ?? '?'
    const run = runs.at(-1)
    if (run?.route === route) run.minutes += 1
    else runs.push({ route, minutes: 1 })
  }
  return runs.map(({ route, minutes: count }) => `${route} ${count}`).join(', ')
}

/** The routes alone, in order. */
const routes = (text: string) => text.replace(/ \d+/g, '')

const STREET = [corner(0, 0), corner(50, 0)]

describe('a vehicle’s way along the shapes', () => {
  it('needs at least two fixes a hundred metres apart to say anything', () => {
    const index = network({ A: STREET })
    const short = minutesOf((maker) => maker.run(courseOf([corner(10, 0), corner(10.9, 0)]), null))
    expect(said(index, short)).toBe('? 1')
  })

  it('tells routes that share a street apart when they part, and then of all the way', () => {
    const index = network({
      A: [...STREET, corner(50, 30)],
      B: [...STREET, corner(80, 0)],
    })
    const onB = minutesOf((maker) => maker.run(courseOf([...STREET, corner(80, 0)]), 'B'))
    expect(routes(said(index, onB.slice(0, 8)))).toBe('?')
    expect(routes(said(index, onB.slice(0, -1)))).toBe('B')
  })

  it('knows a route of two that run along the same street the opposite ways', () => {
    const index = network({ A: STREET, B: [...STREET].reverse() })
    expect(routes(said(index, minutesOf((maker) => maker.run(courseOf(STREET), 'A')).slice(0, -1)))).toBe('A')
    const back = courseOf([...STREET].reverse())
    expect(routes(said(index, minutesOf((maker) => maker.run(back, 'B')).slice(0, -1)))).toBe('B')
  })

  it('is none on a street 150 m beside the shape', () => {
    const index = network({ A: STREET })
    const beside = courseOf([corner(0, 1.5), corner(50, 1.5)])
    expect(
      routes(
        said(
          index,
          minutesOf((maker) => maker.run(beside, null)),
        ),
      ),
    ).toBe('?')
  })

  it('is the nearer one of two streets side by side', () => {
    const index = network({ A: STREET, B: [corner(0, 0.5), corner(50, 0.5)] })
    expect(routes(said(index, minutesOf((maker) => maker.run(courseOf(STREET), 'A')).slice(0, -1)))).toBe('A')
  })

  it('does not flip to the route of the streets of a detour', () => {
    const index = network({ A: STREET, B: [corner(15, 4), corner(40, 4)] })
    const detour = [corner(0, 0), corner(20, 0), corner(20, 4), corner(30, 4), corner(30, 0), corner(50, 0)]
    expect(routes(said(index, minutesOf((maker) => maker.run(courseOf(detour), 'A')).slice(0, -1)))).toBe('A')
  })

  it('changes with the vehicle that begins another route where its own ends', () => {
    const north = [corner(50, 0), corner(50, 50)]
    const index = network({ A: STREET, B: north })
    const both = minutesOf((maker) => {
      maker.run(courseOf(STREET), 'A')
      maker.stand(corner(50, 0), 240_000, null)
      maker.run(courseOf(north), 'B')
    })
    expect(routes(said(index, both.slice(0, -1)))).toBe('A, ?, B')
  })

  it('counts a layover between two trips of a route for the route, and a long pause for none', () => {
    const back = [...STREET].reverse()
    const index = network({ 'A there': STREET, 'A back': back })
    const pause = (minutes: number) =>
      minutesOf((maker) => {
        maker.run(courseOf(STREET), 'A')
        maker.stand(corner(50, 0), minutes * 60_000, 'A')
        maker.run(courseOf(back), 'A')
      }).slice(0, -1)
    expect(routes(said(index, pause(8)))).toBe('A')
    expect(routes(said(index, pause(40)))).toBe('A, ?, A')
  })

  it('goes on over a tunnel without a fix', () => {
    const index = network({ A: STREET })
    const tunnel = minutesOf((maker) => maker.run(courseOf(STREET), 'A', { gaps: [[120_000, 420_000]] }))
    expect(routes(said(index, tunnel.slice(0, -1)))).toBe('A')
  })

  it('is known on a loop, which crosses itself, and on an out-and-back', () => {
    const loop = [corner(0, 0), corner(30, 0), corner(30, 20), corner(15, 20), corner(15, -20)]
    const branch = [corner(0, 40), corner(20, 40), corner(20, 46), corner(20, 40), corner(50, 40)]
    const index = network({ L: loop, S: branch })
    expect(routes(said(index, minutesOf((maker) => maker.run(courseOf(loop), 'L')).slice(0, -1)))).toBe('L')
    expect(routes(said(index, minutesOf((maker) => maker.run(courseOf(branch), 'S')).slice(0, -1)))).toBe('S')
  })

  it('begins anew after a long silence', () => {
    const index = network({ A: STREET })
    const minutes = minutesOf((maker) => maker.run(courseOf(STREET), 'A'))
    const later = minutes.map(({ minuteAt, fixes }) => ({
      minuteAt: minuteAt + 7200,
      fixes: fixes.map((fix) => ({ ...fix, at: fix.at + 7_200_000 })),
    }))
    const first = advance(NOTHING_YET, minutes, index)
    const second = advance(first.state, later, index)
    expect(second.state.minutes[0]?.minuteAt).toBe(later[0]?.minuteAt)
  })

  it('is told the same whether minutes come one by one or many at once', () => {
    const index = network({ A: [...STREET, corner(50, 30)], B: [...STREET, corner(80, 0)], C: [...STREET].reverse() })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 2, max: 40 }), (seed, size) => {
        const minutes = minutesOf((maker) => {
          maker.stand(corner(0, 0), 180_000, null)
          maker.run(courseOf([...STREET, corner(80, 0)]), 'B')
          maker.stand(corner(80, 0), 600_000, null)
        }, `seed ${seed}`)
        expect(said(index, minutes, size)).toBe(said(index, minutes))
      }),
      { numRuns: 25 },
    )
  })

  it('is told of all of a long day whose minutes come at once, pauses without a word between them', () => {
    const back = [...STREET].reverse()
    const index = network({ 'A there': STREET, 'A back': back, B: [corner(50, 0), corner(50, 50)] })
    const day = minutesOf((maker) => {
      for (let trip = 0; trip < 12; trip += 1) {
        maker.run(courseOf(trip % 2 === 0 ? STREET : back), 'A')
        maker.stand(corner(trip % 2 === 0 ? 50 : 0, 0), 25 * 60_000, null)
      }
    })
    const withSilence = day.filter(({ minuteAt }) => {
      const minute = (minuteAt - START / 1000) / 60
      return minute < 200 || minute > 240
    })
    expect(day.length).toBeGreaterThan(350)
    expect(said(index, day, 1000)).toBe(said(index, day))
    expect(said(index, withSilence, 1000)).toBe(said(index, withSilence))
    expect(routes(said(index, day, 1000)).startsWith('A, ?, A, ?, A')).toBe(true)
  })

  it('does not change a state that is held elsewhere', () => {
    const index = network({ A: STREET })
    const minutes = minutesOf((maker) => maker.run(courseOf(STREET), 'A'))
    const { state } = advance(NOTHING_YET, minutes.slice(0, 5), index)
    const kept = JSON.stringify(state)
    advance(state, minutes.slice(5), index)
    expect(JSON.stringify(state)).toBe(kept)
  })
})
