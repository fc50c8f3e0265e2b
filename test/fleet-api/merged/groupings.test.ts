import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Report } from '../../../contract/report.ts'
import { availabilityOf, type GatewayDay, type RouteAvailability } from '../../../fleet-api/rules/availability.ts'
import { rowsOf } from '../../../fleet-api/rules/minutes.ts'
import { hourGroups, merge } from '../../../portal/outbox/merge.ts'
import { timedReport, type UntimedReport } from '../../../portal/outbox/timed.ts'
import { type BusDay, bootsOf, localMs, MIDNIGHT, type ToldBoot } from '../../fakes/told-day.ts'
import { DRIVEN, PATCHY, TIMELESS, TROUBLED } from '../../fakes/told-days.ts'

const seconds = (time: string) => localMs(time) / 1000

/** What becomes of reports of a bus on a route whose service runs from six until half past midnight. */
function told(reports: Report[]): RouteAvailability | undefined {
  const bus = { gatewayId: 'bus-1', routeId: 'T1' }
  const said = reports.flatMap((one) => rowsOf(bus, one, 0).rows)
  const services: GatewayDay['services'] = new Map([['T1', [[seconds('06:00'), seconds('24:30')]]]])
  const from = MIDNIGHT / 1000
  return availabilityOf({ said, from, to: from + 2 * 86_400, services, fixed: false })[0]
}

function timed({ offsetMs }: ToldBoot, report: UntimedReport): Report {
  return timedReport(report, { offsetMs, source: 'gnss', estimated: false, uncertaintyAt: () => 20 })
}

/** A boot's reports, every other stretch of them merged. The stretches are as long as `lengths` say, over and over. */
function grouped(boot: ToldBoot, lengths: number[], isTimeless: boolean): Report[] {
  const { reports, offsetMs } = boot
  const offsets = new Map(isTimeless ? [] : [[reports[0]?.bootId ?? '', offsetMs]])
  const made: Report[] = []
  for (let from = 0, turn = 0; from < reports.length; turn += 1) {
    const stretch = reports.slice(from, from + (lengths[turn % lengths.length] ?? 60))
    from += stretch.length
    const some = turn % 2 === 0 ? hourGroups(stretch, offsets).map(merge) : stretch
    made.push(...some.map((one) => timed(boot, one)))
  }
  return made
}

const anyLengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 })
/** Tenths of a minute. Of a minute in which the bus set off, or came to stand, one fix tells a little less than all: so long it may be in service or not. */
const TWO_MINUTES = 20

it.each<[string, BusDay]>([
  ['is driven', DRIVEN.day],
  ['has troubles', TROUBLED.day],
  ['drives past the end of service', TIMELESS.day],
  ['has internet that comes and goes', PATCHY.day],
  ['has internet that comes and goes, and no position', { ...PATCHY.day, blind: [['09:00', '14:00']] }],
])('a bus that %s has the same outages, whichever of its minutes were merged', (_what, day) => {
  const boots = bootsOf(day)
  const single = told(boots.flatMap((boot) => boot.reports.map((one) => timed(boot, one))))
  fc.assert(
    fc.property(anyLengths, fc.boolean(), (lengths, isTimeless) => {
      const merged = told(boots.flatMap((boot) => grouped(boot, lengths, isTimeless)))
      expect(merged?.outages).toEqual(single?.outages)
      expect(Math.abs((merged?.inService ?? 0) - (single?.inService ?? 0))).toBeLessThanOrEqual(TWO_MINUTES)
    }),
    { numRuns: 15 },
  )
})
