import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineReader } from '../../../portal/time/gpsd-lines.ts'
import { parseGpsd } from '../../../portal/time/gpsd-messages.ts'

const recorded = (name: string) => readFileSync(new URL(`../testcases/gpsd/${name}`, import.meta.url), 'utf8')

describe('a line of gpsd', () => {
  it('is read with all that it says of a fix', () => {
    const tpv = recorded('receiver.jsonl').trimEnd().split('\n').at(-1) ?? ''
    expect(parseGpsd(tpv)).toEqual({
      class: 'TPV',
      device: 'tcp://127.0.0.1:29481',
      mode: 3,
      time: '2026-11-24T14:00:02.000Z',
      ept: 0.005,
      lat: 21.123333333,
      lon: -101.681666667,
      altHAE: 1800,
      altMSL: 1815,
      epx: 15.626,
      epy: 16.801,
      epv: 62.1,
      track: 45,
      speed: 6.173,
      climb: 0,
      eps: 33.6,
      epc: 124.2,
      eph: 39.9,
      sep: 64.6,
    })
  })

  it('is known by its class, and left where there is no use for it', () => {
    const classes = recorded('receiver.jsonl').trimEnd().split('\n').map(parseGpsd)
    expect(classes.map((message) => message?.class)).toEqual([
      'VERSION',
      'DEVICES',
      undefined,
      'DEVICE',
      'TPV',
      undefined,
      'TPV',
      undefined,
      'TPV',
    ])
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '$GPRMC,140000.00,A'],
    ['half of one', '{"class":"TPV","mo'],
    ['no object', '[3]'],
    ['a null', 'null'],
    ['no class', '{"mode":3}'],
    ['a fix without a mode', '{"class":"TPV","time":"2026-11-24T14:00:01.000Z"}'],
    ['a mode that is none', '{"class":"TPV","mode":4}'],
    ['NaN, as gpsd has printed it', '{"class":"TPV","mode":3,"lat":nan}'],
  ])('that holds %s is no message', (_what, line) => {
    expect(parseGpsd(line)).toBeNull()
  })

  it('loses a value that cannot be, and keeps the others', () => {
    const line = '{"class":"TPV","mode":3,"time":5,"lat":91,"lon":-101.7,"track":1e999,"speed":-1,"ept":"0.005"}'
    expect(parseGpsd(line)).toEqual({ class: 'TPV', mode: 3, lon: -101.7 })
  })

  it('never makes the parser throw', () => {
    const value = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom('TPV', 'DEVICES', 'DEVICE', 'VERSION'))
    const key = fc.oneof(fc.string(), fc.constantFrom('class', 'mode', 'time', 'lat', 'devices', 'path', '__proto__'))
    fc.assert(fc.property(fc.dictionary(key, value), (message) => void parseGpsd(JSON.stringify(message))))
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => void parseGpsd(line)))
  })

  it('gives a fix of nothing but numbers in their bounds, whatever they were', () => {
    const values = fc.record({ mode: fc.integer({ min: 0, max: 3 }), lat: fc.jsonValue(), speed: fc.jsonValue() })
    fc.assert(
      fc.property(values, (fix) => {
        const message = parseGpsd(JSON.stringify({ class: 'TPV', ...fix }))
        expect(message).toMatchObject({ class: 'TPV', mode: fix.mode })
        const { lat = 0, speed = 0 } = message as { lat?: number; speed?: number }
        expect([Math.abs(lat) <= 90, speed >= 0 && speed <= 1e4]).toEqual([true, true])
      }),
    )
  })
})

describe('the lines of a socket', () => {
  const linesOf = (pieces: string[], longest?: number) => {
    const lines: string[] = []
    const read = lineReader((line) => lines.push(line), longest)
    for (const piece of pieces) read(piece)
    return lines
  }

  it('are joined where they were cut, and wait for their end', () => {
    expect(linesOf(['{"cl', 'ass":1}', '\n{"class":2}\n{"cla'])).toEqual(['{"class":1}', '{"class":2}'])
  })

  it('are left out where they are too long, and only those', () => {
    expect(linesOf(['12345\n123456\n1234', '56', '789\n123\n'], 5)).toEqual(['12345', '123'])
  })

  it('are the same however they were cut', () => {
    const text = fc.array(fc.constantFrom('a', 'bb', '\n', '{', 'é')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (whole, cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
        const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end))
        const short = whole.split('\n').slice(0, -1)
        expect(linesOf(pieces, 8)).toEqual(short.filter((line) => line.length <= 8))
      }),
    )
  })
})
