import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyUpgrades, recoverAtStart } from '../../../portal/upgrade/root/apply.ts'
import { pointTo, runningVersion } from '../../../portal/upgrade/root/installed.ts'
import { openRecord } from '../../../portal/upgrade/root/record.ts'
import { upgradeStatus } from '../../../portal/upgrade/status.ts'
import { NOW, placesFor, releaseOf } from './releases.ts'

const WINDOWS = [{ from: '2026-11-26T07:00:00Z', to: '2026-11-26T10:00:00Z' }]

/** A gateway whose package brought 1.0.0, with a clock, and a portal that is whatever program is in force. */
function gateway() {
  const { places, lay } = placesFor('trial')
  const state = {
    uptime: 600_000,
    bootId: 'boot-1',
    riders: 0,
    running: '1.0.0',
    /** What a phone meets with each version; null: it gets online. */
    found: {} as Record<string, (string | null)[]>,
    restarts: [] as string[],
    busy: false,
    cutAt: null as 'restart' | 'proof' | null,
  }
  let powerGoes: () => void = () => undefined
  /** Nothing goes on from here. */
  const dark = () => {
    powerGoes()
    return new Promise<never>(() => undefined)
  }
  const logged: string[] = []
  const deps = {
    places,
    architecture: 'amd64' as const,
    askPortal: async () => ({
      ok: true as const,
      software: `abordo ${state.running}`,
      ridersConnected: state.riders,
      uplinkUp: true,
      clock: null,
      atMs: NOW,
      storage: 'disk' as const,
      position: null,
      policy: { running: 0, problem: null },
    }),
    restart: async () => {
      if (state.cutAt === 'restart') return dark()
      state.running = runningVersion(places) ?? 'none'
      state.restarts.push(state.running)
    },
    proofFor: () => async () => {
      if (state.cutAt === 'proof') return dark()
      return state.found[state.running]?.shift() ?? null
    },
    lock: async () => {
      if (state.busy) return null
      state.busy = true
      return () => {
        state.busy = false
      }
    },
    systemNow: () => NOW,
    uptime: () => state.uptime,
    wait: async (ms: number) => {
      state.uptime += ms
    },
    deadlineMs: 180_000,
    holdMs: 60_000,
    log: (line: string) => logged.push(line),
  }
  const at = {
    places,
    state,
    logged,
    lay: (version: string, sequence: number) => lay(releaseOf(version, sequence), WINDOWS),
    apply: (atOnce = true) => applyUpgrades({ ...deps, bootId: state.bootId, atOnce }),
    /** The power goes at that moment, and comes back. */
    async cut(when: 'restart' | 'proof') {
      state.cutAt = when
      await new Promise<void>((resolve) => {
        powerGoes = resolve
        void at.apply()
      })
      Object.assign(state, { cutAt: null, busy: false })
      state.bootId = `${state.bootId}+`
      state.uptime = 20_000
      recoverAtStart({ ...deps })
      state.running = runningVersion(places) ?? 'none'
    },
    outcomes: () =>
      openRecord(places.versions)
        .current()
        .outcomes.map(({ version, state: became, reason }) => [version, became, reason]),
    versions: () => readdirSync(places.versions).filter((name) => /^\d/.test(name)),
  }
  return at
}

describe('a version on trial', () => {
  it('stays where a phone gets online twice, a minute apart, and the one before is kept', async () => {
    const at = gateway()
    at.lay('1.1.0', 1)
    expect(await at.apply()).toBe('tried')
    expect(at.state.running).toBe('1.1.0')
    expect(at.state.uptime).toBe(660_000)
    at.lay('1.2.0', 2)
    await at.apply()
    at.lay('1.3.0', 3)
    await at.apply()
    expect(at.versions()).toEqual(['1.2.0', '1.3.0'])
    expect(at.outcomes().filter(([, became]) => became === 'proved')).toEqual([
      ['1.1.0', 'proved', null],
      ['1.2.0', 'proved', null],
      ['1.3.0', 'proved', null],
    ])
    expect(existsSync(join(at.places.versions, 'trial.json'))).toBe(false)
  })

  it('may need a while to start', async () => {
    const at = gateway()
    at.state.found['1.1.0'] = ['its portal does not answer', 'its portal does not answer']
    at.lay('1.1.0', 1)
    await at.apply()
    expect(at.state.running).toBe('1.1.0')
  })

  it('goes back where no phone gets online for three minutes, and is not tried again', async () => {
    const at = gateway()
    at.state.found['1.1.0'] = Array.from({ length: 1000 }, () => 'the portal lets nobody in (status 500)')
    at.lay('1.1.0', 1)
    await at.apply()
    expect(at.state.restarts).toEqual(['1.1.0', '1.0.0'])
    expect(at.state.uptime).toBe(600_000 + 179_000)
    expect(at.outcomes().at(-1)).toEqual(['1.1.0', 'rolled-back', 'the portal lets nobody in (status 500)'])
    expect(at.versions()).toEqual([])
    expect(await at.apply()).toBe('nothing')
    expect(at.state.restarts).toHaveLength(2)
    expect(existsSync(join(at.places.versions, 'waiting'))).toBe(false)
  })

  it('goes back to the version before, not to the package’s, where it fails after a minute', async () => {
    const at = gateway()
    at.lay('1.1.0', 1)
    await at.apply()
    at.state.found['1.2.0'] = [null, 'a phone with a session gets nowhere']
    at.lay('1.2.0', 2)
    await at.apply()
    expect(at.state.running).toBe('1.1.0')
    expect(at.outcomes().at(-1)?.[2]).toBe('it worked at first, and then no more: a phone with a session gets nowhere')
  })

  it('keeps the reason as one plain line, whoever said it', async () => {
    const at = gateway()
    const said = 'its portal does not start:\nsshd: \u001b[2Jaccepted\t '
    at.state.found['1.1.0'] = [null, said]
    at.lay('1.1.0', 1)
    await at.apply()
    const reason = 'it worked at first, and then no more: its portal does not start: sshd: [2Jaccepted'
    expect(at.outcomes().at(-1)).toEqual(['1.1.0', 'rolled-back', reason])
    expect(at.logged.at(-1)).toBe(`version 1.1.0 goes back: ${reason}`)
  })

  it.each(['restart', 'proof'] as const)(
    'does not run after the power went at its %s, and is tried again: the power may go for any reason',
    async (moment) => {
      const at = gateway()
      at.lay('1.1.0', 1)
      await at.cut(moment)
      expect(at.state.running).toBe('1.0.0')
      expect(at.outcomes().map(([, became]) => became)).toEqual(['taken'])
      await at.apply()
      expect(at.state.running).toBe('1.1.0')
    },
  )

  it('is given up where the power goes three times in its trial', async () => {
    const at = gateway()
    at.lay('1.1.0', 1)
    for (let time = 0; time < 3; time += 1) await at.cut('proof')
    expect(at.outcomes().at(-1)).toEqual(['1.1.0', 'rolled-back', 'its trial was interrupted 3 times'])
    expect(await at.apply()).toBe('nothing')
    expect(at.state.running).toBe('1.0.0')
  })

  it('does not run after a trial whose note is damaged', async () => {
    const at = gateway()
    at.lay('1.1.0', 1)
    await at.cut('proof')
    pointTo(at.places.versions, '1.1.0')
    writeFileSync(join(at.places.versions, 'trial.json'), '{"from"')
    recoverAtStart({ places: at.places, systemNow: () => NOW, log: () => undefined })
    expect(runningVersion(at.places)).toBe('1.0.0')
  })

  it('has the package’s own program run where that is newer', async () => {
    const at = gateway()
    at.lay('1.1.0', 1)
    await at.apply()
    writeFileSync(join(at.places.program, 'VERSION'), '1.2.0\n')
    expect(runningVersion(at.places)).toBe('1.2.0')
  })

  it('waits for its window and for riders to be gone for five minutes', async () => {
    const at = gateway()
    at.lay('1.1.0', 1)
    at.state.riders = 1
    expect(await at.apply(false)).toBe('waits')
    expect(existsSync(join(at.places.versions, 'waiting'))).toBe(true)
    at.state.riders = 0
    expect(await at.apply(false)).toBe('waits')
    at.state.uptime += 299_000
    expect(await at.apply(false)).toBe('waits')
    at.state.uptime += 1_000
    expect(await at.apply(false)).toBe('tried')
  })

  it('is worked on by one at a time', async () => {
    const at = gateway()
    at.lay('1.1.0', 1)
    expect(await Promise.all([at.apply(), at.apply()])).toEqual(['tried', 'busy'])
    expect(await at.apply()).toBe('nothing')
  })

  it('is told of by abordo upgrade status', async () => {
    const at = gateway()
    at.lay('1.1.0', 1)
    await at.apply()
    expect(upgradeStatus(at.places)).toEqual([
      'running    1.1.0',
      "before it  the package's own",
      'waiting    none',
      '2026-11-26T08:00:00.000Z  1.1.0  proved',
      '2026-11-26T08:00:00.000Z  1.1.0  taken',
    ])
  })
})
