import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

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
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [ABORDO, 'prove', '--quiet', ...args],
      { env: { ...process.env, TMPDIR } },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr })
      },
    )
  })
}

/** Runs so many at a time: each proof is three processes, and this machine has other tests to run. */
async function byTwo<T>(all: T[], run: (one: T) => Promise<Ran>): Promise<Map<T, Ran>> {
  const results = new Map<T, Ran>()
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
