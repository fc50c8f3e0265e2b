import { describe, expect, it } from 'vitest'
import { serviceManager } from '../../cli/service-manager.ts'

/** A portal under a service manager that waits for 30 s: what it was told, and a hand on the clock. */
function watched(env: Record<string, string> = { NOTIFY_SOCKET: '/run/systemd/notify', WATCHDOG_USEC: '30000000' }) {
  const told: string[] = []
  const logged: string[] = []
  const timers: { ms: number; job: () => Promise<void> }[] = []
  let well: () => Promise<boolean> = async () => true
  const manager = serviceManager({
    env,
    isWell: () => well(),
    tell: async (state) => told.push(state),
    every: (ms, job) => {
      timers.push({ ms, job })
      return () => timers.splice(0)
    },
    log: (message) => logged.push(message),
  })
  return {
    ...manager,
    told,
    logged,
    timers,
    beat: () => Promise.all(timers.map(({ job }) => job())),
    becomes: (next: () => Promise<boolean>) => {
      well = next
    },
  }
}

describe('what systemd hears of the portal', () => {
  it('is that it is ready, and every third of its patience that it is well', async () => {
    const portal = watched()
    await portal.ready()
    await portal.beat()
    expect(portal.told).toEqual(['READY=1', 'WATCHDOG=1'])
    expect(portal.timers.map(({ ms }) => ms)).toEqual([10_000])
  })

  it.each([
    ['does not answer', async () => false],
    ['cannot be asked', () => Promise.reject(new Error('timed out'))],
  ])('is nothing while the portal %s, until it does again', async (_, answer) => {
    const portal = watched()
    await portal.ready()
    portal.becomes(answer)
    await portal.beat()
    expect(portal.told).toEqual(['READY=1'])
    expect(portal.logged).toHaveLength(1)
    portal.becomes(async () => true)
    await portal.beat()
    expect(portal.told).toEqual(['READY=1', 'WATCHDOG=1'])
  })

  it('is that it stops, and then nothing', async () => {
    const portal = watched()
    await portal.ready()
    await portal.stopping()
    await portal.beat()
    expect(portal.told).toEqual(['READY=1', 'STOPPING=1'])
  })

  it('is nothing where systemd does not run it', async () => {
    const portal = watched({})
    await portal.ready()
    await portal.stopping()
    expect(portal.told).toEqual([])
    expect(portal.timers).toEqual([])
  })
})
