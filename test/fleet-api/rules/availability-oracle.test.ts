import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OUTAGE_CAUSES, type OutageCause } from '../../../contract/service.ts'
import { availabilityOf, type GatewayDay } from '../../../fleet-api/rules/availability.ts'
import type { Said } from '../../../fleet-api/rules/said-intervals.ts'

// Time is told in tenths of a minute here, so that the oracle can look at each of them by itself and nothing is rounded.

const START = 1_764_000_000
const TENTH_MS = 6000
const ms = (tenth: number) => START * 1000 + tenth * TENTH_MS

type Event =
  | {
      kind: 'report'
      tenths: number
      up: 'all' | 'none' | 'untold'
      outage: OutageCause
      movedM: number | null
      routeId: string
    }
  | { kind: 'gap'; tenths: number; how: 'down' | 'lost' | 'reboot' | 'late-reboot' | 'new-database' }

const report = fc.record({
  kind: fc.constant('report' as const),
  tenths: fc.oneof(
    { weight: 8, arbitrary: fc.constant(10) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 15 }) },
    { weight: 1, arbitrary: fc.integer({ min: 16, max: 120 }) },
  ),
  up: fc.constantFrom('all', 'all', 'none', 'untold'),
  outage: fc.constantFrom<OutageCause>('no-signal', 'no-data', 'portal', 'gateway'),
  movedM: fc.constantFrom(null, 0, 0, 20, 99, 100, 400),
  routeId: fc.constantFrom('T1', 'T1', 'T1', 'T1', 'T2', ''),
})
const gap = fc.record({
  kind: fc.constant('gap' as const),
  tenths: fc.integer({ min: 1, max: 400 }),
  how: fc.constantFrom('down', 'lost', 'reboot', 'late-reboot', 'new-database'),
})
const events: fc.Arbitrary<Event[]> = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .tuple(report, fc.integer({ min: 1, max: 15 }))
          .map(([one, times]): Event[] => Array(times).fill(one)),
      },
      { weight: 2, arbitrary: gap.map((one): Event[] => [one]) },
    ),
    { maxLength: 14 },
  )
  .map((all) => all.flat())

/** A stretch of tenths with what the timeline says of it, and the report it is of. */
interface Drawn {
  from: number
  to: number
  row: Said | null
  how: string | null
}

/** The reports of what happened, from the tenth `at` on. */
function draw(all: Event[], at: number): Drawn[] {
  const drawn: Drawn[] = []
  let boot = 0
  let seq = 0
  let kernelFrom = at - 100
  let next = at
  for (const event of all) {
    const to = next + event.tenths
    if (event.kind === 'gap') {
      drawn.push({ from: next, to, row: null, how: event.how })
      if (event.how === 'lost') seq += 3
      if (event.how === 'reboot' || event.how === 'late-reboot' || event.how === 'new-database') {
        boot += 1
        seq = event.how === 'late-reboot' ? 2 : 0
        if (event.how !== 'new-database') kernelFrom = Math.max(next, to - 20)
      }
    } else {
      const lengthMs = event.tenths * TENTH_MS
      const row: Said = {
        bootId: `boot ${boot}`,
        seq,
        routeId: event.routeId,
        startedAt: ms(next),
        endedAt: ms(to),
        startedUptimeMs: (next - kernelFrom) * TENTH_MS,
        uplinkUpMs: event.up === 'untold' ? null : event.up === 'all' ? lengthMs : 0,
        outage: event.up === 'all' && event.outage !== 'portal' ? null : event.outage,
        movedM: event.movedM,
      }
      seq += 1
      drawn.push({ from: next, to, row, how: null })
    }
    next = to
  }
  return drawn
}

const runs = (day: GatewayDay, routeId: string, tenth: number) =>
  (day.services.get(routeId) ?? []).some(([from, to]) => from * 1000 <= ms(tenth) && ms(tenth) < to * 1000)

function isParked(drawn: Drawn[], one: Drawn): boolean {
  const middle = one.from + one.to
  const around = drawn.filter(({ row, from, to }) => row !== null && Math.abs(from + to - middle) <= 100)
  const metres = around.map(({ row }) => row?.movedM ?? null).filter((moved) => moved !== null)
  return metres.length > 0 && metres.reduce((sum, one) => sum + one, 0) < 100
}

function isServed(day: GatewayDay, drawn: Drawn[], one: Drawn, tenth: number): boolean {
  const { row, from, to } = one
  if (!row || row.routeId === '') return false
  if (to - from <= 15 && (row.movedM ?? 0) >= 100) return true
  return !isParked(drawn, one) && runs(day, row.routeId, tenth)
}

/** What one tenth of a minute was: null where it is not in service, or not known. */
function verdict(
  day: GatewayDay,
  drawn: Drawn[],
  tenth: number,
): { routeId: string; what: OutageCause | 'available' } | null {
  const place = drawn.findIndex(({ from, to }) => from <= tenth && tenth < to)
  const here = drawn[place]
  if (!here) return null
  if (here.row) {
    const { row, from, to } = here
    if (row.uplinkUpMs === null) return null
    if (to - from > 15) {
      if (row.uplinkUpMs > 0)
        return isParked(drawn, here) || !runs(day, row.routeId, tenth) || row.routeId === ''
          ? null
          : { routeId: row.routeId, what: 'available' }
      // The portal was down for all of it.
      return silence(day, drawn, tenth, {
        from,
        to,
        cause: 'portal',
        before: drawn.slice(0, place).findLast((one) => one.row) ?? here,
        after: here,
      })
    }
    if (!isServed(day, drawn, here, tenth)) return null
    const isUp = row.uplinkUpMs > 0 && row.outage !== 'portal'
    return { routeId: row.routeId, what: isUp ? 'available' : (row.outage ?? 'no-data') }
  }
  const before = drawn.slice(0, place).findLast((one) => one.row)
  const after = drawn.slice(place).find((one) => one.row)
  if (!before?.row || !after?.row) return null
  const gaps = drawn.slice(drawn.indexOf(before) + 1, drawn.indexOf(after)).map(({ how }) => how)
  const boots = gaps.filter((how) => how === 'reboot' || how === 'late-reboot' || how === 'new-database')
  const whole = { before, after, from: before.to }
  if (boots.length === 0) {
    return gaps.includes('lost') ? null : silence(day, drawn, tenth, { ...whole, to: after.from, cause: 'portal' })
  }
  const kernelFrom = after.from - after.row.startedUptimeMs / TENTH_MS
  const to = after.row.seq === 0 ? after.from : Math.max(kernelFrom, before.to)
  if (tenth >= to || to - before.to > 300) return null
  return silence(day, drawn, tenth, { ...whole, to, cause: kernelFrom < before.from ? 'gateway' : 'power' })
}

function silence(
  day: GatewayDay,
  drawn: Drawn[],
  tenth: number,
  { from, to, cause, before, after }: { from: number; to: number; cause: OutageCause; before: Drawn; after: Drawn },
) {
  const routeId = after.row?.routeId ?? ''
  if (before.row?.routeId !== routeId) return null
  if (!isServed(day, drawn, before, before.to - 1) || !isServed(day, drawn, after, Math.min(to, after.to - 1)))
    return null
  return to - from <= 300 || runs(day, routeId, tenth) ? { routeId, what: cause } : null
}

/** Tenths from 0 on: [length of a break, length of service] one after another. */
const service = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 600 })), { maxLength: 6 })
  .map((all) => {
    let at = -200
    return all.map(([pause, lasts]): [number, number] => {
      const from = at + pause
      at = from + lasts
      return [ms(from) / 1000, ms(at) / 1000]
    })
  })

it('is what looking at every tenth of a minute by itself finds, and its parts always add up', () => {
  fc.assert(
    fc.property(events, service, service, fc.integer({ min: -150, max: 50 }), (all, first, second, at) => {
      const drawn = draw(all, at)
      const said = drawn.flatMap(({ row }) => (row ? [row] : []))
      const day: GatewayDay = {
        said,
        from: START,
        to: ms(900) / 1000,
        services: new Map([
          ['T1', first],
          ['T2', second],
        ]),
        fixed: false,
      }
      const counted = new Map<string, Record<string, number>>()
      for (let tenth = 0; tenth < 900; tenth += 1) {
        const found = verdict(day, drawn, tenth)
        if (!found) continue
        const route = counted.get(found.routeId) ?? {}
        counted.set(found.routeId, { ...route, [found.what]: (route[found.what] ?? 0) + 1 })
      }
      const made = availabilityOf(day)
      for (const { inService, available, outages } of made) {
        expect(inService).toBe(OUTAGE_CAUSES.reduce((sum, cause) => sum + outages[cause], available))
        expect(inService).toBeLessThanOrEqual(900)
      }
      const told = made.map(({ routeId, available, outages }) => {
        const parts = Object.entries({ available, ...outages }).filter(([, tenths]) => tenths > 0)
        return [routeId, Object.fromEntries(parts)]
      })
      expect(Object.fromEntries(told)).toEqual(Object.fromEntries(counted))
    }),
    { numRuns: 400 },
  )
})

it('adds up to the tenth where the uplink was up for parts of minutes', () => {
  const minute = fc.record({
    uplinkUpMs: fc.integer({ min: 0, max: 70_000 }),
    outage: fc.constantFrom(null, ...OUTAGE_CAUSES),
  })
  fc.assert(
    fc.property(fc.array(minute, { maxLength: 40 }), (all) => {
      const said = all.map(
        (more, seq): Said => ({
          bootId: 'A',
          seq,
          routeId: 'T1',
          startedAt: ms(seq * 10),
          endedAt: ms(seq * 10 + 10),
          startedUptimeMs: seq * 60_000,
          movedM: 400,
          ...more,
        }),
      )
      const [route] = availabilityOf({ said, from: START, to: START + 86_400, services: new Map(), fixed: false })
      const up = all
        .filter(({ outage }) => outage !== 'portal')
        .reduce((sum, { uplinkUpMs }) => sum + Math.min(60_000, uplinkUpMs), 0)
      const { inService, available, outages } = route ?? { inService: 0, available: 0, outages: {} }
      expect(inService).toBe(all.length * 10)
      expect(Object.values(outages).reduce((sum, tenths) => sum + tenths, available)).toBe(inService)
      expect(Math.abs(available - up / TENTH_MS)).toBeLessThan(1)
    }),
  )
})
