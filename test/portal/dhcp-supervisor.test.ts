import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { endLeftBehind } from '../../portal/dhcp/dnsmasq.ts'
import { dnsmasqBench } from '../fakes/dnsmasq.ts'

describe('the supervisor of dnsmasq', () => {
  const benches: ReturnType<typeof dnsmasqBench>[] = []
  const bench = () => {
    const made = dnsmasqBench()
    benches.push(made)
    return made
  }
  afterEach(() => {
    for (const made of benches.splice(0)) made.remove()
  })

  it('starts anew for a change, and only then', async () => {
    const { make, done } = bench()
    const dnsmasq = make()
    await dnsmasq.start()
    await dnsmasq.apply({ uplinkUp: true, policy: { walledGarden: [], blockedNames: [] } })
    expect(done).toEqual(['test up', 'launch up'])
    await dnsmasq.apply({ uplinkUp: false })
    // Blocked names make no difference while nothing is resolved.
    await dnsmasq.apply({ policy: { walledGarden: [], blockedNames: ['adult.example'] } })
    expect(done.splice(2)).toEqual(['test down', 'end up', 'launch down'])
    expect(dnsmasq.alive()).toBe(true)
  })

  it('makes one change at a time, in the order in which they came', async () => {
    const { make, done } = bench()
    const dnsmasq = make()
    await Promise.all([dnsmasq.start(), dnsmasq.apply({ uplinkUp: false }), dnsmasq.apply({ uplinkUp: true })])
    const expected = ['test up', 'launch up', 'test down', 'end up', 'launch down', 'test up', 'end down', 'launch up']
    expect(done).toEqual(expected)
  })

  it('takes a change that came before its start', async () => {
    const { make, done } = bench()
    const dnsmasq = make()
    await dnsmasq.apply({ uplinkUp: false })
    await dnsmasq.start()
    expect(done).toEqual(['test down', 'launch down'])
  })

  it('keeps the old one where the new configuration is refused, and takes the next change', async () => {
    const { make, done, failing, dataDir } = bench()
    const dnsmasq = make()
    await dnsmasq.start()
    const before = readFileSync(join(dataDir, 'dnsmasq.conf'), 'utf8')
    failing.test = 'dnsmasq refuses its configuration: bad option at line 7'
    const bad = dnsmasq.apply({ policy: { walledGarden: [], blockedNames: ['bad.example'] } })
    await expect(bad).rejects.toThrow('bad option at line 7')
    expect(readFileSync(join(dataDir, 'dnsmasq.conf'), 'utf8')).toBe(before)
    expect([done.splice(2), dnsmasq.alive()]).toEqual([['test up'], true])
    failing.test = ''
    await dnsmasq.apply({ uplinkUp: false })
    await dnsmasq.apply({ uplinkUp: true })
    expect(readFileSync(join(dataDir, 'dnsmasq.conf'), 'utf8')).toBe(before)
  })

  it('goes back to the old one where the new one does not serve', async () => {
    const { make, done, failing } = bench()
    const dnsmasq = make()
    await dnsmasq.start()
    failing.launch = 'down'
    await expect(dnsmasq.apply({ uplinkUp: false })).rejects.toThrow('port taken')
    expect(done.splice(2)).toEqual(['test down', 'end up', 'launch down', 'launch up'])
    expect(dnsmasq.alive()).toBe(true)
  })

  it('does not start by a configuration that is refused', async () => {
    const { make, failing } = bench()
    failing.test = 'dnsmasq is not installed: install dnsmasq-base, or set PORTAL_DHCP=none'
    const dnsmasq = make()
    await expect(dnsmasq.start()).rejects.toThrow('install dnsmasq-base')
    expect(dnsmasq.alive()).toBe(false)
  })

  it('starts it again when it dies, waits longer each time, and says so once', async () => {
    const { make, done, logged, failing, die, goOff, waits } = bench()
    const dnsmasq = make()
    await dnsmasq.start()
    failing.launch = 'all'
    await die('by SIGKILL')
    expect([dnsmasq.alive(), waits()]).toEqual([false, [100]])
    await goOff()
    expect(waits()).toEqual([200])
    await goOff()
    expect(waits()).toEqual([400])
    failing.launch = ''
    await goOff()
    expect(done.splice(2)).toEqual(['launch up', 'launch up', 'launch up'])
    expect(dnsmasq.alive()).toBe(true)
    await die('code 5')
    expect(waits()).toEqual([800])
    expect(logged).toEqual([
      'dnsmasq has ended by itself (by SIGKILL): it is started again',
      'dnsmasq cannot be started; riders get no address; it is tried again and again',
    ])
  })

  it('waits no longer than half a minute, and short again after a steady minute', async () => {
    const { make, failing, die, goOff, waits } = bench()
    await make().start()
    failing.launch = 'all'
    await die('code 5')
    for (let round = 0; round < 12; round += 1) await goOff()
    expect(waits()).toEqual([30_000])
    failing.launch = ''
    await goOff()
    expect(waits()).toEqual([60_000])
    await goOff()
    await die('code 5')
    expect(waits()).toEqual([100])
  })

  it('starts a dead one by a change at once, and not a second time', async () => {
    const { make, done, die, waits } = bench()
    const dnsmasq = make()
    await dnsmasq.start()
    await die('code 5')
    await dnsmasq.apply({ uplinkUp: false })
    expect(done.splice(2)).toEqual(['test down', 'launch down'])
    expect(waits()).toEqual([60_000])
  })

  it('adopts one that was left behind by the same configuration, and starts it again when that dies', async () => {
    const { make, done, left, die, goOff } = bench()
    const first = make()
    await first.start()
    await first.leave()
    done.splice(0)
    left.behind = true
    const second = make()
    await second.start()
    expect([done, second.alive()]).toEqual([[], true])
    await die('for a reason unknown')
    await goOff()
    expect(done).toEqual(['launch up'])
  })

  it('replaces one that was left behind by another configuration', async () => {
    const { make, done, left, dataDir } = bench()
    writeFileSync(join(dataDir, 'dnsmasq.conf'), 'of an earlier version')
    left.behind = true
    await make().start()
    expect(done).toEqual(['test up', 'end left behind', 'launch up'])
  })

  it('leaves it running, and does nothing more to it, when it is left', async () => {
    const { make, done, logged, die, waits } = bench()
    const dnsmasq = make()
    await dnsmasq.start()
    await dnsmasq.leave()
    await dnsmasq.apply({ uplinkUp: false })
    await die('by SIGKILL')
    expect([done, logged, waits()]).toEqual([['test up', 'launch up', 'let up go'], [], []])
  })

  it('ends it when it is stopped, also where it never started it', async () => {
    const { make, done, left, logged, waits } = bench()
    const dnsmasq = make()
    await dnsmasq.start()
    await dnsmasq.stop()
    left.behind = true
    await make().stop()
    expect(done).toEqual(['test up', 'launch up', 'end up', 'end left behind'])
    expect([logged, waits(), dnsmasq.alive()]).toEqual([[], [], false])
  })

  it('ends the one of an earlier portal where the operator has taken DHCP over', async () => {
    const { command, dataDir, done, left } = bench()
    await endLeftBehind(command, dataDir)
    left.behind = true
    await endLeftBehind(command, dataDir)
    expect(done).toEqual(['end left behind'])
  })

  it('tells how full the pool is', async () => {
    const { make, dataDir } = bench()
    const dnsmasq = make()
    expect(dnsmasq.pool()).toBeNull()
    await dnsmasq.start()
    expect(dnsmasq.pool()).toEqual({ used: 0, size: 1013 })
    writeFileSync(join(dataDir, 'dnsmasq.leases'), '1793026801 02:00:00:00:00:02 10.55.0.12 * *\n')
    expect(dnsmasq.pool()).toEqual({ used: 1, size: 1013 })
  })
})
