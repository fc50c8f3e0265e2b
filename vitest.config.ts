import { defineConfig } from 'vitest/config'
import { missing } from './test/needs.ts'

const each = { testTimeout: 30_000, hookTimeout: 60_000, pool: 'forks' } as const

/** What the fleet does with its database, which has to be the same on both engines. */
const ON_BOTH_ENGINES = ['test/fleet-api/*.test.ts']
/** Of those, what has to do with SQLite alone. */
const ON_SQLITE_ONLY = ['test/fleet-api/migrations.test.ts']

// As with describeWith: left out where PostgreSQL is missing, but in CI nothing may be left out.
const leftOut = missing(['postgres']).length > 0 && process.env.CI !== 'true'

/**
 * Tests that have a database, a browser or nothing at all to themselves: files run side by side. The others have the machine's network
 * or its clock to share, and run after them, one by one.
 */
const SIDE_BY_SIDE = ['test/{browser,contract,dashboard,db,fleet-api}/**/*.test.ts', 'test/arrows.test.ts']
const together = { ...each, maxWorkers: 2, sequence: { groupOrder: 0 } } as const

export default defineConfig({
  test: {
    globalSetup: ['test/before-all.ts'],
    reporters: ['default', './test/counts.ts'],
    projects: [
      {
        test: { ...together, name: 'sqlite', include: SIDE_BY_SIDE, env: { ABORDO_TEST_ENGINE: 'sqlite' } },
      },
      {
        test: {
          ...together,
          name: 'postgres',
          include: ON_BOTH_ENGINES,
          exclude: ON_SQLITE_ONLY,
          env: { ABORDO_TEST_ENGINE: 'postgres' },
          ...(leftOut ? { runner: './test/postgres/left-out.ts' } : {}),
        },
      },
      {
        test: {
          ...each,
          name: 'machine',
          include: ['test/**/*.test.ts'],
          exclude: SIDE_BY_SIDE,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          env: { ABORDO_TEST_ENGINE: 'sqlite' },
        },
      },
    ],
  },
})
