import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.ts'
import { startPostgres } from '../postgres/cluster.ts'

const ABORDO = fileURLToPath(new URL('../../dist/abordo.js', import.meta.url))
const SEEDS = Array.from({ length: 20 }, (_, index) => String(index + 1))
const MINUTES_4 = 240_000

/** A kill -9 leaves the system's memory as it is, so a disk would only be waited for. Power cuts have tests of their own. */
const TMPDIR = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

interface Ran {
  code: number
  said: string
}

function prove(...args: string[]): Promise<Ran> {
  return proveAloud(() => undefined, '--quiet', ...args)
}

/** `hears` gets what it says while it runs. */
function proveAloud(hears: (said: string) => void, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const { stdout } = execFile(
      process.execPath,
      [ABORDO, 'prove', ...args],
      { env: { ...process.env, TMPDIR } },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), said: out + err })
      },
    )
    stdout?.on('data', (chunk: string) => hears(String(chunk)))
  })
}

/** A proof on a PostgreSQL of its own, which is killed when each of the proof's hours begins, and started again. */
async function proveOnPostgres(seed: string): Promise<Ran & { kills: number }> {
  const cluster = await startPostgres({ fsync: true })
  try {
    await cluster.createDatabase('fleet')
    let kills = 0
    let last = Promise.resolve()
    const breakIt = async () => {
      await cluster.kill()
      kills += 1
      await cluster.restart()
    }
    const hear = (said: string) => {
      if (/^ {2}hour \d+ of/m.test(said)) last = last.then(breakIt)
    }
    const database = cluster.url('fleet')
    const ran = await proveAloud(hear, '--gateways', '3', '--hours', '2', '--seed', seed, '--database', database)
    await last
    return { ...ran, kills }
  } finally {
    await cluster.stop()
  }
}

/** Runs so many at a time: each proof is three processes, and this machine has other tests to run. */
async function byTwo<T, R extends Ran>(all: T[], run: (one: T) => Promise<R>): Promise<Map<T, R>> {
  const results = new Map<T, R>()
  const left = [...all]
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results.set(next, await run(next))
  }
  await Promise.all([worker(), worker()])
  return results
}

describe('abordo prove', () => {
  it('finds nothing lost and nothing counted twice, for 20 seeds', { timeout: 20 * MINUTES_4 }, async () => {
    const runs = await byTwo(SEEDS, (seed) => prove('--gateways', '3', '--hours', '2', '--seed', seed))
    const failed = [...runs].filter(([, { code }]) => code !== 0)
    expect(failed.map(([seed, { said }]) => `seed ${seed}\n${said}`)).toEqual([])
    const verdicts = [...runs.values()].map(({ said }) => said.trim().split('\n').at(-1))
    expect(verdicts.sort()).toEqual(SEEDS.map((seed) => `Seed ${seed}: nothing lost, nothing counted twice.`).sort())
  })

  it('fails where a part of the promise is switched off', { timeout: 3 * MINUTES_4 }, async () => {
    const parts = ['unique-key', 'commit-before-answer', 'verdict-before-delete']
    const runs = await byTwo(parts, (part) =>
      prove('--gateways', '3', '--hours', '3', '--seed', '1', '--without', part),
    )
    expect([...runs.values()].map(({ code }) => code)).toEqual([1, 1, 1])
    expect(runs.get('unique-key')?.said).toMatch(/DIFFERENCE {2}bus-\d: report \S+ \d+ is held \d+ times/)
    expect(runs.get('commit-before-answer')?.said).toMatch(
      /DIFFERENCE {2}bus-\d: report \S+ \d+ was durable and is lost/,
    )
    expect(runs.get('verdict-before-delete')?.said).toMatch(
      /DIFFERENCE {2}bus-\d: report \S+ \d+ was durable and is lost/,
    )
  })

  it('tells both sides, what went wrong on purpose and the verdict', { timeout: MINUTES_4 }, async () => {
    const { code, said } = await prove('--gateways', '1', '--hours', '1', '--seed', 'told')
    expect(code).toBe(0)
    expect(said).toMatch(/^gateway +reports +sessions +octets in +octets out +estimated$/m)
    expect(said).toMatch(/^bus-1 +gateway( +[\d,]+){4} +$/m)
    expect(said).toMatch(/^Killed: the fleet \d+ times, the gateways' program \d+ times; power cut \d+ times\.$/m)
    expect(said).toMatch(/^Seed told: nothing lost, nothing counted twice\.$/m)
  })
})

describeWith(['postgres'], 'abordo prove on PostgreSQL', () => {
  it('finds the same, for 4 seeds, where PostgreSQL is killed as well', { timeout: 4 * MINUTES_4 }, async () => {
    const seeds = ['1', '2', '3', '4']
    const runs = await byTwo(seeds, proveOnPostgres)
    const failed = [...runs].filter(([, { code }]) => code !== 0)
    expect(failed.map(([seed, { said }]) => `seed ${seed}\n${said}`)).toEqual([])
    expect([...runs.values()].map(({ kills }) => kills)).toEqual([2, 2, 2, 2])
    for (const [seed, { said }] of runs) expect(said).toContain(`Seed ${seed}: nothing lost, nothing counted twice.`)
  })
})
