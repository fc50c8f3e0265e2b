import { describe, expect, it } from 'vitest'
import { DriveMaker } from '../../bench/evidence/drive.ts'
import { seededRandom } from '../../cli/random.ts'
import { courseOf, type LatLon } from '../../contract/along.ts'
import { type PerformedRun, RunFinder } from '../../fleet-api/matching/performed.ts'
import { ShapeIndex } from '../../fleet-api/matching/shape-index.ts'
import { corner } from '../fakes/network.ts'

const START = Date.parse('2026-11-24T12:00:00Z')
const OUT = [corner(0, 0), corner(30, 0), corner(30, 40)]
const BACK = [...OUT].reverse()
/** The same way out, as far as the corner. */
const SHORT = [corner(0, 0), corner(30, 0)]
const LOOP = [corner(0, 0), corner(20, 0), corner(20, 20), corner(0, 20), corner(0, 0)]
const courses = { OUT, BACK, SHORT }

function indexOf(named: Record<string, LatLon[]>): ShapeIndex {
  return new ShapeIndex(
    Object.entries(named).map(([shapeKey, points]) => ({
      routeId: 'T1',
      directionId: null,
      shapeKey,
      course: courseOf(points),
      fromStops: false,
    })),
  )
}

interface Driven {
  maker: DriveMaker
  /** From when to when the vehicle really ran. */
  run: (points: LatLon[], how?: Parameters<DriveMaker['run']>[2]) => void
  truth: [number, number][]
}

/** What was found of a drive, by the names of the courses; and how far the times are from the truth, seconds. */
function found(build: (driven: Driven) => void, named: Record<string, LatLon[]> = courses, routeId = 'T1') {
  const maker = new DriveMaker({ startAt: START, random: seededRandom('performed'), noiseM: 6 })
  const truth: [number, number][] = []
  build({
    maker,
    truth,
    run(points, how) {
      const from = maker.at
      maker.run(courseOf(points), 'T1', how)
      truth.push([from, maker.at])
    },
  })
  const index = indexOf(named)
  const finder = new RunFinder(index, new Set(['T1']))
  for (let at = START; at <= maker.at; at += 60_000) {
    const fixes = maker.drive.fixes.filter((fix) => fix.at >= at && fix.at < at + 60_000)
    finder.follow({ minuteAt: at / 1000, routeId, fixes })
  }
  const runs = finder.performed()
  const offS = (run: PerformedRun, [from, to]: [number, number]) =>
    Math.max(Math.abs(run.startAt - from), Math.abs(run.endAt - to)) / 1000
  return {
    names: runs.map((run) => index.courses[run.index]?.shapeKey),
    worstS: Math.max(0, ...runs.map((run, i) => offS(run, truth[i] ?? [0, 0]))),
  }
}

describe('the runs that a vehicle performed', () => {
  it('are one for each time that it came from the start of a course to its end, with their times', () => {
    const { names, worstS } = found(({ maker, run }) => {
      maker.stand(corner(0, 0), 600_000, null)
      run(OUT)
      maker.stand(corner(30, 40), 420_000, null)
      run(BACK)
      maker.stand(corner(0, 0), 600_000, null)
      run(OUT)
    })
    expect(names).toEqual(['OUT', 'BACK', 'OUT'])
    expect(worstS).toBeLessThan(75)
  })

  it('are of the short course where it turned back early', () => {
    const { names } = found(({ maker, run }) => {
      run(SHORT)
      maker.stand(corner(30, 0), 300_000, null)
    })
    expect(names).toEqual(['SHORT'])
  })

  it('are none where it began in the middle or left before the end', () => {
    expect(found(({ run }) => run(OUT, { from: 1500 }), { OUT }).names).toEqual([])
    expect(found(({ run }) => run(OUT, { to: 5000 }), { OUT }).names).toEqual([])
  })

  it('go on over a gap and a detour', () => {
    const { names } = found(({ run }) => run(OUT, { gaps: [[120_000, 300_000]], aside: [[4000, 4800, 150]] }), { OUT })
    expect(names).toEqual(['OUT'])
  })

  it('are one for each lap of a course that ends where it begins', () => {
    const { names } = found(
      ({ maker, run }) => {
        for (let lap = 0; lap < 3; lap += 1) {
          run(LOOP)
          maker.stand(corner(0, 0), 180_000, null)
        }
      },
      { LOOP },
    )
    expect(names).toEqual(['LOOP', 'LOOP', 'LOOP'])
  })

  it('are none where the minutes were decided to be of another route', () => {
    expect(found(({ run }) => run(OUT), courses, 'T2').names).toEqual([])
  })

  it('are none of a vehicle that is parked at a start', () => {
    expect(found(({ maker }) => maker.stand(corner(0, 0), 3_600_000, null)).names).toEqual([])
  })
})
