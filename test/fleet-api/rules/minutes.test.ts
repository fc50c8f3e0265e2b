import { describe, expect, it } from 'vitest'
import type { ReportInput } from '../../../contract/report.ts'
import type { Fix } from '../../../contract/trace.ts'
import { takeReport } from '../../../fleet-api/rules/intake.ts'
import { rowsOf } from '../../../fleet-api/rules/minutes.ts'
import { aMergedReport, aReport } from '../../fakes/fleet.ts'

const NOW = Date.parse('2026-11-24T14:30:00Z')
const MINUTE = 60_000
const BUS = { gatewayId: 'bus-1', routeId: null, site: 'vehicle' as const }

/** How far the bus moved in each minute of a report, by what is stored of it. */
function moved(report: ReportInput): (number | null)[] {
  const taken = takeReport(report, NOW)
  if (!('report' in taken)) throw new Error(taken.reason)
  return rowsOf(BUS, taken.report, NOW).rows.map(({ movedM }) => movedM)
}

/** A fix in the middle of a minute of the boot, so many metres north of where it all began. */
const fix = (minute: number, northM: number): Fix => [minute * MINUTE + 30_000, 19.4 + northM / 111_195, -99.1, 40]

/** The first minutes of a boot, merged on the way, with these fixes. */
const merged = (minutes: number, trace: Fix[]) =>
  aMergedReport(
    0,
    '2026-11-24T14:00:00Z',
    Array.from({ length: minutes }, () => 5),
    { trace },
  )

describe('how far a bus moved in minutes that were merged', () => {
  it('is told from one minute to the next, for each keeps one fix; of the first nothing is known', () => {
    expect(moved(merged(4, [fix(0, 0), fix(1, 300), fix(2, 700), fix(3, 900)]))).toEqual([null, 300, 400, 200])
  })

  it('is nothing where it stood', () => {
    expect(moved(merged(3, [fix(0, 0), fix(1, 8), fix(2, 3)]))).toEqual([null, 0, 0])
  })

  it('is not known of minutes without a fix, nor of the first one after a long gap', () => {
    expect(moved(merged(5, [fix(0, 0), fix(3, 2000), fix(4, 2300)]))).toEqual([null, null, null, null, 300])
  })
})

describe('how far a bus moved in a minute', () => {
  const single = (trace: Fix[]) => ({ ...aReport(0, '2026-11-24T14:00:00Z'), trace })
  const at = (second: number, northM: number): Fix => [second * 1000, 19.4 + northM / 111_195, -99.1, 40]

  it('is told by the fixes of the minute', () => {
    expect(moved(single([at(5, 0), at(25, 120), at(45, 300)]))).toEqual([300])
  })

  it('is nothing where there is one fix: a bus that stands tells no more', () => {
    expect(moved(single([at(5, 0)]))).toEqual([0])
  })

  it('is not known without a fix', () => {
    expect(moved(single([]))).toEqual([null])
  })
})
