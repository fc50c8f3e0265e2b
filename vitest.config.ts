import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'
import { missing } from './test/needs.ts'

const each = { testTimeout: 30_000, hookTimeout: 60_000, pool: 'forks' } as const

/** What the fleet does with its database, which has to be the same on both engines. */
const ON_BOTH_ENGINES = ['test/fleet-api/*.test.ts']
/** Of those, what has to do with SQLite alone. */
const ON_SQLITE_ONLY = ['test/fleet-api/migrations.test.ts']

// As with describeWith: left out where PostgreSQL is missing, but in CI nothing may be left out.
const leftOut = missing(['postgres']).length > 0 && process.env.CI !== 'true'

/**
 * Tests that have a database or nothing at all to themselves: files run side by side, one after another in the same process, so that what
 * they have in common is loaded once (a third of the time otherwise). None of them may change what is there for all.
 */
const SIDE_BY_SIDE = ['test/{bench,contract,dashboard,db,deploy,fleet-api}/**/*.test.ts', 'test/arrows.test.ts']
const IN_A_BROWSER = 'test/browser/**/*.test.ts'
/** Commands with databases and ports of their own, and machines that wait more than they work. */
const COMMANDS = 'test/{certificate,cli,package}/**/*.test.ts'
/** A virtual machine with radios that are made up: minutes of both cores, so it has a command of its own, `npm run radio`. */
const IN_A_GUEST = 'test/guest/**/*.test.ts'
/** These need the machine's network, memory or clock, and come after the others, one by one. */
const IN_A_PORTAL = 'test/portal/**/*.test.ts'
// One more than there are cores: the longest one, `abordo prove`, has a worker to itself for most of the time, and browsers wait a lot.
const together = { ...each, maxWorkers: 3, sequence: { groupOrder: 0 } } as const
const alone = { ...each, maxWorkers: 1, sequence: { groupOrder: 1 } } as const
const onSqlite = { env: { ABORDO_TEST_ENGINE: 'sqlite' } }

export default defineConfig({
  test: {
    globalSetup: ['test/before-all.ts'],
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/counts.ts'],
    projects: [
      { test: { ...together, ...onSqlite, name: 'sqlite', include: SIDE_BY_SIDE, isolate: false } },
      {
        test: {
          ...together,
          name: 'postgres',
          include: ON_BOTH_ENGINES,
          exclude: ON_SQLITE_ONLY,
          isolate: false,
          env: { ABORDO_TEST_ENGINE: 'postgres' },
          ...(leftOut ? { runner: './test/postgres/left-out.ts' } : {}),
        },
      },
      { test: { ...together, ...onSqlite, name: 'browser', include: [IN_A_BROWSER], isolate: false } },
      { test: { ...together, ...onSqlite, name: 'commands', include: [COMMANDS] } },
      { test: { ...alone, ...onSqlite, name: 'portal', include: [IN_A_PORTAL], isolate: false } },
      {
        test: {
          ...alone,
          ...onSqlite,
          name: 'machine',
          include: ['test/**/*.test.ts'],
          exclude: [...SIDE_BY_SIDE, IN_A_BROWSER, COMMANDS, IN_A_GUEST, IN_A_PORTAL],
        },
      },
    ],
  },
})
