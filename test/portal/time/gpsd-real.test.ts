import { afterEach, expect, it } from 'vitest'
import { after } from '../../../portal/clock.ts'
import { createGnssTime } from '../../../portal/time/gnss.ts'
import { followGpsd } from '../../../portal/time/gpsd.ts'
import type { Tpv } from '../../../portal/time/gpsd-messages.ts'
import type { TimeReading } from '../../../portal/time/reading.ts'
import { until } from '../../bus/until.ts'
import { describeWith } from '../../describe-with.ts'
import { fakeReceiver, startGpsd } from '../../fakes/receiver.ts'
import { quietPort } from '../../quiet-port.ts'

const BUILT_AT = '2026-11-24T00:00:00Z'
const DEADLINE_MS = 20_000

describeWith(['gpsd'], 'the gpsd of this machine', () => {
  const stops: (() => Promise<void> | void)[] = []
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
  })

  const receiver = async (...args: Parameters<typeof fakeReceiver>) => {
    const made = await fakeReceiver(...args)
    stops.push(made.stop)
    return made.source
  }
  const gpsd = (port: number, source: string) => {
    const made = startGpsd(port, source)
    stops.push(made.stop)
    return made
  }
  const follow = (port: number, builtAt = BUILT_AT) => {
    const gnss = createGnssTime({ builtAtMs: Date.parse(builtAt) })
    const fixes: Tpv[] = []
    const readings: TimeReading[] = []
    const logged: string[] = []
    const client = followGpsd({
      host: '127.0.0.1',
      port,
      onFix: (tpv, uptimeMs) => {
        fixes.push(tpv)
        const reading = gnss(tpv, uptimeMs)
        if (reading) readings.push(reading)
      },
      uptime: () => Math.round(performance.now()),
      after,
      // The shortest waits that there are.
      random: () => 0.05,
      log: (message) => void logged.push(message.replaceAll(String(port), 'PORT')),
    })
    stops.push(client.stop)
    const reads = (count: number) => until(`${count} readings`, () => readings.length >= count, DEADLINE_MS)
    return { fixes, readings, logged, reads }
  }

  it('tells where the receiver is and what time it has', async () => {
    const port = await quietPort()
    gpsd(port, await receiver('2026-11-24T14:00:00Z'))
    const { fixes, readings, reads } = follow(port)
    await reads(5)
    expect(new Date(readings.at(-1)?.wallMs ?? 0).toISOString()).toMatch(/^2026-11-24T14:0\d:\d\d\.000Z$/)
    expect(readings.at(-1)).toMatchObject({ source: 'gnss', uncertaintyMs: 19_005 })
    expect(fixes.at(-1)).toMatchObject({ mode: 3, lat: 21.123333333, lon: -101.681666667, speed: 6.173, track: 45 })
  })

  it('is found again when it has been stopped and started', async () => {
    const port = await quietPort()
    const source = await receiver('2026-11-24T14:00:00Z')
    const first = gpsd(port, source)
    const { readings, logged, reads } = follow(port)
    await reads(3)
    logged.splice(0)
    await first.stop()
    await until('the client has noticed', () => logged.length === 1)
    const before = readings.length
    gpsd(port, source)
    await reads(before + 3)
    expect(logged).toEqual([
      'neither time nor position from gpsd at 127.0.0.1:PORT: it has closed the connection; it is asked again and again',
      'gpsd at 127.0.0.1:PORT speaks again',
    ])
  })

  it('is waited for when it starts after the portal', async () => {
    const port = await quietPort()
    const { logged, reads } = follow(port)
    await until('the client has noticed', () => logged.length === 1)
    gpsd(port, await receiver('2026-11-24T14:00:00Z'))
    await reads(1)
    expect(logged).toEqual([
      'neither time nor position from gpsd at 127.0.0.1:PORT: connect ECONNREFUSED 127.0.0.1:PORT; it is asked again and again',
      'gpsd at 127.0.0.1:PORT speaks again',
    ])
  })

  it('gives no time while the receiver has no fix, and is no trouble', async () => {
    const port = await quietPort()
    gpsd(port, await receiver('2026-11-24T14:00:00Z', { fix: false }))
    const { fixes, readings } = follow(port)
    await until('five reports without a fix', () => fixes.length >= 5, DEADLINE_MS)
    expect([fixes.at(-1)?.mode, readings]).toEqual([1, []])
  })

  // gpsd 3.22 moves what lies before 2017 forward itself, and leaves the rest to others.
  it.each([
    ['2007-04-10T14:00:00Z', BUILT_AT, /^2026-11-24T14:0\d:\d\d\.000Z$/],
    ['2020-10-10T14:00:00Z', '2040-01-01T00:00:00Z', /^2040-05-26T14:0\d:\d\d\.000Z$/],
  ])('gives the true date with a receiver that is 1024 weeks behind, at %s', async (start, builtAt, date) => {
    const port = await quietPort()
    gpsd(port, await receiver(start))
    const { readings, reads } = follow(port, builtAt)
    await reads(3)
    expect(new Date(readings.at(-1)?.wallMs ?? 0).toISOString()).toMatch(date)
  })
})
