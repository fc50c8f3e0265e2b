import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RINGS, type Ring, UPGRADE_STATES, type UpgradeState } from '../../../contract/release.ts'
import {
  compareVersions,
  isBraked,
  isInRing,
  type Offerable,
  offeredTo,
  supersedes,
  tenthOf,
  versionIn,
} from '../../../fleet-api/rules/releases.ts'
import { upgradeWindows } from '../../../fleet-api/rules/upgrade-windows.ts'

const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join('.'))
const gatewayId = fc.string({ minLength: 1, maxLength: 20 })
const release = (of: Partial<Offerable> = {}): Offerable => ({
  version: '1.4.0',
  sequence: 4,
  ring: 'all',
  architectures: ['amd64'],
  braked: false,
  ...of,
})
const TAKER = {
  gatewayId: 'bus-1',
  isCanary: false,
  architecture: 'amd64',
  running: '1.0.0',
  done: new Set<string>(),
} as const

describe('the rings', () => {
  it('hold each other: none in canary, canary in tenth, tenth in all', () => {
    fc.assert(
      fc.property(version, gatewayId, fc.boolean(), (of, id, isCanary) => {
        const held = RINGS.map((ring: Ring) => isInRing({ version: of, ring }, { gatewayId: id, isCanary }))
        expect(held).toEqual([...held].sort())
        expect([held[0], held[3]]).toEqual([false, true])
        expect(held[1]).toBe(isCanary)
      }),
    )
  })

  it('give a gateway the same answer each time, and a tenth of them each version', () => {
    const ids = Array.from({ length: 2300 }, (_, n) => `bus-${n}`)
    const tenth = (of: string) => ids.filter((id) => tenthOf(id, of) === 0)
    expect(tenth('1.4.0')).toEqual(tenth('1.4.0'))
    expect(tenth('1.4.0').length).toBe(229)
    expect(tenth('1.4.0').filter((id) => tenth('1.5.0').includes(id)).length).toBeLessThan(60)
  })
})

describe('what is offered', () => {
  it('is never older than what runs, stopped, done with or made for another machine', () => {
    const releases = fc.uniqueArray(
      fc.record({
        version,
        sequence: fc.nat(50),
        ring: fc.constantFrom(...RINGS),
        architectures: fc.subarray(['amd64', 'arm64'] as const),
        braked: fc.boolean(),
      }),
      { selector: ({ sequence }) => sequence, maxLength: 12 },
    )
    fc.assert(
      fc.property(releases, fc.nat(11), fc.nat(11), (all, running, refused) => {
        const [runs, done] = [all[running], new Set([all[refused]?.version ?? ''])]
        const taker = { ...TAKER, running: runs?.version ?? '0.0.0', done }
        const could = all.filter(
          (one) =>
            !one.braked &&
            !done.has(one.version) &&
            one.architectures.includes('amd64') &&
            isInRing(one, TAKER) &&
            (all.find(({ version: of }) => of === taker.running)
              ? one.sequence > (all.find(({ version: of }) => of === taker.running)?.sequence ?? 0)
              : compareVersions(one.version, taker.running) > 0),
        )
        const newest = Math.max(-1, ...could.map(({ sequence }) => sequence))
        expect(offeredTo(all, taker)?.sequence ?? -1).toBe(newest)
      }),
    )
  })

  it.each([
    ['the newest', [release(), release({ version: '1.5.0', sequence: 5 })], '1.5.0'],
    [
      'the one before one that is stopped',
      [release(), release({ version: '1.5.0', sequence: 5, braked: true })],
      '1.4.0',
    ],
    ['nothing that it runs', [release({ version: '1.0.0' })], undefined],
    ['nothing', [], undefined],
  ])('is %s', (_what, releases, offered) => {
    expect(offeredTo(releases, TAKER)?.version).toBe(offered)
  })
})

describe('versions', () => {
  it('are compared by their numbers', () => {
    expect(['1.10.0', '1.9.9', '2.0.0', '1.9.10'].sort(compareVersions)).toEqual(['1.9.9', '1.9.10', '1.10.0', '2.0.0'])
  })

  it.each([
    ['abordo 1.4.0', '1.4.0'],
    ['1.4.0', '1.4.0'],
    ['abordo test', null],
    ['abordo 1.4.0-rc1', null],
    [null, null],
  ])('stand in what a gateway says that it runs: %j', (software, found) => {
    expect(versionIn(software)).toBe(found)
  })
})

describe('the brake', () => {
  it.each([
    [0, 0, false],
    [1, 19, true],
    [1, 20, false],
    [1, 2300, false],
    [2, 2300, true],
  ])('with %d rolled back of %d in the ring: %j', (rolledBack, gateways, braked) => {
    expect(isBraked({ rolledBack, gateways })).toBe(braked)
  })

  it('goes by the same words in whatever order they arrive', () => {
    const keptOf = (said: UpgradeState[]) =>
      said.reduce<UpgradeState | null>((before, after) => (supersedes(before, after) ? after : before), null)
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...UPGRADE_STATES), { minLength: 1 }), (said) => {
        expect(keptOf([...said].reverse())).toBe(keptOf(said))
        expect(keptOf([...said, ...said])).toBe(keptOf(said))
      }),
    )
  })
})

describe('the windows', () => {
  const at = (iso: string) => Date.parse(iso) / 1000
  const nowS = at('2026-11-24T14:30:00Z')
  const windows = (service: [string, string][] | null) =>
    upgradeWindows(service?.map(([from, to]) => [at(from), at(to)]) ?? null, {
      timezone: 'America/Mexico_City',
      nowS,
    }).map(([from, to]) => [new Date(from * 1000).toISOString(), new Date(to * 1000).toISOString()])
  const NIGHTS = [
    ['2026-11-25T07:00:00.000Z', '2026-11-25T10:30:00.000Z'],
    ['2026-11-26T07:00:00.000Z', '2026-11-26T10:30:00.000Z'],
  ]

  it('are at night where nobody knows the service, or it never ends', () => {
    expect(windows(null)).toEqual(NIGHTS)
    expect(windows([['2026-11-24T00:00:00Z', '2026-11-27T00:00:00Z']])).toEqual(NIGHTS)
  })

  it('are the whole two days where there is no service', () => {
    expect(windows([])).toEqual([['2026-11-24T14:30:00.000Z', '2026-11-26T14:30:00.000Z']])
  })

  it('begin now at the earliest, and lie between two services', () => {
    expect(
      windows([
        ['2026-11-24T12:00:00Z', '2026-11-24T14:00:00Z'],
        ['2026-11-24T18:00:00Z', '2026-11-26T10:00:00Z'],
        ['2026-11-26T14:20:00Z', '2026-11-27T10:00:00Z'],
      ]),
    ).toEqual([
      ['2026-11-24T14:30:00.000Z', '2026-11-24T18:00:00.000Z'],
      ['2026-11-26T10:00:00.000Z', '2026-11-26T14:20:00.000Z'],
    ])
  })

  it('are never in service, whatever the service is', () => {
    const minute = fc.integer({ min: -600, max: 4000 }).map((minutes) => nowS + minutes * 60)
    const service = fc
      .array(fc.tuple(minute, fc.integer({ min: 1, max: 600 })))
      .map((all) => all.map(([from, minutes]): [number, number] => [from, from + minutes * 60]))
    fc.assert(
      fc.property(service, (all) => {
        const found = upgradeWindows(all, { timezone: 'America/Mexico_City', nowS })
        const touches = found.filter(([from, to]) => all.some(([start, end]) => start < to && end > from))
        const isNight =
          touches.length === 0 || found.every(([from]) => (from - at('2026-11-24T07:00:00Z')) % 86_400 === 0)
        expect(isNight).toBe(true)
        expect(found.length).toBeGreaterThan(0)
        expect(found.length).toBeLessThanOrEqual(14)
      }),
    )
  })
})
