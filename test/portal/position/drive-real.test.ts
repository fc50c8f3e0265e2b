import { afterEach, expect, it } from 'vitest'
import { courseOf, type LatLon, nearestOn, placeAt } from '../../../contract/along.ts'
import type { Fix } from '../../../contract/trace.ts'
import { after } from '../../../portal/clock.ts'
import { createPosition } from '../../../portal/position/keeper.ts'
import { followGpsd } from '../../../portal/time/gpsd.ts'
import { until } from '../../bus/until.ts'
import { describeWith } from '../../describe-with.ts'
import { nmeaAlong } from '../../fakes/drive.ts'
import { realShapes } from '../../fakes/real-shapes.ts'
import { fakeReceiver, startGpsd } from '../../fakes/receiver.ts'
import { quietPort } from '../../quiet-port.ts'

const DEADLINE_MS = 25_000
/** A second of the drive is played in so many milliseconds. */
const SECOND_MS = 20
const SPEED_MPS = 12
const DRIVEN_M = 3000

/** The first three kilometres of a shape. */
function beginningOf(shape: readonly LatLon[]): LatLon[] {
  const course = courseOf(shape)
  const inside = shape.filter((_, index) => (course.alongM[index] ?? 0) < DRIVEN_M)
  return [...inside, placeAt(course, DRIVEN_M)]
}

/** Metres along the way of each fix, each looked for from where the one before was; and how far off it was at most. */
function onTheWay(points: readonly LatLon[], trace: Fix[]): { alongM: number[]; worstOffM: number } {
  const course = courseOf(points)
  const found: { alongM: number; offM: number }[] = []
  for (const [, lat, lon] of trace) {
    const from = found.at(-1)?.alongM ?? 0
    found.push(nearestOn(course, [lat, lon], from, from + DRIVEN_M / 2))
  }
  return { alongM: found.map(({ alongM }) => alongM), worstOffM: Math.max(...found.map(({ offM }) => offM)) }
}

describeWith(['gpsd', 'shared feeds'], 'a drive along a shape of a real city', () => {
  const stops: (() => Promise<void> | void)[] = []
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  })

  /** The machine's gpsd, a receiver on a drive, and the position that follows them by a clock that is as fast as the drive. */
  async function driving(points: readonly LatLon[]) {
    const receiver = await fakeReceiver(nmeaAlong(points, { speedMps: SPEED_MPS, startAt: '2026-11-24T14:00:00Z' }), {
      betweenMs: SECOND_MS,
    })
    stops.push(receiver.stop)
    const port = await quietPort()
    const startDaemon = () => {
      const daemon = startGpsd(port, receiver.source)
      stops.push(daemon.stop)
      return daemon
    }
    const uptime = () => Math.round(performance.now() * (1000 / SECOND_MS))
    const position = createPosition({ roundTrip: () => 40, uptime })
    const client = followGpsd({
      host: '127.0.0.1',
      port,
      onFix: position.note,
      uptime: uptime,
      after,
      random: () => 0.05,
      log: () => undefined,
    })
    stops.push(client.stop)
    const trace = () => position.trace.between(0, uptime())
    const course = courseOf(points)
    const reaches = (metres: number) =>
      until(
        `it is at ${metres} m`,
        () => {
          const now = position.now()
          return now !== null && nearestOn(course, [now.lat, now.lon], metres).offM < 30
        },
        DEADLINE_MS,
      )
    return { startDaemon, position, trace, reaches }
  }

  it.each([
    ['mexico-city', '14816'],
    ['porto-alegre', 'T2-1'],
  ] as const)('in %s is told by the real gpsd, in order, within 20 m of the street', async (feed, shapeId) => {
    const shape = (await realShapes(feed)).get(shapeId) ?? []
    const points = beginningOf(shape)
    const { startDaemon, trace, reaches } = await driving(points)
    startDaemon()
    await reaches(DRIVEN_M - 50)
    const { alongM, worstOffM } = onTheWay(points, trace())
    // A fix each 10 s, 120 m apart.
    expect(alongM.length).toBeGreaterThan(18)
    expect(worstOffM).toBeLessThan(20)
    expect(alongM).toEqual([...alongM].sort((a, b) => a - b))
    expect(alongM.at(-1)).toBeGreaterThan(DRIVEN_M - 300)
  })

  it('goes on when gpsd has been killed and started again', async () => {
    const points = beginningOf((await realShapes('porto-alegre')).get('T2-1') ?? [])
    const { startDaemon, position, trace, reaches } = await driving(points)
    const daemon = startDaemon()
    await reaches(600)
    await daemon.stop()
    await until('nobody knows the place any more', () => position.now() === null, DEADLINE_MS)
    const before = trace().length
    startDaemon()
    await until('it is told again', () => trace().length > before + 2, DEADLINE_MS)
    const { worstOffM } = onTheWay(points, trace())
    expect(worstOffM).toBeLessThan(20)
  })
})
