import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { followItxpt, ITXPT_GROUP } from '../../../portal/position/itxpt.ts'
import { parseLocation } from '../../../portal/position/itxpt-document.ts'
import type { Tpv } from '../../../portal/time/gpsd-messages.ts'
import { until } from '../../bus/until.ts'

const document = (name: string) => readFileSync(new URL(`../testcases/itxpt/${name}.xml`, import.meta.url), 'utf8')
const PLAIN = document('2.1.1')

describe('a document of ITxPT’s GNSSLocation', () => {
  it('names place, time and kind of fix', () => {
    expect(parseLocation(PLAIN)).toEqual({
      class: 'TPV',
      mode: 3,
      time: '2026-11-24T14:00:01Z',
      lat: 21.123333,
      lon: -101.681667,
    })
    expect(parseLocation(document('2.3.0'))).toEqual({
      class: 'TPV',
      mode: 2,
      status: 5,
      time: '2026-11-24T14:00:02.500Z',
      lat: -29.997881,
      lon: -51.197739,
    })
  })

  it('without a fix names no place', () => {
    expect(parseLocation(document('no-fix'))).toBeNull()
    expect(parseLocation(PLAIN.replace('>3D<', '>NoFix<'))?.mode).toBe(1)
    expect(parseLocation(PLAIN.replace('>GPS</Signal', '>NotValid</Signal'))).toBeNull()
    expect(parseLocation(PLAIN.replace('>GPS</Signal', '>Simulation</Signal'))?.status).toBe(8)
  })

  it.each([
    ['in coordinates of another system', PLAIN.replace('>WGS84<', '>CH1903<')],
    ['beyond the pole', PLAIN.replace('21.123333', '91')],
    ['with a place in words', PLAIN.replace('21.123333', '0x15')],
    ['without a direction', PLAIN.replace('<Direction>N</Direction>', '')],
    ['that breaks off', PLAIN.slice(0, 700)],
    ['that is not well-formed', PLAIN.replace('</Time>', '</Tome>')],
    ['with entities of its own', PLAIN.replace('21.123333', '&place;')],
    ['of another service', PLAIN.replaceAll('GNSSLocationDelivery', 'VEHICLEtoIPDelivery')],
    ['that is too long', PLAIN.replace('<Altitude>', `${' '.repeat(16_384)}<Altitude>`)],
    ['that is none', 'GET / HTTP/1.1\r\n\r\n'],
    ['that is empty', ''],
  ])('%s is left out', (_, text) => {
    expect(parseLocation(text)).toBeNull()
  })

  it('is read without an error, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(PLAIN.length), fc.nat(200), (noise, from, length) => {
        const spoilt = PLAIN.slice(0, from) + noise + PLAIN.slice(from + length)
        const tpv = parseLocation(spoilt)
        expect(tpv === null || (Math.abs(tpv.lat ?? 0) <= 90 && Math.abs(tpv.lon ?? 0) <= 180)).toBe(true)
      }),
    )
  })
})

describe('listening to an ITxPT vehicle', () => {
  it('hears each location, and says when there is none and when there is one again', async () => {
    const sender = createSocket({ type: 'udp4', reuseAddr: true })
    onTestFinished(() => void sender.close())
    await new Promise<void>((resolve) => sender.bind(0, '127.0.0.1', resolve))
    sender.setMulticastInterface('127.0.0.1')
    const { port } = sender.address()
    const say = (text: string) => sender.send(text, port + 1, ITXPT_GROUP)
    const heard: [Tpv, number][] = []
    const logged: string[] = []
    const waits: (() => void)[] = []
    const { stop } = followItxpt({
      host: '127.0.0.1',
      port: port + 1,
      onFix: (tpv, uptimeMs) => heard.push([tpv, uptimeMs]),
      uptime: () => 100_000,
      after: (_, job) => {
        waits.push(job)
        return () => undefined
      },
      log: (message) => void logged.push(message),
    })
    onTestFinished(stop)
    const hears = (count: number, text: string) =>
      until(`it hears ${count}`, () => {
        say(text)
        return heard.length >= count
      })
    await hears(1, PLAIN)
    expect(heard[0]).toMatchObject([{ lat: 21.123333 }, 100_000])
    waits.at(-1)?.()
    const before = heard.length
    await hears(before + 1, document('2.3.0'))
    expect(heard.at(-1)?.[0].lat).toBe(-29.997881)
    expect(logged).toEqual([
      'no position from ITxPT GNSSLocation at 127.0.0.1: nobody speaks; it is listened for again and again',
      'ITxPT GNSSLocation at 127.0.0.1 speaks again',
    ])
  })

  it('joins the group again where its network is not there yet', async () => {
    const logged: string[] = []
    const waits: (() => void)[] = []
    const { stop } = followItxpt({
      host: '192.0.2.77',
      port: 0,
      onFix: () => undefined,
      uptime: () => 0,
      after: (_, job) => {
        waits.push(job)
        return () => undefined
      },
      log: (message) => void logged.push(message),
    })
    onTestFinished(stop)
    await until('it has noticed', () => logged.length > 0)
    const before = waits.length
    waits.at(-1)?.()
    await until('it has tried again', () => waits.length >= before + 2)
    expect(logged).toEqual([
      expect.stringMatching(/^no position from ITxPT GNSSLocation at 192\.0\.2\.77: .*(ENODEV|EADDRNOTAVAIL)/),
    ])
  })
})
