import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../../portal/run-program.ts'
import { createNtpState } from '../../../portal/time/ntp.ts'
import { chronyUncertaintyMs } from '../../../portal/time/ntp-chrony.ts'
import { timesyncdUncertaintyMs } from '../../../portal/time/ntp-timesyncd.ts'
import { fakeClock } from '../../fakes/clock.ts'

const recorded = (name: string) => readFileSync(new URL(`../testcases/ntp/${name}`, import.meta.url), 'utf8')
const SYNCHRONISED = recorded('chronyc-synchronised.csv')

describe('what chronyc prints', () => {
  it('says how far the clock may be from the reference clock', () => {
    // Half of 8.347 µs, 2.021 µs and 2.175 µs.
    expect(chronyUncertaintyMs(SYNCHRONISED)).toBeCloseTo(0.0083695, 10)
  })

  it('adds what is still being slewed away', () => {
    expect(chronyUncertaintyMs(recorded('chronyc-five-seconds-off.csv'))).toBeCloseTo(5000.052347, 6)
  })

  it.each(['Insert second', 'Delete second'])('is as good before a leap second: %s', (status) => {
    expect(chronyUncertaintyMs(SYNCHRONISED.replace('Normal', status))).toBeCloseTo(0.0083695, 10)
  })

  it.each([
    ['has no source yet', recorded('chronyc-not-synchronised.csv')],
    ['passes on its own clock, which nobody has set', recorded('chronyc-own-clock.csv')],
    ['has a stratum of 0', SYNCHRONISED.replace(',9,', ',0,')],
    ['has a stratum of 16', SYNCHRONISED.replace(',9,', ',16,')],
    [
      'has lost its sources for so long that it may be off by 16 s',
      SYNCHRONISED.replace('0.000002021', '16.000000000'),
    ],
    ['says nothing', ''],
    ['leaves columns out', '7F000001,127.0.0.1,9,1795517305.172185971,Normal'],
    ['leaves a number empty', SYNCHRONISED.replace('0.000008347', '')],
    ['says words for numbers', SYNCHRONISED.replace('0.000008347', 'little')],
    ['says nan', SYNCHRONISED.replace('0.000002021', 'nan')],
    ['is an error', '506 Cannot talk to daemon\n'],
  ])('is no synchronised clock where it %s', (_what, printed) => {
    expect(chronyUncertaintyMs(printed)).toBeNull()
  })

  it('never makes the parser throw, nor gives more than 16 s', () => {
    const cell = fc.oneof(fc.double().map(String), fc.string(), fc.constantFrom('Normal', '9', ''))
    fc.assert(
      fc.property(fc.array(cell, { minLength: 10, maxLength: 20 }), (cells) => {
        expect(chronyUncertaintyMs(cells.join(',')) ?? 0).toBeLessThanOrEqual(16_000)
      }),
    )
  })
})

describe('what systemd says', () => {
  const NOW = 1_795_528_800_000
  it.each([
    ['yes, and timesyncd has just set the clock', 'yes\n', NOW, 10_000],
    ['yes, and timesyncd has set the clock an hour ago', 'yes\n', NOW - 3_600_000, 11_800],
    ['yes, and timesyncd has set it long ago', 'yes\n', NOW - 86_400_000, 16_000],
    ['yes, and no timesyncd runs', 'yes\n', null, 16_000],
    ['yes, and the clock has been set back since', 'yes\n', NOW + 1, 16_000],
    ['nothing, but timesyncd has set the clock an hour ago', null, NOW - 3_600_000, 11_800],
  ])('is worth so many milliseconds: %s', (_what, printed, setAtMs, expected) => {
    expect(timesyncdUncertaintyMs({ printed, setAtMs, nowMs: NOW })).toBe(expected)
  })

  it.each([
    ['no', 'no\n', null],
    ['no, though timesyncd has set the clock before: somebody else has since', 'no\n', NOW - 1000],
    ['nothing, and no timesyncd runs', null, null],
    ['nothing, and timesyncd has set the clock too long ago', null, NOW - 12_000_000],
    ['nothing, and the clock has been set back since', null, NOW + 1],
    ['something else', 'n/a\n', null],
    ['an empty line', '\n', null],
  ])('is no synchronised clock: %s', (_what, printed, setAtMs) => {
    expect(timesyncdUncertaintyMs({ printed, setAtMs, nowMs: NOW })).toBeNull()
  })
})

describe('the state of NTP', () => {
  /** A machine on which these programs print these things; an error is thrown, and a program that is not named is missing. */
  const machine = (prints: Record<string, string | Error>, setAtMs: number | null = null) => {
    const clock = fakeClock()
    const asked: string[] = []
    const state = createNtpState({
      now: clock.now,
      uptime: clock.uptime,
      setByTimesyncdMs: () => setAtMs,
      run: async (program, args) => {
        asked.push([program, ...args].join(' '))
        const said = prints[program] ?? Object.assign(new Error(`spawn ${program} ENOENT`), { code: 'ENOENT' })
        if (said instanceof Error) throw said
        return said
      },
    })
    return { clock, asked, look: state.look, prints }
  }
  const NO_DAEMON = Object.assign(new Error('Command failed: chronyc -c -n tracking'), { code: 1 })

  it('is the system’s clock as chronyd keeps it', async () => {
    const { look, asked } = machine({ chronyc: SYNCHRONISED, timedatectl: 'no\n' })
    expect(await look()).toEqual({ source: 'ntp', wallMs: 1_795_528_800_000, uptimeMs: 100_000, uncertaintyMs: 11 })
    expect(asked).toEqual(['chronyc -c -n tracking'])
  })

  it('is nothing while chronyd is not synchronised, whatever systemd says', async () => {
    const { look } = machine({ chronyc: recorded('chronyc-not-synchronised.csv'), timedatectl: 'yes\n' })
    expect(await look()).toBeNull()
  })

  it('is what systemd says where no chronyd runs', async () => {
    const { look, asked } = machine({ chronyc: NO_DAEMON, timedatectl: 'yes\n' }, 1_795_528_740_000)
    expect(await look()).toMatchObject({ source: 'ntp', uncertaintyMs: 10_040 })
    expect(asked).toEqual(['chronyc -c -n tracking', 'timedatectl show --property=NTPSynchronized --value'])
  })

  it('is what timesyncd’s file says where systemd cannot be asked', async () => {
    const { look } = machine({ timedatectl: new Error('Failed to connect to bus: Host is down') }, 1_795_528_740_000)
    expect(await look()).toMatchObject({ source: 'ntp', uncertaintyMs: 10_040 })
  })

  it('is nothing on a machine that has none of it', async () => {
    const { look, asked } = machine({})
    expect(await look()).toBeNull()
    expect(asked).toHaveLength(2)
  })

  it('looks for what is missing every quarter of an hour, and for what fails each time', async () => {
    const { look, asked, clock, prints } = machine({ timedatectl: new Error('it hangs') })
    await look()
    asked.splice(0)
    clock.pass(899)
    expect(await look()).toBeNull()
    expect(asked).toEqual(['timedatectl show --property=NTPSynchronized --value'])
    clock.pass(1)
    prints.chronyc = SYNCHRONISED
    expect(await look()).toMatchObject({ uncertaintyMs: 11 })
    clock.pass(60)
    expect(await look()).toMatchObject({ uncertaintyMs: 11 })
  })
})

describe('a program of the machine', () => {
  it('is run without a shell, and gives what it prints', async () => {
    expect(await runProgram('printf', ['%s', '$HOME; yes'])).toBe('$HOME; yes')
  })

  it('that is missing is known by its code', async () => {
    await expect(runProgram('abordo-no-such-program', [])).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('that fails, prints too much or takes too long is ended', async () => {
    await expect(runProgram('false', [])).rejects.toMatchObject({ code: 1 })
    await expect(runProgram('yes', [])).rejects.toMatchObject({ code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' })
    await expect(runProgram('tail', ['-f', '/dev/null'], { limitMs: 100 })).rejects.toMatchObject({ signal: 'SIGKILL' })
  })
})
