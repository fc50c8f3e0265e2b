import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootKey, type Run, type RunMinute, withMinutes } from '../../../fleet-api/rules/boot-runs.ts'

const BOOT = { gatewayId: 'bus-1', bootId: 'boot-1' }
const minute = (n: number, routeId: string): RunMinute => ({ ...BOOT, minuteAt: n * 60, routeId })

/** Puts minutes in one by one, as separate requests would; the stretches as `route first-last`, and what is owed in all. */
function put(minutes: RunMinute[]) {
  let runs: Run[] = []
  const owed = new Map<string, number>()
  for (const one of minutes) {
    const changes = withMinutes([one], new Map([[bootKey(BOOT), runs]]))
    const written = new Map(changes.written.map((run) => [run.firstMinuteAt, run]))
    const gone = new Set(changes.gone.map(({ firstMinuteAt }) => firstMinuteAt))
    runs = [
      ...runs.filter(({ firstMinuteAt }) => !gone.has(firstMinuteAt) && !written.has(firstMinuteAt)),
      ...written.values(),
    ]
    for (const { routeId, from, to, sign } of changes.owed)
      owed.set(routeId, (owed.get(routeId) ?? 0) + sign * ((to - from) / 60 + 1))
  }
  runs.sort((a, b) => a.firstMinuteAt - b.firstMinuteAt)
  return {
    runs: runs.map((run) => `${run.routeId} ${run.firstMinuteAt / 60}-${run.lastMinuteAt / 60}`),
    owed: Object.fromEntries([...owed].filter(([, minutes]) => minutes !== 0).sort()),
  }
}

describe('the stretches of a boot', () => {
  it('grow with its minutes, and the silence in between is owed where the gateway was last', () => {
    expect(put([minute(1, 'A'), minute(2, 'A'), minute(6, 'B')])).toEqual({
      runs: ['A 1-5', 'B 6-6'],
      owed: { A: 5, B: 1 },
    })
  })

  it('are cut where a minute turns out to have been spent on another route', () => {
    expect(put([minute(1, 'A'), minute(9, 'A'), minute(5, 'B')])).toEqual({
      runs: ['A 1-4', 'B 5-5', 'A 6-9'],
      owed: { A: 8, B: 1 },
    })
  })

  it('are one again where the minute in between is put right', () => {
    expect(put([minute(1, 'A'), minute(2, 'B'), minute(3, 'A'), minute(2, 'A')]).runs).toEqual(['A 1-3'])
  })

  it('begin earlier with a minute from before, which owes what lies in between', () => {
    expect(put([minute(5, 'A'), minute(2, 'B')])).toEqual({ runs: ['B 2-4', 'A 5-5'], owed: { A: 1, B: 3 } })
    expect(put([minute(5, 'A'), minute(2, 'A')])).toEqual({ runs: ['A 2-5'], owed: { A: 4 } })
  })

  it('cover each minute from the first to the last once, and each reported minute on its own route, in whatever order', () => {
    const minutes = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom('A', 'B', 'C')), {
      minLength: 1,
      selector: ([at]) => at,
    })
    fc.assert(
      fc.property(minutes, (all) => {
        const { runs, owed } = put(all.map(([at, routeId]) => minute(at, routeId)))
        const routeAt = new Map<number, string>()
        for (const run of runs) {
          const [, routeId = '', first = '', last = ''] = /^(.) (\d+)-(\d+)$/.exec(run) ?? []
          for (let at = Number(first); at <= Number(last); at += 1) {
            expect(routeAt.has(at)).toBe(false)
            routeAt.set(at, routeId)
          }
        }
        const ats = all.map(([at]) => at)
        expect(routeAt.size).toBe(Math.max(...ats) - Math.min(...ats) + 1)
        for (const [at, routeId] of all) expect(routeAt.get(at)).toBe(routeId)
        const counted = new Map<string, number>()
        for (const routeId of routeAt.values()) counted.set(routeId, (counted.get(routeId) ?? 0) + 1)
        expect(owed).toEqual(Object.fromEntries(counted))
      }),
    )
  })
})
