import { describe, expect, it } from 'vitest'
import { judge, lineThrough, minuteFloors } from '../../bench/soak/judge.ts'
import { paceNow } from '../../bench/soak/pace.ts'
import { soakPlan } from '../../bench/soak/plan.ts'

/** A sample every ten seconds for an hour. */
const hour = (valueAt: (at: number) => number) =>
  Array.from({ length: 361 }, (_, index) => ({ at: index * 10, value: valueAt(index * 10) }))
const saw = (at: number) => (at % 130) / 13

describe('the endurance run’s judgement', () => {
  it('finds a slow leak under the saw teeth of garbage collection', () => {
    const { perHour, grows } = judge(
      hour((at) => 80 + saw(at) + at / 400),
      { mostPerHour: 6 },
    )
    expect(perHour).toBeGreaterThan(8)
    expect(perHour).toBeLessThan(10)
    expect(grows).toBe(true)
  })

  it('takes what warms up in the first third, and then stays, for no leak', () => {
    const judged = judge(
      hour((at) => Math.min(100, 80 + at / 50) + saw(at)),
      { mostPerHour: 1 },
    )
    expect(judged.grows).toBe(false)
    expect(judged.start).toBeLessThan(90)
    expect(judged.minutes).toBe(40)
  })

  it('looks only at what comes after the moment from which it has to level off', () => {
    const levelsOff = hour((at) => Math.min(at, 2000))
    expect(judge(levelsOff, { mostPerHour: 10 }).grows).toBe(true)
    expect(judge(levelsOff, { mostPerHour: 10, afterS: 2000 }).grows).toBe(false)
  })

  it('says nothing grows of what there is too little of', () => {
    expect(lineThrough([{ at: 0, value: 1 }])).toEqual({ perHour: 0, error: 0 })
    expect(lineThrough([])).toEqual({ perHour: 0, error: 0 })
  })

  it('fits an exact line exactly', () => {
    const { perHour, error } = lineThrough(hour((at) => 5 + at / 3600))
    expect(perHour).toBeCloseTo(1, 9)
    expect(error).toBeCloseTo(0, 9)
  })

  it('takes the least of each minute', () => {
    const floors = minuteFloors([
      { at: 0, value: 9 },
      { at: 50, value: 7 },
      { at: 61, value: 8 },
    ])
    expect(floors).toEqual([
      { at: 30, value: 7 },
      { at: 90, value: 8 },
    ])
  })
})

describe('the endurance run’s plan', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(soakPlan('1', 3600)).toEqual(soakPlan('1', 3600))
    expect(soakPlan('2', 3600)).not.toEqual(soakPlan('1', 3600))
  })

  it('has every fault, in order, and leaves both programs alone for two thirds of it', () => {
    const plan = soakPlan('1', 3600)
    expect(plan.map(({ at }) => at)).toEqual(plan.map(({ at }) => at).sort((a, b) => a - b))
    expect(new Set(plan.map(({ kind }) => kind))).toEqual(
      new Set(['uplink', 'kill-fleet', 'kill-portal', 'policy', 'reread']),
    )
    const kills = plan.filter(({ kind }) => kind.startsWith('kill')).map(({ at }) => at)
    expect(kills.filter((at) => at > 1200 && at < 3450)).toEqual([])
  })

  it('lives through four days a minute at 5,760 times the machine’s speed', () => {
    expect(paceNow({ beginMs: 1000, startedMs: 0, speed: 5760 }, 60_000)).toBe(1000 + 4 * 86_400_000)
  })
})
