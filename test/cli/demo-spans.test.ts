import { expect, it } from 'vitest'
import { fleet as cityFleet, type Fault } from '../../cli/demo/city/fleet.ts'
import { before, lastHours, type Spans } from '../../cli/demo/spans.ts'
import { stage } from '../../cli/demo/staged.ts'

const HOUR_MS = 3_600_000
const NOW = Date.UTC(2026, 10, 26, 23, 54)
const DAYS_AGO = NOW - 72 * HOUR_MS

/** Hours of history of a bus with this fault that are sent before the demo begins, and those that are left. */
function hours(fault: Fault | null): [first: number, left: number] {
  const bus = cityFleet(60).find((one) => one.fault === fault)
  if (!bus) throw new Error(`no bus with ${fault}`)
  const one = stage(bus, 'abordo', NOW)
  const all: Spans = new Map([[one, { from: DAYS_AGO, to: NOW - 10 * HOUR_MS, awakeFrom: 0 }]])
  const lengths = [lastHours(all), before(all)].map((spans) => {
    const { from, to } = spans.get(one) ?? { from: 0, to: 0 }
    return (to - from) / HOUR_MS
  })
  return [lengths[0] ?? Number.NaN, lengths[1] ?? Number.NaN]
}

it('the demo begins with the last six hours of its buses, and with all that a silent one has ever said', () => {
  expect([hours(null), hours('hot'), hours('no-data'), hours('power')]).toEqual([
    [6, 56],
    [6, 56],
    [62, 0],
    [62, 0],
  ])
})
