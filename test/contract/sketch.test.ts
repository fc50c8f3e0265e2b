import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SKETCH_REGISTERS } from '../../contract/devices.ts'
import {
  addHash,
  decodeSketch,
  emptySketch,
  encodeSketch,
  estimate,
  isEmpty,
  mergeInto,
  type Registers,
  SKETCH_ERROR_SHARE,
} from '../../contract/sketch.ts'

const hashOf = (key: string, device: number) => createHmac('sha256', key).update(`device ${device}`).digest()

function sketchOf(key: string, devices: Iterable<number>): Registers {
  const registers = emptySketch()
  for (const device of devices) addHash(registers, hashOf(key, device))
  return registers
}

function merged(...sketches: Registers[]): Registers {
  const registers = emptySketch()
  for (const sketch of sketches) mergeInto(registers, sketch)
  return registers
}

const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)

/** What can be compared quickly. */
const octets = (registers: Registers) => Buffer.from(registers).toString('latin1')

/** Registers of all kinds: none set, few, all. */
const anySketch = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 1, 30, 4094, 4095, 4096, 16_384))
  .map(([seed, set]) => {
    const registers = emptySketch()
    // Steps of an odd number go round all registers.
    for (let index = 0; index < set; index += 1)
      registers[(seed + index * 7919) % SKETCH_REGISTERS] = 1 + ((seed + index * 31) % 51)
    return registers
  })

describe('a sketch', () => {
  it('of nothing is empty, and none are estimated', () => {
    expect(estimate(emptySketch())).toBe(0)
    expect(isEmpty(emptySketch())).toBe(true)
    expect(encodeSketch(emptySketch())).toBe('s')
  })

  it('finds the register in the first fourteen bits of a hash, and the run of zeros in the others', () => {
    const registers = emptySketch()
    addHash(registers, new Uint8Array([0x00, 0x04, 0x00, 0x00, 0, 0, 0, 1]))
    addHash(registers, new Uint8Array([0xff, 0xff, 0x80, 0x00, 0, 0, 0, 0]))
    addHash(registers, new Uint8Array([0x00, 0x08, 0x00, 0x00, 0, 0, 0, 0]))
    expect([...registers.entries()].filter(([, rank]) => rank > 0)).toEqual([
      [1, 50],
      [2, 51],
      [16_383, 1],
    ])
  })

  it('counts a device once, however often it is seen', () => {
    const once = sketchOf('day', [1, 2, 3])
    expect(sketchOf('day', [1, 2, 3, 3, 2, 1, 2])).toEqual(once)
    expect(Math.round(estimate(once))).toBe(3)
  })

  it('tells whether a merge brought anything new', () => {
    const registers = sketchOf('day', [1, 2])
    expect(mergeInto(registers, sketchOf('day', [2]))).toBe(false)
    expect(mergeInto(registers, sketchOf('day', [3]))).toBe(true)
  })

  it('merges in any order, any grouping, and as often as one likes', () => {
    fc.assert(
      fc.property(anySketch, anySketch, anySketch, (a, b, c) => {
        expect(octets(merged(a, b))).toBe(octets(merged(b, a)))
        expect(octets(merged(merged(a, b), c))).toBe(octets(merged(a, merged(b, c))))
        expect(octets(merged(a, b, b, a))).toBe(octets(merged(a, b)))
      }),
      { numRuns: 40 },
    )
  })

  it('comes back from its text as it was, in at most 24,000 characters', () => {
    fc.assert(
      fc.property(anySketch, (registers) => {
        const text = encodeSketch(registers)
        expect(text.length).toBeLessThanOrEqual(24_000)
        expect(octets(decodeSketch(text) ?? emptySketch())).toBe(octets(registers))
      }),
      { numRuns: 60 },
    )
  })

  it('takes an hour of a full bus in a few hundred characters', () => {
    expect(encodeSketch(sketchOf('day', from(0, 80))).length).toBe(321)
    expect(encodeSketch(sketchOf('day', from(0, 200_000))).length).toBe(16_385)
  })

  it.each([
    ['nothing', ''],
    ['another form', 'x'],
    ['no base64', 's****'],
    ['no base64 in its first character', 's*AAB'],
    ['no base64 in its second character', 'sA*AB'],
    ['no base64 in its third character', 'sAA*B'],
    ['no base64 in its fourth character', 'sAAA*'],
    ['a character beyond those of ASCII', 'sAAA\u0142'],
    ['a dense one with a character that is none', `d${'B'.repeat(16_383)}*`],
    ['no whole register', 'sAAA='],
    ['a register that there is not', 's//8B'],
    ['a rank that there is not', `s${btoa('\u0000\u0000\u0034')}`],
    ['a register that is not set', `s${btoa('\u0000\u0000\u0000')}`],
    ['registers out of order', `s${btoa('\u0000\u0002\u0001\u0000\u0001\u0001')}`],
    ['a register twice', `s${btoa('\u0000\u0001\u0001\u0000\u0001\u0002')}`],
    ['a dense one that is too short', 'dAAAA'],
    ['a dense one with a rank that there is not', `d${'/'.repeat(16_384)}`],
    ['a dense one that should be sparse', `d${'A'.repeat(16_384)}`],
    ['more than the longest', `d${'A'.repeat(16_388)}`],
    ['a hundred million characters', `s${'A'.repeat(100_000_000)}`],
  ])('is not made of %s', (_, text) => {
    expect(decodeSketch(text)).toBeNull()
  })

  it('is not made of what is not a sketch, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const registers = decodeSketch(text)
        expect(registers === null || encodeSketch(registers) === text).toBe(true)
      }),
    )
  })
})

describe('the estimate of fifty gateways’ sketches that overlap, merged', () => {
  /** Each device is seen by one gateway, every third by a second one as well. */
  function errorOf(seed: string, devices: number): number {
    const gateways = Array.from({ length: 50 }, () => emptySketch())
    for (let device = 0; device < devices; device += 1) {
      const hash = hashOf(seed, device)
      const gateway = (hash[31] ?? 0) % 50
      addHash(gateways[gateway] ?? expect.fail('no gateway'), hash)
      if (device % 3 === 0) addHash(gateways[(gateway + 7) % 50] ?? expect.fail('no gateway'), hash)
    }
    return estimate(merged(...gateways)) / devices - 1
  }

  it('has a standard error of 0.8 %', () => {
    expect(SKETCH_ERROR_SHARE).toBe(0.008125)
  })

  it.each([
    // Of so few a single collision of registers is one percent: one day of these has three.
    [100, 24, 0.03, 0.00498],
    [1000, 24, 0.0244, 0.00498],
    [10_000, 24, 0.0244, 0.00498],
    [100_000, 6, 0.0244, 0.00995],
  ])(
    'of %i devices is right to three standard errors, and on the average of %i days without bias',
    (devices, days, bound, ofMean) => {
      const errors = from(0, days).map((day) => errorOf(`key of day ${day}`, devices))
      for (const error of errors) expect(Math.abs(error)).toBeLessThan(bound)
      const mean = errors.reduce((sum, error) => sum + error, 0) / days
      // Three standard errors of the mean of so many days.
      expect(Math.abs(mean)).toBeLessThan(ofMean)
    },
  )
})
