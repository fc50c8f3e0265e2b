import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUplinkMonitor } from '../../portal/uplink/monitor.ts'
import { fakeClock } from '../fakes/clock.ts'

function monitorBench() {
  const clock = fakeClock()
  const world = { link: true, answer: 40 as number | null, breaksMeanwhile: false }
  const told: string[] = []
  const monitor = createUplinkMonitor({
    clock,
    link: () => world.link,
    probe: async () => {
      world.link &&= !world.breaksMeanwhile
      return world.answer
    },
    log: (message) => told.push(message),
    changed: () => undefined,
  })
  return { clock, world, told, monitor }
}

describe('the last look at the uplink', () => {
  it('is the round trip of the last probe, and none where that was lost', async () => {
    const { world, monitor } = monitorBench()
    expect(monitor.lastLook()).toBe(-1)
    await monitor.checkInternet()
    expect(monitor.lastLook()).toBe(40)
    world.answer = null
    await monitor.checkInternet()
    expect([monitor.isUp(), monitor.lastLook()]).toEqual([true, null])
  })

  it('is none from the moment in which the link breaks, until a probe is answered', async () => {
    const { world, monitor } = monitorBench()
    await monitor.checkInternet()
    world.link = false
    monitor.checkLink()
    expect(monitor.lastLook()).toBeNull()
    world.link = true
    monitor.checkLink()
    expect(monitor.lastLook()).toBeNull()
    await monitor.checkInternet()
    expect(monitor.lastLook()).toBe(40)
  })
})

describe('the time that the uplink was up', () => {
  it('is told since it was last told, also in the midst of an outage', async () => {
    const { clock, world, monitor } = monitorBench()
    clock.pass(30)
    world.link = false
    monitor.checkLink()
    clock.pass(12)
    expect(monitor.takeUpMs()).toBe(30_000)
    clock.pass(8)
    expect(monitor.takeUpMs()).toBe(0)
    world.link = true
    await monitor.checkInternet()
    clock.pass(25)
    monitor.checkLink()
    clock.pass(5)
    expect([monitor.takeUpMs(), monitor.takeUpMs()]).toEqual([30_000, 0])
  })

  it('is not touched by a wall clock that jumps', () => {
    const { clock, monitor } = monitorBench()
    clock.pass(10)
    clock.jump(86_400)
    expect(monitor.takeUpMs()).toBe(10_000)
  })

  it('is neither lost nor told twice, whatever happens in between', async () => {
    const step = fc.record({
      seconds: fc.nat(100),
      link: fc.boolean(),
      answered: fc.boolean(),
      look: fc.constantFrom('link', 'internet', 'take'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { clock, world, monitor } = monitorBench()
        let expected = 0
        let taken = 0
        for (const { seconds, link, answered, look } of steps) {
          expected += monitor.isUp() ? seconds * 1000 : 0
          clock.pass(seconds)
          Object.assign(world, { link, answer: answered ? 40 : null })
          if (look === 'link') monitor.checkLink()
          if (look === 'internet') await monitor.checkInternet()
          if (look === 'take') taken += monitor.takeUpMs()
        }
        expect(taken + monitor.takeUpMs()).toBe(expected)
      }),
    )
  })
})

describe('an uplink whose link breaks while its answer is awaited', () => {
  it('is not said to be back', async () => {
    const { world, told, monitor } = monitorBench()
    world.link = false
    monitor.checkLink()
    Object.assign(world, { link: true, breaksMeanwhile: true })
    await monitor.checkInternet()
    expect([monitor.isUp(), told]).toEqual([false, ['the uplink is down: no link']])
  })
})
